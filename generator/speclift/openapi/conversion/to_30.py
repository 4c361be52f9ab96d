"""Converts OpenAPI 3.1 to 3.0: the objects around schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.conversion.losses import Losses
from speclift.openapi.conversion.rebuild import rebuilt
from speclift.openapi.conversion.schema_30 import SchemaConverter
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import Place
from speclift.openapi.structure.references import followed, reference_alone, refers_to, target_of, without_reference


def to_30(document: Json, losses: Losses) -> Json:
    """A document of 3.1 in 3.0; `losses` records what 3.0 cannot express."""
    converter = _Converter(document, losses)
    found = rebuilt(document, converter.change, SchemaConverter(losses).schema)
    converter.record_unused()
    return found


class _Converter:
    def __init__(self, document: Json, losses: Losses) -> None:
        self._losses = losses
        components = document.get("components")
        self._components: Mapping[str, Any] = components if isinstance(components, Mapping) else {}
        schemes = self._components.get("securitySchemes")
        self._schemes: Mapping[str, Any] = schemes if isinstance(schemes, Mapping) else {}
        self._used: set[str] = set()

    def record_unused(self) -> None:
        """Record the shared path items that no reference leads to: the others replace the references to them."""
        for name in mapping(self._components.get("pathItems")):
            if name not in self._used:
                self._losses.lack((((None, "components"), "pathItems"), name), "shared path items")

    def change(self, node: Json, kind: str, place: Place) -> Json:
        match kind:
            case "document":
                return self._document(node)
            case "components":
                # Each replaces the references to it.
                node.pop("pathItems", None)
                return self._without_certificates(node, (place, "securitySchemes"))
            case "pathItems":
                self._used.add(refers_to(node))
                return dict(followed(node, "pathItems", self._components))
            case "operations":
                node.setdefault("responses", {"default": {"description": ""}})
                return self._with_requirements(node, place)
        if target_of(node) is not None:
            for key in without_reference(node):
                self._losses.lack((place, key), f"{key} beside a reference")
            return reference_alone(node)
        return node

    def _document(self, node: Json) -> Json:
        for name in mapping(node.pop("webhooks", None)):
            self._losses.lack(((None, "webhooks"), name), "webhooks")
        if "jsonSchemaDialect" in node:
            del node["jsonSchemaDialect"]
            self._losses.lack((None, "jsonSchemaDialect"), "jsonSchemaDialect")
        info = node.get("info")
        if isinstance(info, dict):
            node["info"] = self._info(info)
        node.setdefault("paths", {})
        return self._with_requirements(node, None)

    def _info(self, info: Json) -> Json:
        found = {key: value for key, value in info.items() if key != "summary"}
        if "summary" in info:
            self._losses.lack(((None, "info"), "summary"), "summary of a document")
        licence = info.get("license")
        if isinstance(licence, dict) and "identifier" in licence:
            url = f"https://spdx.org/licenses/{licence['identifier']}.html"
            found["license"] = {"url": url, **{key: value for key, value in licence.items() if key != "identifier"}}
        return found

    def _without_certificates(self, node: Json, place: Place) -> Json:
        schemes = node.get("securitySchemes")
        if not isinstance(schemes, dict):
            return node
        for name in filter(self._is_certificate, schemes):
            self._losses.lack((place, name), "scheme mutualTLS")
        kept = {name: scheme for name, scheme in schemes.items() if not self._is_certificate(name)}
        return {**{key: value for key, value in node.items() if key != "securitySchemes"}, "securitySchemes": kept}

    def _with_requirements(self, node: Json, place: Place) -> Json:
        """An object whose security requirements have no schemes that 3.0 lacks, and no roles."""
        if not isinstance(node.get("security"), list):
            return node
        kept = []
        for index, alternative in enumerate(node["security"]):
            where: Place = ((place, "security"), index)
            if not isinstance(alternative, Mapping) or not any(map(self._is_certificate, alternative)):
                kept.append(self._without_roles(alternative, where))
            else:
                self._losses.lack(where, "scheme mutualTLS")
        if kept or not node["security"]:
            return {**node, "security": kept}
        return {key: value for key, value in node.items() if key != "security"}

    def _without_roles(self, alternative: Any, place: Place) -> Any:
        if not isinstance(alternative, Mapping):
            return alternative
        found = {}
        for name, scopes in alternative.items():
            scheme = self._schemes.get(name)
            has_scopes = not isinstance(scheme, Mapping) or scheme.get("type") in ("oauth2", "openIdConnect")
            if scopes and not has_scopes:
                self._losses.lack((place, name), "role of a scheme other than OAuth")
            found[name] = scopes if has_scopes else []
        return found

    def _is_certificate(self, name: object) -> bool:
        scheme = self._schemes.get(str(name))
        return isinstance(scheme, Mapping) and scheme.get("type") == "mutualTLS"
