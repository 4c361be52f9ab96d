"""A result without secrets, from which every report is made."""

from __future__ import annotations

import msgspec

from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.secrets.credentials import Redactor

#: The most characters of a message, and the most bytes of a response, that are kept: more would help nobody.
LONGEST_MESSAGE = 2000
LARGEST_CONTENT = 20_000

#: Content codings (RFC 9110, section 8.4.1) that the HTTP library removes, or that change nothing.
_DECODED = frozenset({"", "deflate", "gzip", "identity", "x-gzip"})

#: How much of a message or response is kept until it is redacted, and how much of that may be the start of a secret
#: that was cut off.
KEPT = 64 * 2**10
_UNSURE = 16 * 2**10


def redacted(result: Result, redactor: Redactor) -> Result:
    """The result without any credential in its requests, responses and messages, which are also shortened.

    The key of a finding comes from its redacted cause, so another token does not make another finding.
    """
    findings = tuple(redacted_finding(finding, redactor, result.url) for finding in result.findings)
    problems = tuple(redactor.text(problem) for problem in result.problems)
    return msgspec.structs.replace(
        result,
        findings=findings,
        problems=problems,
        notes=tuple(redactor.text(note) for note in result.notes),
        shortfall=redactor.text(result.shortfall),
        lost=redactor.text(result.lost),
        shard=redactor.text(result.shard),
        refused=tuple(_writable(redactor.text(cause)) for cause in result.refused),
    )


def redacted_finding(finding: Finding, redactor: Redactor, url: str) -> Finding:
    """A finding of a run against the server at `url`, without any credential and shortened."""
    public = frozenset(url.split("/")) | frozenset(finding.label.partition(" ")[2].partition("?")[0].split("/"))
    return msgspec.structs.replace(
        finding,
        cause=_writable(redactor.text(finding.cause)),
        title=_writable(redactor.text(finding.title)),
        message=_writable(redactor.text(finding.message[:KEPT], _sure(finding.message))[:LONGEST_MESSAGE]),
        places=tuple(_writable(redactor.text(place)) for place in finding.places),
        sent=tuple(redacted_request(request, redactor, public) for request in finding.sent),
        headers=redactor.headers(finding.headers.items()),
        content=_content(finding, redactor),
    )


def _writable(text: str) -> str:
    """A text without lone surrogates: JSON of a server may have some, but no report can contain them."""
    return text.encode(errors="backslashreplace").decode()


def _content(finding: Finding, redactor: Redactor) -> bytes:
    coding = finding.headers.get("content-encoding", "").strip().lower()
    if coding not in _DECODED and not _is_text(finding.content):
        # Redaction cannot find a secret in it.
        return b"[not shown, since speclift cannot decode it]"
    return redactor.data(finding.content[:KEPT], _sure(finding.content))[:LARGEST_CONTENT]


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        # The content may be cut in the middle of a character.
        return len(content) == KEPT and error.start >= KEPT - 3
    return True


def _sure(text: str | bytes) -> int:
    """The length of the start of a text that cannot contain a part of a cut secret."""
    return len(text) if len(text) < KEPT else KEPT - _UNSURE


def redacted_request(request: Request, redactor: Redactor, public: frozenset[str]) -> Request:
    """A request without any credential; `public` segments of its path stay."""
    return Request(
        request.method,
        redactor.url(request.url, public),
        redactor.headers(request.headers.items()),
        redactor.data(request.body),
    )
