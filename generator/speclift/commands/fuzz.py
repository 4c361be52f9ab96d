"""`speclift fuzz`: does a server keep the contract of an OpenAPI document?"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from speclift.commands.arguments import (
    BAD_INPUT,
    DONE,
    INTERRUPTED,
    SHORT,
    UNREACHABLE,
    USAGE,
    command,
    names,
    percent,
    positive,
    seconds,
)
from speclift.commands.document import add_loading, loaded, tell_limits
from speclift.commands.extras import needs
from speclift.errors import UsageError
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.fuzz.credentials import Redactor
    from speclift.fuzz.engine import Settings
    from speclift.fuzz.finding import Result
    from speclift.fuzz.login import Renew
    from speclift.fuzz.selection import Selection
    from speclift.openapi.records import Contract

_PHASES = ("examples", "coverage", "fuzzing", "stateful")


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    fuzz = command(
        commands,
        "fuzz",
        run,
        summary="find out where a server breaks the contract of an OpenAPI 3 document",
        description="Send the documented samples, then what schemathesis makes of the document, and check all answers. "
        "Operations that write are left out unless the server is on this machine or --writes is given.",
        examples={
            "speclift fuzz openapi.yaml --mock": "the mock of the document, to try it out",
            "speclift fuzz openapi.yaml --url https://staging.example.com --dry-run": "what would be called there",
            "speclift fuzz openapi.yaml --url http://localhost:5000 --report-html fuzz.html": "a report to look at",
        },
        exit_codes={
            DONE: "clean, or drift alone",
            SHORT: "failures that no baseline knows, a run that proved too little, or a credential that was lost",
            USAGE: "usage",
            BAD_INPUT: "bad input",
            UNREACHABLE: "the server does not answer, or stopped to, and nothing else was found",
            INTERRUPTED: "interrupted; what was found is reported all the same",
        },
    )
    fuzz.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    add_loading(fuzz)
    server = fuzz.add_mutually_exclusive_group(required=True)
    server.add_argument("--url", help="base URL of the server; the paths of the document follow it")
    server.add_argument("--mock", action="store_true", help="fuzz the mock of the document, in a process of its own")
    fuzz.add_argument(
        "--ca-file",
        metavar="FILE",
        help="trust the certificate authorities in this file (PEM) alone; variables of the environment do not count",
    )
    what = fuzz.add_argument_group("what is called")
    what.add_argument("--writes", action="store_true", help="call operations that write on servers elsewhere too")
    what.add_argument("--dry-run", action="store_true", help="list what would be called, and call nothing")
    for kind in ("tag", "operation", "path"):
        what.add_argument(f"--include-{kind}", action="append", default=[], metavar="PATTERN", help=f"only this {kind}")
        what.add_argument(f"--exclude-{kind}", action="append", default=[], metavar="PATTERN", help=f"not this {kind}")
    how = fuzz.add_argument_group("how")
    how.add_argument(
        "--phases",
        type=_phases,
        default=_PHASES,
        metavar="LIST",
        help=f"of {', '.join(_PHASES)}, or none",
    )
    how.add_argument("--max-examples", type=positive, default=20, metavar="N", help="fuzzed requests each (20)")
    how.add_argument("--max-time", type=seconds, metavar="SECONDS", help="end the run after this time")
    how.add_argument(
        "--min-covered",
        type=percent,
        metavar="PERCENT",
        help="fail where fewer of the operations answered as documented at least once (any that did is enough)",
    )
    how.add_argument("--rate-limit", metavar="N/s", help="at most so many requests: 10/s, 100/m")
    how.add_argument("--workers", type=positive, default=1, metavar="N", help="requests at the same time (1)")
    how.add_argument("--timeout", type=seconds, default=10.0, metavar="SECONDS", help="wait for an answer (10)")
    how.add_argument("--max-response-time", type=seconds, metavar="SECONDS", help="who is slower fails")
    how.add_argument("--seed", type=int, default=0, metavar="N", help="the same seed gives the same requests (0)")
    who = fuzz.add_argument_group("credentials", "header lines such as 'Authorization: Bearer …'; never printed")
    who.add_argument("--auth-env", metavar="VARIABLE", help="environment variable that holds them")
    who.add_argument("--auth-file", metavar="FILE", help="file that holds them")
    who.add_argument("--auth-command", metavar="COMMAND", help="command that prints them")
    out = fuzz.add_argument_group("reports")
    out.add_argument("--report-json", metavar="FILE", help="everything; what --replay reads")
    out.add_argument("--report-junit", metavar="FILE", help="JUnit XML")
    out.add_argument("--report-sarif", metavar="FILE", help="SARIF 2.1.0")
    out.add_argument("--report-html", metavar="FILE", help="one page: operations by checks, and every finding")
    out.add_argument("--baseline", metavar="FILE", help="known failures: only others count")
    out.add_argument("--write-baseline", metavar="FILE", help="make the failures of this run the known ones")
    out.add_argument("--replay", metavar="FILE", help="send the requests of a JSON report again, and nothing else")
    out.add_argument("--quiet", action="store_true", help="print the counts alone")


def run(arguments: argparse.Namespace) -> int:
    """Fuzz, report, and return the exit code."""
    from speclift.fuzz.fields import without_connection_fields
    from speclift.fuzz.limits import limits
    from speclift.fuzz.pairs import with_pairs
    from speclift.fuzz.selection import checked_url
    from speclift.openapi.view import contract_of

    found = loaded(arguments, arguments.spec)
    document = found.document
    tell_limits(arguments, limits(document), found.file)
    contract = with_pairs(without_connection_fields(contract_of(document)))
    if arguments.mock:
        from speclift.fuzz.sparring import mock_of

        with needs("mock"), mock_of(arguments.spec, contract) as (arguments.url, arguments.auth):
            return _against(arguments, contract)
    arguments.auth = {}
    checked_url(arguments.url)
    return _against(arguments, contract)


def _against(arguments: argparse.Namespace, contract: Contract) -> int:
    from speclift.fuzz.selection import Choice, select

    choice = Choice(
        tags=tuple(arguments.include_tag),
        operations=tuple(arguments.include_operation),
        paths=tuple(arguments.include_path),
        without_tags=tuple(arguments.exclude_tag),
        without_operations=tuple(arguments.exclude_operation),
        without_paths=tuple(arguments.exclude_path),
        with_writes=arguments.writes,
    )
    selection = select(contract, choice, arguments.url)
    if arguments.dry_run:
        _print_selection(selection)
        return 0
    if not selection.called:
        raise UsageError(
            "No operation is left to call.",
            expected="operations that match, and that read or may write",
            advice="see --dry-run, --include-tag and --writes",
        )
    with needs("fuzz"):
        import schemathesis  # noqa: F401
    from speclift.fuzz.credentials import Redactor
    from speclift.fuzz.silence import redacting

    headers = _headers(arguments)
    redactor = Redactor(headers)
    with redacting(redactor):
        settings = _settings(arguments, selection, headers)
        how = _replay if arguments.replay else _fuzz
        return how(arguments, contract, selection, settings, redactor)


def _fuzz(
    arguments: argparse.Namespace, contract: Contract, selection: Selection, settings: Settings, redactor: Redactor
) -> int:
    import msgspec

    from speclift.fuzz.baseline import baseline, read_baseline
    from speclift.fuzz.proof import shortfall
    from speclift.fuzz.redaction import redacted
    from speclift.fuzz.report.text import as_text
    from speclift.fuzz.run import fuzz
    from speclift.report.progress import ProgressLine
    from speclift.write.files import write_files

    known = read_baseline(arguments.baseline) if arguments.baseline else frozenset()

    def keep(found: Result) -> None:
        # Whatever kills the run leaves a report; the last one takes its place.
        write_files(_reports(arguments, redacted(found, redactor), known, contract.title or "API"))

    with _ended_as_interrupted(), ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        found = fuzz(
            contract,
            selection,
            settings,
            seconds=arguments.max_time,
            progress=line.fuzzing,
            renew=_renewal(arguments.auth_command, redactor),
            keep=keep,
        )
    found = msgspec.structs.replace(found, shortfall=found.shortfall or shortfall(found.proof, arguments.min_covered))
    result = redacted(found, redactor)
    files = _reports(arguments, result, known, contract.title or "API")
    if arguments.write_baseline:
        files[arguments.write_baseline] = baseline(result.findings)
    write_files(files)
    width = shutil.get_terminal_size().columns
    sys.stdout.write(as_text(result, known, width, counts_alone=arguments.quiet))
    if result.stopped == "interrupted":
        return INTERRUPTED
    if any(finding.level == "failure" and finding.key not in known for finding in result.findings):
        return SHORT
    if result.unanswered:
        return UNREACHABLE
    return SHORT if result.shortfall else DONE


def _renewal(command: str | None, redactor: Redactor) -> Renew | None:
    """Runs the command for the credentials once more; what it prints is kept out of every report as well."""
    if not command:
        return None

    def renew() -> Mapping[str, str]:
        from speclift.fuzz.credentials import from_command

        headers = from_command(command)
        redactor.learn(headers)
        return headers

    return renew


@contextlib.contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """A pipeline that is cancelled, or takes too long, ends a run with SIGTERM, a terminal that is closed with SIGHUP:
    it keeps what was found, too.
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


def _reports(arguments: argparse.Namespace, result: Result, known: frozenset[str], title: str) -> dict[str, bytes]:
    from speclift.fuzz.report.html import to_html
    from speclift.fuzz.report.machine import to_json, to_junit, to_sarif

    found: dict[str, bytes] = {}
    if arguments.report_json:
        found[arguments.report_json] = to_json(result, known)
    if arguments.report_junit:
        found[arguments.report_junit] = to_junit(result, known)
    if arguments.report_sarif:
        found[arguments.report_sarif] = to_sarif(result, known)
    if arguments.report_html:
        found[arguments.report_html] = to_html(result, known, title)
    return found


def _replay(
    arguments: argparse.Namespace, contract: Contract, selection: Selection, settings: Settings, redactor: Redactor
) -> int:
    from speclift.fuzz.replay import read_report, replay

    report = read_report(arguments.replay)
    still, silent = False, False
    for finding, verdict in replay(contract, selection, report, settings, seconds=arguments.max_time):
        still |= verdict == "still there" and finding.level == "failure"
        silent |= verdict == "no answer"
        text = f"{verdict}: {finding.level} {finding.check}: {finding.label}: {finding.title} ({finding.key})"
        say(redactor.text(text), sys.stdout)
    return SHORT if still else UNREACHABLE if silent else DONE


def _headers(arguments: argparse.Namespace) -> dict[str, str]:
    """The header fields of all sources of credentials."""
    from speclift.fuzz.credentials import from_command, from_environment, from_file

    headers: dict[str, str] = dict(arguments.auth)
    sources = (
        (arguments.auth_env, from_environment),
        (arguments.auth_file, from_file),
        (arguments.auth_command, from_command),
    )
    for given, read in sources:
        if given:
            headers |= read(given)
    return headers


def _settings(arguments: argparse.Namespace, selection: Selection, headers: Mapping[str, str]) -> Settings:
    from schemathesis.config import ConfigError

    from speclift.fuzz.authorities import checked_authorities
    from speclift.fuzz.engine import Settings

    settings = Settings(
        url=arguments.url,
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


def _print_selection(selection: Selection) -> None:
    for operation in selection.called:
        say(f"call {operation.label} ({operation.operation_id})", sys.stdout)
    for operation, reason in selection.left_out:
        say(f"leave out {operation.label} ({operation.operation_id}): {reason}", sys.stdout)
    say(f"{len(selection.called)} would be called, {len(selection.left_out)} left out")


def _phases(text: str) -> tuple[str, ...]:
    found = tuple(name for name in names(text) if name != "none")
    if not set(found) <= set(_PHASES):
        raise argparse.ArgumentTypeError(f"must be of {', '.join(_PHASES)}, or none")
    return found
