"""Schemas of Swagger 2.0 as those of OpenAPI 3.0, and the names of the components that definitions become."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.pointers import component_for, entry_at, pointer_parts

#: Characters that a component name may not have (OpenAPI 3.0.4, section 4.7.7.1); definitions may have any name.
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LISTS, _MAPS, _ONE = ("allOf", "anyOf", "oneOf"), ("properties", "patternProperties"), ("not", "additionalProperties")
#: Keywords that OpenAPI 3 has elsewhere, or by another name.
_REPLACED = frozenset({"x-nullable", "x-example"})


def legal_names(names: Mapping[Any, Any]) -> dict[str, str]:
    """A component name for each name. Where two would be equal, each gets a digest, except one that is legal itself."""
    wanted = {str(name): _NO_NAME.sub("_", str(name)).strip("_") for name in names}
    counts = Counter(wanted.values())
    found = {}
    for name, short in wanted.items():
        is_alone = short == name or counts[short] == 1
        digest = hashlib.blake2b(name.encode(errors="surrogatepass"), digest_size=4).hexdigest()
        found[name] = short if short and is_alone else f"{short or 'schema'}_{digest}"
    return found


class SwaggerSchemas:
    """The schemas of one document.  Its faults stay as they are; the check that follows reports them."""

    def __init__(self, swagger: Mapping[str, Any]) -> None:
        self._swagger = swagger
        given = swagger.get("definitions")
        self._definitions: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        self._names = legal_names(self._definitions)
        self._derived_from = _derived_from(self._definitions)
        # The schemas that references into the middle of an object lead to: their names by reference, and themselves.
        self._pointed: dict[str, str] = {}
        self._made: Json = {}

    def components(self) -> Json:
        """All definitions, and the schemas that other references made; call this last."""
        found = {self._names[str(name)]: self.schema(schema, str(name)) for name, schema in self._definitions.items()}
        return {**found, **self._made}

    def pointed(self) -> Mapping[str, str]:
        """The references into the middle of an object, by the names of the components that they became."""
        return {name: target for target, name in self._pointed.items()}

    def schema(self, given: Any, name: str = "") -> Any:
        """A schema and all below it, in OpenAPI 3.0; `name` is that of its definition, empty where it is none."""
        if not isinstance(given, Mapping):
            return given
        if isinstance(given.get("$ref"), str):
            return self._reference(given)
        found: Json = {}
        for key, value in given.items():
            if key in _MAPS and isinstance(value, Mapping):
                found[key] = {str(name): self.schema(part) for name, part in value.items()}
            elif key in _LISTS and isinstance(value, list):
                found[key] = [self.schema(part) for part in value]
            elif key in _ONE:
                found[key] = self.schema(value)
            elif key == "items":
                # A list of schemas is a fault, which is reported and mended like any other.
                is_list = isinstance(value, list)
                found[key] = [self.schema(part) for part in value] if is_list else self.schema(value)
            elif key == "discriminator":
                found[key] = self._discriminator(value, name)
            elif key not in _REPLACED:
                found[key] = value
        if "x-example" in given:
            found.setdefault("example", given["x-example"])
        if found.get("type") == "file":
            found.update(type="string", format="binary")
        if found.get("type") == "null":
            del found["type"]
            found.update(enum=[None], nullable=True)
        if found.get("type") == "array":
            found.setdefault("items", {})
        if given.get("x-nullable") is True:
            found["nullable"] = True
        return _with_one_type(found) if isinstance(found.get("type"), list) else found

    def _reference(self, given: Mapping[str, Any]) -> Json:
        """A reference; its siblings count here, since many tools write some, although Swagger 2.0 ignores them."""
        reference = {"$ref": self.target(given["$ref"])}
        beside = self.schema({key: value for key, value in given.items() if key != "$ref"})
        return {**beside, "allOf": [*beside.get("allOf", ()), reference]} if beside else reference

    def target(self, target: str) -> str:
        """The reference of OpenAPI 3 that means the same; one that leads nowhere stays as it is."""
        parts = pointer_parts(target) if target.startswith("#/") else []
        if len(parts) == 2 and parts[0] == "definitions" and parts[1] in self._names:
            name = self._names[parts[1]]
            return f"#/components/schemas/{name.replace('~', '~0').replace('/', '~1')}"
        found = entry_at(self._swagger, target) if len(parts) > 1 else None
        if not isinstance(found, Mapping):
            return target
        if target not in self._pointed:
            made = self._pointed[target] = component_for(target, {**dict.fromkeys(self._names.values()), **self._made})
            self._made[made] = {}
            self._made[made] = self.schema(found)
        return f"#/components/schemas/{self._pointed[target]}"

    def _discriminator(self, given: Any, name: str) -> Any:
        """The property that names a definition, with a mapping for derived definitions that were renamed."""
        if not isinstance(given, str):
            return given
        names = (name, *self._derived_from[name]) if name else ()
        renamed = {
            old: f"#/components/schemas/{self._names[old]}" for old in dict.fromkeys(names) if old != self._names[old]
        }
        return {"propertyName": given, **({"mapping": renamed} if renamed else {})}


def _derived_from(definitions: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """The definitions that are derived from each definition by `allOf`."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, schema in definitions.items():
        parts = schema.get("allOf") if isinstance(schema, Mapping) else None
        for part in parts if isinstance(parts, list) else ():
            target = part.get("$ref") if isinstance(part, Mapping) else None
            if isinstance(target, str) and target.startswith("#/definitions/"):
                found["/".join(pointer_parts(target)[1:])].append(str(name))
    return found


def _with_one_type(schema: Json) -> Json:
    """A schema with a list of types, as OpenAPI 3.0 writes it: with alternatives, and with `nullable` for `null`."""
    types = [kind for kind in schema["type"] if kind != "null"]
    found = {key: value for key, value in schema.items() if key != "type"}
    if len(types) < len(schema["type"]):
        found["nullable"] = True
    if len(types) == 1:
        return {"type": types[0], **found}
    alternatives = [{"type": kind, **({"items": {}} if kind == "array" else {})} for kind in types]
    if "anyOf" in found:
        return {**found, "allOf": [*found.get("allOf", ()), {"anyOf": alternatives}]}
    return {**found, **({"anyOf": alternatives} if types else {})}
