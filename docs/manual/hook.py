"""What MkDocs calls: it adds the pages that are made, puts them into the navigation, and fills the marks."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs.manual.site import filled, made_pages


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made; a folder in the navigation stands for all that lie in it."""
    pages = made_pages()
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    config.nav = _opened(config.nav, [file.src_uri for file in files.documentation_pages()])
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the marks of a page."""
    return filled(markdown)


def _opened(entry: Any, paths: list[str]) -> Any:
    """The navigation with the pages of a folder, its list first, in place of its name."""
    match entry:
        case str() if entry.endswith("/"):
            found = sorted(path for path in paths if path.startswith(entry))
            return sorted(found, key=lambda path: not path.endswith("index.md"))
        case list():
            return [_opened(each, paths) for each in entry]
        case dict():
            return {title: _opened(each, paths) for title, each in entry.items()}
    return entry
