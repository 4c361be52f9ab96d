"""Send the requests of a report again, to see which findings are still there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Literal, TypeAlias
from urllib.parse import urlsplit, urlunsplit

import msgspec
import requests

from speclift.contract.lifecycle import Resource, resources_of
from speclift.contract.records import Contract, Operation
from speclift.fuzz.checks.probes import LifeCycle
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.engine.adapter import load
from speclift.fuzz.engine.cases import Cases
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding
from speclift.fuzz.report.reading import Report
from speclift.fuzz.runs.recheck import Rechecker
from speclift.fuzz.secrets.credentials import with_credentials
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.rate_limit import pace_of
from speclift.fuzz.transport.selection import Selection
from speclift.fuzz.transport.sender import Sender
from speclift.fuzz.transport.session import RefusedRequestError, contained, session_of

#: Checks of a whole life cycle; a replay goes through the life cycle again.
_OF_LIVES = frozenset({"stale_read", "read_after_delete", "created_is_readable"})

#: Checks of the response to an undocumented method.
_OF_OTHER_METHODS = frozenset({"unsupported_method", "allow_header_conformance"})

#: What became of a finding; it is left out if its operation, or one that leads to it, is not called.
Verdict: TypeAlias = Literal["still there", "gone", "left out", "no time", "no answer"]


def replay(
    contract: Contract, selection: Selection, report: Report, settings: Settings, *, seconds: float | None = None
) -> Iterator[tuple[Finding, Verdict]]:
    """Each finding of the report, and what became of it.

    The requests go to the server of `settings`, with its credentials, and only to the operations of the selection.
    After `seconds` (None for no limit), no more requests are sent.
    """
    by_id = {operation.operation_id: operation for operation in selection.called}
    called = [by_id[name] for name in dict.fromkeys(f.operation_id for f in report.findings) if name in by_id]
    gate = Gate(settings.url, selection)
    opened = session_of(gate, settings.ca_file, pace=pace_of(settings.rate_limit))
    with contained(opened, settings.url, settings.timeout), opened() as session:
        schema = load(document_of(contract, called, ()), settings, gate)
        cases = Cases(contract, schema)
        sender = Sender(contract, settings.url, settings.headers, settings.timeout, session)
        rechecker = Rechecker(contract, sender, lambda op: cases.sample(op, with_options=False))
        asker = _Asker(contract, selection, report.url, settings, sender, rechecker)
        deadline = time.monotonic() + seconds if seconds else None
        for finding in report.findings:
            operation = by_id.get(finding.operation_id)
            if operation is None or not asker.may_ask(finding, operation):
                yield finding, "left out"
            elif deadline is not None and time.monotonic() > deadline:
                yield finding, "no time"
            else:
                yield finding, _verdict(asker, finding, operation)


def _verdict(asker: _Asker, finding: Finding, operation: Operation) -> Verdict:
    try:
        return "still there" if asker.is_there(finding, operation) else "gone"
    except RefusedRequestError:
        return "left out"
    except (requests.RequestException, UnicodeError):
        return "no answer"


class _Asker:
    def __init__(
        self,
        contract: Contract,
        selection: Selection,
        reported_url: str,
        settings: Settings,
        sender: Sender,
        rechecker: Rechecker,
    ) -> None:
        self._selection = selection
        self._documented = Gate(settings.url, selection, documented=True)
        self._called = {operation.operation_id for operation in selection.called}
        self._resources = resources_of(contract)
        self._reported_url = reported_url
        self._settings = settings
        self._sender = sender
        self._rechecker = rechecker

    def may_ask(self, finding: Finding, operation: Operation) -> bool:
        """Whether each request of a finding belongs to an operation that is called, and the last one to `operation`.

        A report may come from anybody, so its finding of a GET may have a request that deletes something.
        """
        if finding.check in _OF_LIVES:
            return bool(self._lives(operation))
        others = tuple((other, "") for other in self._others(operation))
        own = Selection((operation,), others, self._selection.with_writes)
        last = Gate(self._settings.url, own, documented=finding.check not in _OF_OTHER_METHODS)
        gates = [*(self._documented for _ in finding.sent[:-1]), last]
        try:
            sent = [(gate, self._prepared(request)) for gate, request in zip(gates, finding.sent, strict=True)]
        except (ValueError, requests.RequestException):
            return False
        return not any(
            gate.refusal(request.method, request.url, request.headers, request.body) for gate, request in sent
        )

    def _others(self, operation: Operation) -> Iterator[Operation]:
        left_out = (other for other, _ in self._selection.left_out)
        return (other for other in (*self._selection.called, *left_out) if other is not operation)

    def _prepared(self, request: Request) -> Request:
        """A request of the report for the present server, with the URL as it is on the wire."""
        here = _here(request, self._reported_url, self._settings)
        url = requests.Request("GET", here.url).prepare().url
        return msgspec.structs.replace(here, url=str(url))

    def is_there(self, finding: Finding, operation: Operation) -> bool:
        """Whether the requests of the finding, or its life cycle, still show it."""
        if finding.check in _OF_LIVES:
            seen = (found for life in self._lives(operation) for found in LifeCycle(life, self._sender).checks())
            return any(
                name == finding.check and broken is not None and exchange.operation == operation
                for name, exchange, broken in seen
            )
        *before, last = (_here(request, self._reported_url, self._settings) for request in finding.sent)
        for request in before:
            self._sender.send(operation, request)
        return self._rechecker.broken_by(finding, operation, last) is not None

    def _lives(self, operation: Operation) -> list[Resource]:
        """The life cycles with the operation, if all their steps may be called."""
        return [
            resource
            for resource in self._resources
            if operation in (step.operation for step in resource.steps)
            and self._called >= {step.operation.operation_id for step in resource.steps}
        ]


def _here(request: Request, reported_url: str, settings: Settings) -> Request:
    """A request to the server at `reported_url`, changed for the present server and its credentials."""
    headers = with_credentials(request.headers, settings.headers)
    base = reported_url.rstrip("/")
    if base and request.url.startswith(f"{base}/"):
        url = settings.url.rstrip("/") + request.url[len(base) :]
    else:
        here = urlsplit(settings.url)
        url = urlunsplit(urlsplit(request.url)._replace(scheme=here.scheme, netloc=here.netloc))
    return msgspec.structs.replace(request, url=url, headers=headers)
