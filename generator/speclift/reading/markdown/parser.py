"""The bytes of a markdown file as text."""

from __future__ import annotations


def decode(data: bytes) -> str:
    """UTF-8 with or without byte order mark to text with `\\n` line ends.

    Raises UnicodeDecodeError where the bytes are not UTF-8, or have a NUL, as those of UTF-16 have.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnicodeDecodeError("utf-8", data, nul, nul + 1, "a NUL")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """What bytes that are not UTF-8 seem to be, for a message; empty where nothing shows that."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " but UTF-16"
    return ": it has a NUL, as UTF-16 has" if b"\0" in data else ""
