"""The type of a request body that the first sentence about it names."""

from __future__ import annotations

import re

from speclift.model.facts import ListOf, Named, PrintedType, Unknown
from speclift.reading.operations.body_types import NAMED, VAGUE, item_type, schema_of
from speclift.reading.types.printed import printed

#: How a sentence about a request body starts, before it says what the body is.
_SENDS = re.compile(
    r"\s{0,8}(?:(?:The |Its )?(?:request )?(?:body|payload)(?: of the request)?"
    r" (?:is|must be|should be|contains|must contain|should contain|consists of)\s{1,3}"
    r"|(?:Supply|Provide|Send|Submit|Contains|Provides)\s{1,3})?"
    r"(?:(?:an? |the )?JSON (?:string|object|representation|document|body)?\s{0,3}"
    r"(representing|containing|describing|that represents|with|of)\s{1,3})?",
    re.I,
)
_THE = re.compile(r"the ((?:[\w-]{1,40} ){0,2}[\w-]{1,40})\s{0,3}", re.I)
_OF_VALUES = re.compile(r"\s{1,3}(?:values?|ids?|names?|keys?|strings?)\b", re.I)
_SENTENCE_END = re.compile(r"[.:;](?:\s|$)|\n\n")
_LIST_START = re.compile(
    r"(?:an? |the |JSON ){0,2}(?:list|array)s? (?:of|containing)\s{1,3}(?:one or more |zero or more |the )?"
    rf"({NAMED})|(?:an? |the )?(`[\w.]{{1,80}}`)\s{{1,3}}(?:list|array)\b",
    re.I,
)
_REQUESTED = re.compile(
    r"(?:an? |the |new |full |updated ){0,3}"
    r"(?:(?P<marked>\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)|\*\*[\w. -]{1,80}\*\*|`[\w.]{1,80}`)"
    r"(?=\s{1,3}(?:resource|object|entity|record|data|instance)|\s{0,3}$)"
    r"|(?P<words>(?:[\w.-]{1,40}\s{1,3}){0,3}[\w.-]{1,40})(?=\s{1,3}(?:object|resource|record|entity)\b)"
    r"|(?P<run>(?-i:[A-Z][a-z]{1,30}[A-Z]\w{1,60}))\s{0,3}$)",
    re.I,
)


def requested_body(text: str) -> PrintedType | None:
    """The type that the first sentence about a request body names: "A JSON string representing the crate object".

    None where it names none.
    """
    labelled = schema_of(text)
    if labelled is not None:
        return labelled
    start = _SENDS.match(text)
    sentence = text[start.end() :] if start else text
    end = _SENTENCE_END.search(sentence)
    sentence = sentence[: end.start()] if end else sentence
    list_start = _LIST_START.match(sentence)
    if list_start:
        is_value = _OF_VALUES.match(sentence, list_start.end())
        return ListOf(Unknown() if is_value else item_type(list_start[1] or list_start[2]))
    one = _REQUESTED.match(sentence)
    if one is None:
        words = _THE.fullmatch(sentence) if start and start[1] else None
        return Unknown(words[1]) if words and not VAGUE.search(words[1]) else None
    name = one["marked"] or one["words"] or one["run"]
    if not name or VAGUE.search(name):
        return None
    inner = printed(name).type
    is_certain = one["marked"] and isinstance(inner, Named) and not inner.target.startswith("http")
    return inner if is_certain else None if "](" in name else Unknown(name.strip("`* "))
