"""Make a `Field` from the parts of a row or bullet: its name without marks, its type, and what its description says."""

from __future__ import annotations

import functools
import re

import msgspec
import orjson

from speclift.model.facts import Enumerated, Field, ListOf, Location, Named, Primitive, Printed, PrintedType, Unknown
from speclift.model.schema import Place
from speclift.reading.fields.json_forms import type_of_value, with_shown_members
from speclift.reading.fields.marks import Marks, described
from speclift.reading.fields.names import REQUIRED_WORD, first_line, name_of
from speclift.reading.markdown.prose import clean
from speclift.reading.types.literals import ends_sentence, literals_at
from speclift.reading.types.printed import printed


class FieldParts(msgspec.Struct, frozen=True):
    """A field as it is printed: each part is the source of its cell or brackets. A mark that is missing is None."""

    name: str
    type: str = ""
    description: str = ""
    notes: str = ""
    required: bool | None = None
    nullable: bool | None = None
    read_only: bool = False
    default: str = ""
    example: str = ""
    values: str = ""
    location: Location = ""


#: Texts which say that there is no default: `N/A`, a dash.
NO_VALUE = frozenset((
    "", "-", "–", "—", "n/a", "na", "none", "null", "nil", "undefined", "not set", "no default", "unset", "*", "absent",
))  # fmt: skip
#: Those that say so even in quotes.
NULLS = frozenset(("null", "nil", "undefined"))


_LIST_OF_WORDS = re.compile(
    r"\b(?:array|list|collection)s? of\s{1,3}(?:(?:the|all)\s{1,3}){0,2}"
    r"(?:[`*]{0,3}([A-Za-z][\w-]{0,60}(?:\s{1,3}[A-Za-z][\w-]{0,40}){0,2}?)"
    r"[`*]{0,3}\s{1,3}(?:objects?|resources?|records?)\b"
    r"|[`*]{0,3}((?-i:[a-z]{1,30}[A-Z]\w{1,60}|[A-Z][a-z]{1,30}[A-Z]\w{1,60})))",
    re.I,
)
_LIST_OF_LINKED = re.compile(
    r"\b(?:array|list|collection)s? of\s{1,3}(?:the\s{1,3}|all\s{1,3})"
    r"?(\[[^\[\]\n]{1,200}\]\((?!https?:)[^()\s]{1,300}\))",
    re.I,
)
_LINKED_OBJECT = re.compile(
    r"(\[[^\[\]\n]{1,200}\]\((?!https?:)[^()\s]{1,300}\))\s{1,3}object\b"
    r"|(\[[^\[\]\n]{1,200}\bobject\]\((?!https?:)[^()\s]{1,300}\))",
    re.I,
)
_LEADING_SPAN = re.compile(r"`([^`\n]{1,200})`\s{1,4}\(")
#: A line of a description in italics: `_Default value: 3_`.
_ITALIC_LINE = re.compile(r"(^|\n|<br\s{0,4}/?>|</p>)_([A-Z][^_\n<]{1,300})_(?=\n|<|$)")
#: A line of a description that states the type: `Type: array of integers<br>`.
_TYPE_LINE = re.compile(
    r"(?:^|\n|<br\s{0,4}/?>)[*_\s]{0,4}(?:(?:JSON )?data )?type[*_]{0,3}:[*_\s]{0,4}([^\n<.]{1,60})", re.I
)
#: A type in brackets that ends a description, perhaps with marks: "How many (integer, not required)".
_TYPE_BEHIND = re.compile(
    r"(?:^|\s)\(((?:string|integer|int|number|float|boolean|bool|object|array of \w{1,20}|\w{1,20}\[\])"
    r"(?:,[^()\n]{1,160})?)\)\.?$",
    re.I,
)
#: A type in bold on its own before a description.
_BOLD_TYPE = re.compile(r"\*\*([^*\n]{1,200})\*\*(?: \(([\w-]{1,20})\))?[ \t]{0,4}(\n|<br\s{0,4}/?>|$|(?=\s?\S))", re.I)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,9})?")
#: A line of a description that explains one of the values.
_VALUE_LINE = re.compile(r"^[ \t]{0,8}[-*•][ \t]{1,4}`([\w.-]{1,80})`(?=[ \t]{0,4}(?:[-–—:]|$))", re.M)
_ASSIGNED = re.compile(
    r"`?([A-Za-z_$][\w.$-]{0,100}(?:\[\])?)="
    r"(?:<([^<>]{1,80})>|[\[{]([^\[\]{}]{1,200})[\]}]|([^\s`<>\[{][^\s`]{0,100}))?`?$"
)
_BARS = re.compile(r"[|,]")
_SPANS = re.compile(r"[`\"']([^`\"'\n]{1,200})[`\"']")


#: A name as a program reads it from a request: `req.query.limit`, in brackets where it is optional.
_READ_FROM_REQUEST = re.compile(r"\[?req(?:uest)?\.(query|params|body|headers|cookies)\.([\w$.-]{1,200})\]?$")
_LOCATIONS: dict[str, Location] = {
    "query": "query",
    "params": "path",
    "body": "body",
    "headers": "header",
    "cookies": "cookie",
}


#: The place of a field before its place is known.
_UNKNOWN_PLACE = Place("", 0)


def field_of(parts: FieldParts, place: Place) -> Field | None:
    """The field that these parts make; None where its name is not a name."""
    found = _field(parts)
    return with_shown_members(msgspec.structs.replace(found, place=place)) if found else None


@functools.lru_cache(maxsize=8192)
def _field(parts: FieldParts) -> Field | None:
    # In a reference, a third to a half of the fields occur again in the same words.
    parts = _without_value(parts) if "=" in parts.name else parts
    if "=" in parts.example:
        shown, _, value = parts.example.strip("` ").lstrip("?&").partition("=")
        parts = msgspec.structs.replace(parts, example=value) if shown == parts.name.strip("`* ") else parts
    if parts.required is None and (mark := REQUIRED_WORD.fullmatch(parts.default.strip("*_` "))):
        parts = msgspec.structs.replace(parts, required=mark[1].lower() != "optional", default="")
    cell, below = first_line(parts.name)
    name, is_required, in_brackets, is_deprecated = name_of(cell)
    if name is None:
        return None
    in_brackets = ", ".join(filter(None, (in_brackets, below)))
    type_text = parts.type
    extra = parts.notes
    location = parts.location
    if name.startswith(("req", "[req")) and (read := _READ_FROM_REQUEST.match(name)):
        is_required = False if name.startswith("[") else is_required
        name, location = read[2], _LOCATIONS[read[1]]
    if in_brackets:
        if not type_text:
            type_text = in_brackets
        else:
            extra = f"{extra} ({in_brackets})"
    if not type_text:
        labelled = _TYPE_LINE.search(parts.description)
        type_text = labelled[1].strip() if labelled else ""
    if not type_text and parts.description.endswith((")", ").")) and (behind := _TYPE_BEHIND.search(parts.description)):
        type_text = behind[1]
    is_mark = REQUIRED_WORD.fullmatch(type_text)
    if (not type_text or is_mark) and parts.description.startswith("**") and (bold := _bold_type(parts.description)):
        kind = "string" if bold[1].lower() == "enum" else bold[1] if not bold[2] else f"{bold[1]} ({bold[2]})"
        if not isinstance(printed(kind).type, Unknown):
            type_text = f"{kind}, {type_text}" if is_mark else kind
            parts = msgspec.structs.replace(parts, description=parts.description[bold.end() :].strip())
    stated = printed(type_text) if type_text else Printed()
    marks = described(_ITALIC_LINE.sub(r"\1\2", parts.description))
    notes = described(extra)
    required = next(
        (
            given
            for given in (parts.required, is_required, stated.is_required, notes.is_required, marks.is_required)
            if given is not None
        ),
        None,
    )
    kind = worded(_linked(_type(stated.type, notes, marks), parts.description), parts.description)
    if kind == Unknown() and parts.example:
        kind = _type_of_example(parts.example)
    nullable = (
        parts.nullable if parts.nullable is not None else stated.is_nullable or notes.is_nullable or marks.is_nullable
    )
    values, has_more = _values(parts, kind, notes, marks)
    return Field(
        name=name,
        place=_UNKNOWN_PLACE,
        printed=Printed(
            type=kind,
            is_nullable=bool(nullable),
            is_required=required,
            default=_default(parts, stated, notes, marks),
            limits=tuple(dict((*marks.limits, *notes.limits, *stated.limits)).items()),
        ),
        description="" if marks.text.lower() in NO_VALUE else _without_tags(marks.text),
        location=location,
        values=values,
        has_more_values=has_more,
        example=_literal(parts.example) or notes.example or marks.example,
        is_read_only=parts.read_only or notes.is_read_only or marks.is_read_only,
        is_write_only=notes.is_write_only or marks.is_write_only,
        is_deprecated=is_deprecated or notes.is_deprecated or marks.is_deprecated,
    )


def _without_tags(text: str) -> str:
    """A description without the tags of paragraphs and lines."""
    return clean(text) if "</p>" in text or "<br" in text else text


def _bold_type(description: str) -> re.Match[str] | None:
    """The type in bold at the start of a description: any type alone on its line, or a primitive or list on any."""
    bold = _BOLD_TYPE.match(description)
    if bold is None or bold.end() == len(description) or bold[3]:
        return bold
    kind = printed(bold[1]).type
    return bold if isinstance(kind, Primitive | ListOf) and bold[1].islower() else None


def _without_value(parts: FieldParts) -> FieldParts:
    """The parts with the value after a name moved to where it belongs: `limit=<number>`, `order=[up | down]`."""
    assigned = _ASSIGNED.match(parts.name.replace("&lt;", "<").replace("&gt;", ">").replace("\\", "").strip())
    if not assigned:
        return parts
    name, kind, listed, value = assigned.groups()
    if kind and not parts.type and not isinstance(printed(kind).type, Unknown | Named):
        return msgspec.structs.replace(parts, name=name, type=kind)
    if listed and len(values := [one.strip("`\"' ") for one in _BARS.split(listed)]) > 1 and not parts.values:
        return msgspec.structs.replace(parts, name=name, values=", ".join(f"`{one}`" for one in values if one))
    return msgspec.structs.replace(parts, name=name, example=parts.example or value or "")


def _type_of_example(example: str) -> PrintedType:
    """The type of an example that is a number, boolean, list or object; Unknown for text, which may be anything."""
    value = _literal(example)
    if value in ("true", "false"):
        return Primitive("boolean")
    if value[:1] + value[-1:] in ("{}", "[]") and not _is_quoted(example):
        return _type_of_json(value)
    number = _NUMBER.fullmatch(value)
    return Primitive("number" if number[1] else "integer") if number and not _is_quoted(example) else Unknown()


def _type_of_json(text: str) -> PrintedType:
    """The type of a list or object that is printed as JSON; a list has the type of its items if the JSON is strict."""
    if text.startswith("{"):
        return Primitive("object")
    try:
        items = orjson.loads(text)
    except orjson.JSONDecodeError:
        items = []
    kinds = set(map(type_of_value, items))
    return ListOf(kinds.pop() if len(kinds) == 1 else Unknown())


def _type(stated: PrintedType, notes: Marks, marks: Marks) -> PrintedType:
    """The stated type, with a format that the description names. If no type is stated, the type in the description."""
    if isinstance(stated, Unknown):
        described_type = next((mark.type for mark in (notes, marks) if not isinstance(mark.type, Unknown)), None)
        if described_type is not None:
            return described_type
        form = notes.format or marks.format
        return Primitive("string", form) if form and not stated.text else stated
    if stated == Primitive("string", "date-time") and Primitive("integer", "int64") in (notes.type, marks.type):
        return Primitive("integer", "int64")  # `timestamp`: "seconds since the Unix epoch"
    if isinstance(stated, Primitive) and stated.type == "string" and not stated.format:
        form = notes.format or marks.format
        return Primitive("string", form) if form else stated
    if isinstance(stated, Primitive) and stated.type == "array":
        described_type = next((mark.type for mark in (notes, marks) if isinstance(mark.type, ListOf)), None)
        return described_type or stated
    return stated


def worded(kind: PrintedType, description: str) -> PrintedType:
    """The type; a list gets the items that its description names: "List of packing crate objects".

    A word such as "objects" must follow the name: without it, the list might hold only names.
    """
    if kind not in (Primitive("array"), ListOf(Unknown())):
        return kind
    found = _LIST_OF_WORDS.search(description)
    return ListOf(Unknown(found[1] or found[2])) if found else kind


def _linked(kind: PrintedType, description: str) -> PrintedType:
    """The type; a list or object gets the one that its description links to: "An array of [tasks](#task-object)"."""
    if "](" not in description:
        return kind
    if kind == Primitive("array") or kind == ListOf(Unknown()):
        found = _LIST_OF_LINKED.search(description)
        inner = printed(found[1]).type if found else Unknown()
        return ListOf(inner) if isinstance(inner, Named) else kind
    if kind in (Primitive("object"), Unknown()):
        found = _LINKED_OBJECT.search(description)
        inner = printed(found[1] or found[2]).type if found else Unknown()
        return inner if isinstance(inner, Named) else kind
    return kind


def _values(parts: FieldParts, kind: PrintedType, notes: Marks, marks: Marks) -> tuple[tuple[str, ...], bool]:
    """The listed values of a field, and whether there are others."""
    if parts.values:
        spans = _SPANS.findall(parts.values)
        listed = described(f"Possible values: {parts.values}")
        found = listed.values or (tuple(spans) if len(spans) > 1 else ())
        if found:
            # A placeholder among the values stands for any other value.
            return ((), False) if any("<" in value for value in found) else (tuple(dict.fromkeys(found)), False)
    if isinstance(kind, Enumerated):
        return kind.values, False
    for mark in (notes, marks):
        if mark.values:
            return mark.values, mark.has_more_values
    if parts.type.strip("`* ").lower() in ("enum", "enumeration"):
        # The description of an enumeration may be nothing but its values: `BUY or SELL`.
        alone = literals_at(parts.description, 0, only_marked=False)
        if len(alone.values) > 1 and ends_sentence(parts.description, alone.end):
            return alone.values, alone.has_more
    lines = _VALUE_LINE.findall(parts.description) if "\n" in parts.description and _may_list(kind) else []
    return (tuple(dict.fromkeys(lines)), False) if len(lines) > 1 else ((), False)


def _may_list(kind: PrintedType) -> bool:
    """Whether a field of this type may have values, each on a line of its own below the description."""
    return isinstance(kind, Unknown) or kind == Primitive("string")


def _default(parts: FieldParts, stated: Printed, notes: Marks, marks: Marks) -> str | None:
    for text in (parts.default, stated.default, notes.default, marks.default):
        if text is None or _is_sentence(text):
            continue
        value = _literal(text)
        if value.lower() not in NO_VALUE or (_is_quoted(text) and value.lower() not in NULLS and value.isalpha()):
            return value
    return None


def _is_quoted(text: str) -> bool:
    bare = text.strip("` *")
    return len(bare) > 2 and bare[0] == bare[-1] and bare[0] in "\"'"


def _is_sentence(text: str) -> bool:
    """Whether a default is not a value but described in words, such as "the id of the caller"."""
    bare = text.strip()
    return bare.count(" ") >= 2 and bare[0] not in "`\"'[{"


def _literal(text: str | None) -> str:
    """A value without the marks around it."""
    bare = (text or "").strip()
    span = _LEADING_SPAN.match(bare)
    if span:
        bare = span[1]
    while len(bare) >= 2 and bare[0] == bare[-1] and bare[0] in "`*":
        bare = bare[1:-1].strip()
    if len(bare) >= 2 and bare[0] == bare[-1] and bare[0] in "\"'":
        bare = bare[1:-1]
    return bare
