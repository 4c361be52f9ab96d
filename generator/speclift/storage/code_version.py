"""The version of the code that draws conclusions, so that no version uses the results of another."""

from __future__ import annotations

import hashlib
import os
import sys

from speclift import __version__

#: Folders of code that only uses documents: no stored result depends on it.
_CONCLUDES_NOTHING = {"mock", "fuzz", "cli", "__pycache__"}


def generation() -> str:
    """A digest of speclift's version and sources, of Python's version, and of the versions of all that is installed.

    It depends on contents and not on times, so that results of one machine are good for another with the same code.
    """
    digest = hashlib.sha256(f"{__version__}\0{sys.version}\0".encode())
    for name in _installed():
        digest.update(f"{name}\0".encode("utf-8", "surrogateescape"))
    for path in _sources(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            data = os.read(handle, os.fstat(handle).st_size)
        finally:
            os.close(handle)
        digest.update(f"{os.path.basename(path)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _sources(folder: str) -> list[str]:
    """The modules below a folder, in the order of their paths."""
    found: list[str] = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(".py"):
            found.append(entry.path)
        elif entry.name not in _CONCLUDES_NOTHING and entry.is_dir():
            found += _sources(entry.path)
    return found


def _installed() -> list[str]:
    """The distributions that can be imported, as `name-version.dist-info` (PyPA, Recording installed projects)."""
    found: set[str] = set()
    for folder in sys.path:
        if os.path.basename(folder) in ("site-packages", "dist-packages"):
            try:
                found.update(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
            except OSError:
                continue
    return sorted(found)
