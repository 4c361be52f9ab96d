"""All pages of a reference, of any form."""

from __future__ import annotations

import msgspec

from speclift.model.facts import PageFacts, TypeFacts
from speclift.model.finding import Finding
from speclift.model.page import OperationPage
from speclift.model.wording import NO_WORDING, Wording


class Reference(msgspec.Struct, frozen=True):
    """What each page states, in the order of the file names, and the words of the known form that pages have."""

    pages: tuple[PageFacts, ...]
    wording: Wording = NO_WORDING

    @property
    def operations(self) -> tuple[OperationPage, ...]:
        """The operations on pages of a known form, as printed."""
        return tuple(page.printed for page in self.pages if page.printed)

    @property
    def enumerations(self) -> tuple[TypeFacts, ...]:
        """The enumerations on pages of a known form."""
        return tuple(page.enumeration for page in self.pages if page.enumeration)

    @property
    def navigation(self) -> tuple[PageFacts, ...]:
        """The index pages that say something about their folder."""
        return tuple(page for page in self.pages if page.is_index and (page.title or page.description))

    @property
    def facts(self) -> tuple[PageFacts, ...]:
        """The pages that have no known form and were read as such; all of them have a title."""
        return tuple(page for page in self.pages if page.title and not page.is_deferred)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was wrong with the pages."""
        return tuple(finding for page in self.pages for finding in page.findings)

    @property
    def is_empty(self) -> bool:
        """Whether no page describes an operation."""
        return not any(page.printed or page.operations for page in self.pages)
