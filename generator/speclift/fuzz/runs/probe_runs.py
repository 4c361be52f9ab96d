"""The probes of speclift, operation by operation, and the walks through the life cycles of resources."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence

import msgspec

from speclift.contract.lifecycle import Resource
from speclift.contract.records import Contract, Operation
from speclift.fuzz.checks.large_integers import large_integers
from speclift.fuzz.checks.probes import MADE_UP, PROBES, LifeCycle, ignored_auth
from speclift.fuzz.checks.responses import Broken, broken_promises, not_a_server_error
from speclift.fuzz.deadline import Deadline
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.runs.heartbeat import Heartbeat
from speclift.fuzz.runs.record import Record

_PROBES = "probes"
_LIFE = "life cycle"
_SHUT_OUT = (401, 403)


class Turn(msgspec.Struct, frozen=True):
    """The probes of one operation, or of the life cycle that it belongs to; `ask` sends them."""

    operation: Operation
    ask: Callable[[], None]


class Probing:
    """Makes turns, which send probes, and takes them."""

    def __init__(self, contract: Contract, record: Record, heartbeat: Heartbeat) -> None:
        self._contract = contract
        self._record = record
        self._heartbeat = heartbeat

    def probes(self) -> Sequence[Turn]:
        """A turn for the large integers of each operation, and then one for its probes.

        The former find server errors with one or two requests, so a slow server gets them for all operations first.
        """
        asks = (self._send_large_integers, self._probe)
        return [
            Turn(operation, functools.partial(ask, operation)) for ask in asks for operation in self._record.operations
        ]

    def lives(self, resources: Iterable[Resource]) -> Sequence[Turn]:
        """A turn for the life cycle of each resource."""
        return [Turn(resource.steps[0].operation, functools.partial(self._live, resource)) for resource in resources]

    def take(self, turns: Sequence[Turn], share: Deadline) -> Sequence[Turn]:
        """Take the turns one after the other until `share` is over.  Returns the remaining ones."""
        for number, turn in enumerate(turns):
            if share.is_over:
                return turns[number:]
            turn.ask()
        return ()

    def _probe(self, operation: Operation) -> None:
        for name, probe in PROBES.items():
            self._heartbeat.beat(_PROBES, operation)
            with self._record.noting_problems(operation):
                for exchange, broken in probe(operation, self._record.sender):
                    self._look(name, exchange, broken, _PROBES)

    def _send_large_integers(self, operation: Operation) -> None:
        self._heartbeat.beat(_PROBES, operation)
        with self._record.noting_problems(operation):
            for exchange in large_integers(operation, self._record.sender):
                self._record.noted(exchange)
                self._look_at_response(exchange, _PROBES)

    def _live(self, resource: Resource) -> None:
        first = resource.steps[0].operation
        self._heartbeat.beat(_LIFE, first)
        with self._record.noting_problems(first):
            for name, exchange, broken in LifeCycle(resource, self._record.sender).checks():
                self._look(name, exchange, broken, _LIFE)

    def _look(self, name: str, exchange: Exchange, broken: Broken | None, phase: str) -> None:
        """Count the requests of a probe, and make the checks that need only its response."""
        self._record.noted(exchange)
        if broken:
            self._record.collector.broken(name, broken, exchange, phase)
        else:
            self._record.collector.passed(exchange.operation.operation_id, name)
            # Without a credential, a run cannot know whether a 403 is about the credential.
            shut_out = _SHUT_OUT if self._record.sender.credentials else _SHUT_OUT[:1]
            if name == ignored_auth.__name__ and exchange.status in shut_out:
                shown = {field.lower() for field in exchange.request.headers}
                self._record.refuses("" if shown.isdisjoint(self._record.sender.credentials) else MADE_UP)
        self._look_at_response(exchange, phase)

    def _look_at_response(self, exchange: Exchange, phase: str) -> None:
        """Make the checks that need only a response."""
        for check, found in broken_promises(exchange, self._contract).items():
            for one in found:
                self._record.collector.broken(check, one, exchange, phase)
        for one in not_a_server_error(exchange, self._contract):
            self._record.collector.broken(not_a_server_error.__name__, one, exchange, phase)
