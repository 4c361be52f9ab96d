"""The only way out of a run: sessions whose adapter asks the gate before each request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NoReturn, TypeAlias

import requests
import schemathesis.core.jsonschema.resolver as references
import schemathesis.engine.outage as outage
import schemathesis.engine.run.probes as probes
import schemathesis.specs.openapi.examples as examples
import schemathesis.transport.requests as transport
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError

from speclift.contract.records import Operation
from speclift.contract.serialization.writing import body_of
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.transport.bounded_responses import BoundedAdapter
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.hypothesis_storage import temporary_storage
from speclift.fuzz.transport.rate_limit import Pace
from speclift.openapi.structure.media_types import FORM, plain_kind

#: Changes the headers of a request that is about to be sent.
Refresh: TypeAlias = Callable[[MutableMapping[str, Any]], None]

_ATTEMPTS = 3
_INTERVAL = 0.5
_send = HTTPAdapter.send
_build_registry = references.build_registry


class RefusedRequestError(requests.RequestException):
    """The gate stops a request; the message gives the reason, and repeats no part of the request."""


def session_of(
    gate: Gate,
    ca_file: str = "",
    deadline: Deadline | None = None,
    refresh: Refresh | None = None,
    pace: Pace | None = None,
) -> type[requests.Session]:
    """The class of the sessions of a run, which send nothing after `deadline`, and no faster than `pace` allows.

    `refresh` may change the headers of each request after it has passed the gate.  The sessions follow no redirect,
    keep no cookie, and use neither proxies nor a .netrc of this machine, so a report shows exactly what is sent.
    Whatever options a caller gives, they trust only the authorities in `ca_file` (PEM), or those of requests if it is
    empty.
    """
    trusted = {"proxies": None, "verify": ca_file or True, "cert": None}
    end = deadline or Deadline()

    class Adapter(BoundedAdapter):
        def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
            body = request.body.encode() if isinstance(request.body, str) else request.body or b""
            reason = "its body has no length"
            if isinstance(body, bytes):
                reason = gate.refusal(str(request.method), str(request.url), request.headers, body)
            if reason:
                raise RefusedRequestError(f"not sent: {reason}", request=request)
            left = end.left
            if left == 0:
                raise OutOfTimeError
            if left is not None:
                options = {**options, "timeout": _shortest(options.get("timeout"), left)}
            if refresh is not None:
                refresh(request.headers)
            options = {**options, **trusted}
            try:
                return _send(self, request, *arguments, **options)
            except requests.exceptions.Timeout:
                # The response had only the rest of the time, which proves nothing about the server.
                if end.is_over:
                    raise OutOfTimeError from None
                raise
            except requests.exceptions.ConnectionError as error:
                if not _is_closed(error):
                    raise
                # The server had closed an idle connection, so this is not a response; a new connection may bring one.
                return _send(self, request, *arguments, **options)

    class Session(requests.Session):
        def __init__(self) -> None:
            super().__init__()
            self.trust_env = False
            self.headers.clear()
            self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
            self.adapters.clear()
            # This prefix covers every address, so no other adapter is used.
            self.mount("", Adapter())

        def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
            # It waits here, so that the wait does not count as part of the response time.
            if pace is not None:
                pace(end)
            return super().send(request, **options)

        def get_redirect_target(self, resp: requests.Response) -> None:
            return None

    return Session


@contextmanager
def contained(session: type[requests.Session], url: str, timeout: float) -> Iterator[None]:
    """While this lasts, schemathesis sends everything through sessions of the run, and reads neither files nor
    addresses.  What it stores on the disk is removed at the end.

    By default, schemathesis makes its own sessions, resolves references that lead out of a document, keeps a second
    copy of the document (150 MB for 2,636 operations) for references that it cannot follow itself, checks twice whether
    a server has died, and tries a path that is in no document.  All of these settings are global to the process, so a
    process has only one run at a time.
    """
    places: tuple[tuple[Any, str, Any], ...] = (
        (transport, "SameHostRedirectsSession", session),
        (transport, "ManagedCookiesSession", session),
        (references, "retrieve", _refuse),
        (references, "build_registry", _without_document),
        (examples, "load_external_example", _refuse),
        (outage, "accepts_connections", lambda *_, **__: _responds(session, url, timeout)),
        (outage, "answers_after_reset", lambda *_, **__: _responds(session, url, timeout)),
        (probes, "PROBES", ()),
        (HTTPAdapter, "send", _no_way_out),
    )
    saved = [getattr(owner, name) for owner, name, _ in places]
    for owner, name, ours in places:
        setattr(owner, name, ours)
    try:
        with temporary_storage():
            yield
    finally:
        for (owner, name, _), theirs in zip(places, saved, strict=True):
            setattr(owner, name, theirs)


@contextmanager
def written_as_bytes(media_types: Iterable[str]) -> Iterator[None]:
    """While this lasts, bodies of these media types are sent as bytes if schemathesis cannot write them, such as
    `application/x-tar`.  This is global to the process, too.
    """
    ways = transport.REQUESTS_TRANSPORT
    unknown = []
    for name in dict.fromkeys(media_types):
        # The engine refuses an invalid name.
        with suppress(ValueError):
            if ways.get_first_matching_media_type(name) is None:
                unknown.append(name)
    ways.serializer(*unknown)(transport.binary_serializer)
    try:
        yield
    finally:
        ways.unregister_serializer(*unknown)


@contextmanager
def forms_written(operations: Iterable[Operation]) -> Iterator[None]:
    """While this lasts, the forms of these operations are written as the contract says: schemathesis does not know
    their `encoding`, and sends an object as its properties. This is global to the process, too.
    """
    bodies = ((operation.label, operation.body) for operation in operations if operation.body)
    forms = ((label, media) for label, body in bodies for media in body.media_types if plain_kind(media.name) == FORM)
    types = dict(reversed([*forms]))
    ways = transport.REQUESTS_TRANSPORT

    def write(context: Any, value: Any) -> dict[str, Any]:
        # `value` no longer has objects, but the body of the case does.
        media, body = types.get(context.case.operation.label), context.case.body
        if media is None or not isinstance(body, Mapping):
            return transport.urlencoded_serializer(context, value)
        try:
            return {"data": body_of(media, {name: item for name, item in body.items() if item is not None})[1]}
        except (TypeError, UnicodeError):
            # The engine makes values that no form can have, and sends them in its own way.
            return transport.urlencoded_serializer(context, value)

    ways.serializer(FORM)(write)
    try:
        yield
    finally:
        ways.serializer(FORM)(transport.urlencoded_serializer)


def _is_closed(error: requests.exceptions.ConnectionError) -> bool:
    """Whether a connection ended before any part of a response came."""
    cause = error.args[0] if error.args else None
    reasons = cause.args if isinstance(cause, ProtocolError) else ()
    return any(isinstance(reason, ConnectionError) for reason in reasons)


def _shortest(timeout: Any, left: float) -> float:
    """The seconds that a response may take: at most those that are left of the run."""
    return min(timeout, left) if isinstance(timeout, int | float) else left


def _responds(session: type[requests.Session], url: str, timeout: float) -> bool:
    """Whether the server still responds; there are several attempts, since a server may be restarting."""
    for attempt in range(_ATTEMPTS):
        time.sleep(_INTERVAL if attempt else 0)
        try:
            with session() as opened:
                opened.get(url, timeout=timeout)
        except requests.RequestException:
            continue
        return True
    return False


def _without_document(_: dict[str, Any], **options: Any) -> Any:
    # The references of a contract lead to its components, and the engine follows them in the document itself.
    return _build_registry({}, **options)


def _refuse(*_: object, **__: object) -> NoReturn:
    raise OSError("nothing outside the document is read")


def _no_way_out(_: HTTPAdapter, request: requests.PreparedRequest, *__: object, **___: object) -> NoReturn:
    raise RefusedRequestError("not sent: it does not come from a session of the run", request=request)
