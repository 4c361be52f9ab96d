"""Forms and texts as they are on the wire, where numbers are texts."""

from __future__ import annotations

from speclift.contract.records import Contract
from speclift.contract.sample_values import body_type
from speclift.contract.serialization.bodies import MalformedBodyError, reader_of
from speclift.contract.shapes import types_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.media_types import is_json, is_xml

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_good_text(exchange: Exchange, contract: Contract) -> bool:
    """Whether the body of a request is a form or a text that the docs allow, read as a server reads it. So is any XML:
    its elements have no types, and which of them are one value is up to the server.
    """
    given = next((value for name, value in exchange.request.headers.items() if name.lower() == "content-type"), "")
    media = body_type(exchange.operation)
    is_form = given.lower().startswith(_FORMS)
    if is_xml(given):
        return True
    if media is None or media.schema is None or is_json(given):
        return False
    if not is_form and "string" not in types_of(media.schema, contract.schemas):
        return False
    try:
        body = exchange.request.body
        value = reader_of(given, media.schema, contract.schemas)(body) if is_form else body.decode("latin-1")
        return Validators(contract.schemas, frozenset({"readOnly"})).of(media.schema).accepts(value)
    except (MalformedBodyError, SourceError):
        # A broken schema cannot decide this, so the engine counts.
        return False
