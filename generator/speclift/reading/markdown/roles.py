"""What a section is for, by the words of its heading or label."""

from __future__ import annotations

import functools
import re
from typing import Literal, TypeAlias

import msgspec

from speclift.limits import LONGEST_HEADING
from speclift.model.facts import Location
from speclift.reading.words.headings import (
    CLASS_OF,
    LINE_TITLES,
    METHOD_LABELS,
    PARAMETERS,
    TRANSLATED,
    TRANSLATED_TEXTS,
    VERBS,
    WordClass,
)

RoleKind: TypeAlias = Literal[
    "name", "line", "request", "response", "fields", "sample", "statuses", "errors", "returns", "security", "narrative"
]
Side: TypeAlias = Literal["", "request", "response"]


class Role(msgspec.Struct, frozen=True):
    """What a section is for. Kind `name`: the heading names something.  `rest` is the text after the words of the role.

    `is_sent`: the heading speaks of parameters of a body, which only a request has.
    """

    kind: RoleKind
    side: Side = ""
    location: Location = ""
    status: str = ""
    rest: str = ""
    is_sent: bool = False


NAME = Role("name")

_MARKUP = re.compile(
    r"[*`~#\\]|_(?![^\W_])|(?<![^\W_])(?<![`/{:.<])_|<[^<>]{0,500}>|\{#[^{}]{0,200}\}|!?\[(?=[^\[\]]{0,300}\]\()|\]\([^()]{0,500}\)"
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_STATUS = re.compile(r"\b[1-5](?:\d\d|xx)\b", re.I)
#: A variable that holds a heading; its name says what the heading is: `{{api-path-parms-title}}`.
_VARIABLE = re.compile(r"\{\{\s{0,2}([a-z][\w-]{2,80})\s{0,2}\}\}")
#: `List users, an example`, `Create a user (example)`.
_EXAMPLE_BEHIND = re.compile(r"\w\s{0,2}[,(–—-]\s{0,2}(?:an? )?(?:example|sample)\)?$")
#: What an operation is called, after a word such as `Method:`.
_NAMED = re.compile(r"\s{0,3}[A-Z][a-z]{1,30} [^/]{1,200}$")
#: The methods of a body, as the first words of headings above its fields.
_SENDING = frozenset(("post", "put", "patch"))
#: The words before `filters` where these are parameters, and not things that the API has.
_OF_FILTERS = frozenset(("available", "query", "supported", "optional", "possible", "allowed"))
_SLUG = re.compile(r"[^\w\- ]+")
_LOCATIONS: tuple[Location, ...] = ("query", "header", "cookie", "form", "path", "body")


@functools.lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text of a heading or cell in one line, without markup, entities and the colon at its end."""
    found = without_markup(text).replace("&nbsp;", " ").replace("&amp;", "&")
    return " ".join(found.split()).strip().rstrip(":").strip()


def without_markup(text: str) -> str:
    """A text without the marks, tags and link targets of markdown and HTML."""
    return _MARKUP.sub("", text)


def slug(text: str) -> str:
    """The id that site generators give a heading: in lower case, with `-` between words (GitHub's rule)."""
    return _SLUG.sub("", plain(text).lower()).strip().replace(" ", "-")


@functools.lru_cache(maxsize=8192)
def role_of(text: str) -> Role:
    """The role of a section with this heading or label; `NAME` where no words show another."""
    if len(text) > LONGEST_HEADING:
        return NAME
    # In lower case, the Turkish capital İ is an i and a combining dot.
    title = plain(text).lower().replace("i\u0307", "i")
    if "{{" in title:
        title = _VARIABLE.sub(lambda found: found[1].replace("-", " ").replace("_", " ").removesuffix(" title"), title)
    for foreign, english in TRANSLATED_TEXTS:
        if foreign in title:
            title = title.replace(foreign, english)
    if title.startswith("/") or " /" in title:
        return NAME
    if title in LINE_TITLES or title in METHOD_LABELS:
        return Role("line")
    if _EXAMPLE_BEHIND.search(title) or title in ("example data", "sample data"):
        return Role("sample")
    words = [part for word in _WORD.findall(title) for part in TRANSLATED.get(word, word).split(" ")]
    if len(words) > 1 and words[0] in ("important", "common"):
        # `Important headers` are headers.
        words = words[1:]
    if "-" in title:
        words = [part for word in words for part in _parts(word)]
    if len(words) == 2 and words[1] == "filters" and words[0] in _OF_FILTERS:
        return Role("fields", "", "query")
    if words and words[0] in _SENDING and (sent := _sent(words[1:])):
        return sent
    if not words or (words[0] in VERBS and len(words) > 1):
        return NAME
    status = _STATUS.search(title)
    classes: list[WordClass | None] = [_class_of(word) for word in words]
    has = frozenset(classes)
    if None in has:
        return _with_rest(text, title, words, classes, status[0] if status else "")
    role = _role(has, len(words), status[0].upper() if status else "")
    if role.kind == "fields" and role.location in ("body", "form") and not PARAMETERS.isdisjoint(words):
        return msgspec.structs.replace(role, is_sent=True)
    return role


def _sent(words: list[str]) -> Role | None:
    """The role of a heading such as `POST body parameters`, whose words these are after the method; None of others."""
    role = role_of(" ".join(words)) if words else NAME
    if role.kind != "fields" or role.side == "response" or PARAMETERS.isdisjoint(words):
        return None
    return msgspec.structs.replace(
        role, location=role.location or "body", is_sent=role.location in ("", "body", "form")
    )


def _parts(word: str) -> list[str]:
    """The words that hyphens join, if each is in the vocabulary: `request-body`; else the whole word."""
    parts = word.split("-")
    return parts if len(parts) > 1 and word not in CLASS_OF and all(part in CLASS_OF for part in parts) else [word]


def _class_of(word: str) -> WordClass | None:
    return CLASS_OF.get(word) or ("status" if _STATUS.fullmatch(word) else "filler" if word.isdigit() else None)


def _with_rest(text: str, title: str, words: list[str], classes: list[WordClass | None], status: str) -> Role:
    """The role of a heading that has other words too: `Example 1: …`, `Response: 200 Ok`, `Request body: Contact`."""
    if classes[0] == "sample" or (
        len(classes) > 1 and classes[1] == "sample" and classes[0] in ("request", "response")
    ):
        known = frozenset(kind for kind in classes if kind in ("request", "response", "error"))
        # "Sample post payload" shows a body, "Sample data of a kiln" may show anything.
        last: frozenset[WordClass | None] = frozenset({"body"} if words[-1] in ("body", "payload") else ())
        return _role(known | last | {"sample"}, len(words), status)
    if status and (classes[0] in ("response", "status") or (words[0] in ("http", status.lower()) and len(words) <= 6)):
        return _role(frozenset(kind for kind in classes if kind) | {"response"}, len(words), status.upper())
    head, mark, rest = plain(text).partition(":")
    if mark and rest.strip():
        role = role_of(head)
        if role.kind != "name" and not (role.kind == "line" and _NAMED.match(rest)):
            return Role(role.kind, role.side, role.location, role.status, rest.strip())
    return NAME


def _role(has: frozenset[WordClass | None], count: int, status: str) -> Role:
    side: Side = "response" if has & {"response", "returns"} else "request" if "request" in has else ""
    location: Location = next((place for place in _LOCATIONS if place in has), "")
    if "sample" in has:
        return Role("sample", "response" if "error" in has else side or _side_of(location), location, status)
    if status:
        return Role("response", "response", "", status)
    if "error" in has:
        return Role("errors", "response")
    if "status" in has:
        return Role("statuses", "response")
    if "fields" in has:
        return Role("fields", side, location)
    if "returns" in has:
        return Role("returns", "response")
    if "security" in has:
        return Role("security")
    if "narrative" in has:
        return Role("narrative")
    if "line" in has or ("path" in has and count <= 2):
        return Role("line")
    if location:
        return Role("fields", side, location)
    if side == "response":
        return Role("response", "response")
    return Role("request", "request") if side == "request" else NAME


def _side_of(location: Location) -> Side:
    return "request" if location in ("body", "form", "query") else ""
