"""An OpenAPI document as a compact listing: what a person would compare with the docs that it was read from.

PUT /users/{id}  Replace a user
  path id integer!                location, name, type; `!` where it is required
  request application/json User!  media type and type of the request body
    name string!                  a member of the body; members of inner objects have dotted names
  200 User                        status and type of the response
    roles[].id integer            a member of the response; `[]` stands for the items of a list
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
DEEPEST = 4


def listing(document: dict[str, Any]) -> str:
    """The listing of a document; it ends with a line break."""
    lines = [f"title {document['info']['title']}"]
    lines += [f"server {server['url']}" for server in document.get("servers", ())]
    schemes = document.get("components", {}).get("securitySchemes", {})
    lines += [f"security {name} {_scheme(scheme)}" for name, scheme in schemes.items()]
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                lines += ["", *_operation(document, method.upper(), path, item[method])]
    return "\n".join(lines) + "\n"


def _scheme(scheme: dict[str, Any]) -> str:
    return " ".join(str(scheme[key]) for key in ("type", "scheme", "in", "name") if key in scheme)


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    marks = " (deprecated)" if operation.get("deprecated") else ""
    yield f"{method} {path}  {operation.get('summary', '')}{marks}".rstrip()
    for parameter in operation.get("parameters", ()):
        parameter = _resolved(document, parameter)
        mark = "!" if parameter.get("required") else ""
        kind = _type(document, parameter["schema"])
        yield f"  {parameter['in']} {parameter['name']} {kind}{mark}{_constraints(document, parameter['schema'])}"
    body = _resolved(document, operation.get("requestBody", {}))
    for media, content in body.get("content", {}).items():
        yield f"  request {media} {_type(document, content['schema'])}{'!' if body.get('required') else ''}"
        yield from (f"    {line}" for line in _members(document, content["schema"]))
    for status, response in operation.get("responses", {}).items():
        response = _resolved(document, response)
        content = response.get("content", {})
        if not content:
            yield f"  {status}"
        for media, entry in content.items():
            shown = "" if media == "application/json" else f" {media}"
            yield f"  {status}{shown} {_type(document, entry.get('schema', {}))}"
            yield from (f"    {line}" for line in _members(document, entry.get("schema", {})))
        for name, header in response.get("headers", {}).items():
            yield f"    header {name} {_type(document, _resolved(document, header).get('schema', {}))}"


def _resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        target: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        value = target
    return value


def _type(document: dict[str, Any], schema: Any) -> str:
    if not isinstance(schema, dict):
        return "any"
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    for key in ("oneOf", "anyOf", "allOf"):
        if key in schema:
            return " | ".join(_type(document, option) for option in schema[key])
    kind = schema.get("type", "any")
    names = [kind] if isinstance(kind, str) else list(kind)
    text = "|".join(names)
    if "array" in names:
        text = text.replace("array", f"[{_type(document, schema.get('items', {}))}]")
    if isinstance(schema.get("additionalProperties"), dict) and "properties" not in schema:
        text = text.replace("object", f"map of {_type(document, schema['additionalProperties'])}")
    return text + (f":{schema['format']}" if "format" in schema else "")


def _constraints(document: dict[str, Any], schema: Any) -> str:
    """The default, the enumeration and the limits of a schema."""
    resolved = _resolved(document, schema) if isinstance(schema, dict) else {}
    found = f" = {resolved['default']}" if "default" in resolved else ""
    values = resolved.get("enum") or (resolved.get("items", {}) if isinstance(resolved.get("items"), dict) else {}).get(
        "enum"
    )
    if values:
        found += f" {{{', '.join(map(str, values))}}}"
    limits = ("minimum", "maximum", "minLength", "maxLength", "pattern", "maxItems")
    return found + "".join(f" {key}={resolved[key]}" for key in limits if key in resolved)


def _members(document: dict[str, Any], schema: Any, prefix: str = "", depth: int = 0) -> Iterator[str]:
    if not isinstance(schema, dict) or depth > DEEPEST:
        return
    schema = _resolved(document, schema)
    for key in ("allOf", "oneOf", "anyOf"):
        for option in schema.get(key, ()):
            yield from _members(document, option, prefix, depth + 1)
    if "items" in schema:
        yield from _members(document, schema["items"], f"{prefix}[].".replace(".[]", "[]"), depth + 1)
    for name, inner in schema.get("properties", {}).items():
        mark = "!" if name in schema.get("required", ()) else ""
        yield f"{prefix}{name} {_type(document, inner)}{mark}{_constraints(document, inner)}"
        yield from _members(document, inner, f"{prefix}{name}.", depth + 1)
