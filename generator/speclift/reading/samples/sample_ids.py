"""Sample ids in request lines: `GET /boxes/31.json` where the docs say that `31` is an id, or show it as one.

The part before an id names its placeholder: `/boxes/31.json` becomes `/boxes/{box_id}.json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec
import orjson

from speclift.model.facts import OperationFacts

_ID = r"[0-9]{1,20}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{17,24}"
#: A part of a path and the id behind it; a number behind `api` is a version.
_PART = re.compile(rf"/(?!(?:api|rest|version)/)([A-Za-z][\w-]{{0,80}})/({_ID})(?=\.[A-Za-z]|/|$)", re.I)
#: A part of a path with a placeholder after it.
_OWNER = re.compile(r"/([A-Za-z][\w-]{0,80})/\{")
_PLURAL = re.compile(r"(?<=\w)(?:(ss|x|z|ch|sh)es|(ies)|(?<!s)s)$")
#: The methods that change or remove one of several things.
_CHANGING = frozenset(("PUT", "PATCH", "DELETE"))
#: "the box with an ID of `31`", "where 31 is the id of the box", "box 31".
_SAID = re.compile(
    rf"\bid(?:entifier)?s?\b(?:\s{{1,3}}(?:of|is|=|equal to|equals)){{0,2}}[\s:`\"'(]{{1,6}}({_ID})\b"
    rf"|[`\"']({_ID})[`\"']\s{{1,3}}is\s{{1,3}}(?:the|an?)\s{{1,3}}(?:[\w-]{{1,40}}\s{{1,3}}){{0,3}}id\b",
    re.I,
)
#: The word `id`, which each of these has, looked for first: a pattern that starts with a set of letters is faster.
_WORD_ID = re.compile(r"[iI\u0130\u0131](?<!\w[iI\u0130\u0131])[dD]")
#: The end of a path that may be a name or id, and the keys of names and ids.
_TEXT = re.compile(r"[\w.@:-]{2,100}")
_NAMING = re.compile(
    r"(?:^|_|[a-z](?=[A-Z]))(?:id|uid|uuid|key|slug|login|name|username|handle|code|sku|number|email|token)$", re.I
)
_SHOWN = re.compile(rf"\"(?:\w{{0,40}}_)?id\"\s{{0,4}}:\s{{0,4}}\"?({_ID})\b", re.I)


def stated_ids(texts: Iterable[str], samples: Iterable[str]) -> frozenset[str]:
    """The values that prose calls ids, and those that JSON samples show as `id`."""
    found: set[str] = set()
    for text in texts:
        for groups in _SAID.findall(text) if _WORD_ID.search(text) else ():
            found.update(filter(None, groups))
    for sample in samples:
        found.update(_SHOWN.findall(sample))
    return frozenset(found)


def with_placeholders(path: str, ids: frozenset[str]) -> str:
    """The path with placeholders for those of its parts that are ids, where any of them is known to be one.

    A path with its own placeholders has only literal parts beside them.
    """
    if "{" in path or not any(match[2] in ids for match in _PART.finditer(path)):
        return path
    return without_ids(path)


def with_named_segments(path: str, names: Iterable[str]) -> str:
    """The path with placeholders for its segments that are names of parameters in the path: `/vat/vat_id/taps`."""
    segments = path.split("/")
    for name in names:
        if name in segments and f"{{{name}}}" not in segments:
            at = len(segments) - 1 - segments[::-1].index(name)
            segments[at] = f"{{{name}}}"
    return "/".join(segments)


def with_ids_of_page(operations: Iterable[OperationFacts]) -> tuple[OperationFacts, ...]:
    """The operations, with placeholders for the ids that other operations of the page show for the same resource.

    Where the response of `GET /boxes/31.json` has the id 31, `31` of `DELETE /boxes/31.json` is an id as well.
    """
    operations = _with_shown_values(tuple(operations))
    concrete = [operation for operation in operations if "{" not in operation.path and _PART.search(operation.path)]
    if not concrete:
        return operations
    owners = {part for operation in operations for part in _OWNER.findall(operation.path)}
    paths = {operation.path for operation in operations}
    return tuple(
        msgspec.structs.replace(operation, path=without_ids(operation.path))
        if operation in concrete
        and all(
            match[1] in owners or _is_of_list(match, operation.method, paths)
            for match in _PART.finditer(operation.path)
        )
        else operation
        for operation in operations
    )


def _is_of_list(part: re.Match[str], method: str, paths: set[str]) -> bool:
    """Whether a number after a plural is an id: the method changes one of several, or the page has a list of them."""
    is_numbered = part[2].isdigit() and _PLURAL.search(part[1]) is not None
    return is_numbered and (method in _CHANGING or part.string[: part.start(2) - 1] in paths)


def _with_shown_values(operations: tuple[OperationFacts, ...]) -> tuple[OperationFacts, ...]:
    """The operations, with a placeholder for the end of a path that a response shows as a name or id.

    `GET /people/mira`, whose response has the login `mira`, is about any of the people.
    """
    shown: dict[str, str] = {}
    for operation in operations:
        owner, _, last = operation.path.rpartition("/")
        if operation.method == "GET" and "{" not in operation.path and owner.count("/") and _TEXT.fullmatch(last):
            key = next((key for key in map(partial(_key_of, last), _objects_in_responses(operation)) if key), "")
            if key:
                owned = _PLURAL.sub(lambda end: end[1] or ("y" if end[2] else ""), owner.rpartition("/")[2])
                shown[operation.path] = f"{owner}/{{{key if '_' in key else f'{owned}_{key}'}}}".replace("-", "_")
    if not shown:
        return operations
    found = []
    for operation in operations:
        path = operation.path
        known = next((one for one in shown if path == one or path.startswith(f"{one}/")), "")
        path = shown[known] + path[len(known) :] if known else path
        found.append(msgspec.structs.replace(operation, path=path) if known else operation)
    return tuple(found)


def _objects_in_responses(operation: OperationFacts) -> Iterator[dict[str, Any]]:
    """The JSON objects in samples of successful responses, and objects that are the only member of one."""
    for response in operation.responses:
        for sample in response.body.samples if response.body and response.status[:1] in ("", "2") else ():
            value = orjson.loads(sample.json) if sample.json.startswith("{") else None
            if isinstance(value, dict):
                yield value
                yield from (inner for inner in value.values() if len(value) == 1 and isinstance(inner, dict))


def _key_of(text: str, value: dict[str, Any]) -> str:
    """The key of an object that is an id or name and has this text."""
    return next((key for key, inner in value.items() if inner == text and _NAMING.search(key)), "")


def without_ids(path: str) -> str:
    """The path with placeholders for all of its parts that look like ids."""
    names: set[str] = set()

    def placeholder(match: re.Match[str]) -> str:
        owner = _PLURAL.sub(lambda end: end[1] or ("y" if end[2] else ""), match[1].replace("-", "_"))
        name = f"{owner}_id"
        while name in names:
            name += "_2"
        names.add(name)
        return "/" + match[1] + "/{" + name + "}"

    return _PART.sub(placeholder, path)
