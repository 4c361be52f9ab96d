"""Requests as a server reads them: on the wire a number in a form is a text, an empty list is nothing, and a decimal in
a path may be two items of a list.
"""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import unquote, urlsplit

from speclift.contract.records import Contract, MediaType, Operation
from speclift.contract.routes import Routes, parameter_names
from speclift.contract.sample_values import body_type
from speclift.contract.serialization import bodies, parameters
from speclift.contract.shapes import properties_of, types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.media_types import is_json, is_xml

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ReceivedRequests:
    """Judges requests by what a server receives. A broken schema cannot decide anything, so nothing is good by it."""

    def __init__(self, contract: Contract) -> None:
        self._schemas = contract.schemas
        self._routes: dict[str, Routes[Operation]] = {}

    def has_good_body(self, exchange: Exchange) -> bool:
        """Whether the body of a request is a form or a text that the docs allow. So is any XML: its elements have no
        types, and which of them are one value is up to the server.
        """
        given = _content_type(exchange)
        media = body_type(exchange.operation)
        if is_xml(given):
            return True
        if media is None or media.schema is None or is_json(given):
            return False
        if not _is_form(given) and "string" not in types_of(media.schema, self._schemas):
            return False
        try:
            is_form = _is_form(given)
            value = self._fields(exchange, media) if is_form else exchange.request.body.decode("latin-1")
            return self._accepts(media, value)
        except (bodies.MalformedBodyError, SourceError):
            return False

    def lacks_empty_lists(self, exchange: Exchange) -> bool:
        """Whether the body of a request is a form that is good but for lists that are not there: an empty list is no
        field at all, so no server can know of it.
        """
        media = body_type(exchange.operation)
        if media is None or media.schema is None or not _is_form(_content_type(exchange)):
            return False
        properties = properties_of(media.schema, self._schemas)
        empty = {name: list[Any]() for name, given in properties.items() if "array" in types_of(given, self._schemas)}
        try:
            fields = self._fields(exchange, media) if exchange.request.body else {}
            return not self._accepts(media, fields) and self._accepts(media, {**empty, **fields})
        except (bodies.MalformedBodyError, SourceError):
            return False

    def has_good_path(self, exchange: Exchange) -> bool:
        """Whether the docs allow all values in the path of a request: `/.0.5` is a good list of integers in the style
        `label`.
        """
        operation = exchange.operation
        # The server adds the part before the path.
        segments = urlsplit(exchange.request.url).path.split("/")[-operation.path.count("/") :]
        match = self._route(operation).find("/" + "/".join(segments))
        if match is None:
            return False
        texts = dict(zip(parameter_names(operation.path), map(unquote, match.values), strict=True))
        try:
            return all(
                parameter.name in texts
                and self._validators.of(parameter.schema).accepts(
                    parameters.reader_of(parameter, self._schemas)((texts[parameter.name],))
                )
                for parameter in operation.parameters_in("path")
            )
        except SourceError:
            return False

    def _route(self, operation: Operation) -> Routes[Operation]:
        found = self._routes.get(operation.path)
        if found is None:
            found = self._routes[operation.path] = Routes[Operation]()
            found.add(operation.path, operation.method, operation)
        return found

    def _fields(self, exchange: Exchange, media: MediaType) -> Any:
        read = bodies.reader_of(_content_type(exchange), media.schema, self._schemas, media.encodings)
        return read(exchange.request.body)

    def _accepts(self, media: MediaType, value: Any) -> bool:
        return self._validators.of(media.schema or {}).accepts(value)

    @functools.cached_property
    def _validators(self) -> Validators:
        return Validators(self._schemas, frozenset({"readOnly"}))


def _content_type(exchange: Exchange) -> str:
    return next((value for name, value in exchange.request.headers.items() if name.lower() == "content-type"), "")


def _is_form(content_type: str) -> bool:
    return content_type.lower().startswith(_FORMS)
