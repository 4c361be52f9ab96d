"""The bodies of requests that change a property of a resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.contract.lifecycle import Step
from speclift.contract.records import Contract
from speclift.contract.sample_values import body_type
from speclift.contract.shapes import parts_of, properties_of, types_of

_JSON_PATCH = "application/json-patch+json"


def changing_body(contract: Contract, step: Step, thing: Mapping[str, Any], name: str, new: str) -> Any:
    """A body that gives a property of a resource another value.

    A JSON Patch (RFC 6902) has one operation. Any other patch has the property, and what its schema requires. Other
    bodies have all that their schema knows of the resource: a server may refuse the rest, such as an id.
    """
    media = body_type(step.operation)
    schema: Any = media.schema if media else None
    if step.role == "patch" and media:
        types = types_of(schema, contract.schemas)
        if "array" in types or (not types and media.name.startswith(_JSON_PATCH)):
            return [{"op": "replace", "path": f"/{name}", "value": new}]
    if step.holder:
        schema = properties_of(schema, contract.schemas).get(step.holder)
    known: Mapping[str, Any] = properties_of(schema, contract.schemas)
    if step.role == "patch":
        known = {key: known.get(key) for part in parts_of(schema, contract.schemas) for key in part.get("required", ())}
        body = {**{key: value for key, value in thing.items() if key in known}, name: new}
    else:
        body = {key: value for key, value in {**thing, name: new}.items() if key in known or not known}
    return {step.holder: body} if step.holder else body
