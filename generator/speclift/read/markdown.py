"""The bytes of a markdown file as text, and how pages are parsed.

CommonMark and GitHub tables are parsed by pulldown-cmark (through pyromark); what blocks there are is for
`reading.blocks`.
"""

from __future__ import annotations

import pyromark

OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS


def decode(data: bytes) -> str:
    """UTF-8 with or without byte order mark to text with `\\n` line ends.

    Raises UnicodeDecodeError where the bytes are not UTF-8, or have a NUL, as those of UTF-16 have.
    """
    nul = data.find(b"\0")
    if nul >= 0:
        raise UnicodeDecodeError("utf-8", data, nul, nul + 1, "a NUL")
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """What bytes that are not UTF-8 seem to be, for a message; empty where nothing tells."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " but UTF-16"
    return ": it has a NUL, as UTF-16 has" if b"\0" in data else ""
