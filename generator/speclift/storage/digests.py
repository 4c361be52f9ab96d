"""The digest by which a later run knows a file that was written, whatever its size and line ends are now."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

_PIECE = 2**20


def digest_of(data: bytes) -> str:
    """The digest of what is written."""
    return hashlib.sha256(data).hexdigest()[:16]


def digests_of(stream: BinaryIO, size: int | None = None) -> tuple[str, str]:
    """The digests of a file, or of its first `size` bytes, as they are and with the line ends that speclift writes.

    Version control may have given the file others.  The file is read in pieces: it may be of any size.
    """
    as_is, with_ends = hashlib.sha256(), hashlib.sha256()
    carried = b""
    while piece := stream.read(_PIECE if size is None else min(_PIECE, size)):
        size = None if size is None else size - len(piece)
        as_is.update(piece)
        # A line end may be in two pieces.
        piece = carried + piece
        carried = piece[-1:] if piece.endswith(b"\r") else b""
        with_ends.update(piece[: len(piece) - len(carried)].replace(b"\r\n", b"\n"))
    with_ends.update(carried)
    return as_is.hexdigest()[:16], with_ends.hexdigest()[:16]
