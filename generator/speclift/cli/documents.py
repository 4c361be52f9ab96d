"""What all commands that take an OpenAPI document have in common: its arguments, and how its faults are reported."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speclift.cli.overwriting import refuse_overwriting_parts
from speclift.errors import UsageError

if TYPE_CHECKING:
    from speclift.openapi.load import Loaded, Loading
    from speclift.openapi.structure.fault import Fault


def add_loading(parser: argparse.ArgumentParser, *, with_strict: bool = True) -> None:
    """Add the arguments that say how a document is loaded."""
    if with_strict:
        parser.add_argument("--strict", action="store_true", help="refuse a document that has faults")
    parser.add_argument(
        "--validator",
        choices=("fast", "reference"),
        default="fast",
        help="with 'reference', also report what openapi-spec-validator finds (default: fast)",
    )
    parser.add_argument(
        "--allow-ref",
        action="append",
        default=[],
        metavar="DIR|URL",
        help="folder, or start of addresses, that references may lead into, besides the document's own folder",
    )
    add_overlays(parser)


def add_validator(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says how a document that is made of pages is validated."""
    parser.add_argument(
        "--validator",
        choices=("fast", "reference"),
        default="fast",
        help="with 'reference', leave out what openapi-spec-validator refuses too (default: fast)",
    )


def add_overlays(parser: argparse.ArgumentParser) -> None:
    """Add the argument for overlays that change a document."""
    parser.add_argument(
        "--overlay",
        action="append",
        default=[],
        metavar="FILE",
        help="OpenAPI Overlay 1.0 or 1.1 that changes the document; may be given several times",
    )


def loading_of(arguments: argparse.Namespace) -> Loading:
    """How the arguments want documents to be loaded.  Raises UsageError where a folder of `--allow-ref` is missing."""
    from speclift.openapi.load import Loading

    for allowed in arguments.allow_ref:
        if "://" not in allowed and not os.path.exists(allowed):
            raise UsageError(
                f"There is no folder {allowed!r}.",
                expected="a folder, or the start of addresses such as https://example.com/, after --allow-ref",
                advice="check the path; it is taken from the current directory",
            )
    return Loading(
        is_strict=arguments.strict,
        validator=arguments.validator,
        allowed=tuple(arguments.allow_ref),
        overlays=tuple(arguments.overlay),
        standing=_standing(arguments),
    )


def as_options(arguments: argparse.Namespace) -> list[str]:
    """The arguments that change what a document says, for a command that loads the same one in another process."""
    return [
        f"{option}={value}"
        for option, values in (("--allow-ref", arguments.allow_ref), ("--overlay", arguments.overlay))
        for value in values
    ]


def _standing(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The overlays of the user's own settings."""
    from speclift.settings_files import load_settings, settings_files

    named = getattr(arguments, "settings", None)
    if not any(map(os.path.isfile, settings_files(named))):
        return ()
    return load_settings(named).overlay_files


def loaded(arguments: argparse.Namespace, path: str) -> Loaded:
    """Load the document in a file and print its faults on standard error. Raises SourceError."""
    from speclift.openapi.load import load

    found = load(path, loading=loading_of(arguments))
    tell(arguments, found)
    return found


def tell_limits(arguments: argparse.Namespace, found: Sequence[Fault], file: str) -> None:
    """Print which parts of a document a tool does not support, by name and place, unless the run is to be quiet."""
    if found and not getattr(arguments, "quiet", False):
        from speclift.openapi.checking.fault_report import warnings
        from speclift.report.terminal import say

        for line in warnings(found, file):
            say(line)


def tell(arguments: argparse.Namespace, found: Loaded) -> None:
    """Print the faults of a document as warnings, unless only errors are to be printed. Raises UsageError where an
    output of the command is one of the document's files.
    """
    refuse_overwriting_parts(arguments, found.files)
    if found.faults and not getattr(arguments, "quiet", False):
        from speclift.openapi.checking.fault_report import warnings
        from speclift.report.terminal import say

        for line in warnings(found.faults, found.file):
            say(line)
