"""The objects of an OpenAPI document (3.2.0, section 4): what each contains, and where the objects of a document are.

Everything else is data: the values of `default`, `example`, `examples`, `const`, `enum` and extensions. Data that looks
like a reference is not one.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any, TypeAlias

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import METHODS, OTHER_METHODS

#: What a field holds: one object of a kind, a list of them, or a map of them, which may be open to extensions.
Fields: TypeAlias = Mapping[str, tuple[str, str]]

#: The place of a node: the place of its parent and its key there; None is the document itself.
Place: TypeAlias = "tuple[Place, str | int] | None"

_CONTENT: Fields = {"content": ("map", "mediaTypes"), "examples": ("map", "examples")}
_PARAMETER: Fields = {"schema": ("one", "schemas"), **_CONTENT}
_PARTS: Fields = {
    "encoding": ("map", "encodings"),
    "prefixEncoding": ("list", "encodings"),
    "itemEncoding": ("one", "encodings"),
}
_SCHEMA: Fields = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schemas")),
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "$defs"), ("map", "schemas")),
    **dict.fromkeys(
        (
            "items",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "contentSchema",
            "propertyNames",
            "additionalProperties",
            "unevaluatedItems",
            "unevaluatedProperties",
        ),
        ("one", "schemas"),
    ),
}
#: What each kind of object contains; kinds have the names of their components. The key `*` stands for every field.
OBJECTS: Mapping[str, Fields] = {
    "document": {
        "paths": ("open map", "pathItems"),
        "webhooks": ("map", "pathItems"),
        "components": ("one", "components"),
    },
    "components": {
        kind: ("map", kind)
        for kind in (
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "pathItems",
            "callbacks",
            "links",
            "securitySchemes",
            "mediaTypes",
        )
    },
    "pathItems": {
        "parameters": ("list", "parameters"),
        **dict.fromkeys(METHODS, ("one", "operations")),
        OTHER_METHODS: ("map", "operations"),
    },
    "operations": {
        "parameters": ("list", "parameters"),
        "requestBody": ("one", "requestBodies"),
        "responses": ("open map", "responses"),
        "callbacks": ("map", "callbacks"),
    },
    "parameters": _PARAMETER,
    "headers": _PARAMETER,
    "requestBodies": _CONTENT,
    "responses": {"headers": ("map", "headers"), "links": ("map", "links"), **_CONTENT},
    "mediaTypes": {
        "schema": ("one", "schemas"),
        "itemSchema": ("one", "schemas"),
        "examples": ("map", "examples"),
        **_PARTS,
    },
    "encodings": {"headers": ("map", "headers"), **_PARTS},
    "callbacks": {"*": ("one", "pathItems")},
    "examples": {},
    "links": {},
    "securitySchemes": {},
    "schemas": _SCHEMA,
}


def walk(node: Any, kind: str = "document", without: Container[str] = ()) -> Iterator[tuple[Json, str, Place]]:
    """An object and all objects in it, each with its kind and its place; references are not followed.

    Objects of the kinds in `without` are left out with all that is in them, and so are values of the wrong type.  A
    document has hundreds of thousands of objects, so this is a loop.
    """
    todo: list[tuple[Any, str, Place]] = [(node, kind, None)]
    while todo:
        node, kind, place = todo.pop()
        if not isinstance(node, dict):
            continue
        yield node, kind, place
        fields = OBJECTS[kind]
        if "*" in fields:
            fields = dict.fromkeys((key for key in node if not is_extension(key)), fields["*"])
        for key, value in node.items():
            if key not in fields:
                continue
            shape, inner = fields[key]
            if inner in without:
                continue
            if shape == "one":
                todo.append((value, inner, (place, key)))
            elif shape == "list" and isinstance(value, list):
                todo += [(part, inner, ((place, key), index)) for index, part in enumerate(value)]
            elif shape.endswith("map") and isinstance(value, dict):
                names = [name for name in value if shape == "map" or not is_extension(name)]
                todo += [(value[name], inner, ((place, key), name)) for name in names]


def are_references_among(document: Json, targets: Mapping[str, Container[str]]) -> bool:
    """Whether all references of a document are among the `targets` of their kind.

    This does what `walk` does, without places, in half the time: in nearly all documents they are.
    """
    todo: list[tuple[Json, str]] = [(document, "document")]
    while todo:
        node, kind = todo.pop()
        target = node.get("$ref")
        if target is not None and not (isinstance(target, str) and target in targets.get(kind, ())):
            return False
        fields = OBJECTS[kind]
        if "*" in fields:
            fields = dict.fromkeys((key for key in node if not is_extension(key)), fields["*"])
        for key, value in node.items():
            if key not in fields:
                continue
            shape, inner = fields[key]
            if shape == "one":
                if isinstance(value, dict):
                    todo.append((value, inner))
            elif shape == "list":
                todo += [(part, inner) for part in value if isinstance(part, dict)] if isinstance(value, list) else ()
            elif isinstance(value, dict):
                is_open = shape == "open map"
                todo += [
                    (part, inner)
                    for name, part in value.items()
                    if isinstance(part, dict) and not (is_open and is_extension(name))
                ]
    return True


def is_extension(key: Any) -> bool:
    """Whether a key is an extension, which anybody may add (4.9), where a document allows them."""
    return str(key).startswith("x-")


def pointer(place: Place) -> str:
    """A place as a JSON Pointer (RFC 6901)."""
    parts: list[str] = []
    while place:
        place, key = place
        parts.append(escaped(str(key)))
    return "".join(f"/{part}" for part in reversed(parts))


def escaped(step: str) -> str:
    """A step of a JSON Pointer with its escapes (RFC 6901, section 3)."""
    return step.replace("~", "~0").replace("/", "~1")


def unescaped(step: str) -> str:
    """A step of a JSON Pointer without its escapes (RFC 6901, section 4)."""
    return step.replace("~1", "/").replace("~0", "~")
