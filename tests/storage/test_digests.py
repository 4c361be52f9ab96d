"""A file is recognized by its digest, whatever its line endings, and is read piece by piece."""

from __future__ import annotations

import io
import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from speclift.storage import digests
from speclift.storage.digests import digest_of, digests_of


@given(st.text("ab\r\n", max_size=40), st.integers(1, 5))
def test_pieces_of_any_size_give_the_same_digest(text: str, piece: int) -> None:
    data = text.encode()

    class InPieces(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(piece, size if size is not None else piece))

    expected = digest_of(data), digest_of(data.replace(b"\r\n", b"\n"))
    assert digests_of(InPieces(data)) == expected
    assert digests_of(InPieces(data + b"more"), len(data)) == expected


def test_a_large_file_is_never_in_memory_as_a_whole() -> None:
    class Endless(io.BytesIO):
        left = 40

        def read(self, size: int | None = -1) -> bytes:
            self.left -= 1
            return bytes(size or 0) if self.left >= 0 else b""

    tracemalloc.start()
    try:
        digests_of(Endless())
        assert tracemalloc.get_traced_memory()[1] < 10 * digests._PIECE
    finally:
        tracemalloc.stop()
