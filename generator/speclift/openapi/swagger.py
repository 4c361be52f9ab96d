"""A Swagger 2.0 document as an OpenAPI 3.0 one.

Body and form parameters become request bodies, `consumes` and `produces` media types, definitions components.  Only
what a comparison looks at is carried over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from speclift.openapi.pointers import component_for, pointed
from speclift.openapi.records import METHODS, Json
from speclift.openapi.swagger_nodes import SwaggerNodes

_JSON = ("application/json",)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SCHEMA_OF_PARAMETER = (
    "type",
    "format",
    "items",
    "enum",
    "default",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
    "x-nullable",
)
_LISTS = ("allOf", "anyOf", "oneOf")
_STYLES: Mapping[str, Json] = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}


def openapi_of(swagger: Mapping[str, Any], file: str) -> Json:
    """The document in OpenAPI 3.0; `file` is what errors name.  Raises SourceError where it is no Swagger 2.0."""
    return _Converter(swagger, file).document()


class _Converter(SwaggerNodes):
    def __init__(self, swagger: Mapping[str, Any], file: str) -> None:
        super().__init__(swagger, file)
        self.definitions = self.mapping(swagger.get("definitions"), "#/definitions")
        # Schemas that references into the middle of something point at: their names by pointer, and themselves.
        self._names: dict[str, str] = {}
        self._pointed: Json = {}

    def document(self) -> Json:
        info = self.mapping(self.swagger.get("info"), "#/info")
        if "paths" not in self.swagger:
            raise self.error("#/paths", "is missing", "the operations of the API")
        schemes = self.mapping(self.swagger.get("securityDefinitions"), "#/securityDefinitions")
        found: Json = {
            "openapi": "3.0.4",
            "info": {"title": str(info.get("title", "")), "version": str(info.get("version", ""))},
            "servers": self._servers(),
            "paths": {
                str(path): self._path_item(item, f"#/paths/{path}")
                for path, item in self.mapping(self.swagger["paths"], "#/paths").items()
                if str(path).startswith("/")
            },
            "components": {
                "schemas": {
                    str(name): self._schema(given, f"#/definitions/{name}") for name, given in self.definitions.items()
                },
                "securitySchemes": {
                    str(name): self._scheme(given, f"#/securityDefinitions/{name}") for name, given in schemes.items()
                },
            },
        }
        if "security" in self.swagger:
            found["security"] = self._security(self.swagger["security"], "#/security")
        found["components"]["schemas"].update(self._pointed)
        return found

    def _servers(self) -> list[Json]:
        host, base = str(self.swagger.get("host") or ""), str(self.swagger.get("basePath") or "")
        if not host:
            return [{"url": base or "/"}]
        schemes = self.sequence(self.swagger.get("schemes"), "#/schemes") or ("https",)
        return [{"url": f"{scheme}://{host}{base}"} for scheme in schemes]

    def _path_item(self, given: Any, where: str) -> Json:
        item = {**self.behind(given, where), **self.mapping(given, where)}
        shared = self.sequence(item.get("parameters"), f"{where}/parameters")
        return {
            method: self._operation(self.mapping(item[method], f"{where}/{method}"), shared, f"{where}/{method}")
            for method in METHODS
            if method in item
        }

    def _operation(self, given: Mapping[str, Any], shared: Sequence[Any], where: str) -> Json:
        found: Json = {
            key: given[key] for key in ("summary", "description", "operationId") if isinstance(given.get(key), str)
        }
        found["tags"] = [str(tag) for tag in self.sequence(given.get("tags"), f"{where}/tags")]
        if given.get("deprecated") is True:
            found["deprecated"] = True
        own = self.sequence(given.get("parameters"), f"{where}/parameters")
        parameters = list(self._effective((*shared, *own), f"{where}/parameters"))
        found["parameters"] = [self._parameter(p, where) for p in parameters if p["in"] not in ("body", "formData")]
        consumes = self._media_types(given, "consumes", where)
        body = next((p for p in parameters if p["in"] == "body"), None)
        fields = [p for p in parameters if p["in"] == "formData"]
        if body:
            content = {kind: {"schema": self._schema(body.get("schema"), f"{where}/body")} for kind in consumes}
            found["requestBody"] = {"required": body.get("required") is True, "content": content}
        elif fields:
            found["requestBody"] = self._form(fields, consumes, where)
        produces = self._media_types(given, "produces", where)
        responses = self.mapping(given.get("responses"), f"{where}/responses")
        found["responses"] = {
            str(status): self._response(response, produces, f"{where}/responses/{status}")
            for status, response in responses.items()
            if not str(status).startswith("x-")
        } or {"default": {"description": ""}}
        if "security" in given:
            found["security"] = self._security(given["security"], f"{where}/security")
        return found

    def _media_types(self, given: Mapping[str, Any], key: str, where: str) -> Sequence[str]:
        """The media types of an operation, else of the document; where neither says any, JSON."""
        own = given[key] if key in given else self.swagger.get(key)
        return [str(kind) for kind in self.sequence(own, f"{where}/{key}")] or _JSON

    def _effective(self, given: Sequence[Any], where: str) -> Iterator[Json]:
        """The parameters behind references, each once; those of the operation come last and count."""
        found: dict[tuple[str, str], Json] = {}
        for index, entry in enumerate(given):
            parameter = self.behind(entry, f"{where}/{index}")
            name, location = parameter.get("name"), parameter.get("in")
            if not isinstance(name, str) or not isinstance(location, str):
                raise self.error(f"{where}/{index}", "has no name and place", "a parameter with `name` and `in`")
            found[location, name] = dict(parameter)
        yield from found.values()

    def _parameter(self, given: Json, where: str) -> Json:
        location = given["in"]
        found: Json = {"name": given["name"], "in": location, "schema": self._schema_of_parameter(given, where)}
        if given.get("required") is True or location == "path":
            found["required"] = True
        if isinstance(given.get("description"), str):
            found["description"] = given["description"]
        if given.get("type") == "array":
            found.update(_style(given))
        return found

    def _schema_of_parameter(self, given: Json, where: str) -> Json:
        kept = {key: given[key] for key in _SCHEMA_OF_PARAMETER if key in given}
        return self._schema(kept, f"{where}/parameters/{given['name']}")

    def _form(self, fields: Sequence[Json], consumes: Sequence[str], where: str) -> Json:
        required = [field["name"] for field in fields if field.get("required") is True]
        schema: Json = {
            "type": "object",
            "properties": {field["name"]: self._schema_of_parameter(field, where) for field in fields},
            **({"required": required} if required else {}),
        }
        has_file = any(field.get("type") == "file" for field in fields)
        kinds = [kind for kind in consumes if kind in _FORMS] or [_FORMS[1] if has_file else _FORMS[0]]
        lists = {field["name"]: _style(field) for field in fields if field.get("type") == "array"}
        entry: Json = {"schema": schema, **({"encoding": lists} if lists else {})}
        return {"required": bool(required), "content": dict.fromkeys(kinds, entry)}

    def _response(self, given: Any, produces: Sequence[str], where: str) -> Json:
        response = self.behind(given, where)
        found: Json = {"description": str(response.get("description", ""))}
        if response.get("schema") is not None:
            schema = self._schema(response["schema"], f"{where}/schema")
            found["content"] = {kind: {"schema": schema} for kind in produces}
        headers = self.mapping(response.get("headers"), f"{where}/headers")
        if headers:
            found["headers"] = {
                str(name): {"schema": self._schema(header, f"{where}/headers/{name}")}
                for name, header in headers.items()
            }
        return found

    def _schema(self, given: Any, where: str) -> Json:
        schema = self.mapping(given, where)
        if "$ref" in schema:
            return self._reference(schema, where)
        found: Json = {}
        for key, value in schema.items():
            if key == "properties":
                parts = self.mapping(value, f"{where}/properties")
                found[key] = {str(name): self._schema(part, f"{where}/{name}") for name, part in parts.items()}
            elif key == "items":
                found[key] = self._schema(value, f"{where}/items")
            elif key in _LISTS:
                found[key] = [self._schema(part, where) for part in self.sequence(value, f"{where}/{key}")]
            elif key == "additionalProperties":
                found[key] = value if isinstance(value, bool) else self._schema(value, f"{where}/additionalProperties")
            elif key == "x-nullable":
                found["nullable"] = value is True
            elif key == "discriminator":
                found[key] = {"propertyName": str(value)}
            elif key == "required":
                names = [str(name) for name in value] if isinstance(value, list) else []
                found.update({"required": names} if names else {})
            elif key == "collectionFormat":
                continue
            else:
                found[key] = value
        if found.get("type") == "file":
            found.update(type="string", format="binary")
        if found.get("type") == "array":
            found.setdefault("items", {})
        return found

    def _reference(self, schema: Mapping[str, Any], where: str) -> Json:
        """A reference; what stands beside it counts here, as many tools write it so, though Swagger 2.0 ignores it."""
        reference = {"$ref": f"#/components/schemas/{self._definition(str(schema['$ref']))}"}
        beside = self._schema({key: value for key, value in schema.items() if key != "$ref"}, where)
        return {**beside, "allOf": [reference]} if beside else reference

    def _definition(self, target: str) -> str:
        """The component behind a reference; one into the middle of something makes a component of its own."""
        prefix, _, name = target.rpartition("/")
        if prefix == "#/definitions":
            return name
        if target not in self._names:
            found = pointed(self.swagger, target, self.file)
            made = self._names[target] = component_for(target, {**self.definitions, **self._pointed})
            self._pointed[made] = {}
            self._pointed[made] = self._schema(found, target)
        return self._names[target]

    def _scheme(self, given: Any, where: str) -> Json:
        scheme = self.mapping(given, where)
        match scheme.get("type"):
            case "basic":
                return {"type": "http", "scheme": "basic"}
            case "apiKey":
                return {"type": "apiKey", "in": str(scheme.get("in", "header")), "name": str(scheme.get("name", ""))}
            case "oauth2":
                flow = _FLOWS.get(str(scheme.get("flow")), "implicit")
                urls = {key: str(scheme[key]) for key in ("authorizationUrl", "tokenUrl") if key in scheme}
                scopes = self.mapping(scheme.get("scopes"), f"{where}/scopes")
                return {
                    "type": "oauth2",
                    "flows": {flow: {**urls, "scopes": {str(name): str(text) for name, text in scopes.items()}}},
                }
        raise self.error(where, f"has the type {scheme.get('type')}", "basic, apiKey or oauth2")

    def _security(self, given: Any, where: str) -> list[Json]:
        return [
            {
                str(name): [str(scope) for scope in self.sequence(scopes, where)]
                for name, scopes in self.mapping(alternative, where).items()
            }
            for alternative in self.sequence(given, where)
        ]


def _style(given: Mapping[str, Any]) -> Json:
    """How an array is written.  Only in queries and forms has OpenAPI 3 a style for more than commas, none for tabs."""
    name = str(given.get("collectionFormat") or "csv")
    if given["in"] in ("query", "formData") and name in _STYLES:
        return dict(_STYLES[name])
    return {} if name == "csv" else {"x-collection-format": name}
