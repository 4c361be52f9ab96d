"""An operation as a method: its arguments, its body, and how its result is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.client.annotations import RUNTIME_MODULES, Annotation, SchemaReader, kinds_of, members
from speclift.client.imports import import_order
from speclift.client.literals import docstring, string
from speclift.client.media import is_json_like
from speclift.client.names import ARGUMENT_RESERVED, attribute, pascal, snake, unique
from speclift.client.operations.calls import sample_call
from speclift.client.operations.documentation import method_documentation
from speclift.client.operations.paging import Pagination
from speclift.client.operations.responses import Result, result_of
from speclift.client.records import Alias, Argument, Imports, Method
from speclift.client.schemas.bodies import Request, request_of
from speclift.contract.records import Operation, Parameter
from speclift.model.client_settings import PagingHint
from speclift.openapi.structure.media_types import is_json, plain_kind

#: The header of a key by which a server recognises a repeated call, in the usual spellings
#: (draft-ietf-httpapi-idempotency-key-header).
_IDEMPOTENCY_KEY = re.compile(r"(?:x-)?(?:[a-z0-9]+-)?(?:idempoten(?:cy|t|ce)-(?:key|token|id)|idempotencykey)", re.I)
_COMMAS = re.compile(r"comma[- ]separated", re.I)
_ODATA_LISTS = frozenset({"$select", "$expand", "$orderby"})
#: The default style and `explode` of a parameter by its location (OpenAPI 3.1.1, section 4.8.12.2.2).
_STYLES = {"path": ("simple", False), "query": ("form", True), "header": ("simple", False), "cookie": ("form", True)}
_PLACES = (*_STYLES, "querystring")
#: The locations where null is sent as a parameter that is left out.
_NULLABLE = frozenset({"query", "header", "cookie"})
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_METHOD_INDENT = 8

#: What the module of a resource takes from the runtime for each kind of result.
_TAKEN = {
    "binary": ("Download", "AsyncDownload"),
    "stream": ("EventStream", "AsyncEventStream"),
    "either": ("EventStream", "AsyncEventStream"),
    "pages": ("Pages", "AsyncPages", "Paging"),
}

#: The module of the runtime that each name comes from.
_RUNTIME = {
    **RUNTIME_MODULES,
    "Content": "_values",
    "Download": "_raw",
    "AsyncDownload": "_raw",
    "commas": "_values",
    "whole_query": "_values",
    "with_properties": "_call",
    "Media": "_call",
    "Encoding": "_bodies",
    "EventStream": "_streams",
    "AsyncEventStream": "_streams",
    "Styled": "_values",
    "CommaSeparated": "_values",
    "NOT_GIVEN": "_values",
    "NotGiven": "_values",
    "Pages": "_resource",
    "AsyncPages": "_resource",
    "Paging": "_resource",
    "JsonPatch": "_bodies",
    "MergePatch": "_bodies",
}


class MethodBuilder:
    """Builds the methods of one resource and gathers what its module imports."""

    def __init__(
        self,
        reader: SchemaReader,
        option_headers: frozenset[str],
        hints: Sequence[PagingHint] = (),
        place: str = "client",
    ) -> None:
        """`place` is how examples call the resource; `option_headers`, in lower case, are options of the client."""
        self.reader = reader
        self.place = place
        self.hints = hints
        self.option_headers = option_headers
        self.classes: set[str] = set()
        self.inputs: set[str] = set()
        self.runtime: dict[str, set[str]] = defaultdict(set)
        self.runtime["_call"].add("Call")
        self.runtime["_options"].add("CallOptions")
        self.runtime["_resource"] |= {"AsyncResource", "Resource"}
        self.aliases: list[Alias] = []
        self.has_any = self.has_literal = False

    def runtime_imports(self) -> tuple[Imports, ...]:
        """What the module imports from the runtime."""
        return tuple(Imports(module, import_order(names)) for module, names in sorted(self.runtime.items()) if names)

    def typing(self) -> tuple[str, ...]:
        """What the module imports from `typing`."""
        has_literal = self.aliases or self.has_literal
        names = [("Any", self.has_any), ("Literal", has_literal), ("TypeAlias", self.aliases)]
        return tuple(name for name, is_used in names if is_used)

    def _use(self, annotation: Annotation) -> Annotation:
        self.classes |= annotation.classes
        for name in annotation.runtime:
            self._take(name)
        return annotation

    def _take(self, *names: str) -> None:
        for name in names:
            if name in _RUNTIME:
                self.runtime[_RUNTIME[name]].add(name)
            elif name == "Any":
                self.has_any = True
            elif name == "Literal":
                self.has_literal = True

    def method(self, operation: Operation, name: str) -> Method:
        """An operation as a method of this name."""
        request = request_of(operation, self.reader)
        body = request.body
        for annotation in request.annotations:
            self._use(annotation)
        if request.dictionary:
            self.inputs.add(request.dictionary)
        arguments = self._arguments(operation, name, request)
        if any(not argument.is_required for argument in arguments) or (
            body and not body.is_required and (not body.model or body.is_nullable)
        ):
            self._take("NOT_GIVEN", "NotGiven")
        if request.properties and body:
            self._take("with_properties")
        result = result_of(operation, self.reader, self.hints)
        for annotation in (result.value, result.item, *result.by_status.values(), *result.errors.values()):
            self._use(annotation)
        if _returned(result) != "Any":
            self._take(*_TAKEN.get(result.kind, ()))
        call = sample_call(f"{self.place}.{name}", operation, arguments, body)
        return Method(
            name=name,
            operation_id=string(operation.operation_id),
            http_method=operation.http_method,
            path=string(operation.path),
            arguments=arguments,
            body=body,
            kind=result.kind,
            returns=_returned(result),
            parses="None" if result.kind in ("binary", "stream") else result.value.full,
            item=result.item.full if result.item.source != "None" else "",
            paging=_paging(result.paging),
            accept=string(result.accept),
            is_read_only=operation.method in ("get", "head", "options", "query")
            or (operation.method == "post" and operation.is_read_only),
            is_deprecated=operation.is_deprecated,
            docstring=docstring(method_documentation(operation, arguments, body, result, call), _METHOD_INDENT),
            answers=tuple((string(status), found.full) for status, found in result.by_status.items()),
            errors=tuple((string(status), found.full) for status, found in result.errors.items()),
            security=operation.security if operation.has_own_security else None,
            server=string(operation.servers[0]) if operation.has_own_servers else "",
            idempotency_header=next((string(p.name) for p in operation.parameters if _is_key(p)), ""),
        )

    def _arguments(self, operation: Operation, method: str, request: Request) -> tuple[Argument, ...]:
        own = [p for p in operation.parameters if not self._is_option(p) or p.is_required or not _is_text(p)]
        spelled = _spelled(own)
        names = unique(spelled, _argument_name, ARGUMENT_RESERVED)
        found = [self._parameter(p, names[key], method) for key, p in zip(spelled, own, strict=True)]
        found.sort(key=lambda argument: argument.location != "path")
        taken = {argument.name for argument in found}
        fields = unique(request.properties, attribute, ARGUMENT_RESERVED)
        for wire, schema in request.properties.items():
            name = f"body_{fields[wire]}" if fields[wire] in taken else fields[wire]
            annotation = self._use(self.reader.annotation(schema))
            text = str(schema.get("description", "")) if isinstance(schema, dict) else ""
            is_needed = wire in request.needed
            found.append(
                Argument(name, annotation.optional, "property", string(wire), False, text, is_needed=is_needed)
            )
        return tuple(found)

    def _is_option(self, parameter: Parameter) -> bool:
        """Whether a header is an option of the client, which each call may override."""
        return parameter.location == "header" and parameter.name.lower() in self.option_headers

    def _parameter(self, parameter: Parameter, name: str, method: str) -> Argument:
        schema: Any = parameter.schema
        # The client makes a key where none is given, and its options may hold the values of headers.
        is_required = parameter.is_required and not _is_key(parameter) and not self._is_option(parameter)
        text = parameter.description
        if parameter.is_deprecated:
            text = f"{text} Deprecated.".lstrip()
        values = members(schema.get("enum", ())) if isinstance(schema, dict) else ()
        written = _written(parameter, name)
        if values:
            annotation = pascal(method) + pascal(name)
            self.aliases.append(Alias(annotation, tuple(dict.fromkeys(values))))
        elif (
            parameter.location == "query"
            and not written
            and kinds_of(schema)[0] == ["string"]
            and _takes_commas(parameter.name, text)
        ):
            annotation, written = "CommaSeparated", f"commas({name})"
            self._take("CommaSeparated")
        else:
            annotation = self._use(self.reader.annotation(_as_text(schema))).source
        if parameter.location in _NULLABLE and self.reader.annotation(schema).is_nullable:
            annotation = Annotation(annotation.removesuffix(" | None")).optional
        self._take(written.partition("(")[0])
        return Argument(name, annotation, parameter.location, string(parameter.name), is_required, text, written)


def _is_text(parameter: Parameter) -> bool:
    """Whether a parameter takes any text, as the options of a client do."""
    schema = parameter.schema
    return kinds_of(schema)[0] == ["string"] and not (isinstance(schema, dict) and "enum" in schema)


def _as_text(schema: Any) -> Any:
    """The schema of encoded bytes as that of the encoded text, since a parameter is only text."""
    if not isinstance(schema, dict) or not ("contentEncoding" in schema or schema.get("format") == "byte"):
        return schema
    return {key: value for key, value in schema.items() if key not in ("contentEncoding", "contentMediaType", "format")}


def is_idempotency_key(name: str) -> bool:
    """Whether a header holds a key by which the server recognises a repeated call."""
    return bool(_IDEMPOTENCY_KEY.fullmatch(name))


def _is_key(parameter: Parameter) -> bool:
    return parameter.location == "header" and is_idempotency_key(parameter.name)


def _written(parameter: Parameter, name: str) -> str:
    """The expression for a value whose style is not the default of its location; else empty."""
    if parameter.location == "querystring":
        return f"whole_query({name}, is_json={is_json(parameter.media_type)})"
    if parameter.style == "content":
        kind = plain_kind(parameter.media_type)
        return f'Styled({name}, "json")' if is_json_like(kind, parameter.schema) else ""
    usual = _STYLES[parameter.location]
    style, explode = parameter.style, parameter.is_exploded
    kinds, _ = kinds_of(parameter.schema)
    is_scalar = bool(kinds) and _SCALARS.issuperset(kinds)
    is_plain = (style, explode) == usual or (is_scalar and style not in ("label", "matrix"))
    arguments = [] if is_plain else [string(style), f"explode={explode}"]
    if parameter.is_reserved and parameter.location in ("query", "path"):
        arguments = [string(style), f"explode={explode}", "reserved=True"]
    return f"Styled({', '.join([name, *arguments])})" if arguments else ""


def _paging(found: Pagination | None) -> tuple[str, ...]:
    """The arguments of `Paging` of the runtime."""
    if found is None:
        return ()
    values = msgspec.structs.asdict(found)
    given = [f"{name}={string(values[name])}" for name in ("items", "next", "parameter", "step") if values[name]]
    given += ["in_body=True"] if found.in_body else []
    given += [f"start={found.start}"] if found.start else []
    paths = ("key", "more", "end", "total", "pages", "number")
    return (*given, *(f"{name}={string(values[name])}" for name in paths if values[name]))


def _returned(result: Result) -> str:
    """The annotation of the result in the synchronous client."""
    match result.kind:
        case "pages":
            return f"Pages[{result.item.full}, {result.value.full}]"
        case "stream":
            return f"EventStream[{result.item.full}]"
        case "either" if result.value.source == "Any":
            return "Any"
        case "either":
            null = " | None" if result.value.is_nullable else ""
            return f"{result.value.source} | EventStream[{result.item.full}]{null}"
    return result.value.full


def _spelled(parameters: Sequence[Parameter]) -> list[str]:
    """The text that the name of each argument is made from: where parameters have the same name, all but the first in
    the order of _PLACES add their location. What follows a NUL only makes the texts distinct.
    """
    first: dict[str, str] = {}
    for parameter in sorted(parameters, key=lambda parameter: _PLACES.index(parameter.location)):
        first.setdefault(snake(parameter.name), parameter.location)
    return [
        f"{parameter.name}\0{parameter.location}"
        if first[snake(parameter.name)] == parameter.location
        else f"{parameter.name} {parameter.location}\0{parameter.location}\0"
        for parameter in parameters
    ]


def _argument_name(text: str) -> str:
    return snake(text.partition("\0")[0])


def _takes_commas(name: str, text: str) -> bool:
    return name.lower() in _ODATA_LISTS or bool(_COMMAS.search(text))
