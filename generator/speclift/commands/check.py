"""`speclift check`: what is wrong with the docs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.commands.arguments import BAD_INPUT, DONE, INTERRUPTED, SHORT, USAGE, add_output, command
from speclift.commands.reference import ENVIRONMENT, FILES, add_docs, add_options, root_of, specification


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    check = command(
        commands,
        "check",
        run,
        summary="report what is wrong with the docs",
        description="Read the pages of a reference and list every contradiction, gap and fault in them, each with a "
        "stable code, its file and its line. 'speclift explain DOCS SL205' lists the places of one code.",
        examples={
            "speclift check docs": "a line for each finding",
            "speclift check docs --strict --output-format github": "annotations in a GitHub workflow that fails",
            "speclift check docs --output-format sarif -o docs.sarif": "for code scanning",
        },
        exit_codes={
            DONE: "the docs were checked",
            SHORT: "--strict, and there is a finding that is more than a note",
            USAGE: "usage",
            BAD_INPUT: "bad input",
            INTERRUPTED: "interrupted; nothing was written",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(check)
    add_output(check, "text", "json", "sarif", "github")
    add_options(check, with_strict=True)


def run(arguments: argparse.Namespace) -> int:
    """Write the findings, and return the exit code."""
    from speclift.commands.interrupts import now_too_late
    from speclift.report.findings import FORMATS, is_short
    from speclift.run import Options
    from speclift.write.files import write_files

    outcome = specification(arguments, Options()).outcome
    text = FORMATS[arguments.output_format](outcome.findings, root_of(arguments.docs))
    if arguments.output == "-":
        sys.stdout.write(text)
    else:
        write_files({arguments.output: text.encode()}, now_too_late)
    return SHORT if arguments.strict and is_short(outcome.findings) else DONE
