"""`speclift verify`: which is wrong, the docs, the published document or the server."""

from __future__ import annotations

import argparse
import functools
import sys
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import (
    BAD_INPUT,
    DONE,
    FAILED,
    INTERRUPTED,
    UNREACHABLE,
    USAGE,
    add_output,
    command,
    names,
)
from speclift.cli.documents import add_loading, loading_of, tell
from speclift.cli.extras import needs
from speclift.cli.references import add_effort, jobs_of
from speclift.cli.servers import add_authorities, add_choice, add_credentials, add_times, choice_of, sources_of
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.diff.description import Description
    from speclift.diff.inputs.descriptions import Reading
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.storage.cache import Cache
    from speclift.verify.records import Verification


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    verify = command(
        commands,
        "verify",
        run,
        summary="find out which is wrong: the docs, the published document or the live server",
        description="Send the documented sample of each operation, and compare the response with the docs and with a "
        "published document. Where two of the three agree, the third is wrong. Operations that write are "
        "left out unless the server is on this machine or --writes is given.\n\nDOCS and SPEC are folders of pages, "
        "OpenAPI 3 or Swagger 2.0 files, or folders of such files.",
        examples={
            "speclift verify docs --against openapi.yaml --url https://staging.example.com": "all three",
            "speclift verify docs --against openapi.yaml --url http://localhost:5000 --output-format json": "as JSON",
            "speclift verify docs --against openapi.yaml --url https://example.com --dry-run": "what would be called",
        },
        exit_codes={
            DONE: "nothing wrong was found, or only drift",
            FAILED: "one of the three is wrong, they differ and it is undecided which is wrong, or too little was "
            "proved",
            USAGE: "usage",
            BAD_INPUT: "bad input",
            UNREACHABLE: "the server does not answer, or stopped answering, and nothing was found",
            INTERRUPTED: "interrupted; what was found is still reported",
        },
    )
    verify.add_argument("docs", metavar="DOCS|SPEC", help="folder of pages, or the document that was made of it")
    verify.add_argument("--against", required=True, metavar="SPEC", help="the published document")
    verify.add_argument("--url", required=True, help="base URL of the server; the paths of the docs are appended to it")
    add_authorities(verify)
    add_choice(verify)
    add_times(verify.add_argument_group("how"))
    add_credentials(verify)
    add_output(verify, "text", "json")
    verify.add_argument(
        "--ignore", type=names, default=(), metavar="FACTS", help="leave these facts out; wildcards as in a shell"
    )
    add_loading(verify)
    verify.add_argument(
        "--settings",
        metavar="FILE",
        help="settings of the pages (default: speclift.toml in their folder or here, or [tool.speclift] in "
        "pyproject.toml)",
    )
    verify.add_argument("--quiet", action="store_true", help="print neither progress nor warnings about the documents")
    add_effort(verify)


def run(arguments: argparse.Namespace) -> int:
    """Call the server, report, and return the exit code."""
    from speclift.diff.inputs.descriptions import read_description
    from speclift.fuzz.transport.rate_limit import rate_of
    from speclift.fuzz.transport.selection import checked_url

    checked_url(arguments.url)
    if arguments.rate_limit:
        rate_of(arguments.rate_limit)
    reading = _reading(arguments)
    docs, published = read_description(arguments.docs, reading), read_description(arguments.against, reading)
    if arguments.dry_run:
        return _dry_run(arguments, docs, published)
    with needs("fuzz"):
        import schemathesis  # noqa: F401
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.fuzz.secrets.logging import redacting

    headers = sources_of(arguments).read()
    redactor = Redactor(headers)
    with redacting(redactor):
        return _verify(arguments, docs, published, headers, redactor)


def _verify(
    arguments: argparse.Namespace,
    docs: Description,
    published: Description,
    headers: dict[str, str],
    redactor: Redactor,
) -> int:
    from speclift.fuzz.transport.authorities import checked_authorities
    from speclift.report.progress import ProgressLine
    from speclift.storage.files import write_files
    from speclift.verify.redaction import redacted
    from speclift.verify.report import FORMATS
    from speclift.verify.run import Server, verify
    from speclift.verify.selection import without

    authorities = checked_authorities(arguments.ca_file) if arguments.ca_file else ""
    server = Server(arguments.url, headers, authorities, arguments.timeout, arguments.rate_limit)
    with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        found = verify(
            docs,
            published,
            server,
            choice_of(arguments),
            seconds=arguments.max_time,
            progress=lambda operation, requests, rows: line.fuzzing("", operation, requests, rows),
        )
    result = without(redacted(found, redactor), arguments.ignore)
    text = FORMATS[arguments.output_format](result)
    if arguments.output == "-":
        sys.stdout.write(text)
    else:
        write_files({arguments.output: text.encode()})
    return _exit_code(result)


def _exit_code(found: Verification) -> int:
    if found.stopped == "interrupted":
        return INTERRUPTED
    if any(row.level == "fault" for row in found.disagreements):
        return FAILED
    if found.unanswered:
        return UNREACHABLE
    return FAILED if found.shortfall else DONE


def _dry_run(arguments: argparse.Namespace, docs: Description, published: Description) -> int:
    from speclift.verify.operation_pairs import pairs_of, selection_of

    pairs = pairs_of(docs.contract, published.contract)
    _, reasons = selection_of(pairs, choice_of(arguments), arguments.url)
    for pair in pairs:
        operation, reason = pair.operation, reasons.get(pair.operation.label)
        verb, tail = ("leave out", f": {reason}") if reason else ("call", "")
        say(f"{verb} {operation.label} ({operation.operation_id}){tail}", sys.stdout)
    say(f"{len(pairs) - len(reasons)} would be called, {len(reasons)} left out")
    return DONE


def _reading(arguments: argparse.Namespace) -> Reading:
    """How pages are read: with the line of each fact."""
    from speclift.diff.inputs.descriptions import Reading

    def cache(docs: str) -> Cache | None:
        if arguments.no_cache:
            return None
        from speclift.storage.cache import Cache, default_folder

        return Cache(default_folder(), [docs], f"diff {arguments.validator}")

    return Reading(
        arguments.settings,
        jobs_of(arguments),
        cache,
        with_lines=True,
        loading=loading_of(arguments),
        told=functools.partial(tell, arguments),
    )
