"""Fields that are headings: the name as code or in bold, its type and marks, with the description below.

###### `size` integer optional default: 20

How many hats a page has.

They become the bullets of a list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.model.facts import Named, Unknown
from speclift.reading.markdown.blocks import Block, Bullets, Heading, Item, Paragraph
from speclift.reading.markdown.roles import role_of
from speclift.reading.types.printed import printed

_HEADED = re.compile(
    r"(?:`|\*\*`?)([A-Za-z_$@][\w.$@\[\]-]{0,120})(?:`?\*\*|`)(?:[ \t]{0,3}[:–—-])?[ \t]{1,4}"
    r"(?:[(\[<*_`]{0,3}([A-Za-z][\w \[\]<>]{1,50}?)[)\]>*_`]{0,3})??"
    r"(?:,?[ \t]{0,4}[(\[*_`]{0,3}(required|optional)[)\]*_`]{0,3})?"
    r"(?:,?[ \t]{1,4}[(]?default(?: value)?:?[ \t]{1,4}`?([^\s`()]{1,80})`?[)]?)?$",
    re.I,
)
_KINDS = frozenset(("fields", "request", "response", "returns"))


def with_headed_fields(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list for each run of such headings below one for parameters or a message."""
    if not any(isinstance(block, Heading) and _HEADED.match(block.text) for block in blocks):
        return list(blocks)
    found: list[Block] = []
    items: list[Item] = []
    above: list[Heading] = []
    level = 0

    def close() -> None:
        if items:
            found.append(Bullets(tuple(items), items[0].line))
            items.clear()

    for block in blocks:
        if isinstance(block, Heading):
            above = [heading for heading in above if heading.level < block.level]
            text = _field(block.text) if above and role_of(above[-1].text).kind in _KINDS else ""
            if text and (not items or block.level == level):
                level = block.level
                items.append(Item((Paragraph(text, block.line),), block.line))
                continue
            close()
            above.append(block)
        elif items and isinstance(block, Paragraph | Bullets):
            items[-1] = Item((*items[-1].blocks, block), items[-1].line)
            continue
        else:
            close()
        found.append(block)
    close()
    return found


def _field(title: str) -> str:
    """The heading as the start of a bullet; empty where it states neither a type nor a mark."""
    headed = _HEADED.match(title)
    if not headed:
        return ""
    name, kind, mark, default = headed.groups()
    if kind and isinstance(printed(kind).type, Unknown | Named):
        return ""
    brackets = ", ".join(filter(None, (kind, mark)))
    said = f"Default: `{default}`." if default else ""
    return f"`{name}` ({brackets}) – {said}".rstrip(" –") if brackets else ""
