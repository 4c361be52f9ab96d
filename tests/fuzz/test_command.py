"""`speclift fuzz` as a command: what it calls, its exit codes and its reports, none of which has a secret."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from speclift.cli.main import main
from speclift.mock.process import Running
from tests.conftest import ROOT
from tests.contract.small import STRING, document, operation, parameter, properties
from tests.fuzz.findings import finding_with
from tests.fuzz.servers import SECRET, mock_server

SPEC = str(ROOT / "spec" / "openapi.yaml")
FAULTS = "deep-type,stale-read,enum-unknown,crash-zero,ignores-auth"


@pytest.fixture(scope="module")
def faulty() -> Iterator[Running]:
    with mock_server(Path(SPEC), FAULTS) as running:
        yield running


@pytest.fixture(autouse=True)
def credential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_AUTH", f"Authorization: Bearer {SECRET}")


def fuzz(running: Running, *more: str) -> int:
    return main(["fuzz", SPEC, "--url", running.url, "--auth-env", "API_AUTH", "--phases", "none", "--quiet", *more])


def test_reports_agree_and_serve_as_baseline_and_replay(
    faulty: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {kind: tmp_path / f"report.{kind}" for kind in ("json", "junit", "sarif", "html")}
    baseline = tmp_path / "known.json"
    options = [option for kind, path in paths.items() for option in (f"--report-{kind}", str(path))]
    assert fuzz(faulty, *options, "--write-baseline", str(baseline)) == 1
    for path in paths.values():
        assert SECRET not in path.read_text()
    assert SECRET not in capsys.readouterr().out

    report = json.loads(paths["json"].read_text())
    checks = {finding["check"] for finding in report["findings"]}
    assert {"response_schema_conformance", "stale_read", "unknown_enum_value"} <= checks
    curls = [line for finding in report["findings"] for line in finding["curl"]]
    assert all(line.startswith("curl ") for line in curls)
    assert any("$AUTHORIZATION" in line for line in curls)

    tallies = {(tally["operation"], tally["check"]): tally for tally in report["checks"]}
    assert all(tallies[finding["operation_id"], finding["check"]]["failed"] for finding in report["findings"])
    assert any(tally["passed"] and not tally["failed"] for tally in tallies.values())

    failures = ElementTree.parse(paths["junit"]).getroot().findall(".//failure")
    assert len(failures) == sum(finding["level"] == "failure" for finding in report["findings"])
    results = json.loads(paths["sarif"].read_text())["runs"][0]["results"]
    assert len(results) == len(report["findings"])
    assert all(result["locations"] for result in results)
    page = paths["html"].read_text()
    assert "http://" not in page.replace(faulty.url, "")
    assert all(finding["key"] in page for finding in report["findings"])

    assert fuzz(faulty, "--baseline", str(baseline)) == 0
    assert fuzz(faulty, "--replay", str(paths["json"])) == 1
    replayed = capsys.readouterr().out
    assert replayed.count("still there") == len(report["findings"])
    with mock_server(Path(SPEC)) as without_faults:
        assert fuzz(without_faults, "--replay", str(paths["json"])) == 0


def test_the_html_report_shows_text_of_a_server_as_text(tmp_path: Path) -> None:
    from speclift.fuzz.finding import Result, Tally
    from speclift.fuzz.report.html import to_html

    script = "<script>alert(1)</script>"
    result = Result(
        (finding_with(script, check="select"),), (Tally(script, "select", 0, 1),), 1, 1, 0.0, script, (script,)
    )
    page = to_html(result, (), script).decode()
    assert script not in page
    assert page.count("<script") == 1


def test_a_server_that_does_not_respond_gives_4(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", SPEC, "--url", "http://127.0.0.1:9"]) == 4
    assert "E008 http://127.0.0.1:9 does not respond: Connection refused." in capsys.readouterr().err


def test_writes_are_left_out_on_other_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", SPEC, "--url", "https://staging.example.com", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    called = [line for line in lines if line.startswith("call ")]
    left_out = [line for line in lines if line.startswith("leave out ")]
    assert "call POST /api/v1/Agents/Batch/GetBatchTaskInfo (v1BatchAgent_GetBatchTaskInfo)" in called
    assert all(" DELETE " not in line and " PUT " not in line and " PATCH " not in line for line in called)
    # A GET without content in its response may change something.
    assert any("GlobalChangeTicketStatus" in line and "--writes" in line for line in left_out)
    assert main(["fuzz", SPEC, "--url", "https://staging.example.com", "--dry-run", "--writes"]) == 0
    assert "leave out" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("chosen", "called"),
    [
        (["--include-tag", "Chat*"], {"v1ChatPresence_GetChatPresence"}),
        (["--include-operation", "*GetChatPresence"], {"v1ChatPresence_GetChatPresence"}),
        (["--include-path", "/api/v1/Presence/*"], {"v1ChatPresence_GetChatPresence"}),
        (["--include-tag", "x*", "--include-path", "/api/v1/Presence/*"], {"v1ChatPresence_GetChatPresence"}),
        (["--include-path", "/api/v1/Presence/*", "--exclude-tag", "C*"], set()),
        (["--include-path", "/api/v1/Presence/*", "--exclude-operation", "*Chat*"], set()),
        (["--include-path", "/api/v1/Presence/*", "--exclude-path", "*GetAll"], set()),
    ],
)
def test_operations_are_chosen_by_tag_operation_and_path(
    chosen: list[str], called: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fuzz", SPEC, "--url", "http://127.0.0.1:1", "--dry-run", *chosen]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("call ")]
    assert {line.rpartition("(")[2].rstrip(")") for line in lines} == called


@pytest.mark.parametrize(
    "options",
    [
        ["--url", "ftp://x"],
        ["--url", "http://127.0.0.1:1", "--auth-env", "NOT_SET_AT_ALL"],
        ["--url", "http://127.0.0.1:1", "--auth-file", "/no/such/file"],
        ["--url", "http://127.0.0.1:1", "--auth-command", "false"],
        ["--url", "http://127.0.0.1:1", "--rate-limit", "often"],
        ["--url", "http://127.0.0.1:1", "--include-tag", "none of them"],
    ],
)
def test_wrong_options_give_2(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", SPEC, *options]) == 2
    assert "E001" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("phases", "sent"), [("none", signal.SIGTERM), ("none", signal.SIGHUP), ("coverage", signal.SIGINT)]
)
def test_an_interrupted_run_reports_what_it_found(
    faulty: Running, tmp_path: Path, phases: str, sent: signal.Signals
) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "speclift", "fuzz", SPEC, "--url", faulty.url, "--auth-env", "API_AUTH"]
    # The signal comes during the samples, or during the requests of the engine.
    slowly = ["--rate-limit", "10/s" if phases == "none" else "100/s", "--phases", phases]
    process = subprocess.Popen(
        [*command, "--report-json", str(report), *slowly], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    # A finding is printed when it is found, not at the end.
    assert process.stderr is not None
    first = next(line for line in process.stderr if line.startswith(("FAILURE", "DRIFT")))
    process.send_signal(sent)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in out
    assert first.rpartition("(")[2].rstrip(")\n") in out
    assert json.loads(report.read_text())["stopped"] == "interrupted"
    assert json.loads(report.read_text())["findings"]


def test_a_long_run_without_a_terminal_prints_its_progress(
    faulty: Running, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speclift.report.progress._INTERVAL", 0.0)
    command = ["fuzz", SPEC, "--url", faulty.url, "--auth-env", "API_AUTH", "--phases", "none"]
    main([*command, "--include-operation", "*GetChatPresence"])
    lines = capsys.readouterr().err.splitlines()
    assert any(
        re.fullmatch(r"\d+ requests, \d+ findings; samples v1ChatPresence_GetChatPresence", line) for line in lines
    )


def test_the_time_of_a_run_is_bounded(faulty: Running, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    bounds = ["--max-time", "2", "--rate-limit", "20/s"]
    main(
        ["fuzz", SPEC, "--url", faulty.url, "--auth-env", "API_AUTH", "--quiet", *bounds, "--report-json", str(report)]
    )
    result = json.loads(report.read_text())
    assert result["stopped"] == "its time was up"
    assert result["requests"] < 200


@pytest.mark.parametrize(
    ("variables", "called"),
    [
        ((), 'fuzz "spec/openapi.yaml" --mock'),
        (("URL=https://a.example",), 'fuzz "spec/openapi.yaml" --url "https://a.example" --auth-env SPECLIFT_AUTH'),
        (("URL=https://a.example", "SPECLIFT_AUTH="), 'fuzz "spec/openapi.yaml" --url "https://a.example"'),
        (("SPEC=other.json", "FUZZ=--workers 4"), 'fuzz "other.json" --mock --workers 4'),
    ],
)
def test_make_fuzzes_the_mock_or_a_live_server(variables: tuple[str, ...], called: str) -> None:
    command = ["make", "--no-print-directory", "--dry-run", "fuzz", *variables]
    environment = {"PATH": os.environ["PATH"], "SPECLIFT_AUTH": SECRET}
    printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    (line,) = (line for line in printed.splitlines() if "/speclift fuzz" in line)
    assert line.partition("/speclift ")[2].split() == called.split()
    assert SECRET not in printed


@pytest.mark.parametrize("phases", ["none", "coverage,fuzzing"])
def test_nothing_is_left_in_the_current_folder(tmp_path: Path, phases: str) -> None:
    work, spec = tmp_path / "work", tmp_path / "api.json"
    work.mkdir()
    # Hypothesis stores what it learns about characters and constants when it makes texts.
    texts = [parameter("a", "query", STRING), parameter("b", "query", {**STRING, "pattern": r"^\w+$"})]
    listing = operation("list", parameters=texts, answer=properties(name=STRING))
    spec.write_text(json.dumps(document({"/things": {"get": listing}})))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "speclift", "fuzz", str(spec), "--mock", "--max-examples", "2", "--phases", phases]
    subprocess.run(command, cwd=work, env={**os.environ, "TMPDIR": str(temporary)}, check=True, capture_output=True)
    assert list(work.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_a_run_that_is_killed_leaves_a_report(faulty: Running, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "speclift", "fuzz", SPEC, "--url", faulty.url, "--auth-env", "API_AUTH"]
    slowly = ["--rate-limit", "20/s", "--phases", "none", "--report-json", str(report)]
    with subprocess.Popen([*command, *slowly], stdout=subprocess.DEVNULL) as process:
        while not report.exists() and process.poll() is None:
            time.sleep(0.1)
        process.kill()
    result = json.loads(report.read_text())
    assert process.returncode == -signal.SIGKILL
    assert result["stopped"] == "still running when this was written"
    assert result["findings"]
    assert SECRET not in report.read_text()
