"""Schemas, and a client of operations that answer with each of them and take it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.client.echo import Server, document, operation
from tests.client.wire import imported

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def ref(name: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(*required: str, **properties: Any) -> dict[str, Any]:
    """An object with properties, some of them required."""
    return {"type": "object", "required": list(required), "properties": properties}


@contextmanager
def client_of(schemas: Mapping[str, Any], folder: Path, version: str = "3.1.0") -> Iterator[ModuleType]:
    """The package of a document that has `get_NAME` and `put_NAME` for each component."""
    paths = {
        f"/{name}": {
            "get": operation(f"get_{name}", ref(name)),
            "put": operation(
                f"put_{name}", requestBody={"required": True, "content": {"application/json": {"schema": ref(name)}}}
            ),
        }
        for name in schemas
    }
    package = f"{folder.name.rstrip('0123456789')}_kites"
    with imported(document(paths, version, schemas=schemas), folder, package) as (_, module):
        yield module


def read(package: ModuleType, server: Server, name: str, value: Any, **options: Any) -> Any:
    """An answer as the client reads it."""
    server.says(value)
    with package.Client(server.url, **options) as client:
        return getattr(client.kites, f"get_{name.lower()}")()


def written(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    """What the server gets of a value as a body."""
    server.says(b"", 204)
    with package.Client(server.url) as client:
        getattr(client.kites, f"put_{name.lower()}")(value)
    return json.loads(server.last.body)
