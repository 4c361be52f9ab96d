"""A tree of generated files: which of the files below a folder are ours, so that no other one is ever removed."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping

from speclift.write.files import write_files

#: The list of the files that the last run wrote, one path a line.
MANIFEST = ".speclift-files"


def write_tree(folder: str, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write files by their path below a folder, and remove those of the last run that are no longer made.

    All or none, as `write_files` does it; the paths whose content changed.  Raises OutputError.
    """
    listed = "".join(f"{path}\n" for path in sorted(files)).encode()
    outdated = [path for path in _earlier(folder) if path not in files]
    changed = write_files(
        {os.path.join(folder, path): data for path, data in {**files, MANIFEST: listed}.items()},
        [os.path.join(folder, path) for path in outdated],
    )
    return tuple(path for path in changed if os.path.basename(path) != MANIFEST)


def _earlier(folder: str) -> Iterable[str]:
    """The files that the last run wrote below the folder; a path that leads out of it is not ours."""
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf-8") as stream:
            paths = stream.read().splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    return [
        path for path in paths if path and not path.startswith("/") and ".." not in posixpath.normpath(path).split("/")
    ]
