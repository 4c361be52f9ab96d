"""`speclift completion`: what a shell needs to complete the command line."""

from __future__ import annotations

import argparse
import functools
import sys
from typing import Any

from speclift.cli.arguments import DONE, FILES, FOLDERS, USAGE, actions_of, command, names_of

_SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def add(commands: Any, parser: argparse.ArgumentParser) -> None:
    """Add the command and its arguments; `parser` knows all commands, and the script completes its words."""
    completion = command(
        commands,
        "completion",
        functools.partial(run, parser),
        summary="print a completion script for a shell",
        description="Print a script that makes a shell complete the commands of speclift, their options and values, "
        "files and folders.",
        examples={
            "speclift completion bash > ~/.local/share/bash-completion/completions/speclift": "bash",
            'speclift completion zsh > "${fpath[1]}/_speclift"': "zsh",
            "speclift completion fish > ~/.config/fish/completions/speclift.fish": "fish",
        },
        exit_codes={DONE: "the script is printed", USAGE: "usage"},
    )
    completion.add_argument("shell", choices=_SHELLS, help="the shell to complete in")


def run(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> int:
    """Print the script, and return the exit code."""
    import shtab

    for action in actions_of(parser):
        # A shell that completes files completes the folders on the way to them.
        names = names_of(action)
        kind = shtab.FILE if names & FILES else shtab.DIRECTORY if names & FOLDERS else None
        if kind:
            action.complete = kind  # type: ignore[attr-defined]
    sys.stdout.write(shtab.complete(parser, arguments.shell))
    return DONE
