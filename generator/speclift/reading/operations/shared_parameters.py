"""Sentences with links to parameters that several operations share: "It takes the [paging](#paging) parameters"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from speclift.model.facts import SharedParameters
from speclift.model.schema import Place

_PARAMETERS = re.compile(r"\bparam(?:eter)?s?\b", re.I)
_TAKES = re.compile(r"\b(?:supports?|accepts?|takes?|allows?|has|uses?)\b", re.I)
_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\(([^()\s]{1,300})(?:\s[^()\n]{0,100})?\)")
_NAME = re.compile(r"`([A-Za-z_$][\w.$-]{0,80})`")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def shared_parameters(text: str, place: Place) -> tuple[SharedParameters, ...]:
    """The sections that, according to a paragraph, describe more parameters of the operation. Names before the link say
    which ones are meant: "the `offset` and `count` parameters of [paging](#paging)".
    """
    return tuple(found for sentence in _sentences(text) for found in _of_sentence(sentence, place))


def _of_sentence(sentence: str, place: Place) -> Iterator[SharedParameters]:
    takes = _TAKES.search(sentence)
    if takes is None or not _PARAMETERS.search(sentence):
        return
    start = takes.end()
    for link in _LINK.finditer(sentence, start):
        yield SharedParameters(link[1], place, tuple(_NAME.findall(sentence, start, link.start())))
        start = link.end()


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]
