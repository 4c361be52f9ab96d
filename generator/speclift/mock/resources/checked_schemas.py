"""The schemas that resources are checked against, whole and in parts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from speclift.contract.lifecycle import Resource
from speclift.contract.shapes import properties_of
from speclift.mock.responses.listing import items_schema
from speclift.mock.responses.placing import object_schema
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import REFERENCE


def checked_schemas(resource: Resource, schemas: Mapping[str, Json]) -> Iterator[Json]:
    """The schema of a resource, and those of the properties that it has by itself, in its list and in the responses of
    its operations. Properties that lead to no component are left out: by itself, each of them is compiled soon.
    """
    yield resource.shape
    responses = [object_schema(step, schemas) for step in resource.steps]
    for whole in (resource.shape, items_schema(resource, schemas), *responses):
        for schema in properties_of(whole, schemas).values():
            if f'"{REFERENCE}"' in json.dumps(schema):
                yield schema
