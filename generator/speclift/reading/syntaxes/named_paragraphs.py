"""Fields in two paragraphs each, a name and its description, as in markdown that was made from HTML.

    petId (required)                            status (optional)

    Path Parameter — Number of the pet          [String](#string) What it is. format: date

    **`weight`**`number`Required                _Default:_ `4`

    name (string)                               REQUIRED

Their pairs become the bullets of a list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.model.facts import Named, Primitive, Unknown
from speclift.reading.markdown.blocks import Block, Bullets, Item, Paragraph
from speclift.reading.types.printed import printed

_NAMED = re.compile(
    r"[`*_]{0,3}([A-Za-z_$@][\w.$@\[\]-]{0,120})[`*_]{0,3}(?:[ \t]{1,4}(\[[^\[\]\n]{1,120}\]\([^()\n]{1,200}\)))?"
    r"[ \t]{1,4}[*_]{0,2}\((required|optional)\)[*_]{0,2}$",
    re.I,
)
#: A name, its type as code and a mark, with nothing between them but marks.
_TYPED = re.compile(
    r"\*\*`?([A-Za-z_$@][\w.$@\[\]-]{0,120})`?\*\*[ \t]{0,4}`([^`\n]{1,80})`"
    r"[ \t]{0,4}[*_]{0,2}(required|optional)[*_]{0,2}$",
    re.I,
)
#: A name with its type in brackets. A mark may be the paragraph after it.
_BRACKETED = re.compile(r"[`*_]{0,3}([A-Za-z_$@][\w.$@\[\]-]{0,120})[`*_]{0,3}[ \t]{1,4}\(([a-z][\w \[\]<>]{1,50})\)$")
_MARK = re.compile(r"[*_(]{0,3}(required|optional)[*_)]{0,3}$", re.I)
#: A fact of such a field in a paragraph of its own.
_FACT = re.compile(
    r"([*_]{1,2})(default(?: value)?|example|(?:acceptable|allowed|possible|valid) values):\1[ \t]{1,4}(\S.{0,2000})$",
    re.I,
)
_SPANS = re.compile(r"`([^`\n]{1,120})`")
_ALONE = re.compile(r"[`*]{0,3}([A-Za-z_$@][\w.$@-]{0,120})[`*]{0,3}$")
_PLACE = re.compile(r"(Path|Query|Header|Cookie|Body|Form)[ \t]Parameter[ \t]{0,4}(?:[-–—]{1,3}[ \t]{0,4}|$)", re.I)
_TYPE = re.compile(
    r"((?:(?:array|list|map|set)\[(?:String,[ \t]{0,2})?)*)"
    r"(\[([^\[\]\n]{1,120})\]\(#[^()\n]{1,200}\))(\]*)(?:[ \t\n]{1,8}|$)",
    re.I,
)
_FORMAT = re.compile(r"\bformat: {0,2}([\w-]{1,40})$")
_DEFAULT = re.compile(r"\bdefault: {0,2}(\S{1,200})")
_VALUES = re.compile(r"(?:enum|allowed values|possible values):?$", re.I)
_VALUE = re.compile(r"[*_`]{0,3}([^\s*_`][^\s*`]{0,120}?)[*_`]{0,3}$")


def with_named_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list of fields for each run of such pairs."""
    if not any(isinstance(block, Paragraph) and _starts(block.text) for block in blocks):
        return list(blocks)
    found: list[Block] = []
    items: list[Item] = []
    index = 0
    while index < len(blocks):
        item, after = _item(blocks, index)
        if item is None:
            if items:
                found.append(Bullets(tuple(items), items[0].line))
                items = []
            found.append(blocks[index])
            index += 1
            continue
        items.append(item)
        index = after
    if items:
        found.append(Bullets(tuple(items), items[0].line))
    return found


def _item(blocks: Sequence[Block], index: int) -> tuple[Item | None, int]:
    """The field that starts at a block, and the index after it; None where none does."""
    name, kind, mark = _name(blocks, index)
    if not name:
        return None, index
    line = blocks[index].line
    index += 1
    said = ""
    is_described = bool(mark or kind)
    if not mark and (below_name := _MARK.match(_text(blocks, index))):
        mark, index = below_name[1].lower(), index + 1
    where = ""
    below = _text(blocks, index)
    if below and not _name(blocks, index)[0] and (_PLACE.match(below) or _TYPE.match(below) or is_described):
        place = _PLACE.match(below)
        if place:
            where, below = f"in {place[1].lower()}", below[place.end() :]
        stated = _TYPE.match(below)
        if stated:
            kind, below = _printed(stated), below[stated.end() :]
        said = below
        index += 1
    if _VALUES.match(_text(blocks, index)):
        values: list[str] = []
        index += 1
        while (value := _VALUE.match(_text(blocks, index))) and not _name(blocks, index)[0]:
            values.append(f"`{value[1]}`")
            index += 1
        said = f"{said} Possible values are {', '.join(values)}." if values else said
    while fact := _FACT.match(_text(blocks, index)):
        said, index = f"{said} {_said(fact[2].lower(), fact[3])}", index + 1
    shape = _FORMAT.search(said)
    if shape:
        kind, said = f"{kind or 'string'} {shape[1]}" if kind else "", said[: shape.start()]
    default = _DEFAULT.search(said)
    if default:
        said = f"{said[: default.start()]}Default: `{default[1]}`.{said[default.end() :]}"
    brackets = "".join(f" ({part})" for part in (where, ", ".join(filter(None, (kind, mark)))) if part)
    return Item((Paragraph(f"`{name}`{brackets} – {said.strip()}", line),), line), index


def _name(blocks: Sequence[Block], index: int) -> tuple[str, str, str]:
    """The name, type and mark of the field that a block names; a bare name counts where its type follows."""
    text = _text(blocks, index)
    typed = _TYPED.match(text)
    if typed:
        return typed[1], typed[2], typed[3].lower()
    named = _NAMED.match(text)
    if named:
        return named[1], named[2] or "", named[3].lower()
    bracketed = _BRACKETED.match(text)
    if bracketed and not isinstance(printed(bracketed[2]).type, Unknown | Named):
        return bracketed[1], bracketed[2], ""
    alone = _ALONE.match(text)
    if alone and _TYPE.match(_text(blocks, index + 1)):
        return alone[1], "", "required"
    return "", "", ""


def _starts(text: str) -> bool:
    return bool(_NAMED.match(text) or _TYPED.match(text) or _BRACKETED.match(text))


def _said(label: str, text: str) -> str:
    """A fact in the words of a description."""
    if label.endswith("values"):
        return f"Possible values are {', '.join(f'`{value}`' for value in _SPANS.findall(text))}."
    return f"{label.capitalize()}: {text.rstrip('.')}."


def _text(blocks: Sequence[Block], index: int) -> str:
    block = blocks[index] if index < len(blocks) else None
    return block.text.strip() if isinstance(block, Paragraph) else ""


def _printed(stated: re.Match[str]) -> str:
    """The type without a link where it is a primitive one."""
    kind = stated[3] if isinstance(printed(stated[3]).type, Primitive) else stated[2]
    return f"{stated[1]}{kind}{stated[4]}"
