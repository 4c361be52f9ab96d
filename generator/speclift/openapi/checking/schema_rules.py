"""What makes a schema wrong although the JSON Schema of OpenAPI accepts it.

Each rule is a function from a document, however wrong that is otherwise, to the faults of its schemas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import pointer, walk

#: What `type` of JSON Schema means, in Python.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
#: The dialects of schemas (OpenAPI 3.1.1, section 4.8.24.7) that JSON Schema 2020-12 reads the same or nearly so.
_DIALECT = re.compile(
    r"https://spec\.openapis\.org/oas/3\.\d/dialect/\S+"
    r"|https?://json-schema\.org/(?:draft/20(?:19-09|20-12)|draft-0[3-7])/schema#?"
)
#: Keywords of older drafts of JSON Schema that 2020-12 lacks, and that tools still read.
OLDER_KEYWORDS = ("$recursiveRef", "dependencies")


def dangling_dynamic_references(document: Json) -> Iterator[Fault]:
    """Each dynamic reference leads to an anchor of a schema, or to a schema (JSON Schema 2020-12, Core, 8.2.3.2)."""
    known = frozenset(anchors_in(document))
    for node, kind, place in walk(document):
        what = lost_dynamic_reference(node, document, lambda: known) if kind == "schemas" else ""
        if what:
            message = f"the dynamic reference {node['$dynamicRef']} {what}"
            yield Fault(pointer((place, "$dynamicRef")), message, "dangling-reference")


def anchors_in(document: Json) -> Iterator[str]:
    """The names of all anchors of schemas."""
    for node, kind, _ in walk(document):
        for key in ("$anchor", "$dynamicAnchor") if kind == "schemas" else ():
            if isinstance(node.get(key), str):
                yield node[key]


def lost_dynamic_reference(schema: Json, document: Mapping[str, Any], known: Callable[[], Container[str]]) -> str:
    """Why the dynamic reference of a schema leads to no schema, as the end of a sentence; empty where it does.

    `known` returns the names of the anchors of the document.
    """
    target = schema.get("$dynamicRef")
    if not isinstance(target, str) or (target.startswith("#") and "/" not in target and target[1:] in known()):
        return ""
    from speclift.openapi.checking.destinations import misled

    return misled(document, target, "schemas")


def unknown_dialects(document: Json) -> Iterator[Fault]:
    """Schemas are of a known dialect: what keywords mean in others is unknown."""
    for node, kind, place in walk(document):
        key = {"document": "jsonSchemaDialect", "schemas": "$schema"}.get(kind, "")
        dialect = node.get(key)
        if isinstance(dialect, str) and not is_known_dialect(dialect):
            yield Fault(pointer((place, key)), f"the JSON Schema dialect {dialect} is unknown")


def is_known_dialect(dialect: object) -> bool:
    """Whether a dialect of JSON Schema is read here the same or nearly so."""
    return isinstance(dialect, str) and _DIALECT.fullmatch(dialect) is not None


def unreadable_patterns(document: Json) -> Iterator[Fault]:
    """A pattern is one that values can be matched with (JSON Schema 2020-12, section 6.4)."""
    from speclift.openapi.structure.patterns import readable

    for node, kind, place in walk(document):
        if kind != "schemas":
            continue
        pattern = node.get("pattern")
        if isinstance(pattern, str) and readable(pattern) is None:
            yield Fault(pointer((place, "pattern")), "no value can be matched with the pattern")
        for name in mapping(node.get("patternProperties")):
            if readable(name) is None:
                yield Fault(pointer(((place, "patternProperties"), name)), "no value can be matched with the pattern")


def older_keywords(document: Json) -> Iterator[Fault]:
    """The keywords of schemas are those of the draft that OpenAPI is based on (4.8.24)."""
    for node, kind, place in walk(document):
        for key in OLDER_KEYWORDS if kind == "schemas" else ():
            if key in node:
                yield Fault(pointer((place, key)), "JSON Schema 2020-12 has no such keyword", "older-keyword")


def unfitting_defaults(document: Json) -> Iterator[Fault]:
    """A default has the type that its schema states (3.0.4, 4.7.24.1)."""
    for node, kind, place in walk(document):
        if kind == "schemas" and "default" in node and "$ref" not in node and not has_type(node["default"], node):
            yield Fault(pointer((place, "default")), f"the default is not of type {_listed(node.get('type'))}")


def has_type(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value is of the type that a schema states."""
    types = schema.get("type")
    names = [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]
    if not names or (value is None and schema.get("nullable") is True):
        return True
    return any(_is(value, name) for name in names)


def _is(value: Any, name: str) -> bool:
    if name in ("number", "integer") and isinstance(value, bool):
        return False
    is_whole = name != "integer" or not isinstance(value, float) or value.is_integer()
    return is_whole and isinstance(value, _TYPES.get(name, (object,)))


def _listed(types: Any) -> str:
    return " or ".join(map(str, types)) if isinstance(types, list) else str(types)
