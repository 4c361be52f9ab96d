"""Requests that each test one rule that the engine does not test, or not wherever the docs have a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.contract.lifecycle import Resource, Step
from speclift.contract.next_links import NEXT_LINK
from speclift.contract.records import Operation
from speclift.contract.sample_values import parameter_value
from speclift.contract.shapes import properties_of
from speclift.fuzz.checks.changing_bodies import changing_body
from speclift.fuzz.checks.responses import Broken
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.transport.sender import Sender
from speclift.openapi.structure.media_types import is_json

Probe: TypeAlias = Callable[[Operation, Sender], Iterator[tuple[Exchange, Broken | None]]]

#: The cause of `ignored_auth` for a made-up credential; without a credential, the cause is empty.
MADE_UP = "made up"

_UNKNOWN_TYPE = "application/x-speclift-unknown"
#: The body that is sent if the sample of a body is a form without fields.
_ANY_CONTENT = b"-"
#: Methods for which content has no meaning of its own.
_WITHOUT_CONTENT = frozenset({"get", "head", "delete"})


def unsupported_media_type(operation: Operation, sender: Sender) -> Iterator[tuple[Exchange, Broken | None]]:
    """The server refuses a body of an undocumented media type (RFC 9110, section 15.5.16)."""
    if operation.body is None or any("*" in media.name for media in operation.body.media_types):
        return
    request = sender.sample(operation)
    # Without content, a Content-Type has no meaning (RFC 9110, section 8.3), and these methods may ignore content
    # (9.3.1, 9.3.5).
    if not request.body and operation.method in _WITHOUT_CONTENT:
        return
    headers = {**request.headers, "Content-Type": _UNKNOWN_TYPE}
    exchange = sender.send(
        operation, msgspec.structs.replace(request, headers=headers, body=request.body or _ANY_CONTENT)
    )
    yield exchange, _unless_refused(exchange, "Undocumented media type is accepted", f"Content-Type: {_UNKNOWN_TYPE}.")


def malformed_body(operation: Operation, sender: Sender) -> Iterator[tuple[Exchange, Broken | None]]:
    """The server refuses a body that should be JSON, and is not (RFC 9110, section 15.5.1)."""
    request = sender.sample(operation)
    if not request.body or not is_json(request.headers.get("Content-Type", "")):
        return
    exchange = sender.send(operation, msgspec.structs.replace(request, body=request.body[:-1] + b"]}"))
    yield exchange, _unless_refused(exchange, "Malformed JSON is accepted", "The body ends with the wrong bracket.")


def missing_body(operation: Operation, sender: Sender) -> Iterator[tuple[Exchange, Broken | None]]:
    """The server refuses a request without a body that the docs require."""
    if operation.body is None or not operation.body.is_required:
        return
    if not sender.sample(operation).body:
        # The sample is a form without fields, which is sent as an empty body.
        return
    exchange = sender.send(operation, sender.sample(operation, with_body=False))
    yield exchange, _unless_refused(exchange, "A required body can be left out", "The request had no body.")


def ignored_auth(operation: Operation, sender: Sender) -> Iterator[tuple[Exchange, Broken | None]]:
    """The server accepts no request without a credential, or with a made-up one (RFC 9110, section 15.5.2)."""
    schemes = sender.contract.schemes
    if not operation.security or any(schemes.keys().isdisjoint(names) for names in operation.security):
        # No credential is needed, or only one that no request carries, such as a certificate.
        return
    request = sender.sample(operation)
    shown = {name: value for name, value in request.headers.items() if name.lower() not in sender.credentials}
    exchange = sender.send(operation, msgspec.structs.replace(request, headers=shown))
    yield exchange, let_in(exchange, is_made_up=False)
    if sender.credentials and exchange.status in (401, 403):
        asked = msgspec.structs.replace(request, headers={**request.headers, **sender.made_up})
        exchange = sender.send(operation, asked)
        yield exchange, let_in(exchange, is_made_up=True)


def paging(operation: Operation, sender: Sender) -> Iterator[tuple[Exchange, Broken | None]]:
    """A list gives all its rows: `$skip` skips rows, and a page that is not the last one has a link to the next one."""
    if not (operation.query_option("$top") and operation.query_option("$skip")):
        return
    first = sender.send(operation, sender.sample(operation, values={"$skip": 0}))
    rows, link = _page(first)
    if not rows:
        return
    yield first, None
    # If all rows are the same, nobody can see whether some were skipped.
    unlike = next((number for number, row in enumerate(rows) if row != rows[0]), None)
    if unlike is not None:
        second = sender.send(operation, sender.sample(operation, values={"$skip": unlike}))
        shifted, _ = _page(second)
        broken = None
        if second.is_success and shifted[:1] == rows[:1]:
            message = f"The first row is the same with $skip=0 and $skip={unlike}."
            broken = Broken("$skip is ignored", message, "skip")
        yield second, broken
    if not link:
        beyond = sender.send(operation, sender.sample(operation, values={"$skip": len(rows)}))
        more, _ = _page(beyond)
        broken = None
        if beyond.is_success and more and more[0] not in rows:
            message = f"The list ended after {len(rows)} rows without a next link; $skip={len(rows)} gives more."
            broken = Broken("The list is cut off", message, "truncated")
        yield beyond, broken


PROBES: Mapping[str, Probe] = {
    probe.__name__: probe for probe in (unsupported_media_type, malformed_body, missing_body, ignored_auth, paging)
}


class LifeCycle:
    """Follows a resource: once created or changed, it can be read as it was left; once removed, it cannot be read."""

    def __init__(self, resource: Resource, sender: Sender) -> None:
        self._resource = resource
        self._sender = sender
        self._read = resource.step("read")
        # All requests of a life cycle have the same values for the ids of owners.
        owners = {owner.parameter for owner in resource.owners}
        given = self._read.operation.parameters_in("path") if self._read else ()
        first = resource.steps[0].operation
        self._owners = {p.name: parameter_value(sender.contract, first, p) for p in given if p.name in owners}

    def checks(self) -> Iterator[tuple[str, Exchange, Broken | None]]:
        """The checks, each by name with its exchange, and with the broken promise if there is one.

        The life cycle creates a resource if that is possible, and else takes the documented one.  It then changes and
        removes the resource, and reads it in between.
        """
        give = self._resource.step("create", "save")
        made = self._do(give, None) if give else None
        identity = give.id_given(made.value, made.headers) if give and made and made.is_success else None
        if made and give and identity is not None and give.role == "create":
            exchange, broken = self._expect_there(made, identity)
            yield "created_is_readable", exchange, broken
            identity = None if broken else identity
        if identity is None:
            identity = self._documented_id()
        if identity is None:
            return
        for role in ("update", "patch", "save"):
            step = self._resource.step(role)
            if step:
                yield from self._changed(step, identity)
        delete = self._resource.step("delete")
        if delete:
            removed = self._do(delete, identity)
            if removed.is_success:
                yield "read_after_delete", *self._expect_gone(removed, identity)

    def _changed(self, step: Step, identity: Any) -> Iterator[tuple[str, Exchange, Broken | None]]:
        before = self._do(self._read, identity) if self._read else None
        given = self._object_in(before)
        if given is None:
            return
        name, old = next(((k, v) for k, v in given.items() if isinstance(v, str) and self._is_free(k)), ("", ""))
        if not name:
            return
        # Another step may have made the same change already.
        new = next(text for text in (f"{old[:20]} changed", f"{old[:20]} changed again") if text != old)
        body = changing_body(self._sender.contract, step, given, name, new)
        changed = self._do(step, identity, body)
        if not changed.is_success or _member(step.thing_in(changed.value), name) != new:
            return
        after = self._do(self._read, identity) if self._read else changed
        broken = None
        if _member(self._object_in(after), name) == old:
            message = f"{name} was set to {new!r}, and the response had this value, but reading it gave {old!r} again."
            broken = Broken("Stale read", message, step.role, by=after)
        yield "stale_read", changed, broken

    def _documented_id(self) -> Any:
        """The id in the documented sample of the response to reading the resource."""
        success = self._read.operation.success if self._read else None
        types = success.media_types if success else ()
        sample = next((value for media in types for value in media.examples.values()), None)
        return self._read.id_in(sample) if self._read else None

    def _object_in(self, reading: Exchange | None) -> Mapping[str, Any] | None:
        """The object of the resource in the response to reading it; None if it is not there."""
        found = self._read.thing_in(reading.value) if self._read and reading and reading.is_success else None
        return found if isinstance(found, dict) else None

    def _is_free(self, name: str) -> bool:
        """Whether a property may have any text: it is not an id, and its schema does not restrict the text."""
        if name in (self._resource.identity, *(owner.property for owner in self._resource.owners)):
            return False
        schema = self._schemas.get(name, {})
        return "enum" not in schema and "format" not in schema and not schema.get("readOnly")

    @property
    def _schemas(self) -> Mapping[str, Any]:
        return properties_of(self._resource.shape, self._sender.contract.schemas)

    def _expect_there(self, made: Exchange, identity: Any) -> tuple[Exchange, Broken | None]:
        found = self._do(self._read, identity) if self._read else made
        broken = None
        if found.status in (404, 410):
            broken = Broken(
                "What was created is not there",
                f"{identity} was created, and reading it gave {found.status}.",
                by=found,
            )
        return made, broken

    def _expect_gone(self, removed: Exchange, identity: Any) -> tuple[Exchange, Broken | None]:
        found = self._do(self._read, identity) if self._read else removed
        broken = None
        if self._read and found.is_success:
            broken = Broken(
                "What was removed is still there",
                f"{identity} was removed, and reading it gave {found.status}.",
                by=found,
            )
        return removed, broken

    def _do(self, step: Step | None, identity: Any, body: Any = None) -> Exchange:
        assert step is not None
        operation, place = step.operation, step.id_input
        values = {**self._owners, **({place.name: identity} if place and place.location in ("path", "query") else {})}
        if place and place.location == "body":
            body = {place.name: identity}
        return self._sender.send(operation, self._sender.sample(operation, values=values, body=body))


def let_in(exchange: Exchange, *, is_made_up: bool) -> Broken | None:
    """The broken promise if a request without a credential, or with a made-up one, was accepted; else None."""
    if not is_made_up:
        return _unless_refused(exchange, "No credential is needed", "The request had no credential.")
    broken = _unless_refused(exchange, "Any credential is accepted", "The credential of the request was made up.")
    return broken and msgspec.structs.replace(broken, cause=MADE_UP)


def _unless_refused(exchange: Exchange, title: str, message: str) -> Broken | None:
    return Broken(title, f"{message} The response was {exchange.status}.") if exchange.is_success else None


def _page(exchange: Exchange) -> tuple[list[Any], str | None]:
    value = exchange.value
    if not exchange.is_success or not isinstance(value, dict) or not isinstance(value.get("value"), list):
        return [], None
    return value["value"], next((v for name, v in value.items() if NEXT_LINK.search(name) and v), None)


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None
