"""Markdown means the same with and without pyromark, which has no wheel for every machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from speclift.pipeline.run import assemble
from speclift.reading.markdown.block_parser import parse, parse_flat
from speclift.reading.markdown.parser import decode
from speclift.settings import Settings
from tests.reading.listing import listing

FORMS = Path(__file__).parent / "forms"

TEXTS = {
    "headings": "# A\n\ntext\nmore\n\n## B ##\n\n#### \n\nSet\n===\n\nTwo\nlines\n---\n\n   ### C {#c}\n",
    "lists": "- a\n- b\n  - c\n\n    para\n1. x\n\n2. y\n10) z\n* other\n",
    "list in one line": "- - a\n  - b\n1. - c\n",
    "tight item with code": "- a\n\n      code\n- ```json\n  {}\n  ```\n",
    "quote": "> # q\n> text\n> > in\nlazy\n\n> - a\n>   b\n> - | c | d |\n>   |---|---|\n>   | 1 | 2 |\n",
    "table": "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| x \\| y |\n| `a|b` | c\nno bar\n\n| d |\n|:-:|\n||\n",
    "table without outer bars": "a | b\n--- | ---\n1 | 2\n| 3 | 4 |\n",
    "uneven table": "| a | b |\n|---|\n| 1 | 2 |\n",
    "table after text": "text\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "table in a list": "- item\n\n  | a | b |\n  |---|---|\n  | ä | ö | ü |\n",
    "front matter": "---\na: 1\nb: |\n  x\n---\n# T\n",
    "front matter that ends with dots": "---\na: 1\n...\nT\n",
    "no front matter": "---\n\na: 1\n---\n",
    "code": "```json\n{}\n```\n\n    ind\n\n    more\n\n~~~ http request\nGET /\n~~~\n\n```\nopen\n",
    "html": "<div>\n x\n</div>\n\n<!-- a\n\nb -->\n- <p>a</p>\n\n<table><tr><td>x</td></tr></table>\n",
    "rule": "a\n\n---\n\nb\n- a\n\n  ***\n",
    "references": "[a]: /x\n\n[a] text ![b](c)\n",
    "non-ASCII text": "ä\n\n- ö\n  > ü\n\n| é | 漢 |\n|---|---|\n| 1 | ß |\n",
    "table after an attribute line": "{:.indent}\na | b\n--- | ---\n1 | 2\n",
    "list after a tab": "- a\n\t- b\n",
    "tabs": "-\ta\n\n\tcode\n\n1.\tb\n\tc\n",
    "empty": "",
    "only line ends": "\n\n\n",
}


@pytest.fixture
def without_pyromark(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine for which pyromark has no wheel."""
    monkeypatch.setitem(sys.modules, "pyromark", None)


@pytest.mark.parametrize("name", TEXTS)
def test_blocks_are_the_same_without_pyromark(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXTS[name]
    expected = parse(text), parse_flat(text)
    monkeypatch.setitem(sys.modules, "pyromark", None)
    assert (parse(text), parse_flat(text)) == expected


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.md")), ids=lambda path: path.stem)
def test_pages_have_the_same_blocks_without_pyromark(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = decode(path.read_bytes())
    expected = parse(text), parse_flat(text)
    monkeypatch.setitem(sys.modules, "pyromark", None)
    assert (parse(text), parse_flat(text)) == expected


@pytest.mark.usefixtures("without_pyromark")
@pytest.mark.parametrize("path", sorted(FORMS.glob("*.md"))[::4], ids=lambda path: path.stem)
def test_references_give_their_listings_without_pyromark(path: Path) -> None:
    golden = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert listing(assemble([str(path)], Settings()).document) == golden


@pytest.mark.parametrize("text", [">" * 5_000, "- " * 5_000 + "a", "[" * 5_000, "| " * 5_000, "> - " * 1_000 + "a"])
def test_deep_nesting_gives_the_same_blocks_without_pyromark(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = parse(text)
    monkeypatch.setitem(sys.modules, "pyromark", None)
    assert parse(text) == expected
