"""A page as the readers of known forms see it."""

from __future__ import annotations

import msgspec

from speclift.reading.files.includes import IncludeReader
from speclift.reading.known_forms.forms import PageForm
from speclift.reading.markdown.blocks import Block


class FormPage(msgspec.Struct, frozen=True):
    """A page: its text, the keys and values of its front matter, its blocks, and its form, if the form is known.

    `include` reads the files that the page includes.
    """

    file: str
    text: str
    keys: dict[str, str]
    blocks: list[Block]
    form: PageForm | None
    include: IncludeReader

    @property
    def title(self) -> str:
        """The title in the front matter; empty where there is none."""
        return self.keys.get("title", "")
