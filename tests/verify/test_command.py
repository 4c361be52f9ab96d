"""`speclift verify` as a command: docs as pages, places, formats, exit codes, and what it never sends or shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speclift.cli.main import main
from tests.contract.small import Json, operation
from tests.fuzz.hostile import answering, canary
from tests.verify.nursery import OAK, as_json, changed, nursery, responses, serving

PAGES = {
    "trees.md": """# Trees

## List trees

`GET /trees`

Returns `200 OK` and a list of trees. Each tree has these properties:

| Property | Type | Description |
| --- | --- | --- |
| id | integer | Its number. |
| name | integer | What it is called. |
| kind | string | Its kind. |

```json
[{"id": 7, "name": 12, "kind": "oak"}]
```

## Is it open?

`GET /open`

Returns `200 OK`.
""",
}
SECRET = "sesame-open-sesame"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with the published document and pages of docs."""
    (tmp_path / "published.json").write_text(json.dumps(nursery()))
    (tmp_path / "docs").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "docs" / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("API_AUTH", f"Bearer {SECRET}")
    return tmp_path


def verify(url: str, *more: str, docs: str = "published.json") -> int:
    return main(["verify", docs, "--against", "published.json", "--url", url, "--quiet", *more])


def test_pages_are_compared_with_the_document_and_the_server(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(responses()) as url:
        assert verify(url, "--output-format", "json", docs="docs") == 1
    result = json.loads(capsys.readouterr().out)
    (row,) = [row for row in result["disagreements"] if row["where"] == "response 200 [].name"]
    assert (row["fact"], row["wrong"], row["docs"], row["published"]) == ("type", "docs", "integer", "string")
    assert row["server"] == '"Old oak"'
    assert row["docs_place"] == "docs/trees.md:12"
    assert row["published_place"] == "published.json#/components/schemas/Tree/properties/name"
    assert row["request"]["curl"] == f"curl -i -X GET {url}/trees"
    assert result["wrong"]["docs"] >= 1


def test_the_table_names_who_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(responses({**OAK, "name": 5})) as url:
        assert verify(url) == 1
    out = capsys.readouterr().out
    assert "GET /trees" in out
    (line,) = [line for line in out.splitlines() if line.startswith("  type response 200 [].name")]
    assert line.split()[-4:] == ["string", "string", "5", "server"]
    # The lines below say where each of the three states it.
    below = out.partition(line)[2].splitlines()[1:4]
    place = "published.json#/components/schemas/Tree/properties/name"
    assert below[:2] == [f"      docs: {place}", f"      published: {place}"]
    assert below[2].startswith("      request: GET http://127.0.0.1:")
    assert "Wrong: server 1." in out


def test_the_exit_code_is_0_if_all_agree(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(responses()) as url:
        assert verify(url) == 0
    assert "3 called, 3 of them answered as documented" in capsys.readouterr().out


def test_an_undecided_difference_fails_and_blames_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(api: Json) -> None:
        api["components"]["schemas"]["Tree"]["properties"]["name"] = {"type": "integer"}

    (folder / "docs.json").write_text(json.dumps(changed(change)))
    served = {**responses(), "/trees": lambda _: as_json([])}
    del served["/trees/7"]
    with serving(served) as url:
        assert verify(url, docs="docs.json") == 1
        out = capsys.readouterr().out
        assert "\nUndecided: 1, where no two agree against the third." in out
        assert "Wrong:" not in out
        assert "Nothing wrong" not in out
        assert verify(url, "--ignore", "response-type-changed", docs="docs.json") == 0


def test_a_wrong_base_url_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({}) as url:
        assert verify(url) == 1
    assert "proved too little" in capsys.readouterr().out


def test_a_server_that_does_not_respond_gives_4(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving({}) as url:
        pass
    assert verify(url) == 4
    assert "E008" in capsys.readouterr().err


def test_schemas_that_cannot_be_checked_refuse_the_run_before_a_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(api: Json) -> None:
        parts = {f"Part{n}": {"allOf": [{"$ref": f"#/components/schemas/Part{n - 1}"}] * 2} for n in range(1, 18)}
        last = {"$ref": "#/components/schemas/Part17", "unevaluatedProperties": False}
        api["components"]["schemas"] |= {"Part0": {"type": "object"}, **parts, "Last": last}

    (folder / "published.json").write_text(json.dumps(changed(change)))
    seen: list[str] = []
    with serving(responses({**OAK, "name": 5}), seen) as url:
        assert verify(url) == 3
    assert "unevaluatedProperties" in capsys.readouterr().err
    assert seen == []


def test_no_more_requests_are_sent_than_the_rate_allows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []
    with serving(responses(), seen) as url:
        verify(url, "--rate-limit", "2/h", "--max-time", "1", "--output-format", "json")
        assert json.loads(capsys.readouterr().out)["stopped"] == "its time was up"
        assert len(seen) == 2
        assert verify(url, "--rate-limit", "often") == 2


def test_facts_can_be_ignored(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(responses({**OAK, "name": 5})) as url:
        assert verify(url, "--ignore", "ty*") == 0
    assert "Nothing wrong was seen." in capsys.readouterr().out


def test_operations_that_are_left_out_are_not_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def change(api: Json) -> None:
        api["paths"]["/shears"] = {"get": operation("listShears", answer={"type": "array"})}
        api["paths"]["/shears"]["post"] = operation("buyShears", answer={"type": "object"})

    (folder / "docs.json").write_text(json.dumps(changed(change)))
    with serving(responses()) as url:
        assert verify(url, "--include-path", "/trees*", docs="docs.json") == 0
        assert verify(url, "--exclude-path", "/trees*", docs="docs.json") == 1
    assert "GET /shears" in capsys.readouterr().out


def test_writes_are_left_out_on_other_machines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def with_delete(api: Json) -> None:
        api["paths"]["/trees"]["delete"] = operation("fellAll", status="204")

    (folder / "published.json").write_text(json.dumps(changed(with_delete)))
    assert verify("https://nursery.example", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "leave out DELETE /trees (fellAll): writes, and --writes is not given" in out
    assert "call GET /trees (listTrees)" in out


@pytest.mark.parametrize("is_said_by_docs", [True, False])
def test_an_operation_that_either_document_calls_a_write_is_left_out(
    folder: Path, is_said_by_docs: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of the documents may come from a stranger, so it cannot mark a write of the other as harmless."""

    def with_post(is_read_only: bool) -> Json:
        def change(api: Json) -> None:
            api["paths"]["/trees"]["post"] = operation("findTrees", is_read_only=is_read_only)

        return changed(change)

    (folder / "docs.json").write_text(json.dumps(with_post(is_said_by_docs)))
    (folder / "published.json").write_text(json.dumps(with_post(not is_said_by_docs)))
    assert verify("https://nursery.example", "--dry-run", docs="docs.json") == 0
    assert "leave out POST /trees" in capsys.readouterr().out


def test_a_sample_that_leads_to_an_operation_that_is_left_out_is_not_sent(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The documented id of `getTree` leads to the path of another operation, which the user excludes."""

    def with_first(api: Json) -> None:
        api["paths"]["/trees/1"] = {"get": operation("firstTree", status="200")}

    (folder / "published.json").write_text(json.dumps(changed(with_first)))
    seen: list[str] = []
    with serving(responses(), seen) as url:
        verify(url, "--exclude-operation", "firstTree", "--output-format", "json")
    assert "GET /trees" in seen
    assert "GET /trees/1" not in seen
    expected = "GET /trees/{id} was not sent: the operation that has this method and path is left out"
    assert expected in json.loads(capsys.readouterr().out)["notes"]


@pytest.mark.parametrize("url", ["http://user:hunter22@127.0.0.1:1", "http://user:hun/ter22@127.0.0.1:1", "hunter22"])
@pytest.mark.parametrize("more", [(), ("--dry-run",)], ids=["run", "dry-run"])
def test_a_url_that_is_refused_is_not_repeated(
    url: str, more: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(url, *more) == 2
    output = capsys.readouterr()
    assert "E001" in output.err
    assert "ter22" not in output.err + output.out


def test_a_credential_is_sent_and_never_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []
    served = responses(others={"/open": lambda _: as_json({"isOpen": f"for Bearer {SECRET}"})})
    with serving(served, seen) as url:
        assert verify(url, "--auth-env", "API_AUTH", "--output-format", "json") == 1
    # The first request, which checks that the server responds, has no credential.
    assert [line for line in seen if not line.endswith(f"Bearer {SECRET}")] == ["GET /"]
    assert len(seen) == 5
    out = capsys.readouterr().out
    assert SECRET not in out
    assert "$AUTHORIZATION" in out


def test_neither_proxies_nor_logins_of_the_machine_take_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "netrc").write_text("machine 127.0.0.1 login somebody password of-this-machine\n")
    monkeypatch.setenv("NETRC", str(folder / "netrc"))
    with canary() as (host, reached), answering() as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://{host}")
        verify(server.url)
        assert not reached
    assert server.requests
    assert not any("Authorization" in fields for _, _, fields, _ in server.requests)


def test_a_run_without_operations_to_call_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify("http://localhost:1", "--include-tag", "nowhere") == 2
    assert "No operation is left to call" in capsys.readouterr().err


def test_the_report_can_be_written_to_a_file(folder: Path) -> None:
    with serving(responses()) as url:
        assert verify(url, "--output-format", "json", "-o", "report.json") == 0
    assert json.loads((folder / "report.json").read_text())["proof"]["covered"]


def test_a_run_ends_when_its_time_is_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(responses()) as url:
        assert verify(url, "--max-time", "0.000001") == 1
    assert "its time was up" in capsys.readouterr().out
