"""An empty path, which an unset variable of a script leaves, is an error and does not mean the current folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from speclift.cli.main import main
from speclift.storage.lock import locked
from tests.bounded import bounded
from tests.cli.command_parsers import command_parsers, paths_of
from tests.in_time import in_time


def _lines() -> Iterator[tuple[str, ...]]:
    """A command line for each argument that names a path: that one is empty, and required options are given."""
    for name, parser in command_parsers().items():
        for chosen in paths_of(parser):
            required = [it for it in parser._actions if it.required and it is not chosen and it.option_strings]
            more = [word for it in required for word in (it.option_strings[-1], "x")]
            empty = (chosen.option_strings[-1], "") if chosen.option_strings else ("",)
            yield (name, *more, *empty)


@pytest.mark.parametrize("line", list(_lines()), ids=" ".join)
def test_an_empty_path_is_a_usage_error(line: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    # Without an error, some of these commands would serve, or wait for a folder, for ever.
    with in_time():
        assert main(line) == 2
    assert "E001 The path of " in capsys.readouterr().err


def test_every_command_but_completion_is_tried() -> None:
    assert {line[0] for line in _lines()} == command_parsers().keys() - {"completion"}


def test_a_lock_without_a_folder_is_an_error() -> None:
    with bounded(), pytest.raises(FileNotFoundError), locked(""):
        pass
