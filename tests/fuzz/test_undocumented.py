"""What is undocumented: not what a sample shows, nor what the run itself made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.small import INTEGER, STRING, content, document, operation, properties, ref
from tests.fuzz.answers import JSON, Asked, serving
from tests.fuzz.test_alarms import always, findings, shown


def test_a_property_that_the_sample_shows_is_not_undocumented(tmp_path: Path) -> None:
    reads = {"/things": {"get": shown("read", {"name": "a", "colour": "red"})}}
    answer = json.dumps({"name": "b", "colour": "blue", "weight": 3}).encode()
    found = findings(tmp_path, reads, always(200, JSON, answer), "--phases", "none")
    said = {f["cause"]: (f["level"], f["message"].splitlines()[0]) for f in found["findings"]}
    assert said == {
        "/colour": ("contradiction", "The sample shows this property, and its schema does not."),
        "/weight": ("drift", "/weight."),
    }


def test_a_property_that_an_example_within_a_schema_shows_is_not_undocumented(tmp_path: Path) -> None:
    owner = {**properties(name=STRING), "examples": [{"name": "a", "mail": {"home": "a@b.example"}}]}
    thing = {**properties(owners={"type": "array", "items": owner}), "examples": [{"size": 1}]}
    reads = {"/things": {"get": operation("read", answer=thing)}}
    answer = json.dumps({"owners": [{"mail": {"home": "c@d.example"}, "phone": "1"}], "size": 2, "mail": "e"}).encode()
    found = findings(tmp_path, reads, always(200, JSON, answer), "--phases", "none")
    levels = {f["cause"]: f["level"] for f in found["findings"]}
    assert levels == {
        "/owners/*/mail": "contradiction",
        "/owners/*/phone": "drift",
        "/size": "contradiction",
        "/mail": "drift",
    }


@pytest.mark.parametrize(("is_same", "level"), [(True, "contradiction"), (False, "drift")])
def test_an_example_within_the_schema_of_another_answer_shows_nothing(
    tmp_path: Path, is_same: bool, level: str
) -> None:
    key = properties(data={**properties(name=STRING), "examples": [{"name": "a", "secret": "b"}]})
    thing = properties(data=properties(name=STRING))
    schemas = {"Key": key, "Keys": {"allOf": [ref("Key")]}, "Thing": thing}
    reads = operation("read", answer=ref("Keys" if is_same else "Thing"))
    given = document({"/things": {"get": reads}, "/keys": {"get": operation("keys", answer=ref("Key"))}}, schemas)
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    spec.write_text(json.dumps(given))
    with serving(always(200, JSON, b'{"data": {"name": "c", "secret": "d"}}')) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)])
    said = {f["operation_id"]: f["level"] for f in json.loads(report.read_text())["findings"]}
    assert said == {"read": level, "keys": "contradiction"}


def test_samples_of_one_type_may_show_different_properties(tmp_path: Path) -> None:
    long, short = operation("long"), operation("short")
    for read, sample in ((long, {"name": "a", "size": 1}), (short, {"name": "a"})):
        read["responses"]["200"]["content"] = content(ref("Thing"), shown=sample)
    spec, report = tmp_path / "api.json", tmp_path / "report.json"
    thing = properties(name=STRING, size=INTEGER)
    spec.write_text(json.dumps(document({"/long": {"get": long}, "/short": {"get": short}}, {"Thing": thing})))
    with serving(always(200, JSON, b'{"name": "b"}')) as server:
        main(["fuzz", str(spec), "--url", server.url, "--quiet", "--phases", "none", "--report-json", str(report)])
    said = [(f["level"], f["message"].splitlines()[0]) for f in json.loads(report.read_text())["findings"]]
    assert said == [("contradiction", "Another sample of the same type does not have it either.")]


@pytest.mark.parametrize(
    ("kept", "checks"), [("", []), ("colour", ["unknown_property"]), ("shown", ["unknown_property"])]
)
def test_a_name_that_the_run_made_up_may_be_kept(tmp_path: Path, kept: str, checks: list[str]) -> None:
    change, make = operation("change", body=properties(colour=STRING), status="204"), operation("make", status="204")
    change["requestBody"]["content"] = content(properties(colour=STRING), shown={"shown": 1, "colour": "red"})
    make["requestBody"] = {"content": content({"type": "object", "additionalProperties": STRING, "minProperties": 1})}
    reads = {"get": operation("list", answer=properties(name=STRING))}
    paths = {"/new": {"put": change, "post": make}, "/things": reads}
    sent: set[str] = set()

    def answer(asked: Asked) -> tuple[int, Mapping[str, str], bytes]:
        if asked.method == "GET":
            return 200, JSON, json.dumps(dict.fromkeys([kept] if kept else sent, 1)).encode()
        if asked.method == "POST":
            with suppress(ValueError):
                sent.update(json.loads(asked.body))
        return 204, {}, b""

    found = findings(tmp_path, paths, answer, "--phases", "none")
    assert sent
    assert [f["check"] for f in found["findings"] if f["operation_id"] == "list"] == checks


def test_a_member_that_the_sample_shows_is_not_undocumented(tmp_path: Path) -> None:
    read = operation("read")
    size = properties(size={"type": "string", "enum": ["small", "large"]})
    read["responses"]["200"]["content"] = content(size, shown={"size": "huge"})
    # What the sample shows, and what nobody shows.
    for text, level in (("huge", "contradiction"), ("tiny", "drift")):
        answer = json.dumps({"size": text}).encode()
        found = findings(tmp_path, {"/things": {"get": read}}, always(200, JSON, answer), "--phases", "none")
        assert [(f["check"], f["level"]) for f in found["findings"]] == [("unknown_enum_value", level)]
