"""A document that a second process loads is the one that this process would have loaded."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from speclift.errors import SourceError
from speclift.openapi import load_ahead as module
from speclift.openapi.load import Loaded, Loading, load
from speclift.openapi.load_ahead import Ahead, load_ahead
from speclift.openapi.structure.fault import Fault

START = "openapi: 3.1.1\ninfo: {title: Kites, version: '1'}\n"
OPERATION = "paths: {/kites: {get: {responses: {'200': {description: All kites}}}}}\n"
DOCUMENTS = {
    "sound": START + OPERATION,
    "numbers that JSON cannot hold": f"{START}{OPERATION}x-largest: [{10**40}, .nan, .inf, -0.0]\n",
    "keys that are not strings": f"{START}{OPERATION}x-years: {{2025: old, true: new}}\n",
    "one object at two places": f"{START}{OPERATION}x-first: &it {{colour: red}}\nx-second: *it\n",
    "a fault before what is left out": START
    + "paths: {/kites: {get: {responses: {'200': {description: 1, headers: {Link: 1}}}}}}\n"
    + "tags: [1, {name: kites}]\ncomponents: {schemas: {Kite: {required: [id, id]}}}\n",
    "Swagger 2.0": "swagger: '2.0'\ninfo: {title: Kites, version: '1'}\nbasePath: /v1\n"
    "paths: {/kites: {get: {produces: [text/csv], responses: {'200': {description: 1}}}}}\n",
    "parts in another file": f"{START}{OPERATION}components: {{schemas: {{Kite: {{$ref: part.yaml#/Kite}}}}}}\n",
}
PLACES = ["/paths/~1kites/get", "/tags/0", "/components/schemas/Kite", "/servers/0/url"]


def started(path: Path, loading: Loading | None = None) -> Ahead:
    ahead = load_ahead(str(path), name="api.yaml", loading=loading or Loading())
    assert ahead
    return ahead


@pytest.fixture(autouse=True)
def every_document_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGE", 0)


@pytest.mark.parametrize("text", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_it_is_the_same_document(text: str, tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("Kite: {type: object, required: [id, id]}\n")
    path = tmp_path / "api.yaml"
    path.write_text(text)
    expected = load(str(path), name="api.yaml")
    found = started(path)()
    # The text of both, since NaN does not equal itself.
    assert repr(found.document) == repr(expected.document)
    assert (found.faults, found.file, found.files) == (expected.faults, expected.file, expected.files)
    faults = [Fault(place, "wrong") for place in PLACES]
    assert found.sources.in_files(faults) == expected.sources.in_files(faults)


def test_a_part_that_is_shared_stays_shared(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENTS["one object at two places"])
    found = started(path)().document
    assert found["x-first"] is found["x-second"]


@pytest.mark.parametrize(("text", "is_strict"), [("just text\n", False), ("a: [\n", False), (START, True)])
def test_its_error_is_the_same(text: str, is_strict: bool, tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(text)
    loading = Loading(is_strict=is_strict)
    with pytest.raises(SourceError) as expected:
        load(str(path), name="api.yaml", loading=loading)
    wait = started(path, loading)
    with pytest.raises(type(expected.value)) as found:
        wait()
    assert vars(found.value) == vars(expected.value)


def test_a_killed_process_costs_time_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENTS["sound"])
    here = os.getpid()

    def packed(found: Loaded) -> module._Packed:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(found)

    original = module._packed
    monkeypatch.setattr(module, "_packed", packed)
    assert started(path)().document == load(str(path)).document


def test_a_document_that_nobody_waits_for_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENTS["sound"] + f"x-long: {'a' * 2**20}\n")
    before = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()
    ahead = started(path)
    child = ahead._started._child  # type: ignore[attr-defined]
    os.kill(child, 0)
    ahead.end()
    ahead.end()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    after = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else set()
    assert after == before


@pytest.mark.parametrize("limit", ["fork", "pipe"])
def test_where_no_process_can_be_started_it_is_loaded_here(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENTS["sound"])
    monkeypatch.setattr(os, limit, refuse)
    assert started(path)().document == load(str(path)).document


def test_a_file_that_does_not_exist_and_one_with_overlays_are_not_loaded_ahead(tmp_path: Path) -> None:
    assert load_ahead(str(tmp_path / "none.yaml"), name="none.yaml", loading=Loading()) is None
    path = tmp_path / "api.yaml"
    path.write_text(DOCUMENTS["sound"])
    assert load_ahead(str(path), name="api.yaml", loading=Loading(overlays=("any.yaml",))) is None
