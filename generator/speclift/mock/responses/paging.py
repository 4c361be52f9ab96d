"""Lists page by page, in the ways of many APIs: limits, offsets, page numbers, cursors, links to the next page.

Paging always ends: a client that follows the responses reaches a last page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

import msgspec

from speclift.contract.identifiers import Keys, answer_schema
from speclift.contract.lifecycle import at
from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.shapes import types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.mock.requests.check import Call
from speclift.mock.responses.page_echoes import Echoes, is_whole
from speclift.mock.responses.page_members import Member, members, plain
from speclift.mock.responses.page_names import (
    CURSORS,
    IS_LAST,
    IS_MORE,
    LIMITS,
    NEXT,
    OF_PAGES,
    OFFSETS,
    PAGES,
    PREVIOUS,
    TOTALS,
)
from speclift.mock.responses.responses import Outgoing
from speclift.mock.responses.sites import replaced

_HREFS = ("href", "url")
_DEEPEST = 3
_ADDRESS = re.compile(r"https?://|/")
_IS_NEXT = re.compile(r'<[^<>]*>\s*;[^<>]*rel="?next"?', re.I)


class _Page(msgspec.Struct, frozen=True):
    """The rows of a page, the index of the first, the number of all rows, and whether more follow."""

    rows: Sequence[Any]
    start: int
    total: int
    has_more: bool


class Paging:
    """The pages of the list in the response of an operation; `keys` lead to its rows."""

    def __init__(self, contract: Contract, operation: Operation, keys: Keys, validators: Validators) -> None:
        self._keys = keys
        self._validators = validators
        named = {plain(parameter.name): parameter for parameter in operation.parameters_in("query")}
        # The first request has no cursor, so a required parameter, such as a token, is not one.
        optional = {name: parameter for name, parameter in named.items() if not parameter.is_required}
        self._limit, self._offset, self._number, self._cursor = (
            next((parameter for name, parameter in known.items() if name in names), None)
            for known, names in ((named, LIMITS), (named, OFFSETS), (named, PAGES), (optional, CURSORS))
        )
        if self._offset and not is_whole(self._offset.schema, contract):
            # An offset that is no number is a token of the server.
            self._offset, self._cursor = None, self._cursor or self._offset
        schema = self._schema = answer_schema(operation)
        # `next_before` is the next value of `before`, whatever that means.
        following = {f"next{name}": parameter for name, parameter in optional.items()}
        self._members = [] if not keys else list(members(contract, schema, keys, following.keys() | OF_PAGES))
        if not any((self._offset, self._number, self._cursor)):
            names = (plain(member.name) for member in self._members)
            self._cursor = next((following[name] for name in names if name in following), None)
        own = plain(self._cursor.name) if self._cursor else ""
        if keys and own and not any(plain(member.name) in NEXT for member in self._members):
            # The member has the name of the parameter that it is for.
            self._members += members(contract, schema, keys, {own} - OF_PAGES)
        types = operation.success.media_types if operation.success else ()
        self._is_made = not any(media.examples for media in types)
        shown = next((value for media in types for value in media.examples.values()), None)
        self._echoes = Echoes(contract, schema, keys, shown, self._number, self._offset, self._limit)
        self._headers = frozenset(h.name.lower() for r in operation.responses for h in r.headers) & {"link"}
        #: Whether a response says where the next page is, so that it depends on the requested URL.
        self.has_links = bool(self._members or self._headers or self._echoes.members)
        self.is_asked = any((self._limit, self._offset, self._number, self._cursor)) or self.has_links

    def paged(self, value: Any, call: Call, current: Callable[[list[Any]], Sequence[Any]], identity: str) -> Any:
        """A response body with the rows of the requested page.

        `current` returns the present rows for those of the sample; `identity` names the property with their id.
        """
        shown = at(value, self._keys)
        if not isinstance(shown, list):
            return value
        rows = current(shown)
        page = self._page(value, rows, call, identity)
        if not page.rows and rows and not self._may_be_empty(value):
            page = msgspec.structs.replace(page, rows=rows[-1:])
        value = replaced(value, self._keys, page.rows[:]) if self._keys else page.rows[:]
        value = self._echoes.repeated(value, call, page.start, page.total, is_made=self._is_made)
        for member in self._members:
            old = at(value, member.keys)
            name = plain(member.name)
            if name in TOTALS:
                # A generated number is replaced; a number that the document shows stays.
                is_number = self._is_made and isinstance(old, int)
                value = replaced(value, member.keys, page.total) if is_number else value
            elif name in PREVIOUS:
                value = self._ended(value, member) if old is not None else value
            elif name in IS_MORE or name in IS_LAST:
                if isinstance(old, bool):
                    value = replaced(value, member.keys, page.has_more == (name in IS_MORE))
            elif page.has_more:
                value = self._continued(value, member, old, page, call)
            elif old is not None:
                value = self._ended(value, member)
        return value

    def linked(
        self, response: Outgoing, call: Call, value: Any, current: Callable[[list[Any]], Sequence[Any]], identity: str
    ) -> Outgoing:
        """A response whose Link header (RFC 8288) leads to the next page, and says nothing of one on the last.

        `value` is the documented response body; `current` and `identity` are those of `paged`.
        """
        text = next((text for name, text in response.headers if name == "link"), None)
        shown = at(value, self._keys)
        if "link" not in self._headers or text is None or not isinstance(shown, list):
            return response
        page = self._page(value, current(shown), call, identity)
        is_first = page.start == 0 and _number(self._limit, call) is None
        has_more = page.has_more or (is_first and self._can_go_on and bool(_IS_NEXT.search(text)))
        is_numbered = self._number and not self._offset and not self._cursor
        token = self._next_number(call) if is_numbered else str(page.start + len(page.rows))
        link = f'<{self._address(call, token)}>; rel="next"' if has_more else ""
        if _IS_NEXT.search(text):
            text = _IS_NEXT.sub(link, text)
        else:
            # A text without an address is generated, and no link.
            text = ", ".join(filter(None, (text if "<" in text else "", link)))
        others = tuple((name, given) for name, given in response.headers if name != "link")
        text = text.strip(" ,")
        return msgspec.structs.replace(response, headers=(*others, *((("link", text),) if text else ())))

    def _page(self, value: Any, rows: Sequence[Any], call: Call, identity: str) -> _Page:
        limit = _number(self._limit, call)
        limit = None if limit is None or limit < 0 else limit
        start = max(_number(self._offset, call) or 0, 0)
        cursor = call.query.get(self._cursor.name) if self._cursor else None
        if cursor not in (None, ""):
            start = self._after(cursor, rows, identity)
        elif self._at(call) > 1:
            start = (self._at(call) - 1) * limit if limit else len(rows)
        end = len(rows) if limit is None else min(start + limit, len(rows))
        has_more = end < len(rows) and limit != 0
        if limit is None and start == 0:
            # If the sample shows that more pages follow, there is one more page, which is empty.
            ahead = (m for m in self._members if plain(m.name) not in PREVIOUS | TOTALS)
            has_more = any(self._says_more(value, member) for member in ahead)
        return _Page(rows[start:end], start, len(rows), has_more and self._can_go_on)

    def _may_be_empty(self, value: Any) -> bool:
        """Whether a response without rows is valid: `minItems` may forbid it, and so may alternatives."""
        try:
            validator = self._validators.of(self._schema) if self._schema else None
        except SourceError:
            return True
        if validator is None:
            return True
        empty = replaced(value, self._keys, []) if self._keys else []
        # The sample may have faults of its own.
        others = {(fault.pointer, fault.rule) for fault in validator.faults(value)}
        return all((fault.pointer, fault.rule) in others for fault in validator.faults(empty))

    @property
    def _can_go_on(self) -> bool:
        return any((self._offset, self._number, self._cursor))

    def _says_more(self, value: Any, member: Member) -> bool:
        found, name = at(value, member.keys), plain(member.name)
        return found is False if name in IS_LAST else bool(found)

    def _after(self, cursor: Any, rows: Sequence[Any], identity: str) -> int:
        """The index of the first row for a cursor: after the row with that id, or that index; any other is the end."""
        text = str(cursor)
        for number, row in enumerate(rows):
            if identity and isinstance(row, dict) and str(row.get(identity)) == text:
                return number + 1
        return min(int(text), len(rows)) if text.isdecimal() and len(text) < 10 else len(rows)

    def _at(self, call: Call) -> int:
        """The number of the requested page; the first is 1, whatever the server calls it."""
        given = _number(self._number, call)
        return 1 if given is None else given - self._echoes.base + 1

    def _next_number(self, call: Call) -> str:
        return str(self._at(call) + self._echoes.base)

    def _continued(self, value: Any, member: Member, old: Any, page: _Page, call: Call) -> Any:
        """The response body with the cursor, number or URL of the next page in a member."""
        token = str(page.start + len(page.rows))
        if self._number and not self._offset and not self._cursor:
            token = self._next_number(call)
        if self._cursor and not self._validators.of(self._cursor.schema).accepts(token) and isinstance(old, str):
            token = old
        if isinstance(old, dict):
            href = next((name for name in _HREFS if name in old), None)
            return replaced(value, (*member.keys, href), self._address(call, token)) if href else value
        types = types_of(member.schema, {})
        if isinstance(old, str) and _ADDRESS.match(old):
            return replaced(value, member.keys, self._address(call, token))
        if "string" in types or isinstance(old, str):
            return replaced(value, member.keys, token) if isinstance(old, str) else value
        return replaced(value, member.keys, int(token)) if isinstance(old, int) and token.isdecimal() else value

    def _ended(self, value: Any, member: Member) -> Any:
        """The response body with null or an empty string in a member, or without the member."""
        types = types_of(member.schema, {})
        above = at(value, member.keys[:-1])
        if "null" in types or (not types and member.is_required):
            return replaced(value, member.keys, None)
        if not member.is_required and isinstance(above, dict):
            return replaced(value, member.keys[:-1], {k: v for k, v in above.items() if k != member.keys[-1]})
        return replaced(value, member.keys, "") if "string" in types else value

    def _address(self, call: Call, token: str) -> str:
        """The URL of the next page: the requested URL with another value of the parameter for paging."""
        incoming = call.incoming
        parameter = self._cursor or self._offset or self._number
        name = parameter.name if parameter else "page"
        query = parse_qsl(incoming.query_string.decode("ascii"), keep_blank_values=True)
        pairs = [*((key, text) for key, text in query if key != name), (name, token)]
        host = incoming.headers.get(b"host", b"localhost").decode("latin-1")
        written = "&".join(f"{quote(key, safe='$[]')}={quote(text)}" for key, text in pairs)
        return f"{incoming.scheme}://{host}{quote(incoming.path)}?{written}"


def _number(parameter: Parameter | None, call: Call) -> int | None:
    found = call.query.get(parameter.name) if parameter else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
