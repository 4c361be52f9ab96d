"""Fields whose facts are bullets of their own: a name, and below it `Type: string`, `Required: false` and the like.

    quote:                          * `full` (optional)
      * type: string                  * Type: Boolean
      * required: false               * Whether all is shown.

They become the bullets of a list of fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.model.facts import Named, Unknown
from speclift.reading.fields.yes_no import truth
from speclift.reading.markdown.blocks import Block, Bullets, Item, Paragraph
from speclift.reading.types.printed import printed

_NAME = re.compile(r"(\*\*|__|`|\*\*`)?([A-Za-z_$@][\w.$@\[\]-]{0,120})(?:`\*\*|\*\*|__|`)?[ \t]{0,2}:?[ \t]{0,4}$")
_FACT = re.compile(
    r"(?:\*\*|__|\*|_)?(type|data ?type|required|mandatory|optional|description|default(?: value)?|format|pattern"
    r"|example|requirement|allowed values|possible values|valid values|values|enum|in|location)"
    r"(?:\*\*|__|\*|_)?[ \t]{0,2}:"
    r"(?:\*\*|__|\*|_)?[ \t]{0,4}(.{0,4000})$",
    re.I | re.S,
)
_TYPES = ("type", "datatype", "data type")
_VALUES = ("allowed values", "possible values", "valid values", "values", "enum", "pattern")
_WORDS = re.compile(r"[\w.-]{1,60}(?:\s{0,2}[|,]\s{0,2}[\w.-]{1,60}){1,60}$")
_BETWEEN = re.compile(r"\s{0,2}[|,]\s{0,2}")
_LONGEST_TYPE = 60


def with_itemised_fields(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with one bullet for each such field."""
    found: list[Block] = []
    items: list[Item] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        named = _NAME.match(block.text) if isinstance(block, Paragraph) and isinstance(following, Bullets) else None
        facts = _facts(following) if named and isinstance(following, Bullets) else None
        if named and facts:
            items.append(_item(f"`{named[2]}`", facts, block.line))
            index += 2
            continue
        if items:
            found.append(Bullets(tuple(items), items[0].line))
            items = []
        found.append(_itemised(block) if isinstance(block, Bullets) else block)
        index += 1
    if items:
        found.append(Bullets(tuple(items), items[0].line))
    return found


def _itemised(block: Bullets) -> Bullets:
    """A list of fields in which each item also states the facts that were bullets below it."""
    if not any(len(item.blocks) > 1 and isinstance(item.blocks[1], Bullets) for item in block.items):
        return block
    items = []
    for item in block.items:
        first, second = item.blocks[0], item.blocks[1] if len(item.blocks) > 1 else None
        facts = _facts(second) if isinstance(first, Paragraph) and isinstance(second, Bullets) else None
        if facts and isinstance(first, Paragraph):
            one = _item(first.text.strip().rstrip(":"), facts, item.line)
            items.append(Item((*one.blocks, *item.blocks[2:]), item.line))
        else:
            inner = (_itemised(one) if isinstance(one, Bullets) else one for one in item.blocks)
            items.append(Item(tuple(inner), item.line))
    return msgspec.structs.replace(block, items=tuple(items))


def _facts(block: Bullets) -> dict[str, str] | None:
    """What the items of a list say about one field, by label, other text under an empty one; None if they do not."""
    facts: dict[str, str] = {}
    said: list[str] = []
    is_stated = False
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        if not isinstance(first, Paragraph) or len(item.blocks) > 1:
            return None
        fact = _FACT.match(first.text)
        if fact is None:
            said.append(first.text)
            continue
        label, value = fact[1].lower(), fact[2].strip()
        facts[label] = value
        is_type = (
            label in _TYPES and len(value) <= _LONGEST_TYPE and not isinstance(printed(value).type, Unknown | Named)
        )
        is_stated = is_stated or is_type or (label in ("required", "mandatory") and truth(value) is not None)
    return {**facts, "": " ".join(said)} if is_stated else None


def _item(name: str, facts: dict[str, str], line: int) -> Item:
    kind = next((facts[label] for label in _TYPES if label in facts), "")
    is_required = truth(facts.get("required") or facts.get("mandatory") or "")
    mark = "" if is_required is None else "required" if is_required else "optional"
    where = facts.get("in") or facts.get("location") or ""
    brackets = "".join(f" ({part})" for part in (where, ", ".join(filter(None, (kind.strip("`"), mark)))) if part)
    said = [facts.get("description", ""), facts[""]]
    values = next((facts[label] for label in _VALUES if _WORDS.match(facts.get(label, "").replace("`", ""))), "")
    if values:
        listed = ", ".join(f"`{value}`" for value in _BETWEEN.split(values.replace("`", "")))
        said.append(f"Possible values are {listed}.")
    default = (facts.get("default") or facts.get("default value") or "").strip("` ")
    said += [f"Default: `{default}`."] if default else []
    said += [f"Example: {facts['example']}"] if facts.get("example") else []
    # Text after the name, such as a mark, comes after the type.
    name, blank, more = name.partition(" ")
    return Item((Paragraph(f"{name}{brackets}{blank}{more} – {' '.join(filter(None, said))}", line),), line)
