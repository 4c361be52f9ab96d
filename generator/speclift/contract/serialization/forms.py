"""The value that a schema means by the fields of a form. The `encoding` of its media type says how each is
written (OpenAPI 3.1.1, sections 4.8.15.1 and 4.8.15.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from speclift.contract.scalars import scalar_value
from speclift.contract.serialization.brackets import Tree, put, split_name, value_of
from speclift.contract.serialization.parameters import SEPARATORS, Schemas, named_reader, object_of, texts_reader_of
from speclift.contract.shapes import items_of, others_of, properties_of, types_of
from speclift.openapi.structure.nodes import Json

#: The texts of a form by the names of its fields.
Fields: TypeAlias = Mapping[str, Sequence[str]]
#: The style of a field, and whether it is exploded.
Encodings: TypeAlias = Mapping[str, tuple[str, bool]]


def form_reader_of(schema: Json | None, schemas: Schemas, encodings: Encodings) -> Callable[[Fields], Json]:
    """The function that reads the value of a form from the texts of its fields, with the types of the schema."""
    properties = properties_of(schema, schemas)
    known = {name: _reader_of(given, schemas, encodings.get(name)) for name, given in properties.items()}
    others = others_of(schema, schemas)
    other = texts_reader_of(others or {}, schemas)
    nested = bool(types_of(others, schemas) & {"object", "array"})
    owners = _spread(properties, schemas, encodings)

    def read(fields: Fields) -> Json:
        found: Json = {}
        trees: dict[str, dict[str, Tree]] = {}
        for name, texts in fields.items():
            base, keys = split_name(name) if name not in known and "[" in name else (name, [])
            if name in known:
                found[name] = known[name](texts)
            elif keys and (base in known or nested):
                put(trees.setdefault(base, {}), keys, texts)
            elif name in owners:
                owner, inner = owners[name]
                found.setdefault(owner, {})[name] = inner(name, texts)
            else:
                found[name] = other(texts)
        for base, tree in trees.items():
            found[base] = value_of(tree, properties.get(base, others), schemas, lambda s, t: _texts(s, schemas, t))
        return found

    return read


def _texts(schema: Any, schemas: Schemas, texts: Sequence[str]) -> Any:
    return texts_reader_of(schema, schemas)(texts)


def _reader_of(schema: Json, schemas: Schemas, encoding: tuple[str, bool] | None) -> Callable[[Sequence[str]], Any]:
    """The function that reads a field under its own name."""
    style, is_exploded = encoding or ("form", True)
    types = types_of(schema, schemas)
    separator = SEPARATORS.get(style, "" if is_exploded else ",")
    if separator and "array" in types:
        item_types = types_of(items_of(schema, schemas), schemas)
        return lambda texts: [
            scalar_value(part, item_types) for text in texts for part in (text.split(separator) if text else ())
        ]
    if separator and types == {"object"}:
        read = named_reader(schema, schemas)
        return lambda texts: object_of(texts[-1].split(separator), False, read)
    return texts_reader_of(schema, schemas)


def _spread(
    properties: Mapping[str, Json], schemas: Schemas, encodings: Encodings
) -> dict[str, tuple[str, Callable[[str, Sequence[str]], Any]]]:
    """By name, the properties of exploded objects: the object that each belongs to, and the function that reads it."""
    found: dict[str, tuple[str, Callable[[str, Sequence[str]], Any]]] = {}
    for name, encoding in encodings.items():
        given = properties.get(name)
        if encoding == ("form", True) and types_of(given, schemas) == {"object"}:
            read = named_reader(given, schemas)
            found |= dict.fromkeys(properties_of(given, schemas), (name, read))
    return found
