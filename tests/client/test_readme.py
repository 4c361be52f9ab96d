"""The examples of the generated README, run one after the other as they stand."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```python\n(.*?)```", re.S)


def examples() -> list[str]:
    return BLOCK.findall((ROOT / "generated" / "README.md").read_text(encoding="utf-8"))


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """A server in this process that answers with the samples of the document, and what it is asked."""
    document = yaml.safe_load((ROOT / "spec" / "openapi.yaml").read_text(encoding="utf-8"))
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _sample(document, request.method.lower(), request.url.path)

    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(httpx, "Client", functools.partial(httpx.Client, transport=transport))
    monkeypatch.setattr(httpx, "AsyncClient", functools.partial(httpx.AsyncClient, transport=transport))
    return seen


def test_every_kind_of_call_has_an_example_that_runs(
    requests: list[httpx.Request], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    names: dict[str, Any] = {}
    blocks = examples()
    for block in blocks:
        before = len(requests)
        run: Callable[[], None] = functools.partial(exec, compile(block, "README.md", "exec"), names)
        run()
        assert len(requests) > before or block is blocks[0], block
    methods = {request.method for request in requests}
    assert {"GET", "POST", "PATCH"} <= methods
    assert (tmp_path / "copy.bin").exists()
    assert len(blocks) == 11
    assert "200" in capsys.readouterr().out


def _sample(document: dict[str, Any], method: str, path: str) -> httpx.Response:
    for template, item in document["paths"].items():
        if method in item and re.fullmatch(re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template)), path):
            for status, response in item[method]["responses"].items():
                if status.startswith("2"):
                    for media_type, entry in response.get("content", {}).items():
                        value = entry.get("examples", {}).get("sample", {}).get("value")
                        # The link of a sample would lead on for ever.
                        text = re.sub(r'"odata.nextLink": "[^"]*"', '"odata.nextLink": null', json.dumps(value))
                        return httpx.Response(int(status), text=text, headers={"Content-Type": media_type})
                    return httpx.Response(int(status))
    raise AssertionError(f"no operation {method} {path}")
