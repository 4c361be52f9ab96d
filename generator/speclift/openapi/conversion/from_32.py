"""Converts OpenAPI 3.2 to 3.1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.conversion.losses import Losses
from speclift.openapi.conversion.rebuild import rebuilt
from speclift.openapi.structure.nodes import Json, mapping, sequence
from speclift.openapi.structure.objects import Place
from speclift.openapi.structure.paths import OTHER_METHODS
from speclift.openapi.structure.references import followed, refers_to

#: The fields of each kind of object that 3.1 does not have, and whose meaning it cannot express.
_UNKNOWN: Mapping[str, tuple[str, ...]] = {
    "document": ("$self",),
    "pathItems": ("query", OTHER_METHODS),
    "mediaTypes": ("itemEncoding", "prefixEncoding", "description"),
    "encodings": ("encoding", "itemEncoding", "prefixEncoding"),
    "securitySchemes": ("deprecated", "oauth2MetadataUrl"),
    "tags": ("summary", "kind", "parent"),
    "servers": ("name",),
    "discriminator": ("defaultMapping",),
}


def to_31(document: Json, losses: Losses) -> Json:
    """A document of 3.2 in 3.1; `losses` records what 3.1 cannot express."""
    converter = _Converter(document, losses)
    found = rebuilt(document, converter.change, converter.schema)
    converter.record_unused()
    return found


class _Converter:
    def __init__(self, document: Json, losses: Losses) -> None:
        self._losses = losses
        components = document.get("components")
        self._components: Mapping[str, Any] = components if isinstance(components, Mapping) else {}
        self._used: set[str] = set()

    def record_unused(self) -> None:
        """Record the shared media types that no reference leads to: the others replace the references to them."""
        for name in mapping(self._components.get("mediaTypes")):
            if name not in self._used:
                self._lose((((None, "components"), "mediaTypes"), name), "shared media types")

    def change(self, node: Json, kind: str, place: Place) -> Json:
        if kind == "mediaTypes":
            node = self._dereferenced(node)
        node = self._known(node, kind, place)
        for key, inner in (("servers", "servers"), ("tags", "tags")):
            if isinstance(node.get(key), list) and not (key == "tags" and kind != "document"):
                node[key] = [
                    self._known(part, inner, ((place, key), index)) if isinstance(part, dict) else part
                    for index, part in enumerate(node[key])
                ]
        match kind:
            case "components":
                node.pop("mediaTypes", None)
            case "pathItems" | "operations" if isinstance(node.get("parameters"), list):
                node["parameters"] = self._parameters(node["parameters"], (place, "parameters"))
            case "responses" if "$ref" not in node:
                summary = node.pop("summary", None)
                if summary is not None and "description" in node:
                    self._lose((place, "summary"), "summary of a response")
                node.setdefault("description", str(summary or ""))
            case "mediaTypes" if "itemSchema" in node:
                self._items(node, place)
            case "examples":
                self._example(node, place)
            case "links" if isinstance(node.get("server"), dict):
                node["server"] = self._known(node["server"], "servers", (place, "server"))
            case "securitySchemes" if isinstance(node.get("flows"), dict) and "deviceAuthorization" in node["flows"]:
                node["flows"] = {key: flow for key, flow in node["flows"].items() if key != "deviceAuthorization"}
                self._lose(((place, "flows"), "deviceAuthorization"), "deviceAuthorization")
            case "parameters" if node.get("style") == "cookie":
                del node["style"]
                self._lose((place, "style"), "style: cookie")
        return node

    def schema(self, schema: Any, place: Place) -> Any:
        if isinstance(schema, bool):
            return schema
        for key, inner in (("discriminator", "discriminator"), ("xml", "xml")):
            if isinstance(schema.get(key), dict):
                schema[key] = self._known(schema[key], inner, (place, key))
        xml = schema.get("xml")
        if isinstance(xml, dict) and "nodeType" in xml:
            node_type = xml.pop("nodeType")
            is_array = "array" in (schema.get("type"), *sequence(schema.get("type")))
            if node_type == "attribute":
                xml["attribute"] = True
            elif node_type == "element" and is_array:
                xml["wrapped"] = True
            elif node_type != ("none" if is_array or not {"$ref", "$dynamicRef"}.isdisjoint(schema) else "element"):
                # Only the default of 3.2 says nothing that 3.1 does not mean (OpenAPI 3.2.0, section 4.26.1).
                self._lose(((place, "xml"), "nodeType"), f"nodeType: {node_type}")
        return schema

    def _known(self, node: Json, kind: str, place: Place) -> Json:
        for key in _UNKNOWN.get(kind, ()):
            if key == OTHER_METHODS:
                for method in mapping(node.get(key)):
                    self._lose(((place, key), method), key)
            elif key in node:
                self._lose((place, key), key)
        return {key: value for key, value in node.items() if key not in _UNKNOWN.get(kind, ())}

    def _lose(self, place: Place, what: str) -> None:
        self._losses.record(place, f"OpenAPI 3.1 has no {what}: it is left out", what.partition(":")[0])

    def _dereferenced(self, node: Json) -> Json:
        """A media type in place of a reference to one."""
        self._used.add(refers_to(node))
        return dict(followed(node, "mediaTypes", self._components))

    def _parameters(self, given: list[Any], place: Place) -> list[Any]:
        kept = []
        for index, entry in enumerate(given):
            if followed(entry, "parameters", self._components).get("in") == "querystring":
                self._lose((place, index), "parameter in: querystring")
            else:
                kept.append(index)
        if len(kept) < len(given):
            self._losses.shorten(place, kept)
        return [given[index] for index in kept]

    def _items(self, node: Json, place: Place) -> None:
        """Write the schema of each item as that of an array of all items, unless there is a schema of them all."""
        items = node.pop("itemSchema")
        if "schema" in node:
            self._lose((place, "itemSchema"), "itemSchema beside schema")
            return
        node["schema"] = {"type": "array", "items": items}
        message = "OpenAPI 3.1 has no itemSchema: it became an array of all items"
        self._losses.record((place, "itemSchema"), message, "itemSchema")

    def _example(self, node: Json, place: Place) -> None:
        """Store the example as data, or otherwise as it is written, in `value`."""
        if "dataValue" in node:
            node["value"] = node.pop("dataValue")
            if "serializedValue" in node:
                del node["serializedValue"]
                self._lose((place, "serializedValue"), "serializedValue")
        elif "serializedValue" in node:
            node["value"] = node.pop("serializedValue")
