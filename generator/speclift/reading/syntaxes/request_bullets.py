"""Operations that items of a list or requests in bold name, rather than headings.

An item (`- GET /hives`) has what the operation takes in bullets below it.  Several requests in bold follow each other
below one heading, each with labels and samples of its own.  They become headings with their content below them, as on
other pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from speclift.reading.markdown.blocks import Block, Bullets, Heading, Paragraph, Table
from speclift.reading.markdown.roles import role_of
from speclift.reading.markdown.sections import LONGEST_LABEL, text_of
from speclift.reading.requests.headings import title_states_request
from speclift.reading.requests.lines import request_line
from speclift.reading.requests.markers import LED_BY_REQUEST

_DEEPEST = 6


def with_request_sections(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a heading for each request in bold, and for each item of such a list that ends its section."""
    found: list[Block] = []
    level = 0
    blocks = _with_bold_requests(blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            level = block.level
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            isinstance(block, Bullets)
            and (following is None or isinstance(following, Heading))
            and _are_operations(block)
        ):
            for item in block.items:
                first = item.blocks[0]
                assert isinstance(first, Paragraph)
                title, _, rest = first.text.partition("\n")
                found.append(Heading(min(level + 1, _DEEPEST), title, item.line))
                found += [Paragraph(rest, item.line + 1)] if rest.strip() else []
                found += item.blocks[1:]
        else:
            found.append(block)
    return found


def _with_bold_requests(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a heading for each request in bold where a heading has several with labels between them."""
    found: list[Block] = []
    level = 0
    requests: list[int] = []
    for block in (*blocks, Heading(1, "", 0)):
        if isinstance(block, Heading):
            firsts = [
                at for at, after in pairwise([*requests, len(found)]) if any(map(_is_label, found[at + 1 : after]))
            ]
            are_led = len(requests) > 1 and all(LED_BY_REQUEST.match(text_of(found[at])) for at in requests)
            if (len(firsts) > 1 and firsts == requests) or (firsts and are_led):
                for at in requests:
                    found[at] = Heading(min(level + 1, _DEEPEST), _title(text_of(found[at])), found[at].line)
            level, requests = block.level, []
        elif isinstance(block, Paragraph) and block.text.startswith("**") and _is_request(block.text):
            requests.append(len(found))
        found.append(block)
    return found[:-1]


def _is_request(text: str) -> bool:
    is_alone = "\n" not in text and text.endswith("**") and bool(request_line(text))
    return is_alone or LED_BY_REQUEST.match(text) is not None


def _title(text: str) -> str:
    """The request in bold as a heading: "GET /hives" and the text after it for "**GET** `/hives`: All hives."."""
    led = LED_BY_REQUEST.match(text)
    return f"{led[1] or led[3]} {led[2] or led[4]} – {led[5]}" if led else text.strip("* ")


def _is_label(block: Block) -> bool:
    """Whether a block is a label of a message, such as `**Parameters**`."""
    is_short = isinstance(block, Paragraph) and block.text.startswith("**") and len(block.text) < LONGEST_LABEL
    return is_short and role_of(text_of(block)).kind in (
        "fields",
        "request",
        "response",
        "returns",
        "sample",
        "statuses",
    )


def _are_operations(block: Bullets) -> bool:
    """Whether every item starts with a request and without a link, and some have lists or tables below them."""
    has_more = False
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        if not isinstance(first, Paragraph) or "](" in first.text:
            return False
        title = first.text.split("\n")[0]
        if not request_line(title) and not title_states_request(title):
            return False
        has_more = has_more or any(isinstance(inner, Bullets | Table) for inner in item.blocks[1:])
    return has_more
