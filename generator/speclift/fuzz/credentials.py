"""Credentials for the server under test: where they come from, and how they stay out of every report.

They come from the environment, a file or a command, as header lines such as `Authorization: Bearer …`; a line without a
name is the value of Authorization.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, quote_plus

from speclift.errors import UsageError

REDACTED = "[redacted]"

_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)")
_ESCAPE = re.compile("%[0-9A-F]{2}")
_SECONDS = 30

#: Shorter texts than this would be redacted out of half of what is printed.
_SHORTEST = 4


def from_environment(name: str) -> dict[str, str]:
    """The header fields in an environment variable.  Raises UsageError."""
    text = os.environ.get(name)
    if not text:
        raise UsageError(
            f"The environment variable {name} is not set.",
            expected="a credential in it, such as Bearer and a token",
            advice="set it, or name another one",
        )
    return _fields(text)


def from_file(path: str) -> dict[str, str]:
    """The header fields in a file, one a line.  Raises UsageError."""
    try:
        with open(path, encoding="utf-8") as stream:
            return _fields(stream.read())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"The credentials in {path} cannot be read: {error}.", advice="check the path") from error


def from_command(command: str) -> dict[str, str]:
    """The header fields that a command prints.  Raises UsageError."""
    try:
        found = subprocess.run(
            shlex.split(command), capture_output=True, text=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UsageError(
            f"The command for the credentials failed: {type(error).__name__}.",
            expected="a command that prints header lines and ends with 0",
            advice="run it by hand",
        ) from error
    return _fields(found.stdout)


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _FIELD.fullmatch(line)
        name, value = match.groups() if match else ("Authorization", line)
        found[name] = value
    if not found:
        raise UsageError("There is no credential.", expected="lines such as Authorization: Bearer …")
    return found


def _secrets_in(name: str, value: str) -> Iterator[str]:
    """What may show up elsewhere of the value of a header field: itself, a token in it, a password, each cookie."""
    yield value
    scheme, _, token = value.partition(" ")
    yield from value.split()[1:]
    if name.lower() == "cookie":
        yield from (pair.partition("=")[2].strip() for pair in value.split(";"))
    if scheme.lower() == "basic":
        with contextlib.suppress(binascii.Error, ValueError):
            pair = base64.b64decode(token.strip(), validate=True).decode()
            yield from (pair, pair.partition(":")[2])


def _forms(secret: str) -> Iterator[str]:
    """A secret as URLs (RFC 3986, either case of the digits) and JSON have it."""
    for encoded in (quote(secret, safe=""), quote_plus(secret)):
        yield encoded
        yield _ESCAPE.sub(lambda found: found[0].lower(), encoded)
    yield json.dumps(secret)[1:-1]
    yield json.dumps(secret, ensure_ascii=False)[1:-1]


class Redactor:
    """Takes the secrets out of texts: the values of credential headers, their last words, what Basic and cookies hold,
    and all of these as URLs and JSON have them."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._names = frozenset(name.lower() for name in headers) | {"authorization", "cookie", "set-cookie"}
        secrets = {part for name, value in headers.items() for part in _secrets_in(name, value)}
        secrets |= {form for secret in secrets for form in _forms(secret)}
        self._secrets = sorted((s for s in secrets if len(s) >= _SHORTEST), key=len, reverse=True)

    def text(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text

    def data(self, data: bytes) -> bytes:
        """The bytes without secrets."""
        for secret in self._secrets:
            data = data.replace(secret.encode(), REDACTED.encode())
        return data

    def headers(self, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Header fields without secrets."""
        return {name: REDACTED if name.lower() in self._names else self.text(value) for name, value in headers}
