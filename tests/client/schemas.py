"""Short ways to write schemas, and a client whose operations return and take a value of each schema."""

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


def object_schema(*required: str, **properties: Any) -> dict[str, Any]:
    """The schema of an object with these properties; `required` lists those that are required."""
    return {"type": "object", "required": list(required), "properties": properties}


@contextmanager
def client_of(schemas: Mapping[str, Any], folder: Path, version: str = "3.1.0") -> Iterator[ModuleType]:
    """The client package of a document that has `get_NAME` and `put_NAME` for each component."""
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
    """The response to `get_NAME`, as the client parses it."""
    server.respond_with(value)
    with package.Client(server.url, **options) as client:
        return getattr(client.kites, f"get_{name.lower()}")()


def written(package: ModuleType, server: Server, name: str, value: Any) -> Any:
    """The JSON that the server receives when `put_NAME` sends a value."""
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        getattr(client.kites, f"put_{name.lower()}")(value)
    return json.loads(server.last.body)
