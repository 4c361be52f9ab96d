"""The command line: parse arguments, call the library, print, choose the exit code.

A command is a module of `commands`.  Everything heavy is imported where it is used, so that `speclift --help` answers
at once.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from speclift import __version__
from speclift.cli.arguments import INTERRUPTED, refuse_empty_values
from speclift.cli.commands import (
    bundle,
    check,
    client,
    completion,
    coverage,
    diff,
    explain,
    fuzz,
    generate,
    learn,
    mock,
    models,
    report,
    serve,
    spec,
    verify,
)
from speclift.cli.ending import Ending
from speclift.cli.overwriting import refuse_overwriting
from speclift.cli.usage import CommandParser, RefusedError, usage_error
from speclift.errors import SpecliftError
from speclift.storage.standard_streams import drop_standard_output, refusal, stand_in_for_closed_streams

#: The commands in the order of `speclift --help`; `completion` follows them.
COMMANDS = (
    spec,
    check,
    coverage,
    learn,
    explain,
    report,
    diff,
    bundle,
    generate,
    client,
    models,
    mock,
    serve,
    fuzz,
    verify,
)

#: The name and password in a URL, which somebody may put in the place of another argument.
_LOGIN = re.compile(r"([A-Za-z]{2,20}:/{1,2})[^\s/?#'\"]+@")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; `cli.arguments` names them."""
    heeding = signal.getsignal(signal.SIGINT)
    try:
        return _run(argv).code
    finally:
        # A run that writes ignores interrupts near its end, but this process goes on.
        if signal.getsignal(signal.SIGINT) is not heeding:
            signal.signal(signal.SIGINT, heeding)


def entry() -> NoReturn:
    """`main` as a process of its own: it ends without freeing the records of the run one by one."""
    if sys.getfilesystemencoding() != "utf-8":
        # Under a locale of another encoding (PEP 540) names of files, and so the results, would differ.  The same
        # command runs again: `-m speclift` in place of a script would import from the current folder first.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    stand_in_for_closed_streams()
    try:
        ending = _run(None)
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        # This is a second interrupt, which came while the first was handled.
        os._exit(INTERRUPTED)
    os._exit(ending.code)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands; the attribute `run` of its result is the function that does the work."""
    parser = CommandParser(
        prog="speclift",
        description="Recover an OpenAPI document from a markdown API reference, and use it.",
        epilog="'speclift COMMAND --help' explains a command, with examples and exit codes.",
    )
    parser.add_argument("--version", action="version", version=f"speclift {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    completion.add(commands, parser)
    refuse_empty_values(parser)
    return parser


def _run(argv: Sequence[str] | None) -> Ending:
    try:
        try:
            parser = build_parser()
            arguments = parser.parse_args(argv)
        except RefusedError as wrong:
            raise usage_error(wrong, sys.argv[1:] if argv is None else argv) from None
        finally:
            # The parser ends the run here when help was asked for.
            sys.stdout.flush()
        refuse_overwriting(parser, arguments)
        found: int | Ending = arguments.run(arguments)
        sys.stdout.flush()
    except SpecliftError as error:
        from speclift.report.terminal import say

        say(f"speclift: {_shown(error)}")
        return Ending(error.exit_code)
    except KeyboardInterrupt:
        print("speclift: interrupted; nothing was written", file=sys.stderr)
        return Ending(INTERRUPTED)
    except BrokenPipeError:
        # The reader of the output is gone; keep the interpreter from complaining about that at exit.
        drop_standard_output()
        return Ending(0)
    except OSError as error:
        refused = refusal(error)
        if refused is None:
            raise
        drop_standard_output()
        from speclift.report.terminal import say

        say(f"speclift: {_shown(refused)}")
        return Ending(refused.exit_code)
    return found if isinstance(found, Ending) else Ending(found)


def _shown(error: SpecliftError) -> str:
    """An error without the names and passwords of URLs: logs keep it."""
    return _LOGIN.sub(r"\1[redacted]@", str(error))
