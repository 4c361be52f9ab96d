"""`speclift spec`: write the OpenAPI document of a reference."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_overlays, add_validator
from speclift.cli.ending import Ending
from speclift.cli.outputs import KEPT, add_force, write_generated, write_stamped
from speclift.cli.references import ENVIRONMENT, FILES, add_docs, add_options, specification, summarise
from speclift.errors import UsageError
from speclift.openapi.structure.suffixes import format_of


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    spec = command(
        commands,
        "spec",
        run,
        summary="write the OpenAPI document of a reference",
        description="Read the pages of a reference and write the OpenAPI document that they describe. The document is "
        "validated before it is written. If anything fails, the old output stays. A YAML file that was changed by "
        "hand is kept. JSON has no comments, so changes by hand are not noticed there.",
        examples={
            "speclift spec docs -o openapi.yaml": "one document, OpenAPI 3.1",
            "speclift spec docs -o - --format json | jq .paths": "on standard output",
            "speclift spec docs -o specs --split-by tag": "a self-contained document for each tag",
        },
        exit_codes={
            DONE: "the document is written",
            FAILED: f"with --strict, the docs have a finding that is more than a note; or {KEPT}",
            USAGE: "usage",
            BAD_INPUT: "bad input; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    add_docs(spec)
    spec.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="file to write, - for standard output; a folder with --split-by",
    )
    spec.add_argument("--openapi", choices=("3.2", "3.1", "3.0"), default="3.1", help="OpenAPI version (default: 3.1)")
    spec.add_argument("--format", choices=("yaml", "json"), help="default: by the suffix of the output, else yaml")
    spec.add_argument("--split-by", choices=("tag",), help="write one document for each tag")
    spec.add_argument(
        "--media-types", choices=("all", "json"), default="all", help="leave out media types that are not JSON"
    )
    add_validator(spec)
    add_overlays(spec)
    add_force(spec)
    add_options(spec, with_strict=True)


def run(arguments: argparse.Namespace) -> Ending:
    """Write the document, and return the exit code."""
    from speclift.cli.interrupts import now_too_late
    from speclift.pipeline.run import Options
    from speclift.report.findings import fails_strict
    from speclift.storage.files import write_files

    if arguments.split_by and arguments.output == "-":
        raise UsageError("--split-by writes several files.", expected="a folder after -o", advice="name a folder")
    options = Options(
        version=arguments.openapi,
        format=arguments.format or format_of(arguments.output),
        split=arguments.split_by is not None,
        json_only=arguments.media_types == "json",
        validator=arguments.validator,
    )
    made = specification(arguments, options)
    outcome = made.outcome
    is_whole = True
    if arguments.output == "-":
        sys.stdout.buffer.write(b"".join(outcome.files.values()))
    elif options.split:
        is_whole = not write_generated(arguments, outcome.files).edited
    elif options.format == "yaml":
        (data,) = outcome.files.values()
        is_whole = write_stamped(arguments, data)
    else:
        (data,) = outcome.files.values()
        write_files({arguments.output: data}, now_too_late)
    summarise(arguments, outcome, f", {len(outcome.files)} files" if len(outcome.files) > 1 else "")
    is_fine = is_whole and not (arguments.strict and fails_strict(outcome.findings))
    return Ending(DONE if is_fine else FAILED, made)
