"""`speclift learn` proposes settings for words that no reader knows, and with them the next run reads more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.errors import SettingsError
from speclift.pipeline.recovery import recover
from speclift.reading.learning.proposal import Learned, learn
from speclift.reading.learning.toml import as_toml, merged
from speclift.reading.reference import NO_FORM, discover
from speclift.settings_files import load_settings

#: Two pages with their own words for methods, column heads, locations, marks, types and headings.
LAMPS = """\
# Lamps

## See a lamp

```
FETCH /lamps/{lamp_id}
```

### Given along

| Label | Goes | Sort | Must |
| --- | --- | --- | --- |
| `lamp_id` | in the line | Glyphs | surely |
| `depth` | behind it | Count | perhaps |

### Handed back

| Label | Sort |
| --- | --- |
| `lamp_id` | Glyphs |
| `watts` | Count |

```json
{"lamp_id": "a1", "watts": 40}
```
"""
SHELVES = (
    LAMPS.replace("Lamps", "Shelves").replace("lamps", "shelves").replace("lamp", "shelf").replace("watts", "boards")
)


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the two pages; neither it nor the current folder has settings."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "lamps.md").write_text(LAMPS)
    (tmp_path / "docs" / "shelves.md").write_text(SHELVES)
    return tmp_path / "docs"


def learned(docs: Path) -> Learned:
    settings = load_settings(None, str(docs), str(docs))
    return learn(discover([str(docs)]), settings.form)


def learn_and_write(docs: Path) -> None:
    assert main(["learn", str(docs), "--write", "--quiet"]) == 0


def test_words_are_proposed_with_their_place(docs: Path) -> None:
    found = learned(docs)
    assert found.operations == 0
    assert found.form == {"methods": {"FETCH": "GET"}}
    method = next(one for one in found.proposals if one.table == "methods")
    assert (method.count, method.place.file, method.place.line) == (2, "lamps.md", 6)
    assert method.shown == "FETCH /lamps/{lamp_id}"


def test_the_output_is_valid_settings(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", str(docs)]) == 0
    out = capsys.readouterr().out
    assert '# 2 times, first at lamps.md:6: FETCH /lamps/{lamp_id}\nFETCH = "GET"\n' in out
    assert '# surely = ""' in out
    (docs / "speclift.toml").write_text(out)
    assert load_settings(None, str(docs)).form.methods == {"FETCH": "GET"}


def test_each_run_reads_more(docs: Path) -> None:
    unread = []
    for _ in range(4):
        found = learned(docs)
        unread.append((-found.operations, found.unread))
        learn_and_write(docs)
    assert unread == sorted(unread, reverse=True)
    assert unread[0] > unread[-1]
    form = load_settings(None, str(docs)).form
    assert form.columns == {"Goes": "location", "Sort": "type"}
    assert form.types == {"Count": "integer", "Glyphs": "string"}
    assert form.headings == {"Given along": "parameters", "Handed back": "response body"}
    before = (docs / "speclift.toml").read_text()
    learn_and_write(docs)
    assert (docs / "speclift.toml").read_text() == before


def test_what_was_learned_is_in_the_api(docs: Path) -> None:
    for _ in range(4):
        learn_and_write(docs)
    api = recover([str(docs)], load_settings(None, str(docs))).api
    lamp = next(one for one in api.operations if one.path == "/lamps/{lamp_id}")
    assert lamp.method == "get"
    sent = {one.name: (one.location, one.is_required) for one in lamp.parameters}
    assert sent == {"lamp_id": ("path", True), "depth": ("query", False)}
    assert not [finding for finding in api.findings if finding.code in ("SL114", "SL115")]


def test_settings_keep_what_they_already_contain(docs: Path) -> None:
    own = docs / "speclift.toml"
    text = '# Mine.\ntitle = "Lamps"   # by hand\n\n[form.methods]\nFETCH = "HEAD" # not what it seems\n'
    text += '\n[tags]\na = "b"\n'
    own.write_text(text)
    learn_and_write(docs)
    assert own.read_text().startswith('# Mine.\ntitle = "Lamps"   # by hand\n')
    assert 'FETCH = "HEAD" # not what it seems' in own.read_text()
    settings = load_settings(None, str(docs))
    assert (settings.title, settings.tags, settings.form.methods) == ("Lamps", {"a": "b"}, {"FETCH": "HEAD"})


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("speclift.toml", "", ()),
        ("speclift.toml", 'form = { columns = { A = "name" } }\n', ()),
        ("speclift.toml", '[form]\ncolumns = { A = "name" }\n', ()),
        ("speclift.toml", 'form.columns.A = "name"\n', ()),
        ("pyproject.toml", '[project]\nname = "a"\n\n[tool.speclift]\ntitle = "A"\n', ("tool", "speclift")),
        ("pyproject.toml", "", ("tool", "speclift")),
    ],
)
def test_words_go_into_settings_of_any_shape(docs: Path, name: str, text: str, path: tuple[str, ...]) -> None:
    found, count = merged(text, learned(docs), name)
    data = tomllib.loads(found)
    for key in path:
        data = data[key]
    assert (count, data["form"]["methods"]) == (1, {"FETCH": "GET"})
    before, after = tomllib.loads(text), tomllib.loads(found)
    assert before.get("project") == after.get("project")
    assert data["form"].get("columns") == ({"A": "name"} if "columns" in text else None)
    assert merged(found, learned(docs), name) == (found, 0)


@pytest.mark.parametrize("text", ["form = 1\n", "[form]\nmethods = 1\n", "[form]\nmethods = []\n", "form = [\n"])
def test_settings_of_a_wrong_shape_are_left_alone(docs: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="cannot be added to") as caught:
        merged(text, learned(docs), "speclift.toml")
    assert "without --write" in caught.value.advice


def test_nothing_is_proposed_where_all_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# A\n\n`GET /a`\n\n| Name | Type | In |\n| --- | --- | --- |\n| x | string | query |\n"
    )
    found = learn(discover([str(tmp_path)]), NO_FORM)
    assert found.proposals == ()
    assert "Nothing was found to propose" in as_toml(found)


def test_a_word_that_occurs_once_among_many_operations_is_only_a_comment(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number}.md").write_text(f"# A\n\n`GET /a{number}`\n")
    (tmp_path / "z.md").write_text("# Z\n\nDEL /z\n")
    found = learn(discover([str(tmp_path)]), NO_FORM)
    assert [(one.word, one.meaning, one.is_doubtful) for one in found.proposals] == [("DEL", "DELETE", True)]
    assert found.form == {}
    assert '# DEL = "DELETE"' in as_toml(found)


def test_hostile_words_stay_in_comments_and_strings(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\nDEL /a\x1b[31m\u0085x = 1\n\n## B\n\nDEL /b\n")
    out = as_toml(learn(discover([str(tmp_path)]), NO_FORM))
    assert tomllib.loads(out) == {"form": {"methods": {"DEL": "DELETE"}}}
    assert "\x1b[" not in out


def test_a_link_in_the_docs_does_not_decide_where_settings_are_written(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / "speclift.toml").symlink_to("../planted.toml")
    assert main(["learn", str(docs), "--write"]) == 3
    assert "E002 The settings are a symbolic link that leads nowhere" in capsys.readouterr().err
    assert not (tmp_path / "planted.toml").exists()
    # Users who name the link themselves know where it leads.
    assert main(["learn", str(docs), "--write", "--quiet", "--settings", str(docs / "speclift.toml")]) == 0
    assert "FETCH" in (tmp_path / "planted.toml").read_text()


def test_settings_are_written_only_where_the_user_says(docs: Path) -> None:
    assert main(["learn", str(docs)]) == 0
    assert not (docs / "speclift.toml").exists()
    assert main(["learn", str(docs), "--write", "--settings", "own.toml", "--quiet"]) == 0
    assert not (docs / "speclift.toml").exists()
    assert "FETCH" in Path("own.toml").read_text()
