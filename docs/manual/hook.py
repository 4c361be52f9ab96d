"""The hook that MkDocs calls: it adds the pages that are made from the code to the site and fills marks with tables."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs.manual.site import filled, made_pages


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the made pages to the files, and put all pages of a folder in its place in the navigation."""
    pages = made_pages()
    for path, text in pages.items():
        files.append(File.generated(config, path, content=text))
    config.nav = _opened(config.nav, [file.src_uri for file in files.documentation_pages()])
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page with its marks filled."""
    return filled(markdown)


def _opened(entry: Any, paths: list[str]) -> Any:
    """An entry of the navigation; the name of a folder is replaced by the pages in it, its index first."""
    match entry:
        case str() if entry.endswith("/"):
            found = sorted(path for path in paths if path.startswith(entry))
            return sorted(found, key=lambda path: not path.endswith("index.md"))
        case list():
            return [_opened(each, paths) for each in entry]
        case dict():
            return {title: _opened(each, paths) for title, each in entry.items()}
    return entry
