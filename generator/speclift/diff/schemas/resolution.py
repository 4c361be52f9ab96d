"""What references of schemas lead to."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.diff.schemas.schema import ANYTHING, Schema

#: How many references in a row are followed.
_LONGEST_CHAIN = 10


def followed(schema: Schema, components: Mapping[str, Schema]) -> Schema:
    """The target of a reference, with null and the properties beside it; the schema itself if it is not one."""
    found = schema
    for _ in range(_LONGEST_CHAIN):
        if not found.ref:
            break
        target = components.get(found.ref, ANYTHING)
        if not (found.is_nullable or found.properties or found.required):
            found = target
            continue
        found = msgspec.structs.replace(
            target,
            is_nullable=target.is_nullable or found.is_nullable,
            properties={**target.properties, **found.properties},
            required=target.required | found.required,
        )
    return found
