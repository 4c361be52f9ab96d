"""The contract as schemathesis reads it: an OpenAPI 3.1 document made for one run.

It says what the docs say, and also what HTTP says: any operation may refuse a request with a status of RFC 9110 or RFC
6585.  It leaves out what is not worth a try: further media types of a body, and optional headers that take any text.
Values at the edge of what a type allows are examples, and life cycles are links.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from speclift.contract.lifecycle import Input, Resource, Step
from speclift.contract.records import (
    Contract,
    Encoding,
    MediaType,
    Operation,
    Parameter,
    SecurityScheme,
    json_of,
)
from speclift.contract.sample_values import body_type, parameter_value, sample_body
from speclift.contract.scalars import json_types
from speclift.fuzz.documents.reference_lookalikes import without_foreign
from speclift.fuzz.documents.used_components import reached
from speclift.openapi.structure.media_types import is_json, is_stream
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import reference_to, refers_to

#: Statuses with which a server may refuse any request, documented or not.
REFUSALS = (
    "400",
    "401",
    "403",
    "404",
    "405",
    "406",
    "408",
    "409",
    "412",
    "413",
    "414",
    "415",
    "422",
    "428",
    "429",
    "431",
)

LONG = ("long " * 400).strip()
EDGE_TEXTS = ("", "0", "\U0001d4c1\U0001f680 \u202e", "a\0b", LONG)
EDGE_NUMBERS = (0, -1)

#: Statuses without content, whatever is documented (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5).
_WITHOUT_CONTENT = frozenset({"204", "205", "304"})

#: How many properties of a body get extreme values one by one; the others get them only all together.
_MOST_ALONE = 3
_SELECTED = "Selected"


def document_of(contract: Contract, operations: Sequence[Operation], resources: Iterable[Resource]) -> Json:
    """An OpenAPI document with these operations, and with links between the steps of the resources."""
    writer = _Writer(contract, operations)
    writer.link(resources)
    return without_foreign(writer.document())


class _Writer:
    def __init__(self, contract: Contract, operations: Sequence[Operation]) -> None:
        self.contract = contract
        self.schemas: dict[str, Json] = dict(contract.schemas)
        self.operations = {operation.operation_id: operation for operation in operations}
        self.links: dict[str, dict[str, Json]] = {}

    def document(self) -> Json:
        paths: dict[str, Json] = {}
        # Operations that remove come last, so that everything is checked before it is removed.
        for operation in sorted(self.operations.values(), key=lambda operation: operation.method == "delete"):
            paths.setdefault(operation.path, {})[operation.method] = self._operation(operation)
        schemas = reached(paths, self.schemas)
        schemes = {name: _scheme(scheme) for name, scheme in self.contract.schemes.items()}
        return {
            "openapi": "3.1.0",
            "info": {"title": self.contract.title or "API", "version": "1"},
            "paths": paths,
            "components": {"schemas": schemas, "securitySchemes": schemes},
        }

    def link(self, resources: Iterable[Resource]) -> None:
        """Add links from each operation that returns a new id to all operations that take it."""
        for resource in resources:
            for giver in (s for s in resource.steps if s.role in ("create", "save") and s.id_output is not None):
                for taker in resource.steps:
                    if taker.id_input and {giver.operation.operation_id, taker.operation.operation_id} <= set(
                        self.operations
                    ):
                        self._link(resource, giver, taker, taker.id_input)

    def _link(self, resource: Resource, giver: Step, taker: Step, place: Input) -> None:
        # If the id is the whole response, the pointer is empty.
        keys = "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in giver.id_output or ())
        expression = f"$response.body#{keys}"
        link: Json = {"operationId": taker.operation.operation_id}
        if place.location == "body":
            link["requestBody"] = {place.name: expression}
        else:
            link["parameters"] = {
                **{f"path.{owner.parameter}": f"$request.path.{owner.parameter}" for owner in resource.owners},
                f"{place.location}.{place.name}": expression,
            }
        self.links.setdefault(giver.operation.operation_id, {})[f"{taker.role} {taker.operation.operation_id}"] = link

    def _operation(self, operation: Operation) -> Json:
        found: Json = {
            "operationId": operation.operation_id,
            "tags": list(operation.tags),
            "parameters": [
                self._parameter(operation, p) for p in operation.parameters if p.is_required or _is_worth_trying(p)
            ],
            "responses": dict(self._responses(operation)),
            "security": [{name: [] for name in alternative} for alternative in operation.security],
        }
        media = body_type(operation)
        if media is not None and operation.body is not None:
            entry: Json = {"schema": media.schema} if media.schema is not None else {}
            if media.parts:
                entry["encoding"] = {name: _encoding(part) for name, part in media.parts.items()}
            if is_json(media.name):
                entry["examples"] = {str(n): {"value": v} for n, v in enumerate(self._edge_bodies(operation))}
            found["requestBody"] = {"required": operation.body.is_required, "content": {media.name: entry}}
        return found

    def _parameter(self, operation: Operation, parameter: Parameter) -> Json:
        found: Json = {"name": parameter.name, "in": parameter.location, "required": parameter.is_required}
        entry: Json = {"schema": parameter.schema}
        examples = list(self._edge_values(operation, parameter))
        if examples:
            entry["examples"] = {str(number): {"value": value} for number, value in enumerate(examples)}
        if parameter.style == "content":
            return {**found, "content": {parameter.media_type or "application/json": entry}}
        return {**found, **entry, "style": parameter.style, "explode": parameter.is_exploded}

    def _edge_values(self, operation: Operation, parameter: Parameter) -> Iterator[Any]:
        shown = parameter_value(self.contract, operation, parameter)
        kinds = json_types(parameter.schema)
        if parameter.name.lower() == "$select":
            names = _property_names(self.contract, operation)
            yield from [",".join(names[:2]), names[-1]] if names else [shown]
            return
        yield shown
        if "enum" in parameter.schema or ("format" in parameter.schema and "string" in kinds):
            return
        if "integer" in kinds or "number" in kinds:
            yield from (*EDGE_NUMBERS, int(parameter.schema.get("maximum", 2**31 - 1)))
        elif "string" in kinds:
            yield from (text for text in EDGE_TEXTS if _can_carry(parameter.location, text))

    def _edge_bodies(self, operation: Operation) -> Iterator[Any]:
        """The documented body, and then the same body with extreme texts and numbers: in all properties of that type
        together, and in a few of them one by one.
        """
        given = sample_body(self.contract, operation)
        if given is None:
            return
        media, body = given
        yield body
        schema = self.contract.schema_of(media.schema)
        if not isinstance(body, dict):
            return
        properties: Mapping[str, Json] = schema.get("properties", {})
        for kinds, values in ((("string",), EDGE_TEXTS), (("integer", "number"), (*EDGE_NUMBERS, 2**31 - 1))):
            names = [n for n, given in properties.items() if json_types(given) & set(kinds) and _is_free(given)]
            for value in values if names else ():
                yield {**body, **dict.fromkeys(names, value)}
                if len(names) > 1:
                    yield from ({**body, name: value} for name in names[:_MOST_ALONE])

    def _responses(self, operation: Operation) -> Iterator[tuple[str, Json]]:
        for response in operation.responses:
            shown = () if response.status in _WITHOUT_CONTENT else response.media_types
            content = {media.name: self._content(operation, media) for media in shown}
            found: Json = {"description": response.description, **({"content": content} if content else {})}
            if response.headers:
                found["headers"] = {
                    header.name: {"required": header.is_required, "schema": header.schema}
                    for header in response.headers
                }
            if response is operation.success and operation.operation_id in self.links:
                found["links"] = self.links[operation.operation_id]
            yield response.status, found
        known = {response.status for response in operation.responses}
        if "default" not in known and "4XX" not in known:
            yield from ((status, {"description": "Refused."}) for status in REFUSALS if status not in known)
        if not any(status[:1] in "23d" for status in known):
            yield "2XX", {"description": "This says nothing about a success."}

    def _content(self, operation: Operation, media: MediaType) -> Json:
        if media.schema is None or is_stream(media.name):
            # The checks would take the whole stream for one value.
            return {}
        is_narrowed = operation.query_option("$select") is not None and json_of((media,))
        return {"schema": self._selected(media.schema) if is_narrowed else media.schema}

    def _selected(self, schema: Json) -> Json:
        """The schema with properties that may all be null: what `$select` leaves out is null, whatever its type."""
        if "items" in schema:
            return {**schema, "items": self._selected(schema["items"])}
        name = refers_to(schema)
        properties = self.contract.schemas.get(name, {}).get("properties")
        if not properties:
            return schema
        selected = f"{name}{_SELECTED}"
        if selected not in self.schemas:
            nullable = {
                key: {"anyOf": [given, {"type": "null"}]} if given else given for key, given in properties.items()
            }
            self.schemas[selected] = {**self.contract.schemas[name], "properties": nullable}
        return reference_to(selected)


def _encoding(part: Encoding) -> Json:
    found: Json = {"style": part.style, "explode": part.is_exploded} if part.style else {}
    return {**found, **({"contentType": part.content_type} if part.content_type else {})}


def _is_worth_trying(parameter: Parameter) -> bool:
    """Whether values of an optional parameter may make a difference: in a header or cookie, any text does not."""
    is_free_text = json_types(parameter.schema) == {"string"} and "enum" not in parameter.schema
    if parameter.location == "querystring":
        return False
    return parameter.location not in ("header", "cookie") or not is_free_text


def _can_carry(location: str, text: str) -> bool:
    """Whether a parameter at a location can have a text as its value.

    An empty part of a path makes another path, and no header has control characters, characters beyond Latin-1, or
    white space at its ends (RFC 9110, section 5.5).
    """
    if location in ("header", "cookie"):
        return text.isprintable() and all(ord(character) <= 0xFF for character in text) and text == text.strip()
    return bool(text) or location == "query"


def _is_free(schema: Json) -> bool:
    return not {"enum", "format", "pattern", "const"} & schema.keys() or schema.get("format") in ("int32", "int64")


def _property_names(contract: Contract, operation: Operation) -> list[str]:
    """The names that `$select` may have: the columns in the sample of a list, else the properties of the response."""
    success = operation.success
    media = next(iter(json_of(success.media_types)), None) if success else None
    shown = next(iter(media.examples.values()), None) if media else None
    rows = shown.get("value") if isinstance(shown, dict) else None
    if isinstance(rows, list) and rows and isinstance(rows[0], dict):
        return [name for name in rows[0] if name.lower() not in ("primarykey", "entityname")]
    schema = contract.schema_of(media.schema if media else None)
    schema = contract.schema_of(schema["items"]) if "items" in schema else schema
    return list(schema.get("properties", {}))


def _scheme(scheme: SecurityScheme) -> Json:
    if scheme.prefix in ("Basic", "Bearer"):
        return {"type": "http", "scheme": scheme.prefix.lower()}
    return {"type": "apiKey", "in": scheme.location, "name": scheme.parameter}
