"""The response of an operation: the usual sample, a requested one, or a value generated for the schema."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.valid_values import fitting
from speclift.contract.read_write_only import WRITE_ONLY
from speclift.contract.records import Contract, MediaType, Operation, Response, json_of
from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.mock.memo import MemoStore, size_of
from speclift.mock.problems import Problem
from speclift.mock.requests.prefer import NO_PREFERENCE, Preference
from speclift.mock.responses.bodies import content_of
from speclift.mock.responses.headers import documented_headers
from speclift.openapi.structure.media_types import OCTETS, is_json, is_xml, plain_kind
from speclift.openapi.structure.nodes import Json


class Outgoing(msgspec.Struct, frozen=True):
    """A response before it is written: the body is `value` as JSON, unless `content` has its bytes."""

    status: int
    media_type: str = ""
    value: Any = None
    content: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    has_body: bool = True


#: Statuses without content (RFC 9110, sections 15.3.5, 15.3.6, 15.4.5).
_EMPTY = frozenset({204, 205, 304})

#: A media type that HTTP can name (RFC 9110, section 8.3.1), not a range.
_MEDIA_TYPE = re.compile(r"(?:[!#$%&'+.^_`|~0-9A-Za-z-]+)/(?:[!#$%&'+.^_`|~0-9A-Za-z-]+)(?:[ \t]*;[ -~]*)?")

#: The media type that is sent for a documented range without JSON.
_OF_RANGES = {"text/*": "text/plain", "image/*": "image/png", "audio/*": "audio/wav"}
#: The media type that is sent if HTTP can name none of the documented ones.
_ANYTHING = MediaType(OCTETS, None, {})

#: A status that a request can prefer.
_CODE = re.compile("[2-5][0-9][0-9]")


class Responder:
    """The responses of one operation; `validators`, which are those for responses, check generated values."""

    def __init__(
        self, contract: Contract, operation: Operation, seed: int, room: MemoStore, validators: Validators
    ) -> None:
        self._contract = contract
        self._validators = validators
        self._operation = operation
        self._seed = seed
        self._turns = itertools.count()
        self._shown = room.keep(self._show, _size_of_shown)
        self._headers: Callable[[str], tuple[tuple[str, str], ...]] = room.keep(self._documented, size_of)
        self.usual = operation.success or _best_of(operation.responses)
        #: The response to a request without preferences, by its Accept.
        self.usually = room.keep(self._usually, _size_of_content)

    def response(self, wanted: Preference) -> Response | Problem:
        """The documented response that a request prefers; without a preference, the usual one."""
        responses = self._operation.responses
        if not wanted.code:
            return self.usual
        code = wanted.code
        for status in (code, f"{code[:1]}XX", f"{code[:1]}xx", "default"):
            for response in responses:
                if response.status == status and _CODE.fullmatch(code):
                    return response
        known = ", ".join(response.status for response in responses)
        return Problem(400, "no-such-response", f"Prefer: code={code} is not documented. Documented are: {known}.")

    def respond(self, response: Response, wanted: Preference, accept: bytes) -> Outgoing | Problem:
        """A response as documented, in a media type that the request accepts."""
        status = int(wanted.code) if wanted.code else _status(response.status)
        headers = self._headers(response.status)
        if not response.media_types or status in _EMPTY:
            return Outgoing(status, headers=headers, has_body=False)
        said = accept.decode("latin-1")
        media = _negotiated(response, said)
        if media is None:
            names = ", ".join(_offered(response))
            return Problem(
                406, "not-acceptable", f"Accept: {said} allows none of the media types of the response: {names}."
            )
        if not is_json(media.name):
            content = content_of(self._contract, media, self._made, wanted.example)
            return Outgoing(status, media.name, content=content, headers=headers)
        value = self._value(response, wanted, media.name)
        return value if isinstance(value, Problem) else Outgoing(status, media.name, value, headers=headers)

    def _usually(self, accept: bytes) -> Outgoing | Problem:
        return self.respond(self.usual, NO_PREFERENCE, accept)

    def sample(self, response: Response) -> Any:
        """The JSON of a response: its first example, else a value that depends only on the seed."""
        types = json_of(response.media_types)
        found = self._value(response, NO_PREFERENCE, types[0].name if types else "")
        return found if not isinstance(found, Problem) else None

    def headers(self, response: Response) -> tuple[tuple[str, str], ...]:
        """The documented headers of a response."""
        return self._headers(response.status)

    def _value(self, response: Response, wanted: Preference, media_type: str) -> Any:
        schema, examples = self._shown((response.status, media_type))
        if wanted.is_dynamic:
            return self._made(schema, f" dynamic {next(self._turns)}")
        if not wanted.example:
            return next(iter(examples.values()))
        if wanted.example not in examples:
            known = ", ".join(examples) or "none"
            return Problem(
                400, "no-such-example", f"Prefer: example={wanted.example} is not documented. Documented are: {known}."
            )
        return examples[wanted.example]

    def _documented(self, status: str) -> tuple[tuple[str, str], ...]:
        """The headers of the response with a documented status."""
        response = next((r for r in self._operation.responses if r.status == status), self.usual)
        return tuple(documented_headers(response, Generator(self._contract.schemas, f"{self._seed} {status}")))

    def _made(self, schema: Json | None, turn: str = "") -> Any:
        seed = f"{self._seed} {self._operation.label}{turn}"
        try:
            validator = None if schema is None else self._validators.of(schema)
        except SourceError:
            # The schema is not valid, so no value can be checked.
            validator = None
        # Without this check, a seventh of the time goes into a search for such properties in documents that have none.
        hides = schema is not None and self._validators.may_hide(schema, WRITE_ONLY)
        return fitting(self._contract.schemas, schema, validator, seed, is_answer=hides)

    def made(self, schema: Json | None, turn: str = "") -> Any:
        """A value generated for a schema, even if the document has examples; each `turn` gives another one."""
        return self._made(schema, turn)

    def _show(self, asked: tuple[str, str]) -> tuple[Json | None, Mapping[str, Any]]:
        """The schema of a JSON response, and its examples by name, those of the requested media type first; without
        examples, a generated value under an empty name.
        """
        status, media_type = asked
        response = next(r for r in self._operation.responses if r.status == status)
        types = sorted(json_of(response.media_types), key=lambda media: media.name != media_type)
        schema = next((media.schema for media in types if media.schema is not None), None)
        # Examples of other media types fit too, unless these have another schema.
        alike = [media for media in types if media.schema in (schema, None)]
        examples: dict[str, Any] = {}
        for name, value in (pair for media in alike for pair in media.examples.items()):
            examples.setdefault(name, value)
        return schema, examples or {"": self._made(schema)}


def _size_of_shown(shown: tuple[Json | None, Mapping[str, Any]]) -> int:
    """The bytes of a generated value; examples belong to the document and take no more memory."""
    return size_of(shown[1][""]) if shown[1].keys() == {""} else 0


def _size_of_content(found: Outgoing | Problem) -> int:
    """The bytes of content that is not JSON; values are counted where they are generated."""
    return len(found.content or b"") if isinstance(found, Outgoing) else 0


def _best_of(responses: Sequence[Response]) -> Response:
    """The usual response if no success is documented: `default`, else a redirect, else an empty success.

    Authors who document only failures take it for granted that other requests succeed.
    """
    named = {response.status[:1]: response for response in reversed(responses)}
    return named.get("d") or named.get("3") or Response("200", "", (), ())


def _status(status: str) -> int:
    """The number of a documented status: the first of a range, and 200 for `default`."""
    if status.isdecimal():
        return int(status)
    return int(status[0]) * 100 if status[:1].isdecimal() else 200


def _negotiated(response: Response, accept: str) -> MediaType | None:
    """The media type of the response; None if the request accepts none of those that are offered."""
    offered = _offered(response)
    name = _best(accept, list(offered)) if accept else next(iter(offered), None)
    return offered[name] if name else None


def _offered(response: Response) -> dict[str, MediaType]:
    """The media types to choose from, by name.  XML comes last, since a client that accepts anything can read JSON."""
    types = (
        msgspec.structs.replace(media, name=_OF_RANGES.get(media.name, media.name)) for media in response.media_types
    )
    found = sorted((media for media in types if _MEDIA_TYPE.fullmatch(media.name)), key=lambda m: is_xml(m.name))
    return {media.name: media for media in found or json_of(response.media_types) or [_ANYTHING]}


def _best(accept: str, offered: Sequence[str]) -> str | None:
    """The first of the offered media types with the highest weight (RFC 9110, section 12.5.1); None if all have 0."""
    ranges = _ranges(accept)
    weighed = [(_weight(name, ranges), -number, name) for number, name in enumerate(offered)]
    weight, _, name = max(weighed, default=(0.0, 0, ""))
    return name if weight > 0 else None


def _ranges(accept: str) -> Mapping[str, float]:
    """The weights in an Accept, by range in lower case."""
    found: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            found[name] = float(weight)
        except ValueError:
            found[name] = 0.0
    return found


def _weight(name: str, ranges: Mapping[str, float]) -> float:
    # Clients do not name the parameters that a document adds to a media type, such as its charset.
    kind = plain_kind(name)
    for candidate in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if candidate in ranges:
            return ranges[candidate]
    return 0.0
