"""The parser of each command and its arguments, so that tests of all commands include new ones automatically."""

from __future__ import annotations

import argparse

from speclift.cli.arguments import actions_of, names_path
from speclift.cli.main import build_parser


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command by its name."""
    (found,) = (action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def options_of(parser: argparse.ArgumentParser) -> frozenset[str]:
    """All spellings of the options of a command, without those of its subcommands."""
    return frozenset(option for action in parser._actions for option in action.option_strings)


def paths_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments of a command and of its subcommands that name a file or a folder."""
    return [action for action in actions_of(parser) if names_path(action)]
