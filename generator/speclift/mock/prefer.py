"""What a request prefers: `Prefer: code=404, example=NAME, dynamic=true` (RFC 7240), as Prism reads it.

The same can be said in the query, as `__code`, `__example` and `__dynamic`.
"""

from __future__ import annotations

import re

import msgspec

from speclift.mock.reading import Fields, Query

_PREFERENCE = re.compile(r'(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))')


class Preference(msgspec.Struct, frozen=True):
    """The answer that is wanted: a status, an example by name, a value made anew."""

    code: str = ""
    example: str = ""
    is_dynamic: bool = False

    def applied(self) -> str:
        """The value of Preference-Applied (RFC 7240, section 3)."""
        said = [("code", self.code), ("example", self.example), ("dynamic", "true" if self.is_dynamic else "")]
        return ", ".join(f"{name}={_written(value)}" for name, value in said if value)


_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_NO_TEXT = re.compile(r'[\x00-\x1f\x7f"\\]')


def _written(value: str) -> str:
    """A value as a token, or as a quoted string that cannot end the header field."""
    return value if _TOKEN.fullmatch(value) else f'"{_NO_TEXT.sub("?", value)}"'


NO_PREFERENCE = Preference()


def preference(fields: Fields, query: Query) -> Preference:
    """The preference of a request."""
    given = fields.get(b"prefer")
    found = _read(given.decode("latin-1")) if given else NO_PREFERENCE
    if query and not query.keys().isdisjoint(_IN_QUERY):
        said = {name: query[name][0] for name in _IN_QUERY if name in query}
        found = Preference(
            said.get("__code", found.code),
            said.get("__example", found.example),
            said.get("__dynamic", str(found.is_dynamic)).lower() == "true",
        )
    return found


_IN_QUERY = frozenset({"__code", "__example", "__dynamic"})


def _read(text: str) -> Preference:
    said = {name.lower(): quoted or plain for name, quoted, plain in _PREFERENCE.findall(text)}
    return Preference(said.get("code", ""), said.get("example", ""), said.get("dynamic", "").lower() == "true")
