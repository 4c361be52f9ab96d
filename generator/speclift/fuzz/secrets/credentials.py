"""Credentials for the server under test: where they come from, and how they stay out of every report.

They come from the environment, a file or a command, as header lines such as `Authorization: Bearer …`; a line without a
name is the value of Authorization.  No message repeats any of the input: somebody may put a token in place of a name.
"""

from __future__ import annotations

import base64
import os
import re
import shlex
import subprocess
from collections.abc import Collection, Iterable, Mapping

from speclift.contract.connection_headers import CONNECTION
from speclift.errors import UsageError
from speclift.fuzz.secrets.search import pairs_in, secrets_in, spans, spelled

_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)", re.S)
_SECONDS = 30

REDACTED = "[redacted]"
_MADE_UP = "made-up-by-speclift"
_LINES = "lines such as Authorization: Bearer …"


def from_environment(name: str) -> dict[str, str]:
    """The headers in an environment variable.  Raises UsageError."""
    text = os.environ.get(name)
    if not text:
        raise UsageError(
            "The environment variable that --auth-env names does not exist or is empty.",
            expected="a credential in it, such as Bearer and a token",
            advice="set it, or name another one",
        )
    return _fields(text, f"the environment variable {name}")


def from_file(path: str) -> dict[str, str]:
    """The headers in a file, one a line.  Raises UsageError."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            text = stream.read()
    except OSError as error:
        raise UsageError(
            f"The file of --auth-file cannot be read: {error.strerror}.", expected=_LINES, advice="check the path"
        ) from None
    except ValueError as error:
        place = f" at byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else ""
        raise UsageError(
            f"The file of --auth-file cannot be read: it is not UTF-8{place}.", expected=_LINES, advice="check the file"
        ) from None
    return _fields(text, f"the file {path}")


def from_command(command: str) -> dict[str, str]:
    """The headers that a command prints.  Raises UsageError."""
    try:
        found = subprocess.run(
            shlex.split(command), capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
        text = found.stdout.decode()
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise UsageError(
            f"The command for the credentials failed: {type(error).__name__}.",
            expected="a command that prints header lines in UTF-8 and exits with 0",
            advice="run it by hand",
        ) from None
    return _fields(text, "what --auth-command printed")


def made_up(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of the same form that no server should accept; they contain no part of a secret."""
    return {name: _made_up_value(name, value) for name, value in headers.items()}


def _made_up_value(name: str, value: str) -> str:
    if name.lower() == "cookie":
        names = (pair.partition("=")[0].strip() for pair in value.split(";"))
        return "; ".join(f"{cookie}={_MADE_UP}" for cookie in names if cookie)
    scheme, space, _ = value.partition(" ")
    if scheme.lower() == "basic":
        return f"{scheme} {base64.b64encode(f'{_MADE_UP}:{_MADE_UP}'.encode()).decode()}"
    return f"{scheme} {_MADE_UP}" if space else _MADE_UP


def with_credentials(headers: Mapping[str, str], credentials: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request in a report, with the present credentials in place of the redacted values.

    A redacted header without a present credential is left out.
    """
    by_name = {name.lower(): value for name, value in credentials.items()}
    given = {name: by_name.get(name.lower()) if value == REDACTED else value for name, value in headers.items()}
    return {name: value for name, value in given.items() if value is not None}


class Redactor:
    """Removes the values of credential headers and their parts.

    The parts are the words after the first, the value of each cookie and parameter, and the user and password of Basic.
    Each is removed as it is, and in everything that decodes to it.  Texts of fewer than four characters do not count as
    secrets.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._names = {"authorization", "cookie", "set-cookie"}
        self._plain: set[str] = set()
        self._users: set[str] = set()
        #: Made-up credentials may be shown, or nobody could send them again.
        self._made_up: set[str] = set()
        self.learn(headers)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Also remove the values of these headers from now on."""
        self._names.update(name.lower() for name in headers)
        self._made_up.update(made_up(headers).values())
        for value in headers.values():
            self._plain.update(secrets_in(value))
            self._users.update(pair.partition(":")[0] for pair in pairs_in(value))
        self._secrets = spelled(self._plain)
        self._all = spelled(self._plain | self._users)

    def text(self, text: str, end: int | None = None) -> str:
        """The first `end` characters of the text, or all of it, without secrets."""
        return self._without(text, self._all, end)

    def data(self, data: bytes, end: int | None = None) -> bytes:
        """The first `end` bytes, or all of them, without secrets."""
        return self._without(data.decode("latin-1"), self._all, end).encode("latin-1")

    def url(self, url: str, public: Collection[str]) -> str:
        """A URL without secrets.  A `public` segment of its path stays, even if it is also the name of a user."""
        path, mark, query = self._without(url, self._secrets).partition("?")
        kept = (part if part in public else self.text(part) for part in path.split("/"))
        return "/".join(kept) + mark + self.text(query)

    def headers(self, headers: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Headers without secrets."""
        return {
            self.text(name): self.text(value) if name.lower() not in self._names or value in self._made_up else REDACTED
            for name, value in headers
        }

    def _without(self, text: str, secrets: Collection[str], end: int | None = None) -> str:
        end = len(text) if end is None else end
        parts: list[str] = []
        position = 0
        for start, stop in sorted(spans(text, secrets)) if secrets else ():
            if start >= end:
                break
            if start >= position:
                parts += text[position:start], REDACTED
            position = max(position, stop)
        return "".join([*parts, text[position:end]])


def _fields(text: str, source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip(" \t"):
            continue
        match = _FIELD.fullmatch(line)
        name, value = match.groups() if match else ("Authorization", line)
        _check(name, value, len(line) - len(value), f"{source}, line {number}")
        if name.lower() in {other.lower() for other in found}:
            # A long value that some tool has wrapped looks like two credentials.
            raise UsageError(
                f"In {source}, line {number} is for the same header as a line before it.",
                expected="one line for each header",
                advice="join lines that a tool has wrapped, or leave one of them out; put all cookies into one line",
            )
        found[name] = value
    if not found:
        raise UsageError("There is no credential.", expected=_LINES)
    return found


def _check(name: str, value: str, before: int, place: str) -> None:
    """Raise UsageError if no header can have the value (RFC 9110, section 5.5), or if it is not a credential.

    `before` is the number of characters of the line that come before the value.
    """
    if name.lower() in CONNECTION:
        raise UsageError(f"In {place}, a header belongs to the connection and is not a credential.", expected=_LINES)
    if not value:
        raise UsageError(f"In {place}, there is no value after the name.", expected=_LINES)
    for index, character in enumerate(value):
        wrong = ""
        if ord(character) > 0xFF:
            wrong = "is not Latin-1"
        elif character != "\t" and (ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0):
            wrong = "is a control character"
        elif character in " \t" and index in (0, len(value) - 1):
            wrong = "is white space at the start or end"
        if wrong:
            raise UsageError(
                f"In {place}, character {before + index + 1} {wrong}: no header can have this value.",
                expected="printable Latin-1 characters, without white space around them",
                advice="encode the credential as the server expects it, or mend the line",
            )
