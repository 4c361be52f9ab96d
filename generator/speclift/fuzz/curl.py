"""A request as a command line of curl."""

from __future__ import annotations

import re
import shlex

from speclift.fuzz.exchange import Request
from speclift.fuzz.secrets.credentials import REDACTED

#: Headers that curl sends itself, or that only concern the connection.
_LEFT_OUT = frozenset(
    {"accept-encoding", "connection", "content-length", "user-agent", "x-schemathesis-testcaseid", "host"}
)
#: The value of Accept that curl sends by default.
_ANYTHING = "*/*"
_TYPE = "content-type"

#: Characters that curl takes for a pattern of several URLs.
_GLOB = frozenset("[]{}")

_NO_VARIABLE = re.compile("[^A-Z0-9_]")


def curl_line(request: Request) -> str:
    """The command; the value of a redacted header comes from an environment variable, such as `$AUTHORIZATION`."""
    parts = ["curl", "-i", "-X", request.method]
    if request.method == "HEAD":
        # With only -X, curl would wait for the content that Content-Length announces.
        parts = ["curl", "-I"]
    if not _GLOB.isdisjoint(request.url):
        parts.append("-g")
    if "/." in request.url:
        parts.append("--path-as-is")
    for name, value in request.headers.items():
        if name.lower() in _LEFT_OUT or (name.lower() == "accept" and value == _ANYTHING):
            continue
        if value == REDACTED:
            # The name comes from the document and may contain a backtick (RFC 9110, section 5.6.2).
            variable = _NO_VARIABLE.sub("_", name.upper())
            parts += ["-H", f'{shlex.quote(f"{name}: ")}"${variable}"']
        else:
            # A header without a value ends in a semicolon; with a colon, curl would remove the header.
            parts += ["-H", shlex.quote(f"{name}: {value}" if value else f"{name};")]
    if request.body:
        if _TYPE not in map(str.lower, request.headers):
            # Otherwise curl would send the media type of a form.
            parts += ["-H", "Content-Type:"]
        parts += _data(request.body)
    return " ".join([*parts, shlex.quote(request.url)])


def _data(body: bytes) -> list[str]:
    if 0 in body:
        # No argument of a command can contain this byte.
        return ["--data-binary", f"@<(printf '%b' '{_escaped(body, '0{:03o}')}')"]
    # curl would take a body with this start for the name of a file.
    return ["--data-raw" if body.startswith(b"@") else "--data-binary", _quoted(body)]


def _quoted(body: bytes) -> str:
    """Bytes as one word for a shell, with escapes if they are not printable text."""
    text = body.decode(errors="surrogateescape")
    if text.isprintable():
        return shlex.quote(text)
    if body.endswith(b"\n"):
        # Every shell removes line ends from the output of a command.
        return f"$'{_escaped(body, 'x{:02x}')}'"
    written = _escaped(body, "{:03o}").replace("%", "%%")
    return f"\"$(printf -- '{written}')\""


def _escaped(body: bytes, form: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in (0x27, 0x5C) else f"\\{form.format(byte)}" for byte in body
    )
