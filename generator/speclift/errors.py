"""The errors that a run can end with: each has a code, a place, what was expected and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable

#: The similarity, from 0 to 1 (difflib), from which one word may be mistaken for another, and how far below that of the
#: most similar word it may be.
_ALIKE, _LESS = 0.6, 0.2


def meant(word: str, known: Iterable[str]) -> str:
    """A question that asks whether one of the known words was meant; empty where none is similar."""
    import difflib

    alike = difflib.get_close_matches(word, list(known), n=3, cutoff=_ALIKE)
    best = difflib.SequenceMatcher(None, alike[0], word).ratio() if alike else 0.0
    alike = difflib.get_close_matches(word, alike, n=3, cutoff=max(_ALIKE, best - _LESS))
    return f"did you mean {' or '.join(alike)}?" if alike else ""


def _from_here(file: str) -> str:
    """A path as seen from the current directory."""
    try:
        here = os.path.join(os.getcwd(), "")
    except OSError:
        return file
    return file.removeprefix(here) or file


class SpecliftError(Exception):
    """Base of all errors that speclift raises on purpose.

    `code` is stable and has a page in the documentation; `exit_code` is what the command line returns.
    """

    code = "E000"
    exit_code = 3

    def __init__(self, message: str, *, file: str = "", line: int = 0, expected: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.expected = expected
        self.advice = advice

    def __str__(self) -> str:
        file = _from_here(self.file)
        place = f"{file}:{self.line}: " if self.line else f"{file}: " if file else ""
        tail = "".join(
            f"\n  {label}: {text}" for label, text in (("expected", self.expected), ("do", self.advice)) if text
        )
        return f"{place}{self.code} {self.message}{tail}"


class UsageError(SpecliftError):
    """The command line or the settings ask for something that does not exist."""

    code = "E001"
    exit_code = 2


class SettingsError(SpecliftError):
    """The settings file is malformed or has an unknown key."""

    code = "E002"


class SourceError(SpecliftError):
    """A folder or file cannot be read, or a document has faults and `--strict` is given."""

    code = "E003"


class NoDocumentError(SourceError):
    """A file holds no OpenAPI document; it may be a part of one."""


class NoOperationsError(SpecliftError):
    """No page describes an operation; the error names what comes nearest to one."""

    code = "E004"


class OutputError(SpecliftError):
    """The result cannot be written; the old output is untouched."""

    code = "E005"


class InvalidDocumentError(SpecliftError):
    """The recovered document is not valid OpenAPI. No page can cause that: speclift or its settings have a defect."""

    code = "E006"


class TemplateError(SpecliftError):
    """A template of yours cannot be used: it is not Jinja, or asks for a value that does not exist."""

    code = "E007"


class BrokenRunError(SpecliftError):
    """The fuzzer broke off: a defect of speclift, or of a package that it uses."""

    code = "E009"


class UnreachableError(SpecliftError):
    """The server under test does not answer at all."""

    code = "E008"
    exit_code = 4
