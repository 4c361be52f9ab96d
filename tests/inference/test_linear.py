"""The time of a run grows in proportion to its pages, whatever they hold: properties that fit every list, names that
all collide, prose that names thousands of types."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from speclift.pipeline.run import Options, specify
from speclift.settings import Settings
from tests.reading.hostile import GOOD, page
from tests.reading.test_hostile_pages import SHAPES

Pages = list[str]

#: The large reference is GROWTH times as large as the small one and may take SLOWER times as long. Quadratic work would
#: take GROWTH times GROWTH as long. FLOOR is the number of CPU seconds that any reference may take.
GROWTH, SLOWER, FLOOR = 8, 24, 0.6


def _table(kind: str, head: str, rows: Sequence[tuple[str, str, str]]) -> str:
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"## {kind}\n\n| {head} | Type | Description |\n|---|---|---|\n{lines}\n"


def _query(rows: Sequence[tuple[str, str, str]]) -> str:
    return _table("Query String Parameters", "Parameter Name", rows)


def _headers(names: Iterable[str]) -> str:
    return _table("Request Headers", "Parameter Name", [(name, "", "") for name in names])


def _response(value: Any, rows: Sequence[tuple[str, str, str]] = ()) -> str:
    table = _table("Response body: Kite", "Property Name", rows).replace("##", "###") if rows else ""
    start = "```http_\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n"
    return f"## Response: object\n\n{table}## Sample response\n\n{start}{json.dumps(value)}\n```\n"


def _lists(name: str, kind: str) -> Callable[[int], Pages]:
    """A page with n parameters whose lists share a member, and n properties whose sample values are that member."""
    return lambda n: [
        page(
            _query([(name.format(i), kind.format(i), "") for i in range(n)])
            + _response({f"k{i}x": "A" for i in range(n)}, [(f"k{i}x", "", f"One of q{i}.") for i in range(n)])
        )
    ]


def _one(text: Callable[[int], str]) -> Callable[[int], Pages]:
    """One page whose text has the given size."""
    return lambda n: [page(text(n))]


def _letters(number: int) -> str:
    """A number written in letters that no component name may contain."""
    return "".join("éèêëñöüäåø"[int(digit)] for digit in f"{number:05}")


HOSTILE: dict[str, tuple[int, Callable[[int], Pages]]] = {
    "lists": (2_000, _lists("q{}", "Enum: A")),
    "lists-of-one-word": (2_000, _lists("k{}q", "Enum: A")),
    "lists-of-one-name": (2_000, _lists("q", "Enum: A, B{}")),
    "keys": (8_000, _one(lambda n: _response({"x": {f"k{i}x": "A" for i in range(n)}}))),
    "stems": (
        4_000,
        _one(
            lambda n: _response({"x": {f"Ab{i}x": 1 for i in range(n)}}, [(f"Ab{i}", f"AbX{i}", "") for i in range(n)])
        ),
    ),
    "prose": (30_000, _one(lambda n: _response({"x": 1}, [("x", "", " ".join(f"of the AbC{i}" for i in range(n)))]))),
    "items": (
        1_900,
        _one(
            lambda n: _response([{f"r{i}": 1} for i in range(n)], [(f"p{i}", "", f"Of the AbC{i}") for i in range(n)])
        ),
    ),
    "headers": (8_000, _one(lambda n: _headers(_letters(i) for i in range(n)))),
    "ids": (3_000, lambda n: [GOOD.format("a").replace("GET /a\n```", f"GET /a{i}\n```") for i in range(n)]),
    **{name: (size, _one(text)) for name, (size, text) in SHAPES.items()},
}


def cpu_seconds(pages: Pages, root: Path) -> float:
    """The CPU seconds that `specify` takes for these pages and one good page."""
    root.mkdir(exist_ok=True)
    (root / "good.md").write_text(GOOD.format("good"))
    for number, text in enumerate(pages):
        (root / f"{number}.md").write_text(text)
    gc.collect()
    begin = time.process_time()
    specify([str(root)], Settings(), Options())
    return time.process_time() - begin


@pytest.mark.slow
@pytest.mark.parametrize("shape", HOSTILE)
def test_time_grows_in_proportion_to_the_pages(shape: str, tmp_path: Path) -> None:
    size, pages = HOSTILE[shape]
    for attempt in range(3):
        small = cpu_seconds(pages(size // GROWTH), tmp_path / f"small{attempt}")
        large = cpu_seconds(pages(size), tmp_path / f"large{attempt}")
        if large <= max(FLOOR, SLOWER * small):
            return
    pytest.fail(f"a reference {GROWTH} times as large took {large:.1f} s instead of {small:.2f} s")


def test_numbering_tags_of_one_name_takes_linear_time() -> None:
    from speclift.openapi.writing.split import names_of_tags

    def seconds(count: int) -> float:
        begin = time.process_time()
        names = names_of_tags(f"{'é' * (number + 1)}" for number in range(count))
        assert list(names)[:3] == ["tag", "tag-2", "tag-3"]
        assert len(names) == count
        return time.process_time() - begin

    assert seconds(3_000) <= max(FLOOR, SLOWER * seconds(3_000 // GROWTH))
