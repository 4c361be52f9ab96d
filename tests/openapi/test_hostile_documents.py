"""A hostile OpenAPI document is refused with a named error, in bounded time and memory."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.limits import LARGEST_DOCUMENT
from speclift.openapi.load import load
from tests.patience import patience
from tests.reading.hostile import PATIENCE, memory_of_a_refusal


@pytest.mark.parametrize(
    "text",
    [
        "- " * 2_000_000,
        "[" * 2_000_000,
        "openapi: 3.1.1\na: " + "{a: " * 500 + "1" + "}" * 500,
        '{"openapi": "3.1.1", "a": ' + "[" * 300 + "]" * 300 + "}",
        "openapi: 3.1.1\na0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40)),
        "".join(f"{' ' * column}- " + "- " * 400 + "a:\n" for column in range(0, 2400, 800)),
        "openapi: 3.1.1\na: &a\n  b: *a\n  c: !!python/object/apply:os.system [x]\n  d: [\n",
        "\ufeff\x00\x1b[31m: [",
        "",
    ],
    ids=["entries", "flow", "deep-yaml", "deep-json", "bomb", "columns", "object-tag", "control", "empty"],
)
def test_a_hostile_document_is_a_named_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text)
    start = time.monotonic()
    with pytest.raises(SourceError) as error:
        load(str(path))
    assert time.monotonic() - start < patience(PATIENCE)
    assert len(str(error.value)) < 1_000
    assert all(line.isprintable() for line in str(error.value).split("\n"))


def test_a_document_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text('{"openapi": "3.1.1", "a": "' + "a" * LARGEST_DOCUMENT + '"}')
    with pytest.raises(SourceError, match=f"has more than {LARGEST_DOCUMENT:,} bytes"):
        load(str(path))


def test_no_more_of_a_document_is_read_than_the_limit_allows(tmp_path: Path) -> None:
    peak = memory_of_a_refusal(tmp_path / "openapi.json", 4 * LARGEST_DOCUMENT, load)
    assert peak < 2 * LARGEST_DOCUMENT
