"""What a run proved: which operations responded as documented at least once, which did not, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from speclift.contract.records import Operation
from speclift.contract.response_check import documented, media_type_of
from speclift.fuzz.exchange import Exchange
from speclift.openapi.structure.media_types import is_json, plain_kind

#: Statuses for a wrong path, and for a missing or wrong credential.
_NOT_FOUND = 404
_SHUT_OUT = frozenset({401, 403})

#: What to do about the most frequent status, by status or by range of statuses; the first text is for all others.
_OF_VALUES = "Show good values for parameters and bodies as examples in the document, or leave operations out."
_OF_STATUSES = {
    "2XX": "The statuses or media types are not documented: check the base URL in --url, and what responds there.",
    "3XX": "No redirect is followed: check the base URL in --url, and whether the server asks for a login.",
    "405": "Check the base URL in --url: what responds there does not have the methods of the document.",
    "429": "Send fewer requests, with --rate-limit.",
    "5XX": "The server itself fails: look at its log.",
}


class Coverage(msgspec.Struct, frozen=True):
    """The ids of operations, in the order of the document, by what their responses show.

    `covered` operations gave a documented successful response at least once; `refused` ones gave none, and asked for
    credentials (401, 403); `never` are the others that were called, `left_out` those that were not called.  `statuses`
    has the number of responses with each status.
    """

    covered: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    statuses: dict[int, int] = {}

    @property
    def share(self) -> float:
        """The share of the called operations that are covered, in percent; 0 if none was called."""
        called = len(self.covered) + len(self.never) + len(self.refused)
        return 100 * len(self.covered) / called if called else 0.0


class Answers:
    """The responses of a run so far."""

    def __init__(self) -> None:
        self._covered: set[str] = set()
        self._statuses: defaultdict[str, set[int]] = defaultdict(set)
        self._refused: set[str] = set()
        self._counts: Counter[int] = Counter()

    def saw(self, exchange: Exchange, *, is_probe: bool = False) -> None:
        """Record a response; `is_probe` says that the request had no credential, to see whether it is refused."""
        name = exchange.operation.operation_id
        self._counts[exchange.status] += 1
        self._statuses[name].add(exchange.status)
        if exchange.status in _SHUT_OUT and not is_probe:
            self._refused.add(name)
        if _is_as_documented(exchange):
            self._covered.add(name)

    def has_success(self, operation_id: str) -> bool:
        """Whether an operation gave a successful response, documented or not."""
        return any(200 <= status <= 299 for status in self._statuses[operation_id])

    def proof(self, called: Iterable[Operation], left_out: Iterable[Operation]) -> Coverage:
        """What the responses prove about these operations."""
        names = [operation.operation_id for operation in called]
        missed = [name for name in names if name not in self._covered]
        refused = [name for name in missed if name in self._refused]
        return Coverage(
            tuple(name for name in names if name in self._covered),
            tuple(name for name in missed if name not in refused),
            tuple(refused),
            tuple(operation.operation_id for operation in left_out),
            # It is copied first, since other threads count at the same time.
            dict(Counter(dict(self._counts)).most_common()),
        )


def shortfall(proof: Coverage, least: float | None) -> str:
    """Why a run proved too little, and what to do; empty if it proved enough.

    `least` is the share of the called operations, in percent, that must be covered; without it, one operation is
    enough.
    """
    called = len(proof.covered) + len(proof.never) + len(proof.refused)
    if proof.share >= least if least is not None else proof.covered:
        return ""
    counts = ", ".join(f"{status} ({times} times)" for status, times in proof.statuses.items())
    asked = f"--min-covered asks for {least:g} %. " if least is not None else ""
    return (
        f"The run proved too little: {len(proof.covered)} of {called} operations responded as documented. {asked}"
        f"Responses: {counts or 'none'}. {_advice(proof)}"
    )


def _advice(proof: Coverage) -> str:
    if proof.refused and len(proof.refused) >= len(proof.never):
        return "Give credentials that the server accepts, with --auth-env, --auth-file or --auth-command."
    if not proof.statuses:
        return "No response came in time: give the run more with --max-time, or look at the log of the server."
    if set(proof.statuses) <= _SHUT_OUT | {_NOT_FOUND}:
        return "Check the base URL in --url: the paths of the document are appended to it."
    return _OF_STATUSES.get(_usual(proof), "") or _OF_STATUSES.get(f"{_usual(proof)[:1]}XX", _OF_VALUES)


def _usual(proof: Coverage) -> str:
    """The most frequent status; empty without responses."""
    return str(max(proof.statuses, key=proof.statuses.__getitem__, default=""))


def _is_as_documented(exchange: Exchange) -> bool:
    """Whether a response is a documented success or redirect, with a documented media type."""
    return _has_documented_status(exchange.operation, exchange.status) and not _is_something_else(exchange)


def _is_something_else(exchange: Exchange) -> bool:
    """Whether a response has another media type than documented, such as a login page. Types of JSON are alike."""
    response = documented(exchange.operation, exchange.status)
    kind = plain_kind(exchange.headers.get("content-type", ""))
    if not kind or not exchange.content or response is None or not response.media_types:
        return False
    is_alike = is_json(kind) and any(is_json(media.name) for media in response.media_types)
    return not is_alike and media_type_of(response, kind) is None


def _has_documented_status(operation: Operation, status: int) -> bool:
    """Whether a status is a documented success or redirect; if none is documented, whether it is a success."""
    known = {response.status.upper() for response in operation.responses}
    successes = {name for name in known if name[:1] in "123"}
    if not successes:
        return 200 <= status <= 299
    found = {str(status), f"{status // 100}XX"}
    # Next to a success, `default` mostly means errors: a redirect to a login page is one.
    return not successes.isdisjoint(found) or ("DEFAULT" in known and 200 <= status <= 299)
