"""Make schemas from printed types: named types are looked up, members and limits are put in place."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from speclift.inference.any_form.component_names import folded
from speclift.inference.any_form.types import Types
from speclift.model import facts
from speclift.model.facts import Field, PrintedType
from speclift.model.finding import Finding
from speclift.model.schema import Anything, ArrayOf, Limit, MapOf, OneOf, Place, Ref, Scalar, Schema
from speclift.reading.words.parameters import COUNTS

_SCALARS = ("string", "integer", "number", "boolean")
_OF_LISTS = ("minItems", "maxItems")
_DEEPEST = 24
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_TEXT = re.compile(r"[\"'#@/+]?[A-Za-z0-9]")
#: An ellipsis, a placeholder, or a word for no value.
_STANDS_FOR = re.compile(r"\.\.|\u2026|[<>{}\[\]]|^(?:null|none|nil|undefined|n/a)$", re.I)
_TIME = re.compile(r"[\"']?\d\d:\d\d")
_DEFAULT_WORD = re.compile(r"(?!(?:null|none|nil|undefined|empty|unset|current|now|all)$)[A-Za-z0-9][\w.-]{0,60}", re.I)
#: Names of identifiers and counts: `id`, `owner_id`, `ownerId`, `fruit_count`.
_WHOLE = re.compile(r"(?:^|[_-])(?:id|count)$|[a-z0-9](?:Id|ID|Count)$")
_SAYS_LIST = re.compile(
    r"\bcomma[- ](?:separated|delimited)|\b(?:list|array) of\b|\bseparated by (?:a )?commas?\b|\bone or more\b", re.I
)


class Typed(msgspec.Struct, frozen=True):
    """A schema and the rule that concluded it."""

    schema: Schema
    rule: str


class PrintedTypes:
    """Makes schemas from printed types; names that lead nowhere become findings (SL106), each once per line."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.findings: dict[Finding, None] = {}

    def of_field(self, field: Field) -> Typed:
        """The type of a field with its members and limits, without the fields below it."""
        found = self.of_type(field.printed.type, field.place)
        schema = _with_members(found.schema, field)
        if schema != found.schema:
            found = Typed(schema, "listed-values")
        elif schema == Anything() and isinstance(field.printed.type, facts.Unknown):
            kind = _kind_of(field.printed.default or field.example) or _kind_of_word(field.printed.default or "")
            kind = kind or _kind_of_text(field.example)
            found = Typed(Scalar(kind), "example-value") if kind else found
        if found == Typed(Scalar("number"), "stated-type") and _is_whole(field.name):
            found = Typed(Scalar("integer"), "count-name")
        if found.schema == Scalar("string", "time") and not _TIME.match(field.printed.default or "12:00"):
            # `Time`, by default `30s`, is a duration.
            found = Typed(Scalar("string"), found.rule)
        rule = _vague_rule(found.schema, field.description) if found.rule == "stated-type" else found.rule
        return Typed(_with_limits(found.schema, field.printed.limits), rule)

    def of_type(self, printed: PrintedType, place: Place, depth: int = 0) -> Typed:
        """The schema of a printed type at a place."""
        if depth > _DEEPEST:
            return Typed(Anything(), "unknown")
        match printed:
            case facts.Primitive(type=kind, format=form):
                return Typed(_primitive(kind, form), "stated-type")
            case facts.Named(name=name, target=target):
                return self._named(name, target, place)
            case facts.ListOf(items=items):
                inner = self.of_type(items, place, depth + 1)
                return Typed(ArrayOf(inner.schema), _outer(inner.rule))
            case facts.MapOf(values=values):
                inner = self.of_type(values, place, depth + 1)
                return Typed(MapOf(inner.schema), _outer(inner.rule))
            case facts.OneOf(options=options):
                inners = [self.of_type(option, place, depth + 1) for option in options]
                return Typed(one_of([inner.schema for inner in inners]), "stated-type")
            case facts.Enumerated(values=values, type=kind):
                scalar = kind if kind in _SCALARS else "string"
                return Typed(Scalar(scalar, values=tuple(dict.fromkeys(values))), "listed-values")
            case facts.Unknown(text=text) if text:
                return self._worded(text, place, is_loose=False)
            case _:
                return Typed(Anything(), "unknown")

    def of_sentence(self, printed: PrintedType, place: Place) -> Typed:
        """The schema of a type that a sentence names, `invoice resource` or a list of `child accounts`."""
        match printed:
            case facts.ListOf(items=facts.Unknown(text=text)):
                return Typed(ArrayOf(self._worded(text, place, is_loose=True).schema), "stated-type")
            case facts.Unknown(text=text) if text:
                return self._worded(text, place, is_loose=True)
            case _:
                return self.of_type(printed, place)

    def _worded(self, text: str, place: Place, *, is_loose: bool) -> Typed:
        """The type that words may mean; if they mean none, that is not a finding."""
        found = self.types.worded(text, place.file, is_loose=is_loose)
        return Typed(Ref(found.name), "named-type") if found else Typed(Anything(), "unknown")

    def _named(self, name: str, target: str, place: Place) -> Typed:
        found = self.types.find(name, target, place.file)
        if found:
            is_linked = self.types.is_linked(name, target, place.file)
            return Typed(Ref(found.name), "linked-type" if is_linked else "named-type")
        message = f"No page describes the type {name}; samples decide what it holds, or it stays open."
        self.findings[Finding("SL106", place.file, place.line, message)] = None
        return Typed(Anything(), "unknown")


def _is_whole(name: str) -> bool:
    """Whether something of this name is an identifier or count, which has no fraction, whatever its type is called."""
    return _WHOLE.search(name) is not None or folded(name) in COUNTS


def _vague_rule(schema: Schema, description: str) -> str:
    """The rule for a printed type that docs also use for another one.

    Many print `number` where only whole numbers are meant, and `string` for a list that commas separate.
    """
    if schema == Scalar("number"):
        return "stated-number"
    if schema == Scalar("string") and _SAYS_LIST.search(description):
        return "stated-text-list"
    return "stated-type"


def _kind_of(text: str) -> str:
    """The type of a printed default or example that is probably not a string; empty for others."""
    if text.strip().lower() in ("true", "false"):
        return "boolean"
    return "integer" if _INTEGER.fullmatch(text.strip()) else "number" if _NUMBER.fullmatch(text.strip()) else ""


def _kind_of_word(default: str) -> str:
    """The type of a default that is a word or quantity, `created_at` or `5m`; empty for others."""
    return "string" if _DEFAULT_WORD.fullmatch(default.strip()) else ""


def _kind_of_text(example: str) -> str:
    """The type of a printed example that is text; empty for others, and for what only stands for a value."""
    return "string" if _TEXT.match(example.strip()) and not _STANDS_FOR.search(example) else ""


def one_of(options: Sequence[Schema]) -> Schema:
    """The schema of values that fit one of the options: each option once, and open if one of them is open."""
    kept = tuple(dict.fromkeys(options))
    if not kept or any(option == Anything() for option in kept):
        return Anything()
    return kept[0] if len(kept) == 1 else OneOf(kept)


def _primitive(kind: str, form: str) -> Schema:
    if kind in _SCALARS:
        return Scalar(kind, form)
    if kind == "array":
        return ArrayOf(Anything())
    return Anything(is_object=kind == "object")


def _outer(rule: str) -> str:
    """The rule for a list or map: the docs say that it is one, even where nothing shows what it holds."""
    return "stated-type" if rule == "unknown" else rule


def _with_members(schema: Schema, field: Field) -> Schema:
    """A schema with the listed values of its field; those of a list belong to its items."""
    if not field.values:
        return schema
    match schema:
        case Scalar(type="boolean"):
            return schema
        case Scalar(values=()):
            return msgspec.structs.replace(schema, values=_distinct(field.values), is_open=field.has_more_values)
        case ArrayOf(items=items, limits=limits):
            return ArrayOf(_with_members(items, field), limits)
        case Anything(is_object=False):
            return Scalar("string", "", _distinct(field.values), field.has_more_values)
        case _:
            return schema


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _with_limits(schema: Schema, limits: tuple[Limit, ...]) -> Schema:
    """A schema with its limits; those of strings and numbers in a list belong to its items."""
    if not limits:
        return schema
    match schema:
        case Scalar():
            return msgspec.structs.replace(schema, limits=(*schema.limits, *limits))
        case ArrayOf(items=items):
            own = tuple(limit for limit in limits if limit[0] in _OF_LISTS)
            rest = tuple(limit for limit in limits if limit[0] not in _OF_LISTS)
            return ArrayOf(_with_limits(items, rest), (*schema.limits, *own))
        case _:
            return schema
