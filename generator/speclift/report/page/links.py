"""Links to places of the reference: to files beside the report, to published pages, or to an address of your own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

import msgspec

from speclift.errors import UsageError
from speclift.model.schema import Place

#: What a link may start with; anything else could be a script.
_SCHEMES = frozenset({"", "http", "https", "file", "vscode"})
_SAFE = "/!*'()"


class Links(msgspec.Struct, frozen=True):
    """The address of a place is a template with `{file}`, `{page}` (the file without `.md`) and `{line}`.

    `templates` has one for each folder of docs, by what its files start with; the first that fits is taken.
    """

    templates: tuple[tuple[str, str], ...]

    def template(self, file: str) -> int:
        """The number of the template for a file, -1 where there is none."""
        return next((index for index, (start, _) in enumerate(self.templates) if file.startswith(start)), -1)

    def href(self, place: Place) -> str:
        """The address of a place; empty where there is none."""
        index = self.template(place.file)
        if index < 0:
            return ""
        named = {"{file}": place.file, "{page}": place.file.removesuffix(".md"), "{line}": str(place.line)}
        found = self.templates[index][1]
        for part, value in named.items():
            found = found.replace(part, quote(value, safe=_SAFE, errors="surrogateescape"))
        return found


def links_of(docs: Sequence[str], output: str, docs_url: str, source_url: str | None) -> Links:
    """Links by the template `source_url`, else to the pages below `docs_url`, else to the files, seen from `output`.

    `docs_url` is one that the settings accept: empty, or an http address.
    Raises UsageError where `source_url` names no file, or is not an address that a page may link to.
    """
    if source_url is not None:
        if "{file}" not in source_url and "{page}" not in source_url:
            raise _wrong(source_url, "names no file")
        if not _is_safe(source_url):
            raise _wrong(source_url, "is not the address of a page")
        return Links((("", source_url),))
    if docs_url:
        return Links((("", f"{docs_url.rstrip('/')}/{{page}}"),))
    folder = os.path.dirname(os.path.abspath(output))
    named = map(os.path.normpath, docs)
    roots = list(dict.fromkeys(root if os.path.isdir(root) else os.path.dirname(root) or "." for root in named))
    if len(roots) == 1:
        return Links((("", _below(roots[0], folder)),))
    # The files of several references start with the name of their folder.
    return Links(tuple((f"{os.path.basename(root)}/", _below(os.path.dirname(root) or ".", folder)) for root in roots))


def _below(root: str, folder: str) -> str:
    path = os.path.relpath(root, folder).replace(os.sep, "/")
    return f"{quote(path, safe=_SAFE, errors='surrogateescape')}/{{file}}"


def _is_safe(url: str) -> bool:
    try:
        return urlsplit(url).scheme.lower() in _SCHEMES and url.isprintable()
    except ValueError:
        return False


def _wrong(url: str, reason: str) -> UsageError:
    return UsageError(
        f"The template of links {url!r} {reason}.",
        expected="an address with {file} or {page}, and perhaps {line}",
        advice="for example --source-url 'https://github.com/owner/name/blob/main/docs/{file}#L{line}'",
    )
