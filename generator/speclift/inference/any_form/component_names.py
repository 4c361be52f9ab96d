"""Names of the docs: how they are compared, and how they become names of components and operations."""

from __future__ import annotations

import functools
import hashlib
import re

from speclift.model.text import component_key, is_component_key

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")
_NO_LETTER = re.compile(r"[^\w]|_")
#: Words after the name of a type that only say that it is a type.
KINDS = ("object", "objects", "resource", "resources", "record", "records", "model", "type", "schema", "entity")
#: Words that may also be the end of a one-word name; `type` is not one, since `EventType` is not an `Event`.
_KINDS_WITHIN = ("object", "resource", "record", "model", "schema", "entity")
_SEPARATOR = re.compile(r"[\s_-]+")
_LONGEST = 80


@functools.lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case, spaces, underscores, hyphens and the like: `user-id` and `userId` are one."""
    return _NO_LETTER.sub("", name).casefold()


@functools.lru_cache(maxsize=65536)
def type_key(name: str) -> str:
    """A key that all spellings of a type's name share: `Audit log object`, `audit_log` and `auditLog` have the same."""
    parts = _SEPARATOR.split(name.strip())
    while len(parts) > 1 and parts[-1].lower() in KINDS:
        parts.pop()
    return folded("".join(parts))


@functools.lru_cache(maxsize=65536)
def loose_type_key(name: str) -> str:
    """Like `type_key`, but `UserModel` has the key of `User` too: for names that are not known as they are spelled."""
    key = type_key(name)
    return next((key[: -len(kind)] for kind in _KINDS_WITHIN if key.endswith(kind) and len(key) > len(kind)), key)


def singular(word: str) -> str:
    """The singular of an English noun, as far as its ending shows it."""
    low = word.lower()
    if len(low) < 4 or low.endswith(("ss", "us", "is", "news", "series")):
        return word
    if low.endswith("ies"):
        return word[:-3] + ("Y" if word[-3:].isupper() else "y")
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1] if low.endswith("s") else word


def words(text: str) -> list[str]:
    """The words of a name or a phrase: `userID of_team2` has five."""
    return _WORD.findall(text)


def pascal(text: str) -> str:
    """The words of a text run together, each with a capital: `audit-log entry` is `AuditLogEntry`."""
    return "".join(word[:1].upper() + word[1:] for word in words(text))


def component_name(printed: str) -> str:
    """The name of a component for a printed type name: unchanged where a component may have it. Words that only say
    that it is a type are removed: `Audit log object` is `AuditLog`.
    """
    name = printed.strip().strip("`*")
    if is_component_key(name):
        return name
    found = words(name)
    if len(found) > 1 and found[-1].lower() in KINDS:
        found.pop()
    joined = pascal(" ".join(found))[:_LONGEST]
    return component_key(joined) if joined else component_key(name)


def digest(text: str) -> str:
    """Six characters that depend only on the text: they distinguish equal names without numbering them."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
