"""The addresses of the API: those that pages state, or that request lines print before the path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from speclift.inference.any_form.duplicates import Described
from speclift.model.facts import PageFacts

_URL = re.compile(r"(?:https?://[A-Za-z0-9_.{}:-]{1,255})?(?:/[A-Za-z0-9_.~{}:%+-]{0,200}){0,20}", re.I)
_MOST = 8


def servers_of(pages: Sequence[PageFacts], operations: Sequence[Described]) -> tuple[str, ...]:
    """The servers of an API: first the one that most request lines print, then those that pages state."""
    counts = Counter(filter(None, (server_url(item.facts.server) for item in operations)))
    often = sorted(counts, key=lambda url: (-counts[url], url))
    paths = [item.template.path for item in operations]
    stated = [
        _without_base(url, paths)
        for page in sorted(pages, key=lambda page: page.file)
        for url in map(server_url, page.servers)
        if url
    ]
    return tuple(dict.fromkeys([*stated, *often] if not often else [*often, *stated]))[:_MOST]


def _without_base(url: str, paths: Sequence[str]) -> str:
    """The server without its path where request lines print that path too."""
    scheme, mark, rest = url.partition("://")
    host, slash, base = rest.partition("/")
    begun = sum(path.startswith(f"/{base}/") for path in paths)
    return f"{scheme}{mark}{host}" if slash and begun * 2 > len(paths) else url


def server_url(text: str) -> str:
    """A printed address as the address of a server, empty where it is none; its variables are in balanced braces."""
    url = re.sub(r"\$\{([^{}]*)\}", r"{\1}", text.strip()).rstrip("/")
    if not url or not _URL.fullmatch(url):
        return ""
    bare = re.sub(r"\{[A-Za-z0-9_.:-]{1,60}\}", "", url)
    return "" if "{" in bare or "}" in bare else url
