"""Calls the operations of a client of openapi-generator, as its README shows it."""

from __future__ import annotations

import importlib
import inspect
import json
import sys
import typing
from typing import Any

sys.path.insert(0, sys.argv[1])


def as_model(annotation: Any, value: Any) -> Any:
    """The value for an argument: the model that its annotation names, made from a dictionary."""
    if hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    kinds = [annotation, *typing.get_args(annotation)]
    kind = next((item for item in kinds if hasattr(item, "from_dict")), None)
    return kind.from_dict(value) if kind and isinstance(value, dict) else value


def main() -> None:
    package = importlib.import_module("openapi_client")
    api = package.CallsApi(package.ApiClient(package.Configuration(host=sys.argv[2])))
    said: dict[str, Any] = {}
    for case in json.load(sys.stdin):
        try:
            function = getattr(api, case["name"])
            parameters = inspect.signature(function).parameters
            given = dict(case["arguments"])
            body = case["body"]
            for name in case["files"]:
                body[name] = [text.encode() for text in body[name]]
            if isinstance(body, dict) and set(body) <= set(parameters):
                given |= body
            elif body is not None:
                given[next(name for name in parameters if not name.startswith("_") and name not in given)] = body
            made = {name: as_model(parameters[name].annotation, value) for name, value in given.items()}
            found = function(**made)
            found = getattr(found, "actual_instance", found)
            value = found.to_dict() if hasattr(found, "to_dict") else found
            said[case["name"]] = {"kind": type(found).__name__, "value": value}
        except Exception as error:  # what fails is the result
            said[case["name"]] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(said, default=str))


main()
