"""The lines that tell GitHub Actions what to show beside a file (workflow commands)."""

from __future__ import annotations

from speclift.model.text import visible


def workflow_command(level: str, title: str, message: str, *, file: str = "", line: int = 0) -> str:
    """A line such as `::error file=a.md,line=3,title=A title::A message`; `level` is error, warning or notice."""
    place = f"file={_property(file)},line={max(line, 1)}," if file else ""
    return f"::{level} {place}title={_property(title)}::{_message(message)}\n"


def _message(text: str) -> str:
    """The text of a command, which ends at the end of its line; the log that shows it acts as a terminal too."""
    text = "".join(char if char in "\r\n" else visible(char) for char in text)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
