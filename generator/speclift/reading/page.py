"""What a page states, by the first of the readers that understands it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from speclift.limits import LARGEST_PAGE, BeyondLimitError
from speclift.model.facts import PageFacts
from speclift.model.finding import Finding
from speclift.reading.files.includes import IncludeReader
from speclift.reading.known_forms.forms import enumeration_form, form_of
from speclift.reading.known_forms.operation_page import operation_of
from speclift.reading.known_forms.other_pages import enumeration_of, navigation_of
from speclift.reading.known_forms.page_views import FormPage
from speclift.reading.markdown.block_parser import parse_flat
from speclift.reading.markdown.front_matter import front_matter_of, parse_front_matter
from speclift.reading.markdown.parser import decode, encoding_of

if TYPE_CHECKING:
    from speclift.reading.syntaxes.vocabulary import Vocabulary

#: How many bytes of a page are searched for its front matter when its form is guessed.
LONGEST_FRONT_MATTER = 4_000

#: The readers of pages of known forms: the first one that recognises a page decides what it is.
READERS: tuple[Callable[[FormPage], PageFacts | None], ...] = (navigation_of, enumeration_of, operation_of)

#: The forms that a page may have.
Forms: TypeAlias = Literal["any", "known", "other"]


def read_page(
    file: str,
    data: bytes,
    include: IncludeReader,
    vocabulary: Vocabulary | None = None,
    forms: Forms = "any",
) -> PageFacts:
    """What a file states: a page of a known form states an operation or enumeration, an index what its folder is about.

    `file` is the path below the docs root with `/`, as findings and `x-source` give it.  `vocabulary` are words of the
    reference beyond those that every reader knows.  `forms` are those that the page may have: with "known", a page of
    another form is not read but marked (`PageFacts.is_deferred`); with "other", no page has a known form.
    """
    try:
        if len(data) > LARGEST_PAGE:
            raise BeyondLimitError(f"The page has more than {LARGEST_PAGE:,} bytes.")
        text = decode(data)
        found = _of_known_form(file, text, include, forms)
        if found.printed or found.types or (found.findings and forms == "any"):
            return found
        if forms == "known":
            return msgspec.structs.replace(found, is_deferred=True)
        # The readers of any form take longer to import than some references take to read.
        from speclift.reading.facts import read_facts

        return read_facts(file, text, include, vocabulary)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return PageFacts(file, findings=(Finding("SL101", file, line, f"The page is not UTF-8{encoding_of(data)}."),))
    except BeyondLimitError as error:
        return PageFacts(
            file, findings=(Finding("SL107", file, max(error.line, 1), f"{error} The page was left out."),)
        )


def is_of_known_form(data: bytes) -> bool:
    """Whether the front matter of a page is that of an operation of a known form."""
    if not data.startswith((b"---", b"\xef\xbb\xbf---")):
        return False
    keys = parse_front_matter(front_matter_of(data[:LONGEST_FRONT_MATTER].decode(errors="replace").lstrip("\ufeff")))
    return bool(keys.get("title")) and form_of(keys) is not None


def _of_known_form(file: str, text: str, include: IncludeReader, forms: Forms) -> PageFacts:
    """What a page of a known form says, and what any index page says about its folder; empty for all others."""
    keys = parse_front_matter(front_matter_of(text))
    nothing = PageFacts(file)
    form = form_of(keys) if forms != "other" else None
    # An index describes its folder beside pages of a known form; elsewhere the readers of any form do that.
    is_index = nothing.is_index and forms == "known"
    if not (is_index or form or enumeration_form(keys.get("title", ""))):
        return nothing
    page = FormPage(file, text, keys, parse_flat(text), form, include)
    return next(filter(None, (reader(page) for reader in READERS)), nothing)
