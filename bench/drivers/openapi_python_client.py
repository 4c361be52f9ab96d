"""Calls the operations of a client of openapi-python-client, as its README shows it."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import sys
import typing
from typing import Any

sys.path.insert(0, sys.argv[1])


def as_model(function: Any, name: str, value: Any, files: list[str]) -> Any:
    """The value for an argument: the model that its annotation names, made from a dictionary."""
    if not isinstance(value, dict):
        return value
    models = importlib.import_module("wire_client.models")
    kinds = importlib.import_module("wire_client.types")
    own = {**vars(importlib.import_module("builtins")), **vars(typing), **vars(models), **vars(kinds)}
    annotation = inspect.signature(function).parameters[name].annotation
    annotation = eval(annotation, own) if isinstance(annotation, str) else annotation
    kind = next(item for item in [annotation, *typing.get_args(annotation)] if hasattr(item, "from_dict"))
    plain = {key: inner for key, inner in value.items() if key not in files}
    found = kind.from_dict(plain)
    for key in files:
        setattr(found, key, [kinds.File(payload=io.BytesIO(text.encode()), file_name="f") for text in value[key]])
    return found


def main() -> None:
    client = importlib.import_module("wire_client").Client(base_url=sys.argv[2])
    said: dict[str, Any] = {}
    for case in json.load(sys.stdin):
        try:
            function = importlib.import_module(f"wire_client.api.calls.{case['name']}").sync_detailed
            given = {**case["arguments"], **({} if case["body"] is None else {"body": case["body"]})}
            made = {name: as_model(function, name, value, case["files"]) for name, value in given.items()}
            found = function(client=client, **made).parsed
            value = found.to_dict() if hasattr(found, "to_dict") else found
            said[case["name"]] = {"kind": type(found).__name__, "value": value}
        except Exception as error:  # what fails is the result
            said[case["name"]] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(said, default=str))


main()
