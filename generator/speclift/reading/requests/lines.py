"""Request lines: a method and a path, as pages print them.

`GET /users/{id}`, `**POST** /users`, `POST https://api.example.com/v1/users HTTP/1.1`, `DELETE users/:id`.
Placeholders of all spellings become those of OpenAPI (3.1.1, 4.8.8.1). A path with an optional part becomes two paths.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import msgspec

from speclift.limits import LONGEST_PATH
from speclift.model.methods import METHODS, OTHER_METHODS

MOST_ALTERNATIVES = 8


class RequestLine(msgspec.Struct, frozen=True):
    """A method and a path template; `server` is the text before the path, `query` the names after its `?`."""

    method: str
    path: str
    server: str = ""
    query: tuple[str, ...] = ()


_METHOD = "|".join(METHODS)
_LINE = re.compile(rf"({_METHOD})[ \t]{{1,40}}(\S[^\n]{{0,{LONGEST_PATH}}})$", re.I)
_STARTS = re.compile(rf"(?:{_METHOD})\s{{1,8}}[/{{]")
_VERSION = re.compile(r"[ \t]{1,20}HTTP/[\d.]{1,4}[ \t]*$", re.I)
#: A remark in brackets after a request line: `GET /wells (signed)`.
_REMARK = re.compile(r"(?<=\S)[ \t]{1,8}\([A-Za-z][\w ,.:;+-]{0,80}\)$")
_MARKUP = re.compile(
    r"[*`]|<(?:/?(?:code|b|strong|span|p|br|kbd|tt|em))\b[^<>]{0,300}>|!?\[(?=[^\[\]]{0,500}\]\()|\]\([^()]{0,500}\)"
)
_SERVER = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,20}:)?//(?:\{\{[ \w.-]{1,80}\}\}|[^/\s]{1,300})[^/\s]{0,100}|\{\{?[\w .-]{1,80}\}?\}"
    r"(?=/)|\$\{[\w.]{1,80}\}(?=/)|<[\w .-]{1,80}>(?=/)"
    r"|(?-i:[A-Z][A-Z0-9_]{0,40}(?:URL|HOST|SERVER|DOMAIN|ENDPOINT))(?=/)",
    re.I,
)
#: What a placeholder before a path is called where it stands for the first segment: `<index>/_doc/<_id>`.
_SEGMENT = re.compile(
    r"[{<](?:index|indices|db|database|collection|table|bucket|key|id|name|path|type|target|alias)[}>]/", re.I
)
_PLACEHOLDER = re.compile(
    r"[$#]?\{\{?\s{0,4}(?P<braces>[^{}/]{1,200}?)\s{0,4}\}\}?"
    r"|<(?P<angles>[^<>/]{1,120})>"
    r"|(?<=[/.=,])\[(?P<square>[A-Za-z][^\[\]/]{0,120})\]"
    r"|(?<=/)\((?P<round>[A-Za-z][\w ,|-]{0,120})\)"
    r"|(?<=[/.=,(']):(?P<colon>[A-Za-z_][\w-]{0,80})"
    r"|(?<=[/=('])\$(?P<shell>[A-Z_][A-Z0-9_]{1,80})\b"
)
#: A segment in capitals that stands for a value: `/wells/WELL_ID`, `/users/NAME`. Other segments in capitals are names.
_CAPITALS = re.compile(
    r"(?<=/)(?:[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,5}"
    r"|ID|[A-Z]{1,20}ID|NAME|[A-Z]{1,20}NAME|KEY|UUID|USER|LOGIN|OWNER|REPO|ORG|SLUG|TOKEN|EMAIL|HASH)(?=/|$)"
)
_OPTIONAL = re.compile(r"\((/[^()]{1,200})\)|\[(/[^\[\]]{1,200})\]|\{(/[^{}]{1,200})\}")
_OPTIONAL_QUERY = re.compile(r"\[([?&][^\[\]]{1,200})\]")
_QUERY_TEMPLATE = re.compile(r"\{[?&]([^{}]{1,300})\}")
#: A reference to the description of a placeholder, which some docs put into it: `{user.id#USER/user-object}`.
_REFERENCE = re.compile(r"(?<=[\w.])#[^{}\s]{1,200}(?=\})")
#: The types and the signs of patterns that frameworks print in a placeholder.
_CONSTRAINTS = frozenset((
    "int", "integer", "long", "guid", "uuid", "bool", "string", "str", "alpha", "datetime", "decimal", "double",
    "float", "path", "slug", "num", "number", "any",
))  # fmt: skip
_CONSTRAINT_SIGNS = frozenset("[]()+\\^$")
_NAME = re.compile(r"[^\w.~$@-]+")
_ENDS = re.compile(r"^[^\w.~$@-]+|[^\w.~$@-]+$|^_+$")
_QUERY_NAME = re.compile(r"[A-Za-z_$][\w.$\[\]-]{0,100}$")
_NO_PATH = re.compile(r"[\s\"<>`|\\^]|\.\.\.$|…")


def request_lines(text: str) -> tuple[RequestLine, ...]:
    """The requests of a text in which every line is a request line; empty where any line is something else.

    A request line with an unreadable target is skipped, as are comments.
    """
    found: list[RequestLine] = []
    for line in (line.strip() for line in text.strip().split("\n")):
        if not line or line.startswith(("#", "//")):
            continue
        one = request_line(line)
        if not one and not _STARTS.match(line):
            return ()
        found += one
    return tuple(found)


def is_instance(line: RequestLine, template: RequestLine) -> bool:
    """Whether a path has values where a template has placeholders: `/owls/7` of `/owls/{id}`."""
    parts, wanted = line.path.split("/"), template.path.split("/")
    return (
        line.method == template.method
        and line.path != template.path
        and len(parts) == len(wanted)
        and all(part == other or ("{" in other and "{" not in part) for part, other in zip(parts, wanted, strict=True))
    )


@functools.lru_cache(maxsize=4096)
def request_line(text: str) -> tuple[RequestLine, ...]:
    """The requests that a line states, several where parts of its path are optional; empty where it states none."""
    line = _LINE.match(_MARKUP.sub("", text).strip())
    if not line:
        return ()
    if not line[1].isupper() and not line[2].startswith(("/", "{", "http", "$")):
        return ()
    return requests_of(line[1], line[2])


@functools.lru_cache(maxsize=4096)
def requests_of(method: str, target: str) -> tuple[RequestLine, ...]:
    """The requests of a method and a target as printed; empty where these are not a method and a path."""
    printed = method.strip("`*_ ")
    method = printed.upper()
    if method not in METHODS or (method in OTHER_METHODS and printed != method):
        # `Copy /etc/hosts` is a sentence.
        return ()
    if "&lt;" in target:
        target = target.replace("&lt;", "<").replace("&gt;", ">")
    target = _VERSION.sub("", _MARKUP.sub("", target).strip()).strip().rstrip(",;")
    if "[?" in target or "[&" in target:
        target = _OPTIONAL_QUERY.sub(r"\1", target)
    if target.endswith(")"):
        target = _REMARK.sub("", target)
    target = target.removesuffix(".") if not target.endswith("..") else target
    target = _REFERENCE.sub("", target) if "#" in target else target
    found = []
    for path in _alternatives(target):
        line = _line(method, path)
        if line is not None:
            found.append(line)
    return tuple(dict.fromkeys(found))


def _alternatives(target: str) -> Iterator[str]:
    """The target with and without each optional part: `/policies(/:name)` stands for two paths."""
    found = [target]
    for _ in range(3):
        optional = [_OPTIONAL.search(path) for path in found]
        if not any(optional) or len(found) > MOST_ALTERNATIVES:
            break
        longer: list[str] = []
        for path, part in zip(found, optional, strict=True):
            if part is None:
                longer.append(path)
            else:
                inner = part[1] or part[2] or part[3]
                longer += [path[: part.start()] + path[part.end() :], path[: part.start()] + inner + path[part.end() :]]
        found = longer
    yield from found


def _line(method: str, target: str) -> RequestLine | None:
    server = ""
    start = _SERVER.match(target)
    if start and not _SEGMENT.match(target):
        server, target = start[0], target[start.end() :] or "/"
    names: list[str] = []
    for template in _QUERY_TEMPLATE.findall(target):
        names += [name.strip(" *") for name in template.split(",")]
    target = _QUERY_TEMPLATE.sub("", target)
    target, query = _without_query(target)
    names += query
    path = _path(target)
    if path is None:
        return None
    return RequestLine(method, path, server, tuple(dict.fromkeys(name for name in names if _QUERY_NAME.match(name))))


def _without_query(target: str) -> tuple[str, list[str]]:
    """The path of a target, and the names in its query."""
    depth = 0
    for index, char in enumerate(target):
        if char in "{(<[":
            depth += 1
        elif char in "})>]":
            depth = max(depth - 1, 0)
        elif char in "?#" and not depth and not target.startswith("#{", index):
            pairs = target[index + 1 :].split("&") if char == "?" else []
            return target[:index], [pair.partition("=")[0].strip() for pair in pairs]
    return target, []


def _without_constraint(name: str, *, is_angled: bool) -> str:
    """The name of a placeholder that frameworks print with its type or a pattern: `{id:guid}`, `{id:[0-9]+}`, and with
    the type first in angle brackets: `<int:id>`.
    """
    first, _, second = (part.strip() for part in name.partition(":"))
    if is_angled and first.lower() in _CONSTRAINTS and second.isidentifier():
        return second
    is_constrained = second.lower() in _CONSTRAINTS or not _CONSTRAINT_SIGNS.isdisjoint(second)
    return first if is_constrained and first.isidentifier() else name


def _path(target: str) -> str | None:
    """The path template of a printed path; None where the text is not a path."""
    names: list[str] = []

    def placeholder(found: re.Match[str]) -> str:
        name = next(value for value in found.groups() if value)
        name = _without_constraint(name, is_angled=bool(found["angles"])) if ":" in name else name
        name = name.strip().split("=")[0].strip().lstrip("+*/?;&#.:$")
        name = _NAME.sub("_", _ENDS.sub("", name)) or "id"
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name}_{number}", number + 1
        names.append(unique)
        return "{" + unique + "}"

    def capitals(found: re.Match[str]) -> str:
        """A placeholder for a segment in capitals; the segment itself if all of the path before it is in capitals."""
        is_value = any(map(str.islower, found.string[: found.start()]))
        return f"{{{found[0].lower()}}}" if is_value else found[0]

    if not target.islower():
        target = _CAPITALS.sub(capitals, target)
    path = _PLACEHOLDER.sub(placeholder, target if target.startswith("/") else "/" + target)
    fixed = re.sub(r"\{[^{}]*\}", "", path)
    if "{" in fixed or "}" in fixed or _NO_PATH.search(fixed) or len(path) > LONGEST_PATH:
        return None
    if not target.startswith(("/", "{", "<", ":", "$", "[")) and not re.match(r"[\w@$.~-]+(?:[/({'.]|$)", target):
        return None
    return path if path == "/" else path.rstrip("/") or "/"
