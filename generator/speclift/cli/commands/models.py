"""`speclift models`: the types of a reference or a document as classes of another style, without a client."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_loading
from speclift.cli.extras import needs
from speclift.cli.outputs import KEPT, add_force, changes_of, write_generated, write_stamped
from speclift.cli.sources import add_settings, document_of
from speclift.errors import UsageError

_STYLES = ("pydantic", "dataclass", "typeddict", "msgspec")


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    models = command(
        commands,
        "models",
        run,
        summary="make only the models: pydantic, dataclass, TypedDict or msgspec",
        description="Write the types of an OpenAPI 3 document, or of a folder of pages, as Python classes, without a "
        "client. datamodel-code-generator makes them; it comes with the extra 'models'. Classes have the names that "
        "they have in the client.",
        examples={
            "speclift models openapi.yaml -o models.py": "pydantic models in one module",
            "speclift models docs -o shop_types --style typeddict": "a package of the types of a reference",
        },
        exit_codes={
            DONE: "the files are written",
            FAILED: KEPT,
            USAGE: "usage, or datamodel-code-generator is not installed",
            BAD_INPUT: "bad input; the old output is untouched",
            INTERRUPTED: "interrupted; the old output is untouched",
        },
    )
    models.add_argument("source", nargs="+", metavar="SPEC|DOCS", help="OpenAPI document, or folders of pages")
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
    add_force(models)
    add_settings(models)
    models.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Write the models, and return the exit code."""
    from speclift.client.datamodel_code_generator import models_of, models_package

    suffix = os.path.splitext(arguments.output)[1]
    if suffix not in ("", ".py") and not os.path.isdir(arguments.output):
        raise UsageError(
            f"{arguments.output!r} is neither a module nor a package.",
            expected="a name that ends in .py, or that of a folder",
            advice=f"-o {arguments.output.removesuffix(suffix)}.py, or -o {arguments.output.removesuffix(suffix)}",
        )
    document = document_of(arguments, arguments.source).document
    with needs("models"):
        if arguments.output.endswith(".py"):
            return DONE if write_stamped(arguments, models_of(document, arguments.style)) else FAILED
        files = models_package(document, arguments.style)
    written = write_generated(arguments, files)
    if not arguments.quiet:
        print(changes_of(written, files), file=sys.stderr)
    return FAILED if written.edited else DONE
