"""Requests as a server reads them.

On the wire, a number in a form is a text, an empty list is absent, and a decimal in a path may be two items of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from speclift.contract.records import Contract, MediaType, Operation
from speclift.contract.routes import Routes, parameter_names
from speclift.contract.sample_values import body_type
from speclift.contract.serialization import bodies, parameters
from speclift.contract.shapes import types_of
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.media_types import is_form, is_json, is_xml, plain_kind


class ReceivedRequests:
    """Judges requests by what a server receives.  A broken schema cannot decide, so it makes nothing good or wrong."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._schemas = contract.schemas
        self._routes: dict[str, Routes[Operation]] = {}

    def misfit(self, exchange: Exchange) -> str:
        """The first fault of a request by the docs, with its place; empty if nothing is known to be wrong.

        In a form, an empty list or object is no field at all, so a required one is missing.
        """
        try:
            return next(self._misfits(exchange), "")
        except (bodies.MalformedBodyError, SourceError):
            return ""

    def has_good_body(self, exchange: Exchange) -> bool:
        """Whether the body of a request is a form, a text or XML that the docs allow.

        Any XML is allowed: its elements have no types, and the server decides which of them are one value.  A form
        without fields is no body at all.
        """
        given = _content_type(exchange)
        media = _media_type(exchange) or body_type(exchange.operation)
        if is_xml(given):
            return True
        body = exchange.operation.body
        if not exchange.request.body and body is not None and not body.is_required:
            return True
        if media is None or media.schema is None or is_json(given):
            return False
        if not is_form(given) and "string" not in types_of(media.schema, self._schemas):
            return False
        try:
            value = self._fields(exchange, media) if is_form(given) else exchange.request.body.decode("latin-1")
            return self._accepts(media, value)
        except (bodies.MalformedBodyError, SourceError):
            return False

    def has_good_path(self, exchange: Exchange) -> bool:
        """Whether the docs allow all values in the path of a request: `/.0.5` is a valid list of integers in the style
        `label`.
        """
        return self._is_good("path", exchange)

    def has_good_query(self, exchange: Exchange) -> bool:
        """Whether the docs allow all parameters in the query of a request: some may be there without a value."""
        return self._is_good("query", exchange)

    def _is_good(self, location: str, exchange: Exchange) -> bool:
        try:
            return not any(True for _ in self._in_parameters(location, exchange))
        except SourceError:
            return False

    def _misfits(self, exchange: Exchange) -> Iterator[str]:
        for location in ("path", "query", "header"):
            yield from self._in_parameters(location, exchange)
        yield from self._in_body(exchange)

    def _in_parameters(self, location: str, exchange: Exchange) -> Iterator[str]:
        operation = exchange.operation
        given = self._texts(location, exchange)
        in_place = list(operation.parameters_in(location))
        for parameter in in_place:
            spread = parameters.spread_reader_of(parameter, self._schemas, [other.name for other in in_place])
            name = parameter.name.lower() if location == "header" else parameter.name
            texts = given.get(name)
            is_there = bool(spread(given)) if spread else texts is not None
            if not is_there:
                if parameter.is_required:
                    yield f"{location} {parameter.name}: it is missing"
                continue
            if parameter.allows_empty and texts is not None and not any(texts):
                continue
            value = spread(given) if spread else parameters.reader_of(parameter, self._schemas)(texts or ())
            if texts and len(texts) > 1 and not isinstance(value, (list, dict)):
                yield f"{location} {parameter.name}: it occurs {len(texts)} times"
            validator = self._contract.of_requests.of(parameter.schema)
            others = parameters.other_readers_of(parameter, self._schemas) if texts and len(texts) == 1 else ()
            if not any(validator.accepts(read(text)) for read in others for text in texts or ()):
                yield from (f"{location} {parameter.name}: {fault.message}" for fault in validator.faults(value))

    def _texts(self, location: str, exchange: Exchange) -> Mapping[str, Sequence[str]]:
        """The texts of the path, the query or the headers of a request, by the names of parameters."""
        if location == "query":
            return parse_qs(urlsplit(exchange.request.url).query, keep_blank_values=True)
        if location == "header":
            return {name.lower(): (text,) for name, text in exchange.request.headers.items()}
        operation = exchange.operation
        # The base URL of the server may have a path of its own, which comes first.
        segments = urlsplit(exchange.request.url).path.split("/")[-operation.path.count("/") :]
        match = self._route(operation).find("/" + "/".join(segments))
        values = [(unquote(value),) for value in match.values] if match else []
        return dict(zip(parameter_names(operation.path), values, strict=False))

    def _in_body(self, exchange: Exchange) -> Iterator[str]:
        given = _content_type(exchange)
        body, media = exchange.operation.body, _media_type(exchange)
        if body is not None and body.is_required and not exchange.request.body and not is_form(given):
            yield "body: it is missing"
        elif media is not None and media.schema and (is_form(given) or (is_json(given) and exchange.request.body)):
            for fault in self._contract.of_requests.of(media.schema).faults(self._fields(exchange, media)):
                yield f"body at {fault.pointer}: {fault.message}" if fault.pointer else f"body: {fault.message}"

    def _route(self, operation: Operation) -> Routes[Operation]:
        found = self._routes.get(operation.path)
        if found is None:
            found = self._routes[operation.path] = Routes[Operation]()
            found.add(operation.path, operation.method, operation)
        return found

    def _fields(self, exchange: Exchange, media: MediaType) -> Any:
        read = bodies.reader_of(_content_type(exchange), media.schema, self._schemas, media.encodings)
        return read(exchange.request.body) if exchange.request.body else {}

    def _accepts(self, media: MediaType, value: Any) -> bool:
        return self._contract.of_requests.of(media.schema or {}).accepts(value)


def _media_type(exchange: Exchange) -> MediaType | None:
    """The documented media type of the body of a request; None if it is not documented."""
    body, given = exchange.operation.body, plain_kind(_content_type(exchange))
    return next((media for media in (body.media_types if body else ()) if plain_kind(media.name) == given), None)


def _content_type(exchange: Exchange) -> str:
    return next((value for name, value in exchange.request.headers.items() if name.lower() == "content-type"), "")
