"""`docs/speclift.schema.json` tells editors the keys of `speclift.toml`. It matches the records and the checks."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from speclift.errors import SettingsError
from speclift.settings import Settings
from speclift.settings_files import load_settings
from tests.conftest import ROOT

FILE = ROOT / "docs" / "speclift.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema of a settings file, from the records that it is read into."""
    found = msgspec.json.schema(Settings)
    definitions = found["$defs"]
    for definition in definitions.values():
        # The docstring of a record is for those who work on the code.
        definition.pop("description", None)
    # The place of the settings is not a setting.
    del definitions["Settings"]["properties"]["file"]
    del definitions["Override"]["properties"]["line"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "speclift.toml",
        "description": "The settings of speclift, also [tool.speclift] in pyproject.toml",
        **found,
    }


def test_the_schema_matches_the_records(request: pytest.FixtureRequest) -> None:
    text = json.dumps(schema(), indent=2) + "\n"
    if request.config.getoption("--update-goldens"):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


def test_every_setting_is_described() -> None:
    for name in ("Settings", "Override", "DiffSettings"):
        properties = schema()["$defs"][name]["properties"]
        assert not [key for key, value in properties.items() if not value.get("description")]


@pytest.mark.parametrize(
    ("text", "is_accepted"),
    [
        ("", True),
        ('title = "A"\nservers = ["https://a.example"]\n[tags]\na = "b"', True),
        ('[[overrides]]\ntarget = "A.b"\ntype = "integer"\nenum = ["a"]', True),
        ('[form.headings]\nCall = "endpoint"', True),
        ('[[client.paging]]\noperations = ["*"]\nby = "page"', True),
        ('[diff.severity]\noperation-removed = "info"', True),
        ("title = 1", False),
        ('titel = "A"', False),
        ('file = "elsewhere.toml"', False),
        ('servers = "https://a.example"', False),
        ('[[overrides]]\ntype = "integer"', False),
        ('[[overrides]]\ntarget = "A.b"\nline = 1', False),
        ('[form.headings]\nCall = "something"', False),
        ('[[client.paging]]\noperations = ["*"]\nby = "pages"', False),
        ("[diff]\nlevel = 1", False),
    ],
)
def test_the_schema_accepts_what_speclift_accepts(text: str, is_accepted: bool, tmp_path: Any) -> None:
    file = tmp_path / "speclift.toml"
    file.write_text(text)
    assert jsonschema_rs.is_valid(json.loads(FILE.read_text()), tomllib.loads(text)) is is_accepted
    if is_accepted:
        load_settings(str(file))
    else:
        with pytest.raises(SettingsError):
            load_settings(str(file))


def test_the_settings_of_this_project_match_the_schema() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    jsonschema_rs.validate(json.loads(FILE.read_text()), project["tool"]["speclift"])
