"""A result without secrets: what every report is made from."""

from __future__ import annotations

import msgspec

from speclift.fuzz.credentials import Redactor
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result

#: More text than this of a message or an answer helps nobody.
LONGEST_MESSAGE = 2000
LARGEST_CONTENT = 20_000


def redacted(result: Result, redactor: Redactor) -> Result:
    """The result with every credential taken out of requests, answers and messages, and these cut to what helps.

    A finding's key is that of what is left: another token makes no other finding.
    """
    findings = tuple(_finding(finding, redactor) for finding in result.findings)
    problems = tuple(redactor.text(problem) for problem in result.problems)
    return msgspec.structs.replace(result, findings=findings, problems=problems)


def _finding(finding: Finding, redactor: Redactor) -> Finding:
    return msgspec.structs.replace(
        finding,
        cause=redactor.text(finding.cause),
        title=redactor.text(finding.title),
        message=redactor.text(finding.message)[:LONGEST_MESSAGE],
        sent=tuple(_request(request, redactor) for request in finding.sent),
        headers=redactor.headers(finding.headers.items()),
        content=redactor.data(finding.content)[:LARGEST_CONTENT],
    )


def _request(request: Request, redactor: Redactor) -> Request:
    return Request(
        request.method,
        redactor.text(request.url),
        redactor.headers(request.headers.items()),
        redactor.data(request.body),
    )
