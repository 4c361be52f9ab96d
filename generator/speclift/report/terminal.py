"""Output to a terminal. It contains texts of docs, documents and servers, which must not control the terminal."""

from __future__ import annotations

import os
import re
import sys
from typing import TextIO

from speclift.model.text import visible

_RED, _YELLOW, _CYAN, _GREEN, _BOLD = "31", "33", "36", "32", "1"
_OF_SEVERITY = {"error": _RED, "warning": _YELLOW, "note": _CYAN}
#: The coloured parts of a line: the code of an error or finding after its place, the kind of a warning, the labels of
#: an error, the levels that `speclift diff` groups changes by.
_CODE = re.compile(r"\A((?:.*?: )?)(E\d{3}|SL\d{3})\b")
_WARNING = re.compile(r"\A(.*?: )(warning )")
_LABEL = re.compile(r"(  )(expected|do)(?=: )")
_LEVEL = re.compile(r"()(Breaking|Warnings|Compatible|For information)\b(?=.*\(\d+\)$)")
_LEVEL_COLOURS = {"Breaking": _RED, "Warnings": _YELLOW, "Compatible": _GREEN, "For information": _CYAN}


def say(text: str, stream: TextIO | None = None) -> None:
    """Print lines on standard error, or another stream, at once; what is not printable in them is escaped."""
    target = stream or sys.stderr
    print(painted("\n".join(map(visible, text.split("\n"))), target), file=target, flush=True)


def show(text: str) -> None:
    """Write a text for people to standard output, with escapes for what is not printable."""
    sys.stdout.write(painted(text, sys.stdout))


def painted(text: str, stream: TextIO) -> str:
    """A visible text with colours, if the stream shows them."""
    return "\n".join(map(_painted, text.split("\n"))) if is_coloured(stream) else text


def is_coloured(stream: TextIO) -> bool:
    """Whether colours are wanted: on a terminal, unless NO_COLOR is set; elsewhere where FORCE_COLOR is."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _painted(line: str) -> str:
    for pattern in (_LABEL, _LEVEL, _CODE, _WARNING):
        found = pattern.match(line)
        if found:
            colour = _colour(found[2])
            return f"{found[1]}\x1b[{colour}m{found[2]}\x1b[0m{line[found.end() :]}"
    return line


def _colour(word: str) -> str:
    if word in ("expected", "do"):
        return _BOLD
    if word in _LEVEL_COLOURS:
        return _LEVEL_COLOURS[word]
    if not word.startswith("SL"):
        return _YELLOW if word == "warning " else f"{_BOLD};{_RED}"
    from speclift.model.finding import RULES_BY_CODE

    rule = RULES_BY_CODE.get(word)
    return _OF_SEVERITY[rule.severity] if rule else _BOLD
