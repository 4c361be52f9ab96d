"""The command as a user runs it: real processes on real folders."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openapi_spec_validator
import pytest
import yaml

ROOT = Path(__file__).parents[2]

PAGE = """---
title: GET Crate/{id}
uid: v1Crate_GetCrate
---

# GET Crate/{id}

```http
GET /api/v1/Crate/{id}
```

Finds a crate by its number.

| Path Part | Type | Description |
|---|---|---|
| id | int32 | Number of the crate. **Required** |

## Response:

OK

| Response | Description |
|---|---|
| 200 | Found. |
| 404 | No such crate. |

### Response body: Crate

| Property Name | Type | Description |
|---|---|---|
| CrateId | int32 | Number of the crate. |
| Label | string | What is written on it. |

## Sample request

```http!
GET /api/v1/Crate/{id}
Accept: application/json
```

## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json

{
  "CrateId": 7,
  "Label": "pears"
}
```
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A reference of one page."""
    folder = tmp_path / "docs" / "rest" / "Crate"
    folder.mkdir(parents=True)
    (folder / "v1Crate_GetCrate.md").write_text(PAGE)
    return tmp_path / "docs"


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SPECLIFT_CACHE_DIR": str(tmp_path / "cache")}


def speclift(tmp_path: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speclift", *map(str, arguments)]
    return subprocess.run(command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, check=False)


def load(path: Path) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(path.read_text())
    return found


@pytest.mark.parametrize("version", ["3.1", "3.0"])
def test_spec_writes_a_valid_document(tmp_path: Path, docs: Path, version: str) -> None:
    run = speclift(tmp_path, "spec", docs, "-o", "openapi.yaml", "--openapi", version)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr == "1 operation, 1 schema, 0 findings\n"
    document = load(tmp_path / "openapi.yaml")
    assert str(document["openapi"]).startswith(version)
    openapi_spec_validator.validate(document)


def test_the_suffix_chooses_the_format_and_both_have_the_same_content(tmp_path: Path, docs: Path) -> None:
    speclift(tmp_path, "spec", docs, "-o", "a.json")
    speclift(tmp_path, "spec", docs, "-o", "a.yaml")
    assert json.loads((tmp_path / "a.json").read_text()) == load(tmp_path / "a.yaml")


def test_standard_output_has_the_document_and_nothing_else(tmp_path: Path, docs: Path) -> None:
    run = speclift(tmp_path, "spec", docs, "-o", "-", "--quiet")
    assert run.stderr == ""
    assert yaml.safe_load(run.stdout)["paths"].keys() == {"/api/v1/Crate/{id}"}


def test_split_by_tag_writes_self_contained_documents(tmp_path: Path, docs: Path) -> None:
    other = docs / "rest" / "Shelf"
    other.mkdir()
    (other / "v1Shelf_GetShelf.md").write_text(PAGE.replace("Crate", "Shelf"))
    assert speclift(tmp_path, "spec", docs, "-o", "out", "--split-by", "tag").returncode == 0
    for name in ("Crate", "Shelf"):
        document = load(tmp_path / "out" / f"{name}.yaml")
        openapi_spec_validator.validate(document)
        assert list(document["paths"]) == [f"/api/v1/{name}/{{id}}"]  # type: ignore[call-overload]


def test_the_file_of_a_tag_that_no_longer_exists_is_removed(tmp_path: Path, docs: Path) -> None:
    speclift(tmp_path, "spec", docs, "-o", "parts", "--split-by", "tag")
    assert (tmp_path / "parts" / "Crate.yaml").exists()
    (tmp_path / "parts" / "mine.yaml").write_text("a: 1\n")
    (docs / "rest" / "Crate").rename(docs / "rest" / "Box")
    speclift(tmp_path, "spec", docs, "-o", "parts", "--split-by", "tag")
    assert sorted(path.name for path in (tmp_path / "parts").glob("*.yaml")) == ["Box.yaml", "mine.yaml"]


def test_a_file_that_was_changed_by_hand_stays_when_its_tag_is_gone_and_is_reported(tmp_path: Path, docs: Path) -> None:
    speclift(tmp_path, "spec", docs, "-o", "parts", "--split-by", "tag")
    (tmp_path / "parts" / "Crate.yaml").write_text("mine: 1\n")
    (docs / "rest" / "Crate").rename(docs / "rest" / "Box")
    run = speclift(tmp_path, "spec", docs, "-o", "parts", "--split-by", "tag")
    assert (tmp_path / "parts" / "Crate.yaml").read_text() == "mine: 1\n"
    assert "parts/Crate.yaml is no longer made; it was changed by hand, so it stays\n" in run.stderr


def test_generate_writes_the_document_below_the_output(tmp_path: Path, docs: Path) -> None:
    assert speclift(tmp_path, "generate", docs, "-o", "project").returncode == 0
    assert load(tmp_path / "project" / "spec" / "openapi.yaml")["openapi"] == "3.1.1"


def test_settings_next_to_the_docs_are_used(tmp_path: Path, docs: Path) -> None:
    (docs / "speclift.toml").write_text(
        'title = "Crates"\nservers = ["https://crates.example.com"]\n[tags]\nCrate = "Boxes"\n'
        '[[overrides]]\ntarget = "Crate.CrateId"\nformat = "int64"\n[[overrides]]\ntarget = "Crate.Nowhere"\n'
    )
    run = speclift(tmp_path, "spec", docs, "-o", "a.json")
    assert run.stderr.endswith("1 finding\n")
    document = json.loads((tmp_path / "a.json").read_text())
    assert document["info"]["title"] == "Crates"
    assert document["servers"] == [{"url": "https://crates.example.com"}]
    assert document["paths"]["/api/v1/Crate/{id}"]["get"]["tags"] == ["Boxes"]
    assert document["components"]["schemas"]["Crate"]["properties"]["CrateId"]["format"] == "int64"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["spec", "nowhere", "-o", "a.yaml"], 3, "nowhere: E003"),
        (["spec", "empty", "-o", "a.yaml"], 3, "empty: E004"),
        (["spec", "docs", "-o", "empty"], 3, "empty: E005"),
        (["spec", "docs", "-o", "a.yaml", "--settings", "bad.toml"], 3, "bad.toml: E002"),
        (["spec", "docs", "-o", "a.yaml", "--settings", "unknown.toml"], 3, "unknown field `titel`"),
        (["spec", "docs", "-o", "-", "--split-by", "tag"], 2, "E001"),
        (["spec", "docs"], 2, "-o/--output"),
        (["explain", "docs", "Crte"], 2, "did you mean Crate"),
        (["check", "docs", "--jobs", "0"], 2, "must be 1 or more"),
    ],
)
def test_bad_input_is_reported_and_leaves_earlier_output(
    tmp_path: Path, docs: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.toml").write_text("title = ")
    (tmp_path / "unknown.toml").write_text('titel = "x"')
    (tmp_path / "a.yaml").write_text("earlier")
    run = speclift(tmp_path, *arguments)
    assert run.returncode == code
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert (tmp_path / "a.yaml").read_text() == "earlier"


def test_an_unreadable_page_is_reported_and_the_others_are_read(tmp_path: Path, docs: Path) -> None:
    (docs / "broken.md").write_bytes(b"---\nuid: x\n---\n\n\xff\n")
    run = speclift(tmp_path, "spec", docs, "-o", "a.yaml")
    assert run.returncode == 0
    assert f"{docs}/broken.md:5: SL101" in run.stderr
    assert speclift(tmp_path, "spec", docs, "-o", "a.yaml", "--strict").returncode == 1


def test_a_second_run_gives_the_same_document_and_notices_a_changed_page(tmp_path: Path, docs: Path) -> None:
    speclift(tmp_path, "spec", docs, "-o", "a.yaml")
    speclift(tmp_path, "spec", docs, "-o", "b.yaml")
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()
    page = docs / "rest" / "Crate" / "v1Crate_GetCrate.md"
    page.write_text(PAGE.replace("404 | No such crate.", "410 | The crate is gone."))
    speclift(tmp_path, "spec", docs, "-o", "b.yaml")
    speclift(tmp_path, "spec", docs, "-o", "c.yaml", "--no-cache")
    assert "The crate is gone." in (tmp_path / "b.yaml").read_text()
    assert (tmp_path / "b.yaml").read_bytes() == (tmp_path / "c.yaml").read_bytes()


def test_findings_of_an_earlier_run_are_found_again(tmp_path: Path, docs: Path) -> None:
    """A second run checks only what changed and what depends on it, but reports the same as a first run."""
    page = docs / "rest" / "Crate" / "v1Crate_GetCrate.md"
    other = docs / "rest" / "Crate" / "Other.md"
    page.write_text(PAGE.replace('"CrateId": 7', '"CrateId": "seven"'))
    for number, label in enumerate(["string", "string", "int32"]):
        other.write_text(
            PAGE.replace("v1Crate_GetCrate", "v1Crate_Other")
            .replace("Crate/{id}", f"Other{number}/{{id}}")
            # In the third run, the other page also contradicts the sample of the first one.
            .replace("| Label | string |", f"| Label | {label} |")
        )
        warm = speclift(tmp_path, "check", docs, "--output-format", "json")
        cold = speclift(tmp_path, "check", docs, "--output-format", "json", "--no-cache")
        assert warm.stdout == cold.stdout
        assert "SL208" in warm.stdout
    first, second = (speclift(tmp_path, "spec", docs, "-o", "-", *extra).stdout for extra in ([], ["--no-cache"]))
    assert first == second


def test_a_broken_cache_is_ignored(tmp_path: Path, docs: Path) -> None:
    speclift(tmp_path, "spec", docs, "-o", "a.yaml")
    for path in (tmp_path / "cache").iterdir():
        path.write_bytes(path.read_bytes()[:20])
    assert speclift(tmp_path, "spec", docs, "-o", "b.yaml").returncode == 0
    assert (tmp_path / "a.yaml").read_bytes() == (tmp_path / "b.yaml").read_bytes()


def test_explain_names_file_line_and_rule(tmp_path: Path, docs: Path) -> None:
    run = speclift(tmp_path, "explain", docs, "Crate.Label")
    assert run.stdout.splitlines()[0] == "Crate.Label: string"
    line = PAGE.splitlines().index("| Label | string | What is written on it. |") + 1
    place = f"docs/rest/Crate/v1Crate_GetCrate.md:{line}: "
    assert f"{place}printed as string [property-table]; holds string [printed-scalar]\n" in run.stdout
    # A place is listed once, however many facts come from it.
    assert run.stdout.count(place) == 1


def test_explain_knows_the_codes_of_findings_and_of_comparisons(tmp_path: Path, docs: Path) -> None:
    run = speclift(tmp_path, "explain", docs, "SL208")
    assert run.stdout.startswith("SL208 ")
    run = speclift(tmp_path, "explain", docs, "response-property-removed")
    assert run.stdout.startswith("response-property-removed (breaking)\n")
    assert "The other way round: response-property-added (compatible)." in run.stdout


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, docs: Path) -> None:
    # Settings from a pipe stop the run at a known point: while it reads them.
    slow = tmp_path / "slow.toml"
    os.mkfifo(slow)
    command = [sys.executable, "-m", "speclift", "spec", str(docs), "-o", "out/a.yaml", "--settings", str(slow)]
    run = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stderr=subprocess.PIPE, text=True)
    with slow.open("wb"):
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert not (tmp_path / "out").exists()


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom speclift.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'pyromark', 'orjson', 'fast_yaml', 'yaml', 'jsonschema_rs', 'msgspec'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stderr == "[]\n"
