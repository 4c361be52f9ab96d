"""A value that one schema allows and another refuses: it proves that a change breaks a client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations, islice, zip_longest
from typing import Any

from speclift.diff.schemas.allof import as_text
from speclift.diff.schemas.schema import ANYTHING, NOTHING, Schema
from speclift.diff.schemas.sides import SIZE_OF_STEP, Effort, Side
from speclift.diff.schemas.validation import FORMATS, Validation

#: The most steps that are taken to find a value.
_MOST_STEPS = 4_000
#: How many values of a schema are tried, how many of each property or item in it, and how deep and long they are.
_MOST = 60
_MOST_INSIDE = 4
_DEEPEST = 5
_LONGEST = 100
#: How many alternatives are examined together.
_MOST_OPTIONS = 12


class Witness:
    """Looks for values that schemas of one side allow and those of another side refuse."""

    def __init__(self, allowing: Side, refusing: Side, effort: Effort) -> None:
        self._allowing = allowing
        self._refusing = refusing
        self._effort = effort

    def exists(self, allowing: Schema, refusing: Schema, unless: Schema = NOTHING, *, is_whole: bool = False) -> bool:
        """Whether there certainly is such a value, with no other properties than those that `allowing` lists.

        A value does not count if `unless`, where given, may also refuse it. With `is_whole`, objects have all of their
        properties.
        """
        accepts, refuses = Validation(self._allowing, self._effort), Validation(self._refusing, self._effort)
        seen = set()
        self._effort.begin(_MOST_STEPS)
        for value in self._candidates(allowing, refusing, is_whole=is_whole):
            text = as_text(value)
            if not self._effort.spend(len(text) // SIZE_OF_STEP):
                break
            if text in seen:
                continue
            seen.add(text)
            if (
                refuses.is_refused(value, refusing)
                and accepts.is_listed(value, allowing)
                and accepts.is_allowed(value, allowing)
                and (unless is NOTHING or refuses.is_allowed(value, unless))
            ):
                return True
        return False

    def _candidates(self, allowing: Schema, refusing: Schema, *, is_whole: bool) -> Iterator[Any]:
        first = _Samples(self._allowing, self._effort, is_whole=is_whole)
        yield from islice(first.of(allowing, 0), _MOST)
        second = _Samples(self._refusing, self._effort, is_whole=is_whole)
        yield from islice(second.of(refusing, 0), _MOST)
        # A value that fits several alternatives has the properties of all of them.
        options = self._refusing.followed(refusing).alternatives[:_MOST_OPTIONS]
        whole = next((value for value in first.of(allowing, 0) if isinstance(value, dict)), {})
        for pair in combinations(options, 2):
            parts = [next((v for v in second.of(option, 1) if isinstance(v, dict)), {}) for option in pair]
            yield {**parts[0], **parts[1]}
            yield {**parts[0], **parts[1], **whole}


class _Samples:
    """Makes values of a schema, also at its limits; not every value has to fit."""

    def __init__(self, side: Side, effort: Effort, *, is_whole: bool) -> None:
        self._side = side
        self._effort = effort
        self._is_whole = is_whole

    def of(self, schema: Schema, depth: int) -> Iterator[Any]:
        """Values of a schema, the simplest first."""
        here = self._side.followed(schema)
        if depth > _DEEPEST or not self._effort.spend():
            return
        if here.values:
            yield from (json.loads(value) for value in islice(here.values, _MOST))
        options = [self._beside(here, option, depth) for option in here.alternatives[:_MOST_OPTIONS]]
        yield from _by_turns(options)
        if here.values is None or here.is_open:
            kinds = here.types or (frozenset() if here.alternatives else frozenset(_ALL if depth < 2 else _ALL[:2]))
            yield from _by_turns([self._of_kind(kind, here, depth) for kind in sorted(kinds)])
        if here.is_nullable or here.is_untyped:
            yield None

    def _beside(self, here: Schema, option: Schema, depth: int) -> Iterator[Any]:
        """Values of an alternative; objects also have the properties beside it."""
        if self._effort.is_over:
            return
        for value in islice(self.of(option, depth + 1), _MOST_INSIDE):
            beside = next(self._objects(here, depth), {}) if isinstance(value, dict) else {}
            yield {**beside, **value} if isinstance(value, dict) else value

    def _of_kind(self, kind: str, here: Schema, depth: int) -> Iterator[Any]:
        if kind == "boolean":
            yield from (True, False)
        elif kind == "string":
            yield from _texts(here)
        elif kind in ("integer", "number"):
            yield from _numbers(here, kind)
        elif kind == "array":
            yield from self._arrays(here, depth)
        elif kind == "object":
            yield from self._objects(here, depth)

    def _arrays(self, here: Schema, depth: int) -> Iterator[Any]:
        found = list(islice(self.of(here.items or ANYTHING, depth + 1), _MOST_INSIDE)) or [None]
        prefix = [next(self.of(item, depth + 1), None) for item in here.prefix]
        sizes = {
            0,
            1,
            2,
            len(prefix),
            *(int(here.bounds[key]) for key in ("minItems", "maxItems") if key in here.bounds),
        }
        for size in sorted(sizes):
            # Arrays in arrays multiply the number of items.
            if size <= max(2, _LONGEST // (depth + 1) ** 3):
                yield [*prefix, *(found[index % len(found)] for index in range(size))][:size]
        yield from ([*prefix, value] for value in found)

    def _objects(self, here: Schema, depth: int) -> Iterator[dict[str, Any]]:
        """Objects with all properties, with the required ones and any value of one more, and with all but one."""
        values = {
            name: list(islice(self.of(inner, depth + 1), _MOST_INSIDE))
            for name, inner in islice(here.properties.items(), _LONGEST)
            if not self._side.is_hidden(inner)
        }
        first = {name: found[0] for name, found in values.items() if found}
        needed = {name: first.get(name) for name in here.required if name in first or name not in here.properties}
        yield first
        for name, found in values.items() if self._is_whole else ():
            yield from ({**first, name: value} for value in found)
        if self._is_whole:
            return
        yield needed
        for name, found in values.items():
            yield from ({**needed, name: value} for value in found)
            yield {key: value for key, value in first.items() if key != name}
        if isinstance(here.additional, Schema):
            yield from (
                {**needed, "other": value} for value in islice(self.of(here.additional, depth + 1), _MOST_INSIDE)
            )


_NOTHING = object()
_ALL = ("boolean", "integer", "string", "array", "number", "object")


def _by_turns(given: list[Iterator[Any]]) -> Iterator[Any]:
    """The first item of each, then the second of each, and so on."""
    for values in zip_longest(*given, fillvalue=_NOTHING):
        yield from (value for value in values if value is not _NOTHING)


def _texts(here: Schema) -> Iterator[str]:
    if here.format in FORMATS:
        yield FORMATS[here.format]
    lengths = (int(here.bounds[key]) for key in ("minLength", "maxLength") if key in here.bounds)
    yield from ("a" * length for length in dict.fromkeys((*lengths, 1)) if length <= _LONGEST)
    yield from ("", "0", "A")


def _numbers(here: Schema, kind: str) -> Iterator[float]:
    step = here.conditions.step or 1
    edges = [here.bounds[key] for key in sorted(here.bounds) if key.endswith("imum")]
    yield from (edge for edge in edges if kind == "number" or edge == int(edge))
    yield from (edge + more for edge in edges for more in (step, -step) if kind == "number" or edge == int(edge))
    yield from (0, step, -step, 2 * step)
    if kind == "number":
        yield 0.5
