"""A printed type to its meaning: `Array of [user](user.md) objects or null, required, max 100`.

The grammar is a recursive descent over the tokens of `type_tokens`.  A type comes first or after marks; what follows it
(brackets, commas, a colon) refines it: formats, members, limits, a default, whether it is required.
"""

from __future__ import annotations

import functools

from speclift.dialect import type_words as words
from speclift.dialect.type_words import plain
from speclift.model.facts import (
    Enumerated,
    ListOf,
    Location,
    MapOf,
    Named,
    OneOf,
    Primitive,
    Printed,
    PrintedType,
    Unknown,
)
from speclift.reading.literals import type_of_values
from speclift.reading.type_marks import Limits, limit_at, mark_at
from speclift.reading.type_tokens import MOST_CHARACTERS, Token, Tokens, tokens_of, without_entities

#: Types within types beyond this depth stay unknown.
MOST_DEPTH = 12
#: Steps of the grammar for each token; none that people write needs a tenth of them.
STEPS_A_TOKEN = 60
#: Words of the longest phrase of `PRIMITIVES`, and of a type's name.
LONGEST_PHRASE = 5
LONGEST_NAME = 5

_OPENING = {"(": ")", "[": "]", "<": ">", "{": "}"}
_CLOSING = frozenset(")]>}")
_ALTERNATIVE = frozenset("|/¦∣｜")
_SEPARATORS = frozenset(",;.:-–—()[]<>{}=，；、（）*!&")


class _TooMuchError(Exception):
    """A text that is no type takes more steps than a type may."""


@functools.lru_cache(maxsize=16_384)
def printed(text: str) -> Printed:
    """What a printed type says: the source of a cell or of brackets, with links, code spans, emphasis and HTML.

    A name that the grammar does not know is `Named`, prose is `Unknown`.  Never raises.
    """
    if not text or len(text) > MOST_CHARACTERS:
        return Printed(Unknown(text))
    found = tokens_of(without_entities(text))
    if "://" in text and not any("://" in token.target for token in found.tokens):
        return Printed(Unknown(text))
    if not any(token.kind != "mark" for token in found.tokens):
        return _marks_only(text, found)
    only = found.spans.get(1, "")
    if any(mark in only for mark in "|,/") and all(token.span == 1 for token in found.tokens):
        found = tokens_of(only)  # `asc|desc` in one code span
    grammar = _Grammar(found, 0)
    try:
        return grammar.cell(text)
    except _TooMuchError:
        return Printed(Unknown(text))


def _marks_only(text: str, found: Tokens) -> Printed:
    shown = "".join(token.text for token in found.tokens)
    if shown == "[]":
        return Printed(ListOf(Unknown()))
    if shown == "{}":
        return Printed(Primitive("object"))
    return Printed(Unknown("" if not shown.strip("-–—*") else text))


class _Part:
    """A type that was read, whether null is one of its values, and whether only its name tells that it is one."""

    __slots__ = ("is_known", "is_nullable", "type")

    def __init__(self, type_: PrintedType, *, is_nullable: bool = False, is_known: bool = True) -> None:
        self.type = type_
        self.is_nullable = is_nullable
        self.is_known = is_known


class _Grammar:
    """One reading of the tokens of a type."""

    def __init__(self, found: Tokens, depth: int) -> None:
        self._tokens = found.tokens
        self._spans = found.spans
        self._at = 0
        self._steps = STEPS_A_TOKEN * (len(found.tokens) + 4)
        self._depth = depth
        self._type: PrintedType | None = None
        self._values: list[str] = []
        self._wants_values = False
        self._has_prose = False
        self._is_nullable = False
        self._is_required: bool | None = None
        self._default: str | None = None
        self._limits: Limits = {}
        self._location: Location = ""
        self._flags: set[str] = set()

    # The whole cell.

    def cell(self, text: str) -> Printed:
        """Everything that the tokens say, in the order in which it stands."""
        if (
            len(self._tokens) > 2
            and self._tokens[1].text == ":"
            and plain(self._tokens[0].text) in ("type", "datatype")
        ):
            self._at = 2
        while self._at < len(self._tokens):
            self._step()
            if self._mark():
                continue
            if self._type is None and self._first_type():
                continue
            if self._type is not None and self._refinement():
                continue
            self._skip()
        return self._result(text)

    def whole(self) -> PrintedType | None:
        """The one type that all tokens are; None where anything else stands there."""
        part = self._alternatives(0)
        if part is None or self._at < len(self._tokens):
            return None
        return _with_null(part)

    def _result(self, text: str) -> Printed:
        type_ = self._type
        if self._values:
            values = tuple(dict.fromkeys(self._values))
            if not isinstance(type_, ListOf):
                type_ = _enumerated(type_, values)
            elif isinstance(type_.items, Unknown) or type_.items == Primitive("string"):
                type_ = ListOf(Enumerated(values, type_of_values(values)))
        if type_ is None:
            has_marks = self._is_required is not None or self._default is not None or self._limits or self._location
            if self._is_nullable and not has_marks:
                type_ = Primitive("null")
            else:
                type_ = Unknown("" if has_marks or self._flags else text)
        return Printed(
            type_,
            is_nullable=self._is_nullable,
            is_required=self._is_required,
            default=self._default,
            limits=tuple(self._limits.items()),
            location=self._location,
            is_read_only="read-only" in self._flags,
            is_write_only="write-only" in self._flags,
            is_deprecated="deprecated" in self._flags,
        )

    def _first_type(self) -> bool:
        start = self._at
        part = self._alternatives(0)
        is_weak = part is not None and (not part.is_known or isinstance(part.type, Enumerated))
        if part is None or (is_weak and self._has_prose) or (not part.is_known and not self._ends_clause()):
            self._at = start
            return False
        if isinstance(part.type, Named) and not part.type.target and self._lists_words():
            self._at = start
            return False
        if isinstance(part.type, Primitive) and self._is_prose_from(start):
            self._at = start
            return False
        self._type = part.type
        self._is_nullable |= part.is_nullable
        return True

    def _lists_words(self) -> bool:
        """Whether a comma and a word that is neither mark nor limit follow: `users, groups and roles`."""
        token, following = self._peek(self._at), self._peek(self._at + 1)
        if token is None or token.text not in (",", ";") or following is None or following.kind != "word":
            return False
        return (
            mark_at(self._tokens, self._at + 1) is None
            and limit_at(self._tokens, self._at + 1, "string") is None
            and plain(following.text) not in words.ENUMERATIONS
        )

    def _is_prose_from(self, start: int) -> bool:
        """Whether a word that is a type by itself only starts a sentence: `Date of birth`."""
        token = self._peek(self._at)
        if (
            token is None
            or token.kind != "word"
            or token.span
            or self._ends_clause()
            or plain(token.text) in words.TYPE_TAILS
        ):
            return False
        keys = {self._key(at, 1) for at in range(start, self._at)}
        return not (keys & words.CORE) and limit_at(self._tokens, self._at, "string") is None

    def _skip(self) -> None:
        """Leave out what is understood as nothing: a separator, or prose up to the next one."""
        if self._tokens[self._at].kind == "mark":
            self._at += 1
            return
        self._has_prose = True
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "break" or (token.kind == "mark" and token.text in _SEPARATORS):
                break
            self._at += 1
        self._at += 1

    # Marks and refinements.

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
        """Read what stands behind a type: a limit, a format, members, a further alternative, a default."""
        limit = limit_at(self._tokens, self._at, _limit_kind(self._type))
        if limit is not None:
            self._limits.update(limit.limits)
            self._at = limit.end
            return True
        token = self._tokens[self._at]
        if token.kind == "mark":
            return self._behind_mark(token)
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

    def _behind_mark(self, token: Token) -> bool:
        if token.text == ":" and self._wants_values:
            self._at += 1
            return True
        if token.text == ":":
            return self._colon_default() or self._colon_prose()
        if token.text in _ALTERNATIVE and self._further_alternative(self._at + 1):
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
        """Read another type behind `or`, `|` or a default: `integer: 0 or string: "30s"`."""
        start = self._at
        self._at = at
        part = self._sequence(0)
        if part is None or not (part.is_known or self._ends_clause()) or self._type is None:
            self._at = start
            return False
        merged = _one_of([_Part(self._type), part])
        self._type = merged.type
        self._is_nullable |= merged.is_nullable
        return True

    def _colon_default(self) -> bool:
        """Read the default behind the colon of `bool: true`; what is in angle brackets there is a mark or prose."""
        token = self._peek(self._at + 1)
        if token is None or self._default is not None:
            return False
        following = self._peek(self._at + 2)
        if token.kind in ("quoted", "number") or (token.kind == "word" and _ends_value(following, self._tokens)):
            key = plain(token.text)
            if token.kind == "word" and (key in words.REQUIRED or key in words.OPTIONAL):
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
            self._default = _joined(self._tokens[self._at + 1 : end + 1])
            self._is_required = self._is_required or False
            self._at = end + 1
            return True
        return False

    def _colon_prose(self) -> bool:
        """Pass over what stands behind a colon and is neither a mark, a limit, a value nor the type of items."""
        token = self._peek(self._at + 1)
        if token is None or token.kind != "word" or self._wants_values or mark_at(self._tokens, self._at + 1):
            return False
        if limit_at(self._tokens, self._at + 1, "string") or self._tokens[self._at - 1].text in words.ENUMERATIONS:
            return False
        if _is_open(self._type) and self._is_phrase(self._at + 1):
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
        """Read the members behind `enum:`: literals or plain words between commas, bars or slashes."""
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

    def _value_list(self, at: int) -> tuple[list[str], int]:
        """The literals from a place on, between commas, bars, slashes and `or`, and where they end."""
        values: list[str] = []
        end = at
        is_separated = True
        while at < len(self._tokens):
            self._step()
            token = self._tokens[at]
            following = self._peek(at + 1)
            if (token.kind == "mark" and not token.span) or token.kind == "break":
                is_divider = token.kind == "break" or token.text in _ALTERNATIVE or token.text in ",、，"
                if not is_divider and (values or token.text not in ":([{<"):
                    break
                is_separated = True
                at += 1
            elif token.kind == "word" and not token.span and values and plain(token.text) in (words.OR | words.AND):
                is_separated = True
                at += 1
            elif not is_separated:
                break
            elif token.span:
                values.append(_unquoted(self._spans[token.span]))
                at = end = self._span_end(at)
                is_separated = False
            elif token.kind in ("quoted", "number", "word"):
                is_phrase = token.kind == "word" and following is not None and following.kind == "word"
                if is_phrase and following is not None and plain(following.text) not in (words.OR | words.AND):
                    break
                values.append(token.text)
                at = end = at + 1
                is_separated = False
            else:
                break
        return values, end

    def _format(self) -> bool:
        """Read a format or an item type behind a type: `string (date-time)`, `array (string)`, `object (Foo)`."""
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
                self._refine(_Part(primitive))
            return True
        if length:
            if isinstance(type_, Primitive) and not type_.format and type_.type in ("string", "integer", "number"):
                self._type = Primitive(type_.type, words.FORMATS[key])
            self._at += length
            return True
        if _is_open(type_) and self._before_is(self._at, "(<[") and self._after_is(self._at, ")>]"):
            self._at += 1
            self._refine(_Part(Named(token.text), is_known=False))
            return True
        return False

    def _refine(self, part: _Part) -> None:
        """Make the type that was read more exact by the one that stands behind it."""
        type_, other = self._type, part.type
        if isinstance(type_, ListOf) and isinstance(type_.items, Unknown):
            self._type = ListOf(other) if not isinstance(other, ListOf) else other
        elif isinstance(type_, MapOf) and isinstance(type_.values, Unknown):
            self._type = MapOf(other)
        elif isinstance(type_, Primitive) and isinstance(other, Primitive):
            if type_.type == other.type and not type_.format:
                self._type = other
            elif type_.type in ("integer", "number", "string") and not type_.format and other.format:
                same = type_.type == other.type or (type_.type, other.type) == ("number", "integer")
                self._type = Primitive(type_.type, other.format) if same else type_
        elif isinstance(type_, Primitive) and type_.type == "object" and isinstance(other, Named):
            if not other.target.startswith(("http:", "https:")):
                self._type = other

    # Types.

    def _alternatives(self, depth: int) -> _Part | None:
        """Types between bars, slashes, `or`, or commas of a list of literals."""
        values = self._enumeration()
        if values is not None:
            return values
        first = self._sequence(depth)
        if first is None:
            return None
        parts = [first]
        while self._at < len(self._tokens):
            self._step()
            after = self._separator(self._at)
            if after is None:
                break
            start, self._at = self._at, after
            following = self._sequence(depth)
            if following is None or (self._tokens[start].text == "," and not following.is_known):
                self._at = start
                break
            if self._tokens[start].kind == "word" and not following.is_known and not self._ends_clause():
                self._at = start
                break
            parts.append(following)
        return _one_of(parts)

    def _separator(self, at: int) -> int | None:
        """Where the next alternative starts, None where none follows."""
        token = self._tokens[at]
        following = self._peek(at + 1)
        if following is None:
            return None
        if token.kind == "mark":
            if token.text in _ALTERNATIVE:
                return at + (2 if following.text == token.text else 1)
            if token.text == ",":
                if following.kind == "word" and plain(following.text) in words.OR:
                    return at + 2
                primitive = words.PRIMITIVES.get(plain(following.text)) if following.kind == "word" else None
                is_type = primitive is not None and (not primitive[1] or primitive[0] != "string")
                return at + 1 if is_type or self._is_type_name(following) else None
        if token.kind == "word" and plain(token.text) in words.OR:
            return at + 1
        return None

    def _is_type_name(self, token: Token) -> bool:
        return token.kind == "word" and plain(token.text) in (words.LISTS | words.MAPS)

    def _enumeration(self) -> _Part | None:
        """Literals between bars, slashes, commas, `or`: all quoted, numbers, or code spans of which none is a type."""
        token = self._peek(self._at)
        if token is None:
            return None
        if self._is_enumeration_start():
            return self._listed_members()
        values: list[str] = []
        is_nullable, literals, end = False, 0, self._at
        at = self._at
        while at < len(self._tokens):
            self._step()
            token = self._tokens[at]
            is_literal = token.kind in ("quoted", "number") or token.span > 0
            if token.kind == "link" or token.kind in ("mark", "break") and not token.span:
                return None
            content = self._spans[token.span] if token.span else token.text
            if content == "null":
                is_nullable = True
            elif token.kind == "word" and (_is_core(content) if is_literal else _is_type_text(content)):
                return None
            elif is_literal or _is_member(content):
                values.append(_unquoted(content))
                literals += is_literal
            else:
                return None
            at = end = self._span_end(at) if token.span else at + 1
            at = self._next_member(at, has_literals=literals > 0)
            if at == end:
                break
        return self._members(values, literals, end, is_nullable=is_nullable)

    def _next_member(self, at: int, *, has_literals: bool) -> int:
        """The place of the next literal of a list, the place given where the list ends."""
        start = at
        following = self._peek(at)
        if following is None or following.span:
            return start
        if following.kind == "break" or (following.kind == "mark" and following.text in _ALTERNATIVE):
            at += 1
        elif has_literals and following.kind == "mark" and following.text in ",、":
            at += 1
            following = self._peek(at)
            if following is not None and following.kind == "word" and not following.span:
                if plain(following.text) not in (words.OR | words.AND):
                    return start
                at += 1
        elif has_literals and following.kind == "word" and plain(following.text) in (words.OR | words.AND):
            at += 1
        after = self._peek(at)
        if after is None or (after.kind == "mark" and not after.span):
            return start
        return at

    def _members(self, values: list[str], literals: int, end: int, *, is_nullable: bool) -> _Part | None:
        """An enumeration of what looked like literals; one alone must be a constant, bare words must end the clause."""
        if not self._ends_clause_at(end) or (not literals and len(values) < 2):
            return None
        if len(values) < 2 and not (values and _is_constant(values[0], self._tokens[self._at])):
            return None
        self._at = end
        unique = tuple(dict.fromkeys(values))
        type_ = type_of_values(unique)
        return _Part(Primitive("boolean") if type_ == "boolean" else Enumerated(unique, type_), is_nullable=is_nullable)

    def _is_enumeration_start(self) -> bool:
        token = self._tokens[self._at]
        if token.kind != "word":
            return False
        one, two = plain(token.text), self._peek(self._at + 1)
        if one in ("enum", "enumeration", "literal") and two is not None:
            return two.kind == "mark" and two.text in "([<{:" or two.kind == "quoted" or plain(two.text) in words.OF
        pair = one + (plain(two.text) if two is not None and two.kind == "word" else "")
        if pair in ("oneof", "anyof", "either", "eitherof") or one == "either":
            after = self._peek(self._at + (1 if one == "either" or one == pair else 2))
            return after is not None and (after.kind == "quoted" or bool(after.span) or after.text == ":")
        return False

    def _listed_members(self) -> _Part | None:
        start = self._at
        at = start + 1
        while at < len(self._tokens) and (
            plain(self._tokens[at].text) in (words.OF | {"values"}) or self._tokens[at].text in ":([<{"
        ):
            at += 1
        values, end = self._value_list(at)
        if not values:
            return None
        if all(words.PRIMITIVES.get(plain(value)) for value in values):
            if plain(self._tokens[start].text) != "enum" or len(values) == 1:
                self._at = end
                self._close(start)
                parts = [_Part(Primitive(*words.PRIMITIVES[plain(value)])) for value in values]
                return _one_of(parts)
        self._at = end
        self._close(start)
        unique = tuple(dict.fromkeys(_unquoted(value) for value in values))
        return _Part(Enumerated(unique, type_of_values(unique)))

    def _close(self, start: int) -> None:
        """Step over the brackets that were opened between a place and here."""
        opened = sum(token.kind == "mark" and token.text in _OPENING for token in self._tokens[start : self._at])
        while opened and self._at < len(self._tokens) and self._tokens[self._at].text in _CLOSING:
            self._at += 1
            opened -= 1

    def _sequence(self, depth: int) -> _Part | None:
        """One type with what stands before it (`?`, articles) and behind it (`[]`, `?`, `collection`, `object`)."""
        self._step()
        if depth > MOST_DEPTH:
            return None
        is_nullable = False
        token = self._peek(self._at)
        while token is not None:
            key = plain(token.text) if token.kind == "word" else ""
            if token.kind == "mark" and token.text == "?":
                is_nullable = True
            elif key in words.NULLABLE and self._peek(self._at + 1) is not None and not self._opens(self._at + 1):
                is_nullable = True
            elif key in words.LEAST and self._is_phrase(self._at + 1):
                self._limits.setdefault("minimum", words.LEAST[key])
            elif not (key in words.ARTICLES and self._peek(self._at + 1) is not None and not self._is_phrase(self._at)):
                break
            self._at += 1
            token = self._peek(self._at)
        part = self._primary(depth)
        if part is None:
            return None
        part.is_nullable |= is_nullable
        return self._postfix(part)

    def _postfix(self, part: _Part) -> _Part:
        while self._at < len(self._tokens):
            self._step()
            token = self._tokens[self._at]
            following = self._peek(self._at + 1)
            key = plain(token.text) if token.kind == "word" else ""
            if token.kind == "mark" and token.text == "[" and following is not None and following.text == "]":
                part = _Part(ListOf(_with_null(part)), is_known=True)
                self._at += 2
            elif token.kind == "mark" and token.text == "?" and not token.is_spaced:
                part.is_nullable = True
                self._at += 1
            elif token.kind == "mark" and token.text == "!" and not token.is_spaced:
                self._is_required = True
                self._at += 1
            elif (
                key and (key in words.LISTS or key.removesuffix("s") in words.LISTS) and not self._is_generic(self._at)
            ):
                part = _Part(ListOf(_with_null(part)), is_known=True)
                self._at += 1
            elif key in words.NOUNS and not self._is_enumeration_word_only(key):
                self._at += 1
                part = _Part(part.type, is_nullable=part.is_nullable, is_known=True)
            else:
                break
        return part

    def _is_enumeration_word_only(self, key: str) -> bool:
        return key in ("enum", "enumeration", "values") and self._opens(self._at + 1)

    def _primary(self, depth: int) -> _Part | None:
        token = self._peek(self._at)
        if token is None:
            return None
        if token.kind == "link":
            self._at += 1
            return self._link(token)
        if token.kind == "mark":
            return self._bracketed(token, depth)
        if token.kind in ("quoted", "number"):
            return self._number_phrase()
        if token.kind == "break":
            return None
        return self._worded(token, depth)

    def _number_phrase(self) -> _Part | None:
        """A type whose name starts with a number, or a single literal."""
        key, length = self._phrase(self._at, words.PRIMITIVES)
        if length:
            self._at += length
            return _Part(Primitive(*words.PRIMITIVES[key]))
        token = self._tokens[self._at]
        if token.kind == "quoted":
            self._at += 1
            return _Part(Enumerated((token.text,)))
        return None

    def _bracketed(self, token: Token, depth: int) -> _Part | None:
        """`[string]` and `[]string` are lists, `{…}` an object, `(…)` what is in it."""
        closing = self._closing(self._at)
        if token.text not in _OPENING or closing < 0:
            return None
        if token.text == "[":
            if closing == self._at + 1:
                self._at += 2
                items = self._sequence(depth + 1)
                return _Part(ListOf(_with_null(items) if items else Unknown()))
            return self._inside(closing, depth, ListOf)
        if token.text == "{":
            return self._braces(closing, depth)
        if token.text == "<":
            inner = self._peek(self._at + 1)
            if inner is None or closing != self._at + 2 or inner.kind != "word":
                return None
        start = self._at
        self._at += 1
        part = self._alternatives(depth + 1)
        if part is None or self._at != closing:
            self._at = start
            return None
        self._at = closing + 1
        return part

    def _inside(self, closing: int, depth: int, make: type[ListOf] | type[MapOf]) -> _Part:
        """A list or map of the type between two brackets, of anything where it is none."""
        self._at += 1
        part = self._alternatives(depth + 1)
        inner = _with_null(part) if part is not None and self._at == closing else Unknown()
        self._at = closing + 1
        return _Part(make(inner))

    def _braces(self, closing: int, depth: int) -> _Part:
        """`{string: Foo}` and `{[key: string]: Foo}` are maps, other braces an object."""
        inner = self._peek(self._at + 1)
        start = self._at + 1
        colon = -1
        if inner is not None and inner.text == "[":
            colon = self._closing(start) + 1
        elif inner is not None and inner.kind == "word" and plain(inner.text) in words.PRIMITIVES:
            colon = start + 1
        if 0 < colon < closing and self._tokens[colon].text == ":":
            self._at = colon
            return self._inside(closing, depth, MapOf)
        self._at = closing + 1
        return _Part(Primitive("object"))

    def _worded(self, token: Token, depth: int) -> _Part | None:
        """A type that is called by a word or phrase."""
        if mark_at(self._tokens, self._at) is not None:
            return None
        for length in range(LONGEST_PHRASE, 0, -1):
            key = self._key(self._at, length)
            if not key:
                continue
            found = self._by_key(key, token if length == 1 else None, length, depth)
            if found is not None:
                return found
        return self._named(token)

    def _by_key(self, key: str, token: Token | None, length: int, depth: int) -> _Part | None:
        start = self._at
        if token is not None and token.text in words.SPELLED:
            self._at += 1
            return _Part(Primitive(*words.SPELLED[token.text]))
        singular = key.removesuffix("s")
        if key in words.LISTS or (length == 1 and singular in words.LISTS):
            self._at += length
            return self._collection(depth)
        is_generic = self._is_generic(start + length - 1)
        if key in words.MAPS or (singular in words.MAPS and length > 1):
            self._at += length
            return self._map(depth)
        if is_generic and (key in words.NULLABLE_OF or key in words.UNION_OF):
            return self._wrapped(key, length, depth)
        found = words.PRIMITIVES.get(key) or (words.PRIMITIVES.get(singular) if len(key) > 2 else None)
        if found is not None:
            self._at += length
            if found == ("object", ""):
                return self._object(key, depth)
            if found == ("null", ""):
                return _Part(Primitive("null"), is_nullable=True)
            if token is not None and found == ("string", "") and key == "id" and not self._ends_clause():
                self._at = start
                return None
            return _Part(Primitive(*found))
        if key in words.ANYTHING and (length > 1 or self._ends_clause_at(start + 1) or key == "any"):
            self._at += length
            return _Part(Unknown("any"))
        return None

    def _collection(self, depth: int) -> _Part:
        """What follows a word for a list: `<T>`, `[T]`, `(T)`, `of T`."""
        following = self._peek(self._at)
        if following is None:
            return _Part(ListOf(Unknown()))
        if following.text == "." and self._opens(self._at + 1):  # JSDoc: Array.<string>
            self._at += 1
            following = self._tokens[self._at]
        if following.kind == "mark" and following.text in "<[({":
            closing = self._closing(self._at)
            if closing == self._at + 1:  # `Array[]`: the brackets say again that it is a list
                self._at += 2
                return _Part(ListOf(Unknown()))
            if closing > 0 and self._holds_type(self._at + 1, closing):
                return self._inside(closing, depth, ListOf)
        if following.kind == "word" and plain(following.text) in words.OF:
            return self._list_of(depth)
        if following.kind == "word" and self._is_phrase(self._at):
            items = self._sequence(depth + 1)
            return _Part(ListOf(_with_null(items) if items else Unknown()))
        return _Part(ListOf(Unknown()))

    def _list_of(self, depth: int) -> _Part:
        """The items behind `of`; where they are prose, they stay unknown."""
        self._at += 1
        token = self._peek(self._at)
        while token is not None and token.kind in ("word", "number") and plain(token.text) in ("one", "more", "or", "zero", "unique", "1", "2", "3", "4", "different", "all", "up", "to"):  # noqa: E501  # fmt: skip
            self._at += 1
            token = self._peek(self._at)
        values = self._enumeration()
        items = values if values is not None else self._sequence(depth + 1)
        if items is None:
            return _Part(ListOf(Unknown()))
        if not items.is_known and not self._ends_clause():
            return _Part(ListOf(Unknown()))
        return _Part(ListOf(_with_null(items)))

    def _map(self, depth: int) -> _Part:
        """What follows a word for a map: `<K, V>`, `[K]V`, `[K->V]`, `of K to V`, `of V`."""
        following = self._peek(self._at)
        if following is None:
            return _Part(MapOf(Unknown()))
        if following.kind == "mark" and following.text in "<[({":
            closing = self._closing(self._at)
            if closing < 0 or not self._holds_type(self._at + 1, closing):
                return _Part(MapOf(Unknown()))
            if following.text == "[" and self._is_go_map(closing):
                self._at = closing + 1
                values = self._sequence(depth + 1)
                return _Part(MapOf(_with_null(values) if values else Unknown()))
            return self._key_and_value(closing, depth)
        if following.kind == "word" and plain(following.text) in (*words.OF, "from"):
            self._at += 1
            part = self._sequence(depth + 1)
            arrow = self._peek(self._at)
            if part is not None and arrow is not None and plain(arrow.text) in ("to", "=", "-", ":", "→"):
                while arrow is not None and plain(arrow.text) in ("to", "=", "-", ":", "→", ">"):
                    self._at += 1
                    arrow = self._peek(self._at)
                part = self._sequence(depth + 1) or part
            if part is None or not (part.is_known or self._ends_clause()):
                return _Part(MapOf(Unknown()))
            return _Part(MapOf(_with_null(part)))
        return _Part(MapOf(Unknown()))

    def _is_go_map(self, closing: int) -> bool:
        """Whether a value type is glued to the brackets of the key: `map[string]int`, not `Map[String]`."""
        token = self._peek(closing + 1)
        return token is not None and not token.is_spaced and (token.kind in ("word", "link") or token.text in "[*{")

    def _key_and_value(self, closing: int, depth: int) -> _Part:
        at = self._at + 1
        nesting = 0
        divider = -1
        while at < closing:
            text = self._tokens[at].text if self._tokens[at].kind == "mark" else ""
            nesting += (text in _OPENING and text != "") - (text in _CLOSING and text != "" and not self._is_arrow(at))
            if nesting == 0 and text in (",", "|", ":", ";", "=", "→") or (nesting == 0 and self._is_arrow(at + 1)):
                divider = at
                break
            at += 1
        self._at = divider if divider > 0 else self._at
        while divider > 0 and self._at + 1 < closing and self._tokens[self._at + 1].text in (">", "="):
            self._at += 1
        return self._inside(closing, depth, MapOf)

    def _is_arrow(self, at: int) -> bool:
        return at > 0 and self._tokens[at].text == ">" and self._tokens[at - 1].text in ("-", "=")

    def _wrapped(self, key: str, length: int, depth: int) -> _Part | None:
        """`Optional<T>` and `Union[A, B]`."""
        start = self._at
        self._at += length
        closing = self._closing(self._at)
        if closing < 0:
            self._at = start
            return None
        self._at += 1
        parts: list[_Part] = []
        while self._at < closing:
            self._step()
            part = self._alternatives(depth + 1)
            if part is None:
                self._at += 1
            else:
                parts.append(part)
        self._at = closing + 1
        if not parts:
            return _Part(Unknown("any"))
        merged = _one_of(parts)
        merged.is_nullable |= key in words.NULLABLE_OF
        return merged

    def _object(self, key: str, depth: int) -> _Part:
        """What follows `object`: `of type Foo` names it, `of strings` makes a map, `<K, V>` too."""
        following = self._peek(self._at)
        if following is not None and following.kind == "word" and plain(following.text) in words.OF:
            start = self._at
            self._at += 1
            after = self._peek(self._at)
            is_named = after is not None and plain(after.text) in ("type", "class", "tipo", "typ", "kind")
            self._at += is_named
            part = self._sequence(depth + 1)
            if part is not None and (part.is_known or self._ends_clause()):
                is_type = is_named or isinstance(part.type, Named)
                return part if is_type else _Part(MapOf(_with_null(part)))
            self._at = start
        if (
            following is not None
            and following.kind == "mark"
            and following.text in "<["
            and key in ("object", "dict", "hash")
        ):
            closing = self._closing(self._at)
            is_map = closing > self._at + 3 and self._holds_type(self._at + 1, closing)
            if is_map and any(
                token.text in ",|:" for token in self._tokens[self._at : closing] if token.kind == "mark"
            ):
                return self._key_and_value(closing, depth)
        return _Part(Primitive("object"))

    def _named(self, token: Token) -> _Part | None:
        """A name: one word that looks like one, or a few words before `object`."""
        run: list[str] = []
        at = self._at
        while at < len(self._tokens) and self._tokens[at].kind == "word" and len(run) <= LONGEST_NAME:
            key = plain(self._tokens[at].text)
            if key in words.OR or mark_at(self._tokens, at) is not None:
                break
            if run and (key in words.NOUNS or key in words.LISTS):
                break
            run.append(self._tokens[at].text)
            at += 1
        if not run or len(run) > LONGEST_NAME:
            return None
        following = self._peek(at)
        has_noun = (
            following is not None and following.kind == "word" and plain(following.text) in (words.NOUNS | words.LISTS)
        )
        if len(run) > 1 and not has_noun:
            if not token.span:
                return None
            run = run[:1]
            at = self._at + 1
        if len(run) == 1 and (not _is_name(run[0]) or plain(run[0]) in words.LOCATIONS):
            return None
        if len(run) > 1 and any(plain(word) in _PROSE for word in run):
            return None
        name = " ".join(run)
        self._at = at
        if at < len(self._tokens) and self._is_generic(at - 1) and self._tokens[at].text == "<":
            closing = self._closing(at)
            if closing > 0 and self._holds_type(at + 1, closing):
                name += _joined(self._tokens[at : closing + 1])
                self._at = closing + 1
        return _Part(Named(name), is_known=False)

    def _link(self, token: Token) -> _Part:
        """The type that a link names; a link that reads `List` leads to its items."""
        if self._depth > 2:
            return _Part(Named(token.text, token.target))
        label = tokens_of(token.text)
        type_ = _Grammar(label, self._depth + 1).whole() if label.tokens else None
        shown = " ".join(part.text for part in label.tokens if part.kind in ("word", "number"))
        is_external = token.target.startswith(("http:", "https:"))
        if type_ is None:
            key = plain(shown)
            if is_external and key in words.PRIMITIVES:
                return _Part(Primitive(*words.PRIMITIVES[key]))
            return _Part(Named(_without_noun(shown) or token.text, token.target))
        if isinstance(type_, Named):
            return _Part(Named(_without_noun(shown), token.target))
        name = _without_noun(shown)
        is_own = plain(_stem(token.target)).startswith(plain(name)) and not _is_core(name)
        if not is_external and (is_own or (not token.target and not _is_core(name))):
            return _Part(Named(name, token.target))
        return _Part(_linked(type_, token.target))

    # Looking around.

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise _TooMuchError

    def _peek(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _span_end(self, at: int) -> int:
        span = self._tokens[at].span
        while at < len(self._tokens) and self._tokens[at].span == span:
            at += 1
        return at

    def _closing(self, start: int) -> int:
        """Where the bracket at a place closes, -1 where it does not."""
        token = self._peek(start)
        if token is None or token.kind != "mark" or token.text not in _OPENING:
            return -1
        closing = _OPENING[token.text]
        depth = 0
        for at in range(start, len(self._tokens)):
            text = self._tokens[at].text if self._tokens[at].kind == "mark" else ""
            if text == token.text:
                depth += 1
            elif text == closing and not (text == ">" and self._is_arrow(at)):
                depth -= 1
                if not depth:
                    return at
        return -1

    def _opens(self, at: int) -> bool:
        token = self._peek(at)
        return token is not None and token.kind == "mark" and token.text in _OPENING

    def _is_generic(self, at: int) -> bool:
        """Whether a bracket is glued to the word at a place."""
        token = self._peek(at + 1)
        return token is not None and self._opens(at + 1) and not token.is_spaced

    def _before_is(self, at: int, marks: str) -> bool:
        token = self._peek(at - 1)
        return token is not None and token.kind == "mark" and token.text in marks

    def _after_is(self, at: int, marks: str) -> bool:
        token = self._peek(at + 1)
        return token is not None and token.kind == "mark" and token.text in marks

    def _holds_type(self, start: int, closing: int) -> bool:
        """Whether the brackets hold something other than marks and members: `array (required)`, `list ["a"]`."""
        token = self._peek(start)
        if token is None or start >= closing or token.kind in ("quoted", "number"):
            return False
        if token.kind == "word":
            key = self._key(start, 1)
            if mark_at(self._tokens, start) is not None or (key in words.FORMATS and key not in words.PRIMITIVES):
                return False
            return key not in ("max", "min", "csv", "multi", "maximum", "minimum", "items")
        return token.kind == "link" or token.text in "[({?"

    def _ends_clause(self) -> bool:
        return self._ends_clause_at(self._at)

    def _ends_clause_at(self, at: int) -> bool:
        token = self._peek(at)
        if token is None or token.kind in ("break",):
            return True
        if token.kind == "mark":
            return token.text in _SEPARATORS or token.text in _ALTERNATIVE or token.text == "?"
        return mark_at(self._tokens, at) is not None or (
            token.kind == "word" and plain(token.text) in words.OR and self._is_phrase(at + 1)
        )

    def _key(self, at: int, length: int) -> str:
        """The words from a place on as one key, empty where something stands between them."""
        if at + length > len(self._tokens):
            return ""
        parts: list[str] = []
        for token in self._tokens[at : at + length]:
            if token.kind not in ("word", "number"):
                return ""
            parts.append(token.text)
        if length == 1:
            namespace, dot, name = parts[0].rpartition(".")
            if dot and namespace.lower() in words.NAMESPACES:
                return plain(name)
        return plain("".join(parts))

    def _phrase(
        self, at: int, table: dict[str, object] | dict[str, str] | dict[str, tuple[str, str]]
    ) -> tuple[str, int]:
        """The longest phrase of a table from a place on, and how many words it has."""
        for length in range(LONGEST_PHRASE, 0, -1):
            key = self._key(at, length)
            if key in table:
                return key, length
            if key.removesuffix("s") in table and len(key) > 2:
                return key.removesuffix("s"), length
        return "", 0

    def _is_phrase(self, at: int) -> bool:
        """Whether a known type starts at a place."""
        token = self._peek(at)
        if token is None:
            return False
        if token.kind == "link":
            return True
        return any(
            key in words.PRIMITIVES
            or key.removesuffix("s") in words.PRIMITIVES
            or key in words.LISTS
            or key in words.MAPS
            for key in (self._key(at, length) for length in range(1, LONGEST_PHRASE + 1))
            if key
        )


#: Words that no name of a type has.
_PROSE = frozenset(
    ("the", "of", "a", "an", "is", "are", "was", "to", "for", "in", "this", "that", "if", "when", "with", "by", "and", "be", "see",
     "from", "which", "whether", "will", "can", "must", "on", "as", "at", "it", "same", "e.g", "i.e", "eg", "ie", "etc")
)  # fmt: skip


def _is_name(word: str) -> bool:
    """Whether one word may be the name of a type."""
    return (
        any(character.isalpha() for character in word)
        and plain(word) not in _PROSE
        and plain(word) not in ("na", "yes", "no", "true", "false", "todo", "tbd")
    )


def _is_member(word: str) -> bool:
    """Whether a bare word may be a member of an enumeration: `asc`, `IN_PROGRESS`, no name like `FooBar`."""
    return word.islower() or word.isupper() or ("_" in word and not word[0].isupper())


def _is_constant(value: str, token: Token) -> bool:
    """Whether a single literal is a type of one value: quoted, or a constant in a code span."""
    if token.kind == "quoted":
        return True
    return token.span > 0 and value.isupper() and len(value) > 3 and not _is_type_text(value)


@functools.lru_cache(maxsize=4_096)
def _is_type_text(text: str) -> bool:
    """Whether a code span holds a known type rather than a value."""
    found = tokens_of(text)
    if not found.tokens or found.tokens[0].kind in ("quoted", "number"):
        return False
    key = plain(text)
    if (
        key in words.PRIMITIVES
        or key.removesuffix("s") in words.PRIMITIVES
        or key in words.LISTS
        or key in words.MAPS
        or key == "any"
    ):
        return True
    if text.rpartition(".")[0].lower() in words.NAMESPACES:
        return True
    return any(token.kind == "mark" and token.text in "[]<>?|" for token in found.tokens) or key.startswith("arrayof")


def _is_core(text: str) -> bool:
    """Whether a code span beside others is surely a type: `integer`, `array[string]`, but no `email`."""
    key = plain(text)
    return key in words.CORE or key.startswith("arrayof") or (text[-1:] in "]>?" and _is_type_text(text))


def _without_noun(label: str) -> str:
    """The label of a link without the `object` at its end."""
    name, _, last = label.rpartition(" ")
    return (
        name
        if name and plain(last) in ("object", "objects", "resource", "entity", "objet", "objekt", "objeto")
        else label
    )


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _ends_value(token: Token | None, tokens: tuple[Token, ...]) -> bool:
    """Whether a bare word before this token is a whole value."""
    del tokens
    if token is None or token.kind == "break":
        return True
    if token.kind == "word":
        return plain(token.text) in (words.OR | words.REQUIRED | words.OPTIONAL)
    return token.kind == "mark" and token.text in ",;)]>"


def _joined(tokens: tuple[Token, ...]) -> str:
    """The text of some tokens, with quotes and single spaces as they were."""
    parts: list[str] = []
    for token in tokens:
        text = f'"{token.text}"' if token.kind == "quoted" else token.text
        parts.append(f" {text}" if token.is_spaced and parts else text)
    return "".join(parts)


def _is_open(type_: PrintedType | None) -> bool:
    return (
        type_ == Primitive("object")
        or (isinstance(type_, ListOf) and isinstance(type_.items, Unknown))
        or (isinstance(type_, MapOf) and isinstance(type_.values, Unknown))
    )


def _limit_kind(type_: PrintedType | None) -> str:
    """Whether a bare number limits the length of a string, a value or the items of a list."""
    if isinstance(type_, ListOf):
        return "array"
    if isinstance(type_, Primitive) and type_.type in ("integer", "number"):
        return "number"
    return "string"


def _one_of(parts: list[_Part]) -> _Part:
    """Several alternatives as one type; null is no alternative but makes the type nullable."""
    if len(parts) == 1:
        only = parts[0]
        return only
    options: list[PrintedType] = []
    is_nullable = False
    for part in parts:
        is_nullable |= part.is_nullable or part.type == Primitive("null")
        inner = part.type.options if isinstance(part.type, OneOf) else (part.type,)
        options += [option for option in inner if option not in options and option != Primitive("null")]
    if any(option == Unknown("any") for option in options):
        return _Part(Unknown("any"), is_nullable=is_nullable)
    if not options:
        return _Part(Primitive("null"), is_nullable=True)
    is_known = any(part.is_known for part in parts)
    merged = options[0] if len(options) == 1 else OneOf(tuple(options))
    return _Part(merged, is_nullable=is_nullable, is_known=is_known)


def _with_null(part: _Part) -> PrintedType:
    """A type within another: null, which only the outermost type may carry, is one of its alternatives."""
    if not part.is_nullable or part.type == Primitive("null") or isinstance(part.type, Unknown):
        return part.type
    inner = part.type.options if isinstance(part.type, OneOf) else (part.type,)
    return OneOf((*inner, Primitive("null")))


def _enumerated(type_: PrintedType | None, values: tuple[str, ...]) -> PrintedType:
    if isinstance(type_, Primitive) and type_.type in ("string", "integer", "number"):
        return Enumerated(values, type_.type)
    if isinstance(type_, Primitive | Enumerated) and type_ != Primitive("object"):
        return type_ if isinstance(type_, Primitive) else Enumerated(values, type_of_values(values))
    return Enumerated(values, type_of_values(values)) if type_ is None else type_


def _linked(type_: PrintedType, target: str) -> PrintedType:
    """The type of a link's label with the link's target on the name in it."""
    if isinstance(type_, Named):
        return Named(type_.name, target)
    stem = _stem(target)
    if isinstance(type_, ListOf):
        if not isinstance(type_.items, Unknown):
            return ListOf(_linked(type_.items, target))
        return ListOf(_by_stem(stem, target))
    if isinstance(type_, MapOf):
        if not isinstance(type_.values, Unknown):
            return MapOf(_linked(type_.values, target))
        return MapOf(_by_stem(stem, target))
    if (
        type_ == Primitive("object")
        and stem
        and not target.startswith(("http:", "https:"))
        and plain(stem) not in words.PRIMITIVES
    ):
        return Named(stem, target)
    return type_


def _by_stem(stem: str, target: str) -> PrintedType:
    key = plain(stem)
    if not stem or key in words.LISTS or key.removesuffix("s") in words.LISTS or key in words.MAPS:
        return Unknown()
    found = words.PRIMITIVES.get(key)
    return Primitive(*found) if found else Named(stem, target)


def _stem(target: str) -> str:
    """The name that a link's target ends with: of its fragment, else of its file."""
    path, _, fragment = target.partition("#")
    if fragment:
        return fragment
    return path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or ("" if "." in path else path.rpartition("/")[2])
