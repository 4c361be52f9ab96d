"""The bytes of a markdown file as text."""

from __future__ import annotations


def decode(data: bytes) -> str:
    """The text of bytes in UTF-8, with or without a byte order mark; all line ends become `\\n`.

    Raises UnicodeDecodeError where the bytes are not UTF-8 or contain a NUL, as UTF-16 does.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnicodeDecodeError("utf-8", data, nul, nul + 1, "a NUL")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """What bytes that are not UTF-8 seem to be, as the end of a message; empty where nothing shows it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " but UTF-16"
    return ": it contains a NUL, as UTF-16 does" if b"\0" in data else ""
