"""A page as the readers of known forms see it."""

from __future__ import annotations

import msgspec

from speclift.reading.files.includes import IncludeReader
from speclift.reading.known_forms.forms import PageForm
from speclift.reading.markdown.blocks import Block


class FormPage(msgspec.Struct, frozen=True):
    """A page: its text, the keys of its front matter, its blocks, and the form that these keys are of, if any."""

    file: str
    text: str
    keys: dict[str, str]
    blocks: list[Block]
    form: PageForm | None
    include: IncludeReader

    @property
    def title(self) -> str:
        """The title in the front matter, empty without one."""
        return self.keys.get("title", "")
