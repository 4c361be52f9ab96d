"""Files that a page pulls in, by the directives of several generators."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.read.fingerprint import fingerprint
from speclift.read.reference import SourceFile, discover, read_reference

PAGE = "# Boats\n\n## Add a boat\n\n`POST /boats`\n\n### Parameters\n\n{}\n"
FIELDS = "- `name` `(string: <required>)` - What the boat is called.\n"


def source_of(folder: Path) -> SourceFile:
    return next(source for source in discover([str(folder)]) if source.path == "boats.mdx")


@pytest.mark.parametrize(
    "directive",
    [
        "@include 'fields.mdx'",
        '{% include "fields.mdx" %}',
        '--8<-- "fields.mdx"',
        "[!INCLUDE [x](partials/fields.mdx)]",
    ],
)
def test_fields_of_an_included_file_are_those_of_the_page(tmp_path: Path, directive: str) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "fields.mdx").write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format(directive))
    reference, _ = read_reference([source_of(tmp_path)])
    (operation,) = reference.facts[0].operations
    (field,) = operation.parameters
    assert field.name == "name"
    # The place is a line of the file that states it, not of the one that includes it.
    assert (field.place.file, field.place.line) == ("partials/fields.mdx", 1)


def test_a_changed_partial_changes_the_fingerprint_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    partial = tmp_path / "partials" / "fields.mdx"
    partial.write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format("@include 'fields.mdx'"))
    before = fingerprint(source_of(tmp_path))
    partial.write_text(FIELDS.replace("name", "mast"))
    assert fingerprint(source_of(tmp_path)) != before


def test_a_partial_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "boats.mdx").write_text(PAGE.format("@include 'fields.mdx'"))
    reference, _ = read_reference([source_of(tmp_path)])
    assert [finding.code for finding in reference.facts[0].findings] == ["SL104"]


def test_a_partial_that_comes_to_stand_nearer_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "fields.mdx").write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format("@include 'fields.mdx'"))
    before = fingerprint(source_of(tmp_path))
    (tmp_path / "fields.mdx").write_text(FIELDS)
    assert fingerprint(source_of(tmp_path)) != before


@pytest.mark.parametrize("page", ["known", "other"])
def test_a_partial_of_a_partial_is_part_of_the_fingerprint(tmp_path: Path, page: str) -> None:
    text = PAGE.format("@include 'outer.mdx'")
    (tmp_path / "boats.mdx").write_text(f"---\ntitle: POST /boats\nuid: x\n---\n{text}" if page == "known" else text)
    (tmp_path / "outer.mdx").write_text("> {% include 'inner.mdx' %}\n")
    inner = tmp_path / "inner.mdx"
    inner.write_text(FIELDS)
    before = fingerprint(source_of(tmp_path))
    inner.write_text(FIELDS.replace("name", "mast"))
    assert fingerprint(source_of(tmp_path)) != before


def test_what_no_text_names_is_not_read(tmp_path: Path) -> None:
    """Tags are taken out of a page before it is read; that makes no directive of what stands around them."""
    (tmp_path / "fields.mdx").write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format("@inc{% x %}lude 'fields.mdx'"))
    reference, _ = read_reference([source_of(tmp_path)])
    (operation,) = reference.facts[0].operations
    assert not operation.parameters
