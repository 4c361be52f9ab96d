"""Colours are for terminals only."""

from __future__ import annotations

import io
import re

import pytest

from speclift.errors import SourceError
from speclift.report.terminal import is_coloured, painted, say

LINES = (
    f"speclift: {SourceError('It is broken.', file='a b.yaml', line=3, expected='a mapping', advice='mend it')}\n"
    "docs/x.md:7: SL101 It cannot be read.\ndocs/x.md:7: SL102 A row.\ndocs/x.md:9: SL105 A section.\n"
    "x.yaml:3: warning no-responses: #/paths\nBreaking (2)\n12 operations, 3 schemas"
)


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize(
    ("variables", "stream", "expected"),
    [
        ({}, Terminal(), True),
        ({}, io.StringIO(), False),
        ({"NO_COLOR": "1"}, Terminal(), False),
        ({"NO_COLOR": ""}, Terminal(), True),
        ({"TERM": "dumb"}, Terminal(), False),
        ({"FORCE_COLOR": "1"}, io.StringIO(), True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, io.StringIO(), False),
    ],
)
def test_the_stream_and_the_environment_decide_about_colours(
    variables: dict[str, str], stream: io.StringIO, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_coloured(stream) is expected


def test_colours_change_no_text() -> None:
    shown = painted(LINES, Terminal())
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == LINES
    assert painted(LINES, io.StringIO()) == LINES


def test_codes_have_the_colour_of_their_severity() -> None:
    shown = painted(LINES, Terminal())
    found = {word: colour for colour, word in re.findall(r"\x1b\[([\d;]+)m([^\x1b]+)\x1b\[0m", shown)}
    assert set(found) == {"E003", "expected", "do", "SL101", "SL102", "SL105", "warning ", "Breaking"}
    assert len({found["SL101"], found["SL102"], found["SL105"]}) == 3
    assert found["SL101"] == found["Breaking"]


def test_text_of_the_docs_cannot_set_colours() -> None:
    stream = Terminal()
    say("docs/x.md:7: SL101 \x1b[31mred", stream)
    assert "\\x1b[31mred" in stream.getvalue()
