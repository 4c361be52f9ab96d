"""The page around Swagger UI as HTML, and what it may load."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from speclift import __version__
from speclift.errors import UsageError
from speclift.model.text import counted
from speclift.openapi.structure.servers import has_credentials
from speclift.serve.catalogue import OVERVIEW, Catalogue
from speclift.serve.shown_document import UNTITLED

#: The start of all paths except those of the page itself and the mock.
PREFIX = "/-/"

_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")


class Look(msgspec.Struct, frozen=True):
    """What the page shows besides the document: whether requests can be tried out, and whether changes are followed.

    `mock` is the base path of the mock, empty where there is none.
    """

    can_try: bool
    is_watched: bool
    swagger_version: str
    mock: str = ""


def policy(servers: Sequence[str]) -> str:
    """The Content-Security-Policy of the page (CSP level 3): it loads everything from here, and may also send requests
    to the origins of these servers.  Raises UsageError where one of them is not an HTTP address.
    """
    connect = " ".join(("'self'", *map(origin_of, servers)))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src blob:; "
        f"font-src 'self' data:; connect-src {connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def origin_of(url: str) -> str:
    """Scheme, host and port of an address (RFC 6454). Raises UsageError where it is not an HTTP address, or has
    credentials, and does not repeat it.
    """
    if has_credentials(url):
        raise UsageError(
            "The address of a server has credentials in it, which everybody would read who opens the page.",
            expected="an address without a name and password",
            advice="give credentials in the page, with Authorize",
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.netloc.removesuffix(f":{port}")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or not url.isprintable() or " " in url:
        raise UsageError(
            "The address of a server is not one of HTTP.",
            expected="http:// or https://, a host, and the path that all operations have in common",
            advice="such as --server https://example.com/Cust1",
        )
    return f"{parts.scheme}://{host}" + (f":{port}" if port is not None else "")


def page(catalogue: Catalogue, look: Look) -> bytes:
    """The page: everything from the document is text, or the value of an attribute."""
    title = html.escape(catalogue.title or UNTITLED)
    hidden = "" if catalogue.problem else " hidden"
    note = "" if look.can_try else " · start with --mock or --server URL to try operations out"
    flags = (
        f'data-try="{int(look.can_try)}" data-watch="{int(look.is_watched)}" data-first="{catalogue.first}" '
        f'data-heavy="{int(catalogue.is_heavy)}" data-mock="{look.mock}"'
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="{PREFIX}favicon-32x32.png">
<link rel="stylesheet" href="{PREFIX}swagger-ui.css">
<link rel="stylesheet" href="{PREFIX}page.css">
<link rel="stylesheet" href="{PREFIX}dark.css">
<script src="{PREFIX}swagger-ui-bundle.js" defer></script>
<script type="module" src="{PREFIX}page.js"></script>
</head>
<body {flags} data-index="{catalogue.digest}">
<a class="skip" href="#shown">Skip to the operations</a>
<header class="bar">
<h1 class="bar-title" title="{title}">{title}</h1>
<search class="search">
<input id="search" type="search" role="combobox" placeholder="Search {counted(catalogue.whole.operations, "operation")}"
 aria-label="Search all operations by name, path, tag and summary" aria-expanded="false" aria-autocomplete="list"
 aria-controls="found" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">
<div class="found" hidden><ul id="found" role="listbox" aria-label="Operations found"></ul>
<p class="found-note"></p></div>
</search>
<label class="pick"><span class="pick-label">Tag</span>
<select id="pick">{_options(catalogue)}</select></label>
</header>
<div id="problem" class="problem" role="alert"{hidden}>{html.escape(catalogue.problem)}</div>
<div class="columns">
<nav id="side" class="side" aria-label="Tags" hidden></nav>
<div id="shown" tabindex="-1">
<main id="overview" class="overview" hidden></main>
<div id="swagger-ui"></div>
</div>
</div>
<footer class="foot">Swagger UI {html.escape(look.swagger_version)} · speclift {__version__}{note}</footer>
<p id="status" class="unseen" role="status"></p>
</body>
</html>
""".encode()


def _options(catalogue: Catalogue) -> str:
    lines = [f'<option value="{OVERVIEW}">Overview</option>'] if catalogue.is_heavy else []
    lines += [
        f'<option value="{part.name}">{html.escape(part.tag)} ({part.operations})</option>' for part in catalogue.parts
    ]
    lines.append(f'<option value="">{catalogue.whole_name}</option>')
    return "".join(lines)
