"""Samples that a page has its site generator print: `<%= headers 200 %>`, `<%= json :name => "x" %>` (ERB).

Nothing is run: of a call, the literal arguments are read as a status code or as JSON.
"""

from __future__ import annotations

import re

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.json_text import read_json

_CALL = re.compile(r"<%=?-?\s*+[a-z]\w{0,40}\b[ (]?")
_STATUS = re.compile(r"\s*+([1-5]\d\d)\b")


def template_samples(text: str, place: Place) -> tuple[MessageSample, ...]:
    """The messages of the calls in a text: a status and the body behind it are one, a body alone is one as well.

    `place` is that of the first line of `text`.
    """
    found: list[MessageSample] = []
    line, counted = place.line, 0
    start = text.find("<%")
    while start >= 0 and (end := text.find("%>", start)) >= 0:
        line += text.count("\n", counted, start)
        counted = start
        match = _CALL.match(text, start)
        start = text.find("<%", end)
        if not match:
            continue
        arguments = text[match.end() : end].strip().removeprefix("\\").strip()
        if match[0].endswith("("):
            arguments = arguments.removesuffix(")").strip()
        if status := _STATUS.match(arguments):
            found.append(MessageSample(Place(place.file, line), status=status[1]))
        elif body := read_json(arguments):
            before = found.pop() if found and found[-1].status and not found[-1].json else None
            found.append(
                MessageSample(
                    before.place if before else Place(place.file, line),
                    status=before.status if before else "",
                    body=arguments,
                    json=body.json,
                    is_partial=body.is_partial,
                )
            )
    return tuple(found)
