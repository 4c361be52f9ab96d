"""Requests that only samples state: a curl command or an HTTP message below a heading with no other request."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

import msgspec

from speclift.model.facts import MessageSample
from speclift.model.methods import METHODS
from speclift.model.schema import Place
from speclift.reading.markdown.blocks import Block, Code, Paragraph
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.headings import KIND, path_of
from speclift.reading.requests.lines import RequestLine, is_instance, requests_of
from speclift.reading.requests.markers import Marker
from speclift.reading.samples.languages import is_other_language, language_of
from speclift.reading.samples.sample_ids import without_ids
from speclift.reading.words.headings import OPERATION_VERBS

_WORD = re.compile(r"[^\W\d_]+")
_MESSAGE = re.compile(rf"\s{{0,8}}(?:{'|'.join(METHODS)})\s\S[^\n]{{0,2000}}\n\s{{0,8}}[A-Za-z][\w-]{{1,40}}:\s")
_COMMAND = re.compile(r"\s{0,8}(?:\$ {0,2})?curl\s")
_TEMPLATE = re.compile(r"[`*\s]{0,4}(/[^\s`*]{1,500})[`*\s]{0,4}$")
#: For each heading that does not say what is done, there must be more than this many that do.
_MOST_OTHERS = 3
_NUMBER = re.compile(r"^[\d.]{1,10}\s{1,4}")


def sample_markers(page: Section, stating: set[int]) -> Iterator[tuple[Section, Marker]]:
    """The requests of samples, one for each heading, where nothing else states the request.

    `stating` are the sections that already state requests, by identity.  The first word of a heading must say what is
    done (`List users`), and most of the headings with samples on a page must do so: in guides they rarely do.
    """
    if stating:
        yield from _below_paths(page, stating)
        yield from _messages(page, stating)
        return
    found: list[tuple[Section, Section, Marker]] = []
    others: list[tuple[Section, Section, Marker]] = []
    for section in page.walk():
        if section.role.kind != "name" or not 0 < section.level < LABEL:
            continue
        shown = next(_requests(section), None)
        if shown is None:
            continue
        holder, marker = shown
        if is_operation_title(section.title) or path_of(section) or _is_labelled(section):
            found.append((section, holder, marker))
        else:
            others.append((section, holder, marker))
    if len(found) <= len(others):
        return
    if len(found) > _MOST_OTHERS * len(others):
        # Beside so many, a heading of the same level with a request of its own counts too: `Harvest of a tree`.
        levels = {(id(section.parent), section.level) for section, _, _ in found}
        sent = {marker.requests for _, _, marker in found}
        found += (one for one in others if (id(one[0].parent), one[0].level) in levels and one[2].requests not in sent)
    for _, holder, marker in found:
        yield holder, marker


def _below_paths(page: Section, stating: set[int]) -> Iterator[tuple[Section, Marker]]:
    """The requests of samples below headings that are paths without a method."""
    for section in page.walk():
        is_path = section.role.kind == "name" and 0 < section.level < LABEL and bool(path_of(section))
        if is_path and not any(id(below) in stating for below in section.walk()):
            yield from itertools.islice(_requests(section), 1)


def _messages(page: Section, stating: set[int]) -> Iterator[tuple[Section, Marker]]:
    """The requests of HTTP messages and curl commands that come first below a heading, where headings beside it state
    requests.
    """
    parents = {
        id(section.parent)
        for section in page.walk()
        if section.parent and any(id(one) in stating for one in section.own())
    }
    for section in page.walk():
        if not 0 < section.level < LABEL or id(section.parent) not in parents:
            continue
        if _is_stated(section, stating):
            continue
        if _is_labelled(section):
            yield from itertools.islice(_requests(section), 1)
            continue
        if not is_operation_title(section.title):
            continue
        first = next((index for index, block in enumerate(section.blocks) if isinstance(block, Code)), -1)
        block = section.blocks[first] if first >= 0 else None
        if isinstance(block, Code) and (_is_message(block) or _COMMAND.match(block.text)):
            yield from itertools.islice(_requests(section), 1)


def listed_markers(page: Section, stating: set[int], listed: Iterable[RequestLine]) -> Iterator[tuple[Section, Marker]]:
    """The requests of samples, one for each heading, that an index lists; `stating` is as in `sample_markers`."""
    templates: dict[tuple[str, int], list[RequestLine]] = {}
    for line in listed:
        templates.setdefault((line.method, line.path.count("/")), []).append(line)
    for section in page.walk():
        if section.role.kind != "name" or not 0 < section.level < LABEL or _is_stated(section, stating):
            continue
        shown = next(_requests(section), None)
        if shown is None:
            continue
        holder, marker = shown
        own = marker.requests[0]
        meant = next((one for one in templates.get((own.method, own.path.count("/")), ()) if _is_same(own, one)), None)
        if meant is not None:
            line = msgspec.structs.replace(meant, server=meant.server or own.server, query=own.query)
            yield holder, msgspec.structs.replace(marker, requests=(line,))


def _is_same(shown: RequestLine, template: RequestLine) -> bool:
    """Whether the path of a sample is that of a template, or has values in place of the placeholders."""
    pairs = zip(shown.path.split("/"), template.path.split("/"), strict=True)
    return all(part == other or "{" in other for part, other in pairs)


def _is_labelled(section: Section) -> bool:
    """Whether an HTTP message comes first below a label such as `HTTP request`, which is enough under any heading."""
    holder = next((one for one in section.own() if one.role.kind in ("request", "line") and one.blocks), None)
    return holder is not None and _is_message(holder.blocks[0])


def _is_message(block: Block) -> bool:
    """Whether a block is an HTTP request with headers, as it is sent."""
    return isinstance(block, Code) and _MESSAGE.match(block.text) is not None


def _is_stated(section: Section, stating: set[int]) -> bool:
    """Whether the section, or one above or below it, states a request."""
    at: Section | None = section
    while at is not None:
        if id(at) in stating:
            return True
        at = at.parent
    return any(id(below) in stating for below in section.walk())


def is_operation_title(title: str) -> bool:
    """Whether a heading starts with a word for what an operation does."""
    words = _WORD.findall(_NUMBER.sub("", KIND.sub("", plain(title))).lower())
    return bool(words) and words[:2] != ["getting", "started"] and not OPERATION_VERBS.isdisjoint(_stems(words[0]))


def _stems(word: str) -> tuple[str, ...]:
    """What a verb may be without its ending: `lists`, `creating`, `getting`."""
    stem = word.removesuffix("ing")
    return (word, word.removesuffix("s")) if stem == word else (stem, f"{stem}e", stem[:-1])


def _requests(section: Section) -> Iterator[tuple[Section, Marker]]:
    for holder in section.own():
        for index, block in enumerate(holder.blocks):
            sample = _request_of(block)
            found = requests_of(sample.method, sample.target) if sample else ()
            if sample and found:
                # A sample has an id in place of a placeholder.
                line = msgspec.structs.replace(found[0], path=without_ids(found[0].path))
                stated = requests_of(sample.method, path_of(section)) or _template_of(section, found[0])
                if stated:
                    line = msgspec.structs.replace(stated[0], server=line.server)
                yield holder, Marker((line,), index, sample.place.line, is_shown=True)


def _template_of(section: Section, shown: RequestLine) -> tuple[RequestLine, ...]:
    """The request with the path template below the heading that the path of a sample is an instance of; else empty."""
    for holder in section.own():
        for block in holder.blocks:
            alone = _TEMPLATE.match(block.text) if isinstance(block, Paragraph) and "{" in block.text else None
            stated = requests_of(shown.method, alone[1]) if alone else ()
            if stated and is_instance(shown, stated[0]):
                return stated
    return ()


def _request_of(block: Block) -> MessageSample | None:
    """The request that a code block starts with, or that a program in it sends."""
    if not isinstance(block, Code):
        return None
    # The readers of samples take long to import, and few pages need them.
    from speclift.reading.samples.client_calls import client_requests
    from speclift.reading.samples.code_blocks import samples_of

    place = Place("", block.line)
    if is_other_language(block.info, block.text):
        samples = client_requests(block.text, place)
    elif language_of(block.info) in ("json", "js", "javascript", "xml", "yaml"):
        return None
    else:
        samples = samples_of(block.text, block.info, place)
    return next((sample for sample in samples if sample.method and sample.target), None)
