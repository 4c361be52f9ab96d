"""Collects what a run finds: every finding once, however often it is seen."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from schemathesis.core.failures import Failure, MalformedJson, ResponseTimeExceeded
from schemathesis.openapi.checks import JsonSchemaError, MissingContentType, UndefinedStatusCode, UseAfterFree

from speclift.contract.records import Contract
from speclift.contract.sample_values import is_shown
from speclift.fuzz.checks.contradictions import Contradictions
from speclift.fuzz.checks.made_up_names import MadeUpNames
from speclift.fuzz.checks.received import ReceivedRequests
from speclift.fuzz.checks.responses import Broken, broken_at_places
from speclift.fuzz.documents.run_document import REFUSALS
from speclift.fuzz.engine.registered_checks import BrokenPromise
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.finding import Finding, Level, Result, Tally, in_order, joined
from speclift.fuzz.groups import place_of
from speclift.fuzz.secrets.redaction import KEPT

#: The phase in which the documented samples are sent.
SAMPLES = "samples"

#: What the title of a contradiction begins with.
_WITHIN = "The document contradicts itself: "
_BREAKS_THE_SAME = "The documented sample does not fit its schema, either."
#: The explanation for checks of which a sample may break the promise although it fits its schema.
_SHOWN = {
    "unknown_property": "The sample has properties that its schema does not have.",
    "documented_properties": "Another sample of the same type does not have it either.",
}

#: Checks of a response that may come from another operation.
_OF_RESPONSES = frozenset(
    {"content_type_conformance", "negative_data_rejection", "response_schema_conformance", "status_code_conformance"}
)
#: Checks of speclift that report a value in place of the engine's check of its schema.
_OF_VALUES = ("null_conformance", "unknown_enum_value", "date_offset")
#: The status for a method that a server does not know, such as QUERY (RFC 9110, section 15.6.2).
_NOT_IMPLEMENTED = 501
#: Checks of the methods that a path has.
_OF_METHODS = frozenset({"allow_header_conformance", "unsupported_method"})


class Collector:
    """The findings and counts of a run so far; `told` is called with each finding when it is first seen."""

    def __init__(self, contract: Contract, told: Callable[[Finding], None] | None = None) -> None:
        self._contract = contract
        self._told = told
        self._contradictions = Contradictions(contract)
        self._received = ReceivedRequests(contract)
        self._made_up = MadeUpNames(contract)
        self._started = time.monotonic()
        self._findings: dict[str, Finding] = {}
        self._passed: Counter[tuple[str, str]] = Counter()
        self._failed: Counter[tuple[str, str]] = Counter()
        self.requests = 0
        self.problems: dict[str, None] = {}

    @property
    def seconds(self) -> float:
        """The seconds that the run has lasted."""
        return time.monotonic() - self._started

    @property
    def found(self) -> int:
        """The number of different findings."""
        return len(self._findings)

    @property
    def faulty(self) -> frozenset[str]:
        """The ids of the operations that have findings."""
        return frozenset(finding.operation_id for finding in self._findings.values())

    def saw(self, exchange: Exchange) -> None:
        """Take note of a request, whatever the response was."""
        self._made_up.saw(exchange.request)

    def passed(self, operation_id: str, check: str) -> None:
        """Record a check that found nothing."""
        self._passed[operation_id, check] += 1

    def broken(
        self, check: str, broken: Broken, exchange: Exchange, phase: str, before: Sequence[Request] = ()
    ) -> None:
        """Record a finding of one of speclift's checks; `before` are the requests that led to it."""
        if check == "unknown_property" and self._made_up.are_in(broken.cause):
            return
        shown = broken.by or exchange
        sent = (*before, *((exchange.request,) if broken.by else ()), shown.request)
        self._add(check, broken.cause, broken.level, broken.title, broken.message, shown, phase, sent, exchange)

    def failure(
        self,
        check: str,
        failure: Failure,
        exchange: Exchange,
        phase: str,
        before: Sequence[Request] = (),
        wrong_part: str = "",
    ) -> None:
        """Record a finding of a check of the engine, or of a check of speclift that the engine ran.

        `before` are the requests that led to it, and `wrong_part` names the part of the request that the server should
        refuse (`engine.negation`).
        """
        if isinstance(failure, BrokenPromise):
            self.broken(check, failure.broken, exchange, phase, before)
            return
        if self._is_said_elsewhere(check, failure, exchange, wrong_part):
            return
        if check == "positive_data_acceptance" and (misfit := self._received.misfit(exchange)):
            # A server may refuse what does not fit; if the docs show such a sample, the docs are wrong.
            if self._contradictions.in_request(exchange):
                self._refused_sample(failure, misfit, exchange, phase, before)
            return
        # The docs leave open which ids exist, for example, but they promise that their own samples are good.
        is_promised = phase == SAMPLES and is_shown(exchange.operation)
        is_drift = check == "positive_data_acceptance" and not is_promised
        level: Level = "drift" if is_drift else "failure"
        place: Sequence[Any] = ()
        rule, message = "", failure.message
        if isinstance(failure, UndefinedStatusCode):
            # The message of the engine names the statuses in the document of the run, which allows more.
            documented = ", ".join(response.status for response in exchange.operation.responses)
            message = f"Received: {exchange.status}\nDocumented: {documented or 'none'}"
        if isinstance(failure, JsonSchemaError):
            place, rule = failure.instance_path, str(failure.schema_path[-1]) if failure.schema_path else ""
        self._add(
            check,
            cause_of(failure),
            level,
            failure.title,
            message,
            exchange,
            phase,
            (*before, exchange.request),
            exchange,
            place,
            rule,
        )

    def _refused_sample(
        self, failure: Failure, misfit: str, exchange: Exchange, phase: str, before: Sequence[Request]
    ) -> None:
        self._add(
            "positive_data_acceptance",
            f"{cause_of(failure)} sample",
            "contradiction",
            f"{_WITHIN}A sample is refused",
            f"The sample does not fit its schema: {misfit}.",
            exchange,
            phase,
            (*before, exchange.request),
            exchange,
        )

    def result(self, operations: int, sent: int, stopped: str, url: str) -> Result:
        """All findings, failures first, in the order of operations and checks."""
        findings = in_order(self._findings.values())
        keys = sorted({*self._passed, *self._failed})
        tallies = (Tally(op, check, self._passed[op, check], self._failed[op, check]) for op, check in keys)
        return Result(
            findings,
            tuple(tallies),
            operations,
            self.requests + sent,
            self.seconds,
            stopped,
            tuple(self.problems),
            url,
        )

    def _is_said_elsewhere(self, check: str, failure: Failure, exchange: Exchange, wrong_part: str) -> bool:
        """Whether another finding reports the same more clearly, or there is no finding after all."""
        # A server error is always a separate finding, whatever was sent.
        if exchange.status >= 500 and (check == "negative_data_rejection" or isinstance(failure, UndefinedStatusCode)):
            return True
        if exchange.status == _NOT_IMPLEMENTED and exchange.request.method != exchange.operation.http_method:
            return True
        is_refusal = str(exchange.status) in REFUSALS
        if check == "positive_data_acceptance" and not is_refusal:
            return True
        if check == "negative_data_rejection" and self._is_good_as_received(exchange, wrong_part):
            return True
        if isinstance(failure, MissingContentType) and check == "response_schema_conformance":
            return True
        if isinstance(failure, UseAfterFree):
            return self._is_known_to_stay(exchange)
        if isinstance(failure, JsonSchemaError):
            pointer = "/" + "/".join(map(str, failure.instance_path))
            found = broken_at_places(exchange, self._contract)
            ours = (broken for name in _OF_VALUES for broken in found[name])
            return any(broken.message.startswith(f"{pointer} is ") for broken in ours)
        return False

    def _is_known_to_stay(self, exchange: Exchange) -> bool:
        """Whether a life cycle has shown that what is read here stays after its removal."""
        kept = {found.operation_id for found in self._findings.values() if found.check == "read_after_delete"}
        removals = (operation for operation in self._contract.operations if operation.operation_id in kept)
        path = place_of(exchange.operation.path)
        return any(f"{path}/".startswith(f"{place_of(removal.path)}/") for removal in removals)

    def _is_good_as_received(self, exchange: Exchange, wrong_part: str) -> bool:
        """Whether a server cannot see what is wrong in a part of a request."""
        if wrong_part == "body":
            return self._received.has_good_body(exchange)
        if wrong_part == "query":
            return self._received.has_good_query(exchange)
        return wrong_part == "path" and self._received.has_good_path(exchange)

    def _other_path(self, check: str, shown: Exchange) -> str:
        """An operation that may handle a request as well, since its path differs only in names; empty for none."""
        if check in _OF_RESPONSES:
            return self._contradictions.of_paths(shown)
        return self._contradictions.of_methods(shown) if check in _OF_METHODS else ""

    def _add(
        self,
        check: str,
        cause: str,
        level: Level,
        title: str,
        message: str,
        shown: Exchange,
        phase: str,
        sent: Sequence[Request],
        exchange: Exchange,
        place: Sequence[Any] = (),
        rule: str = "",
    ) -> None:
        operation = exchange.operation
        if self._contradictions.in_response(check, place, rule, cause, shown):
            level = "contradiction"
            title = f"{_WITHIN}{title}"
            message = f"{_SHOWN.get(check, _BREAKS_THE_SAME)}\n{message}".strip()
        elif level == "failure" and (other := self._other_path(check, shown)):
            level = "contradiction"
            title = f"{_WITHIN}{title}"
            message = f"The request also matches the path of {other}, which may respond like this.\n{message}"
        self._failed[operation.operation_id, check] += 1
        places: tuple[str, ...] = ()
        if check == "unknown_property":
            cause, places = undocumented(shown.status, level), (cause,)
        finding = Finding(
            operation_id=operation.operation_id,
            label=operation.label,
            check=check,
            cause=cause,
            level=level,
            title=title,
            message=message[:KEPT],
            source=operation.source,
            phase=phase,
            sent=tuple(sent),
            status=shown.status,
            headers=dict(shown.headers),
            content=shown.content[:KEPT],
            seconds=shown.seconds,
            after=self.seconds,
            places=places,
        )
        known = self._findings.get(finding.key)
        if known is None:
            self._findings[finding.key] = finding
            if self._told is not None:
                self._told(finding)
            return
        self._findings[finding.key] = joined(known, finding)


def undocumented(status: int, level: Level) -> str:
    """The cause of the undocumented properties of a response; those that its sample shows have a cause of their own."""
    return f"{status} sample" if level == "contradiction" else str(status)


def cause_of(failure: Failure) -> str:
    """What distinguishes a failure from others of its operation and check; it is the same in every run."""
    key: Any = failure._unique_key
    if isinstance(failure, JsonSchemaError):
        # This is the place in the response without the row: the path in the schema has names made for the run.
        place = "/".join("*" if isinstance(part, int) else str(part) for part in failure.instance_path)
        return f"{type(failure).__name__} /{place} {failure.schema_path[-1] if failure.schema_path else ''}"
    if isinstance(failure, (MalformedJson, ResponseTimeExceeded)):
        return type(failure).__name__
    return f"{type(failure).__name__} {key}".strip()
