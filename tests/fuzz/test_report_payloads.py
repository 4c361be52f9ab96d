"""Hostile text of a document or a server stays text in reports of the fuzzer and in curl lines."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from speclift.fuzz.curl import curl_line
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Result, Tally
from speclift.fuzz.report.machine import to_json, to_junit, to_sarif
from speclift.fuzz.report.text import as_text
from speclift.fuzz.secrets.credentials import REDACTED
from tests.fuzz.findings import finding_with
from tests.payloads import PAYLOADS


def result(text: str) -> Result:
    finding = finding_with(text, check="select", cause=text, message=f"first\n{text}\nlast")
    return Result((finding,), (Tally(text, "select", 1, 1), Tally(text, "top", 1, 0)), 1, 2, 0.5, text, (text,))


@pytest.mark.parametrize("payload", [*PAYLOADS, "\0", "\ufffe"], ids=ascii)
def test_hostile_text_stays_text_in_text_json_sarif_and_junit(payload: str) -> None:
    found = result(payload)
    printed = as_text(found, ())
    assert all(line.isprintable() for line in printed.split("\n"))
    (finding,) = json.loads(to_json(found, ()))["findings"]
    assert finding["title"] == payload
    assert len(json.loads(to_sarif(found, ()))["runs"][0]["results"]) == 1
    root = ElementTree.fromstring(to_junit(found, ()))
    assert [element.tag for element in root.iter()] == ["testsuites", "testsuite", "testcase", "failure", "testcase"]
    assert root.attrib.keys() == {"name", "time"}


@pytest.mark.parametrize(
    "text", ["'; touch pwned; '", "`touch pwned`", "$(touch pwned)", '"; touch pwned; "', "\\'; touch pwned"]
)
def test_text_of_a_request_stays_one_argument_of_a_curl_line(tmp_path: Path, text: str) -> None:
    line = curl_line(Request("POST", f"http://127.0.0.1:9/{text}", {"X-Other": text}, text.encode()))
    shown = subprocess.run(
        ["bash", "-c", f"curl() {{ printf '%s\\n' \"$@\"; }}; {line}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert {f"http://127.0.0.1:9/{text}", f"X-Other: {text}", text} <= set(shown)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["X-`touch pwned`", "X-$(touch pwned)", "X-$HOME", 'X-"; touch pwned; "', "X-it's"])
def test_a_curl_line_runs_nothing_but_curl(tmp_path: Path, name: str) -> None:
    line = curl_line(Request("GET", "http://127.0.0.1:9/$(touch pwned)", {name: REDACTED, "X-Other": "`touch pwned`"}))
    assert shlex.split(line)[0] == "curl"
    # A function named curl prints its arguments.
    shown = subprocess.run(
        ["bash", "-c", f"curl() {{ printf '%s\\n' \"$@\"; }}; {line}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"{name}: \n" in shown
    assert list(tmp_path.iterdir()) == []
