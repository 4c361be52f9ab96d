"""A request as a command line of curl."""

from __future__ import annotations

import re
import shlex

from speclift.fuzz.credentials import REDACTED
from speclift.fuzz.exchange import Request

#: What curl says itself, or what only concerns the connection.
_LEFT_OUT = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "user-agent", "x-schemathesis-testcaseid", "host"}
)


_NO_VARIABLE = re.compile("[^A-Z0-9_]")


def curl_line(request: Request) -> str:
    """The command; a redacted header field is taken from an environment variable: `$AUTHORIZATION`."""
    parts = ["curl", "-i", "-X", request.method]
    for name, value in request.headers.items():
        if name.lower() in _LEFT_OUT:
            continue
        if value == REDACTED:
            # The name is of the document, and a backtick may stand in it (RFC 9110, section 5.6.2).
            variable = _NO_VARIABLE.sub("_", name.upper())
            parts += ["-H", f'{shlex.quote(f"{name}: ")}"${variable}"']
        else:
            parts += ["-H", shlex.quote(f"{name}: {value}")]
    if request.body:
        parts += ["--data-binary", _quoted(request.body)]
    return " ".join([*parts, shlex.quote(request.url)])


def _quoted(body: bytes) -> str:
    """Bytes for a shell: as they are where they are printable text, else with escapes."""
    text = body.decode(errors="surrogateescape")
    if text.isprintable():
        return shlex.quote(text)
    escaped = "".join(chr(byte) if 32 <= byte < 127 and byte not in (0x27, 0x5C) else f"\\x{byte:02x}" for byte in body)
    return f"$'{escaped}'"
