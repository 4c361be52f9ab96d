"""The grammar of a type: alternatives of primitives, names, lists, maps and enumerations, by recursive descent."""

from __future__ import annotations

from speclift.dialect import type_words as words
from speclift.dialect.type_words import plain
from speclift.model.facts import (
    Enumerated,
    ListOf,
    MapOf,
    Named,
    Primitive,
    PrintedType,
    Unknown,
)
from speclift.reading.type_containers import Containers
from speclift.reading.type_cursor import ALTERNATIVE, LONGEST_PHRASE, joined
from speclift.reading.type_marks import mark_at
from speclift.reading.type_members import is_core
from speclift.reading.type_parts import Part, linked, one_of, stem_of, with_null
from speclift.reading.type_tokens import Token, tokens_of

#: Types within types beyond this depth stay unknown.
MOST_DEPTH = 12
#: Words of the longest name of a type.
LONGEST_NAME = 5


class TypeGrammar(Containers):
    """One reading of the tokens of a type."""

    def whole(self) -> PrintedType | None:
        """The one type that all tokens are; None where anything else stands there."""
        part = self._alternatives(0)
        if part is None or self._at < len(self._tokens):
            return None
        return with_null(part)

    def _alternatives(self, depth: int) -> Part | None:
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
            is_weak = self._tokens[start].kind == "word" and not following.is_known
            if is_weak and (not self._ends_clause() or (first.is_known and self._tokens[after].text.islower())):
                self._at = start
                break
            parts.append(following)
        return one_of(parts)

    def _separator(self, at: int) -> int | None:
        """Where the next alternative starts, None where none follows."""
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

    def _sequence(self, depth: int) -> Part | None:
        """One type with what stands before it (`?`, articles) and behind it (`[]`, `?`, `collection`, `object`)."""
        self._step()
        if depth > MOST_DEPTH:
            return None
        is_nullable = False
        token = self._peek(self._at)
        while token is not None:
            key = plain(token.text) if token.kind == "word" else ""
            has_next = self._peek(self._at + 1) is not None
            is_word = key in words.NULLABLE and has_next and not self._opens(self._at + 1)
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

    def _format_within(self, part: Part) -> bool:
        """Read the format of a primitive in the brackets behind it: `string <email>`."""
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

    def _primary(self, depth: int) -> Part | None:
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

    def _number_phrase(self) -> Part | None:
        """A type whose name starts with a number, or a single literal."""
        key, length = self._phrase(self._at, words.PRIMITIVES)
        if length:
            self._at += length
            return Part(Primitive(*words.PRIMITIVES[key]))
        token = self._tokens[self._at]
        if token.kind == "quoted":
            self._at += 1
            return Part(Enumerated((token.text,)))
        return None

    def _worded(self, token: Token, depth: int) -> Part | None:
        """A type that is called by a word or phrase."""
        if mark_at(self._tokens, self._at) is not None:
            return None
        if token.text.endswith(words.LIST_ENDINGS) and token.text[:-2] in words.PRIMITIVES:
            self._at += 1
            return Part(ListOf(Primitive(*words.PRIMITIVES[token.text[:-2]])))
        if (union := self._union(token, depth)) is not None:
            return union
        for length in range(LONGEST_PHRASE, 0, -1):
            key = self._key(self._at, length)
            if not key:
                continue
            found = self._by_key(key, token if length == 1 else None, length, depth)
            if found is not None:
                return found
        return self._named(token)

    def _union(self, token: Token, depth: int) -> Part | None:
        """`oneOf [Foo](#foo), [Bar](#bar)`, which `one of` starts as well."""
        following = self._peek(self._at + 1)
        length = 2 if following is not None and following.kind == "word" else 1
        after = self._peek(self._at + length)
        if after is None or after.kind != "link" or self._key(self._at, length) not in words.UNION_OF:
            return None
        self._at += length
        return self._alternatives(depth + 1)

    def _by_key(self, key: str, token: Token | None, length: int, depth: int) -> Part | None:
        start = self._at
        if token is not None and token.text in words.SPELLED:
            self._at += 1
            return Part(Primitive(*words.SPELLED[token.text]))
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
                return Part(Primitive("null"), is_nullable=True)
            if token is not None and found == ("string", "") and key == "id" and not self._ends_clause():
                self._at = start
                return None
            return Part(Primitive(*found))
        if key in words.ANYTHING and (length > 1 or self._ends_clause_at(start + 1) or key == "any"):
            self._at += length
            return Part(Unknown("any"))
        return None

    def _wrapped(self, key: str, length: int, depth: int) -> Part | None:
        """`Optional<T>` and `Union[A, B]`."""
        start = self._at
        self._at += length
        closing = self._closing(self._at)
        if closing < 0:
            self._at = start
            return None
        self._at += 1
        parts: list[Part] = []
        while self._at < closing:
            self._step()
            part = self._alternatives(depth + 1)
            if part is None:
                self._at += 1
            else:
                parts.append(part)
        self._at = closing + 1
        if not parts:
            return Part(Unknown("any"))
        merged = one_of(parts)
        merged.is_nullable |= key in words.NULLABLE_OF
        return merged

    def _object(self, key: str, depth: int) -> Part:
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
                return part if is_type else Part(MapOf(with_null(part)))
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
        return Part(Primitive("object"))

    def _named(self, token: Token) -> Part | None:
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
        if len(run) > 1 and any(plain(word) in words.PROSE for word in run):
            return None
        name = " ".join(run)
        self._at = at
        if at < len(self._tokens) and self._is_generic(at - 1) and self._tokens[at].text == "<":
            closing = self._closing(at)
            if closing > 0 and self._holds_type(at + 1, closing):
                name += joined(self._tokens[at : closing + 1])
                self._at = closing + 1
        return Part(Named(name), is_known=False)

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
            return Part(Named(shown, token.target))  # `[Stamp list](#stamp-list)` is no list of `Stamp`
        name = _without_noun(shown)
        is_open = isinstance(type_, Primitive) or type_ in (ListOf(Unknown()), MapOf(Unknown()))
        is_own = is_open and plain(stem_of(token.target)).startswith(plain(name)) and not is_core(name)
        if not is_external and (is_own or (not token.target and not is_core(name))):
            return Part(Named(name, token.target))
        return Part(linked(type_, token.target))


def _is_name(word: str) -> bool:
    """Whether one word may be the name of a type."""
    return (
        any(character.isalpha() for character in word)
        and plain(word) not in words.PROSE
        and plain(word) not in words.NO_TYPES
    )


def _without_noun(label: str) -> str:
    """The label of a link without the `object` at its end."""
    name, _, last = label.rpartition(" ")
    return (
        name
        if name and plain(last) in ("object", "objects", "resource", "entity", "objet", "objekt", "objeto")
        else label
    )
