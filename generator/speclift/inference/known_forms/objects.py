"""Objects as the pages show them: in property tables and in the JSON of the samples.

Every object that a page shows is one `SeenObject`; its parent and property say where it belongs. Only the table of a
body is merged here, with the root of its sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import msgspec
import orjson

from speclift.limits import MOST_VALUES
from speclift.model.finding import Finding
from speclift.model.page import BodySection, OperationPage, Row, Sample
from speclift.model.wording import Wording
from speclift.reading.known_forms.http_messages import status_of
from speclift.reading.samples.sample_size import excess_of

Side: TypeAlias = Literal["request", "response"]
Keys: TypeAlias = frozenset[str]

#: The content of a property: the wrapper around it, the kind (a JSON type, `{}` or `map`) and the value; for an object,
#: the value is its index.
Leaf: TypeAlias = tuple[str, str, Any]

_SCALARS: dict[type, str] = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}


class SeenObject(msgspec.Struct, frozen=True):
    """An object in a table or sample.

    `parent` is the index of the object that holds it, -1 for the root of a body; `property` the property there and
    `wrapper` the levels between: `[]` for items, `{}` for map values, repeated for each level.  `value` is the sample
    object, `leaves` what each of its properties holds, `rows` the table of a root.
    """

    index: int
    page: int
    side: Side
    parent: int
    property: str
    wrapper: str
    keys: tuple[str, ...]
    value: dict[str, Any]
    leaves: dict[str, tuple[Leaf, ...]]
    rows: tuple[Row, ...] = ()


class SeenBody(msgspec.Struct, frozen=True):
    """The body of a request or response: its section, the sample value (`has_sample`) and its root objects.

    `kinds` says what the root is, by wrapper and kind, as leaves do for a property.
    """

    page: int
    side: Side
    section: BodySection
    sample: Sample | None
    has_sample: bool
    value: Any
    roots: tuple[int, ...]
    kinds: tuple[tuple[str, str], ...]


class Observations(msgspec.Struct, frozen=True):
    """All objects and bodies of a reference, and the samples that could not be read."""

    objects: tuple[SeenObject, ...]
    bodies: dict[tuple[int, Side], SeenBody]
    findings: tuple[Finding, ...]


def has_placeholder_keys(keys: Sequence[str]) -> bool:
    """Whether all keys are one stem with numbers, like `ParameterObject1`, `ParameterObject2`: those of a map."""
    stems = set()
    for key in keys:
        stem = key.rstrip("0123456789")
        if stem == key:
            return False
        stems.add(stem)
    return len(stems) == 1


class _Printed:
    """The printed types of properties, by the key set of their owner and by name alone."""

    def __init__(self, pages: Sequence[OperationPage], wording: Wording) -> None:
        self._objects = wording.objects
        self.by_owner: dict[Keys, dict[str, str]] = {}
        votes: dict[str, int] = {}
        for page in pages:
            for body in (page.request, page.response):
                if body and body.rows:
                    types = self.by_owner.setdefault(frozenset([row.name for row in body.rows]), {})
                    for row in body.rows:
                        if row.type and row.name not in types:
                            types[row.name] = row.type
                        # A placeholder for an object of any type says nothing.
                        if row.type != wording.any_object:
                            votes[row.name] = votes.get(row.name, 0) + (1 if row.type in wording.objects else -1)
        self.maps = {name for name, balance in votes.items() if balance > 0}

    def is_map(self, owner: Keys | None, name: str, value: dict[str, Any]) -> bool:
        if has_placeholder_keys(list(value)):
            return True
        if owner is None:
            return False
        printed = self.by_owner.get(owner, {}).get(name)
        # A type that says "any keys" is one of these; the type of an object is printed by name or left blank.
        return printed in self._objects if printed else name in self.maps


def observe(pages: Sequence[OperationPage], wording: Wording) -> Observations:
    """Every object of every table and sample of the pages."""
    walker = _Walker(_Printed(pages, wording))
    bodies: dict[tuple[int, Side], SeenBody] = {}
    for index, page in enumerate(pages):
        if page.request:
            bodies[index, "request"] = walker.body(index, page, "request", page.request, page.request_sample)
        if page.response:
            bodies[index, "response"] = walker.body(index, page, "response", page.response, page.response_sample)
    return Observations(walker.in_order(), bodies, tuple(walker.findings))


def _excess_of_rows(rows: int, value: Any) -> str:
    """The limit that is exceeded if every object at the root of a sample has all properties of the table beside it."""
    roots = 0
    level = [value]
    while level:
        roots += sum(isinstance(node, dict) for node in level)
        level = [inner for node in level if isinstance(node, list) for inner in node]
    return f"more than {MOST_VALUES:,} values with those of its table" if roots * rows > MOST_VALUES else ""


class _Walker:
    def __init__(self, printed: _Printed) -> None:
        self.printed = printed
        self.objects: dict[int, SeenObject] = {}
        self.findings: list[Finding] = []
        # An object has its index before those that it holds, and is made after them.
        self._next = 0

    def in_order(self) -> tuple[SeenObject, ...]:
        """All objects, each at its index."""
        return tuple(self.objects[index] for index in range(self._next))

    def body(
        self, page: int, source: OperationPage, side: Side, section: BodySection, sample: Sample | None
    ) -> SeenBody:
        has_sample, value = self._parse(source, section, sample)
        if side == "response" and status_of(sample) == "204":
            has_sample, value = False, None
        first = self._next
        leaves: list[Leaf] = []
        if has_sample:
            self._value(leaves, page, side, -1, "", value, "", None, section.rows)
        kinds = tuple((wrapper, kind) for wrapper, kind, _ in leaves)
        roots = [index for index in range(first, self._next) if self.objects[index].parent == -1]
        if section.rows and not roots:
            self._object(page, side, -1, "", "", {}, section.rows)
            roots = [first]
        return SeenBody(page, side, section, sample, has_sample, value, tuple(roots), kinds)

    def _parse(self, page: OperationPage, section: BodySection, sample: Sample | None) -> tuple[bool, Any]:
        if sample is None or not sample.body:
            return False, None
        media = next((value for name, value in sample.headers if name.lower() == "content-type"), "")
        try:
            value = orjson.loads(sample.body)
            excess = excess_of(value, sample.body) or _excess_of_rows(len(section.rows), value)
            if excess:
                self.findings.append(Finding("SL107", sample.file, sample.line, f"The sample has {excess}."))
            return not excess, None if excess else value
        except orjson.JSONDecodeError as error:
            if "json" in media and (section.rows or section.kind not in ("", "binary", "byte")):
                line = sample.line + sample.body.count("\n", 0, error.pos)
                self.findings.append(
                    Finding("SL103", sample.file, line, f"The body of the sample is not JSON: {error.msg}.")
                )
            return False, None

    def _object(
        self, page: int, side: Side, parent: int, name: str, wrapper: str, value: dict[str, Any], rows: tuple[Row, ...]
    ) -> int:
        index = self._next
        self._next += 1
        keys = tuple(row.name for row in rows) or tuple(value)
        if rows and value and not value.keys() <= set(keys):
            keys = tuple(dict.fromkeys((*keys, *value)))
        leaves: dict[str, tuple[Leaf, ...]] = {}
        owner = frozenset(keys)
        for key, sub in value.items():
            kind = _SCALARS.get(type(sub))
            if kind:
                leaves[key] = (("", kind, sub),)
            else:
                below: list[Leaf] = []
                self._value(below, page, side, index, key, sub, "", owner, ())
                leaves[key] = tuple(below)
        self.objects[index] = SeenObject(index, page, side, parent, name, wrapper, keys, value, leaves, rows)
        return index

    def _value(
        self,
        leaves: list[Leaf],
        page: int,
        side: Side,
        parent: int,
        name: str,
        value: Any,
        wrapper: str,
        owner: Keys | None,
        rows: tuple[Row, ...],
    ) -> None:
        """Add everything that a value holds to `leaves`; objects become observations of their own."""
        kind = _SCALARS.get(type(value))
        if kind:
            leaves.append((wrapper, kind, value))
        elif isinstance(value, list):
            leaves.append((wrapper, "array", None))
            for sub in value:
                self._value(leaves, page, side, parent, name, sub, wrapper + "[]", owner, rows)
        elif not value:
            leaves.append((wrapper, "{}", None))
        elif not rows and self.printed.is_map(owner, name, value):
            leaves.append((wrapper, "map", None))
            for sub in value.values():
                self._value(leaves, page, side, parent, name, sub, wrapper + "{}", None, ())
        else:
            leaves.append((wrapper, "object", self._object(page, side, parent, name, wrapper, value, rows)))
