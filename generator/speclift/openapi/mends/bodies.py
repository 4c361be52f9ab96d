"""Mends of request bodies, of responses, and of their media types (OpenAPI 3.1.1, 4.8.13 to 4.8.17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.openapi.checking.semantics import missing_operation
from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.keys import renamed
from speclift.openapi.structure.media_types import read_key
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import is_extension

_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX)")
#: What can be read as a status: three characters, and perhaps words after them.
_NEARLY_STATUS = re.compile(r"([1-5](?:[0-9]{2}|xx|\*\*))(?![0-9])")
_ENCODING_STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject")

#: Fields of an example that exclude each other: the first of each pair counts.
_EXCLUSIVE = (
    ("value", "externalValue"),
    ("value", "dataValue"),
    ("value", "serializedValue"),
    ("serializedValue", "externalValue"),
)


def statuses(node: Json, site: Site) -> Iterator[Change]:
    """The keys of `responses` are statuses, ranges of them such as `4XX`, or `default`."""
    yield from renamed(node, "responses", "status", _status, ("status", "response"))


def responses(node: Json, site: Site) -> Iterator[Change]:
    """An operation has responses; since 3.1, it may leave them out."""
    given = node.get("responses")
    is_empty = isinstance(given, Mapping) and not any(not is_extension(key) for key in given)
    if is_empty or ("responses" not in node and site.version == "3.0"):
        message = "the operation has no responses; any response is allowed"
        default = {"default": {"description": ""}}
        yield Change("missing-responses", message, fields={"responses": {**(given or {}), **default}})


def schemas_of_2_0(node: Json, site: Site) -> Iterator[Change]:
    """A schema belongs to a media type; in Swagger 2.0 it belongs to the body itself."""
    if "schema" in node and "content" not in node and "$ref" not in node:
        message = "the body itself has a schema, as in Swagger 2.0; it is read as the schema of JSON"
        content = {"application/json": {"schema": node["schema"]}}
        yield Change("swagger-field", message, "schema", fields={"schema": GONE, "content": content})


def media_types(node: Json, site: Site) -> Iterator[Change]:
    """A key of `content` is one media type."""
    content = node.get("content")
    if not isinstance(content, Mapping) or all("," not in key for key in content):
        return
    kept: Json = {}
    names: dict[str, str] = {}
    found: list[Change] = []
    for key, value in content.items():
        meant = read_key(key)
        if meant == (key,):
            kept[key] = value
            continue
        added = [name for name in meant if name not in content and name not in kept]
        kept |= dict.fromkeys(added, value)
        for name in added:
            names[name] = key
        what = f"it is read as {' and '.join(map(repr, added))}"[:200] if added else "it is left out"
        found.append(Change("media-type", f"{key[:60]!r} is not a media type; {what}", ("content", key)))
    if found:
        *others, last = found
        yield from others
        yield Change(last.kind, last.message, last.key, fields={"content": kept}, names={"content": names})


def encodings(node: Json, site: Site) -> Iterator[Change]:
    """The style is one that forms have."""
    style = node.get("style")
    if isinstance(style, str) and style not in _ENCODING_STYLES:
        message = f"the style {style[:40]!r} is not allowed here; the default applies"
        yield Change("unknown-style", message, "style", fields={"style": GONE})


def examples(node: Json, site: Site) -> Iterator[Change]:
    """An example gives its value as data, in serialized form, or by an address (OpenAPI 3.2.0, section 4.19.1)."""
    for first, second in _EXCLUSIVE:
        if first in node and second in node and (site.version == "3.2" or second == "externalValue"):
            message = f"{first} and {second} are both there; {first} counts"
            yield Change("two-values", message, second, fields={second: GONE})
            node = {key: value for key, value in node.items() if key != second}


def links(node: Json, site: Site) -> Iterator[Change]:
    """A link leads to one operation."""
    if "operationId" in node and "operationRef" in node:
        message = "operationId and operationRef are both there; operationId counts"
        yield Change("two-values", message, "operationRef", fields={"operationRef": GONE})
    elif not {"$ref", "operationId", "operationRef"} & node.keys() and site.version != "3.0":
        yield Change("missing-field", "the link leads to no operation; it is left out", is_gone=True)
    missing = missing_operation(node, site.document, site.operation_ids)
    if missing:
        yield Change("unknown-operation", f"{missing}, which the link leads to; it is left out", is_gone=True)


def _status(key: Any) -> str | None:
    """The status that a key of `responses` means; None where that is unclear."""
    if key == "default" or is_extension(key) or _STATUS.fullmatch(key):
        return str(key)
    word = key.strip().lower()
    found = _NEARLY_STATUS.match(word)
    if found:
        return found[1].replace("*", "X").upper()
    if re.fullmatch(r"[1-5][0-9]x", word):
        return f"{word[0]}XX"
    return "default" if word == "default" else None
