"""A document in one piece, and the files and places that its parts come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.pointers import pointer_parts
from speclift.openapi.structure.steps import Steps, pointer_of


class Origin(msgspec.Struct, frozen=True):
    """Where a part of the document in one piece comes from: the steps to it, what messages call the file, and the steps
    within the file.
    """

    steps: Steps
    file: str
    place: Steps


class Bundle(msgspec.Struct, frozen=True):
    """A document in one piece, the faults of its references, its other files, with missing ones that it refers to, and
    the parts that come from these files.
    """

    document: Json
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def placed(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Faults of the document, as OpenAPI 3, each with its place in its own file."""
        if not self.origins:
            return tuple(faults)
        known = {_in_openapi(origin.steps): origin for origin in self.origins}
        return tuple(fault if fault.file else _placed(fault, known) for fault in faults)


def _in_openapi(steps: Steps) -> Steps:
    """A place of a Swagger document as it is in OpenAPI 3."""
    return ("components", "schemas", *steps[1:]) if steps[0] == "definitions" else steps


def _placed(fault: Fault, origins: Mapping[Steps, Origin]) -> Fault:
    steps = tuple(pointer_parts("#" + fault.pointer.replace("%", "%25"))) if fault.pointer else ()
    for end in range(len(steps), 0, -1):
        origin = origins.get(steps[:end])
        if origin:
            return msgspec.structs.replace(fault, pointer=pointer_of((*origin.place, *steps[end:])), file=origin.file)
    return fault
