"""A page for each command, made from the parser that prints its `--help`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from speclift.cli.main import build_parser


def command_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the page of each command, in the order of `speclift --help`."""
    for name, parser in commands_of(build_parser()).items():
        yield f"reference/commands/{name}.md", "\n".join(_page(parser))


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands below a parser, by their names."""
    return {
        name: choice
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, choice in action.choices.items()
    }


def _page(parser: argparse.ArgumentParser, level: str = "#") -> Iterator[str]:
    yield from (f"{level} {parser.prog}", "")
    for paragraph in (parser.description or "").split("\n\n"):
        yield from (escaped(paragraph), "")
    # The usage as argparse prints it, but at a width that does not depend on the terminal.
    formatter = argparse.HelpFormatter(parser.prog, width=100)
    formatter.add_usage(parser.usage, parser._actions, parser._mutually_exclusive_groups)
    yield from ("```text", formatter.format_help().strip(), "```", "")
    for group in parser._action_groups:
        shown = [action for action in group._group_actions if action.help != argparse.SUPPRESS]
        shown = [action for action in shown if not isinstance(action, argparse._SubParsersAction)]
        if shown:
            yield from (
                f"{level}# {(group.title or '').capitalize()}",
                "",
                "| argument | what it does |",
                "| --- | --- |",
            )
            yield from (f"| {_names(action)} | {escaped(formatter._expand_help(action))} |" for action in shown)
            yield ""
    for title, lines in _sections(parser.epilog or ""):
        yield from (f"{level}# {title.capitalize()}", "")
        yield from _listed(title, lines)
        yield ""
    for choice in commands_of(parser).values():
        yield from _page(choice, f"{level}#")


def _names(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`".replace("|", "\\|")
    value = "" if action.nargs == 0 else f" {_value(action)}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings).replace("|", "\\|")


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    return action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper()


def _sections(epilog: str) -> Iterator[tuple[str, list[str]]]:
    """(title, lines) of each part of the text below the options."""
    for part in epilog.split("\n\n"):
        title, _, text = part.partition(":\n")
        yield title.strip(), text.splitlines()


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    """The lines of markdown for a section: examples as commands, all else as a table of entries and their meanings."""
    if title == "examples":
        pairs = zip(lines[::2], lines[1::2], strict=False)
        yield from ("```sh", *(f"# {meaning.strip()}\n{line.strip()}" for line, meaning in pairs), "```")
    elif title == "exit codes":
        yield from ("| code | what it means |", "| --- | --- |")
        codes = (line.strip().partition("  ") for line in lines)
        yield from (f"| {code} | {escaped(meaning)} |" for code, _, meaning in codes)
    else:
        yield from ("| name | what it is |", "| --- | --- |")
        for entry, meaning in zip(lines[::2], lines[1::2], strict=False):
            yield f"| `{entry.strip()}` | {escaped(meaning.strip())} |"


def escaped(text: str) -> str:
    """Plain text, escaped for a table cell of markdown, on one line."""
    for sign in "\\|<>*_[]`":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
