"""A Swagger 2.0 document as an OpenAPI 3.0 one.

Body and form parameters become request bodies, `consumes` and `produces` become media types, and definitions become
components.  Faults of the document stay as they are; the check that follows reports them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import is_extension
from speclift.openapi.structure.paths import METHODS
from speclift.openapi.structure.steps import node_count
from speclift.openapi.swagger.media_types import JSON_ALONE, media_types_of, says_what_it_produces
from speclift.openapi.swagger.parameters import body_of, form_of, header_of, parameter_of
from speclift.openapi.swagger.references import behind, is_of_body, shared_name
from speclift.openapi.swagger.responses import response_of
from speclift.openapi.swagger.schemas import SwaggerSchemas, legal_names
from speclift.openapi.swagger.security import scheme_of

#: The fields of a document and of an operation that OpenAPI 3 does not have, or writes in another way.
_OF_DOCUMENT = frozenset(
    {
        "swagger",
        "host",
        "basePath",
        "schemes",
        "consumes",
        "produces",
        "paths",
        "definitions",
        "parameters",
        "responses",
        "securityDefinitions",
        "security",
    }
)
_OF_OPERATION = frozenset({"consumes", "produces", "schemes", "parameters", "responses", "security"})
#: The schemes of addresses that speak another protocol than HTTP.
_OF_WEB_SOCKETS = frozenset({"ws", "wss"})
#: The most media types of all bodies and responses together, and the most nodes of the document: both multiply.
_MOST_MEDIA_TYPES, _MOST_NODES = 200_000, 5_000_000


class Converted(msgspec.Struct, frozen=True):
    """A document in OpenAPI 3.0.

    `pointed` are the references into the middle of an object, by the names of the schemas that they became.
    """

    document: Json
    pointed: Mapping[str, str]


def openapi_of(swagger: Mapping[str, Any], file: str = "") -> Json:
    """The document in OpenAPI 3.0; errors name `file`.

    Raises SourceError where it would have more than the limits allow.
    """
    return converted(swagger, file).document


def converted(swagger: Mapping[str, Any], file: str = "") -> Converted:
    """As `openapi_of`, with what is needed to find the parts of the document in Swagger 2.0 again (`places.py`)."""
    converter = _Converter(swagger, file)
    found = converter.document()
    if node_count(found, _MOST_NODES) > _MOST_NODES:
        raise _beyond(file, f"{_MOST_NODES:,} nodes")
    return Converted(found, converter.pointed())


def _beyond(file: str, limit: str) -> SourceError:
    return SourceError(
        f"The Swagger document has more than {limit} as OpenAPI 3.",
        file=file,
        expected="a document of a usual size",
        advice="write what its operations share only once: media types, definitions, parameters and responses",
    )


class _Converter:
    def __init__(self, swagger: Mapping[str, Any], file: str) -> None:
        self._swagger = swagger
        self._file = file
        self._media_type_count = 0
        #: The new names of shared objects, for operations with other media types than those of the document.
        self._variants: dict[tuple[str, str, tuple[str, ...]], str] = {}
        self._made: dict[str, Json] = {"requestBodies": {}, "responses": {}}
        self._schemas = SwaggerSchemas(swagger)
        self._parameters = _map(swagger.get("parameters"))
        self._responses = _map(swagger.get("responses"))
        self._parameter_names = legal_names(self._parameters)
        self._schemes = _map(swagger.get("securityDefinitions"))
        self._scheme_names = legal_names(self._schemes)
        self._response_names = legal_names(self._responses)

    def document(self) -> Json:
        swagger = self._swagger
        found: Json = {"openapi": "3.0.4"}
        if "info" in swagger:
            found["info"] = swagger["info"]
        found["servers"] = self._servers(swagger.get("schemes"))
        found |= {key: value for key, value in swagger.items() if key not in _OF_DOCUMENT and key != "info"}
        if "paths" in swagger:
            found["paths"] = self._paths(swagger["paths"])
        if "security" in swagger:
            found["security"] = self._security(swagger["security"])
        others = dict(self._components())
        # These come last, since all others may refer to the middle of a schema.
        components = {"schemas": self._schemas.components(), **others}
        found["components"] = {kind: entries for kind, entries in components.items() if entries}
        return found

    def pointed(self) -> Mapping[str, str]:
        """The references into the middle of an object, by the names of the schemas that they became."""
        return self._schemas.pointed()

    def _components(self) -> Iterator[tuple[str, Json]]:
        shared = {name: given for name, given in self._parameters.items() if isinstance(given, Mapping)}
        names = self._parameter_names
        yield (
            "parameters",
            {
                names[name]: self._parameter(given)
                for name, given in shared.items()
                if given.get("in") not in ("body", "formData")
            },
        )
        yield (
            "requestBodies",
            {
                names[name]: body_of(given, self._media_types({}, "consumes"), self._schemas)
                for name, given in shared.items()
                if given.get("in") == "body"
            }
            | self._made["requestBodies"],
        )
        produces = self._media_types({}, "produces")
        yield (
            "responses",
            {self._response_names[name]: self._new_response(given, produces) for name, given in self._responses.items()}
            | self._made["responses"],
        )
        yield "securitySchemes", {self._scheme_names[name]: scheme_of(given) for name, given in self._schemes.items()}

    def _security(self, given: Any) -> Any:
        """The security requirements, with the new names of schemes."""
        if not isinstance(given, list):
            return given
        return [
            {self._scheme_names.get(str(name), name): scopes for name, scopes in alternative.items()}
            if isinstance(alternative, Mapping)
            else alternative
            for alternative in given
        ]

    def _servers(self, schemes: Any) -> list[Json]:
        host, base = (_text(self._swagger.get(key)).strip() for key in ("host", "basePath"))
        base = f"/{base}" if base and not base.startswith("/") else base
        if not host:
            return [{"url": base or "/"}]
        if "://" in host:
            return [{"url": host.rstrip("/") + base}]
        schemes = [schemes] if isinstance(schemes, str) else schemes
        named = [str(scheme) for scheme in schemes] if isinstance(schemes, list) else []
        # Tools call the first server, with HTTP.
        ordered = sorted(dict.fromkeys(named or ["https"]), key=lambda scheme: scheme.lower() in _OF_WEB_SOCKETS)
        return [{"url": f"{scheme}://{host}{base}"} for scheme in ordered]

    def _paths(self, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        return {str(path): item if is_extension(path) else self._path_item(item) for path, item in given.items()}

    def _path_item(self, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        item, found = given, dict(given)
        if isinstance(given.get("$ref"), str) and not given["$ref"].startswith("#/paths/"):
            # The target will not be a path item of OpenAPI 3, so its fields take the place of the reference.
            beside = {key: value for key, value in given.items() if key != "$ref"}
            item = found = {**behind(self._swagger, given), **beside}
            if item == {}:
                return dict(given)
        shared = item.get("parameters")
        if isinstance(shared, list):
            found["parameters"] = [self._parameter(entry) for entry in shared if not is_of_body(self._swagger, entry)]
            if not found["parameters"] and shared:
                del found["parameters"]
        for method in METHODS:
            if isinstance(item.get(method), Mapping):
                found[method] = self._operation(item[method], shared if isinstance(shared, list) else [])
        return found

    def _operation(self, given: Mapping[str, Any], shared: Sequence[Any]) -> Json:
        found = {key: value for key, value in given.items() if key not in _OF_OPERATION}
        own = given.get("parameters", [])
        if isinstance(own, list):
            kept = [self._parameter(entry) for entry in own if not is_of_body(self._swagger, entry)]
            found |= {"parameters": kept} if kept else {}
            body = self._body([entry for entry in (*shared, *own) if is_of_body(self._swagger, entry)], given)
            found |= {"requestBody": body} if body else {}
        else:
            found["parameters"] = own
        if "schemes" in given and self._swagger.get("host"):
            found["servers"] = self._servers(given["schemes"])
        if "security" in given:
            found["security"] = self._security(given["security"])
        responses = given.get("responses")
        if isinstance(responses, Mapping):
            produces = self._media_types(given, "produces")
            found["responses"] = {
                str(status): response if is_extension(status) else self._response_of(response, produces)
                for status, response in responses.items()
            }
        elif "responses" in given:
            found["responses"] = responses
        return found

    def _media_types(self, given: Mapping[str, Any], key: str) -> Sequence[str]:
        """The media types of an operation, else of the document; JSON where neither names any."""
        found = media_types_of(self._swagger, given, key)
        self._media_type_count += len(found) * bool(given) * (found is not JSON_ALONE)
        if self._media_type_count > _MOST_MEDIA_TYPES:
            raise _beyond(self._file, f"{_MOST_MEDIA_TYPES:,} media types")
        return found

    def _parameter(self, given: Any) -> Any:
        """A parameter, or a reference to a shared one."""
        if not isinstance(given, Mapping):
            return given
        target = given.get("$ref")
        if not isinstance(target, str):
            return parameter_of(given, self._schemas)
        name = shared_name(target, "parameters")
        if name in self._parameter_names:
            return {"$ref": f"#/components/parameters/{self._parameter_names[name]}"}
        meant = behind(self._swagger, given)
        return parameter_of(meant, self._schemas) if meant else dict(given)

    def _body(self, given: Sequence[Any], operation: Mapping[str, Any]) -> Json | None:
        """The body of an operation: its own body parameter, else that of its path, or all form parameters."""
        consumes = self._media_types(operation, "consumes")
        bodies = [entry for entry in given if behind(self._swagger, entry)["in"] == "body"]
        if bodies:
            name = shared_name(str(bodies[-1].get("$ref")), "parameters")
            if name in self._parameter_names and self._parameters[name].get("in") == "body":
                make = partial(body_of, self._parameters[name], consumes, self._schemas)
                shared = self._shared("requestBodies", self._parameter_names[name], consumes, "consumes", make)
                return {"$ref": f"#/components/requestBodies/{shared}"}
            return body_of(behind(self._swagger, bodies[-1]), consumes, self._schemas)
        fields = {str(field["name"]): field for entry in given if "name" in (field := behind(self._swagger, entry))}
        return form_of(list(fields.values()), consumes, self._schemas) if fields else None

    def _response_of(self, given: Any, produces: Sequence[str]) -> Any:
        """A response, or a reference to a shared one."""
        target = given.get("$ref") if isinstance(given, Mapping) else None
        name = shared_name(str(target), "responses")
        if name in self._response_names:
            make = partial(self._new_response, self._responses[name], produces)
            shared = self._shared("responses", self._response_names[name], produces, "produces", make)
            return {"$ref": f"#/components/responses/{shared}"}
        return self._new_response(given, produces)

    def _shared(self, kind: str, name: str, types: Sequence[str], key: str, make: Callable[[], Any]) -> str:
        """The name of the component that a shared object becomes for these media types; `make` makes it."""
        if types == self._media_types({}, key):
            return name
        variant = kind, name, tuple(types)
        if variant not in self._variants:
            digest = hashlib.blake2b(repr(variant[2]).encode(errors="surrogatepass"), digest_size=4).hexdigest()
            self._variants[variant] = f"{name}_{digest}"
            self._made[kind][f"{name}_{digest}"] = make()
        return self._variants[variant]

    def _new_response(self, given: Any, produces: Sequence[str]) -> Any:
        meant = behind(self._swagger, given)
        if not meant:
            return given
        is_said = says_what_it_produces(self._swagger, produces)
        found = response_of(meant, produces, self._schemas, is_said=is_said)
        if isinstance(meant.get("headers"), Mapping):
            found["headers"] = {
                str(name): header_of(header, self._schemas) for name, header in meant["headers"].items()
            }
        return found


def _text(node: Any) -> str:
    return node if isinstance(node, str) else ""


def _map(node: Any) -> Mapping[str, Any]:
    return {str(key): value for key, value in node.items()} if isinstance(node, Mapping) else {}
