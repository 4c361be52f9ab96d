"""What all commands share: the form of their manuals, and the types of their arguments."""

from __future__ import annotations

import argparse
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from speclift.cli.ending import Ending
from speclift.errors import UsageError

#: The exit codes. What each means for a command is in the manual of the command.
DONE, FAILED, USAGE, BAD_INPUT, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130

#: The words of a metavar that stand for a path.
FILES = frozenset({"FILE", "SPEC", "DOCS", "OLD", "NEW"})
FOLDERS = frozenset({"DIR", "OUT"})


def command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace], int | Ending],
    *,
    summary: str,
    description: str,
    examples: Mapping[str, str],
    exit_codes: Mapping[int, str],
    environment: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
) -> argparse.ArgumentParser:
    """Add a command whose `--help` is its manual. `examples` holds command lines, `environment` variables and `files`
    paths, each with what it does or contains.
    """
    lines = ["examples:", *_listed(examples)]
    lines += ["", "exit codes:", *(f"  {code:3}  {meaning}" for code, meaning in exit_codes.items())]
    for title, listed in (("environment", environment), ("files", files)):
        if listed:
            lines += ["", f"{title}:", *_listed(listed)]
    found: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=description,
        epilog="\n".join(lines),
        formatter_class=ManualFormatter,
    )
    found.set_defaults(run=run, command=name)
    return found


def add_output(parser: argparse.ArgumentParser, *formats: str) -> None:
    """Add the options for the format that a command writes, by default the first, and for the file that it writes."""
    *others, last = formats
    parser.add_argument(
        "--output-format",
        choices=formats,
        default=formats[0],
        metavar="FORMAT",
        help=f"{', '.join(others)} or {last} (default: {formats[0]})",
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="file to write (default: standard output)")


def _listed(entries: Mapping[str, str]) -> Iterator[str]:
    for entry, meaning in entries.items():
        yield f"  {entry}"
        yield f"      {meaning}"


class ManualFormatter(argparse.RawDescriptionHelpFormatter):
    """Wraps the description to the terminal, a paragraph at a time, and leaves the epilog as it is."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("examples:"):
            return super()._fill_text(text, width, indent)
        wrap = argparse.HelpFormatter._fill_text
        return "\n\n".join(wrap(self, paragraph, width, indent) for paragraph in text.split("\n\n"))


def actions_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """All arguments of a parser and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for choice in action.choices.values():
                yield from actions_of(choice)


def names_of(action: argparse.Action) -> frozenset[str]:
    """The words of an argument's metavar, its name in the manual."""
    return frozenset(re.split(r"[ |]", str(action.metavar)))


def names_path(action: argparse.Action) -> bool:
    """Whether an argument names a file or a folder."""
    return bool(names_of(action) & (FILES | FOLDERS))


def refuse_empty_values(parser: argparse.ArgumentParser) -> None:
    """Refuse empty arguments, which an unset variable of a script causes."""
    for action in actions_of(parser):
        if action.type is None and action.choices is None and action.nargs != 0:
            name = "/".join(action.option_strings) or str(action.metavar)
            action.type = functools.partial(_given, name, names_path(action))


def _given(name: str, is_path: bool, text: str) -> str:
    if not text:
        raise UsageError(
            f"The {'path' if is_path else 'value'} of {name} is empty.",
            expected="the path of a file or a folder; . is the current folder" if is_path else "some text",
            advice="check whether a variable in the command is unset",
        )
    return text


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def _real(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None


def port(text: str) -> int:
    """A TCP port; 0 stands for any free port."""
    number = whole(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return number


def seconds(text: str) -> float:
    """A number of seconds, more than 0 and less than a million."""
    number = _real(text)
    if not 0 < number < 10**6:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


def percent(text: str) -> float:
    """A share from 0 to 100 percent, with or without the sign."""
    number = _real(text.removesuffix("%"))
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError("must be between 0 and 100")
    return number


def names(text: str) -> Sequence[str]:
    """Names that are separated by commas."""
    found = tuple(name.strip() for name in text.split(",") if name.strip())
    if not found:
        raise argparse.ArgumentTypeError("names nothing")
    return found
