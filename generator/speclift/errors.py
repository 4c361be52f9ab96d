"""The errors that a run can end with: each has a code, a place, what was expected and what to do."""

from __future__ import annotations


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
        place = f"{self.file}:{self.line}: " if self.line else f"{self.file}: " if self.file else ""
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


class NoOperationsError(SpecliftError):
    """No page describes an operation; the error names what comes nearest to one."""

    code = "E004"


class OutputError(SpecliftError):
    """The result cannot be written; what stood there before is untouched."""

    code = "E005"


class InvalidDocumentError(SpecliftError):
    """The recovered document is not valid OpenAPI, whatever the pages say: a defect of speclift or of its settings."""

    code = "E006"


class TemplateError(SpecliftError):
    """A template of your own cannot be used: it is not Jinja, or asks for a value that does not exist."""

    code = "E007"


class BrokenRunError(SpecliftError):
    """The fuzzer broke off: a defect of speclift, or of a package that it uses."""

    code = "E009"


class UnreachableError(SpecliftError):
    """The server under test does not answer at all."""

    code = "E008"
    exit_code = 4
