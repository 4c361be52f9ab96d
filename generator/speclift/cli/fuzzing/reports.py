"""What `speclift fuzz` makes of a result: files, a summary, and the exit code."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TYPE_CHECKING

from speclift.cli.arguments import DONE, FAILED, INTERRUPTED, UNREACHABLE

if TYPE_CHECKING:
    from speclift.fuzz.finding import Result


def known_failures(arguments: argparse.Namespace) -> frozenset[str]:
    """The keys of the failures in the baseline.  Raises SourceError."""
    from speclift.fuzz.baseline import read_baseline

    return read_baseline(arguments.baseline) if arguments.baseline else frozenset()


def judged(result: Result, arguments: argparse.Namespace) -> Result:
    """The result, with the reason why it proves too little, if it does."""
    import msgspec

    from speclift.fuzz.coverage import shortfall

    return msgspec.structs.replace(result, shortfall=result.shortfall or shortfall(result.proof, arguments.min_covered))


def reports(arguments: argparse.Namespace, result: Result, known: frozenset[str], title: str) -> dict[str, bytes]:
    """The reports that the arguments ask for, by the path of each file."""
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


def tell(arguments: argparse.Namespace, result: Result, known: frozenset[str], title: str) -> int:
    """Write the files, print the summary, and return the exit code.  The result must be free of secrets."""
    from speclift.fuzz.baseline import baseline
    from speclift.fuzz.report.text import as_text
    from speclift.storage.files import write_files

    files = reports(arguments, result, known, title)
    if arguments.write_baseline:
        files[arguments.write_baseline] = baseline(result.findings)
    write_files(files)
    width = shutil.get_terminal_size().columns
    sys.stdout.write(as_text(result, known, width, counts_alone=arguments.quiet))
    return _exit_code(result, known)


def _exit_code(result: Result, known: frozenset[str]) -> int:
    if "interrupted" in result.stopped:
        return INTERRUPTED
    if any(finding.level == "failure" and finding.key not in known for finding in result.findings):
        return FAILED
    if result.unanswered:
        return UNREACHABLE
    return FAILED if result.shortfall else DONE
