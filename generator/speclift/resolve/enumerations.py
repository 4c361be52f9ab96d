"""Which string properties are enumerations, closed or open, and what their members are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.model.page import EnumPage, OperationPage
from speclift.model.schema import Component, Schema
from speclift.resolve.naming import TypeNames
from speclift.resolve.properties import Resolved
from speclift.resolve.slots import Slot


class Enumerations(msgspec.Struct, frozen=True):
    """The enumerated properties by (shape, property), and the components of the closed enumerations."""

    schemas: dict[tuple[int, str], Schema]
    components: dict[str, Component]


def enumerate_properties(
    enum_pages: Sequence[EnumPage],
    pages: Sequence[OperationPage],
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    names: TypeNames,
) -> Enumerations:
    """Find the enumerated properties."""
    return Enumerations({}, {})
