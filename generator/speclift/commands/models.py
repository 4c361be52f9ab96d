"""`speclift models`: the types of a reference or a document as classes of another style, without a client."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from speclift.commands.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, command
from speclift.commands.document import add_loading, loaded
from speclift.commands.extras import needs

if TYPE_CHECKING:
    from speclift.openapi.records import Json

_STYLES = ("pydantic", "dataclass", "typeddict", "msgspec")


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    models = command(
        commands,
        "models",
        run,
        summary="make models alone: pydantic, dataclass, TypedDict or msgspec",
        description="Write the types of an OpenAPI 3 document, or of a folder of pages, as Python classes, without a "
        "client. datamodel-code-generator makes them; it comes with the extra 'models'. Classes have the names that "
        "they have in the client.",
        examples={
            "speclift models openapi.yaml -o models.py": "pydantic models in one module",
            "speclift models docs -o shop_types --style typeddict": "a package of the types of a reference",
        },
        exit_codes={
            DONE: "the files are written",
            USAGE: "usage, or datamodel-code-generator is not installed",
            BAD_INPUT: "bad input; what stood at the output is untouched",
            INTERRUPTED: "interrupted; what stood at the output is untouched",
        },
    )
    models.add_argument("source", metavar="SPEC|DOCS", help="OpenAPI document, or folder of pages")
    models.add_argument(
        "-o", "--output", required=True, metavar="FILE|DIR", help="module (a name that ends in .py), or package"
    )
    models.add_argument(
        "--style",
        metavar="STYLE",
        choices=_STYLES,
        default="pydantic",
        help=f"what the classes are: {', '.join(_STYLES)} (default: pydantic)",
    )
    add_loading(models)
    models.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Write the models, and return the exit code."""
    from speclift.commands.interrupts import now_too_late
    from speclift.models.generate import models_of, models_package
    from speclift.write.files import write_files
    from speclift.write.tree import write_tree

    document = _document(arguments)
    with needs("models"):
        if arguments.output.endswith(".py"):
            write_files({arguments.output: models_of(document, arguments.style)}, now_too_late)
            return DONE
        files = models_package(document, arguments.style)
    written = write_tree(arguments.output, files, now_too_late)
    if not arguments.quiet:
        print(f"{len(written.changed)} of {len(files)} files changed", file=sys.stderr)
    return DONE


def _document(arguments: argparse.Namespace) -> Json:
    """The document that is named, or that the pages of a folder describe."""
    if not os.path.isdir(arguments.source):
        return loaded(arguments, arguments.source).document
    from speclift.run import Options, specify
    from speclift.settings import load_settings
    from speclift.yaml.parse import parse

    found = specify([arguments.source], load_settings(None, arguments.source, overlays=arguments.overlay), Options())
    return found.document or dict(parse(found.outcome.files["openapi.yaml"].decode()))
