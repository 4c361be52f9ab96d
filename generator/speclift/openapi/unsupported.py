"""What a tool does not do of a document, told by name and place: nothing of a document is left out in silence.

What several tools do not do stands here, for each to say in its own words; the rest is in a table of each tool.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import orjson

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import pointer, walk


class Limit(msgspec.Struct, frozen=True):
    """A field of a kind of object (`structure/objects.py`) that a tool does not use, and what it does instead.

    `kind` and `key` name the field, `name` is the stable name of the warning, `message` a sentence without a full
    stop.  Where it depends on more than the field being there, `applies` tells of the object whether it is met, and
    `word` is a text in JSON that such a document has.
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
    """The limits that a document meets, each place as a warning, and what stands there."""
    by_kind: dict[str, list[Limit]] = {}
    for limit in _possible(document, limits):
        by_kind.setdefault(limit.kind, []).append(limit)
    # Schemas are most of a document, and hold nothing but schemas.
    without = () if "schemas" in by_kind else ("schemas",)
    for node, kind, place in walk(document, without=without) if by_kind else ():
        for limit in by_kind.get(kind, ()):
            if limit.key in node and (limit.applies is None or limit.applies(node)):
                yield Fault(pointer((place, limit.key)), limit.message, limit.name), node[limit.key]


def _possible(document: Json, limits: Sequence[Limit]) -> Sequence[Limit]:
    """The limits whose words occur at all: as JSON, a large document is searched in a fraction of the time."""
    try:
        text = orjson.dumps(document, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:
        # It has what JSON has not, such as large numbers.
        return limits
    words = {limit: (limit.word or f'"{limit.key}":').encode() for limit in limits}
    return [limit for limit in limits if words[limit] in text]


def has(key: str, *values: object) -> Callable[[Mapping[str, Any]], bool]:
    """Whether a field of an object has one of some values."""
    return lambda node: node.get(key) in values


def has_inside(key: str, *names: str) -> Callable[[Mapping[str, Any]], bool]:
    """Whether what stands in a field, or in one of a list or map there, has a field of one of some names."""

    def applies(node: Mapping[str, Any]) -> bool:
        inner = node.get(key)
        parts = inner if isinstance(inner, list) else [inner, *(inner.values() if isinstance(inner, Mapping) else ())]
        return any(isinstance(part, Mapping) and not part.keys().isdisjoint(names) for part in parts)

    return applies


def has_content(fits: Callable[[str], bool]) -> Callable[[Mapping[str, Any]], bool]:
    """Whether the content of an object has a media type that fits."""

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
        # What Swagger 2.0 has and OpenAPI 3 has not.
        (Limit("schemas", "x-collection-format", "nested-list", ""),),
    )
}


def shared(messages: Mapping[str, str]) -> tuple[Limit, ...]:
    """The limits that a tool has in common with others: the name of each, and what this tool says of it."""
    return tuple(
        msgspec.structs.replace(limit, message=message) for name, message in messages.items() for limit in _SHARED[name]
    )
