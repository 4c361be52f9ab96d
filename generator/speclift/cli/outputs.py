"""What the commands that write generated files have in common: how they treat files that somebody changed."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from speclift.model.text import counted
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.storage.tree import Written

#: What the manual of these commands says about exit code 1.
KEPT = "a file that was changed by hand was kept"

#: At most this many files of a kind are named.
_MOST = 20


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add the option to overwrite files that were changed by hand."""
    parser.add_argument(
        "--force", action="store_true", help="overwrite generated files that were changed by hand (default: keep them)"
    )


def add_templates(parser: argparse.ArgumentParser) -> None:
    """Add the option for the user's own templates."""
    parser.add_argument(
        "--templates", metavar="DIR", help="folder of templates that replace the built-in ones of the same path"
    )


def write_generated(arguments: argparse.Namespace, files: Mapping[str, bytes]) -> Written:
    """Write files below the output folder and name those that stay because they were edited. Raises OutputError."""
    from speclift.cli.interrupts import now_too_late
    from speclift.storage.tree import write_tree

    written = write_tree(arguments.output, files, now_too_late, maker=arguments.command, with_edited=arguments.force)
    _name_edited([os.path.join(arguments.output, name) for name in written.edited])
    if not arguments.quiet:
        for name in written.kept[:_MOST]:
            path = os.path.join(arguments.output, name)
            say(f"{path} is no longer made; it was changed by hand, so it stays")
        if len(written.kept) > _MOST:
            more = counted(len(written.kept) - _MOST, "more file")
            say(f"{more} changed by hand, no longer made and kept")
    return written


def changes_of(written: Written, files: Mapping[str, bytes]) -> str:
    """How many of the files that were made have new content, and how many others were removed."""
    removed = f", {len(written.removed)} removed" if written.removed else ""
    return f"{len(written.changed)} of {counted(len(files), 'file')} changed{removed}"


def write_stamped(arguments: argparse.Namespace, data: bytes) -> bool:
    """Write the one file that is the output, with a stamp, unless somebody changed the file that is there.

    Returns whether it was written.  Raises OutputError.
    """
    from speclift.cli.interrupts import now_too_late
    from speclift.storage.files import output_errors, write_files
    from speclift.storage.stamp import is_edited, stamped

    with output_errors(arguments.output):
        is_kept = not arguments.force and is_edited(arguments.output)
    if is_kept:
        _name_edited([arguments.output])
        return False
    write_files({arguments.output: stamped(data)}, now_too_late)
    return True


def _name_edited(paths: list[str]) -> None:
    """Name the files that were not overwritten, and say how to overwrite them, even in a quiet run: they are old."""
    for path in paths[:_MOST]:
        say(f"{path} was changed by hand and was kept")
    if len(paths) > _MOST:
        say(f"{counted(len(paths) - _MOST, 'more file')} changed by hand and kept")
    if paths:
        say(f"--force overwrites {'it' if len(paths) == 1 else 'them'}")
