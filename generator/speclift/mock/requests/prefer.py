"""The preferences of a request: `Prefer: code=404, example=NAME, dynamic=true` (RFC 7240) as in Prism, and `delay=2`.

Query parameters do the same: `__code`, `__example`, `__dynamic` and `__delay`.
"""

from __future__ import annotations

import re

import msgspec

from speclift.mock.requests.parse import Headers, Query

_PREFERENCE = re.compile(r'(?<![\w-])([\w-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]*))')


#: The longest delay of a response in seconds: each delayed response holds a connection.
LONGEST_DELAY = 10.0
_DELAY = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)(ms|s)?", re.ASCII)


class Preference(msgspec.Struct, frozen=True):
    """The response that a request prefers: a status, an example by name, a newly generated value, after a delay. The
    delay is a number of seconds, or has a unit (`ms`, `s`).
    """

    code: str = ""
    example: str = ""
    is_dynamic: bool = False
    delay: str = ""

    @property
    def picks(self) -> bool:
        """Whether the request prefers another response than the usual one."""
        return bool(self.code or self.example or self.is_dynamic)

    @property
    def seconds(self) -> float:
        """The delay in seconds, at most `LONGEST_DELAY`."""
        match = _DELAY.fullmatch(self.delay)
        return min(float(match[1]) / (1000 if match[2] == "ms" else 1), LONGEST_DELAY) if match else 0

    def applied(self) -> str:
        """The value of Preference-Applied (RFC 7240, section 3), empty if nothing is preferred."""
        said = [("code", self.code), ("example", self.example), ("dynamic", "true" if self.is_dynamic else "")]
        if self.seconds:
            said.append(("delay", f"{self.seconds:g}"))
        return ", ".join(f"{name}={_written(value)}" for name, value in said if value)


_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_NO_TEXT = re.compile(r'[\x00-\x1f\x7f"\\]')


def _written(value: str) -> str:
    """A value as a token, or as a quoted string without characters that could end it."""
    return value if _TOKEN.fullmatch(value) else f'"{_NO_TEXT.sub("?", value)}"'


NO_PREFERENCE = Preference()


def preference(headers: Headers, query: Query) -> Preference:
    """The preference of a request, from its query and, for what the query lacks, from `Prefer`."""
    given = headers.get(b"prefer")
    found = _read(given.decode("latin-1")) if given else NO_PREFERENCE
    if query and not query.keys().isdisjoint(_IN_QUERY):
        said = {name: query[name][0] for name in _IN_QUERY if name in query}
        found = Preference(
            said.get("__code", found.code),
            said.get("__example", found.example),
            said.get("__dynamic", str(found.is_dynamic)).lower() == "true",
            said.get("__delay", found.delay),
        )
    return found


_IN_QUERY = frozenset({"__code", "__example", "__dynamic", "__delay"})


def _read(text: str) -> Preference:
    said = {name.lower(): quoted or plain for name, quoted, plain in _PREFERENCE.findall(text)}
    is_dynamic = said.get("dynamic", "").lower() == "true"
    return Preference(said.get("code", ""), said.get("example", ""), is_dynamic, said.get("delay", ""))
