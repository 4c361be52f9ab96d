"""The addresses of the API: those that pages state, that request lines print before the path, or that samples show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from speclift.inference.any_form.duplicates import Described
from speclift.model.facts import PageFacts

_URL = re.compile(r"(?:https?://[A-Za-z0-9_.{}:-]{1,255})?(?:/[A-Za-z0-9_.~{}:%+-]{0,200}){0,20}", re.I)
_MOST = 8
#: Hosts that stand for any host: those of the machine itself, those of examples (RFC 6761, RFC 2606), and names of one
#: word, such as `YOUR_HOST`, which nobody has in public.
_ANY_HOST = re.compile(
    r"(?:(?:[\w-]{1,63}\.){0,8}(?:localhost|local|test|invalid|example(?:\.(?:com|net|org))?)|[\w-]{1,63}"
    r"|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\d{1,5})?",
    re.I,
)


def servers_of(pages: Sequence[PageFacts], operations: Sequence[Described]) -> tuple[str, ...]:
    """The servers of an API: first the one that most request lines print, then those that pages state. Where there is
    none, the one that samples call.
    """
    counts = Counter(filter(None, (server_url(item.facts.server) for item in operations)))
    often = sorted(counts, key=lambda url: (-counts[url], url))
    paths = [item.template.path for item in operations]
    stated = [
        _without_base(url, paths)
        for page in sorted(pages, key=lambda page: page.file)
        for url in map(server_url, page.servers)
        if url
    ]
    return tuple(dict.fromkeys([*often, *stated] or _sampled(operations)))[:_MOST]


def _without_base(url: str, paths: Sequence[str]) -> str:
    """The server without its path where request lines print that path too."""
    scheme, mark, rest = url.partition("://")
    host, slash, base = rest.partition("/")
    begun = sum(path.startswith(f"/{base}/") for path in paths)
    return f"{scheme}{mark}{host}" if slash and begun * 2 > len(paths) else url


def _sampled(operations: Sequence[Described]) -> tuple[str, ...]:
    """The address before the path in the requests of most operations that show one."""
    shown = [urls for item in operations if (urls := set(_addresses(item)))]
    counts = Counter(url for urls in shown for url in urls)
    # Where samples show both, the address with encryption is preferred.
    url = min(counts, key=lambda url: (-counts[url], url.lower().startswith("http:"), url), default="")
    return (url,) if url and counts[url] > 1 and counts[url] * 2 > len(shown) else ()


def _addresses(item: Described) -> Iterator[str]:
    """What the requests of an operation print before its path, without a host that stands for any host."""
    segments = item.template.path.split("/")
    for sample in item.facts.request_samples:
        scheme, mark, rest = sample.target.partition("://")
        if not mark or scheme.lower() not in ("http", "https"):
            continue
        host, *path = re.split(r"[?#]", rest, maxsplit=1)[0].rstrip("/").split("/")
        above = len(path) - len(segments) + 1
        pairs = zip(path[above:], segments[1:], strict=True) if above >= 0 else ()
        if above >= 0 and all(given == wanted or "{" in wanted for given, wanted in pairs):
            base = "" if _ANY_HOST.fullmatch(host) else f"{scheme}://{host}"
            url = server_url("/".join([base, *path[:above]]))
            yield from [url] if url or not base else []


def server_url(text: str) -> str:
    """A printed address as the URL of a server, with its variables in braces; empty where it is not one."""
    url = re.sub(r"\$\{([^{}]*)\}", r"{\1}", text.strip()).rstrip("/")
    if not url or not _URL.fullmatch(url):
        return ""
    bare = re.sub(r"\{[A-Za-z0-9_.:-]{1,60}\}", "", url)
    return "" if "{" in bare or "}" in bare else url
