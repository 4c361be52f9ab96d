"""The digest by which a later run recognises a file that speclift wrote, whatever its line endings are now."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

_PIECE = 2**20


def digest_of(data: bytes) -> str:
    """The digest of the content of a file: 16 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:16]


def digests_of(stream: BinaryIO, size: int | None = None) -> tuple[str, str]:
    """The digests of a file, or of its first `size` bytes: as it is, and with the line endings that speclift writes.

    Version control may have changed the line endings.  The file is read in pieces: it may be of any size.
    """
    as_is, normalised = hashlib.sha256(), hashlib.sha256()
    carried = b""
    while piece := stream.read(_PIECE if size is None else min(_PIECE, size)):
        size = None if size is None else size - len(piece)
        as_is.update(piece)
        # A line ending may be split between two pieces.
        piece = carried + piece
        carried = piece[-1:] if piece.endswith(b"\r") else b""
        normalised.update(piece[: len(piece) - len(carried)].replace(b"\r\n", b"\n"))
    normalised.update(carried)
    return as_is.hexdigest()[:16], normalised.hexdigest()[:16]
