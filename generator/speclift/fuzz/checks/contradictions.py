"""Contradictions within a document: a sample does not fit its schema, so a server can comply with only one of them."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import orjson

from speclift.contract.lifecycle import at
from speclift.contract.records import Contract, MediaType, Operation, Response, json_of
from speclift.contract.shapes import items_of
from speclift.errors import SourceError
from speclift.fuzz.checks.responses import OF_CONTENT, unknown_property
from speclift.fuzz.checks.shown_names import ShownNames
from speclift.fuzz.documents.run_document import REFUSALS
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.groups import place_of
from speclift.openapi.structure.media_types import is_form, is_json, plain_kind
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import target_of
from speclift.openapi.structure.steps import steps_to

#: The length, in characters, from which two texts are hardly the same by chance.
_LONG = 8


class Contradictions:
    """Checks whether the samples of a contract break the same rules as a response."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._shown_names = ShownNames(contract.schemas)
        #: Whether the docs of a response break a promise with a cause: by check, cause, operation id and status.
        self._broken: dict[tuple[str, str, str, int], bool] = {}

    def in_response(self, check: str, place: Sequence[Any], rule: str, cause: str, exchange: Exchange) -> bool:
        """Whether the documented sample of a response breaks the same rule.

        `place` (keys and indexes into the response) and `rule` (a keyword) identify a failure of the engine's check of
        schemas, and `cause` identifies one of speclift's own checks.
        """
        if check != "response_schema_conformance":
            return self._in_promise(check, cause, exchange)
        samples = list(self._samples(exchange))
        if exchange.has_json and any(sample == exchange.value for _, sample in samples):
            return True
        if self._is_shown_text(place, exchange.value):
            return True
        general = _general(place)
        return any(
            fault.rule == rule and _general(steps_to(fault.pointer)) == general
            for media, sample in samples
            for fault in self._faults(media.schema, sample)
        )

    def _in_promise(self, check: str, cause: str, exchange: Exchange) -> bool:
        key = check, cause, exchange.operation.operation_id, exchange.status
        if key not in self._broken:
            self._broken[key] = self._shows(check, cause, exchange) or self._breaks(check, cause, exchange)
        return self._broken[key]

    def _shows(self, check: str, cause: str, exchange: Exchange) -> bool:
        """Whether an example within the schema of a response has the unknown property."""
        response = _response(exchange) if check == unknown_property.__name__ else None
        types = json_of(response.media_types) if response else ()
        return any(self._shown_names.are_in(cause, media.schema) for media in types)

    def _breaks(self, check: str, cause: str, exchange: Exchange) -> bool:
        """Whether a sample of a response breaks a promise of `OF_CONTENT` with the same cause."""
        promise = OF_CONTENT.get(check)
        if promise is None:
            return False
        samples = (orjson.dumps(sample) for _, sample in self._samples(exchange))
        shown = (msgspec.structs.replace(exchange, content=sample) for sample in samples)
        return any(broken.cause == cause for sample in shown for broken in promise(sample, self._contract))

    def in_request(self, exchange: Exchange) -> bool:
        """Whether a documented sample of the body, or of a parameter, does not fit its schema."""
        # The operation of the exchange may have samples that the run made.
        operation = self._documented[exchange.operation.operation_id]
        types = operation.body.media_types if operation.body else ()
        known = (media for media in types if is_json(media.name) or is_form(media.name))
        shown = [(media.schema, sample) for media in known for sample in media.examples.values()]
        shown += [(given.schema, given.example) for given in operation.parameters if given.example is not None]
        return any(True for schema, sample in shown for _ in self._faults(schema, sample, is_request=True))

    def of_paths(self, exchange: Exchange) -> str:
        """The label of another operation that has the same path but for the names of parameters, and whose docs allow
        the response; empty if there is none.  OpenAPI 3.1.1 forbids such paths (section 4.8.8).
        """
        place = place_of(exchange.operation.path)
        alike = self._by_place[exchange.operation.method, place]
        others = (operation for operation in alike if operation is not exchange.operation)
        return next((other.label for other in others if self._allows(other, exchange)), "")

    def of_methods(self, exchange: Exchange) -> str:
        """The label of an operation, of any method, that has the same path but for the names of parameters; empty if
        there is none.
        """
        place, path = place_of(exchange.operation.path), exchange.operation.path
        methods = (method for method, known in self._by_place if known == place)
        alike = (other for method in methods for other in self._by_place[method, place] if other.path != path)
        return next((other.label for other in alike), "")

    def _allows(self, operation: Operation, exchange: Exchange) -> bool:
        other = msgspec.structs.replace(exchange, operation=operation)
        response = _response(other)
        if response is None:
            return exchange.status in map(int, REFUSALS)
        if not response.media_types:
            return True
        given = plain_kind(exchange.headers.get("content-type", ""))
        media = next((media for media in response.media_types if plain_kind(media.name) == given), None)
        if media is None or not is_json(given):
            return media is not None
        return exchange.has_json and not any(True for _ in self._faults(media.schema, exchange.value))

    @functools.cached_property
    def _documented(self) -> Mapping[str, Operation]:
        return {operation.operation_id: operation for operation in self._contract.operations}

    @functools.cached_property
    def _by_place(self) -> Mapping[tuple[str, str], list[Operation]]:
        found: defaultdict[tuple[str, str], list[Operation]] = defaultdict(list)
        for operation in self._contract.operations:
            found[operation.method, place_of(operation.path)].append(operation)
        return found

    def _samples(self, exchange: Exchange) -> Iterator[tuple[MediaType, Any]]:
        response = _response(exchange)
        for media in json_of(response.media_types) if response else ():
            for sample in media.examples.values():
                yield media, sample
            for sample in self._contract.schema_of(media.schema).get("examples", ()):
                yield media, sample
            # Samples of the same type elsewhere count, too, and so do samples of the rows of a list.
            for sample in self._by_type.get(_type_of(media.schema), ()):
                yield media, sample
            for sample in self._by_type.get(_type_of(self._items(media.schema)), ()):
                yield media, [sample]

    def _items(self, schema: Json | None) -> Json | None:
        return items_of(schema, self._contract.schemas) if schema else None

    def _is_shown_text(self, place: Sequence[Any], content: Any) -> bool:
        """Whether the value at a place is a text that the docs show, word for word, for a property of this name."""
        value = at(content, list(place))
        name = next((str(key) for key in reversed(place) if not str(key).isdecimal()), "")
        return isinstance(value, str) and len(value) >= _LONG and (name, value) in self._texts

    @functools.cached_property
    def _texts(self) -> frozenset[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for operation in self._contract.operations:
            for response in operation.responses:
                for media in response.media_types:
                    for sample in media.examples.values():
                        found.update(_texts_in(sample))
        return frozenset(found)

    @functools.cached_property
    def _by_type(self) -> Mapping[str, list[Any]]:
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for operation in self._contract.operations:
            for response in operation.responses:
                for media in json_of(response.media_types):
                    if _type_of(media.schema):
                        found[_type_of(media.schema)] += media.examples.values()
        return found

    def _faults(self, schema: Json | None, value: Any, *, is_request: bool = False) -> Iterator[Any]:
        if schema is None:
            return
        try:
            validators = self._contract.of_requests if is_request else self._contract.of_responses
            yield from validators.of(schema).faults(value)
        except SourceError:
            # A schema that cannot be compiled proves nothing.
            return


def _response(exchange: Exchange) -> Response | None:
    """The documented response for the status of an exchange; None if there is none."""
    known = {response.status.upper(): response for response in exchange.operation.responses}
    status = str(exchange.status)
    return known.get(status) or known.get(f"{status[:1]}XX") or known.get("DEFAULT")


def _texts_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The longer texts of a value, each with the name of its property."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _texts_in(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item, name)
    elif isinstance(value, str) and len(value) >= _LONG:
        yield name, value


def _type_of(schema: Json | None) -> str:
    """The reference of a schema to a component; empty if it has none."""
    return target_of(schema) or ""


def _general(place: Sequence[Any]) -> tuple[str, ...]:
    """A place with `*` for each row number."""
    return tuple("*" if str(part).isdecimal() else str(part) for part in place)
