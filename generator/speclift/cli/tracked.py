"""The files of an output that git does not track: a commit would leave them out."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable

from speclift.errors import UsageError
from speclift.processes import GIT_VARIABLES


def untracked(folder: str, names: Iterable[str]) -> list[str]:
    """The files, by path below a folder, that are not in the index of the repository around the folder. Raises
    UsageError where there is no repository, or git is not installed.
    """
    try:
        done = subprocess.run(
            ["git", "-C", folder, "-c", "core.fsmonitor=false", "ls-files", "-z", "--", "."],
            capture_output=True,
            check=True,
            env={**os.environ, **GIT_VARIABLES},
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError(
            "git cannot say which files of the output it tracks.",
            expected=f"git, and {folder} in a repository",
            advice="run 'git init' there, or leave --tracked out",
        ) from error
    known = set(map(os.fsdecode, done.stdout.split(b"\0")))
    return [name for name in names if name not in known]
