"""A document in one piece, and the files and places that its parts come from."""

from __future__ import annotations

import msgspec

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.steps import Steps


class Origin(msgspec.Struct, frozen=True):
    """Where a part of the document in one piece comes from: the steps to it, what messages call the file (empty for the
    document itself), and the steps within the file.
    """

    steps: Steps
    file: str
    place: Steps


class Bundle(msgspec.Struct, frozen=True):
    """A document in one piece, the faults of its references, the paths of its other files, missing ones
    included, and the parts that come from these files.
    """

    document: Json
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
