"""Forms and texts as they are on the wire, where numbers are texts and empty lists are nothing."""

from __future__ import annotations

from typing import Any

from speclift.contract.records import Contract, MediaType
from speclift.contract.sample_values import body_type
from speclift.contract.serialization.bodies import MalformedBodyError, reader_of
from speclift.contract.shapes import properties_of, types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.media_types import is_json, is_xml

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_good_text(exchange: Exchange, contract: Contract) -> bool:
    """Whether the body of a request is a form or a text that the docs allow, read as a server reads it. So is any XML:
    its elements have no types, and which of them are one value is up to the server.
    """
    given = _content_type(exchange)
    media = body_type(exchange.operation)
    if is_xml(given):
        return True
    if media is None or media.schema is None or is_json(given):
        return False
    if not _is_form(given) and "string" not in types_of(media.schema, contract.schemas):
        return False
    try:
        is_form = _is_form(given)
        value = _fields(exchange, media, contract) if is_form else exchange.request.body.decode("latin-1")
        return _accepts(media, value, contract)
    except (MalformedBodyError, SourceError):
        # A broken schema cannot decide this, so the engine counts.
        return False


def lacks_empty_lists(exchange: Exchange, contract: Contract) -> bool:
    """Whether the body of a request is a form that is good but for lists that are not there: an empty list is no field
    at all, so no server can know of it.
    """
    media = body_type(exchange.operation)
    if media is None or media.schema is None or not _is_form(_content_type(exchange)):
        return False
    properties = properties_of(media.schema, contract.schemas)
    empty = {name: list[Any]() for name, given in properties.items() if "array" in types_of(given, contract.schemas)}
    try:
        fields = _fields(exchange, media, contract) if exchange.request.body else {}
        return not _accepts(media, fields, contract) and _accepts(media, {**empty, **fields}, contract)
    except (MalformedBodyError, SourceError):
        return False


def _content_type(exchange: Exchange) -> str:
    return next((value for name, value in exchange.request.headers.items() if name.lower() == "content-type"), "")


def _is_form(content_type: str) -> bool:
    return content_type.lower().startswith(_FORMS)


def _fields(exchange: Exchange, media: MediaType, contract: Contract) -> Any:
    read = reader_of(_content_type(exchange), media.schema, contract.schemas, media.encodings)
    return read(exchange.request.body)


def _accepts(media: MediaType, value: Any, contract: Contract) -> bool:
    return Validators(contract.schemas, frozenset({"readOnly"})).of(media.schema or {}).accepts(value)
