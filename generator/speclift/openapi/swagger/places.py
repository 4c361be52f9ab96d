"""The places of the parts of a converted document in the Swagger 2.0 document: faults are reported at these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.pointers import pointer_parts
from speclift.openapi.structure.steps import Steps, entry_of
from speclift.openapi.swagger.references import followed, is_of_body, shared_name
from speclift.openapi.swagger.schemas import legal_names

#: The section of Swagger 2.0 that a kind of component comes from.
_SECTIONS = {
    "schemas": "definitions",
    "parameters": "parameters",
    "requestBodies": "parameters",
    "responses": "responses",
    "securitySchemes": "securityDefinitions",
}
#: Fields of Swagger 2.0 that OpenAPI 3 lacks, by the names of the extensions that keep them.
_EXTENSIONS = {"x-collection-format": "collectionFormat", "x-allow-empty-value": "allowEmptyValue"}
#: The end of the name of a component that was made for the media types of some operations.
_VARIANT = re.compile(r"_[0-9a-f]{8}\Z")


class Places:
    """The way back to Swagger 2.0. `pointed` are references, by the names of the schemas that they became."""

    def __init__(self, swagger: Mapping[str, Any], pointed: Mapping[str, str]) -> None:
        self._swagger = swagger
        self._pointed = pointed
        self._old: dict[str, dict[str, str]] = {}

    def original(self, steps: Steps) -> Steps:
        """The place in Swagger 2.0 of one in OpenAPI 3, or where there is none, of what is around it."""
        place = self._place(steps)
        if entry_of(self._swagger, place) is None and entry_of(self._swagger, steps) is not None:
            # This is a field of OpenAPI 3, which is read as such.
            return steps
        if place and place[-1] in _EXTENSIONS and entry_of(self._swagger, place) is None:
            return (*place[:-1], _EXTENSIONS[place[-1]])
        if place and entry_of(self._swagger, place[:-1]) is None:
            # The conversion made the object around it, such as the alternatives of several types.
            while place and entry_of(self._swagger, place) is None:
                place = place[:-1]
        return place

    def _place(self, steps: Steps) -> Steps:
        match steps:
            case ("components", kind, name, *rest) if kind in _SECTIONS:
                return self._in_component(kind, name, tuple(rest))
            case ("components", kind, *rest) if kind in _SECTIONS:
                return (_SECTIONS[kind], *rest)
            case ("paths", path, *rest):
                return self._in_path_item(("paths", path), tuple(rest))
            case ("servers", *_):
                return ("host",)
            case ("openapi",):
                return ("swagger",)
        return steps

    def _in_component(self, kind: str, name: str, rest: Steps) -> Steps:
        section = _SECTIONS[kind]
        if kind == "schemas" and name in self._pointed:
            return (*pointer_parts(self._pointed[name]), *rest)
        place: Steps = (section, self._old_name(section, name))
        if kind == "schemas":
            return (*place, *rest)
        if kind == "securitySchemes":
            return (*place, *(rest[2:] if rest[:1] == ("flows",) else rest))
        given, place = followed(self._swagger, entry_of(self._swagger, place), place)
        if kind == "parameters":
            return (*place, *_in_parameter(given, rest))
        return (*place, *(_in_body(rest) if kind == "requestBodies" else _in_response(rest)))

    def _old_name(self, section: str, name: str) -> str:
        if section not in self._old:
            given = self._swagger.get(section)
            names = legal_names(given) if isinstance(given, Mapping) else {}
            self._old[section] = {new: old for old, new in names.items()}
        known = self._old[section]
        return known.get(name) or known.get(_VARIANT.sub("", name)) or name

    def _in_path_item(self, place: Steps, rest: Steps) -> Steps:
        given = entry_of(self._swagger, place)
        if isinstance(given, Mapping) and rest and rest[0] not in given:
            given, place = followed(self._swagger, given, place)
        match rest:
            case ("parameters", *inner):
                return self._in_parameters(given, place, tuple(inner))
            case (method, *inner) if method in METHODS and isinstance(given, Mapping):
                return self._in_operation(given, place, method, tuple(inner))
        return (*place, *rest)

    def _in_operation(self, item: Mapping[str, Any], place: Steps, method: str, rest: Steps) -> Steps:
        operation, here = item.get(method), (*place, method)
        match rest:
            case ("parameters", *inner):
                return self._in_parameters(operation, here, tuple(inner))
            case ("requestBody", *inner):
                return self._in_request(item, place, method, tuple(inner))
            case ("servers", *_):
                return (*here, "schemes")
            case ("responses", status, *inner) if inner:
                at = (*here, "responses", status)
                _, found = followed(self._swagger, entry_of(self._swagger, at), at)
                return (*found, *_in_response(tuple(inner)))
        return (*here, *rest)

    def _in_parameters(self, owner: Any, place: Steps, rest: Steps) -> Steps:
        """A place in the parameters of an operation or a path, which are counted without those of the body."""
        kept = [(given, at) for given, at in self._parameters(owner, place) if not is_of_body(self._swagger, given)]
        if not rest or not rest[0].isdecimal() or int(rest[0]) >= len(kept):
            return (*place, "parameters", *rest)
        given, at = kept[int(rest[0])]
        if len(rest) > 1 and not shared_name(str(given.get("$ref")), "parameters"):
            given, at = followed(self._swagger, given, at)
        return (*at, *_in_parameter(given, rest[1:]))

    def _parameters(self, owner: Any, place: Steps) -> Iterator[tuple[Any, Steps]]:
        entries = owner.get("parameters") if isinstance(owner, Mapping) else None
        for index, given in enumerate(entries if isinstance(entries, list) else ()):
            yield given, (*place, "parameters", str(index))

    def _in_request(self, item: Mapping[str, Any], place: Steps, method: str, rest: Steps) -> Steps:
        """A place in the body: in the last body parameter, else in the form parameter."""
        here = (*place, method)
        entries = [*self._parameters(item, place), *self._parameters(item.get(method), here)]
        found = [followed(self._swagger, given, at) for given, at in entries if is_of_body(self._swagger, given)]
        bodies = [at for given, at in found if given.get("in") == "body"]
        if bodies:
            return (*bodies[-1], *_in_body(rest))
        match rest:
            case ("content", _, "schema", "properties", name, *inner):
                pass
            case ("content", _, "encoding", name, *_):
                inner = []
            case _:
                return (*here, "parameters")
        fields = [at for given, at in found if str(given.get("name")) == name]
        return (*fields[-1], *inner) if fields else (*here, "parameters")


def _in_parameter(given: Any, rest: Steps) -> Steps:
    """A place in a parameter or header, which is its own schema in Swagger 2.0."""
    match rest:
        case ("schema", *inner) if not (isinstance(given, Mapping) and "schema" in given and "type" not in given):
            return tuple(inner)
        case ("example", *inner):
            return ("x-example", *inner)
        case ("examples", name, *_):
            return ("x-examples", name)
        case ("style" | "explode", *_):
            return ("collectionFormat",)
    return rest


def _in_body(rest: Steps) -> Steps:
    match rest:
        case ("content", _, "schema", *inner):
            return ("schema", *inner)
        case ("content", *_):
            return ()
    return rest


def _in_response(rest: Steps) -> Steps:
    match rest:
        case ("content", _, "schema", *inner):
            return ("schema", *inner)
        case ("content", kind, "example", *inner):
            return ("examples", kind, *inner)
        case ("content", *_):
            return ()
        case ("headers", name, *inner):
            return ("headers", name, *_in_parameter(None, tuple(inner)))
    return rest
