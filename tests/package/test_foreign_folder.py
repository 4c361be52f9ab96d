"""The current folder may be anybody's repository: no module in it is ever imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from speclift.fuzz.distribution.cluster import connected
from speclift.mock.process import running
from speclift.reading.reference import PARALLEL_FROM

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "spec" / "openapi.yaml"
#: Modules that a run imports: its own, those of others and those of the standard library.
MODULES = (
    *("speclift/__init__.py", "speclift/__main__.py", "msgspec.py", "orjson.py", "json.py", "tomllib.py"),
    "multiprocessing.py",
)
#: Makes Python behave as on a system without fork.
NO_FORKS = "import multiprocessing\nmultiprocessing.get_all_start_methods = lambda: ['spawn']\n"
#: Seconds that a command may take on a busy machine; on an idle one, it takes two.
PATIENCE = 120


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The parent of the current folder. When a module in the current folder is imported, it writes `mark` there."""
    folder = tmp_path / "repository"
    for name in MODULES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"open({str(tmp_path / 'mark')!r}, 'a').write({name!r})\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PYTHONSAFEPATH", raising=False)
    return tmp_path


def check(foreign: Path, docs: Path, before: str = "", **environment: str) -> None:
    """Check docs with a script like those that installers write: a file in another folder."""
    (foreign / "bin").mkdir()
    script = foreign / "bin" / "speclift"
    script.write_text(f"{before}if __name__ == '__main__':\n    from speclift.cli.main import entry\n    entry()\n")
    command = [sys.executable, str(script), "check", str(docs), "--no-cache", "--jobs", "2"]
    mark, errors = foreign / "mark", foreign / "errors"
    with (
        errors.open("w") as stream,
        subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=stream) as process,
    ):
        end = time.monotonic() + PATIENCE
        # A pool whose processes cannot import their modules starts others for ever.
        while process.poll() is None and not mark.exists() and time.monotonic() < end:
            time.sleep(0.1)
        process.kill()
    assert not mark.exists()
    assert process.returncode == 0, errors.read_text()


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_a_command_imports_nothing_from_the_current_folder(foreign: Path, locale: str) -> None:
    check(foreign, ROOT / "spec" / "docs", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")


def test_worker_processes_import_nothing_from_the_current_folder_without_fork(foreign: Path) -> None:
    docs = foreign / "docs"
    shutil.copytree(ROOT / "spec" / "docs", docs)
    for number in range(PARALLEL_FROM):
        (docs / f"{number}.md").write_text("# A page\n")
    check(foreign, docs, NO_FORKS)


def test_dask_workers_of_this_machine_import_nothing_from_the_current_folder(foreign: Path) -> None:
    pytest.importorskip("distributed", reason="the extra 'distributed' is not installed")
    with connected("local:1", {}) as client:
        assert client.submit(os.getcwd).result(timeout=60) == os.getcwd()
    assert not (foreign / "mark").exists()
    assert "PYTHONSAFEPATH" not in os.environ


def test_a_mock_imports_nothing_from_the_current_folder(foreign: Path) -> None:
    with running(str(SPEC)) as mock:
        assert mock.url
    assert not (foreign / "mark").exists()
