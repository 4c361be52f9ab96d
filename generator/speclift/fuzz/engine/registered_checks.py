"""speclift's checks among those of schemathesis, which are global to the process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

from schemathesis import Case, CheckContext, Response
from schemathesis.checks import CHECKS, CheckFunction, load_all_checks
from schemathesis.core.failures import Failure, FailureGroup

from speclift.contract.records import Contract, Operation
from speclift.fuzz.checks.responses import PROMISES, Broken, broken_promises
from speclift.fuzz.documents.overlapping_paths import Templates
from speclift.fuzz.engine.adapter import exchange_of
from speclift.fuzz.exchange import Exchange

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
