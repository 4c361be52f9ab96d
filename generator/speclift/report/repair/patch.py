"""Changed files as a unified diff that `git apply` takes."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping

_NO_NEWLINE = b"\\ No newline at end of file\n"
_CONTEXT = 3


def patch(files: Mapping[str, bytes], names: Mapping[str, str]) -> bytes:
    """The diff from the present bytes of files to their new bytes, by path. Paths are relative to the current folder
    where all of them are below it, else `names` gives them relative to the folder of the docs.
    """
    shown = {path: os.path.relpath(path).replace(os.sep, "/") for path in files}
    if any(name.startswith("../") for name in shown.values()):
        shown = dict(names)
    return b"".join(
        line for path in sorted(files, key=shown.__getitem__) for line in _diff(shown[path], _read(path), files[path])
    )


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _diff(name: str, old: bytes, new: bytes) -> Iterator[bytes]:
    before, after = _quoted(f"a/{name}"), _quoted(f"b/{name}")
    # Without a `diff --git` line before these, git takes the paths from the current folder.  A tab ends a name that has
    # blanks.
    tail = "\t" if " " in name else ""
    lines = difflib.diff_bytes(
        difflib.unified_diff,
        _lines(old),
        _lines(new),
        f"{before}{tail}".encode(),
        f"{after}{tail}".encode(),
        n=_CONTEXT,
        lineterm=b"\n",
    )
    for line in lines:
        yield line if line.endswith(b"\n") else line + b"\n" + _NO_NEWLINE


def _lines(data: bytes) -> list[bytes]:
    return [line + b"\n" for line in data.split(b"\n")[:-1]] + ([last] if (last := data.split(b"\n")[-1]) else [])


def _quoted(name: str) -> str:
    """A name as git writes it: between quotes, and what is not printable ASCII as octal digits of its bytes."""
    data = os.fsencode(name)
    if all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in data):
        return name
    escaped = "".join(chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\{byte:03o}" for byte in data)
    return f'"{escaped}"'
