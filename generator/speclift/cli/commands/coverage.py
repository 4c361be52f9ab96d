"""`speclift coverage`: which parts of the docs were read, and which were not."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, add_output, command, positive
from speclift.cli.ending import Ending
from speclift.cli.references import ENVIRONMENT, FILES, add_docs, add_options, with_progress


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    coverage = command(
        commands,
        "coverage",
        run,
        summary="show which parts of the docs were read, and which were not",
        description="Count the blocks (paragraphs, tables, lists, samples) in the sections of operations and types: "
        "how many a reader understood and how many none did, by kind of block, by reader, by page and by section. "
        "'speclift check' lists what was not read, with file and line.",
        examples={
            "speclift coverage docs": "tables for the terminal",
            "speclift coverage docs --worst 30": "more of the pages and sections with the most unread blocks",
            "speclift coverage docs --output-format json -o coverage.json": "every unread block",
        },
        exit_codes={
            DONE: "the docs were read",
            USAGE: "usage",
            BAD_INPUT: "bad input, such as docs without an operation",
            INTERRUPTED: "interrupted; nothing was written",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(coverage)
    coverage.add_argument(
        "--worst", type=positive, default=10, metavar="N", help="pages and sections to list (default: 10)"
    )
    add_output(coverage, "text", "json")
    add_options(coverage, with_strict=False)


def run(arguments: argparse.Namespace) -> Ending:
    """Write the tables, and return the exit code."""
    from speclift.cli.interrupts import now_too_late
    from speclift.pipeline.recovery import read
    from speclift.report.coverage.count import coverage_of
    from speclift.report.coverage.formats import FORMATS
    from speclift.storage.files import write_files

    made = with_progress(arguments, None, lambda settings, **more: read(arguments.docs, settings, **more))
    files, reference = made
    text = FORMATS[arguments.output_format](coverage_of(reference, files), arguments.worst)
    if arguments.output == "-":
        sys.stdout.write(text)
    else:
        write_files({arguments.output: text.encode()}, now_too_late)
    return Ending(DONE, made)
