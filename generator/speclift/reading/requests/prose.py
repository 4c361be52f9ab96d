"""Requests in sentences: "send a POST request to `/v2/trees`", where nothing else in the section states one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Paragraph
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.lines import requests_of
from speclift.reading.requests.markers import Marker
from speclift.reading.requests.samples import is_operation_title

_METHOD = "|".join(METHODS)
_REQUEST = re.compile(
    rf"(?<![\w`])[`*]{{0,3}}({_METHOD})[`*]{{0,3}}[ \n](?:HTTP[ \n])?(?:requests?|calls?|methods?)[ \n]"
    r"(?:to|on|against|at|for|with)[ \n](?:the[ \n])?(?:(?:endpoint|URL|URI|path|route|resource)[ \n])?"
    r"(?:`([^`\n]{1,500})`|\*\*([^*\n]{1,500})\*\*|(/[^\s`*,;]{0,500}))"
    r"|(?<![\w`])(?:with|via|using|through|by calling|calls?|use|send)[ \n](?:an?[ \n]|the[ \n])?"
    rf"`({_METHOD})[ ]([/{{][^`\s]{{0,500}})`"
    rf"|(?<![\w`])[`*]{{0,3}}({_METHOD})[`*]{{0,3}}[ \n](?:to|on)[ \n]`([/{{][^`\s]{{0,500}}|https?://[^`\s]{{1,500}})`"
)


#: If at least this many sections have requests in sentences, their headings need not say what is done.
_FEWEST = 2


def prose_markers(sections: Iterable[Section]) -> list[tuple[Section, Marker]]:
    """The request of each section whose sentences contain one; a section that contains several is a guide.

    A heading must say what is done, as `Create a tree` does, unless other sections have requests in sentences too.
    """
    stated = [
        (section, found)
        for section in sections
        if 0 < section.level < LABEL
        for found in [_marker_of(section)]
        if found
    ]
    is_usual = len(stated) >= _FEWEST
    return [(section, found) for section, found in stated if is_usual or is_operation_title(section.title)]


def _marker_of(section: Section) -> Marker | None:
    found: Marker | None = None
    for index, block in enumerate(section.blocks):
        if not isinstance(block, Paragraph):
            continue
        for stated in _REQUEST.finditer(block.text):
            method, target = stated[1] or stated[5] or stated[7], stated[6] or stated[8]
            target = target or stated[2] or stated[3] or stated[4].rstrip(".")
            requests = requests_of(method, target) if target.startswith(("/", "http", "{")) else ()
            if requests and found and found.requests != requests:
                return None
            if requests and not found:
                line = block.line + block.text.count("\n", 0, stated.start())
                found = Marker(requests, index, line, is_shown=True)
    return found
