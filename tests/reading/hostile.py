"""A good page from which tests make hostile ones, and the findings of a reference that has both."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from speclift.errors import SpecliftError
from speclift.pipeline.recovery import recover
from speclift.settings import Settings

GOOD = "---\nuid: v1Kite_{0}\ntitle: GET /{0}\n---\n\n```http\nGET /{0}\n```\n\nTells.\n\n"
SAMPLE = "## Response: object\n\n## Sample response\n\n```http_\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n"
#: Seconds that a page may take on a busy machine; on an idle one, no page takes two.
PATIENCE = 10


def codes(root: Path) -> list[str]:
    """The SL10x codes of the findings of a folder, after a good page is added to it."""
    (root / "good.md").write_text(GOOD.format("good"))
    api = recover([str(root)], Settings()).api
    assert "v1Kite_good" in {operation.operation_id for operation in api.operations}
    return [finding.code for finding in api.findings if finding.code.startswith("SL10")]


def memory_of_a_refusal(path: Path, size: int, load: Callable[[str], object]) -> int:
    """The peak memory, in bytes, until a file of this size is refused for its size."""
    with path.open("wb") as stream:
        stream.truncate(size)
    tracemalloc.start()
    try:
        with pytest.raises(SpecliftError, match="more than"):
            load(str(path))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def page(text: str, name: str = "Bad") -> str:
    """The good page, with more text at its end."""
    return GOOD.format(name) + text
