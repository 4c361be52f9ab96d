"""schemathesis as the engine: its configuration, speclift's checks beside its own, and the exchanges of its cases."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import requests
import schemathesis
from schemathesis import Case, CheckContext, Response
from schemathesis.checks import CHECKS, CheckFunction, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import SchemathesisError
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.hooks import HookContext
from schemathesis.schemas import BaseSchema

from speclift.contract.records import Contract, Operation
from speclift.fuzz.checks.responses import PROMISES, Broken, broken_promises
from speclift.fuzz.documents.overlapping_paths import Templates
from speclift.fuzz.engine.coverage_cases import bounded
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.transport.gate import Gate
from speclift.openapi.structure.nodes import Json

#: Checks of schemathesis that are switched off; this one needs several accounts.
_UNUSED = ("object_level_authorization",)
#: The check that only passes on each exchange.
_WATCH = "speclift_watch"
#: The most causes that are reported for a check, operation and status: after each, the engine starts again.
_MOST_CAUSES = 10


class BrokenPromise(Failure):
    """A failure of one of speclift's checks, in the form of schemathesis."""

    code = "ST950"
    kind_title = "Broken promise"

    def __init__(self, operation: str, broken: Broken, check: str) -> None:
        super().__init__(operation=operation, title=broken.title, message=broken.message)
        self.broken = broken
        self.check = check

    @property
    def _unique_key(self) -> str:
        return f"{self.check} {self.broken.cause}"


class Settings:
    """The settings of a run; `phases` are those of schemathesis, and `timeout` and `max_response_time` are in seconds.

    A response that takes longer than `timeout` is not awaited; one that takes longer than `max_response_time` is a
    finding.  `workers` is the number of processes that share the work (`fuzz.distribution.workers`), each with a
    `fuzz.runs.run`.  `ca_file` has the certificate authorities to trust; if it is empty, those of requests are trusted.
    """

    def __init__(
        self,
        *,
        url: str,
        headers: Mapping[str, str],
        seed: int,
        workers: int,
        max_examples: int,
        rate_limit: str | None,
        timeout: float,
        max_response_time: float | None,
        phases: Sequence[str],
        with_writes: bool,
        ca_file: str = "",
    ) -> None:
        self.url = url
        self.headers = dict(headers)
        self.seed = seed
        self.workers = workers
        self.max_examples = max_examples
        self.rate_limit = rate_limit
        self.timeout = timeout
        self.max_response_time = max_response_time
        self.phases = phases
        self.with_writes = with_writes
        self.ca_file = ca_file

    def config(self) -> SchemathesisConfig:
        """The configuration of schemathesis. It reads no files of the user and writes none."""
        checks: Json = {name: {"enabled": False} for name in _UNUSED}
        if self.max_response_time:
            checks["max_response_time"] = self.max_response_time
        # A server may report a conflicting state (409, 412), whatever the request.
        checks["positive_data_acceptance"] = {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "429"]}
        checks["negative_data_rejection"] = {"expected-statuses": ["4xx"]}
        still: Json = {"extra-data-sources": {"responses": False}}
        phases: Json = {"enabled": False}
        for name in self.phases:
            phases[name] = {"enabled": True}
        if "coverage" in self.phases and not self.with_writes:
            # Undocumented methods may do something that nobody expects.
            phases["coverage"]["unexpected-methods"] = []
        if "examples" in self.phases:
            phases["examples"] |= still
        if "fuzzing" in self.phases:
            phases["fuzzing"] |= {**still, "error-feedback": {"enabled": False}}
        if "stateful" in self.phases:
            phases["stateful"] |= {"inference": {"algorithms": []}, "max-steps": 5}
        found: Json = {
            "seed": self.seed,
            "base-url": _literal(self.url),
            # A redirect is a response to check; its target may not be an operation.
            "max-redirects": 0,
            # Its workers are threads, which share one core; those of speclift are processes.
            "workers": 1,
            "request-timeout": self.timeout,
            "headers": {_literal(name): _literal(value) for name, value in self.headers.items()},
            "continue-on-failure": True,
            "cache": {"enabled": False},
            # A text that is cut off before it is redacted could show the start of a secret.
            "output": {"sanitization": {"enabled": False}, "truncation": {"enabled": False}},
            "generation": {
                "mode": "all",
                "max-examples": self.max_examples,
                "database": "none",
                "no-shrink": True,
                "with-security-parameters": False,
            },
            "checks": checks,
            "phases": phases,
        }
        return SchemathesisConfig.from_dict(found)


def load(document: Json, settings: Settings, gate: Gate, overfull: Callable[[str], None] | None = None) -> BaseSchema:
    """The document as a schema of schemathesis, which makes no cases that the gate would stop.  `overfull` gets the
    label of each operation that has more cases than the coverage phase sends.  `document` is not changed.
    """
    found = schemathesis.openapi.from_dict(copy.deepcopy(document), config=settings.config())

    def filter_case(_: HookContext, case: Case[Any]) -> bool:
        try:
            base = case.operation.base_url or settings.url
            url = requests.Request("GET", case.operation.schema.build_request_url(case, base)).prepare().url
        except (requests.RequestException, SchemathesisError, ValueError):
            # The case cannot be sent, and the engine reports that.
            return True
        return not gate.refusal(case.method, str(url), {})

    found.hook(filter_case)
    if overfull is not None:
        bounded(found, overfull)
    return found


def _literal(text: str) -> str:
    """A literal text for the configuration: there, `${NAME}` would stand for an environment variable."""
    return text.replace("${", "$${")


@contextmanager
def checks_of(
    contract: Contract,
    operations: Iterable[Operation],
    left_out: Collection[str],
    seen: Callable[[Exchange], None],
) -> Iterator[None]:
    """While this lasts, speclift's checks are among those of schemathesis.

    They are global to the process, so a process has only one run at a time.  `left_out` are the paths with operations
    that are not called; `seen` gets every exchange.
    """
    load_all_checks()
    saved = dict(CHECKS._items)
    try:
        judge = _Judge(contract, operations)
        for name in PROMISES:
            CHECKS.register(_check(name, judge))
        CHECKS.register(_watch(judge, seen))
        CHECKS.register(_elsewhere("allow_header_conformance", saved["allow_header_conformance"], left_out))
        templates = Templates(operation.path for operation in contract.operations)
        CHECKS.register(_unless_unknown("unsupported_method", saved["unsupported_method"], templates, judge))
        yield
    finally:
        CHECKS._items.clear()
        CHECKS._items.update(saved)


def exchange_of(operation: Operation, case: Case[Any], response: Response) -> Exchange:
    """The exchange on the wire for a case."""
    sent = response.request
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    return Exchange(
        operation=operation,
        request=Request(
            str(sent.method),
            str(sent.url),
            {str(k): _text(v) for k, v in sent.headers.items()},
            body if isinstance(body, bytes) else b"",
        ),
        status=response.status_code,
        headers={name: ", ".join(values) for name, values in response.headers.items()},
        content=response.content or b"",
        seconds=response.elapsed,
    )


def failures_of(error: FailureGroup) -> list[Failure]:
    """The failures in a group and in the groups within it."""
    found: list[Failure] = []
    for item in error.exceptions:
        found += failures_of(item) if isinstance(item, FailureGroup) else [item]
    return found


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


class _Judge:
    """The exchange of the last response, and what it breaks: the checks of a response come before those of the next."""

    def __init__(self, contract: Contract, operations: Iterable[Operation]) -> None:
        self._contract = contract
        self._by_label = {operation.label: operation for operation in operations}
        self._response: Response | None = None
        self._exchange: Exchange | None = None
        self._broken: Mapping[str, Sequence[Broken]] | None = None
        #: Paths where a documented method got a status other than 404 at least once.
        self.known_paths: set[str] = set()

    def exchange(self, case: Case[Any], response: Response) -> Exchange | None:
        """The exchange of a case; None for an undocumented method, for which the docs promise nothing."""
        if self._response is not response:
            operation = self._by_label.get(case.operation.label)
            is_known = operation and (case.method or operation.method).lower() == operation.method.lower()
            self._exchange = exchange_of(operation, case, response) if operation and is_known else None
            self._response, self._broken = response, None
            if is_known and response.status_code != 404:
                self.known_paths.add(case.operation.path)
        return self._exchange

    def broken(self, exchange: Exchange) -> Mapping[str, Sequence[Broken]]:
        """What the last exchange breaks of `PROMISES`, by the names of the promises."""
        if self._broken is None:
            self._broken = broken_promises(exchange, self._contract)
        return self._broken


def _check(name: str, judge: _Judge) -> CheckFunction:
    causes: dict[tuple[str, int], set[str]] = defaultdict(set)

    def check(_: CheckContext, response: Response, case: Case[Any]) -> bool | None:
        exchange = judge.exchange(case, response)
        if exchange is None:
            return True
        found = []
        for broken in judge.broken(exchange)[name]:
            known = causes[exchange.operation.operation_id, exchange.status]
            if broken.cause in known or len(known) < _MOST_CAUSES:
                known.add(broken.cause)
                found.append(BrokenPromise(case.operation.label, broken, name))
        if found:
            raise FailureGroup(found)
        return None

    check.__name__ = name
    return check


def _elsewhere(name: str, usual: Any, paths: Container[str]) -> CheckFunction:
    """A check of schemathesis that passes at these paths: it takes methods that are only left out for undocumented."""

    def check(context: CheckContext, response: Response, case: Case[Any]) -> bool | None:
        return True if case.operation.path in paths else usual(context, response, case)

    check.__name__ = name
    return check


def _unless_unknown(name: str, usual: Any, templates: Templates, judge: _Judge) -> CheckFunction:
    """A check of schemathesis that passes for a 404 if the server has nothing at the path at all, or if the template of
    another path also matches: then there is no resource of that name (RFC 9110, section 15.5.5). A server error is a
    finding of its own check.
    """

    def check(context: CheckContext, response: Response, case: Case[Any]) -> bool | None:
        path = case.operation.path
        is_unknown = path not in judge.known_paths or templates.may_stand_for(path)
        is_elsewhere = response.status_code >= 500 or (response.status_code == 404 and is_unknown)
        return True if is_elsewhere else usual(context, response, case)

    check.__name__ = name
    return check


def watching() -> CheckFunction:
    """The check that passes each exchange to the `seen` of `checks_of`; it exists only while `checks_of` lasts."""
    return cast(CheckFunction, CHECKS.get_one(_WATCH))


def _watch(judge: _Judge, seen: Callable[[Exchange], None]) -> CheckFunction:
    def watch(_: CheckContext, response: Response, case: Case[Any]) -> bool | None:
        exchange = judge.exchange(case, response)
        if exchange is not None:
            seen(exchange)
        return True

    watch.__name__ = _WATCH
    return watch
