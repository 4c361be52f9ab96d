"""Where references lead: URIs of files and of servers, resolved and in one spelling (RFC 3986, sections 5 and 6.2)."""

from __future__ import annotations

import os
import posixpath
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

#: Characters that stay unescaped in a path or a fragment.
_KEPT = "/~!$&'()*+,;=:@"


def uri_of(path: str) -> str:
    """The `file:` URI of a path."""
    return "file://" + quote(os.path.abspath(path).replace(os.sep, "/"), safe=_KEPT)


def path_of(uri: str) -> str | None:
    """The path that a `file:` URI names, None where it names no path of this machine."""
    if not uri.startswith("file:///"):
        return None
    path = unquote(uri[len("file://") :], errors="surrogateescape")
    return None if "\0" in path or "\\" in path else os.path.normpath(path)


def joined(base: str, reference: str) -> tuple[str, str]:
    """The URI that a reference means in a document at `base`, and its decoded fragment. A reference that is not a
    URI keeps its text: it leads nowhere.
    """
    try:
        if reference.startswith("\\\\"):
            return reference, ""
        uri, fragment = urldefrag(urljoin(base, reference) if not reference.startswith("#") else base + reference)
        # A file has one URI, however the reference escapes it.
        path = path_of(uri)
        return (uri_of(path) if path is not None else uri), unquote(fragment)
    except ValueError:
        return reference, ""


def moved_reference(reference: str, base: str, other: str) -> str:
    """A reference in a file at `base`, as a file at `other` has to write it; an absolute URI stays as it is."""
    uri, fragment = joined(base, reference)
    if not (uri.startswith("file://") and other.startswith("file://")) or "://" in reference:
        return reference if "://" in reference else uri
    path = posixpath.relpath(uri.removeprefix("file://"), posixpath.dirname(other.removeprefix("file://")))
    return f"{path}#{quote(fragment, safe=_KEPT)}" if fragment else path


def is_http(uri: str) -> bool:
    """Whether the scheme of a URI is http or https."""
    return uri.lower().startswith(("http://", "https://"))


def is_at(uri: str, prefix: str) -> bool:
    """Whether a URL starts with a prefix: the same scheme, host and port, and a path below that of the prefix."""
    try:
        one, other = urlsplit(uri), urlsplit(prefix)
        is_same = (one.scheme, one.hostname, one.port) == (other.scheme, other.hostname, other.port)
    except ValueError:
        return False
    if not is_same or one.username is not None or ".." in unquote(one.path).split("/") or "\\" in unquote(one.path):
        return False
    folder = other.path.rstrip("/")
    return one.path == folder or one.path.startswith(f"{folder}/") or not folder
