"""Converts a document to another version of OpenAPI 3, one version at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from speclift.openapi.conversion.losses import Losses
from speclift.openapi.mends.origins import Origins
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.versions import version_of

Minor: TypeAlias = Literal["3.0", "3.1", "3.2"]

_ORDER: tuple[Minor, ...] = ("3.0", "3.1", "3.2")
_FULL_VERSIONS: dict[Minor, str] = {"3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}


def converted(document: Json, minor: Minor, origins: Origins | None = None) -> tuple[Json, tuple[Fault, ...]]:
    """The document in a version, and what that version cannot express, with the places before the conversion.

    The document has to be valid, with references to components alone. If it is of that version, it stays the same
    object. `origins` learns the old places.
    """
    losses = Losses(origins or Origins())
    here = _ORDER.index(_minor_of(document))
    there = _ORDER.index(minor)
    found = document
    for index in range(here, there):
        found = _step(found, _ORDER[index + 1], is_up=True, losses=losses)
    for index in range(here, there, -1):
        found = _step(found, _ORDER[index - 1], is_up=False, losses=losses)
    return found, tuple(losses.faults)


def _minor_of(document: Json) -> Minor:
    version = version_of(document.get("openapi"))
    return next((minor for minor in _ORDER if version.startswith(minor)), "3.2")


def _step(document: Json, minor: Minor, *, is_up: bool, losses: Losses) -> Json:
    change: Callable[[Json, Losses], Json]
    if is_up and minor == "3.1":
        from speclift.openapi.conversion.upgrade import to_31 as change
    elif is_up:
        change = _renamed
    elif minor == "3.1":
        from speclift.openapi.conversion.from_32 import to_31 as change
    else:
        from speclift.openapi.conversion.to_30 import to_30 as change
    return {**change(document, losses), "openapi": _FULL_VERSIONS[minor]}


def _renamed(document: Json, _: Losses) -> Json:
    """3.2 says everything that 3.1 says in the same way."""
    return document
