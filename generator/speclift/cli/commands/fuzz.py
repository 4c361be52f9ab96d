"""`speclift fuzz`: whether a server keeps the contract of an OpenAPI document."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import (
    BAD_INPUT,
    DONE,
    FAILED,
    INTERRUPTED,
    UNREACHABLE,
    USAGE,
    command,
)
from speclift.cli.documents import as_options, loaded, tell_limits
from speclift.cli.extras import needs
from speclift.cli.fuzzing.arguments import add_arguments
from speclift.cli.fuzzing.machines import fuzzed, is_elsewhere, part_of
from speclift.cli.fuzzing.merge import merge
from speclift.cli.fuzzing.reports import judged, known_failures, reports, tell
from speclift.cli.servers import choice_of, sources_of
from speclift.errors import UsageError
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.contract.records import Contract, Operation
    from speclift.fuzz.credential_sources import Sources
    from speclift.fuzz.engine.run_settings import Settings
    from speclift.fuzz.finding import Finding
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.fuzz.transport.selection import Choice, Selection

#: The word that asks for a merge of reports, in place of a document.
_MERGE = "merge"


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    fuzz = command(
        commands,
        "fuzz",
        run,
        summary="find out where a server breaks the contract of an OpenAPI 3 document",
        description="Send the documented samples, then what schemathesis makes of the document, and check all "
        "responses. Operations that write are left out unless the server is on this machine or --writes is given.",
        examples={
            "speclift fuzz openapi.yaml --mock": "the mock of the document, to try it out",
            "speclift fuzz openapi.yaml --url https://staging.example.com --dry-run": "what would be called there",
            "speclift fuzz openapi.yaml --url http://localhost:5000 --report-html fuzz.html": "a report to look at",
            "speclift fuzz openapi.yaml --url http://localhost:5000 --shard 2/4 --report-json 2.json": "a part of it",
            "speclift fuzz merge 1.json 2.json 3.json 4.json --report-html fuzz.html": "join the parts",
        },
        exit_codes={
            DONE: "clean, or drift alone",
            FAILED: "failures that are not in the baseline, a run that proved too little, a missing shard, or a "
            "lost credential",
            USAGE: "usage",
            BAD_INPUT: "bad input",
            UNREACHABLE: "the server does not answer, or stopped answering, and nothing else was found",
            INTERRUPTED: "interrupted; what was found is still reported",
        },
    )
    add_arguments(fuzz)


def run(arguments: argparse.Namespace) -> int:
    """Fuzz, report, and return the exit code."""
    first, *others = arguments.spec
    if first == _MERGE:
        with needs("fuzz"):
            return merge(arguments, others)
    if others:
        raise UsageError(
            f"{others[0]!r} is one document too many.",
            expected="one document, or merge and reports",
            advice="see speclift fuzz --help",
        )
    if not (arguments.url or arguments.mock):
        raise UsageError("There is no server to fuzz.", expected="--url URL or --mock", advice="name one of the two")
    return _of_document(arguments, first)


def _of_document(arguments: argparse.Namespace, spec: str) -> int:
    from speclift.contract.connection_headers import without_connection_fields
    from speclift.contract.view import contract_of
    from speclift.fuzz.documents.query_pairs import with_pairs
    from speclift.fuzz.transport.selection import checked_url
    from speclift.fuzz.unsupported import limits

    found = loaded(arguments, spec)
    tell_limits(arguments, found.sources.in_files(limits(found.document)), found.file)
    contract = with_pairs(without_connection_fields(contract_of(found.document)))
    document = b""
    if arguments.scheduler:
        from speclift.fuzz.documents.packing import packed

        document = packed(found.document)
    # A large document and its contract together take too much memory.
    del found
    if arguments.mock:
        from speclift.fuzz.mock_server import mock_of

        options = as_options(arguments)
        with needs("mock"), mock_of(spec, contract, *options) as (url, credentials):
            return _against(arguments, contract, document, url, credentials)
    checked_url(arguments.url)
    return _against(arguments, contract, document, arguments.url, {})


def _against(
    arguments: argparse.Namespace, contract: Contract, document: bytes, url: str, credentials: Mapping[str, str]
) -> int:
    """Fuzz the server at `url`, which takes these `credentials` besides those that the arguments name.

    `document` is the packed one for the workers of a scheduler, and empty without a scheduler.
    """
    from speclift.fuzz.transport.selection import select

    choice = choice_of(arguments)
    selection = select(contract, choice, url)
    operations = part_of(arguments, contract, selection)
    if arguments.dry_run:
        _print_selection(selection, operations)
        return DONE
    if not selection.called:
        raise UsageError(
            "No operation is left to call.",
            expected="operations that match, and that read or may write",
            advice="see --dry-run, --include-tag and --writes",
        )
    with needs("fuzz"):
        import schemathesis  # noqa: F401
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.fuzz.secrets.logging import redacting

    sources = sources_of(arguments)
    headers = {} if is_elsewhere(arguments) else {**credentials, **sources.read()}
    redactor = Redactor(headers)
    with redacting(redactor):
        settings = _settings(arguments, selection, url, headers)
        if arguments.replay:
            return _replay(arguments, contract, selection, settings, redactor)
        return _fuzz(arguments, contract, document, selection, choice, operations, settings, sources, redactor)


def _fuzz(
    arguments: argparse.Namespace,
    contract: Contract,
    document: bytes,
    selection: Selection,
    choice: Choice,
    operations: tuple[Operation, ...],
    settings: Settings,
    sources: Sources,
    redactor: Redactor,
) -> int:
    from speclift.fuzz.checks.probes import ignored_auth
    from speclift.fuzz.coverage import Coverage
    from speclift.fuzz.finding import Result
    from speclift.fuzz.report.text import as_line
    from speclift.fuzz.runs.access import ASKED_OF_ALL
    from speclift.fuzz.secrets.redaction import redacted, redacted_finding
    from speclift.report.progress import ProgressLine
    from speclift.storage.files import write_files

    known, title = known_failures(arguments), contract.title or "API"
    if not operations:
        # There are more shards than groups of operations, and the merge expects a report of each.
        proof = Coverage(left_out=tuple(operation.operation_id for operation, _ in selection.left_out))
        empty = Result((), (), 0, 0, 0.0, url=settings.url, proof=proof, shard=arguments.shard)
        return tell(arguments, empty, known, title)

    def keep(found: Result) -> None:
        # A report exists even if the run is killed; the last one replaces it.
        write_files(reports(arguments, redacted(found, redactor), known, title))

    said: set[tuple[str, str]] = set()
    with _ended_as_interrupted(), ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:

        def told(finding: Finding) -> None:
            shown = redacted_finding(finding, redactor, settings.url)
            # A server that ignores credentials everywhere is reported once, at the end. What many operations share is
            # reported for the first of them.
            kind = shown.check, shown.title
            if shown.key not in known and shown.check != ignored_auth.__name__ and kind not in said:
                line.say(as_line(shown))
                said.update({kind} if shown.check in ASKED_OF_ALL else ())

        found = fuzzed(
            arguments,
            contract,
            document,
            selection,
            choice,
            operations,
            settings,
            sources,
            redactor,
            progress=line.fuzzing,
            keep=keep,
            told=told,
        )
    return tell(arguments, redacted(judged(found, arguments), redactor), known, title)


def _replay(
    arguments: argparse.Namespace, contract: Contract, selection: Selection, settings: Settings, redactor: Redactor
) -> int:
    from speclift.fuzz.replay import replay
    from speclift.fuzz.report.reading import read_report

    report = read_report(arguments.replay)
    still, silent = False, False
    for finding, verdict in replay(contract, selection, report, settings, seconds=arguments.max_time):
        still |= verdict == "still there" and finding.level == "failure"
        silent |= verdict == "no answer"
        text = f"{verdict}: {finding.level} {finding.check}: {finding.label}: {finding.title} ({finding.key})"
        say(redactor.text(text), sys.stdout)
    return FAILED if still else UNREACHABLE if silent else DONE


def _settings(arguments: argparse.Namespace, selection: Selection, url: str, headers: Mapping[str, str]) -> Settings:
    from schemathesis.config import ConfigError

    from speclift.fuzz.engine.run_settings import Settings
    from speclift.fuzz.transport.authorities import checked_authorities
    from speclift.fuzz.transport.rate_limit import rate_of

    if arguments.rate_limit:
        rate_of(arguments.rate_limit)
    settings = Settings(
        url=url,
        headers=headers,
        seed=arguments.seed,
        workers=arguments.workers,
        max_examples=arguments.max_examples,
        rate_limit=arguments.rate_limit,
        timeout=arguments.timeout,
        max_response_time=arguments.max_response_time,
        phases=arguments.phases,
        with_writes=selection.with_writes,
        ca_file=checked_authorities(arguments.ca_file) if arguments.ca_file else "",
    )
    try:
        settings.config()
    except ConfigError as error:
        raise UsageError(f"An option cannot be used: {error}", advice="see speclift fuzz --help") from error
    return settings


def _print_selection(selection: Selection, operations: tuple[Operation, ...]) -> None:
    for operation in operations:
        say(f"call {operation.label} ({operation.operation_id})", sys.stdout)
    for operation, reason in selection.left_out:
        say(f"leave out {operation.label} ({operation.operation_id}): {reason}", sys.stdout)
    say(f"{len(operations)} would be called, {len(selection.left_out)} left out")


@contextlib.contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Treat SIGTERM and SIGHUP as interrupts, so that the run keeps what it found.

    SIGTERM comes when a pipeline is cancelled or takes too long, and SIGHUP when a terminal closes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {
        number: signal.signal(number, signal.default_int_handler) for number in map(signal.Signals.__getitem__, names)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
