"""A value for a schema that its validator accepts: parts that do not fit are made in another way, place by place.

A generator follows one keyword after another. What several mean together (`not`, exactly one of several alternatives)
shows only in the whole value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from speclift.contract.generation.generator import Generator, Path
from speclift.contract.generation.work import Work
from speclift.contract.validators import Validator
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import steps_to

#: How often a value is made, and how many ways are tried at one place before the place above it gets its turn.
_MOST_TRIES = 48
_MOST_TURNS = 12
#: The work of a check, for each entry of the longest list in the schemas.
_CHECK = 4


def fitting(
    schemas: Mapping[str, Json],
    schema: Json | None,
    validator: Validator | None,
    seed: int | str,
    *,
    is_answer: bool = False,
) -> Any:
    """A value that the validator accepts; where none is found, that with the fewest faults.

    `is_answer` is set for values of responses."""
    work = Work()
    turns: dict[Path, int] = {}
    best, fewest = None, -1
    for number in range(_MOST_TRIES):
        own = seed if number == 0 else f"{seed} {number}"
        value = Generator(schemas, own, is_answer=is_answer, work=work, turns=turns).value(schema)
        if validator is None or validator.accepts(value):
            return value
        if number and not work.spend(len(str(value)) + _CHECK * validator.width):
            # Listing all faults of a value takes longer than making it, where it or its schema is large.
            return best
        paths = [_path(value, fault.pointer) for fault in validator.faults(value)]
        if fewest < 0 or len(paths) < fewest:
            best, fewest = value, len(paths)
        if not work.spend(len(paths)):
            break
        turned: set[Path] = set()
        for path in dict.fromkeys(paths):
            _turn(turns, path, turned)
    return best


def _turn(turns: dict[Path, int], path: Path, turned: set[Path]) -> None:
    """Choose another way at a place; if all were tried, at the place above it. A place in `turned` keeps its way.
    Examples for the values around the place no longer count: with them, no value would be made at the place.
    """
    for end in range(len(path)):
        turns.setdefault(path[:end], 1)
    for end in range(len(path), -1, -1):
        place = path[:end]
        if place in turned:
            return
        turned.add(place)
        turns[place] = turns.get(place, 0) + 1
        if turns[place] <= _MOST_TURNS:
            return
        turns[place] = 1


def _path(value: Any, pointer: str) -> Path:
    """The keys that lead to the place of a JSON Pointer."""
    return tuple(_keys(value, pointer))


def _keys(value: Any, pointer: str) -> Iterator[str | int]:
    for step in steps_to(pointer):
        key: str | int = step
        if isinstance(value, list):
            key = int(key)
            value = value[key] if key < len(value) else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
        yield key
