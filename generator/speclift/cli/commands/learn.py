"""`speclift learn`: what a reference is made of, and settings that read more of it."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, command
from speclift.cli.references import FILES, add_docs, add_settings
from speclift.errors import SettingsError
from speclift.model.text import counted
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.reading.learning.proposal import Learned


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    learn = command(
        commands,
        "learn",
        run,
        summary="propose settings that read more of the docs",
        description="Print which constructs the pages use, and a table [form] for the settings. The table says what "
        "the words that were not understood seem to mean, each with the place that shows it. It is "
        "TOML; a word whose meaning is unknown is a comment in it, for you to fill in.\n\n"
        "With --write, speclift adds the words to the settings and keeps what is there. Run it again after that: it "
        "may find more.",
        examples={
            "speclift learn docs": "print what was found and the proposed table",
            "speclift learn docs --write": "put the table into docs/speclift.toml, or into the settings that exist",
            "speclift learn docs --write --settings speclift.toml": "put it into this file",
        },
        exit_codes={
            DONE: "what was found was printed and, with --write, written",
            USAGE: "usage",
            BAD_INPUT: "bad input; the settings are untouched",
            INTERRUPTED: "interrupted; the settings are untouched",
        },
        files=FILES,
    )
    add_docs(learn)
    learn.add_argument("--write", action="store_true", help="put the words into the settings")
    add_settings(learn)
    learn.add_argument("--quiet", action="store_true", help="with --write, print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Print what was found, write it if asked to, and return the exit code."""
    from speclift.pipeline.recovery import found_in, no_operations
    from speclift.reading.learning.proposal import learn
    from speclift.reading.learning.toml import as_toml
    from speclift.settings_files import load_settings, settings_files

    docs = arguments.docs[0]
    new = arguments.settings if arguments.write and not os.path.exists(arguments.settings or "") else None
    settings = load_settings(None if new else arguments.settings, docs, include_root=arguments.include_root)
    sources, _ = found_in(arguments.docs, settings)
    if not sources:
        raise no_operations(arguments.docs, ())
    learned = learn(sources, settings.form)
    places = settings_files(arguments.settings, docs)
    place = next((one for one in places if os.path.isfile(one) and _has_settings(one)), places[0])
    if arguments.write and not arguments.settings and os.path.islink(place) and not os.path.exists(place):
        # Docs may come from anybody, so a link in them does not decide where a file is made.
        raise SettingsError(
            "The settings are a symbolic link that leads nowhere.",
            file=place,
            expected="a file, or nothing",
            advice="name the file with --settings, or remove the link",
        )
    if not (arguments.write and arguments.quiet):
        sys.stdout.write(as_toml(learned, "tool.speclift." if place.endswith("pyproject.toml") else ""))
    if arguments.write:
        _write(learned, place, is_quiet=arguments.quiet)
    return DONE


def _has_settings(path: str) -> bool:
    """Whether a file is a settings file, or a `pyproject.toml` with settings."""
    if not path.endswith("pyproject.toml"):
        return True
    import tomllib

    with open(path, "rb") as stream:
        return "speclift" in tomllib.load(stream).get("tool", {})


def _write(learned: Learned, place: str, *, is_quiet: bool) -> None:
    from speclift.reading.learning.toml import merged
    from speclift.storage.files import write_files

    text = ""
    if os.path.isfile(place):
        with open(place, encoding="utf-8") as stream:
            text = stream.read()
    found, count = merged(text, learned, place)
    if count:
        write_files({place: found.encode()})
    if not is_quiet:
        if count:
            say(f"{counted(count, 'new word')} in {place}")
        else:
            say(f"nothing is new, so {place} {'stays as it is' if os.path.isfile(place) else 'was not made'}")
