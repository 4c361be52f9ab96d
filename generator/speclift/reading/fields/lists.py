"""Lists of fields: bullets that start with a name, `` - `name` `(string: <required>)` - what it is ``, and definition
lists.  Bullets below a bullet are its fields, or the values that it may have."""

from __future__ import annotations

import functools
import re

import msgspec

from speclift.model.facts import Enumerated, Field, ListOf, Location, MapOf, Named, OneOf, Primitive, Unknown
from speclift.reading.fields.columns import location_of
from speclift.reading.fields.field import FieldParts, field_of
from speclift.reading.markdown.blocks import Block, Bullets, Item, Paragraph
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.sections import text_of
from speclift.reading.types.printed import printed

#: The share of the items of a list that must look like fields.
MOST_ARE_FIELDS = 0.7
#: The share that must have a type where all items look like fields.
HALF = 0.5

_NAME = re.compile(
    r"(?:\[(?=[`*]))?"
    r"(?:``?(?P<code>[^`\n]{1,200})``?|(?:\*\*`?(?=_)|(?:\*\*|__)`?(?=[^*_`\n]))(?P<bold>[^*`\n][^*`\n]{0,200}?)`?(?:\*\*|__)"
    r"|[*_](?P<italic>[A-Za-z$@][\w.$@\[\]-]{0,200})[*_]|(?P<bare>[A-Za-z$@][\w.$@\[\]/-]{0,12"
    r"0})(?=\s{0,4}(?:\(|:\s|[-–—]\s|=\s|$)|\s{1,4}`[^`\n]{1,60}`\s{0,4}"
    r"(?:[-–—:(]|$)))"
    r"(?:\]\([^()\n]{0,300}\))?"
)
#: A name that starts a sentence about it: "`limit` to return fewer stars".
_SENTENCE = re.compile(
    r"`[A-Za-z_$@][\w.$@\[\]-]{0,100}(?:=<[^<>`\n]{1,80}>)?` "
    r"(?:to|which|that|if|is|will|sets|specifies|controls) [a-z`]"
)
_MARK = re.compile(
    r"\s{0,4}(?:\*(?!\([^()\n]{1,300}\)\*)|\\\*|<[^<>]{1,200}>\s{0,2}\*?\s{0,2}</[a-z]{1,20}>)" r"(?=\s|$|\()"
)
_BRACKETS = re.compile(
    r"[\s,]{0,4}(?:`\s{0,2}\((?P<span>[^`\n]{1,400})\)\s{0,2}`|\*?\((?P<round>[^"
    r"()\n]{1,300}(?:\([^()\n]{0,200}\)[^()\n]{0,200}){0,4})\)\*?|`(?P<code>[^`\n]{1,80})"
    r"`(?=\s*(?:[-–—:,(]|$))|(?:\*\*|__|[*_])(?P<emph>[^*_\n]{1,80})(?:\*\*"
    r"|__|[*_])|\{(?P<braces>[^{}\n]{1,100})\}|\[(?P<square>[^\[\]\n]{1,100})"
    r"\](?!\())"
)
_SEPARATOR = re.compile(r"\s{0,4}(?:[-–—:=]{1,3}|\|)(?:\s{1,8}|$)|\s{0,4}\n\s{0,8}|\s{1,8}(?=[A-Z(\[`])")
_TYPED = re.compile(
    r"\s{1,4}((?:array of |list of )?[a-z]{3,20}(?:\[\])?)"
    r"(?=\s{0,3}(?:[-–—:,(]|$|(?:\*\*|[_`])(?i:required|optional)(?:\*\*|[_`])(?:\s|$)))"
)
#: A sentence that starts like a type: "number of crates".
_COUNT = re.compile(r"numbers? (?:of|for|to)\b", re.I)
#: A type has few words.
_MOST_SPACES = 5
#: A name and the values that it may be set to: `limit=<number>`, `kind=up|down`.
_ASSIGNED = re.compile(r"([\w.$-]{1,100}(?:\[\])?)=(?:<([^<>]{1,80})>|([\w.-]{1,60}(?:\|[\w.-]{1,60}){1,20}))$")
#: A mark in an element after a name: `id <sup>required</sup>`.
_MARKED = re.compile(
    r"<(?:span|sup|small|em|i|b)\b[^<>]{0,100}>\s{0,2}(required|optional"
    r"|deprecated|read-only)\s{0,2}</[a-z]{1,10}>",
    re.I,
)
#: A name with its type in brackets, after the word "optional" where the field is so.
_MARKED_TYPE = re.compile(r"[`*]{0,3}[\w.$\[\]-]{1,100}[`*]{0,3}:? {1,4}\((optional )?[a-z][^()]{2,60}\)")
_LED_BY_MARK = re.compile(
    r"^(?::(?=[A-Za-z_])([\w-]{1,100})|\[([A-Za-z][\w-]{0,100})\]\([^()\s]{1,300}\))(?=\s{1,4}(?:\(|[-–—:]\s))"
)
#: A mark before the name: "*optional* `page`".
_LED_BY_NECESSITY = re.compile(
    r"^(?:\*\*|__|[*_(])(optional|required)(?:\*\*|__|[*_)])[ \t]{1,4}(`[^`\n]{1,100}`|\*\*[^*\n]{1,100}\*\*)", re.I
)
_WORD = re.compile(r"[A-Za-z][\w.-]{0,60}")
_CLAUSE = re.compile(r"([^,;.\n]{2,40})[,;.]\s{1,4}(?=\S)")
#: A type and marks in brackets at the start of a description: "(Optional, integer) How many".
_BRACKETED = re.compile(r"[*_]{0,2}\(([^()\n]{2,80})\)[*_]{0,2}(?:\s{1,4}|$)")
_NECESSITY = frozenset(("required", "optional", "mandatory"))
#: The fields below such a map are those of each of its values.
_INDEXED = re.compile(r"\b(?:indexed|keyed) by\b", re.I)
_VALUES_FOLLOW = re.compile(
    r"(?:values?|one of|options|following|are|be|types?|states?|formats?)\b[^.]{0,60}"
    r"(?<!\bfields)(?<!\bproperties)(?<!\battributes)(?<!keys)(?<!\bmembers)(?<!\bparameters):\s{0,4}$",
    re.I,
)


def is_field_list(block: Bullets, *, is_expected: bool) -> bool:
    """Whether most items start with a name, as fields do. Unless fields are expected, most must have a type as well."""
    parsed = [_parts(item) for item in _main_items(block)]
    if not parsed:
        return False
    share = sum(parts is not None for parts in parsed) / len(parsed)
    if share < MOST_ARE_FIELDS:
        return False
    typed = sum(bool(parts and (parts.type or parts.location)) for parts in parsed) / len(parsed)
    return is_expected or typed >= (MOST_ARE_FIELDS if share < 1 or len(parsed) < 3 else HALF)


def fields_of_list(block: Bullets, place_of: PlaceOf, location: Location = "") -> tuple[Field, ...]:
    """The fields of a list, with those below its items; `location` is theirs where an item names none."""
    found: list[Field] = []
    is_questioned = False
    for item in _main_items(block):
        parts = _parts(item)
        if parts is None:
            continue
        own = msgspec.structs.replace(parts, location=parts.location or location)
        field = field_of(own, place_of(item.line))
        if field is not None:
            is_questioned = is_questioned or parts.name.endswith("?")
            found.append(_with_nested(field, item, place_of))
    return tuple(map(_required_unless_optional, found)) if is_questioned or _marks_optional(block) else tuple(found)


def _marks_optional(block: Bullets) -> bool:
    """Whether all items have a type in brackets, and some have "optional" before it: `page` (optional number)."""
    firsts = [item.blocks[0] for item in block.items if item.blocks]
    marks = [_MARKED_TYPE.match(first.text) if isinstance(first, Paragraph) else None for first in firsts]
    return bool(marks) and all(marks) and any(mark and mark[1] for mark in marks)


def _required_unless_optional(field: Field) -> Field:
    """The field, required unless a mark says that it is optional, such as a `?` at the end of its name."""
    if field.printed.is_required is False:
        return field
    return msgspec.structs.replace(field, printed=msgspec.structs.replace(field.printed, is_required=True))


def _main_items(block: Bullets) -> list[Item]:
    """The items of a list, without those that only explain the item before them. Those follow a colon and mark names
    differently; they are not indented far enough to be below that item.
    """
    found: list[Item] = []
    styles = [_name_style(item) for item in block.items]
    follows = False
    for item, style in zip(block.items, styles, strict=True):
        if follows and style != styles[0]:
            continue
        found.append(item)
        last = item.blocks[-1] if item.blocks else None
        follows = isinstance(last, Paragraph) and last.text.rstrip().endswith(":")
    return found


def _name_style(item: Item) -> str:
    """How the name at the start of an item is marked; empty where there is no name."""
    first = item.blocks[0] if item.blocks else None
    name = _NAME.match(first.text) if isinstance(first, Paragraph) else None
    return name.lastgroup or "" if name else ""


def values_of_list(block: Bullets) -> tuple[str, ...]:
    """The literals at the start of the items of a list; empty where an item starts with something else."""
    found = []
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        name = _NAME.match(first.text) if isinstance(first, Paragraph) else None
        if name is None or name["bare"]:
            return ()
        found.append((name["code"] or name["bold"] or name["italic"]).strip("\"'"))
    return tuple(found)


def _words_of_list(block: Bullets) -> tuple[str, ...]:
    """The items of a list in which each is a single word; empty where an item says more."""
    texts = [text_of(item.blocks[0]) if len(item.blocks) == 1 else "" for item in block.items]
    return tuple(texts) if all(map(_WORD.fullmatch, texts)) else ()


def _with_nested(field: Field, item: Item, place_of: PlaceOf) -> Field:
    for block in item.blocks[1:]:
        if not isinstance(block, Bullets):
            continue
        block = _announced_list(block)
        is_announced = _VALUES_FOLLOW.search(field.description[-120:]) is not None
        values = values_of_list(block) or (_words_of_list(block) if is_announced else ())
        if values and not field.values and (is_announced or _is_scalar(field)) and not any(" " in v for v in values):
            field = msgspec.structs.replace(field, values=values)
        elif is_field_list(block, is_expected=True):
            inner = (_without_prefix(own, field.name) for own in fields_of_list(block, place_of))
            field = msgspec.structs.replace(field, fields=(*field.fields, *inner))
            if field.printed.type == MapOf(Unknown()) and not _INDEXED.search(field.description):
                # "A hash" of members with names of their own is an object.
                kind = msgspec.structs.replace(field.printed, type=Primitive("object"))
                field = msgspec.structs.replace(field, printed=kind)
    return field


def _announced_list(block: Bullets) -> Bullets:
    """The list, or the one below its only item, which announces it: "Crate objects contain the following fields:"."""
    only = block.items[0] if len(block.items) == 1 else None
    first, second = only.blocks if only and len(only.blocks) == 2 else (None, None)
    is_announced = isinstance(first, Paragraph) and first.text.rstrip().endswith(":") and " " in first.text.strip()
    return second if is_announced and isinstance(second, Bullets) else block


def _is_scalar(field: Field) -> bool:
    """Whether a field is a string or number. It has no fields then, so the items below it are its values."""
    kind = field.printed.type
    return isinstance(kind, Primitive) and kind.type in ("string", "integer", "number") and not kind.format


def _without_prefix(field: Field, owner: str) -> Field:
    """A field below another, without the name of the outer field (`owner`) as prefix: `crew.name` below `crew`."""
    for start in (f"{owner}.", f"{owner}[].", f"{owner}[]["):
        if field.name.startswith(start) and len(field.name) > len(start):
            name = field.name[len(start) :]
            return msgspec.structs.replace(field, name=name.replace("]", "", 1) if start.endswith("[") else name)
    return field


def _parts(item: Item) -> FieldParts | None:
    first = item.blocks[0] if item.blocks else None
    parts = _parts_of(first.text) if isinstance(first, Paragraph) else None
    if parts is None:
        return None
    return msgspec.structs.replace(parts, description=_joined(parts.description, item.blocks[1:]))


@functools.lru_cache(maxsize=4096)
def _parts_of(text: str) -> FieldParts | None:
    # `is_field_list` reads each item first, and `fields_of_list` reads it again.
    text = _MARKED.sub(r"(\1)", text) if "</" in text[:200] else text
    if text.startswith(("*", "_", "(")):
        text = _LED_BY_NECESSITY.sub(r"\2 (\1)", text)
    if text.startswith((":", "[")):
        # `:id` as in the path, or `[Accept](…)`, a link to what a header means.
        text = _LED_BY_MARK.sub(r"\1\2", text)
    name = _NAME.match(text)
    if not name:
        return None
    rest = text[name.end() :]
    marked = ""
    star = _MARK.match(rest)
    if star:
        marked, rest = "*", rest[star.end() :]
    elif rest.startswith("?") and name["code"]:
        marked, rest = "?", rest[1:]
    brackets: list[str] = []
    while len(brackets) < 3:
        found = _BRACKETS.match(rest)
        if not found:
            break
        brackets.append(next(value for value in found.groups() if value is not None))
        rest = rest[found.end() :]
    if not brackets:
        typed = _TYPED.match(rest)
        if typed:
            brackets.append(typed[1])
            rest = rest[typed.end() :]
            mark = _BRACKETS.match(rest)
            if mark and mark["emph"]:
                brackets.append(mark["emph"])
                rest = rest[mark.end() :]
    separator = _SEPARATOR.match(rest)
    if rest.strip() and not separator and not brackets and not (name["code"] and _SENTENCE.match(text)):
        return None
    description = rest[separator.end() :] if separator else rest.lstrip(" ,.")
    location = ""
    kinds = []
    for bracket in brackets:
        where = location_of(bracket) if len(bracket) < 30 else ""
        if where and not location:
            location = where
            bracket = ", ".join(part.strip() for part in bracket.split(",") if not location_of(part.strip()))
        if bracket:
            kinds.append(bracket)
    if not kinds or description.partition("\n")[0].strip().lower() in ("required", "optional"):
        stated, description = _typed(description)
        kinds += [stated] if stated else []
    printed_name = name["code"] or name["bold"] or name["italic"] or name["bare"]
    assigned = _ASSIGNED.match(name["code"] or "")
    values = ""
    if assigned and assigned[2]:
        printed_name = assigned[1]
        kinds = kinds or [assigned[2].replace("_", " ")]
    elif assigned:
        printed_name, values = assigned[1], ", ".join(f"`{one}`" for one in assigned[3].split("|"))
    return FieldParts(
        name=f"`{printed_name}`{marked}" if name["code"] else f"{printed_name}{marked}",
        type=", ".join(kinds),
        description=description,
        location=location,  # type: ignore[arg-type]
        values=values,
    )


def _typed(description: str) -> tuple[str, str]:
    """The type at the start of a description, if any, and the rest: `string, required`, "boolean; whether it is so",
    "(Optional, integer) How many".
    """
    bracketed = _BRACKETED.match(description)
    if bracketed:
        words = [word.strip("`*_ ") for word in bracketed[1].split(",")]
        if all(word.lower() in _NECESSITY or _is_type(word) for word in words):
            return bracketed[1], description[bracketed.end() :]
    line, _, rest = description.partition("\n")
    if _is_type(line) or line.lower() in ("required", "optional"):
        return line, rest.strip()
    start = _CLAUSE.match(line)
    if start and _is_type(start[1]):
        return start[1], f"{line[start.end() :]}\n{rest}".strip()
    return "", description


def _is_type(text: str) -> bool:
    if not text or len(text) > 80 or (text[:1].isupper() and " " in text):
        return False
    if _COUNT.match(text) or text.count(" ") > _MOST_SPACES:
        return False
    kind = printed(text).type
    while isinstance(kind, ListOf | MapOf):
        kind = kind.items if isinstance(kind, ListOf) else kind.values
    if isinstance(kind, Enumerated):
        return "`" in text or '"' in text
    if isinstance(kind, Named):
        return bool(kind.target) and text.startswith(("[", "`["))
    return isinstance(kind, Primitive | OneOf)


def _joined(description: str, blocks: tuple[Block, ...]) -> str:
    """A description, with the paragraphs below it."""
    more = [text_of(block) for block in blocks if isinstance(block, Paragraph)]
    return "\n\n".join(filter(None, [description.strip(), *more]))
