"""The audit reports what is wrong with the dependencies, and fails."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from speclift.serve import assets
from supply import audit
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lock files that a test may damage."""
    for name in (*audit.LOCKS, "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    return tmp_path


def damage(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1)
    assert count
    path.write_text(text, encoding="utf-8")


def test_the_current_lock_files_have_no_fault(project: Path) -> None:
    assert [*audit.check_hashes(), *audit.check_step()] == []


@pytest.mark.parametrize("lock", audit.LOCKS)
@pytest.mark.parametrize(
    ("pattern", "new"),
    [(r"(?m)^([\w.-]+==\S+).*\\\n(    --hash=\S+.*\n)+", r"\1\n"), (r"(?m)^([\w.-]+)==\S+", r"\1")],
    ids=["no-hash", "no-version"],
)
def test_a_requirement_that_is_not_locked_is_reported(project: Path, lock: str, pattern: str, new: str) -> None:
    damage(project / lock, pattern, new)
    (fault,) = audit.check_hashes()
    assert fault.startswith(f"{lock}: ")
    assert "not pinned with hashes" in fault


@pytest.mark.parametrize(
    ("lock", "pattern"),
    [
        ("requirements.txt", r'"msgspec>=[\d.]+"'),
        ("requirements.txt", r'"uvicorn>=[\d.]+"'),
        ("requirements-dev.txt", r'"mypy>=[\d.]+"'),
        ("requirements-audit.txt", r'"pip-audit>=[\d.]+"'),
    ],
)
def test_an_outdated_lock_file_is_reported(project: Path, lock: str, pattern: str) -> None:
    name = pattern.strip('"').partition(">")[0]
    damage(project / "pyproject.toml", pattern, f'"{name}>=9999"')
    faults = audit.check_step()
    assert any(fault.startswith(f"{lock} is not in step with pyproject.toml: {name}>=9999") for fault in faults)


def test_licences_are_listed_and_one_that_is_not_allowed_is_reported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.check_licences() == []
    listed = capsys.readouterr().out
    for name, version, _ in audit.requirements(ROOT / audit.LOCKS[0]):
        assert re.search(rf"(?m)^{re.escape(f'{name} {version}')}: [A-Za-z0-9]", listed), name
    monkeypatch.setattr(audit, "ALLOWED", tuple(item for item in audit.ALLOWED if not item.startswith("BSD")))
    faults = audit.check_licences()
    assert any(re.fullmatch(r"msgspec: the licence BSD\S* is not allowed", fault) for fault in faults)


CLEAN = """print('{"dependencies": [{"name": "a", "vulns": []}, {"name": "b", "skip_reason": "not there"}]}')"""
# The report of a vulnerability may contain the words of a failed connection.
KNOWN = "import sys; print('[]'); sys.exit('Found 1 known vulnerability in 1 package: an HTTPError ends the server')"
UNREACHABLE = "import sys; sys.exit('requests.exceptions.ConnectionError: Max retries exceeded')"
BROKEN = "import sys; sys.exit('Traceback: something else')"


@pytest.mark.parametrize(
    ("code", "printed", "faults"),
    [
        (CLEAN, "no vulnerability reported for 1 requirements", 0),
        (CLEAN, "NOT CHECKED, unknown to the advisory service: b", 0),
        (KNOWN, "", 2),
        (UNREACHABLE, "NOT CHECKED for vulnerabilities: the advisory service could not be reached", 0),
        (BROKEN, "", 2),
    ],
    ids=["clean", "skipped", "known", "unreachable", "broken"],
)
def test_findings_of_pip_audit_are_faults_and_missing_results_are_reported(
    code: str,
    printed: str,
    faults: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # This replaces the interpreter of pip-audit, whose output depends on the network and the day.
    auditor = tmp_path / "python"
    auditor.write_text(f"#!/usr/bin/env python3\n{code}\n")
    auditor.chmod(0o755)
    monkeypatch.setattr(audit, "AUDITOR", auditor)
    assert len(audit.check_vulnerabilities()) == faults
    assert printed in capsys.readouterr().out


@pytest.mark.parametrize(("oldest", "faults"), [("3.0", 0), ("9999.0", 1)])
def test_a_sanitizer_that_is_too_old_is_a_fault(
    oldest: str, faults: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit.check_bundled() == []
    assert re.search(r"Swagger UI \d+\.\d+\.\d+ with DOMPurify \d+\.\d+", capsys.readouterr().out)
    monkeypatch.setattr(audit, "OLDEST_DOMPURIFY", oldest)
    assert len(audit.check_bundled()) == faults


def test_a_sanitizer_whose_version_is_unknown_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_SANITIZER", re.compile(rb"(no such text)"))
    (fault,) = audit.check_bundled()
    assert f"DOMPurify {assets.UNKNOWN}" in fault


CHECKS = ("hashes", "step", "vulnerabilities", "bundled", "licences", "registry", "install")


@pytest.mark.parametrize("name", CHECKS)
def test_a_fault_of_any_check_fails_the_audit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(names: tuple[str, ...]) -> Callable[[], list[str]]:
        check: Callable[[], list[str]] = lambda: list(names)  # noqa: E731
        check.__name__ = "check_some"
        return check

    for other in CHECKS:
        monkeypatch.setattr(audit, f"check_{other}", found(("a fault",) if other == name else ()))
    with pytest.raises(SystemExit, match="a fault"):
        audit.main()
