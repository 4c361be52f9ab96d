"""On a full disk, every file that a command would replace stays as it is."""

from __future__ import annotations

import functools
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command_parsers import command_parsers, options_of, paths_of
from tests.contract.small import STRING, document, operation, properties
from tests.files import files_in
from tests.fuzz.hostile import answering
from tests.report.bakery import pages, write
from tests.storage.references import environment, make_docs

#: Bytes of a file: enough for the probe with which Python finds a folder for temporary files, but for no output.
ROOM = 10

#: The old content of an output file.
OLD = "# what stood here\n"

#: A page whose request lines are read only after the settings define their form.
LAMPS = "# Lamps\n\n## See a lamp\n\n```\nFETCH /lamps/{lamp_id}\n```\n\n## See all lamps\n\n```\nFETCH /lamps\n```\n"

#: Command lines that write one file, which is the last word of the line.
FILE = {
    "spec": "spec docs-b -o written.yaml",
    "spec, JSON": "spec docs-b -o written.json",
    "check": "check docs-b -o written.txt",
    "check, a patch": "check bakery --diff -o written.patch",
    "coverage": "coverage docs-b -o written.txt",
    "report": "report docs-b -o written.html",
    "learn": "learn lamps --write --settings written.toml",
    "diff": "diff a.json b.json -o written.txt",
    "bundle": "bundle b.json -o written.yaml",
    "models": "models b.json -o written.py",
    "verify": "verify b.json --against a.json --url {url} -o written.txt",
    "fuzz, JSON": "fuzz b.json --url {url} --max-examples 1 --report-json written.json",
    "fuzz, JUnit": "fuzz b.json --url {url} --max-examples 1 --report-junit written.xml",
    "fuzz, SARIF": "fuzz b.json --url {url} --max-examples 1 --report-sarif written.sarif",
    "fuzz, HTML": "fuzz b.json --url {url} --max-examples 1 --report-html written.html",
    "fuzz, baseline": "fuzz b.json --url {url} --max-examples 1 --write-baseline written.json",
}

#: Command lines that write several files below `out`, or the pages of `bakery`: the first one has room, the second
#: one has none.
FILES_TOGETHER = {
    "spec": ("spec docs-a -o out --split-by tag", "spec docs-b -o out --split-by tag"),
    "generate": ("generate docs-a -o out", "generate docs-b -o out"),
    "client": ("client a.json -o out", "client b.json -o out"),
    "models": ("models a.json -o out", "models b.json -o out"),
    "check": ("", "check bakery --fix"),
}

#: Options that name an input, and the file that a mock writes to while it runs.
NOT_WRITTEN = {
    *("--settings", "--include-root", "--severity", "--templates", "--allow-ref", "--overlay", "--ca-file"),
    *("--auth-file", "--weights", "--baseline", "--replay", "--state", "--against"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two references and two documents; the two of a kind differ in nearly everything."""
    for name, words in (("a", "Apples and such"), ("b", "Berries, of all kinds")):
        make_docs(tmp_path / f"docs-{name}", words, "Crate", "Shelf")
        listed = operation(f"list-{name}", answer=properties(id=STRING), description=words, tags=[name])
        (tmp_path / f"{name}.json").write_text(json.dumps(document({"/things": {"get": listed}})))
    (tmp_path / "lamps").mkdir()
    (tmp_path / "lamps" / "lamps.md").write_text(LAMPS)
    faulty = {f"{name}/{page}": text.replace("uid: v1", f"uid: {name}1") for name in "ab" for page, text in FAULTY}
    write(tmp_path / "bakery", {name: text.replace("/api/v1/", f"/api/{name[0]}/") for name, text in faulty.items()})
    return tmp_path


FAULTY = pages("SL103").items()


def run(folder: Path, line: str, url: str = "", *, has_room: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder. Without room, no file can be larger than `ROOM`, wherever it is."""
    words = line.format(url=url).split()
    limit = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (ROOM, ROOM))
    reads_pages = "--no-cache" in options_of(command_parsers()[words[0]]) and not words[1].endswith(".json")
    return subprocess.run(
        [sys.executable, "-B", "-m", "speclift", *words, *(["--no-cache"] if reads_pages else [])],
        cwd=folder,
        env=environment(TMPDIR=str(folder.parent)),
        preexec_fn=None if has_room else limit,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.parametrize("name", FILE)
def test_a_single_output_file_stays_as_it_is(name: str, folder: Path) -> None:
    written = folder / FILE[name].split()[-1]
    written.write_text(OLD)
    before = files_in(folder)
    with answering() as server:
        done = run(folder, FILE[name], server.url, has_room=False)
        assert (done.returncode, "E005" in done.stderr) == (3, True), done.stdout + done.stderr
        assert files_in(folder) == before
        done = run(folder, FILE[name], server.url)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert written.read_text() != OLD


@pytest.mark.parametrize("name", FILES_TOGETHER)
def test_all_of_several_output_files_stay_as_they_are(name: str, folder: Path) -> None:
    first, second = FILES_TOGETHER[name]
    assert not first or run(folder, first).returncode == 0
    before = files_in(folder)
    done = run(folder, second, has_room=False)
    assert (done.returncode, "E005" in done.stderr) == (3, True), done.stdout + done.stderr
    assert files_in(folder) == before
    assert run(folder, second).returncode == 0
    after = files_in(folder)
    assert sum(before.get(path) != data for path, data in after.items()) > 1


def test_every_option_that_names_an_output_is_tried() -> None:
    lines = [*FILE.values(), *(line for pair in FILES_TOGETHER.values() for line in pair)]
    tried = {(words[0], word) for words in map(str.split, lines) for word in words}
    for name, parser in command_parsers().items():
        for action in paths_of(parser):
            if action.option_strings:
                spellings = {(name, option) for option in action.option_strings}
                assert spellings & tried or NOT_WRITTEN & set(action.option_strings), spellings
