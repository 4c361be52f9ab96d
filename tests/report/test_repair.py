"""`speclift check --fix` and `--diff`: a finding with one right fix is fixed, and nothing else changes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speclift.cli.main import main
from speclift.model.finding import Finding
from speclift.pipeline.run import Options, specify
from speclift.report.repair.mends import MENDED
from speclift.report.repair.places import place_of
from speclift.report.repair.plan import planned
from speclift.settings import Settings
from tests.report.bakery import FAULTS, loaf, pages, write
from tests.report.bakery import MENDED as MENDED_TEXT


def check(docs: Sequence[str]) -> Sequence[Finding]:
    return specify(docs, Settings(), Options()).outcome.findings


def codes(docs: Path) -> set[str]:
    return {finding.code for finding in check([str(docs)])}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_with_one_right_fix_is_fixed(code: str, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", pages(code))
    assert code in codes(docs)
    plan = planned([str(docs)], check)
    assert [mended.finding.code for mended in plan.mended] == [code]
    write(docs, {plan.names[path]: data for path, data in plan.files.items()})
    assert not codes(docs)


@pytest.mark.parametrize("code", FAULTS)
def test_a_fix_that_does_not_help_is_undone(code: str, tmp_path: Path) -> None:
    """The finding may remain because something else is wrong with the page."""
    docs = write(tmp_path / "docs", pages(code))
    found = check([str(docs)])
    plan = planned([str(docs)], lambda _: found)
    assert (plan.files, plan.mended) == ({}, ())
    assert code in {finding.code for finding in plan.left}


def test_several_faults_of_one_sample_are_fixed(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {**pages(), "loaf.md": loaf(comma="", hot="True", trailing=",")})
    assert codes(docs) == {"SL103"}
    plan = planned([str(docs)], check)
    assert plan.files[str(docs / "loaf.md")].decode() == loaf()
    assert not plan.left


def test_a_missing_include_is_found_in_another_folder(tmp_path: Path) -> None:
    body = loaf().replace("## Sample request", "[!include[notes](notes/Rye-Notes.md)]\n\n## Sample request")
    given = {**pages(), "loaf.md": body, "more/rye-notes.md": "Rye needs time.\n"}
    docs = write(tmp_path / "docs", given)
    assert codes(docs) == {"SL104"}
    plan = planned([str(docs)], check)
    (changed,) = plan.files.values()
    assert b"[!include[notes](more/rye-notes.md)]" in changed
    assert not plan.left


@pytest.mark.parametrize(
    ("directive", "file", "right"),
    [
        ('--8<-- "snippets/Rye.md"', "snippets/rye.md", '--8<-- "snippets/rye.md"'),
        ("{% include RYE.md %}", "_includes/Rye.md", "{% include Rye.md %}"),
        ('{{< partial "Rye" >}}', "layouts/partials/rye.md", '{{< partial "rye" >}}'),
    ],
)
def test_an_include_that_differs_from_one_file_in_case_is_fixed(
    directive: str, file: str, right: str, tmp_path: Path
) -> None:
    page = f"# Loaves\n\n## List loaves\n\n`GET /loaves`\n\n{directive}\n\nReturns `200 OK`.\n"
    docs = write(tmp_path / "docs", {"loaves.md": page, file: "Rye needs time.\n"})
    assert codes(docs) == {"SL104"}
    plan = planned([str(docs)], check)
    (changed,) = plan.files.values()
    assert changed.decode() == page.replace(directive, right)
    assert not plan.left


def test_an_include_in_two_folders_is_not_fixed(tmp_path: Path) -> None:
    page = '# Loaves\n\n## List loaves\n\n`GET /loaves`\n\n--8<-- "Rye.md"\n\nReturns `200 OK`.\n'
    docs = write(tmp_path / "docs", {"loaves.md": page, "snippets/rye.md": "Rye.\n", "includes/rye.md": "More rye.\n"})
    plan = planned([str(docs)], check)
    assert not plan.files
    assert [finding.code for finding in plan.uncertain] == ["SL104"]


def test_a_missing_include_is_not_fixed_if_two_files_have_its_name(tmp_path: Path) -> None:
    body = loaf().replace("## Sample request", "[!include[notes](notes/rye.md)]\n\n## Sample request")
    given = {**pages(), "loaf.md": body, "a/rye.md": "Rye.\n", "b/rye.md": "More rye.\n"}
    plan = planned([str(write(tmp_path / "docs", given))], check)
    assert not plan.files
    assert [finding.code for finding in plan.uncertain] == ["SL104"]


def test_a_body_of_a_204_response_is_removed(tmp_path: Path) -> None:
    text = loaf(method="DELETE", title="DELETE Loaf/{id}", id="Delete", statuses="| 204 | Gone. |")
    head, _, _ = text.partition("| Property Name")
    empty = f"{head}## Sample response\n\n```http\nHTTP/1.1 204 No Content\n```\n"
    docs = write(tmp_path / "docs", {**pages(), "delete.md": empty})
    assert codes(docs) == {"SL205"}
    (data,) = planned([str(docs)], check).files.values()
    assert data.decode() == empty.replace("### Response body: Loaf\n", "")


def test_a_type_that_differs_only_in_case_is_fixed(tmp_path: Path) -> None:
    text = loaf().replace("| Oven | Oven |", "| Spare | OVEN | Another. |\n| Oven | Oven |")
    docs = write(
        tmp_path / "docs", {**pages(), "loaf.md": text.replace('  "Oven": {', '  "Spare": null,\n  "Oven": {')}
    )
    assert "SL106" in codes(docs)
    (data,) = planned([str(docs)], check).files.values()
    assert b"| Spare | Oven | Another. |" in data


UNCERTAIN = {
    "two success statuses": loaf(statuses="| 201 | Made. |"),
    "two commas too many, and a brace too few": loaf(trailing=",").replace("  }\n}\n", "}\n"),
    "a bar in the middle of three columns": loaf(oven="Oven | null"),
    "a title, and a sample that agrees with it": loaf("SL201", sample="Bread/12"),
    "two path parameters with another name in the table": loaf(
        part="a", path="Loaf/{id}/{other}", title="GET Loaf/{id}/{other}", sample="Loaf/1/2"
    ),
}


@pytest.mark.parametrize("name", UNCERTAIN)
def test_an_uncertain_fix_is_not_made(name: str, tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {**pages(), "loaf.md": UNCERTAIN[name]})
    assert codes(docs)
    plan = planned([str(docs)], check)
    assert not plan.files
    assert plan.uncertain


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sets(st.sampled_from(sorted(FAULTS)), min_size=1),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.booleans(),
)
def test_fixes_are_lasting_and_change_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, faults: set[str], ending: str, mark: str, lacks_last_ending: bool
) -> None:
    """Line endings, the byte order mark and the end of the last line stay. A second run finds nothing to fix."""

    def encoded(text: str) -> bytes:
        return (mark + text.replace("\n", ending)[: -len(ending) if lacks_last_ending else None]).encode()

    named = sorted(faults)
    docs = write(tmp_path_factory.mktemp("bakery"), {name: encoded(text) for name, text in pages(*named).items()})
    plan = planned([str(docs)], check)
    assert not plan.left
    ((path, data),) = plan.files.items()
    assert Path(path).name == "loaf.md"
    assert data == encoded(loaf(**{key: text for code in named for key, text in MENDED_TEXT.get(code, {}).items()}))
    Path(path).write_bytes(data)
    assert not codes(docs)
    assert not planned([str(docs)], check).files


def test_the_command_fixes_and_reports_what_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = write(tmp_path / "docs", {**pages(), "loaf.md": loaf("SL103", "SL201", statuses="| 201 | Made. |")})
    assert main(["check", str(docs), "--diff"]) == 0
    assert "SL201 could be mended: title: GET Bread/{id} → title: GET Loaf/{id}" in capsys.readouterr().err
    assert main(["check", str(docs), "--fix"]) == 0
    out, err = capsys.readouterr()
    assert "SL201 mended: title: GET Bread/{id} → title: GET Loaf/{id}" in err
    assert "SL201" not in out
    assert "SL210" in out
    assert main(["check", str(docs), "--fix", "--strict"]) == 1
    assert "0 mended in 0 files" in capsys.readouterr().err


def test_a_patch_changes_no_file_and_git_applies_it(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = ("SL103", "SL201", "SL210")
    given = {f"bäckerei eins/{name}": text.replace("\n", "\r\n") for name, text in pages(*faults).items()}
    docs = write(tmp_path / "repository" / "docs", given)
    monkeypatch.chdir(docs.parent)
    before = {path: path.read_bytes() for path in docs.rglob("*.md")}
    assert main(["check", "docs", "--diff", "--quiet"]) == 0
    patch = capsysbinary.readouterr().out
    assert {path: path.read_bytes() for path in docs.rglob("*.md")} == before
    expected = planned(["docs"], check).files

    def git(*arguments: str, folder: Path = docs.parent) -> None:
        subprocess.run(["git", *arguments], cwd=folder, input=patch, check=True, capture_output=True)

    git("init", "-q")
    git("apply", "-")
    for path, data in expected.items():
        assert Path(path).read_bytes() == data
    assert main(["check", "docs", "--diff", "--quiet"]) == 0
    assert capsysbinary.readouterr().out == b""


def test_a_patch_applies_in_the_folder_where_it_was_made(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(tmp_path / "whole" / "part" / "docs", pages("SL201"))
    monkeypatch.chdir(docs.parent)
    assert main(["check", "docs", "--diff", "--quiet"]) == 0
    patch = capsysbinary.readouterr().out
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "whole", check=True)
    subprocess.run(["git", "apply", "-"], cwd=docs.parent, input=patch, check=True)
    assert not codes(docs)


def test_nothing_is_written_through_links_or_outside(tmp_path: Path) -> None:
    """A page that is a link is not changed, even if its target is in the docs."""
    docs = write(tmp_path / "docs", pages())
    (docs / "loaf.md").unlink()
    real = write(docs / "real", {"page.txt": loaf("SL201")}) / "page.txt"
    os.symlink(real, docs / "loaf.md")
    before = real.read_bytes()
    plan = planned([str(docs)], check)
    assert not plan.files
    assert [finding.code for finding in plan.uncertain] == ["SL201"]
    assert main(["check", str(docs), "--fix", "--quiet"]) == 0
    assert real.read_bytes() == before
    assert (docs / "loaf.md").is_symlink()


def test_only_regular_files_below_the_docs_are_places_of_a_mend(tmp_path: Path) -> None:
    """The reader follows no link to a folder and opens no pipe, but a mend does not rely on that."""
    docs, outside = tmp_path / "docs", tmp_path / "outside.md"
    write(docs, {"page.md": "", "real/page.md": ""})
    outside.touch()
    os.symlink("real", docs / "linked")
    os.symlink("page.md", docs / "link.md")
    os.mkfifo(docs / "pipe.md")
    (docs / "folder.md").mkdir()
    assert place_of("real/page.md", {"": str(docs)}) == str(docs / "real" / "page.md")
    refused = ("linked/page.md", "link.md", "pipe.md", "folder.md", "../outside.md", str(outside), "missing.md", "")
    for name in refused:
        assert place_of(name, {"": str(docs)}) is None, name


def test_a_folder_that_cannot_be_written_to_is_left_unchanged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(tmp_path / "docs", {f"{name}/{page}": text for name in "ab" for page, text in _pages_of(name).items()})
    before = {path: path.read_bytes() for path in docs.rglob("*.md")}

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(docs))

    monkeypatch.setattr("speclift.storage.files.change_together", refuse)
    assert main(["check", str(docs), "--fix", "--quiet"]) == 3
    assert "E005" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in docs.rglob("*.md")} == before


def _pages_of(name: str) -> dict[str, str]:
    """The pages of one of two bakeries."""
    return {
        page: text.replace("uid: v1", f"uid: {name}1").replace("/api/v1/", f"/api/{name}/")
        for page, text in pages("SL103").items()
    }


def test_every_code_with_a_fix_is_tested_here() -> None:
    assert {*FAULTS, "SL104", "SL106", "SL205"} == MENDED
