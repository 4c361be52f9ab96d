"""Send the requests of a report again: which findings are still there?"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec
import requests

from speclift.contract.lifecycle import resources_of
from speclift.contract.records import Contract, Operation
from speclift.errors import SourceError
from speclift.fuzz.cases import Cases
from speclift.fuzz.credentials import REDACTED
from speclift.fuzz.document import document_of
from speclift.fuzz.engine import Settings, load
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding
from speclift.fuzz.probes import LifeCycle
from speclift.fuzz.recheck import Rechecker
from speclift.fuzz.sender import Sender

#: Checks whose finding is a walk through a life cycle, which is gone through again.
_OF_LIVES = frozenset({"stale_read", "read_after_delete", "created_is_readable"})


def read_report(path: str) -> tuple[Finding, ...]:
    """The findings of a JSON report.  Raises SourceError."""
    try:
        with open(path, "rb") as stream:
            found = msgspec.json.decode(stream.read(), type=dict[str, Any])
        return tuple(_finding(entry) for entry in found["findings"])
    except (OSError, msgspec.DecodeError, msgspec.ValidationError, KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"The report cannot be read: {error}.",
            file=path,
            expected="a file that speclift fuzz --report-json wrote",
            advice="check the path",
        ) from error


def replay(
    contract: Contract, findings: tuple[Finding, ...], settings: Settings
) -> Iterator[tuple[Finding, bool | None]]:
    """Each finding, and whether it is still there; None where its operation is gone or nothing answers.

    The requests go to the server of `settings`, with its credentials.
    """
    by_id = {operation.operation_id: operation for operation in contract.operations}
    called = [by_id[name] for name in dict.fromkeys(f.operation_id for f in findings) if name in by_id]
    schema = load(document_of(contract, called, ()), settings)
    cases = Cases(contract, schema)
    sender = Sender(contract, settings.url, settings.headers, settings.timeout, contextlib.nullcontext)
    rechecker = Rechecker(contract, sender, lambda op: cases.sample(op, with_options=False))
    for finding in findings:
        operation = by_id.get(finding.operation_id)
        try:
            yield finding, _is_there(finding, operation, contract, sender, rechecker, settings) if operation else None
        except requests.RequestException:
            yield finding, None


def _is_there(
    finding: Finding,
    operation: Operation,
    contract: Contract,
    sender: Sender,
    rechecker: Rechecker,
    settings: Settings,
) -> bool:
    if finding.check in _OF_LIVES:
        lives = (r for r in resources_of(contract) if operation in (step.operation for step in r.steps))
        seen = (found for resource in lives for found in LifeCycle(resource, sender).checks())
        return any(
            name == finding.check and broken is not None and exchange.operation == operation
            for name, exchange, broken in seen
        )
    *before, last = (_here(request, settings.url, settings.headers) for request in finding.sent)
    for request in before:
        sender.send(operation, request)
    return rechecker.broken_by(finding, operation, last) is not None


def _here(request: Request, url: str, credentials: Mapping[str, str]) -> Request:
    """A request of a report for the server that is asked now, with the credentials of now."""
    here, there = urlsplit(url), urlsplit(request.url)
    headers = {name: value for name, value in request.headers.items() if value != REDACTED}
    given = {name: value for name, value in request.headers.items() if value == REDACTED}
    by_name = {name.lower(): value for name, value in credentials.items()}
    headers |= {name: by_name[name.lower()] for name in given if name.lower() in by_name}
    target = urlunsplit(there._replace(scheme=here.scheme, netloc=here.netloc))
    return msgspec.structs.replace(request, url=target, headers=headers)


def _finding(entry: Mapping[str, Any]) -> Finding:
    sent = tuple(
        Request(item["method"], item["url"], item["headers"], base64.b64decode(item["body"])) for item in entry["sent"]
    )
    rest = {name: value for name, value in entry.items() if name in Finding.__struct_fields__}
    found: Finding = msgspec.convert({**rest, "sent": (), "content": b""}, Finding)
    return msgspec.structs.replace(found, sent=sent)
