"""The tree of sections of a page, with included files in place and without tags of site generators."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from speclift.model.finding import Finding
from speclift.reading.files.includes import IncludeReader
from speclift.reading.markdown.block_parser import parse_counted
from speclift.reading.markdown.blocks import Block, Heading, Paragraph
from speclift.reading.markdown.front_matter import parse_front_matter
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.prose import clean
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import Section, sections_of
from speclift.reading.requests.lines import request_lines
from speclift.reading.syntaxes.alerts import with_bold_alerts
from speclift.reading.syntaxes.api_blueprint import read_blueprint
from speclift.reading.syntaxes.asciidoc import without_asciidoc
from speclift.reading.syntaxes.attribute_lists import without_attribute_lists
from speclift.reading.syntaxes.components import without_components
from speclift.reading.syntaxes.definition_lists import with_definition_lists
from speclift.reading.syntaxes.fact_tables import with_fact_rows
from speclift.reading.syntaxes.front_matter_requests import stated_blocks
from speclift.reading.syntaxes.headed_fields import with_headed_fields
from speclift.reading.syntaxes.http_directives import with_http_directives
from speclift.reading.syntaxes.indented_blocks import without_indented_blocks
from speclift.reading.syntaxes.indented_lists import with_indented_lists
from speclift.reading.syntaxes.inline_samples import with_inline_samples
from speclift.reading.syntaxes.itemised_fields import with_itemised_fields
from speclift.reading.syntaxes.label_lines import with_label_lines
from speclift.reading.syntaxes.labelled_fields import with_labelled_fields
from speclift.reading.syntaxes.magic_blocks import without_magic_blocks
from speclift.reading.syntaxes.mdx_layout import without_layout
from speclift.reading.syntaxes.myst import without_myst
from speclift.reading.syntaxes.named_blocks import without_named_blocks
from speclift.reading.syntaxes.named_paragraphs import with_named_paragraphs
from speclift.reading.syntaxes.nested_definitions import with_nested_definitions
from speclift.reading.syntaxes.nicknamed_operations import with_headed_operations
from speclift.reading.syntaxes.partials import Partials
from speclift.reading.syntaxes.request_bullets import with_request_sections
from speclift.reading.syntaxes.site_syntax import without_site_syntax
from speclift.reading.syntaxes.toml_front_matter import with_yaml_front_matter
from speclift.reading.syntaxes.wide_tables import without_wide_tables

if TYPE_CHECKING:
    from speclift.reading.syntaxes.vocabulary import Vocabulary

#: Functions that rewrite other syntax as markdown, line by line, and those that make lists and headings of blocks.
_OF_TEXT: tuple[Callable[[str], str], ...] = (
    with_yaml_front_matter,
    without_myst,
    without_attribute_lists,
    with_bold_alerts,
    without_magic_blocks,
    without_wide_tables,
    without_named_blocks,
    without_asciidoc,
    without_indented_blocks,
    with_nested_definitions,
    without_layout,
    without_components,
    without_site_syntax,
)
_OF_BLOCKS: tuple[Callable[[Sequence[Block]], list[Block]], ...] = (
    with_http_directives,
    with_fact_rows,
    with_label_lines,
    with_indented_lists,
    with_itemised_fields,
    with_labelled_fields,
    with_headed_operations,
    with_named_paragraphs,
    with_headed_fields,
)


class Sectioned(msgspec.Struct, frozen=True):
    """A page as a tree of sections, with the files that it includes in their places.

    `description` is the first paragraph above the second heading; `findings` are about files that were not included.
    """

    root: Section
    title: str
    description: str
    place_of: PlaceOf
    findings: tuple[Finding, ...]


def sectioned(file: str, text: str, include: IncludeReader, vocabulary: Vocabulary | None) -> Sectioned:
    """The sections of a page, before any reader sees them; arguments and errors are those of `read_facts`."""
    bare = text
    for rewrite in _OF_TEXT:
        bare = rewrite(bare)
    front_matter, blocks, count = parse_counted(bare)

    def included(text: str, first: int) -> list[Block]:
        nonlocal count
        _, found, count = parse_counted(
            without_site_syntax(without_asciidoc(without_attribute_lists(text))), first, count
        )
        return found

    partials = Partials(file, include, text, included)
    blocks = partials.expand(blocks, file)
    if vocabulary is not None:
        blocks = vocabulary.known(blocks)
    keys = parse_front_matter(front_matter)
    first = next((block.text for block in blocks if isinstance(block, Heading)), "")
    title = keys.get("title") or keys.get("page_title") or plain(first) or posixpath.basename(file).rpartition(".")[0]
    for of_blocks in _OF_BLOCKS:
        blocks = of_blocks(blocks)
    blocks = with_request_sections([*stated_blocks(keys), *blocks])
    page = sections_of(with_inline_samples(with_definition_lists(blocks)), title)
    read_blueprint(page)
    return Sectioned(page, title, _introduction(blocks), partials.places.place_of, tuple(partials.findings))


def _introduction(blocks: Sequence[Block]) -> str:
    """The first paragraph above the second heading: the text below is not about the page as a whole, and neither is the
    text behind a request line.
    """
    headings = 0
    for block in blocks:
        headings += isinstance(block, Heading)
        if headings > 1:
            return ""
        if isinstance(block, Paragraph):
            return "" if request_lines(block.text) else clean(block.text)
    return ""
