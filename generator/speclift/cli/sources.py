"""One document from the arguments of a command, which name an OpenAPI document or the pages of a reference."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from speclift.cli.documents import loaded
from speclift.errors import UsageError
from speclift.openapi.structure.suffixes import is_document

if TYPE_CHECKING:
    from speclift.openapi.load import Loaded


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add the settings that pages are read with."""
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help="settings of the pages (default: speclift.toml in their folder or here, or [tool.speclift] in "
        "pyproject.toml)",
    )


def document_of(arguments: argparse.Namespace, paths: Sequence[str]) -> Loaded:
    """The document in the one file that is named, or that the pages below the folders describe.

    Its faults, or the errors of the pages, are printed on standard error. Raises UsageError where a document is given
    beside other paths, and what `load` and `specify` raise.
    """
    spec = document_among(paths)
    return loaded(arguments, spec) if spec else _of_pages(arguments, paths)


def document_among(paths: Sequence[str]) -> str:
    """The document, where the paths are one document; empty where they are pages.  Raises UsageError for a mixture."""
    specs = [path for path in paths if _is_document(path)]
    if specs and len(paths) > 1:
        raise UsageError(
            f"{specs[0]!r} is a document, and there are other arguments beside it.",
            expected="folders of pages, or one OpenAPI document",
            advice="name one document",
        )
    return specs[0] if specs else ""


def _is_document(path: str) -> bool:
    """Whether a path is that of a document: a file that is not a page, or a missing file with a document's suffix."""
    from speclift.reading.files.walk import SUFFIXES

    if os.path.exists(path):
        return not os.path.isdir(path) and not path.lower().endswith(SUFFIXES)
    return is_document(path)


def _of_pages(arguments: argparse.Namespace, docs: Sequence[str]) -> Loaded:
    import orjson

    from speclift.cli.references import jobs_of, print_errors
    from speclift.openapi.load import Loaded
    from speclift.pipeline.run import Options, specify
    from speclift.reading.files.walk import root_of
    from speclift.report.progress import ProgressLine
    from speclift.settings_files import load_settings
    from speclift.storage.cache import Cache, default_folder

    settings = load_settings(arguments.settings, docs[0], overlays=arguments.overlay)
    options = Options(format="json", validator=arguments.validator)
    with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        found = specify(
            docs,
            settings,
            options,
            jobs=jobs_of(arguments),
            cache=Cache(default_folder(), docs, repr(options)),
            progress=line.pages,
        )
    if not arguments.quiet:
        print_errors(found.outcome.findings, root_of(docs))
    document = found.document or orjson.loads(found.outcome.files["openapi.json"])
    return Loaded(document, file=", ".join(docs), files=tuple(docs))
