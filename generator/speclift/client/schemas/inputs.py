"""Request bodies as typed dictionaries, where they have too many properties for arguments.

A key is a name on the wire, so that a body can be written as the reference shows it, and type checkers see wrong keys.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable

import msgspec

from speclift.client.annotations import Annotation, SchemaReader, properties_of
from speclift.client.literals import string
from speclift.client.records import Input
from speclift.client.schemas.bodies import FEW_PROPERTIES, body_target
from speclift.client.schemas.hoist import is_enumeration, is_object
from speclift.client.schemas.layout import attribute, fitted
from speclift.contract.records import Operation
from speclift.openapi.structure.nodes import Node

#: Types whose values may also be given as text.
_ALSO_TEXT = frozenset({"DateTime", "Date", "Duration", "Uuid", "Decimal"})


class InputReader(SchemaReader):
    """Reads schemas as types that may be sent: dictionaries for objects, and texts for what is sent as text.

    `named` gathers the components whose dictionaries the annotations name.
    """

    def __init__(self, reader: SchemaReader) -> None:
        super().__init__(reader.schemas, reader.class_names, reader.inputs, has_decimals=reader.has_decimals)
        self.named: set[str] = set()

    def _reference(self, target: str, depth: int) -> Annotation:
        found = super()._reference(target, depth)
        for name in found.classes:
            schema = self.schemas[name]
            if found.source == self.class_names[name] and is_object(schema):
                if name in self.inputs:
                    self.named.add(name)
                own = self.inputs.get(name, "Mapping[str, Any]")
                more = {"Mapping", "Any"} if name not in self.inputs else set()
                return msgspec.structs.replace(found, source=f"{found.source} | {own}", runtime=found.runtime | more)
            if found.source == self.class_names[name] and is_enumeration(schema):
                base = "str" if isinstance(next(iter(schema["enum"]), None), str) else "int"
                return msgspec.structs.replace(found, source=f"{found.source} | {base}")
        return found

    def _plain(self, kind: str, schema: Node, depth: int) -> Annotation:
        found = super()._plain(kind, schema, depth)
        if kind == "string" and found.source in _ALSO_TEXT:
            return msgspec.structs.replace(found, source=f"{found.source} | str")
        # A dictionary is sent as it is, so bytes have to be encoded text in it.
        return Annotation("str") if found.source in ("Base64", "Base64Url") else found


def input_names(operations: Iterable[Operation], reader: SchemaReader) -> dict[str, str]:
    """The components that are bodies with many properties, and the names of their dictionaries."""
    taken = set(reader.class_names.values())
    found: dict[str, str] = {}
    for operation in operations:
        target = body_target(operation, reader)
        properties = properties_of(reader.schemas[target])[0] if target else {}
        # Type checkers refuse a dictionary with an empty name; such a body is written as its model.
        if len(properties) > FEW_PROPERTIES and "" not in properties:
            name = f"{reader.class_names[target]}Dict"
            found[target] = name if name not in taken else f"{name}_"
    return found


def input_of(name: str, reader: SchemaReader) -> tuple[Input, list[Annotation]]:
    """The dictionary of a component, and the annotations that it uses."""
    read = InputReader(reader)
    properties, required = properties_of(reader.schemas[name])
    entries: dict[str, str] = {}
    used: list[Annotation] = []
    for wire, schema in properties.items():
        if isinstance(schema, dict) and schema.get("readOnly") is True:
            continue
        annotation = read.annotation(schema)
        used.append(annotation)
        entries[wire] = f"Required[{annotation.full}]" if wire in required else annotation.optional
    called = reader.inputs[name]
    is_class = all(key.isidentifier() and not keyword.iskeyword(key) and not key.startswith("__") for key in entries)
    if is_class and entries:
        lines = [
            f"class {called}(TypedDict, total=False):",
            f'    """`{reader.class_names[name]}` as a dictionary, with the names of the API."""',
            "",
        ]
        source = "\n".join([*lines, *(f"    {attribute(key, value, '', 4)}" for key, value in entries.items())])
    else:
        items = fitted("{", [f"{string(key)}: {string(value)}" for key, value in entries.items()], "}", 4)
        source = fitted(f"{called} = TypedDict(", [string(called), items, "total=False"], ")", 0)
    has_required = any(value.startswith("Required[") for value in entries.values())
    runtime = frozenset({"TypedDict", *(["Required"] if has_required else [])})
    return Input(called, source, frozenset(read.named)), [*used, Annotation(called, runtime=runtime)]
