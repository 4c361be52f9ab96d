"""Forms as they go over the wire, where every field is a text: what was a number in the making is none there."""

from __future__ import annotations

from speclift.contract.bodies import MalformedBodyError, reader_of
from speclift.contract.samples import body_type
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.fuzz.exchange import Exchange
from speclift.openapi.records import Contract

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_good_form(exchange: Exchange, contract: Contract) -> bool:
    """Whether the body of a request is a form that the docs allow, read as a server reads it."""
    given = next((value for name, value in exchange.request.headers.items() if name.lower() == "content-type"), "")
    media = body_type(exchange.operation)
    if media is None or media.schema is None or not given.lower().startswith(_FORMS):
        return False
    try:
        value = reader_of(given, media.schema, contract.schemas)(exchange.request.body)
        return Validators(contract.schemas, frozenset({"readOnly"})).of(media.schema).accepts(value)
    except (MalformedBodyError, SourceError):
        # What is no schema cannot tell: the engine is believed.
        return False
