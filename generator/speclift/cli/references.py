"""What the commands that read a reference share: their arguments, and a run with settings, cache and progress."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from speclift.cli.arguments import positive
from speclift.model.text import counted
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.model.finding import Finding
    from speclift.pipeline.run import Options, Specification
    from speclift.storage.cache import Cache, Outcome

T = TypeVar("T")

#: What the manual of a command that reads a reference says about environment variables and files.
ENVIRONMENT = {
    "SPECLIFT_CACHE_DIR": "folder for the results of earlier runs",
    "XDG_CACHE_HOME": "without SPECLIFT_CACHE_DIR, speclift/ in this folder; ~/.cache/speclift where neither is set",
}
FILES = {
    "DOCS/speclift.toml, ./speclift.toml, [tool.speclift] in "
    "./pyproject.toml": "settings; the first of these files that exists is used",
}


def add_docs(parser: argparse.ArgumentParser) -> None:
    """Add the folders of the pages."""
    parser.add_argument("docs", nargs="+", metavar="DOCS", help="folder of pages")


def add_options(parser: argparse.ArgumentParser, *, with_strict: bool) -> None:
    """Add the arguments that say how the pages are read."""
    if with_strict:
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 where the docs have errors or contradictions"
        )
    add_settings(parser)
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    add_effort(parser)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the settings file, and for what includes may lead into."""
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help="default: speclift.toml in DOCS or here, or [tool.speclift] in pyproject.toml",
    )
    parser.add_argument(
        "--include-root",
        metavar="DIR",
        help="folder that includes and symbolic links may lead into (default: include_root of the settings, else DOCS)",
    )


def add_effort(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the number of processes that read pages, and for the use of earlier results."""
    parser.add_argument(
        "--jobs", type=positive, metavar="N", help="processes that read pages (default: one per core, at most 4)"
    )
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep results of earlier runs")


def specification(arguments: argparse.Namespace, options: Options) -> Specification:
    """The specification of the pages that the arguments name."""
    from speclift.pipeline.run import specify

    return with_progress(
        arguments, options, lambda settings, **more: specify(arguments.docs, settings, options, **more)
    )


def with_progress(arguments: argparse.Namespace, options: Options | None, work: Callable[..., T]) -> T:
    """Do the work on a reference with the settings, processes, cache and progress that the arguments ask for.

    A command puts the result into its `Ending`, so that nothing is freed before the process exits.
    """
    import gc

    from speclift.report.progress import ProgressLine
    from speclift.settings_files import load_settings

    # The records of a run live until its end; a search for cycles among them costs a third of the time.
    gc.disable()
    settings = load_settings(
        arguments.settings,
        arguments.docs[0],
        include_root=arguments.include_root,
        overlays=getattr(arguments, "overlay", ()),
    )
    with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        return work(settings, jobs=jobs_of(arguments), cache=cache_of(arguments, options), progress=line.pages)


def cache_of(arguments: argparse.Namespace, options: Options | None) -> Cache | None:
    """The cache of runs with these options, unless the arguments forbid it."""
    if arguments.no_cache:
        return None
    from speclift.storage.cache import Cache, default_folder

    return Cache(default_folder(), arguments.docs, repr(options))


def jobs_of(arguments: argparse.Namespace) -> int:
    """How many processes read pages."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return getattr(arguments, "jobs", None) or min(cores, 4)


def summarise(arguments: argparse.Namespace, outcome: Outcome, files: str) -> None:
    """Print the errors of the docs and what was found in them, unless the run is to be quiet."""
    from speclift.reading.files.walk import root_of

    if not arguments.quiet:
        print_errors(outcome.findings, root_of(arguments.docs))
        operations, schemas = counted(outcome.operations, "operation"), counted(outcome.schemas, "schema")
        say(f"{operations}, {schemas}, {counted(len(outcome.findings), 'finding')}{files}")


def print_errors(findings: Sequence[Finding], root: str) -> None:
    """Print the findings that say that something is missing from the document, or wrong in it."""
    from speclift.model.finding import errors_of
    from speclift.report.findings import as_line

    for finding in errors_of(findings):
        say(as_line(finding, root))
