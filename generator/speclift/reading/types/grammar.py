"""The grammar of a type: alternatives of primitives, names, lists, maps and enumerations, by recursive descent."""

from __future__ import annotations

from speclift.model.facts import (
    ListOf,
    MapOf,
    Named,
    Primitive,
    PrintedType,
    Unknown,
)
from speclift.reading.types.cursor import ALTERNATIVE
from speclift.reading.types.members import is_core
from speclift.reading.types.names import SingleTypes
from speclift.reading.types.parts import Part, linked, one_of, stem_of, with_null
from speclift.reading.types.tokens import Token, tokens_of
from speclift.reading.words import qualifiers
from speclift.reading.words import types as words
from speclift.reading.words.types import plain

#: Types that are nested deeper than this stay unknown.
MOST_DEPTH = 12


class TypeGrammar(SingleTypes):
    """One reading of the tokens of a type."""

    def whole(self) -> PrintedType | None:
        """The type that all tokens together make up; None where they do not."""
        part = self._alternatives(0)
        if part is None or self._at < len(self._tokens):
            return None
        return with_null(part)

    def _alternatives(self, depth: int) -> Part | None:
        """Types between bars, slashes, `or`, or commas of a list of literals."""
        values = self._enumeration()
        if values is not None:
            return values
        first = self._one_type(depth)
        if first is None:
            return None
        parts = [first]
        while self._at < len(self._tokens):
            self._step()
            after = self._separator(self._at)
            if after is None:
                break
            start, self._at = self._at, after
            following = self._one_type(depth)
            if following is None or (self._tokens[start].text == "," and not following.is_known):
                self._at = start
                break
            is_weak = self._tokens[start].kind == "word" and not following.is_known
            if is_weak and (not self._ends_clause() or (first.is_known and self._tokens[after].text.islower())):
                self._at = start
                break
            parts.append(following)
        return one_of(parts)

    def _separator(self, at: int) -> int | None:
        """Where the next alternative starts; None where none follows."""
        token = self._tokens[at]
        following = self._peek(at + 1)
        if following is None:
            return None
        if token.kind == "mark":
            if token.text in ALTERNATIVE:
                return at + (2 if following.text == token.text else 1)
            if token.text == ",":
                if following.kind == "word" and plain(following.text) in words.OR:
                    return at + 2
                if following.kind == "link" and self._tokens[at - 1].kind == "link":
                    return at + 1
                primitive = words.PRIMITIVES.get(plain(following.text)) if following.kind == "word" else None
                is_type = primitive is not None and (not primitive[1] or primitive[0] != "string")
                return at + 1 if is_type or self._is_type_name(following) else None
        if token.kind == "word" and plain(token.text) in words.OR:
            return at + 1
        return None

    def _is_type_name(self, token: Token) -> bool:
        return token.kind == "word" and plain(token.text) in (words.LISTS | words.MAPS)

    def _one_type(self, depth: int) -> Part | None:
        """One type with its prefixes (`?`, articles) and suffixes (`[]`, `?`, `collection`, `object`)."""
        self._step()
        if depth > MOST_DEPTH:
            return None
        is_nullable = False
        token = self._peek(self._at)
        while token is not None:
            key = plain(token.text) if token.kind == "word" else ""
            has_next = self._peek(self._at + 1) is not None
            is_word = key in qualifiers.NULLABLE and has_next and not self._opens(self._at + 1)
            if is_word or (token.kind == "mark" and token.text == "?"):
                is_nullable = True
            elif key in words.LEAST and self._is_phrase(self._at + 1):
                self._limits.setdefault("minimum", words.LEAST[key])
            elif not (key in words.ARTICLES and has_next and not self._is_phrase(self._at)):
                break
            self._at += 1
            token = self._peek(self._at)
        part = self._primary(depth)
        if part is None:
            return None
        part.is_nullable |= is_nullable
        return self._postfix(part)

    def _postfix(self, part: Part) -> Part:
        while self._at < len(self._tokens):
            self._step()
            token = self._tokens[self._at]
            following = self._peek(self._at + 1)
            key = plain(token.text) if token.kind == "word" else ""
            if token.kind == "mark" and token.text in "([<" and self._format_within(part):
                continue
            if token.kind == "mark" and token.text == "[" and following is not None and following.text == "]":
                part = Part(ListOf(with_null(part)), is_known=True)
                self._at += 2
            elif token.kind == "mark" and token.text == "?" and not token.is_spaced:
                part.is_nullable = True
                self._at += 1
            elif token.kind == "mark" and token.text == "!" and not token.is_spaced:
                self._is_required = True
                self._at += 1
            elif key in words.LISTS and self._has_collection_format():
                part = Part(ListOf(with_null(part)), is_known=True)
                self._at += 4
            elif (
                key and (key in words.LISTS or key.removesuffix("s") in words.LISTS) and not self._is_generic(self._at)
            ):
                part = Part(ListOf(with_null(part)), is_known=True)
                self._at += 1
            elif (key in words.NAMES_OF or key in words.IDS_OF) and isinstance(part.type, Named) and part.type.target:
                part = Part(Primitive("string") if key in words.NAMES_OF else Unknown())
                self._at += 1
            elif key in words.NOUNS and not self._is_enumeration_word_only(key):
                self._at += 1
                part = Part(part.type, is_nullable=part.is_nullable, is_known=True)
            else:
                break
        return part

    def _has_collection_format(self) -> bool:
        """Whether a word for a list has its `collectionFormat` of Swagger 2.0 in brackets: `array(multi)`."""
        following = [self._peek(self._at + number) for number in (1, 2, 3)]
        texts = [token.text if token is not None else "" for token in following]
        return texts[0] == "(" and texts[2] == ")" and texts[1] in words.COLLECTION_FORMATS

    def _format_within(self, part: Part) -> bool:
        """Read the format of a primitive in the brackets after it: `string <email>`."""
        type_ = part.type
        if not isinstance(type_, Primitive) or type_.format or type_.type not in ("string", "integer", "number"):
            return False
        closing = self._closing(self._at)
        for table in (words.FORMATS, words.PRIMITIVES):
            key, length = self._phrase(self._at + 1, table)
            if length == 0 or self._at + 1 + length != closing:
                continue
            found = words.PRIMITIVES.get(key, ("", ""))
            format_ = words.FORMATS.get(key) or (found[1] if found[0] == type_.type else "")
            if format_:
                part.type = Primitive(type_.type, format_)
                self._at = closing + 1
                return True
        return False

    def _is_enumeration_word_only(self, key: str) -> bool:
        return key in ("enum", "enumeration", "values") and self._opens(self._at + 1)

    def _link(self, token: Token) -> Part:
        """The type that a link names; a link that reads `List` leads to its items."""
        if self._depth > 2:
            return Part(Named(token.text, token.target))
        label = tokens_of(token.text)
        type_ = TypeGrammar(label, self._depth + 1).whole() if label.tokens else None
        shown = " ".join(part.text for part in label.tokens if part.kind in ("word", "number"))
        is_external = token.target.startswith(("http:", "https:"))
        if type_ is None:
            key = plain(shown)
            if is_external and key in words.PRIMITIVES:
                return Part(Primitive(*words.PRIMITIVES[key]))
            return Part(Named(_without_noun(shown) or token.text, token.target))
        if isinstance(type_, Named):
            return Part(Named(_without_noun(shown), token.target))
        if isinstance(type_, ListOf) and token.target == "#" + "-".join(shown.lower().split()):
            return Part(Named(shown, token.target))  # `[Stamp list](#stamp-list)` is not a list of `Stamp`
        name = _without_noun(shown)
        is_open = isinstance(type_, Primitive) or type_ in (ListOf(Unknown()), MapOf(Unknown()))
        is_own = is_open and plain(stem_of(token.target)).startswith(plain(name)) and not is_core(name)
        if not is_external and (is_own or (not token.target and not is_core(name))):
            return Part(Named(name, token.target))
        return Part(linked(type_, token.target))


def _without_noun(label: str) -> str:
    """The label of a link without the `object` at its end."""
    name, _, last = label.rpartition(" ")
    return (
        name
        if name and plain(last) in ("object", "objects", "resource", "entity", "objet", "objekt", "objeto")
        else label
    )
