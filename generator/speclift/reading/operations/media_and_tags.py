"""Sections that list the media types or tags of an operation: `#### Consumes`, `#### Produces`, `#### Tags`."""

from __future__ import annotations

import re

from speclift.reading.markdown.blocks import Block, Bullets, Paragraph
from speclift.reading.markdown.roles import plain
from speclift.reading.operations.draft import Draft

_SENT = frozenset((
    "consumes", "accepts", "request content types", "request media types", "request content type", "content types",
    "accepted content types", "supported content types",
))  # fmt: skip
_RETURNED = frozenset(("produces", "response content types", "response media types", "response content type"))
_TAGS = frozenset(("tags", "tag"))
_MEDIA_TYPE = re.compile(r"(?:application|audio|image|multipart|text|video|\*)/[\w.+*-]{1,100}", re.I)
_LONGEST_TAG = 80
#: A label in the same paragraph: "**Consumes**: `application/json`".
_LABELLED = re.compile(r"\*\*([^*\n]{1,40})(?:\*\*[ \t]{0,2}:|:\*\*)[ \t]{1,4}(\S[^\n]{0,400})$")


def take_media_or_tags(state: Draft, block: Block, title: str) -> bool:
    """Take the media types or tags that a block lists below this title, or after a label of its own.

    Returns whether it lists nothing else.
    """
    labelled = _LABELLED.match(block.text) if isinstance(block, Paragraph) else None
    label = plain(labelled[1] if labelled else title).lower()
    if label not in _SENT | _RETURNED | _TAGS:
        return False
    texts = [plain(part) for part in labelled[2].split(",")] if labelled else _texts(block)
    if label in _TAGS:
        are_tags = isinstance(block, Bullets) and all(0 < len(text) <= _LONGEST_TAG for text in texts)
        state.tag = state.tag or (texts[0] if are_tags and texts else "")
        return are_tags
    are_media_types = bool(texts) and all(map(_MEDIA_TYPE.fullmatch, texts))
    if are_media_types:
        media = state.consumed_media if label in _SENT else state.response_media
        media += texts
    return are_media_types


def _texts(block: Block) -> list[str]:
    """The plain texts of a list, or the parts of a paragraph between commas."""
    match block:
        case Bullets(items=items):
            firsts = [item.blocks[0] if len(item.blocks) == 1 else None for item in items]
            return [plain(first.text) if isinstance(first, Paragraph) else "" for first in firsts]
        case Paragraph(text=text):
            return [plain(part) for part in text.split(",")]
        case _:
            return []
