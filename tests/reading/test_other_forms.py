"""Pages of other forms next to pages of a known form: those that only name known requests are not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.model.reference import Reference
from speclift.reading.reference import discover, read_reference

KNOWN = """---
uid: ListPlants
title: GET Plant
---

# GET Plant

```http
GET /api/v1/Plant
```

Lists plants.

## Response:

OK
"""

GUIDE = """# Watering

    GET /api/v1/Plant

Shows all plants.

    GET /api/v1/Plant/{id}
"""

DESCRIBED = """# Water a plant

    POST /api/v1/Plant/{id}/water

| Name | Type | Description |
| --- | --- | --- |
| litres | number | How much water. |
"""


def read(folder: Path, **pages: str) -> Reference:
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return read_reference(discover([str(folder)]))[0]


def requests(reference: Reference) -> list[tuple[str, str]]:
    known = [(item.method, item.path) for item in reference.operations]
    return known + [(item.method, item.path) for page in reference.facts for item in page.operations]


@pytest.mark.parametrize(
    "other",
    ["---\ntitle: Plant\n---\n\n* [GET Plant](plants.md)\n", GUIDE, "# Plants\n\nThey are green.\n"],
    ids=["index", "guide", "text"],
)
def test_a_page_that_only_names_known_requests_adds_nothing(tmp_path: Path, other: str) -> None:
    assert requests(read(tmp_path, plants=KNOWN, other=other)) == [("GET", "/api/v1/Plant")]


@pytest.mark.parametrize(
    ("other", "more"),
    [
        (DESCRIBED, ("POST", "/api/v1/Plant/{id}/water")),
        ("* [GET Plant](plants.md)\n* [DELETE Plant/{id}](removed.md)\n", ("DELETE", "/Plant/{id}")),
        ("---\napi: GET /api/v1/Pot\n---\n\n* [GET Plant](plants.md)\n", ("GET", "/api/v1/Pot")),
    ],
    ids=["described", "index", "front matter"],
)
def test_a_request_that_no_known_page_describes_is_read(tmp_path: Path, other: str, more: tuple[str, str]) -> None:
    assert more in requests(read(tmp_path, plants=KNOWN, other=other))


def test_a_page_that_only_has_the_keys_of_a_known_form_is_read_like_any_other(tmp_path: Path) -> None:
    page = "---\nid: list-pots\ntitle: GET /pots\n---\n\n## List pots\n\n`GET /pots`\n\nReturns pots.\n"
    assert requests(read(tmp_path, pots=page)) == [("GET", "/pots")]


def test_a_title_that_only_starts_like_a_request_is_no_request(tmp_path: Path) -> None:
    page = "---\nid: pots\ntitle: API pots\n---\n\n## List pots\n\n`GET /pots`\n"
    assert requests(read(tmp_path, pots=page)) == [("GET", "/pots")]
