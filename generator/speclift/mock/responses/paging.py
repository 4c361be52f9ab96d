"""Lists page by page, in the ways of many APIs: limits, offsets, page numbers, cursors, links to the next page.

Paging always ends: a client that follows the responses reaches a last page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote

import msgspec

from speclift.contract.generation.generator import Generator
from speclift.contract.identifiers import Keys, answer_schema
from speclift.contract.lifecycle import at
from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.shapes import parts_of, types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.mock.requests.check import Call
from speclift.mock.responses.cursors import Cursors
from speclift.mock.responses.page_echoes import Echoes, is_whole
from speclift.mock.responses.page_links import link_lists
from speclift.mock.responses.page_members import Member, members, plain
from speclift.mock.responses.page_names import (
    CURSORS,
    HREFS,
    IS_LAST,
    IS_MORE,
    LIMITS,
    NEXT,
    OF_LINKS,
    OF_PAGES,
    OFFSETS,
    PAGES,
    PREVIOUS,
    TOTALS,
)
from speclift.mock.responses.responses import Outgoing
from speclift.mock.responses.sites import replaced
from speclift.openapi.structure.nodes import Json

_ADDRESS = re.compile(r"https?://|/")
#: The schema of a cursor in a link.
_IN_LINK: Json = {"type": "string"}
_FORMATS = frozenset({"uri", "url", "uri-reference"})
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
        leading = [m for m in self._members if plain(m.name) in NEXT | following.keys() | {own}]
        self._has_one_place = len(leading) == 1
        places = [part.whole for member in leading for part in (member.inner or (member,))]
        self._contract = contract
        self._echoes = Echoes(contract, schema, keys, shown, self._number, self._offset, self._limit)
        self._headers = frozenset(h.name.lower() for r in operation.responses for h in r.headers) & {"link"}
        self._link_lists = link_lists(contract, schema, keys, validators) if keys else []
        places += [_IN_LINK] if self._headers or self._link_lists else []
        self._cursors = Cursors(contract, self._cursor, validators, places)
        #: Whether a response says where the next page is, so that it depends on the requested URL.
        self.has_links = bool(self._members or self._headers or self._echoes.members or self._link_lists)
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
                value = self._continued(value, member, page, call, rows, identity)
            elif old is not None:
                value = self._ended(value, member)
        for links in self._link_lists:
            token = self._token(_IN_LINK, None, page, call, rows, identity) if page.has_more else None
            value = links.leading_to(value, None if token is None else self._address(call, token))
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
        end = page.start + len(page.rows)
        token = self._next_number(call) if is_numbered else str(end)
        if self._cursor:
            token = self._cursors.token(_IN_LINK, None, end, current(shown), identity) or token
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
            start = self._cursors.index(cursor, rows, identity, limit)
        elif self._at(call) > 1:
            start = (self._at(call) - 1) * limit if limit else len(rows)
        end = len(rows) if limit is None else min(start + limit, len(rows))
        has_more = end < len(rows) and limit != 0
        if limit is None and start == 0:
            # If the sample shows that more pages follow, there is one more page, which is empty.
            ahead = (m for m in self._members if plain(m.name) not in PREVIOUS | TOTALS)
            has_more = any(self._says_more(value, member) for member in ahead)
            has_more = has_more or any(links.is_shown(value) for links in self._link_lists)
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

    def _at(self, call: Call) -> int:
        """The number of the requested page; the first is 1, whatever the server calls it."""
        given = _number(self._number, call)
        return 1 if given is None else given - self._echoes.base + 1

    def _next_number(self, call: Call) -> str:
        return str(self._at(call) + self._echoes.base)

    def _continued(
        self, value: Any, member: Member, page: _Page, call: Call, rows: Sequence[Any], identity: str
    ) -> Any:
        """The response body with the cursor, number or URL of the next page in a member."""
        old = at(value, member.keys)
        if member.inner:
            if not isinstance(old, dict):
                # The sample is that of a last page.
                made = Generator(self._contract.schemas, member.name, is_answer=True).value(member.whole)
                value = _placed(value, member.keys, made)
            for part in member.inner:
                value = self._continued(value, part, page, call, rows, identity)
            return value
        token = self._token(member.whole, old, page, call, rows, identity)
        if self._is_address(member, old):
            return _placed(value, member.keys, self._address(call, token))
        return value if token is None else _placed(value, member.keys, token)

    def _token(self, schema: Json, old: Any, page: _Page, call: Call, rows: Sequence[Any], identity: str) -> Any:
        """What leads to the next page: a cursor, an offset or a number."""
        end = page.start + len(page.rows)
        if self._cursor:
            return self._cursors.token(schema, old, end, rows, identity)
        number = int(self._next_number(call)) if self._number and not self._offset else end
        types = types_of(schema, self._contract.schemas)
        return str(number) if isinstance(old, str) or types & {"string", "integer"} == {"string"} else number

    def _is_address(self, member: Member, old: Any) -> bool:
        """Whether a member has the URL of a page."""
        name, above = plain(member.name), plain(str(member.keys[-2])) if len(member.keys) > 1 else ""
        if isinstance(old, str) and _ADDRESS.match(old):
            return True
        formats = {part.get("format") for part in parts_of(member.whole, self._contract.schemas)}
        is_link = name in HREFS or above in OF_LINKS or name.endswith(("link", "url", "uri", "href"))
        # Where nothing shows what a plain `next` is, it is a cursor only if nothing else has the cursor.
        is_shown = isinstance(old, str) and not self._is_made
        is_free = name == "next" and not is_shown and not (self._cursor and self._has_one_place)
        return "string" in member.schema["type"] and (is_link or is_free or bool(formats & _FORMATS))

    def _ended(self, value: Any, member: Member) -> Any:
        """The response body with null or an empty string in a member, or without the member."""
        types = types_of(member.schema, {})
        above = at(value, member.keys[:-1])
        if "null" in types or (not types and member.is_required):
            return replaced(value, member.keys, None)
        if not member.is_required and isinstance(above, dict):
            return replaced(value, member.keys[:-1], {k: v for k, v in above.items() if k != member.keys[-1]})
        return replaced(value, member.keys, "") if "string" in types else value

    def _address(self, call: Call, token: Any) -> str:
        """The URL of the next page: the requested URL with another value of the parameter for paging."""
        text = json.dumps(token) if isinstance(token, (dict, list)) else str(token)
        incoming = call.incoming
        parameter = self._cursor or self._offset or self._number
        name = parameter.name if parameter else "page"
        query = parse_qsl(incoming.query_string.decode("ascii"), keep_blank_values=True)
        pairs = [*((key, own) for key, own in query if key != name), (name, text)]
        host = incoming.headers.get(b"host", b"localhost").decode("latin-1")
        written = "&".join(f"{quote(key, safe='$[]')}={quote(text)}" for key, text in pairs)
        return f"{incoming.scheme}://{host}{quote(incoming.path)}?{written}"


def _placed(value: Any, keys: Keys, new: Any) -> Any:
    """The value with `new` at a place, which need not be there yet."""
    above = at(value, keys[:-1])
    return replaced(value, keys[:-1], {**above, keys[-1]: new}) if isinstance(above, dict) else value


def _number(parameter: Parameter | None, call: Call) -> int | None:
    found = call.query.get(parameter.name) if parameter else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
