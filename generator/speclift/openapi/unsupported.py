"""Which parts of a document a tool does not support, by name and place: nothing of a document is left out silently. The
parts that several tools do not support are here, with messages of each tool; the rest is in a table of each tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import orjson

from speclift.openapi.structure.fault import OPERATION, Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import OBJECTS, pointer, walk
from speclift.openapi.structure.paths import METHODS, OTHER_METHODS

#: The fields that hold operations, by the kind of their object.
_OPERATIONS = frozenset({("document", "webhooks"), *(("pathItems", key) for key in (*METHODS, OTHER_METHODS))})


class Limit(msgspec.Struct, frozen=True):
    """A field of a kind of object (`structure/objects.py`) that a tool does not use, and what it does instead.

    `kind` and `key` name the field, `name` is the stable name of the warning, `message` a sentence without a full stop.
    Where more than the presence of the field matters, `applies` says whether the object meets the limit, and `word` is
    a text that the JSON of such a document contains.
    """

    kind: str
    key: str
    name: str
    message: str
    applies: Callable[[Mapping[str, Any]], bool] | None = None
    word: str = ""


def limits_of(document: Json, limits: Sequence[Limit]) -> tuple[Fault, ...]:
    """The limits that a document meets, each place as a warning."""
    return tuple(fault for fault, _ in places_of(document, limits))


def places_of(document: Json, limits: Sequence[Limit]) -> Iterator[tuple[Fault, Any]]:
    """The limits that a document meets, each place as a warning, and the value there."""
    by_kind: dict[str, list[Limit]] = {}
    for limit in _possible(document, limits):
        by_kind.setdefault(limit.kind, []).append(limit)
    without = OBJECTS.keys() - _leading_to(by_kind)
    for node, kind, place in walk(document, without=without) if by_kind else ():
        for limit in by_kind.get(kind, ()):
            if limit.key in node and (limit.applies is None or limit.applies(node)):
                lost = OPERATION if (limit.kind, limit.key) in _OPERATIONS else limit.key
                fault = Fault(pointer((place, limit.key)), limit.message, limit.name, lost=lost)
                yield fault, node[limit.key]


def _leading_to(kinds: Iterable[str]) -> set[str]:
    """Some kinds of objects, and all kinds that may have them somewhere inside."""
    found = set(kinds)
    while outer := {
        kind
        for kind, fields in OBJECTS.items()
        if kind not in found and any(inner in found for _, inner in fields.values())
    }:
        found |= outer
    return found


def _possible(document: Json, limits: Sequence[Limit]) -> Sequence[Limit]:
    """The limits whose words occur at all: a search through JSON takes a fraction of the time for a large document."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # It has values that JSON lacks, such as large numbers.
        return limits
    words = {limit: (limit.word or f'"{limit.key}":').encode() for limit in limits}
    return [limit for limit in limits if words[limit] in text]


def has(key: str, *values: object) -> Callable[[Mapping[str, Any]], bool]:
    """A test whether a field of an object has one of these values."""
    return lambda node: node.get(key) in values


def has_inside(key: str, *names: str) -> Callable[[Mapping[str, Any]], bool]:
    """A test whether the object in a field, or one in a list or map there, has a field with one of these names."""

    def applies(node: Mapping[str, Any]) -> bool:
        inner = node.get(key)
        parts = inner if isinstance(inner, list) else [inner, *(inner.values() if isinstance(inner, Mapping) else ())]
        return any(isinstance(part, Mapping) and not part.keys().isdisjoint(names) for part in parts)

    return applies


def has_content(fits: Callable[[str], bool]) -> Callable[[Mapping[str, Any]], bool]:
    """A test whether the content of an object has a media type that fits."""

    def applies(node: Mapping[str, Any]) -> bool:
        content = node.get("content")
        return isinstance(content, Mapping) and any(fits(str(name)) for name in content)

    return applies


_CERTIFICATE = has("type", "mutualTLS")
_TREE, _DEVICE = has_inside("tags", "parent", "kind"), has_inside("flows", "deviceAuthorizationUrl")
#: The fields that several tools do not use, by the name of the warning.
_SHARED: Mapping[str, tuple[Limit, ...]] = {
    limits[0].name: limits
    for limits in (
        (Limit("document", "webhooks", "webhook", ""),),
        (Limit("operations", "callbacks", "callback", ""),),
        (Limit("responses", "links", "link", ""),),
        (Limit("document", "tags", "tag-tree", "", _TREE, '"tags":'),),
        tuple(Limit("mediaTypes", key, "parts", "") for key in ("prefixEncoding", "itemEncoding")),
        tuple(Limit("encodings", key, "nested-parts", "") for key in ("encoding", "prefixEncoding", "itemEncoding")),
        (Limit("securitySchemes", "type", "certificate", "", _CERTIFICATE, '"mutualTLS"'),),
        (Limit("securitySchemes", "flows", "flows", ""),),
        (Limit("securitySchemes", "flows", "device-flow", "", _DEVICE, '"deviceAuthorizationUrl":'),),
        tuple(Limit("securitySchemes", key, "discovery", "") for key in ("openIdConnectUrl", "oauth2MetadataUrl")),
        (Limit("examples", "externalValue", "external-example", ""),),
        # These exist in Swagger 2.0, but not in OpenAPI 3.
        (Limit("schemas", "x-collection-format", "nested-list", ""),),
    )
}


def shared(messages: Mapping[str, str]) -> tuple[Limit, ...]:
    """The limits that a tool shares with others; `messages` are what this tool says about each, by its name."""
    return tuple(
        msgspec.structs.replace(limit, message=message) for name, message in messages.items() for limit in _SHARED[name]
    )
