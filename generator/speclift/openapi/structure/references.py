"""References, and the one way in which all tools read and follow them (OpenAPI 3.2.0, sections 4.23 and 4.24).

A loaded document refers to components alone, so the name of a component says where a reference leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from speclift.openapi.structure.paths import OTHER_METHODS

#: The field that makes an object a reference.
REFERENCE = "$ref"
#: The start of a reference in compact JSON. Inside a string its quotes would have backslashes.
IN_JSON = b'"$ref":"'

#: The start of a reference to a component that is a schema.
TO_SCHEMAS = "#/components/schemas/"

#: A text in JSON that refers to a component, as a reference or in the mapping of a discriminator.
_COMPONENT_IN_JSON = re.compile(rb'"#/components/([^/"]+)/([^/"]+)')
#: The values of these keywords are data, even where they look like references.
DATA = frozenset({"examples", "example", "default", "enum", "const"})


def component_name(target: str) -> str:
    """The name of the component that a reference leads to, without the escapes of RFC 6901, section 6."""
    name = target.rpartition("/")[2]
    return unquote(name).replace("~1", "/").replace("~0", "~") if "~" in name or "%" in name else name


def reference_to(name: str, kind: str = "schemas") -> dict[str, str]:
    """A reference to a component; `refers_to` returns the name again."""
    escaped = name.replace("%", "%25").replace("~", "~0").replace("/", "~1")
    return {REFERENCE: f"#/components/{kind}/{escaped}"}


def target_of(node: Any) -> str | None:
    """The target of the reference in an object; None where it has no reference."""
    target = node.get(REFERENCE) if isinstance(node, dict) else None
    return target if isinstance(target, str) else None


def refers_to(node: Any) -> str:
    """The name of the component that an object refers to, empty where it refers to none."""
    target = node.get(REFERENCE) if isinstance(node, dict) else None
    return component_name(target) if isinstance(target, str) else ""


def is_reference(node: Mapping[str, Any]) -> bool:
    """Whether an object is a reference and nothing else."""
    return len(node) == 1 and REFERENCE in node


def reference_alone(node: Mapping[str, Any]) -> dict[str, Any]:
    """The reference of an object, without its siblings."""
    return {REFERENCE: node[REFERENCE]}


def without_reference(node: Mapping[str, Any]) -> dict[str, Any]:
    """The siblings of the reference of an object."""
    return {key: value for key, value in node.items() if key != REFERENCE}


def dereferenced(schema: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A schema, or the component that it leads to in the end; empty where that is not an object, or leads in a circle.
    Siblings of a reference do not count.
    """
    seen: set[str] = set()
    name = refers_to(schema)
    while name and name not in seen:
        seen.add(name)
        schema = schemas.get(name)
        name = refers_to(schema)
    return schema if isinstance(schema, dict) and not name else {}


def followed(node: Any, kind: str, components: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object, or the component of a kind (`parameters`, `responses` …) that it leads to; empty for no object.

    Siblings of a reference take precedence: summary and description, and everything in a path item (OpenAPI 3.2.0,
    sections 4.9.1 and 4.23). An operation in `additionalOperations` replaces none of another method.
    """
    if isinstance(node, dict) and REFERENCE not in node:
        # This is the usual case, and a large document has a hundred thousand of them.
        return node
    beside: dict[str, Any] = {}
    seen: set[str] = set()
    name = refers_to(node)
    while name and name not in seen:
        seen.add(name)
        beside = _with(beside, _beside(node, kind)) if len(node) > 1 else beside
        known = components.get(kind)
        # A document that is not mended yet may have any value there.
        node = known.get(name) if isinstance(known, Mapping) else None
        name = refers_to(node)
    if not isinstance(node, Mapping) or name:
        return {}
    return _with(beside, node) if beside else node


def _with(beside: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    """An object with the fields beside the reference to it, which take precedence."""
    found = {**node, **beside}
    own, others = beside.get(OTHER_METHODS), node.get(OTHER_METHODS)
    if isinstance(own, Mapping) and isinstance(others, Mapping):
        found[OTHER_METHODS] = {**others, **own}
    return found


def _beside(reference: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The siblings of a reference that count."""
    if kind == "pathItems":
        return without_reference(reference)
    return {key: reference[key] for key in ("summary", "description") if key in reference}


def targets_in(node: Any) -> Iterator[str]:
    """The targets of all that looks like a reference anywhere in a value, in data too.

    A document has hundreds of thousands of nodes, so this is a loop.
    """
    todo: list[Any] = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            target = node.get(REFERENCE)
            if isinstance(target, str):
                yield target
            todo += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            todo += [value for value in node if isinstance(value, dict | list)]


def components_in(schema: Any) -> Iterator[str]:
    """The names of the components that a schema refers to anywhere; examples are data and are skipped."""
    if isinstance(schema, dict):
        target = schema.get(REFERENCE)
        if isinstance(target, str) and target.startswith(TO_SCHEMAS):
            yield component_name(target)
        for key, value in schema.items():
            if key == "properties" and isinstance(value, dict):
                yield from components_in(list(value.values()))
            elif key not in DATA:
                yield from components_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from components_in(value)


def components_in_json(text: bytes) -> frozenset[tuple[str, str]]:
    """Kind and name of the components that compact JSON refers to.

    Data may look like a reference, so there may be a component too many, but never one too few.
    """
    found = set(_COMPONENT_IN_JSON.findall(text))
    return frozenset((kind.decode(), component_name(name.decode())) for kind, name in found)
