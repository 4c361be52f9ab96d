"""The type of a body that a sentence names: "returns a list of [users](#user)"."""

from __future__ import annotations

import functools
import re

from speclift.model.facts import ListOf, Named, Primitive, PrintedType, Unknown
from speclift.reading.types.printed import printed
from speclift.reading.words.types import PRIMITIVES, plain

#: A type that a label names: ``Schema: `Mole[]` ``.
_SCHEMA = re.compile(
    r"\b(?:schema|model|body type|return type|response type)\s{0,3}:\s{0,3}"
    r"(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)|`[^`\n]{1,100}`|[A-Z][\w.]{0,80}(?:\[\])?)",
    re.I,
)
#: Words that cannot continue a name of several words.
_AFTER_NAME = (
    "an?|and|are|as|associated|at|available|based|belonging|but|by|can|containing|corresponding|created|currently|each"
    "|for|found|from|generated|given|giving|has|have|if|in|including"
    "|into|is|it|matched|matching|may|of|on|or|ordered|owned"
    "|matches|per|registered|related|representing|returned|since|sorted|that|the|their|these|this|to|under|used|via"
    "|when|where|which|whose|will|with|within|without|you|your"
)
#: A type as a link, in bold or code, in words before "object" or "resource", or in other words.
NAMED = (
    r"(?:\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)|\*\*[\w. -]{1,80}\*\*|`[\w.]{1,80}`"
    r"|(?:[\w.-]{1,40}\s{1,3}){0,3}[\w.-]{1,40}(?=\s{1,3}(?:objects?|resources?|records?)\b)"
    rf"|[\w.-]{{1,60}}(?:\s{{1,3}}(?!(?:{_AFTER_NAME})\b)[\w-]{{1,40}}(?![(\w]|\.\w)){{0,3}})"
)
LISTED = re.compile(
    r"\b(?:list|array|collection|set)s?\s{1,3}(?:of|containing|with)\s{1,3}"
    r"(?:all\s{1,3}|the\s{1,3}|(?:zero or more|one or more|one)\s{1,3}(?!or\b)){0,2}"
    rf"({NAMED})|(`[\w.]{{1,80}}`)\s{{1,3}}(?:list|array|collection)\b",
    re.I,
)
_WORDED = re.compile(
    r"\b(?:an?|the)\s{1,3}((?:[\w.-]{1,40}\s{1,3}){0,2}[\w.-]{1,40})\s{1,3}"
    r"(?:resource\s{1,3})?(?:object|resource|record)\b",
    re.I,
)
_COLLECTION = re.compile(
    r"collection of\s{1,3}(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\))|(\[[^\[\]\n]{1,200}\]\([^"
    r"()\n]{1,300}\))\s{1,3}(?:objects? )?collection\b",
    re.I,
)
_OBJECT = re.compile(
    r"(?:\b(?:a|an|the|new|updated|created|requested|single|fetched|returned?s?"
    r"|all|returned)\s{1,3}|^|\band\s{1,3}(?:an?|the)\s{1,3})"
    r"(?:(?:new|updated|created|requested|single|corresponding|specified|matching)\s{1,3}){0,2}"
    r"(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)|(?:\*\*|`)[A-Z][\w.]{1,80}"
    r"(?:\*\*|`)(?=\s{1,3}(?:object|resource|entity|instance)))",
    re.I,
)
#: Sentences about headers, which may name the type that a URL leads to.
_ABOUT_HEADERS = re.compile(r"(?:^|(?<=[.!]\s))[^.!]{0,300}\bheaders?\b[^.!]{0,300}(?:[.!]|$)", re.I)
_LINKED = re.compile(
    r"(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\))\s{1,3}(?:object|resource|entity|(?:is|are|will be) returned)\b", re.I
)
_INSTANCE = re.compile(
    r"\b(?:(an? array of) )?(?:an? )?(?:instances? of|objects? of type) (?:an? )?"
    r"(\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\))",
    re.I,
)
_SENTENCES = re.compile(r"(?<=[.!])\s{1,4}|\n{2,4}")
_RETURNS = re.compile(r"\b(?:returns?|returned|respon(?:se|ds?)|results?|answers?)\b", re.I)
_NEW = re.compile(r"^(?:(?:new|newly|updated|created|modified|resulting)\s{1,3}){1,3}(?=[\w.-])", re.I)
_TARGET_WORD = re.compile(r"[a-z0-9]+")
#: Words that do not name a type.
VAGUE = re.compile(r"\b(?:json|response|empty|request|body|following|error|single|this|that|new|same|root)\b", re.I)


def schema_of(text: str) -> PrintedType | None:
    """The type after a label in a text, such as `Schema:`; None where there is none."""
    found = _SCHEMA.search(text)
    stated = printed(found[1]).type if found else Unknown()
    return None if isinstance(stated, Unknown) else stated


def instance_of(text: str) -> PrintedType | None:
    """The type that a text says the body is an instance of, as a link; None where it says none."""
    found = _INSTANCE.search(text)
    stated = printed(found[2]).type if found else Unknown()
    return None if not found or isinstance(stated, Unknown) else ListOf(stated) if found[1] else stated


@functools.lru_cache(maxsize=4096)
def stated_body(text: str) -> PrintedType | None:
    """The type of a response body that a text names; None where it names none."""
    labelled = schema_of(text)
    if labelled is not None:
        return labelled
    text = _ABOUT_HEADERS.sub("", text)
    collection = _COLLECTION.search(text)
    if collection:
        inner = printed(collection[1] or collection[2]).type
        return ListOf(inner) if isinstance(inner, Named) else None
    listed = LISTED.search(text)
    if listed:
        return ListOf(item_type(listed[1] or listed[2]))
    one = _OBJECT.search(text) or _LINKED.search(text)
    if one:
        inner = printed(one[1]).type
        if not isinstance(inner, Named) or inner.target.startswith("http"):
            return None
        return ListOf(inner) if _is_plural(inner) else inner
    sentences = [sentence for sentence in _SENTENCES.split(text) if _RETURNS.search(sentence)] or [text]
    words = (_NEW.sub("", found[1]) for sentence in sentences for found in _WORDED.finditer(sentence))
    return next((Unknown(word) for word in words if not VAGUE.search(word)), None)


def _is_plural(linked: Named) -> bool:
    """Whether the text of a link is the plural of what it leads to: `[Ferries](#ferry-object)`."""
    words = linked.name.lower().split()
    target = set(_TARGET_WORD.findall(linked.target.lower().rpartition("#")[2].rpartition("/")[2]))
    if not words or words[-1] in target or not words[-1].endswith("s"):
        return False
    return bool(target & {words[-1][:-1], words[-1][:-2], f"{words[-1][:-3]}y"})


def item_type(text: str) -> PrintedType:
    """The type of the items of a list, by this text; Unknown for plain words, which may or may not name a type."""
    text = text.rstrip(".:,;-") if text[0] not in "*`[" else text
    inner = printed(text).type
    if isinstance(inner, Primitive) and " " in text and plain(text.rpartition(" ")[2]) not in PRIMITIVES:
        return Unknown(text)  # `time entries`, which starts with the word for a type
    if isinstance(inner, Primitive) or (isinstance(inner, Named) and (inner.target or text[0] in "*`[")):
        return inner
    return Unknown(text)
