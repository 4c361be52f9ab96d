"""What all commands that take an OpenAPI document have in common: its arguments, and how its faults are told."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclift.openapi.fault import Fault
    from speclift.openapi.load import Loaded, Loading


def add_loading(parser: argparse.ArgumentParser, *, with_strict: bool = True) -> None:
    """Add how a document is loaded."""
    if with_strict:
        parser.add_argument("--strict", action="store_true", help="refuse a document that has faults")
    parser.add_argument(
        "--validator",
        choices=("fast", "reference"),
        default="fast",
        help="also tell what openapi-spec-validator finds (reference; default: fast)",
    )


def loading_of(arguments: argparse.Namespace) -> Loading:
    """How the arguments ask for documents to be loaded."""
    from speclift.openapi.load import Loading

    return Loading(is_strict=arguments.strict, validator=arguments.validator)


def loaded(arguments: argparse.Namespace, path: str) -> Loaded:
    """The document in a file, after its faults were told on standard error.  Raises SourceError."""
    from speclift.openapi.load import load

    found = load(path, loading=loading_of(arguments))
    tell(found, is_quiet=getattr(arguments, "quiet", False))
    return found


def tell_limits(arguments: argparse.Namespace, found: Sequence[Fault], file: str) -> None:
    """Print what a tool does not do of a document, by name and place, unless only errors are to be printed."""
    if found and not getattr(arguments, "quiet", False):
        from speclift.openapi.fault_report import warnings
        from speclift.report.terminal import say

        for line in warnings(found, file):
            say(line)


def tell(found: Loaded, *, is_quiet: bool = False) -> None:
    """Print the faults of a document as warnings, unless only errors are to be printed."""
    if found.faults and not is_quiet:
        from speclift.openapi.fault_report import warnings
        from speclift.report.terminal import say

        for line in warnings(found.faults, found.file):
            say(line)
