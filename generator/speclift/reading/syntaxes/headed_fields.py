"""Fields that are headings: the name as code or in bold, its type and marks, with the description below.

###### `size` integer optional default: 20

How many hats a page has.

**since_id** required

Only hats after this one.

They become the bullets of a list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.model.facts import Named, Unknown
from speclift.reading.markdown.blocks import Block, Bullets, Heading, Item, Paragraph
from speclift.reading.markdown.roles import role_of
from speclift.reading.markdown.sections import LONGEST_LABEL
from speclift.reading.types.printed import printed

_HEADED = re.compile(
    r"(?:`|\*\*`?)([A-Za-z_$@][\w.$@\[\]-]{0,120})(?:`?\*\*|`)(?:[ \t]{0,3}[:–—-])?[ \t]{1,4}"
    r"(?:[(\[<*_`]{0,3}([A-Za-z][\w \[\]<>]{1,50}?)[)\]>*_`]{0,3})??"
    r"(?:,?[ \t]{0,4}[(\[*_`]{0,3}(required|optional)[)\]*_`]{0,3})?"
    r"(?:,?[ \t]{1,4}[(]?default(?: value)?:?[ \t]{1,4}`?([^\s`()]{1,80})`?[)]?)?$",
    re.I,
)
#: A paragraph that is a name in bold, with marks and limits behind it.
_ALONE = re.compile(
    r"\*\*`?([a-z_$@][\w.$@\[\]-]{0,120})`?\*\*[ \t]{0,4}[*_(]{0,3}"
    r"((?:required|optional|default:? \S{1,60}|[≤≥<>]=? ?\d{1,9}|max(?:imum)? \d{1,9})"
    r"(?:, (?:required|optional|default:? \S{1,60}|[≤≥<>]=? ?\d{1,9}|max(?:imum)? \d{1,9})){0,3})?[*_)]{0,3}$",
    re.I,
)
_AT_MOST = re.compile(r"(?:≤|<=) ?(?=\d)")
_KINDS = frozenset(("fields", "request", "response", "returns"))


def with_headed_fields(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list for each run of such headings below one for parameters or a message."""
    if not any(map(_may_be_field, blocks)):
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
        elif isinstance(block, Paragraph) and above and (text := _alone(block.text, above[-1])):
            items.append(Item((Paragraph(text, block.line),), block.line))
            continue
        elif items and isinstance(block, Paragraph | Bullets) and not _is_label(block):
            items[-1] = Item((*items[-1].blocks, block), items[-1].line)
            continue
        else:
            close()
        found.append(block)
    close()
    return found


def _may_be_field(block: Block) -> bool:
    match block:
        case Heading(text=text):
            return _HEADED.match(text) is not None
        case Paragraph(text=text):
            return text.startswith("**") and _ALONE.match(text) is not None
        case _:
            return False


def _is_label(block: Block) -> bool:
    """Whether a paragraph is a label or starts with one, and so does not describe the field before it."""
    if not isinstance(block, Paragraph):
        return False
    is_short = len(block.text) <= LONGEST_LABEL and "\n" not in block.text
    return block.text.startswith(("**", "__")) or (is_short and role_of(block.text).kind != "name")


def _alone(text: str, above: Heading) -> str:
    """The name of a field in bold as the start of a bullet, below a heading for parameters; empty for other text."""
    alone = _ALONE.match(text) if text.startswith("**") else None
    role = role_of(above.text)
    # A label such as `**Example**` starts with a capital.
    if not alone or role.kind != "fields" or role.side == "response" or not (alone[2] or alone[1][0].islower()):
        return ""
    return f"`{alone[1]}` ({_AT_MOST.sub('max ', alone[2])})" if alone[2] else f"`{alone[1]}`"


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
