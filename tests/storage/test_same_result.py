"""A run always writes the same files, whatever it finds in the cache and wherever and however it runs."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

from speclift.pipeline.run import generate
from speclift.settings import Settings
from tests.storage.references import ROOT, command, environment, make_docs, tree

BASE = ("--settings", str(ROOT / "pyproject.toml"))


def run(docs: str, out: Path, cache: Path, *more: str, cwd: Path, **variables: str) -> dict[str, bytes]:
    """The files that a run on `docs` writes when it is started in the folder `cwd`."""
    arguments = [*command(Path(docs), out)[:-1], *BASE, *more]
    subprocess.run(
        arguments, env=environment(SPECLIFT_CACHE_DIR=str(cache), **variables), cwd=cwd, check=True, timeout=120
    )
    return tree(out)


@pytest.fixture
def docs(tmp_path: Path, embedded: Path) -> Path:
    """A copy of the embedded reference, with a page whose name is not ASCII."""
    shutil.copytree(embedded, tmp_path / "docs")
    for path in [tmp_path, *tmp_path.rglob("*")]:
        path.chmod(0o755)
    made = make_docs(tmp_path / "more", "Körbe, Ölfässer, İçecek", "Crate") / "rest" / "Crate" / "v1Crate_GetCrate.md"
    shutil.copy(made, tmp_path / "docs" / "Kørb.md")
    return tmp_path / "docs"


def test_a_broken_cache_changes_nothing(tmp_path: Path, docs: Path) -> None:
    cold = run("docs", tmp_path / "cold", tmp_path / "none", "--no-cache", cwd=tmp_path)
    cache = tmp_path / "cache"
    assert run("docs", tmp_path / "first", cache, cwd=tmp_path) == cold
    records = {path.name: path.read_bytes() for path in cache.iterdir()}
    assert {name.rpartition(".")[2] for name in records} == {"pages", "changed", "entries", "run", "client"}
    chance = random.Random(0)
    for number in range(12):
        name = chance.choice(sorted(records))
        data = bytearray(records[name])
        place = chance.randrange(len(data))
        if number % 3 == 0:
            del data[place:]
        elif number % 3 == 1:
            data[place] ^= chance.randrange(1, 256)
        else:
            data = bytearray(chance.randbytes(len(data)))
        for path in cache.iterdir():
            # The other records are read only without the outcome of the last run.
            if path.name.endswith((".run", ".client")):
                path.unlink()
        (cache / name).write_bytes(data)
        assert run("docs", tmp_path / "warm", cache, cwd=tmp_path) == cold
    # Broken records are removed, and written again if they are needed.
    assert {path.name for path in cache.iterdir()} >= {name for name in records if not name.endswith(".changed")}


def test_a_cache_that_cannot_be_written_changes_nothing(tmp_path: Path, docs: Path) -> None:
    cold = run("docs", tmp_path / "cold", tmp_path / "none", "--no-cache", cwd=tmp_path)
    (tmp_path / "file").write_text("mine")
    assert run("docs", tmp_path / "out", tmp_path / "file", cwd=tmp_path) == cold
    assert run("docs", tmp_path / "out", tmp_path / "file" / "below", cwd=tmp_path) == cold
    assert (tmp_path / "file").read_text() == "mine"


def test_a_cache_that_several_runs_share_changes_nothing(tmp_path: Path, docs: Path) -> None:
    cold = run("docs", tmp_path / "cold", tmp_path / "none", "--no-cache", cwd=tmp_path)
    variables = environment(SPECLIFT_CACHE_DIR=str(tmp_path / "cache"))
    for _ in range(3):
        runs = [subprocess.Popen([*command(docs, tmp_path / f"out-{n}")[:-1], *BASE], env=variables) for n in range(3)]
        assert [process.wait(timeout=60) for process in runs] == [0, 0, 0]
        assert [tree(tmp_path / f"out-{n}") for n in range(3)] == [cold] * 3
        page = next((tmp_path / "cache").glob("*.pages"))
        page.write_bytes(page.read_bytes()[:100])


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONHASHSEED": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Kathmandu"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "tr_TR.UTF-8"},
    ],
    ids=lambda variables: ",".join(f"{name}={value}" for name, value in variables.items()),
)
def test_seeds_and_locales_change_nothing(tmp_path: Path, docs: Path, variables: dict[str, str]) -> None:
    cold = run("docs", tmp_path / "cold", tmp_path / "none", "--no-cache", cwd=tmp_path)
    for out in ("other", "warm"):
        assert run("docs", tmp_path / out, tmp_path / "cache", cwd=tmp_path, **variables) == cold


def test_the_order_of_files_in_their_folders_changes_nothing(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(package="crates")
    cold = generate([str(docs)], settings).outcome
    for seed in range(3):
        chance = random.Random(seed)

        # On many file systems the order is that of a digest of the names, the same in every folder.
        def shuffled(folder: str, chance: random.Random = chance) -> contextlib.nullcontext[list[os.DirEntry[str]]]:
            with os.scandir(folder) as listing:
                entries = list(listing)
            chance.shuffle(entries)
            return contextlib.nullcontext(entries)

        monkeypatch.setattr(
            "speclift.reading.files.walk.os", types.SimpleNamespace(**{**vars(os), "scandir": shuffled})
        )
        assert generate([str(docs)], settings).outcome == cold


def test_a_change_of_the_code_makes_the_cache_invalid(tmp_path: Path) -> None:
    """A changed file counts as such even if its size and its time are the same as before."""
    shutil.copytree(ROOT / "generator" / "speclift", tmp_path / "code" / "speclift")
    script = "from speclift.storage.code_version import generation; print(generation())"
    seen = []
    for old, new in (("", ""), ("= 10\n", "= 11\n")):
        module = tmp_path / "code" / "speclift" / "storage" / "cache.py"
        state = module.stat()
        module.write_text(module.read_text().replace(old, new))
        os.utime(module, ns=(state.st_atime_ns, state.st_mtime_ns))
        seen += [
            subprocess.run(
                [sys.executable, "-c", script],
                env=environment(PYTHONPATH=str(tmp_path / "code"), PYTHONDONTWRITEBYTECODE="1"),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for _ in range(2)
        ]
    assert seen[0] == seen[1] != seen[2] == seen[3]


def test_another_version_of_python_or_of_a_package_makes_the_cache_invalid(tmp_path: Path) -> None:
    script = (
        "import sys; sys.version = sys.argv[1]; "
        "from speclift.storage.code_version import generation; print(generation())"
    )
    seen = []
    for python, installed in (("3.11.7", "a-1"), ("3.11.7", "a-1"), ("3.11.8", "a-1"), ("3.11.7", "a-2")):
        site = tmp_path / installed / "site-packages"
        (site / f"{installed}.dist-info").mkdir(parents=True, exist_ok=True)
        places = os.pathsep.join([str(ROOT / "generator"), str(site)])
        command = [sys.executable, "-c", script, python]
        variables = environment(PYTHONPATH=places)
        seen.append(subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout)
    assert seen[0] == seen[1]
    assert len(set(seen)) == 3


def test_cache_and_number_of_processes_change_nothing_in_a_whole_reference(tmp_path: Path, corpus: Path) -> None:
    docs = str(corpus / "2023")
    cold = run(docs, tmp_path / "cold", tmp_path / "none", "--no-cache", "--jobs", "1", cwd=tmp_path)
    for out, jobs in (("many", "4"), ("warm", "4")):
        assert run(docs, tmp_path / out, tmp_path / "cache", "--jobs", jobs, cwd=tmp_path, PYTHONHASHSEED="3") == cold
    for path in (tmp_path / "cache").glob("*.run"):
        path.unlink()
    assert run(docs, tmp_path / "half", tmp_path / "cache", "--jobs", "1", cwd=tmp_path) == cold
