"""What a version of OpenAPI cannot express, by name and place."""

from __future__ import annotations

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.objects import Place, pointer


class Losses:
    """Gathers what is left out of a document, or said in a way that means less."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def tell(self, place: Place, message: str) -> None:
        """Record that something is lost at a place of the document before the conversion."""
        self.faults.append(Fault(pointer(place), message, "lost-in-conversion"))
