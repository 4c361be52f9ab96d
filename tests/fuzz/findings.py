"""Findings for tests that do not run the fuzzer."""

from __future__ import annotations

from typing import Any

from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding


def finding_of(**changes: Any) -> Finding:
    """A server error of one operation; `changes` replace its fields."""
    defaults: dict[str, Any] = {
        "operation_id": "list",
        "label": "GET /things",
        "check": "not_a_server_error",
        "cause": "",
        "level": "failure",
        "title": "Server error",
        "message": "",
        "source": "",
        "phase": "",
        "sent": (),
        "status": 500,
        "headers": {},
        "content": b"",
        "seconds": 0.1,
    }
    return Finding(**{**defaults, **changes})


def finding_with(text: str, **changes: Any) -> Finding:
    """A finding with `text` in each field that a server, a document or a request can fill."""
    texts: dict[str, Any] = dict.fromkeys(("operation_id", "title", "message"), text)
    request = Request("GET", f"http://x/{text}", {"X-Text": text, text: text}, text.encode())
    from_outside = {"label": f"GET {text}", "source": f"{text}:1", "sent": (request,), "status": 200}
    return finding_of(**{**texts, **from_outside, "headers": {text: text}, "content": text.encode(), **changes})
