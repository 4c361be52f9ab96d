"""The lines of faults: searched only where there are faults, in one pass through the text."""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.limits import LARGEST_DOCUMENT
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import steps_to

#: The steps of the wanted places, as a tree.
_Wanted: TypeAlias = "dict[str, Any]"

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def with_lines(faults: Sequence[Fault], path: str) -> tuple[Fault, ...]:
    """The faults of the document in a file with their lines; a missing place has the line of what is around it."""
    found = list(faults)
    for file in {fault.file for fault in faults}:
        indexes = [index for index, fault in enumerate(faults) if fault.file == file]
        for index, fault in zip(indexes, _lined([faults[i] for i in indexes], file or path), strict=True):
            found[index] = fault
    return tuple(found)


def _lined(faults: Sequence[Fault], path: str) -> tuple[Fault, ...]:
    if not os.path.isfile(path):
        # A pipe can be read only once.
        return tuple(faults)
    places = [steps_to(fault.pointer) for fault in faults]
    lines = lines_of(_text(path), places)
    return tuple(
        msgspec.structs.replace(fault, line=fault.line or line) for fault, line in zip(faults, lines, strict=True)
    )


def lines_of(text: str, places: Sequence[Sequence[str]]) -> list[int]:
    """The line of each place, a list of keys and indexes, in a text of JSON or YAML; 0 where the text cannot be read.

    A missing place has the line of what is around it.
    """
    wanted: _Wanted = {}
    for place in places:
        node = wanted
        for step in place:
            node = node.setdefault(step, {})
    found: dict[tuple[str, ...], int] = {}
    pairs = _json_lines(text, wanted) if text.lstrip()[:1] in ("{", "[") else _yaml_lines(text, wanted)
    for steps, line in pairs:
        found.setdefault(steps, line)
    return [_nearest(tuple(place), found) for place in places]


def _nearest(place: tuple[str, ...], found: dict[tuple[str, ...], int]) -> int:
    for end in range(len(place), -1, -1):
        if place[:end] in found:
            return found[place[:end]]
    return 0


def _text(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_DOCUMENT)
    except OSError:
        return ""
    kind = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return data.decode(kind, errors="replace")


def _json_lines(text: str, wanted: _Wanted) -> Iterator[tuple[tuple[str, ...], int]]:
    """The wanted places in the order of a JSON text, with their lines."""
    #: The open collections: the place, what is wanted below it, and the index of the next item, None in an object.
    stack: list[tuple[tuple[str, ...], _Wanted | None, int | None]] = []
    line, counted = 1, 0
    key: str | None = None
    here: tuple[tuple[str, ...], _Wanted | None] = ((), wanted)
    expects_key = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[":
            if not stack:
                yield (), text.count("\n", 0, token.start()) + 1
            elif stack[-1][2] is not None:
                place, below, index = stack[-1]
                here, hit = _below(place, below, str(index))
                if hit:
                    line, counted = line + text.count("\n", counted, token.start()), token.start()
                    yield here[0], line
            stack.append((*here, 0 if sign == "[" else None))
            expects_key = sign == "{"
        elif sign in "}]":
            if stack:
                stack.pop()
            expects_key = False
        elif sign == ",":
            if stack and (count := stack[-1][2]) is not None:
                stack[-1] = (*stack[-1][:2], count + 1)
            expects_key = bool(stack) and stack[-1][2] is None
        elif sign == ":":
            continue
        elif expects_key:
            expects_key = False
            place, below, _ = stack[-1]
            here = ((), None)
            if below:
                key = _decoded(sign)
                here, hit = _below(place, below, key)
                if hit:
                    line, counted = line + text.count("\n", counted, token.start()), token.start()
                    yield here[0], line
        elif stack and stack[-1][2] is not None:
            place, below, index = stack[-1]
            inner, hit = _below(place, below, str(index))
            if hit:
                line, counted = line + text.count("\n", counted, token.start()), token.start()
                yield inner[0], line


def _below(
    place: tuple[str, ...], wanted: _Wanted | None, step: str
) -> tuple[tuple[tuple[str, ...], _Wanted | None], bool]:
    """What is wanted below a step, and whether the step itself is wanted."""
    if wanted is None or step not in wanted:
        return ((), None), False
    return ((*place, step), wanted[step]), True


def _decoded(sign: str) -> str:
    try:
        return str(json.loads(sign))
    except ValueError:
        return sign


def _yaml_lines(text: str, wanted: _Wanted) -> Iterator[tuple[tuple[str, ...], int]]:
    """The wanted places in the order of a YAML text, with their lines."""
    import yaml

    stack: list[tuple[tuple[str, ...], _Wanted | None, int | None]] = []
    here: tuple[tuple[str, ...], _Wanted | None] = ((), wanted)
    expects_key = False
    for kind, value, line in _events(yaml, text):
        if kind == "end":
            stack.pop()
            expects_key = bool(stack) and stack[-1][2] is None
            continue
        if stack and expects_key:
            place, below, _ = stack[-1]
            here, hit = _below(place, below, value)
            if hit:
                yield here[0], line
            expects_key = False
            if kind == "scalar":
                continue
            here = ((), None)
        elif stack and stack[-1][2] is not None:
            place, below, index = stack[-1]
            here, hit = _below(place, below, str(index))
            if hit:
                yield here[0], line
            stack[-1] = (place, below, (index or 0) + 1)
        elif not stack:
            yield (), line
        if kind == "scalar":
            expects_key = bool(stack) and stack[-1][2] is None
        else:
            stack.append((*here, 0 if kind == "list" else None))
            expects_key = kind == "map"


def _events(yaml: Any, text: str) -> Iterable[tuple[str, str, int]]:
    """The tokens of a text: kind, value of a scalar, and line; they end where the text is not YAML."""
    from speclift.openapi.text.yaml_loader import event_loader

    try:
        for event in yaml.parse(text, Loader=event_loader()):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                yield "scalar", event.value, line
            elif isinstance(event, yaml.AliasEvent):
                yield "scalar", "", line
            elif isinstance(event, yaml.MappingStartEvent):
                yield "map", "", line
            elif isinstance(event, yaml.SequenceStartEvent):
                yield "list", "", line
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                yield "end", "", line
    except (yaml.YAMLError, RecursionError):
        return
