"""Files that a page includes by the directives of several generators."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from speclift.limits import LARGEST_PAGE, MOST_BLOCKS, MOST_INCLUDES
from speclift.reading.fingerprints import fingerprint
from speclift.reading.reference import SourceFile, discover, read_reference

PAGE = "# Boats\n\n## Add a boat\n\n`POST /boats`\n\n### Parameters\n\n{}\n"
FIELDS = "- `name` `(string: <required>)` - What the boat is called.\n"
DIRECTIVES = (
    "@include 'fields.mdx'",
    '{% include "fields.mdx" %}',
    '--8<-- "fields.mdx"',
    '{{< readfile "fields.mdx" >}}',
    '{{% include file="fields.mdx" %}}',
    "include::fields.mdx[]",
    "[!INCLUDE [x](partials/fields.mdx)]",
)


def source_of(folder: Path) -> SourceFile:
    return next(source for source in discover([str(folder)]) if source.path == "boats.mdx")


@pytest.mark.parametrize("directive", DIRECTIVES)
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


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_a_changed_partial_changes_the_fingerprint_of_its_page(tmp_path: Path, directive: str) -> None:
    (tmp_path / "partials").mkdir()
    partial = tmp_path / "partials" / "fields.mdx"
    partial.write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format(directive))
    before = fingerprint(source_of(tmp_path))
    partial.write_text(FIELDS.replace("name", "mast"))
    assert fingerprint(source_of(tmp_path)) != before


def test_a_missing_partial_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "boats.mdx").write_text(PAGE.format("@include 'fields.mdx'"))
    reference, _ = read_reference([source_of(tmp_path)])
    assert [finding.code for finding in reference.facts[0].findings] == ["SL104"]


def test_a_new_partial_nearer_to_the_page_changes_the_fingerprint(tmp_path: Path) -> None:
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


def test_removing_a_tag_does_not_create_a_directive(tmp_path: Path) -> None:
    """Tags are removed before a page is read; the text around them does not become a directive."""
    (tmp_path / "fields.mdx").write_text(FIELDS)
    (tmp_path / "boats.mdx").write_text(PAGE.format("@inc{% x %}lude 'fields.mdx'"))
    reference, _ = read_reference([source_of(tmp_path)])
    (operation,) = reference.facts[0].operations
    assert not operation.parameters


REFUSED = {
    "../outside.md": "SL108",
    "../../../../etc/hostname": "SL108",
    "/etc/hostname": "SL108",
    "~/secret.md": "SL108",
    "https://example.com/a.md": "SL108",
    "link.md": "SL108",
    "linked/outside.md": "SL108",
    "fifo": "SL104",
    "none.md": "SL104",
    "self.mdx": "SL104",
    "large.md": "SL107",
    "deep0.md": "SL107",
    "latin.md": "SL104",
}


@pytest.mark.parametrize("target", REFUSED)
@pytest.mark.parametrize("directive", ["@include '{}'", '{{% include "{}" %}}', "[!INCLUDE [x]({})]"])
def test_a_refused_partial_is_a_finding_and_the_page_is_read(tmp_path: Path, target: str, directive: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "outside.md").write_text("- `SECRET` (string): it.\n")
    (docs / "link.md").symlink_to("../outside.md")
    (docs / "linked").symlink_to("..")
    os.mkfifo(docs / "fifo")
    (docs / "large.md").write_bytes(b"a" * (LARGEST_PAGE + 1))
    (docs / "latin.md").write_bytes(b"\xe4")
    for depth in range(20):
        (docs / f"deep{depth}.md").write_text(f"@include 'deep{depth + 1}.md'\n")
    (docs / "boats.mdx").write_text(PAGE.format(directive.format(target.replace("self", "boats"))))
    reference, _ = read_reference([source_of(docs)])
    (page,) = reference.facts
    assert [finding.code for finding in page.findings] == [REFUSED[target]]
    assert [operation.path for operation in page.operations] == ["/boats"]
    assert "SECRET" not in repr(page)


def test_partials_may_be_in_the_include_root(tmp_path: Path) -> None:
    for folder in ("docs", "samples"):
        (tmp_path / folder).mkdir()
    (tmp_path / "samples" / "fields.mdx").write_text(FIELDS)
    (tmp_path / "docs" / "boats.mdx").write_text(PAGE.format("@include '../samples/fields.mdx'"))
    docs, samples = str(tmp_path / "docs"), str(tmp_path / "samples")
    for sources in (discover([docs], samples), discover([docs, samples])):
        page = next(page for page in read_reference(sources)[0].facts if page.operations)
        assert [field.name for field in page.operations[0].parameters] == ["name"]
        assert page.findings == ()


@pytest.mark.parametrize(
    ("own", "included"),
    [
        ("", "@include 'leaf.md'\n\n" * (MOST_INCLUDES + 1)),
        ("a" * (LARGEST_PAGE // 2), "a" * (LARGEST_PAGE // 2)),
        ("é" * (LARGEST_PAGE // 4), "a" * (LARGEST_PAGE // 2)),
        ("#\n" * (MOST_BLOCKS // 2), "#\n" * (MOST_BLOCKS // 2)),
    ],
    ids=["includes", "bytes", "two-byte letters", "blocks"],
)
def test_a_limit_counts_a_page_of_any_form_and_what_it_includes(tmp_path: Path, own: str, included: str) -> None:
    (tmp_path / "leaf.md").write_text("a\n")
    for text, codes in ((included, ["SL107"]), (included[: len(included) // 2], [])):
        (tmp_path / "part.md").write_text(text)
        (tmp_path / "boats.mdx").write_text(PAGE.format(f"@include 'part.md'\n\n{own}"))
        reference, _ = read_reference([source_of(tmp_path)])
        assert [finding.code for finding in reference.findings] == codes
        assert len(reference.facts) == 1 - len(codes)


def test_a_missing_file_of_the_layout_is_reported_once(tmp_path: Path) -> None:
    button = "{% include copy-button.html %}"
    (tmp_path / "boats.mdx").write_text(PAGE.format(f"{button}\n\nAnd again:\n\n{button}"))
    reference, _ = read_reference([source_of(tmp_path)])
    assert [finding.code for finding in reference.facts[0].findings].count("SL104") == 1
