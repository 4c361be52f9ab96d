"""Faults of a Swagger 2.0 document that its conversion hides: what it leaves out, or reads as what is meant.

All others remain in the OpenAPI 3 document, and are reported and mended like those of any document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.media_types import plain_kind
from speclift.openapi.structure.nodes import Json, described, mapping, sequence
from speclift.openapi.structure.objects import Place, is_extension, pointer
from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.steps import Steps, pointer_of
from speclift.openapi.swagger.media_types import media_types_of, says_what_it_produces
from speclift.openapi.swagger.parameters import OF_SCHEMA, is_list_format
from speclift.openapi.swagger.references import behind, followed
from speclift.openapi.swagger.responses import content_of

#: Fields whose value is a list of strings.
_LISTS = ("consumes", "produces", "schemes")
#: Fields of OpenAPI 3 that are read as in OpenAPI 3, by the kind of object.
_LATER: Mapping[str, Sequence[str]] = {
    "document": ("servers",),
    "operation": ("requestBody", "callbacks", "servers"),
    "response": ("content", "links"),
}
_IN_OPENAPI = "is a field of OpenAPI 3"


def hidden_faults(document: Json) -> Iterator[Fault]:
    """The faults of a document, with their places in it."""
    yield from _lists(document, document, None)
    yield from _later(document, "document", None)
    if "components" in document:
        message = f"components {_IN_OPENAPI}; it is left out"
        yield _fault((None, "components"), message, "unexpected-field", "components")
    for key in ("host", "basePath"):
        if key in document and not isinstance(document[key], str):
            message = f"{key} is {described(document[key])} where a string belongs; it is left out"
            yield _fault((None, key), message, "wrong-value", key)
    for name, parameter in mapping(document.get("parameters")).items():
        yield from _parameter(parameter, ((None, "parameters"), name))
    for name, response in mapping(document.get("responses")).items():
        yield from _response(response, ((None, "responses"), name))
    for name, scheme in mapping(document.get("securityDefinitions")).items():
        if mapping(scheme).get("type") == "oauth2" and not {"flow", "flows"} & scheme.keys():
            place = ((None, "securityDefinitions"), name)
            yield _fault(place, "the scheme names no flow; it is read as implicit", "security-scheme")
    for path, item in mapping(document.get("paths")).items():
        if not is_extension(path):
            yield from _path_item(document, mapping(item), ((None, "paths"), path))
    yield from _unused_examples(document)
    yield from _unused_form_fields(document)


def _path_item(document: Json, item: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    yield from _parameters(document, item, place)
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, Mapping):
            continue
        here = (place, method)
        yield from _lists(document, operation, here)
        yield from _later(operation, "operation", here)
        yield from _parameters(document, operation, here)
        yield from _bodies(document, item, operation, here)
        for status, response in mapping(operation.get("responses")).items():
            if not is_extension(status):
                yield from _response(response, ((here, "responses"), status))


def _lists(document: Json, node: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    for key in _LISTS:
        given = node.get(key, [])
        if isinstance(given, str):
            yield _fault((place, key), f"{key} is a string where a list belongs; it is read as a list", "wrong-value")
        elif not isinstance(given, list):
            message = f"{key} is {described(given)} where a list belongs; it is left out"
            yield _fault((place, key), message, "wrong-value", key)
    schemes, host = node.get("schemes"), document.get("host")
    if not schemes or not isinstance(schemes, str | list):
        return
    own, mark, _ = host.strip().partition("://") if isinstance(host, str) else ("", "", "")
    if not own:
        message = "OpenAPI 3 has no schemes without a host: they are left out"
        yield _fault((place, "schemes"), message, "lost-in-conversion", "schemes")
    elif mark and schemes not in (own, [own]):
        message = "the host has a scheme of its own, so these are left out"
        yield _fault((place, "schemes"), message, "lost-in-conversion", "schemes")


def _later(node: Mapping[str, Any], kind: str, place: Place) -> Iterator[Fault]:
    for key in _LATER[kind]:
        if key in node:
            yield _fault((place, key), f"{key} {_IN_OPENAPI}; it is read as such", "later-keyword")


def _parameters(document: Json, owner: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    named = set[str]()
    for index, entry in enumerate(sequence(owner.get("parameters"))):
        here = ((place, "parameters"), index)
        if "$ref" not in mapping(entry):
            yield from _parameter(entry, here)
        field = behind(document, entry)
        if field.get("in") == "formData" and "name" in field:
            if str(field["name"]) in named:
                message = f"the form field {field['name']} is listed twice; the last counts"
                yield _fault(here, message, "duplicate-parameter")
            named.add(str(field["name"]))


def _parameter(given: Any, place: Place) -> Iterator[Fault]:
    node, location = mapping(given), mapping(given).get("in")
    if not node or "$ref" in node:
        return
    if location == "formData" and "name" not in node:
        yield _fault(place, "the form field has no name; it is left out", "missing-field")
    if location == "path" and node.get("required") is not True:
        yield _fault(
            place, "the path parameter is not marked as required; it is read as required", "optional-path-parameter"
        )
    if "schema" not in node and ("type" not in node or location == "body"):
        yield _fault(place, f"the parameter has no {'schema' if location == 'body' else 'type'}", "missing-schema")
    if location in ("body", "formData"):
        for key in ("required", "allowEmptyValue"):
            if not isinstance(node.get(key, False), bool):
                message = f"{key} is {described(node[key])} where a boolean belongs; it is left out"
                yield _fault((place, key), message, "wrong-value", key)
    of_others = ("content", "collectionFormat", *OF_SCHEMA) if location == "body" else ("schema",) * ("type" in node)
    for key in of_others:
        if key in node and not is_extension(key):
            message = f"{key} does not belong {'to a body' if location == 'body' else 'beside type'}; it is left out"
            yield _fault((place, key), message, "unexpected-field", key)
    if node.get("type") == "file" and location not in ("formData", "body"):
        message = "only a form field can be a file; it is read as a binary string"
        yield _fault((place, "type"), message, "unknown-type")
    yield from _format(node, location, place)


def _format(node: Mapping[str, Any], location: Any, place: Place) -> Iterator[Fault]:
    given = node.get("collectionFormat")
    if given is not None and node.get("type") == "array" and not is_list_format(given, location):
        message = f"{str(given)[:60]!r} is not a format of lists here; commas separate the items"
        yield _fault((place, "collectionFormat"), message, "unknown-style")


def _response(given: Any, place: Place) -> Iterator[Fault]:
    node = mapping(given)
    if "$ref" in node:
        return
    yield from _later(node, "response", place)
    for name, header in mapping(node.get("headers")).items():
        here = ((place, "headers"), name)
        if isinstance(header, Mapping):
            if not {"type", "schema"} & header.keys():
                yield _fault(here, "the header has no type", "missing-schema")
            if {"type", "schema"} <= header.keys():
                message = "schema does not belong beside type; it is left out"
                yield _fault((here, "schema"), message, "unexpected-field", "schema")
            yield from _format(header, "header", here)


def _unused_examples(document: Json) -> Iterator[Fault]:
    """Examples of media types that no response has. A shared response has the media types of all operations with it."""
    left: dict[Steps, Sequence[str]] = {}
    for path, item in mapping(document.get("paths")).items():
        for method in () if is_extension(path) else METHODS:
            operation = mapping(mapping(item).get(method))
            produces = media_types_of(document, operation, "produces")
            is_said = says_what_it_produces(document, produces)
            for status, given in mapping(operation.get("responses")).items():
                place: Steps = ("paths", str(path), method, "responses", str(status))
                response, place = followed(document, given, place)
                if not is_extension(status):
                    unused = content_of(response, produces, is_said=is_said)[1]
                    left[place] = [kind for kind in left.get(place, [*unused]) if kind in unused]
    for place, kinds in left.items():
        for kind in kinds:
            message = f"the example of {plain_kind(kind)[:60]} belongs to no response; it is left out"
            yield Fault(pointer_of((*place, "examples", kind)), message, "unused-example")


def _unused_form_fields(document: Json) -> Iterator[Fault]:
    """Shared form fields that no operation has: OpenAPI 3 has form fields in bodies alone."""
    used = set[Steps]()
    for path, item in mapping(document.get("paths")).items():
        whole = {**behind(document, item), **mapping(item)}
        operations = [] if is_extension(path) else [whole[method] for method in METHODS if whole.get(method)]
        for owner in (whole, *map(mapping, operations)) if operations else ():
            used |= {followed(document, entry, ())[1] for entry in sequence(owner.get("parameters"))}
    for name, parameter in mapping(document.get("parameters")).items():
        if mapping(parameter).get("in") == "formData" and ("parameters", str(name)) not in used:
            message = "OpenAPI 3 has no shared form fields, and no operation has this one: it is left out"
            yield _fault(((None, "parameters"), name), message, "lost-in-conversion", "shared form fields")


def _bodies(document: Json, item: Mapping[str, Any], operation: Mapping[str, Any], place: Place) -> Iterator[Fault]:
    """An operation has one body, or form fields, but not both (Swagger 2.0, Parameter Object)."""
    own, around = (
        [str(behind(document, entry).get("in")) for entry in sequence(owner.get("parameters"))]
        for owner in (operation, item)
    )
    if {"body", "formData"} <= {*own, *around}:
        yield _fault((place, "parameters"), "there are form fields and a body; the body counts", "form-and-body")
    elif own.count("body") > 1:
        yield _fault((place, "parameters"), "there are several bodies; the last counts", "several-bodies")


def _fault(place: Place, message: str, kind: str, lost: str = "") -> Fault:
    return Fault(pointer(place), message, kind, lost=lost)
