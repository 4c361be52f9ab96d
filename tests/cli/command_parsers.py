"""The parser of each command, and what it takes: tests of all commands find new ones by themselves."""

from __future__ import annotations

import argparse

from speclift.cli.arguments import actions_of, names_path
from speclift.cli.main import build_parser


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command by its name."""
    (found,) = (action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def options_of(parser: argparse.ArgumentParser) -> frozenset[str]:
    """All spellings of the options of a command itself."""
    return frozenset(option for action in parser._actions for option in action.option_strings)


def paths_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments of a command, and of commands below it, that name a file or a folder."""
    return [action for action in actions_of(parser) if names_path(action)]
