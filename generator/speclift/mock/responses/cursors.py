"""Cursors of any form: a number, a text of some pattern, an object with the key of the last row.

The mock remembers no cursor. It makes the same one for the same place again, and compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.work import Work
from speclift.contract.records import Contract, Parameter
from speclift.contract.shapes import types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.mock.ids import typed
from speclift.mock.responses.lazy_rows import identity_at, position_of
from speclift.openapi.structure.nodes import Json

#: The most places at which a cursor is made to compare it with that of a request.
_MOST_PLACES = 1000


class Cursors:
    """The cursors of a list, which requests have in `parameter`. `places` are the schemas of its places in responses;
    where there are none, clients take the id of the last row.
    """

    def __init__(
        self, contract: Contract, parameter: Parameter | None, validators: Validators, places: Iterable[Json]
    ) -> None:
        self._schemas = contract.schemas
        self._asked: Json = parameter.schema if parameter else {}
        self._validators = validators
        self._made_for = [made for place in places for made in self._both(place)]

    def token(self, schema: Json, shown: Any, index: int, rows: Sequence[Any], key: str) -> Any:
        """The cursor of the row at an index, which fits the schema of its place and that of the parameter; None where
        none is found. `shown` is the cursor of the sample, and `key` the property with the id of a row.
        """
        for found in self._candidates(schema, shown, index, rows, key):
            if found is not None and self._accepts(schema, found) and self._accepts(self._asked, self._sent(found)):
                return found
        return None

    def index(self, cursor: Any, rows: Sequence[Any], key: str, limit: int | None) -> int:
        """The index of the row at a cursor; of a cursor that no response had, the end."""
        cursor = cursor[0] if isinstance(cursor, list) and len(cursor) == 1 else cursor
        text = str(cursor)
        number = int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None
        if self._made_for and number is not None and number <= len(rows):
            # A row may have this number for an id.
            return number
        parsed = _parsed(cursor)
        named = _plain(parsed.get(key)) if isinstance(parsed, dict) else cursor
        at = position_of(rows, key, str(named)) if key else None
        if at is not None:
            return at + 1
        if number is not None and number <= len(rows):
            return number
        return self._made_at(cursor, parsed, len(rows), limit)

    def _made_at(self, cursor: Any, parsed: Any, count: int, limit: int | None) -> int:
        """The last index with this cursor among those of the pages: with the first, pages might not come to an end."""
        work = Work()
        found = count
        places = range(limit, count, limit)[:_MOST_PLACES] if limit else ()
        for index in places:
            made = [self._made(schema, index, work) for schema in self._made_for]
            if cursor in made or parsed in made or [cursor] in made:
                found = index
        return found

    def _candidates(self, schema: Json, shown: Any, index: int, rows: Sequence[Any], key: str) -> Iterator[Any]:
        types = types_of(schema, self._schemas)
        identity = identity_at(rows, index - 1, key)
        if isinstance(shown, str) or not types or "string" in types:
            yield str(index)
            yield None if identity is None else str(identity)
        if types & {"integer", "number"}:
            yield index
        if isinstance(shown, dict) and not isinstance(shown.get(key), (dict, list)) and key in shown:
            yield None if identity is None else {**shown, key: typed(str(identity), shown[key])}
        if "array" in types:
            yield [str(index)]
            yield [index]
        yield from (self._made(each, index, Work()) for each in self._both(schema))

    def _both(self, place: Json) -> list[Json]:
        """The schemas that a cursor is made for: that of its place joined with that of the parameter, or alone."""
        return [{"allOf": [place, self._asked]}, place]

    def _made(self, schema: Json, index: int, work: Work) -> Any:
        # Defaults and examples would be the same at each place.
        made = Generator(self._schemas, f"cursor {index}", work=work, turns={(): 1})
        return made.value(schema)

    def _sent(self, token: Any) -> Any:
        """A cursor as a value of its parameter."""
        types = types_of(self._asked, self._schemas)
        if isinstance(token, str) and token.isdecimal() and types & {"integer", "number"} and "string" not in types:
            return int(token)
        if isinstance(token, int) and types == {"string"}:
            return str(token)
        if isinstance(token, (dict, list)) and types and not types & {"object", "array"}:
            return json.dumps(token)
        return [token] if types == {"array"} and not isinstance(token, list) else token

    def _accepts(self, schema: Json, value: Any) -> bool:
        try:
            return not schema or self._validators.of(schema).accepts(value)
        except SourceError:
            return False


def _parsed(cursor: Any) -> Any:
    """The object that a text is; everything else as it is."""
    if isinstance(cursor, str) and cursor[:1] in ("{", "["):
        try:
            return json.loads(cursor)
        except (ValueError, RecursionError):
            return cursor
    return cursor


def _plain(value: Any) -> Any:
    """A value, also where an object has its type beside it, such as `{"S": "a"}`."""
    return next(iter(value.values())) if isinstance(value, dict) and len(value) == 1 else value
