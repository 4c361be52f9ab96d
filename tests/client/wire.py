"""Import a generated package from a folder, and make its calls over a transport inside this process."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx

from speclift.client.package import build_package
from speclift.client.records import Method, Package
from speclift.client.rendering.render import render_package
from speclift.client.templates import Templates

BASE = "https://crm.example.com/Cust1"


@contextmanager
def imported(document: Mapping[str, Any], folder: Path, name: str) -> Iterator[tuple[Package, ModuleType]]:
    """Generate a package into a folder, and yield its records and the imported package."""
    package = build_package(document, name)
    with importing(render_package(package, Templates()), folder, name) as module:
        yield package, module


@contextmanager
def importing(files: Mapping[str, bytes], folder: Path, name: str) -> Iterator[ModuleType]:
    """Write these files into a folder, and yield the package that they make."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for module in [key for key in sys.modules if key == name or key.startswith(f"{name}.")]:
            del sys.modules[module]


def methods(package: Package) -> dict[str, tuple[str, Method]]:
    """The attribute of the resource and the method, for each operation id."""
    return {
        method.operation_id.strip("\"'"): (_canonical(package, resource.module), method)
        for resource in package.resources
        for method in resource.methods
    }


def _canonical(package: Package, module: str) -> str:
    """The attribute that leads to this resource alone, not to an agent together with its entity."""
    names = [item.name for item in package.attributes if item.module == module and "AndEntity" not in item.class_name]
    return next((name for name in names if name.endswith(("_agent", "_entity"))), names[0])


def to_wire(value: Any) -> Any:
    """A result as the JSON that it was parsed from."""
    if hasattr(value, "to_wire"):
        return value.to_wire()
    if isinstance(value, list):
        return [to_wire(item) for item in value]
    if isinstance(value, dict):
        return {key: to_wire(item) for key, item in value.items()}
    return getattr(value, "text", value)


class Recorder:
    """A transport that records every request and always sends the same response."""

    def __init__(self, content: bytes = b"", status: int = 200, media_type: str = "application/json") -> None:
        self.requests: list[httpx.Request] = []
        self.content = content
        self.status = status
        self.media_type = media_type

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self.status, content=self.content, headers={"Content-Type": self.media_type})

    def client(self) -> httpx.Client:
        """An httpx client that sends its requests to this recorder."""
        return httpx.Client(transport=httpx.MockTransport(self))
