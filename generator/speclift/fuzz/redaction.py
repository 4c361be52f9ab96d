"""A result without secrets: what every report is made from."""

from __future__ import annotations

import msgspec

from speclift.fuzz.credentials import Redactor
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result


def redacted(result: Result, redactor: Redactor) -> Result:
    """The result with every credential taken out of requests, answers and messages."""
    findings = tuple(_finding(finding, redactor) for finding in result.findings)
    problems = tuple(redactor.text(problem) for problem in result.problems)
    return msgspec.structs.replace(result, findings=findings, problems=problems)


def _finding(finding: Finding, redactor: Redactor) -> Finding:
    return msgspec.structs.replace(
        finding,
        message=redactor.text(finding.message),
        sent=tuple(_request(request, redactor) for request in finding.sent),
        headers=redactor.headers(finding.headers.items()),
        content=redactor.data(finding.content),
    )


def _request(request: Request, redactor: Redactor) -> Request:
    return Request(
        request.method,
        redactor.text(request.url),
        redactor.headers(request.headers.items()),
        redactor.data(request.body),
    )
