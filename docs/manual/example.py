"""An example of the documentation: the files that it shows, and the commands that it runs on them.

A fenced block with a `title` is a file.  In a `console` block, each line after `$ ` is a command.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

_BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$", re.M | re.S)
_TITLE = re.compile(r'title="([^"]+)"')


class Example(msgspec.Struct, frozen=True):
    """The files of a page, text by path, and its commands in their order."""

    files: Mapping[str, str]
    commands: tuple[str, ...]


class Done(msgspec.Struct, frozen=True):
    """A command, what it printed on both streams, and its exit code."""

    command: str
    printed: str
    code: int


def read_example(text: str) -> Example:
    """The example that a page of markdown shows."""
    files: dict[str, str] = {}
    commands: list[str] = []
    for block in _BLOCK.finditer(text):
        if title := _TITLE.search(block["info"]):
            files[title[1]] = block["text"]
        elif block["info"].strip() == "console":
            commands += [line[2:] for line in block["text"].splitlines() if line.startswith("$ ")]
    return Example(files, tuple(commands))


def write_files(example: Example, folder: Path) -> None:
    """Write the files of an example below a folder."""
    for name, text in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # A page that names Latin-1 as its encoding is saved in it.
        path.write_bytes(text.encode("latin-1" if "Latin-1" in text else "utf-8"))


def run(command: str) -> Done:
    """Run `speclift …` in this process and in the current folder.  Raises ValueError for any other command."""
    from speclift.cli.main import main

    name, *arguments = shlex.split(command)
    if name != "speclift":
        raise ValueError(f"{command!r} is not a command of speclift")
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
    # The folder of the example changes from run to run.
    text = printed.buffer.getvalue().decode()
    return Done(command, text.replace(f"{os.getcwd()}/", ""), code)


def played(text: str) -> Iterator[Done]:
    """Run the example of a page in a temporary folder; yields the result of each command as soon as it ran."""
    example = read_example(text)
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as name:
        write_files(example, Path(name))
        cache = os.environ.get("SPECLIFT_CACHE_DIR")
        os.environ["SPECLIFT_CACHE_DIR"] = os.path.join(name, ".cache")
        os.chdir(name)
        try:
            for command in example.commands:
                yield run(command)
        finally:
            os.chdir(before)
            del os.environ["SPECLIFT_CACHE_DIR"]
            if cache is not None:
                os.environ["SPECLIFT_CACHE_DIR"] = cache
