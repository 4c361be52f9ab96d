"""A reader that fails on one page does not affect the other pages, and the run names the page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutated_pages import campaign, run_spec
from speclift.cli.main import main
from speclift.errors import UsageError
from speclift.limits import BeyondLimitError
from speclift.reading import facts

PAGE = "# {0}\n\n## GET /{0}\n\nReturns `200 OK`:\n\n```json\n[]\n```\n"
#: The same faulty reader in another process, whose workers are forks and so have the faulty reader, too.
PARALLEL = """
import sys
from speclift.cli.main import main
from speclift.reading import facts, reference

known = facts.read_facts

def broken(file, *more):
    if file == "boats.md":
        raise KeyError("x")
    return known(file, *more)

facts.read_facts = broken
reference.PARALLEL_FROM = 1
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for name in ("boats", "kites"):
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / f"{name}.md").write_text(PAGE.format(name))
    return tmp_path / "docs"


def break_reader(monkeypatch: pytest.MonkeyPatch, error: BaseException, *files: str) -> None:
    """Make the reader raise an error on these pages."""
    read_facts = facts.read_facts

    def read(file: str, *more: object) -> object:
        if file.endswith(files):
            raise error
        return read_facts(file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(facts, "read_facts", read)


def test_the_other_pages_are_still_read(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_reader(monkeypatch, KeyError("secret"), "boats.md")
    target = docs.parent / "openapi.yaml"
    assert main(["spec", str(docs), "-o", str(target), "--no-cache"]) == 0
    errors = capsys.readouterr().err
    assert f"{docs}/boats.md:1: SL116 " in errors
    assert "KeyError in test_faulty_readers.py:" in errors
    assert "secret" not in errors
    assert "1 operation," in errors
    assert "/kites:" in target.read_text()
    assert main(["spec", str(docs), "-o", str(target), "--no-cache", "--strict"]) == 1


def test_check_lists_the_page(docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    break_reader(monkeypatch, RecursionError(), "boats.md")
    assert main(["check", str(docs), "--no-cache", "--output-format", "json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["severity"], finding["file"]) == ("SL116", "error", "boats.md")
    assert main(["check", str(docs), "--no-cache", "--strict"]) == 1
    assert main(["learn", str(docs)]) == 0


def test_the_page_is_read_again_once_the_reader_is_fixed(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(docs.parent / "cache"))
    command = ["spec", str(docs), "-o", str(docs.parent / "openapi.yaml")]
    with monkeypatch.context() as patch:
        break_reader(patch, KeyError("x"), "boats.md")
        for _ in range(2):
            assert main(command) == 0
            assert " SL116 " in capsys.readouterr().err
    assert main(command) == 0
    assert "2 operations" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="workers that are not forks do not have the faulty reader")
def test_a_finding_of_a_worker_process_is_reported(docs: Path) -> None:
    command = [sys.executable, "-c", PARALLEL, "check", str(docs), "--no-cache", "--quiet", "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "boats.md:1: SL116 " in done.stdout


def test_the_error_names_the_fault_if_no_page_is_left(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_reader(monkeypatch, KeyError("x"), "boats.md", "kites.md")
    assert main(["check", str(docs), "--no-cache"]) == 3
    errors = capsys.readouterr().err
    assert " E004 " in errors
    assert "SL116 The page cannot be read, because of a fault in speclift (KeyError in " in errors


@pytest.mark.parametrize("error", [MemoryError(), UsageError("no"), KeyboardInterrupt()])
def test_an_error_that_is_not_about_a_page_ends_the_run(
    docs: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    break_reader(monkeypatch, error, "boats.md")
    if isinstance(error, MemoryError):
        with pytest.raises(MemoryError):
            main(["check", str(docs), "--no-cache"])
    else:
        assert main(["check", str(docs), "--no-cache"]) == (2 if isinstance(error, UsageError) else 130)


def test_a_page_beyond_a_limit_is_not_a_fault_of_the_reader(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_reader(monkeypatch, BeyondLimitError("Too much."), "boats.md")
    assert main(["check", str(docs), "--no-cache", "--quiet"]) == 0
    assert " SL107 " in capsys.readouterr().out


def test_runs_on_mutated_pages_count_a_failing_reader_as_a_fault(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run_spec(docs, (), tmp_path) == ""
    for files in (["boats.md"], ["boats.md", "kites.md"]):
        with monkeypatch.context() as patch:
            break_reader(patch, KeyError("x"), *files)
            assert " SL116 " in run_spec(docs, (), tmp_path)
    for page in docs.iterdir():
        page.write_text("# Nothing\n")
    assert run_spec(docs, (), tmp_path) == "E004"


def test_the_progress_of_a_slow_run_on_mutated_pages_is_no_fault(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("speclift.report.progress._INTERVAL", 0)
    assert main(["spec", str(docs), "-o", str(tmp_path / "openapi.yaml"), "--no-cache", "--jobs", "1"]) == 0
    assert "reading pages 2/2\n" in capsys.readouterr().err
    assert run_spec(docs, (), tmp_path) == ""


def test_a_campaign_of_mutated_pages_counts_every_error_and_exception_as_a_fault(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> int:
        print("speclift: openapi.yaml: E006 The document is not valid OpenAPI.", file=sys.stderr)
        return 3

    def fail(_: object) -> int:
        raise KeyError("TableRight")

    for command, expected in ((refuse, "exit 3: .* E006 "), (fail, "KeyError: 'TableRight'")):
        monkeypatch.setattr("speclift.cli.main.main", command)
        found = campaign(0.1, folders=[docs])
        assert found.runs == len(found.faults) > 0
        assert all(re.match(expected, text) for _, text in found.faults)
