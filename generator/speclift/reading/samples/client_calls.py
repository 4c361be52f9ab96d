"""Requests that programs send: `requests.post("…", json={…})`, `fetch("…", {method: "PUT", body: …})`, `axios.get(…)`.

Only literals count, and variables to which a line above assigns one. Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import orjson

from speclift.model.facts import MessageSample
from speclift.model.methods import SENT_METHODS
from speclift.model.schema import Place
from speclift.reading.samples.bodies import with_body
from speclift.reading.samples.json_text import read_json

#: The most characters of a call that are read, and the most calls of a program.
_LONGEST_CALL = 40_000
_MOST_CALLS = 8

_CALL = re.compile(
    r"(?<![\w$])(?:(?P<client>requests|httpx|session|client|axios|http|got|ky|superagent|api)\.(?P<method>get|post|put|patch|delete|head|options)"
    r"|(?:requests|httpx)\.(?P<request>request)|(?P<whole>fetch|axios|\$\.ajax|jQuery\.ajax|request))\(",
    re.I,
)
_STRING = re.compile(
    r"[fFrRbBuU]{0,2}(?:'((?:[^'\\\n]|\\.){0,4000})'|\"((?:[^\"\\\n]|\\.){0,4000})\"|`([^`]{0,20000})`)"
)
_NAME = re.compile(r"[A-Za-z_$][\w$.]{0,80}")
_KEYWORD = re.compile(r"\s{0,40}([A-Za-z_]\w{0,40})\s{0,4}=(?!=)")
_MEMBER = re.compile(r"\s{0,200}[\"']?([A-Za-z_][\w-]{0,60})[\"']?\s{0,4}(?::|=>)")
_DUMPED = re.compile(r"\s{0,40}(?:JSON\.stringify|json\.dumps|orjson\.dumps)\(")
_BODIES = ("data", "payload", "body", "json", "json_data", "request_body", "requestBody")
_QUERIES = ("params", "query_params", "queryParams", "query", "querystring")
_ASSIGNMENT = re.compile(r"^[ \t]{0,40}(?:const |let |var )?([A-Za-z_$]\w{0,80})[ \t]?=[ \t]?(?=[^\s=])", re.M)
_FILLED = re.compile(r"\$\{([^{}]{1,80})\}")
_OPENED = {"(": ")", "[": "]", "{": "}"}


def client_requests(text: str, place: Place) -> tuple[MessageSample, ...]:
    """The requests that calls of HTTP clients in a program send; `place` is that of the first line of `text`."""
    found: list[MessageSample] = []
    line = counted = 0
    for number, call in enumerate(_CALL.finditer(text)):
        if number == _MOST_CALLS:
            break
        line, counted = line + text.count("\n", counted, call.start()), call.start()
        arguments = list(_arguments(text, call.end()))
        sample = _sent(call, arguments, text[: call.start()]) if arguments else None
        if sample is not None:
            found.append(msgspec.structs.replace(sample, place=Place(place.file, place.line + line)))
    return tuple(found)


def assigned_request(text: str, place: Place, method: str, target: str) -> MessageSample | None:
    """The request of an operation with the body or query of a program; None if it has neither.

    The program assigns them to variables such as `payload` and `params`.  A client of one API is called without a URL:
    `client.wells.post(request_body=data)`.
    """
    body = next((value for name in _BODIES if (value := _assigned(name, text)).startswith(("{", "["))), "")
    query = next((value for name in _QUERIES if (value := _assigned(name, text)).startswith("{")), "")
    sample = MessageSample(place, method, _with_query(target, query))
    if body and method in ("POST", "PUT", "PATCH"):
        return with_body(sample, body)
    return sample if sample.target != target else None


def _sent(call: re.Match[str], arguments: list[str], before: str) -> MessageSample | None:
    """What a call sends; None where it has no URL or no method."""
    named = {key[1]: one[key.end() :] for one in arguments if (key := _KEYWORD.match(one))}
    placed = [one for one in arguments if not _KEYWORD.match(one)]
    method = (call["method"] or "").upper()
    if call["request"] and placed:
        method, placed = _text(placed[0], before).upper(), placed[1:]
    address = named.get("url") or (placed[0] if placed and not placed[0].lstrip().startswith("{") else "")
    options = _members(next((one for one in placed if one.lstrip().startswith("{")), ""))
    data = ""
    if call["method"] and (call["client"] or "").lower() == "axios" and method in ("POST", "PUT", "PATCH"):
        data = placed[1] if len(placed) > 1 else ""
        options = _members(placed[2]) if len(placed) > 2 else {}
    options = {**options, **named}
    address = address or options.get("url", "")
    if not method:
        stated = options.get("method") or options.get("type") or ""
        method = _text(stated, before).upper() if stated else "GET"
    target = _text(address, before)
    if method not in SENT_METHODS or not target.startswith(("http", "/", "{")):
        return None
    target = _with_query(target, _literal(options.get("params", ""), before))
    sample = MessageSample(Place("", 1), method, target, headers=_headers(_literal(options.get("headers", ""), before)))
    for name in ("json", "body", "data"):
        data = data or options.get(name, "")
    body = _literal(data, before)
    return with_body(sample, body) if body else sample


def _scanned(text: str, start: int, closer: str) -> tuple[list[int], int]:
    """The indexes of the commas after an opening bracket, outside of inner brackets, and of its end; -1 without one."""
    commas: list[int] = []
    closers = [closer]
    at, end = start, min(len(text), start + _LONGEST_CALL)
    while at < end:
        char = text[at]
        if char in "'\"`":
            literal = _STRING.match(text, at)
            at = literal.end() if literal else at + 1
            continue
        if char in _OPENED:
            closers.append(_OPENED[char])
        elif char == closers[-1]:
            closers.pop()
            if not closers:
                return commas, at
        elif char == "," and len(closers) == 1:
            commas.append(at)
        at += 1
    return commas, -1


def _arguments(text: str, start: int, closer: str = ")") -> Iterator[str]:
    """The texts between the commas after an opening bracket; nothing where it does not close soon enough."""
    commas, end = _scanned(text, start, closer)
    if end < 0:
        return
    for begin, after in zip([start - 1, *commas], [*commas, end], strict=True):
        if text[begin + 1 : after].strip():
            yield text[begin + 1 : after]


def _members(literal: str) -> dict[str, str]:
    """The members of an object literal, each value as its source."""
    bare = literal.strip()
    if not bare.startswith("{"):
        return {}
    parts = _arguments(bare, 1, "}")
    return {key[1]: part[key.end() :].strip() for part in parts if (key := _MEMBER.match(part))}


def _text(source: str, before: str) -> str:
    """The string of a literal, of several joined by `+`, or of a variable; inserted values are names in braces."""
    source = source.strip()
    found = ""
    at = 0
    while at < len(source):
        literal = _STRING.match(source, at)
        name = _NAME.match(source, at) if literal is None else None
        if literal:
            found += _FILLED.sub(r"{\1}", next(part for part in literal.groups() if part is not None))
            at = literal.end()
        elif name and not found and name.end() == len(source):
            return _text(value, "") if (value := _assigned(name[0], before)) else ""
        elif name:
            found += "{" + name[0].rpartition(".")[2] + "}"
            at = name.end()
        elif source[at] in "+ \n\t":
            at += 1
        else:
            break
    return found


def _literal(source: str, before: str) -> str:
    """The source of an object, list or string that an expression is, encodes as JSON, or names."""
    source = source.strip()
    dumped = _DUMPED.match(source)
    if dumped:
        source = next(_arguments(source, dumped.end()), "").strip()
    if source.startswith(("{", "[")):
        return source
    name = _NAME.match(source)
    if name and name.end() == len(source):
        return _literal(_assigned(name[0], before), "")
    return _text(source, before) if source[:1] in "'\"`" else ""


def _assigned(name: str, before: str) -> str:
    """The source of the last value that a program assigns to a name; empty without one."""
    start = -1
    for found in _ASSIGNMENT.finditer(before):
        if found[1] == name:
            start = found.end()
    if start < 0:
        return ""
    if before[start] in _OPENED:
        return before[start : _scanned(before, start + 1, _OPENED[before[start]])[1] + 1]
    return before[start:].partition("\n")[0].rstrip("; ")


def _with_query(target: str, literal: str) -> str:
    """A URL with the members of an object literal as its query."""
    found = read_json(literal) if literal.startswith("{") else None
    value = orjson.loads(found.json) if found else None
    if not isinstance(value, dict) or not value:
        return target
    pairs = "&".join(f"{name}={'' if isinstance(one, dict | list) else one}" for name, one in value.items())
    return f"{target}{'&' if '?' in target else '?'}{pairs}"


def _headers(literal: str) -> tuple[tuple[str, str], ...]:
    found = read_json(literal) if literal.startswith("{") else None
    value = orjson.loads(found.json) if found else None
    return tuple((name, str(one)) for name, one in value.items()) if isinstance(value, dict) else ()
