"""What is wrong with a command line, as an error like any other: what was expected, what to do, what was meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from speclift.errors import UsageError, meant

#: Messages of argparse that clearer ones replace.
_CHOICE = re.compile(r"argument (?P<name>[^:]+): invalid choice: (?P<value>'.*?'|\".*?\") ")
_NO_VALUE = re.compile(r"argument (?P<name>[^:]+): ignored explicit argument (?P<value>.+)", re.S)
_VALUE = re.compile(r"argument (?P<name>[^:]+): (?P<why>.*)", re.S)
_REQUIRED = re.compile(r"the following arguments are required: (?P<names>.+)", re.S)
_UNKNOWN = re.compile(r"unrecognized arguments: (?P<words>.+)", re.S)
_AMBIGUOUS = re.compile(r"ambiguous option: (?P<name>\S+) could match (?P<options>.+)", re.S)


#: The start of a short option, which a negative number does not match.
_SHORT = re.compile(r"-[A-Za-z]")


class RefusedError(Exception):
    """A parser refuses the words of a command line."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self.parser = parser
        self.message = message


class CommandParser(argparse.ArgumentParser):
    """A parser that raises an error where argparse would print the usage and end the process."""

    def error(self, message: str) -> NoReturn:
        """Raise RefusedError with the message of argparse, for `usage_error`."""
        raise RefusedError(self, message)


def usage_error(refused: RefusedError, words: Sequence[str]) -> UsageError:
    """The error that says what is wrong with the words of a command line."""
    parser, before = _command_of(refused.parser, words)
    early = next((word for word in before if word.startswith("-")), "")
    if early and parser is not refused.parser and _has(parser, early):
        return UsageError(
            f"The option {early} comes before its command.",
            expected=f"{parser.prog} {early}",
            advice="write it after the command",
        )
    known = [option for action in parser._actions for option in action.option_strings]
    strange = _strange_option(words, known)
    found = _AMBIGUOUS.match(refused.message)
    if found:
        return UsageError(
            f"{found['name']} may stand for several options.",
            expected=f"one of {found['options']}",
            advice="write the whole name of the option",
        )
    if strange:
        return UsageError(
            f"{parser.prog} has no option {strange}.",
            expected=f"options that '{parser.prog} --help' lists",
            advice=meant(strange, known) or f"leave it out, or look at '{parser.prog} --help'",
        )
    return _of_message(parser, refused.message)


def _of_message(parser: argparse.ArgumentParser, message: str) -> UsageError:
    help_of = f"'{parser.prog} --help' explains it"
    if found := _CHOICE.match(message):
        return _invalid_choice(parser, found["name"], found["value"][1:-1])
    if found := _REQUIRED.match(message):
        names = found["names"]
        if names == "COMMAND":
            return UsageError(
                "No command is named.", expected="speclift COMMAND", advice="'speclift --help' lists the commands"
            )
        verb = "are" if ", " in names else "is"
        return UsageError(f"{parser.prog}: {names} {verb} missing.", expected=_usage(parser), advice=help_of)
    if found := _UNKNOWN.match(message):
        return UsageError(f"{parser.prog} takes no argument {found['words']}.", expected=_usage(parser), advice=help_of)
    if found := _NO_VALUE.match(message):
        return UsageError(
            f"{found['name']} takes no value {found['value']}.",
            expected=_expected(parser, found["name"]),
            advice=help_of,
        )
    if found := _VALUE.match(message):
        return UsageError(
            f"{found['name']}: {found['why']}.", expected=_expected(parser, found["name"]), advice=help_of
        )
    return UsageError(f"{message}.", expected=_usage(parser), advice=help_of)


def _invalid_choice(parser: argparse.ArgumentParser, name: str, value: str) -> UsageError:
    choices = [str(choice) for choice in _action(parser, name).choices or ()]
    if name == "COMMAND":
        return UsageError(
            f"There is no command {value!r}.",
            expected=f"one of {', '.join(choices)}",
            advice=meant(value, choices) or "'speclift --help' says what each of them does",
        )
    return UsageError(
        f"{name} cannot be {value!r}.",
        expected=f"one of {', '.join(choices)}",
        advice=meant(value, choices) or f"'{parser.prog} --help' explains it",
    )


def _action(parser: argparse.ArgumentParser, name: str) -> argparse.Action:
    for action in parser._actions:
        if name in ("/".join(action.option_strings), action.metavar, action.dest):
            return action
    return argparse.Action([], "")


def _expected(parser: argparse.ArgumentParser, name: str) -> str:
    action = _action(parser, name)
    return " ".join([*action.option_strings[-1:], *_values(action)]) or _usage(parser)


def _values(action: argparse.Action) -> tuple[str, ...]:
    """What stands for the values of an argument; an option without a metavar has its own name in capitals."""
    if action.nargs == 0:
        return ()
    if isinstance(action.metavar, tuple):
        return action.metavar
    word = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    return (word,) if word else ()


def _command_of(parser: argparse.ArgumentParser, words: Sequence[str]) -> tuple[argparse.ArgumentParser, Sequence[str]]:
    """The parser of the command that the words name, and the words before it.

    The parser above a command reports what the command does not know.
    """
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for at, word in enumerate(words):
                if word in action.choices:
                    return action.choices[word], words[:at]
                if not word.startswith("-"):
                    break
    return parser, ()


def _has(parser: argparse.ArgumentParser, option: str) -> bool:
    return any(option.partition("=")[0] in action.option_strings for action in parser._actions)


def _strange_option(words: Sequence[str], known: Sequence[str]) -> str:
    """The first word that looks like an option but is not a known one; words after `--` are not options."""
    for word in words:
        if word == "--":
            break
        option = word.partition("=")[0]
        if option.startswith("--") and not any(name.startswith(option) for name in known):
            return option
        if _SHORT.match(word) and word[:2] not in known:
            return word[:2]
    return ""


def _usage(parser: argparse.ArgumentParser) -> str:
    """The command line of a command with only what is required."""
    parts = [parser.prog]
    for action in parser._actions:
        if action.option_strings and action.required:
            parts += [action.option_strings[0], *_values(action)]
        elif not action.option_strings:
            parts.append(" ".join(_values(action)) + ("..." if action.nargs in ("+", "*") else ""))
    return " ".join(parts)
