"""Every command on documents of 300 KiB that expand to much more: how long it takes, and how much memory it needs.

    python -m bench.multiplying

The documents are those of the tests.  A command ends, or refuses the document with a named error.  `mock` is measured
from its start until it has responded to requests for 40 paths, `serve` until it has sent the first page.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from bench.figure import Figure
from bench.measurement import SPECLIFT, Measurement, ended, environment_in
from tests.cli.multiplying import DOCUMENTS, calls, written
from tests.http.answer import answer_to

HOW = "the document that takes longest; at most 5 s and 500 MiB"
#: The exit codes of a good run: done, differences, refused.
ACCEPTED = (0, 1, 3)
COMMANDS = {
    "bundle": ("bundle", "{folder}/old.json", "-o", "{folder}/whole.json"),
    "client": ("client", "{folder}/old.json", "-o", "{folder}/client"),
    "diff": ("diff", "{folder}/old.json", "{folder}/new.json"),
    "models": ("models", "{folder}/old.json", "-o", "{folder}/models.py", "--force"),
    "fuzz --dry-run": ("fuzz", "{folder}/old.json", "--url", "http://127.0.0.1:1", "--dry-run"),
}
SERVERS = {
    "mock, operations called": ("mock", "{folder}/old.json", "--port", "0"),
    "serve, first page": ("serve", "{folder}/old.json", "--port", "0", "--no-cache"),
}


class Taken(msgspec.Struct, frozen=True):
    """What a command needed for a document: seconds, and MiB of its largest process."""

    document: str
    seconds: float
    mebibytes: float


def figures() -> list[Figure]:
    """A figure for each command: the document that takes longest, and the most memory that any document needs."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_in(Path(folder))
        taken: dict[str, list[Taken]] = {name: [] for name in (*COMMANDS, *SERVERS)}
        for name, make in DOCUMENTS.items():
            for file, word in (("old.json", "v"), ("new.json", "w")):
                (Path(folder) / file).write_text(written(name, word))
            for command, words in (COMMANDS | SERVERS).items():
                given = [*SPECLIFT, *(word.format(folder=folder) for word in words)]
                if command in COMMANDS:
                    taken[command].append(_of_command(name, given, environment))
                else:
                    asked = calls(make("v")) if words[0] == "mock" else [("GET", "/")]
                    taken[command].append(_of_server(name, given, environment, asked))
    return [_figure(command, found) for command, found in taken.items()]


def _figure(command: str, found: Sequence[Taken]) -> Figure:
    worst = max(found, key=lambda taken: taken.seconds)
    memory = max(taken.mebibytes for taken in found)
    note = f"{len(found)} documents; the longest is {worst.document}"
    return Figure(command, worst.seconds, "s", HOW, memory=memory, note=note)


def _of_command(document: str, words: Sequence[str], environment: dict[str, str]) -> Taken:
    measurement = Measurement(document, words, accepted=ACCEPTED)
    measurement.run(environment)
    return Taken(document, measurement.seconds[0], measurement.mebibytes[0])


def _of_server(
    document: str, words: Sequence[str], environment: dict[str, str], asked: Iterable[tuple[str, str]]
) -> Taken:
    start = time.perf_counter()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    address = next((found[0] for line in process.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line))), "")
    for method, path in asked if address else ():
        answer_to(address + path, method, b"{}" if method == "POST" else None)
    seconds = time.perf_counter() - start
    if address:
        process.kill()
    process.returncode, memory = ended(process.pid)
    process.stdout.close()
    return Taken(document, seconds, memory)


if __name__ == "__main__":
    from bench.figure import table

    print(table(figures()))
