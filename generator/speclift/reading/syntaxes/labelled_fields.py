"""Fields that are paragraphs: the name in bold, its meaning, and lines such as `Type: String` and `Required: Yes`.

     ** [colour](#API_PaintKite_RequestSyntax) **   <a name="colour"></a>
    Colour of the kite.
    Type: String
    Valid Values:` RED | BLUE`
    Required: Yes

They become the bullets of a list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from speclift.reading.markdown.blocks import Block, Bullets, Item, Paragraph

_NAME = re.compile(
    r"(?:\*\*|__)[ \t]{0,4}(?:\[)?`?([A-Za-z_$@][\w.$@-]{0,120})`?(?:\]\([^()\n]{0,300}\))?[ \t]{0,4}(?:\*\*|__)"
    r"[ \t]{0,8}(?:<a\b[^<>\n]{0,300}>(?:</a>)?)?[ \t\\]{0,8}(?:\n|$)"
)
_LINE = re.compile(
    r"[ \t*_]{0,4}(Type|Data type|Required|Valid Values|Allowed Values|Possible Values|Default|Default value|Example"
    r"|Length Constraints|Pattern|Valid Range|Array Members|Update requires|Map Entries|Key Pattern|Value Pattern)"
    r"[*_]{0,2}[ \t]{0,2}:[*_]{0,2}[ \t]{0,4}(.{0,2000})$",
    re.I,
)
_ESCAPED = re.compile(r"\\([.\[\]()_*!-])")
_BARS = re.compile(r"\s{0,4}\|\s{0,4}|\s{0,4},\s{1,4}")
_LENGTH = re.compile(r"(minimum|maximum) (?:length|value|number of items) of (\d{1,12})", re.I)
_LIMITS = {"length constraints": ("min length", "max length"), "valid range": ("minimum", "maximum")}
_TYPES = ("type", "data type")


def with_labelled_fields(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list for each run of such paragraphs."""
    found: list[Block] = []
    items: list[Item] = []
    for block in blocks:
        item = _item(block) if isinstance(block, Paragraph) else None
        if item is None:
            if items:
                found.append(Bullets(tuple(items), items[0].line))
                items = []
            found.append(block)
        else:
            items.append(item)
    if items:
        found.append(Bullets(tuple(items), items[0].line))
    return found


def _item(block: Paragraph) -> Item | None:
    name = _NAME.match(block.text)
    if not name:
        return None
    labels: dict[str, str] = {}
    said: list[str] = []
    for line in block.text[name.end() :].split("\n"):
        bare = _ESCAPED.sub(r"\1", line.strip().rstrip("\\").strip())
        labelled = _LINE.match(bare)
        if labelled:
            labels.setdefault(labelled[1].lower(), labelled[2].strip())
        elif bare:
            said.append(bare)
    if not labels:
        return None
    text = f"`{name[1]}`{_brackets(labels)} – {' '.join([*said, *_notes(labels)])}"
    return Item((Paragraph(text.rstrip(), block.line),), block.line)


def _brackets(labels: dict[str, str]) -> str:
    kind = next((labels[key] for key in _TYPES if key in labels), "")
    required = labels.get("required", "").strip(".").lower()
    mark = {"yes": "required", "no": "optional", "true": "required", "false": "optional"}.get(required, "")
    parts = [part for part in (kind, mark) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _notes(labels: dict[str, str]) -> list[str]:
    """What other labels say, in the words of a description."""
    found = []
    for key in ("valid values", "allowed values", "possible values"):
        values = [value.strip("` ") for value in _BARS.split(labels.get(key, "")) if value.strip("` ")]
        if values:
            found.append(f"Possible values are {', '.join(f'`{value}`' for value in values)}.")
    for key, words in _LIMITS.items():
        for which, number in _LENGTH.findall(labels.get(key, "")):
            found.append(f"{words[which.lower() == 'maximum']}: {number}.")
    default = next((labels[key] for key in ("default", "default value") if key in labels), "").strip("` .")
    return [*found, f"Default: `{default}`."] if default else found
