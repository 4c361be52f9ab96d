"""Remarks: sentences about a request that state no field and no type, so that only its description can have them.

They stand beside the request line or in a section of parameters, as "The newest come first." does.
"""

from __future__ import annotations

import re

from speclift.reading.markdown.blocks import Block, Html, Paragraph, Quote
from speclift.reading.markdown.prose import clean
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import text_of
from speclift.reading.requests.pieces import Piece

_ABOUT_REQUEST = frozenset(("request", "fields"))
_SENTENCE_END = re.compile(r"(?:[.!?][)\]*_\"'”’]{0,4}|[。！？])$")
_PARTS = r"\b(?:parameters?|body|arguments?|headers?|fields?|payload|properties|attributes|options)\b"
#: A sentence that says nothing more: the list of parameters is empty or follows, there is no body, or it has a type.
_ONLY_ANNOUNCES = re.compile(
    rf"(?:not applicable|(?:there (?:are|is) )?no\b[^.\n]{{0,40}}{_PARTS}"
    rf"|th(?:is|e) \w{{1,20}} (?:has no|(?:does not|doesn't) (?:have|take|accept|need|require))\b[^.\n]{{0,40}}{_PARTS}"
    r"|(?:do not|don't) (?:supply|send|provide) an? (?:request )?body\b"
    r"|in the request body, (?:supply|provide|specify|send) (?:a|the) json representation\b"
    r"|[^.\n]{0,120}\bfollowing(?: [\w-]{1,20}){1,8}\.)[^.\n]{0,80}\.?$",
    re.I,
)


def is_remark(block: Block, piece: Piece) -> bool:
    """Whether a block is a remark of a request; a text that ends with a colon only announces what follows."""
    if piece.role.kind not in _ABOUT_REQUEST or piece.role.side == "response" or piece.is_sample:
        return False
    if not isinstance(block, Paragraph | Html | Quote):
        return False
    text = clean(text_of(block))
    return " " in text and _SENTENCE_END.search(text) is not None and not _ONLY_ANNOUNCES.match(plain(text))
