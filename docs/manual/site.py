"""All pages that are made from the code, and the tables that replace marks in pages that people write."""

from __future__ import annotations

import re
from pathlib import Path

from docs.manual.checks import check_pages
from docs.manual.codes import change_pages, error_pages, finding_pages
from docs.manual.commands import command_pages
from docs.manual.settings import settings_table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_MARK = re.compile(r"^<!-- (.+) stands? here\. -->$", re.M)


def made_pages() -> dict[str, str]:
    """The markdown of each page that is made from the code, by its path below docs."""
    makers = (command_pages, error_pages, finding_pages, change_pages, check_pages)
    return {path: text for maker in makers for path, text in maker()}


def filled(markdown: str) -> str:
    """A page with the tables that its marks name.  Raises KeyError for an unknown mark."""
    return _MARK.sub(lambda mark: _TABLES[mark[1]](), markdown)


def _scores() -> str:
    """The table of scores from the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return "".join(line for line in readme.partition("| reference |")[1:] if line).partition("\n\n")[0]


def _decisions() -> str:
    """A markdown list of links to all decision records."""
    titles = {
        path.name: path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        for path in sorted((DOCS / "decisions").glob("*.md"))
        if path.name != "index.md"
    }
    return "\n".join(f"- [{title}]({name})" for name, title in titles.items())


_TABLES = {
    "The table of README.md": _scores,
    "The list of the records": _decisions,
    "The table of all keys": settings_table,
}
