"""The rewriting into the current form loses nothing. The fidelity floors depend on it."""

from __future__ import annotations

from pathlib import Path

from tests.fidelity.include_form import rewrite_page, rewrite_reference

PAGE = """\
---
title: POST Agents/Kite/Fly
uid: v1KiteAgent_Fly
---

# POST Agents/Kite/Fly

## Sample request

```http!
POST /api/v1/Agents/Kite/Fly

{ "Height": 3 }
```

## Sample response

```http_
HTTP/1.1 204 No Content

```
"""


def test_samples_move_into_separate_files() -> None:
    text, samples = rewrite_page(PAGE, "agent", inline=False)
    assert samples == {
        "samples/agent/request/v1KiteAgent_Fly.md": '```http!\nPOST /api/v1/Agents/Kite/Fly\n\n{ "Height": 3 }\n```\n',
        "samples/agent/response/v1KiteAgent_Fly.md": "```http_\nHTTP/1.1 204 No Content\n\n```\n",
    }
    assert "uid: v1KiteAgent_Fly\ngenerated: true\ncontent_type: reference\n---" in text
    assert "## Sample request\n\n[!include[sample request](../../samples/agent/request/v1KiteAgent_Fly.md)]" in text
    assert "http!" not in text
    assert "http_" not in text


def test_inline_pages_only_get_the_keys() -> None:
    text, samples = rewrite_page(PAGE, "agent", inline=True)
    assert not samples
    assert text.replace("generated: true\ncontent_type: reference\n", "") == PAGE


def test_pages_without_uid_stay_as_they_are() -> None:
    text = PAGE.replace("uid: v1KiteAgent_Fly\n", "")
    assert rewrite_page(text, "agent", inline=False) == (text, {})


def test_no_sample_of_the_corpus_is_lost(corpus: Path, tmp_path: Path) -> None:
    rewrite_reference(corpus / "2023", tmp_path)
    before = sum(path.read_text("utf-8").count("\n```http_\n") for path in (corpus / "2023").rglob("*.md"))
    inline = sum(path.read_text("utf-8").count("\n```http_\n") for path in tmp_path.rglob("*.md"))
    moved = len(list((tmp_path / "samples").glob("*/response/*.md")))
    assert before == inline + moved
    assert moved > inline > 0
