"""`speclift check`: what is wrong with the docs."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, add_output, command
from speclift.cli.documents import add_overlays, add_validator
from speclift.cli.ending import Ending
from speclift.cli.references import (
    ENVIRONMENT,
    FILES,
    add_docs,
    add_options,
    specification,
    with_progress,
)
from speclift.model.text import counted
from speclift.report.terminal import say, show

if TYPE_CHECKING:
    from speclift.report.repair.plan import Plan


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    check = command(
        commands,
        "check",
        run,
        summary="report what is wrong with the docs",
        description="Read the pages of a reference and list every contradiction, gap and fault in them, each with a "
        "stable code, its file and its line. 'speclift explain DOCS SL205' lists the places of one code.\n\nWhere "
        "only one change of a page can resolve a finding, --fix makes this change and --diff prints it as a patch; "
        "what is not certain is left.",
        examples={
            "speclift check docs": "a line for each finding",
            "speclift check docs --strict --output-format github": "annotations in a GitHub workflow that fails",
            "speclift check docs --fix": "mend what only one change can resolve, and list the rest",
            "speclift check docs --diff | git apply": "the same as a patch that you can look at first",
            "speclift check docs --output-format sarif -o docs.sarif": "for code scanning",
        },
        exit_codes={
            DONE: "the docs were checked",
            FAILED: "with --strict, there is a finding that is more than a note; after --fix or --diff, one is left",
            USAGE: "usage",
            BAD_INPUT: "bad input",
            INTERRUPTED: "interrupted; nothing was written",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(check)
    add_output(check, "text", "json", "sarif", "github")
    mending = check.add_mutually_exclusive_group()
    mending.add_argument("--fix", action="store_true", help="make each change that is the only right one")
    mending.add_argument("--diff", action="store_true", help="print these changes as a patch, and change nothing")
    add_validator(check)
    add_overlays(check)
    add_options(check, with_strict=True)


def run(arguments: argparse.Namespace) -> Ending:
    """Write the findings, and return the exit code."""
    from speclift.pipeline.run import Options
    from speclift.reading.files.walk import root_of
    from speclift.report.findings import FORMATS, fails_strict

    if arguments.fix or arguments.diff:
        return _mend(arguments)
    made = specification(arguments, Options(validator=arguments.validator))
    findings = made.outcome.findings
    _write(arguments, FORMATS[arguments.output_format](findings, root_of(arguments.docs)))
    return Ending(FAILED if arguments.strict and fails_strict(findings) else DONE, made)


def _mend(arguments: argparse.Namespace) -> Ending:
    """Mend the pages, or print how, and list what is left."""
    from speclift.cli.interrupts import now_too_late
    from speclift.pipeline.run import Options, specify
    from speclift.reading.files.walk import root_of
    from speclift.report.findings import FORMATS, fails_strict
    from speclift.report.repair.patch import patch
    from speclift.report.repair.plan import planned
    from speclift.storage.files import write_files

    def plan(settings: Any, **more: Any) -> Plan:
        # This uses no cache: a cache is named after the docs, and most of the work is on copies of them.
        options = {"jobs": more["jobs"]}
        return planned(
            arguments.docs,
            lambda docs: specify(docs, settings, Options(validator=arguments.validator), **options).outcome.findings,
            settings.selection,
        )

    found = with_progress(arguments, None, plan)
    if arguments.diff:
        _write(arguments, patch(found.files, found.names))
    else:
        write_files(found.files, now_too_late)
    if not arguments.quiet:
        verb = "could be mended" if arguments.diff else "mended"
        for mended in found.mended:
            place = f"{mended.finding.file}:{mended.finding.line}: {mended.finding.code} {verb}"
            for change in mended.changes:
                after = " / ".join(line.strip() for line in change.after) or "(removed)"
                say(f"{place}: {change.before.strip()} → {after}")
        say(
            f"{len(found.mended)} {verb} in {counted(len(found.files), 'file')}; {counted(len(found.left), 'finding')} "
            f"left, {len(found.uncertain)} of them without one change that is certainly right"
        )
    if arguments.fix:
        _write(arguments, FORMATS[arguments.output_format](found.left, root_of(arguments.docs)))
    return Ending(FAILED if arguments.strict and fails_strict(found.left) else DONE, found)


def _write(arguments: argparse.Namespace, text: str | bytes) -> None:
    from speclift.cli.interrupts import now_too_late
    from speclift.storage.files import write_files

    if arguments.output != "-":
        write_files({arguments.output: text.encode() if isinstance(text, str) else text}, now_too_late)
    elif isinstance(text, str) and arguments.output_format == "text":
        show(text)
    elif isinstance(text, str):
        sys.stdout.write(text)
    else:
        # A patch has the line endings of the pages.
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
