"""Requests in headings: `List users — GET /users`, `[GET] /users`, `### GET` below `## /users`, `### List [GET]`,
`router.get('/users')`.
"""

from __future__ import annotations

import functools
import re

from speclift.model.methods import METHODS
from speclift.reading.markdown.blocks import Block, Code, Paragraph
from speclift.reading.markdown.roles import plain
from speclift.reading.markdown.sections import LABEL, Section
from speclift.reading.requests.lines import RequestLine, request_line, requests_of
from speclift.reading.words.headings import PATH_LABELS

_METHOD = "|".join(METHODS)
_ESCAPE = re.compile(r"\\([_{}\[\]<>*])")
_LINK = re.compile(r"(?<=/)\[([^\[\]]{1,200})\]\([^()]{0,500}\)")
_TAGS = re.compile(r"</?(?:code|b|strong|em|i|span|kbd|a)\b[^<>]{0,300}>", re.I)
#: The request first: `GET /users — List users`, `[GET] /users`, `PUT: /users`, `GET | /users`.
_LEADING = re.compile(
    rf"[\[`*_(]{{0,4}}({_METHOD})(?=[\]`*_):|\s])[\]`*_)]{{0,4}}\s{{0,3}}[:|]?\s{{0,3}}`?((?:/|https?://|\{{)[^\s`]{{0,500}})[`*_]{{0,3}}(.{{0,500}})$",
    re.I,
)
#: The request last: `List users - GET /users`, `List users (GET /users)`, `List users [GET /users]`.
_TRAILING = re.compile(rf"[\s\[(`*%]({_METHOD})[`*\s]{{1,8}}((?:/|https?://|\{{)[^\s`]{{0,500}})[`*\s\])]{{0,6}}$")
#: `Options` and `List` also occur in other headings; only in capitals are they methods.
_METHOD_ALONE = re.compile(
    rf"[\[`*_\s]{{0,4}}(?:HTTP\s{{1,2}})?({_METHOD}|[Gg]et|[Pp]ost|[Pp]ut|[Dd]elete|[Pp]atch)[\]`*_\s:]{{0,4}}"
    r"(?:\(\w{1,30}\))?$"
)
#: A method with the name of a resource, which is not a path: `GET Blob upload`.
_NAMED = re.compile(rf"(?:{_METHOD})\s{{1,4}}[A-Z][a-z]+(?:\s[A-Za-z]+)*$")
#: The call by which a program adds a route.
_ROUTE_CALL = re.compile(rf"[A-Za-z_$][\w$]{{0,40}}\.({_METHOD})\([ ]?['\"`](/[^'\"`\s]{{0,500}})['\"`]", re.I)
_METHOD_IN_BRACKETS = re.compile(rf"^(.{{0,300}})\[({_METHOD})\]$")
_PATH_ALONE = re.compile(r"[`*\s]{0,4}(/[^\s`*]{0,500})[`*\s]{0,4}$")
_PATH_LAST = re.compile(
    r"(?:`(/[^\s`]{1,500})`|\[(/[^\s\[\]]{0,500})\]|\((/[^\s()]{1,500})\)|[-–—:]\s{1,3}(/[^\s]{1,500}))\s{0,3}$"
)
#: Words that some generators print before the name of an operation.
KIND = re.compile(r"^\s{0,4}(?:end-?point|operation|api(?: call)?|method)\s{0,2}:\s{1,4}", re.I)
_NUMBERED = re.compile(r"^\s{0,4}(?:\d{1,3}\.){1,4}\d{0,3}\s{1,4}(?=\S)")
_EDGES = " \t-–—:|%#.`*_("


def requests_of_title(section: Section) -> tuple[RequestLine, ...]:
    """The requests that a heading states. If it names only a method, the path is that of a block or heading near it."""
    title = _cleaned(section.title)
    whole = request_line(title)
    if whole and not _NAMED.match(title):
        return whole
    leading = _LEADING.match(title)
    if leading and _is_apart(leading[3]):
        return requests_of(leading[1], leading[2])
    trailing = _TRAILING.search(title)
    if trailing:
        return requests_of(trailing[1], trailing[2].rstrip(")]"))
    call = _ROUTE_CALL.match(title)
    if call:
        return requests_of(call[1], call[2])
    method = _method_of(title)
    path = (_path_below(section) or _path_above(section)) if method else ""
    return requests_of(method, path) if path else ()


def title_states_request(title: str) -> bool:
    """Whether a text states a request as headings do, with the method first: "`GET /users` — List users"."""
    leading = _LEADING.match(_cleaned(title))
    return leading is not None and _is_apart(leading[3]) and bool(requests_of(leading[1], leading[2]))


def title_of(title: str) -> str:
    """A heading without the request that it states; the whole heading where nothing else is left."""
    title = _NUMBERED.sub("", KIND.sub("", title))
    text = _cleaned(title)
    leading = _LEADING.match(text)
    if leading and _is_apart(leading[3]):
        return leading[3].strip(_EDGES).rstrip(")") or title
    trailing = _TRAILING.search(text)
    if trailing:
        return text[: trailing.start()].strip(_EDGES) or title
    bracketed = _METHOD_IN_BRACKETS.match(text)
    if bracketed:
        return bracketed[1].strip() or title
    path = _PATH_LAST.search(text)
    return text[: path.start()].strip(_EDGES) or title if path else title


@functools.lru_cache(maxsize=4096)
def _cleaned(title: str) -> str:
    title = _TAGS.sub("", title) if "</" in title else title
    return _ESCAPE.sub(r"\1", _LINK.sub(r"\1", title)).strip()


def _is_apart(rest: str) -> bool:
    """Whether a mark separates a request from the text after it: a sentence would continue without a mark."""
    bare = rest.strip()
    return not bare or bare[0] in "-–—:|(" or rest.startswith(("`", "*"))


def _method_of(title: str) -> str:
    alone = _METHOD_ALONE.match(title)
    if alone:
        return alone[1]
    bracketed = _METHOD_IN_BRACKETS.match(title)
    return bracketed[2] if bracketed else ""


def path_section(section: Section) -> Section | None:
    """The section of the nearest heading above that is a path or ends with one; None where there is none."""
    at = section.parent
    while at is not None:
        if 0 < at.level < LABEL and path_of(at):
            return at
        at = at.parent
    return None


def is_method_alone(section: Section) -> bool:
    """Whether a heading names a method and leaves its path to a heading above."""
    title = _cleaned(section.title)
    return bool(_method_of(title)) and not request_line(title)


def _path_above(section: Section) -> str:
    above = path_section(section)
    return path_of(above) if above is not None else _path_before(section)


def _path_before(section: Section) -> str:
    """The path that stands alone below a heading such as *Resource URI*, before the section or one around it."""
    at = section
    while at.parent is not None:
        found = _path_below(at.parent)
        for child in at.parent.children:
            if child is at:
                break
            if plain(child.title).lower() in PATH_LABELS:
                found = next(filter(None, map(_path_alone, child.blocks[:2])), "")
        if found:
            return found
        at = at.parent
    return ""


def _path_below(section: Section) -> str:
    """The path that is the whole first block below a heading; empty where there is none."""
    return _path_alone(section.blocks[0]) if section.blocks else ""


def _path_alone(block: Block) -> str:
    alone = _PATH_ALONE.match(block.text.strip()) if isinstance(block, Paragraph | Code) else None
    return alone[1] if alone else ""


def path_of(section: Section) -> str:
    """The path that a heading is or ends with; empty where there is none."""
    title = _cleaned(section.title)
    found = _PATH_ALONE.match(title) or _PATH_LAST.search(title)
    return next(group for group in found.groups() if group) if found else ""
