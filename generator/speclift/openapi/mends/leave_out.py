"""What no mend can repair is left out: the wrong field, else the object around it, and so on outwards."""

from __future__ import annotations

from collections.abc import Iterator

from speclift.openapi.mends.change import GONE
from speclift.openapi.mends.edits import Edit
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.fields import fields_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import is_extension
from speclift.openapi.structure.pointers import pointer_parts
from speclift.openapi.structure.steps import Steps

_WORDS = {
    "schemas": "any value is allowed",
    "parameters": "the parameter is left out",
    "headers": "the header is left out",
    "responses": "the response is left out",
    "requestBodies": "the body is left out",
    "mediaTypes": "the media type is left out",
    "operations": "the operation is left out",
    "pathItems": "the path is left out",
    "securitySchemes": "the security scheme is left out",
    "examples": "the example is left out",
}


class Remainder:
    """The faults that no mend repairs, round by round: where leaving something out was not enough, more is left out."""

    def __init__(self) -> None:
        self._tried: set[tuple[Steps, bool]] = set()

    def edits(self, document: Json, checked: Json, version: str) -> Iterator[Edit]:
        """The edits that leave out what is wrong; an edit without a place means that nothing helps. `checked` is the
        document without the fields that stay although they are wrong.
        """
        from speclift.openapi.checking.published import UNEXPECTED, published_faults
        from speclift.openapi.checking.semantics import semantic_faults

        published = list(published_faults(checked))
        wrong = [fault for fault in published if fault.kind != UNEXPECTED]
        if wrong:
            yield from self._edits_of(wrong, version)
        elif published:
            # Another fault may make a good field look unexpected, so these come last.
            for fault in published:
                place = tuple(pointer_parts(f"#{_percent_encoded(fault.pointer)}"))
                yield Edit(UNEXPECTED, f"{place[-1][:60]} does not belong here", place, is_kept=True)
        else:
            yield from self._edits_of(list(semantic_faults(document)), version)

    def _edits_of(self, faults: list[Fault], version: str) -> Iterator[Edit]:
        # The parts of a metaschema report the same place several times.
        by_place = {tuple(pointer_parts(f"#{_percent_encoded(fault.pointer)}")): fault for fault in faults}
        for place, fault in by_place.items():
            units = (unit for unit in _units(place) if (unit[0], unit[1] is GONE) not in self._tried)
            found = next(units, None)
            if found is None:
                yield Edit(fault.kind, fault.message, ())
                return
            target, value, words = found
            self._tried.add((target, value is GONE))
            yield Edit(fault.kind, f"{fault.message}; {words}", place, target, value)


def _units(place: Steps) -> Iterator[tuple[Steps, object, str]]:
    """What may be left out for a fault at a place, from the smallest unit to the largest: place, value, words."""
    objects = list(_objects_on(place))
    for depth, kind in reversed(objects):
        inner = objects[objects.index((depth, kind)) + 1][0] if (depth, kind) != objects[-1] else len(place) + 1
        for end in range(min(inner - 1, len(place)), depth, -1):
            yield place[:end], GONE, f"{place[end - 1][:60]} is left out"
        if depth:
            yield place[:depth], {} if kind == "schemas" else GONE, _WORDS.get(kind, "it is left out")


def _objects_on(place: Steps) -> Iterator[tuple[int, str]]:
    """The objects on the way to a place: the number of steps to each, and its kind."""
    depth, kind = 0, "document"
    while True:
        yield depth, kind
        if depth >= len(place):
            return
        fields, key = fields_of(kind), place[depth]
        if "*" in fields and not is_extension(key):
            shape, kind = fields["*"]
        elif key in fields:
            shape, kind = fields[key]
        else:
            return
        depth += 1 if shape == "one" else 2
        if depth > len(place):
            return


def _percent_encoded(pointer: str) -> str:
    """A JSON Pointer with its percent signs encoded, as in a reference."""
    return pointer.replace("%", "%25")
