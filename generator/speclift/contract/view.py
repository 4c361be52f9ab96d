"""From an OpenAPI 3 document to a contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from speclift.contract.examples import examples_of
from speclift.contract.records import (
    Body,
    Contract,
    Encoding,
    MediaType,
    Operation,
    Parameter,
    Response,
    SecurityScheme,
)
from speclift.openapi.structure.credential_words import prefix_of
from speclift.openapi.structure.json_schema import json_schema
from speclift.openapi.structure.media_types import whole_schema
from speclift.openapi.structure.parameters import content_of, parameter_schema, parameters_of
from speclift.openapi.structure.paths import operations_in, paths_of
from speclift.openapi.structure.pointers import resolved
from speclift.openapi.structure.references import followed
from speclift.openapi.structure.servers import addresses_of, base_path_of, base_paths_of
from speclift.openapi.structure.union_circles import without_union_circles

#: Headers that are not parameters, whatever a document says (OpenAPI 3.1.1, section 4.8.12).
_NO_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
_READING = frozenset({"get", "head", "options", "trace", "query"})
#: Styles whose values are exploded unless the document says otherwise (OpenAPI 3.2.0, section 4.12.2.2).
_EXPLODED = frozenset({"form", "cookie"})
_STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form", "querystring": "content"}
#: Keywords that make the style decide the encoding of a field; without them the media type decides (OpenAPI 3.1.1,
#: 4.8.15.1.1).
_IN_FORMS = frozenset({"style", "explode", "allowReserved", "x-collection-format"})
_HTTP_PREFIXES = {"basic": "Basic", "bearer": "Bearer"}


def read_contract(document: Mapping[str, Any]) -> Contract:
    """The contract of a valid OpenAPI 3 document.  Raises SourceError where a reference leads out of it, or nowhere."""
    return contract_of(resolved(document))


def operations_of(document: Mapping[str, Any]) -> Iterator[Operation]:
    """The operations of a document whose references lead to components alone, with schemas as it writes them."""
    return _Reader(document, lambda schema: schema).operations()


def schemas_of(operation: Operation) -> Iterator[Any]:
    """The schemas that describe an operation, including those of headers."""
    bodies = operation.body.media_types if operation.body else ()
    in_responses = (media for response in operation.responses for media in response.media_types)
    fields = [*operation.parameters, *(field for response in operation.responses for field in response.headers)]
    for media in (*bodies, *in_responses):
        yield from (schema for schema in (media.schema, media.item_schema) if schema is not None)
        fields += [field for part in media.parts.values() for field in part.headers]
    yield from (field.schema for field in fields)


def contract_of(document: Mapping[str, Any]) -> Contract:
    """The contract of a document whose references lead to components alone, as `load` returns it."""
    return _Reader(document).contract()


def events_of(document: Mapping[str, Any]) -> dict[str, Operation]:
    """The requests that a server of such a document makes, by name: webhooks by theirs, and with the method where one
    has several; callbacks as `OPERATION.CALLBACK`.

    The path of a callback is the expression that gives its address (OpenAPI 3.1.1, section 4.8.18).
    """
    return dict(_Reader(document).events())


class _Reader:
    def __init__(self, document: Mapping[str, Any], schema: Callable[[Any], Any] = json_schema) -> None:
        self.document = document
        self.schema = schema
        self.components: Mapping[str, Any] = document.get("components") or {}
        # The values for all operations that state no others: one object each, however many operations there are.
        self.servers = addresses_of(document)
        self.security = _ways(document.get("security"))
        # Many operations share a few parameters.  Each is kept beside its source, so that no other gets its identity.
        self.known: dict[tuple[int, str, str], tuple[Mapping[str, Any], Parameter]] = {}

    def contract(self) -> Contract:
        servers = self.servers
        schemes = (self._scheme(name, given) for name, given in self._all("securitySchemes"))
        schemas = {str(name): _as_patch(json_schema(schema)) for name, schema in self._all("schemas")}
        return Contract(
            title=str(self.document.get("info", {}).get("title", "")),
            operations=tuple(self.operations()),
            base_paths=base_paths_of(self.document),
            schemes={scheme.name: scheme for scheme in schemes if scheme},
            schemas=without_union_circles(schemas),
            base_path=base_path_of(servers[0]) if servers else "",
            servers=servers,
        )

    def _all(self, kind: str) -> Iterator[tuple[str, Any]]:
        yield from (self.components.get(kind) or {}).items()

    def _followed(self, node: Any, kind: str) -> Mapping[str, Any]:
        """An object, or the component that it refers to."""
        return followed(node, kind, self.components)

    def operations(self) -> Iterator[Operation]:
        """The operations in the order of the document."""
        for path, given in paths_of(self.document):
            item = self._followed(given, "pathItems")
            for method, operation in operations_in(item):
                yield self._operation(path, method, item, operation)

    def events(self) -> Iterator[tuple[str, Operation]]:
        """Webhooks and callbacks by name."""
        for name, given in (self.document.get("webhooks") or {}).items():
            yield from self._event(str(name), str(name), given)
        for path, given in paths_of(self.document):
            for method, operation in operations_in(self._followed(given, "pathItems")):
                owner = str(operation.get("operationId") or f"{method} {path}")
                for name, callback in (operation.get("callbacks") or {}).items():
                    for expression, item in self._followed(callback, "callbacks").items():
                        if not str(expression).startswith("x-"):
                            yield from self._event(f"{owner}.{name}", str(expression), item)

    def _event(self, name: str, path: str, given: Any) -> Iterator[tuple[str, Operation]]:
        item = self._followed(given, "pathItems")
        found = list(operations_in(item))
        for method, operation in found:
            own = name if len(found) == 1 else f"{name}.{method}"
            yield own, self._operation(path, method, item, operation)

    def _operation(self, path: str, method: str, item: Mapping[str, Any], source: Mapping[str, Any]) -> Operation:
        security, scopes = _ways(source["security"]) if "security" in source else self.security
        request = self._followed(source.get("requestBody"), "requestBodies")
        return Operation(
            operation_id=str(source.get("operationId") or f"{method} {path}"),
            method=method,
            path=path,
            tags=tuple(str(tag) for tag in source.get("tags") or ()),
            parameters=tuple(self._parameters(item, source)),
            body=self._body(request) if request.get("content") else None,
            responses=tuple(
                self._response(str(status), given) for status, given in (source.get("responses") or {}).items()
            ),
            security=security,
            is_read_only=_is_read_only(method, source),
            source=str(source.get("x-source", "")),
            summary=str(source.get("summary") or item.get("summary") or ""),
            description=str(source.get("description") or item.get("description") or ""),
            is_deprecated=source.get("deprecated") is True,
            scopes=scopes,
            servers=addresses_of(source) or addresses_of(item) or self.servers,
            has_own_security=isinstance(source.get("security"), list),
            has_own_servers=bool(addresses_of(source) or addresses_of(item)),
            documentation=str((source.get("externalDocs") or {}).get("url", "")),
            restriction=str(source.get("x-restriction", "")),
        )

    def _body(self, request: Mapping[str, Any]) -> Body:
        description = str(request.get("description", ""))
        return Body(request.get("required") is True, self._media_types(request), description)

    def _parameters(self, item: Mapping[str, Any], source: Mapping[str, Any]) -> Iterator[Parameter]:
        for parameter in parameters_of(item, source, self.components):
            name, location = str(parameter["name"]), str(parameter["in"])
            is_named = bool(name) or location == "query"
            if is_named and location in _STYLES and not (location == "header" and name.lower() in _NO_PARAMETERS):
                yield self._parameter(parameter, name, location)

    def _parameter(self, given: Mapping[str, Any], name: str, location: str) -> Parameter:
        key = id(given), name, location
        if key not in self.known:
            self.known[key] = given, self._new_parameter(given, name, location)
        return self.known[key][1]

    def _new_parameter(self, given: Mapping[str, Any], name: str, location: str) -> Parameter:
        schema, is_content = parameter_schema(given, self.components)
        style, is_exploded = ("content", False) if is_content else _style(given, _STYLES[location])
        media_type, media = content_of(given, self.components)
        examples = examples_of(given, self.components) or examples_of(media, self.components)
        return Parameter(
            name=name,
            location=location,
            is_required=given.get("required") is True or location == "path",
            schema=self.schema(schema),
            style=style,
            is_exploded=is_exploded,
            example=next(iter(examples.values()), None),
            is_deprecated=given.get("deprecated") is True,
            allows_empty=given.get("allowEmptyValue") is True,
            description=str(given.get("description", "")),
            media_type=media_type if is_content else "",
            is_reserved=given.get("allowReserved") is True,
        )

    def _response(self, status: str, given: Any) -> Response:
        response = self._followed(given, "responses")
        description = str(response.get("description") or response.get("summary") or "")
        return Response(status, description, self._media_types(response), self._headers(response))

    def _headers(self, owner: Mapping[str, Any]) -> tuple[Parameter, ...]:
        return tuple(
            self._parameter(self._followed(header, "headers"), str(name), "header")
            for name, header in (owner.get("headers") or {}).items()
            if str(name).lower() != "content-type"
        )

    def _media_types(self, owner: Mapping[str, Any]) -> tuple[MediaType, ...]:
        return tuple(
            self._media_type(str(name).lower(), self._followed(given, "mediaTypes"))
            for name, given in (owner.get("content") or {}).items()
        )

    def _media_type(self, name: str, entry: Mapping[str, Any]) -> MediaType:
        schema, item = whole_schema(entry), entry.get("itemSchema")
        return MediaType(
            name,
            self.schema(schema) if schema is not None else None,
            examples_of(entry, self.components, name, schema),
            {str(field): self._encoding(given) for field, given in (entry.get("encoding") or {}).items()},
            self.schema(item) if isinstance(item, Mapping | bool) else None,
        )

    def _encoding(self, given: Mapping[str, Any]) -> Encoding:
        is_by_style = bool(_IN_FORMS & given.keys())
        style, is_exploded = _style(given, "form") if is_by_style else ("", True)
        content_type, is_reserved = str(given.get("contentType") or ""), given.get("allowReserved") is True
        return Encoding(style, is_exploded, is_reserved, content_type, self._headers(given))

    def _scheme(self, name: str, given: Any) -> SecurityScheme | None:
        """A scheme whose credential is a header, a query parameter or a cookie; None for any other."""
        scheme = self._followed(given, "securitySchemes")
        match scheme.get("type"):
            case "http":
                kind = str(scheme.get("scheme", "")).lower()
                return SecurityScheme(name, "header", "Authorization", _HTTP_PREFIXES.get(kind, kind))
            case "oauth2" | "openIdConnect":
                return SecurityScheme(name, "header", "Authorization", "Bearer")
            case "apiKey":
                location, field = str(scheme.get("in", "header")), str(scheme.get("name", ""))
                return SecurityScheme(name, location, field, prefix_of(scheme))
        return None


def _ways(security: Any) -> tuple[tuple[tuple[str, ...], ...], tuple[Mapping[str, tuple[str, ...]], ...]]:
    """Security requirements as the names of schemes, and the scopes of each."""
    given = security or ()
    scopes = ({str(name): tuple(map(str, found or ())) for name, found in each.items()} for each in given)
    return tuple(tuple(each) for each in given), tuple(scopes)


def _style(given: Mapping[str, Any], default: str) -> tuple[str, bool]:
    """The style of a value, and whether it is exploded; only Swagger 2.0 has the values of `x-collection-format`."""
    style = str(given.get("x-collection-format") or given.get("style") or default)
    return style, bool(given.get("explode", style in _EXPLODED))


def _is_read_only(method: str, source: Mapping[str, Any]) -> bool:
    """Whether an operation changes nothing.

    `x-read-only` is believed only for a POST, and only where it is `true`: documents come from strangers, and no word
    of theirs makes a DELETE harmless.
    """
    if method == "post":
        return source.get("x-read-only") is True
    return method in _READING and not _is_silent(source)


def _is_silent(source: Mapping[str, Any]) -> bool:
    """Whether an operation succeeds without content: then it must have changed something."""
    successes = [status for status in source.get("responses") or {} if str(status).startswith("2")]
    return bool(successes) and all(str(status) in ("204", "205") for status in successes)


_PATCH_MEMBERS = frozenset({"op", "path", "from", "value"})


def _as_patch(schema: Any) -> Any:
    """The schema of a JSON Patch operation as RFC 6902 (section 4) defines it: samples do not show all its values."""
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    if not {"op", "path"} <= properties.keys() <= _PATCH_MEMBERS or "enum" in properties["op"]:
        return schema
    known = {"op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]}, "value": {}}
    return {**schema, "properties": {**properties, **known}, "required": ["op", "path"]}
