"""`speclift bundle`: an OpenAPI document in one valid file, whatever files and version it comes in."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, Literal

from speclift.cli.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_loading, loaded
from speclift.openapi.structure.suffixes import format_of

if TYPE_CHECKING:
    from speclift.openapi.structure.fault import Fault


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    bundle = command(
        commands,
        "bundle",
        run,
        summary="write an OpenAPI or Swagger document as one valid file",
        description="Write a document as one valid file. It contains the files that the document refers to. Faults are "
        "mended, overlays are applied, Swagger 2.0 becomes OpenAPI 3.0, and --openapi chooses another version. What a "
        "version cannot express is reported on standard error. The same input gives the same bytes.",
        examples={
            "speclift bundle api/openapi.yaml -o openapi.yaml": "a document in several files as one",
            "speclift bundle swagger.json -o openapi.yaml --openapi 3.1": "Swagger 2.0 as OpenAPI 3.1",
            "speclift bundle openapi.yaml --overlay fix.yaml": "a document with an overlay, to standard output",
        },
        exit_codes={
            DONE: "the file is written",
            USAGE: "usage",
            BAD_INPUT: "bad input, or with --strict a fault or a loss; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
        },
    )
    bundle.add_argument("spec", metavar="SPEC", help="OpenAPI 3 or Swagger 2.0 document, YAML or JSON")
    bundle.add_argument("-o", "--output", metavar="FILE", default="-", help="file to write (default: standard output)")
    bundle.add_argument(
        "--openapi", choices=("3.0", "3.1", "3.2"), help="version to write (default: that of the document)"
    )
    bundle.add_argument("--format", choices=("yaml", "json"), help="default: by the name of FILE, else YAML")
    add_loading(bundle)
    bundle.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Write the document, and return the exit code."""
    from speclift.cli.interrupts import now_too_late
    from speclift.openapi.checking.fault_report import refusal, warnings
    from speclift.openapi.conversion.convert import converted
    from speclift.openapi.conversion.valid import valid
    from speclift.openapi.mends.origins import Origins
    from speclift.openapi.structure.fault import OPERATION
    from speclift.report.terminal import say
    from speclift.storage.files import write_files

    found = loaded(arguments, arguments.spec)
    document, origins = found.document, Origins()
    losses: tuple[Fault, ...] = ()
    if arguments.openapi:
        document, losses = converted(document, arguments.openapi, origins)
    document, left_out = valid(document, origins)
    known = {(fault.file, fault.pointer) for fault in found.faults}
    left_out = tuple(
        fault
        for fault in found.sources.in_files(left_out)
        # A known fault does not say that the operation is left out here: other commands still read it.
        if fault.lost == OPERATION or (fault.file, fault.pointer) not in known
    )
    losses = (*found.sources.in_files(losses), *left_out)
    if losses and arguments.strict:
        raise refusal(losses, found.file)
    for line in warnings(losses, found.file) if not arguments.quiet else ():
        say(line)
    data = _written(document, arguments.format or format_of(arguments.output))
    if arguments.output == "-":
        sys.stdout.buffer.write(data)
    else:
        write_files({arguments.output: data}, now_too_late)
    return DONE


def _written(document: dict[str, Any], form: Literal["yaml", "json"]) -> bytes:
    if form == "json":
        from speclift.openapi.writing.json import to_json

        return to_json(document)
    from speclift.openapi.writing.yaml import to_yaml

    return to_yaml(document)
