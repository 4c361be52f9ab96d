"""An example call of an operation for its docstring, with example values of the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from speclift.client.literals import string
from speclift.client.media import by_kind
from speclift.client.records import Argument, BodyArgument
from speclift.contract.records import Operation
from speclift.openapi.structure.media_types import FORM, is_json

#: The most characters of a call in a docstring. A longer one loses its values, and is left out if that is not enough.
_LONGEST = 100
_VALUES = {"int": "1", "float": "1.5", "bool": "True", "str": '"text"', "list[int]": "[1]", "list[str]": '["text"]'}
_MISSING = object()


def sample_call(function: str, operation: Operation, arguments: Sequence[Argument], body: BodyArgument | None) -> str:
    """The call of a function with its required arguments and the documented body; empty where it would be too long."""
    shown = {(string(p.name), p.location): _shown(p.example, p.schema) for p in operation.parameters}
    given = [
        _literal(shown.get((item.wire, item.location), _MISSING))
        or _VALUES.get(item.annotation.removesuffix(" | None"), "...")
        for item in arguments
        if item.is_required
    ]
    sample = _body_sample(operation) if body else _MISSING
    full, short = list(given), list(given)
    if body and body.model and isinstance(sample, dict):
        values = {string(str(name)): value for name, value in sample.items()}
        properties = [
            (item, values[item.wire]) for item in arguments if item.location == "property" and item.wire in values
        ]
        full += [f"{item.name}={_literal(value)}" for item, value in properties]
        short += [f"{item.name}=..." for item, _ in properties]
    elif body and (body.is_required or sample is not _MISSING):
        full.append(_literal(sample) or "...")
        short.append("...")
    for parts in (full, short):
        call = f"{function}({', '.join(parts)})"
        if len(call) <= _LONGEST:
            return call
    return ""


def _body_sample(operation: Operation) -> Any:
    kinds = by_kind(operation.body.media_types) if operation.body else {}
    media = next((kinds[kind] for kind in kinds if is_json(kind) or kind == FORM), None)
    return _shown(next(iter(media.examples.values()), None), media.schema) if media else _MISSING


def _shown(example: Any, schema: Any) -> Any:
    """The example value of a parameter or a media type: its own, or that of its schema; else its default."""
    if example is not None:
        return example
    if not isinstance(schema, dict):
        return _MISSING
    listed = [schema[key] for key in ("example", "default", "const") if key in schema]
    for key in ("examples", "enum"):
        values = schema.get(key)
        if isinstance(values, list) and values:
            listed.insert(int("example" in schema) if key == "examples" else len(listed), values[0])
    return next(iter(listed), _MISSING)


def _literal(value: Any) -> str:
    """A JSON value as a Python literal; empty where there is none, or it is too long."""
    if value is _MISSING:
        return ""
    if isinstance(value, str):
        return string(value) if len(value) <= _LONGEST else ""
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, list) and len(value) <= _LONGEST:
        items = [_literal(item) for item in value[:_LONGEST]]
        return f"[{', '.join(items)}]" if all(items) else ""
    if isinstance(value, dict) and len(value) <= _LONGEST:
        pairs = [(string(str(key)), _literal(item)) for key, item in value.items()]
        return f"{{{', '.join(f'{key}: {item}' for key, item in pairs)}}}" if all(item for _, item in pairs) else ""
    return ""
