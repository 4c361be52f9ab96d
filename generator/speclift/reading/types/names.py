"""One type among the tokens: a primitive, a name, a link, an object, or a wrapper around one."""

from __future__ import annotations

from abc import ABC, abstractmethod

from speclift.model.facts import Enumerated, ListOf, MapOf, Named, Primitive, Unknown
from speclift.reading.types.containers import Containers
from speclift.reading.types.cursor import LONGEST_PHRASE, joined
from speclift.reading.types.marks import mark_at
from speclift.reading.types.parts import Part, one_of, with_null
from speclift.reading.types.tokens import Token
from speclift.reading.words import qualifiers
from speclift.reading.words import types as words
from speclift.reading.words.types import plain

#: The number of words in the longest name of a type.
LONGEST_NAME = 5


class SingleTypes(Containers, ABC):
    """Reads one type without its suffixes; `Containers` reads lists and maps."""

    @abstractmethod
    def _link(self, token: Token) -> Part:
        """The type that a link leads to."""

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
        """A type that a word or phrase names."""
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
        """`oneOf [Foo](#foo), [Bar](#bar)`, also spelled `one of`."""
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
        """The type of `object` and what follows: `of type Foo` names it, `of strings` and `<K, V>` make it a map."""
        following = self._peek(self._at)
        if following is not None and following.kind == "word" and plain(following.text) in words.OF:
            start = self._at
            self._at += 1
            after = self._peek(self._at)
            is_named = after is not None and plain(after.text) in ("type", "class", "tipo", "typ", "kind")
            self._at += is_named
            part = self._one_type(depth + 1)
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
        if len(run) == 1 and (not _is_name(run[0]) or plain(run[0]) in qualifiers.LOCATIONS):
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


def _is_name(word: str) -> bool:
    """Whether one word may be the name of a type."""
    return (
        any(character.isalpha() for character in word)
        and plain(word) not in words.PROSE
        and plain(word) not in words.NO_TYPES
    )
