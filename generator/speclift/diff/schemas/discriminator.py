"""The property that distinguishes the alternatives of a value (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from speclift.openapi.structure.references import component_name

#: The text for the values that a mapping does not name (`defaultMapping`, OpenAPI 3.2.0, section 4.25).
_OTHER = "any other value"


class Discriminator(msgspec.Struct, frozen=True):
    """The name of the property, and the component that each of its values stands for, where the document says so.

    `kinds` are all components that the property may choose, by its value, with those that are made of the schema.
    """

    property: str
    mapping: Mapping[str, str] = {}
    kinds: Mapping[str, str] = {}


def read_discriminator(given: Any) -> Discriminator | None:
    """The discriminator of a schema; None where it has none that names a property."""
    if not isinstance(given, Mapping) or not isinstance(given.get("propertyName"), str):
        return None
    mapping = given.get("mapping")
    named = (
        {str(value): component_name(str(name)) for value, name in mapping.items()}
        if isinstance(mapping, Mapping)
        else {}
    )
    if isinstance(given.get("defaultMapping"), str):
        named[_OTHER] = component_name(given["defaultMapping"])
    return Discriminator(given["propertyName"], named)


def differences(
    old: Discriminator | None, new: Discriminator | None, is_same: Callable[[str, str], bool]
) -> Iterator[tuple[str, str, str]]:
    """The code without direction, the old and the new value of each difference.

    `is_same` says whether two components correspond to each other.

    Values are compared where both documents list them: without a list, the names of the alternatives are the values.
    """
    if old is None or new is None:
        if old or new:
            yield "discriminator-added" if new else "discriminator-removed", _name(old), _name(new)
        return
    if old.property != new.property:
        yield "discriminator-property-changed", old.property, new.property
    if not old.mapping or not new.mapping:
        return
    for value, name in old.mapping.items():
        if value not in new.mapping:
            yield "discriminator-value-removed", value, ""
        elif not is_same(name, new.mapping[value]):
            yield "discriminator-value-changed", f"{value}: {name}", f"{value}: {new.mapping[value]}"
    for value in new.mapping:
        if value not in old.mapping:
            yield "discriminator-value-added", "", value


def _name(discriminator: Discriminator | None) -> str:
    return discriminator.property if discriminator else ""
