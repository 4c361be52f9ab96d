"""Progress is one line on a terminal, and an occasional line in a log."""

from __future__ import annotations

import io

from speclift.report.progress import ProgressLine


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_an_occasional_line() -> None:
    now = 0.0
    log = io.StringIO()
    with ProgressLine(log, is_wanted=True, clock=lambda: now) as line:
        for second in range(100):
            now = float(second)
            line.fuzzing("coverage", "list", second, 2)
    assert log.getvalue().splitlines() == [f"{n} requests, 2 findings; coverage list" for n in (30, 60, 90)]


def test_a_short_run_and_a_quiet_one_write_no_line_to_a_log() -> None:
    now = 0.0
    log = io.StringIO()
    with ProgressLine(log, is_wanted=True, clock=lambda: now) as line:
        now = 29.0
        line.pages(1, 2)
    with ProgressLine(log, is_wanted=False, clock=lambda: now) as line:
        now = 1000.0
        line.pages(1, 2)
    assert log.getvalue() == ""


def test_names_of_a_document_do_nothing_on_a_terminal() -> None:
    terminal = Terminal()
    with ProgressLine(terminal, is_wanted=True) as line:
        line.fuzzing("coverage", "\x1b]0;title\x07\x9b2J\u202e", 1, 0)
    assert terminal.getvalue().replace("\r", "").isprintable()


def test_a_terminal_is_left_as_it_was() -> None:
    terminal = Terminal()
    with ProgressLine(terminal, is_wanted=True) as line:
        line.pages(1, 2)
    output = terminal.getvalue()
    assert output.startswith("\rreading pages 1/2")
    assert output.endswith("\r")
    assert "\n" not in output
