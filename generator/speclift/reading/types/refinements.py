"""The text after a printed type that makes it more exact: `string (uuid), max 36, required`."""

from __future__ import annotations

from speclift.model.facts import Enumerated, ListOf, Location, MapOf, Named, Primitive, PrintedType, Unknown
from speclift.reading.types.cursor import ALTERNATIVE, joined
from speclift.reading.types.grammar import TypeGrammar
from speclift.reading.types.marks import FoundLimit, limit_at, mark_at
from speclift.reading.types.parts import Part, is_open, one_of
from speclift.reading.types.tokens import Token, Tokens
from speclift.reading.words import qualifiers
from speclift.reading.words import types as words
from speclift.reading.words.types import plain


class Refinements(TypeGrammar):
    """The type that was read, and what follows it: marks, limits, members, further alternatives, a default."""

    def __init__(self, found: Tokens, depth: int) -> None:
        super().__init__(found, depth)
        self._type: PrintedType | None = None
        self._values: list[str] = []
        self._wants_values = False
        self._has_prose = False
        self._is_nullable = False
        self._default: str | None = None
        self._location: Location = ""
        self._flags: set[str] = set()

    def _mark(self) -> bool:
        found = mark_at(self._tokens, self._at)
        if found is None:
            return False
        self._at = found.end
        if found.is_required is not None:
            self._is_required = found.is_required
        elif found.is_conditional and self._is_required is None:
            self._is_required = False if self._type is not None and self._default is not None else None
        if found.default is not None and self._default is None:
            self._default = found.default
            if found.default == "":
                self._is_required = self._is_required or False
        self._is_nullable |= found.is_nullable
        if found.flag:
            self._flags.add(found.flag)
        if found.location:
            self._location = found.location
        return True

    def _refinement(self) -> bool:
        """Read what follows a type: a limit, a format, members, a further alternative, a default."""
        limit = self._limit()
        if limit is not None:
            self._limits.update(limit.limits)
            self._at = limit.end
            return True
        token = self._tokens[self._at]
        if token.kind == "mark":
            return self._from_mark(token)
        if self._pattern(token):
            return True
        if self._is_enumeration_word(token):
            self._at += 1
            self._wants_values = True
            return True
        if self._wants_values and self._take_values():
            return True
        if token.kind == "quoted" or (token.span and token.kind in ("word", "number")):
            return self._literal_values()
        if token.kind == "word" and plain(token.text) in words.OR:
            return self._further_alternative(self._at + 1)
        return self._format()

    def _limit(self) -> FoundLimit | None:
        return limit_at(self._tokens, self._at, _limit_kind(self._type))

    def _pattern(self, token: Token) -> bool:
        """Read the regular expression after `pattern:`, in a code span or quotes."""
        if plain(token.text) not in ("pattern", "regex", "regexp"):
            return False
        at = self._at + 1
        while at < len(self._tokens) and self._tokens[at].text in (":", "=") and not self._tokens[at].span:
            at += 1
        value = self._peek(at)
        if value is None or not (value.span or value.kind == "quoted"):
            return False
        self._limits["pattern"] = self._spans[value.span] if value.span else value.text
        self._at = self._span_end(at) if value.span else at + 1
        return True

    def _from_mark(self, token: Token) -> bool:
        """Read a default, a further alternative or null after a mark. Returns whether there was one."""
        if token.text == "=" and self._default is None and self._colon_default():
            return True
        if token.text == ":" and self._wants_values:
            self._at += 1
            return True
        if token.text == ":":
            return self._colon_default() or self._colon_prose()
        if token.text in ALTERNATIVE and self._further_alternative(self._at + 1):
            return True
        if token.text == "," and self._next_is_null(self._at + 1):
            self._at += 2
            self._is_nullable = True
            return True
        return False

    def _next_is_null(self, at: int) -> bool:
        token = self._peek(at)
        return token is not None and token.kind == "word" and words.PRIMITIVES.get(plain(token.text)) == ("null", "")

    def _further_alternative(self, at: int) -> bool:
        """Read another type after `or`, `|` or a default: `integer: 0 or string: "30s"`."""
        start = self._at
        self._at = at
        part = self._one_type(0)
        is_prose = part is not None and not part.is_known and self._tokens[at].text.islower()
        if part is None or is_prose or not (part.is_known or self._ends_clause()) or self._type is None:
            self._at = start
            return False
        merged = one_of([Part(self._type), part])
        self._type = merged.type
        self._is_nullable |= merged.is_nullable
        return True

    def _colon_default(self) -> bool:
        """Read the default or the listed values after the colon, as in `bool: true`."""
        token = self._peek(self._at + 1)
        if token is None or self._default is not None:
            return False
        following = self._peek(self._at + 2)
        if token.kind == "quoted" or token.span:
            values, end = self._value_list(self._at + 1)
            if len(values) > 1 and self._ends_clause_at(end):
                self._values += values
                self._at = end
                return True
        if token.kind in ("quoted", "number") or (token.kind == "word" and _ends_value(following)):
            key = plain(token.text)
            if token.kind == "word" and (key in qualifiers.REQUIRED or key in qualifiers.OPTIONAL):
                return False
            if token.kind == "word" and key in words.PRIMITIVES and words.PRIMITIVES[key][0] != "null":
                return False
            self._is_required = self._is_required or False
            if not (token.kind == "word" and words.PRIMITIVES.get(key) == ("null", "")):
                self._default = token.text
            self._at += 2
            return True
        if token.kind == "mark" and token.text in "[{":
            end = self._closing(self._at + 1)
            if end < 0:
                return False
            self._default = joined(self._tokens[self._at + 1 : end + 1])
            self._is_required = self._is_required or False
            self._at = end + 1
            return True
        return False

    def _colon_prose(self) -> bool:
        """Skip text after a colon that is neither a mark, a limit, a value nor the type of items."""
        token = self._peek(self._at + 1)
        if token is None or token.kind != "word" or self._wants_values or mark_at(self._tokens, self._at + 1):
            return False
        if limit_at(self._tokens, self._at + 1, "string") or self._tokens[self._at - 1].text in words.ENUMERATIONS:
            return False
        if is_open(self._type) and self._is_phrase(self._at + 1):
            return False
        while self._at < len(self._tokens) and self._tokens[self._at].text not in (",", ";", ")"):
            self._at += 1
        return True

    def _is_enumeration_word(self, token: Token) -> bool:
        if token.kind != "word":
            return False
        following = self._peek(self._at + 1)
        pair = plain(token.text) + (plain(following.text) if following and following.kind == "word" else "")
        if pair in words.ENUMERATIONS:
            if pair != plain(token.text):
                self._at += 1
            return True
        return plain(token.text) in words.ENUMERATIONS

    def _take_values(self) -> bool:
        """Read the members after `enum:`: literals or plain words between commas, bars or slashes."""
        values, end = self._value_list(self._at)
        self._wants_values = False
        if not values:
            return False
        self._values += values
        self._at = end
        return True

    def _literal_values(self) -> bool:
        values, end = self._value_list(self._at)
        if not values:
            return False
        if (
            len(values) > 1
            and not self._has_prose
            and self._ends_clause_at(end)
            and not isinstance(self._type, Enumerated)
        ):
            self._values += values
        self._at = end
        return True

    def _format(self) -> bool:
        """Read a format or an item type after a type: `string (date-time)`, `array (string)`, `object (Foo)`."""
        token = self._tokens[self._at]
        type_ = self._type
        if token.kind == "link":
            part = self._link(token)
            self._at += 1
            self._refine(part)
            return True
        if token.kind not in ("word", "number"):
            return False
        key, length = self._phrase(self._at, words.FORMATS)
        known, known_length = self._phrase(self._at, words.PRIMITIVES)
        if known_length and (known_length > length or not words.FORMATS.get(key)):
            primitive = Primitive(*words.PRIMITIVES[known])
            self._at += known_length
            if primitive.type == "null":
                self._is_nullable |= self._tokens[self._at - 1].kind == "word"
            else:
                self._refine(Part(primitive))
            return True
        if length:
            if isinstance(type_, Primitive) and not type_.format and type_.type in ("string", "integer", "number"):
                self._type = Primitive(type_.type, words.FORMATS[key])
            self._at += length
            return True
        if is_open(type_) and self._before_is(self._at, "(<[") and self._after_is(self._at, ")>]"):
            self._at += 1
            self._refine(Part(Named(token.text), is_known=False))
            return True
        return False

    def _refine(self, part: Part) -> None:
        """Make the type that was read more exact by the one after it."""
        type_, other = self._type, part.type
        if isinstance(type_, ListOf) and type_.items == Primitive("object") and isinstance(other, Named):
            self._type = ListOf(other)
        elif isinstance(type_, ListOf) and isinstance(type_.items, Unknown):
            self._type = ListOf(other) if not isinstance(other, ListOf) else other
        elif isinstance(type_, MapOf) and isinstance(type_.values, Unknown):
            self._type = MapOf(other)
        elif isinstance(type_, Primitive) and isinstance(other, Primitive):
            if type_.type == other.type and not type_.format:
                self._type = other
            elif type_ == Primitive("string", "date-time") and other.type == "integer":
                self._type = Primitive("integer", "int64")  # `timestamp (ms)`
            elif type_.type in ("integer", "number", "string") and not type_.format and other.format:
                same = type_.type == other.type or (type_.type, other.type) == ("number", "integer")
                self._type = Primitive(type_.type, other.format) if same else type_
        elif type_ == Primitive("object") and isinstance(other, Named):
            is_external = other.target.startswith(("http:", "https:"))
            self._type = type_ if is_external else other


def _ends_value(token: Token | None) -> bool:
    """Whether a bare word before this token is a whole value."""
    if token is None or token.kind == "break":
        return True
    if token.kind == "word":
        return plain(token.text) in (words.OR | qualifiers.REQUIRED | qualifiers.OPTIONAL)
    return token.kind == "mark" and token.text in ",;)]>"


def _limit_kind(type_: PrintedType | None) -> str:
    """What a bare number limits: the length of a `string`, the value of a `number` or the items of an `array`."""
    if isinstance(type_, ListOf):
        return "array"
    if isinstance(type_, Primitive) and type_.type in ("integer", "number"):
        return "number"
    return "string"
