"""The responses of an operation: the types of its results and errors, and how they are distinguished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from speclift.client.annotations import ANYTHING, NOTHING, Annotation, SchemaReader, kinds_of
from speclift.client.media import (
    by_kind,
    files_of,
    is_binary,
    is_json_like,
    is_text,
    is_xml_or_yaml,
    json_kinds_of,
    schema_of,
)
from speclift.client.operations.paging import Pagination, pagination_of
from speclift.contract.records import Operation, Response
from speclift.model.client_settings import PagingHint
from speclift.openapi.structure.media_types import OCTETS, is_range, is_stream

#: Types whose values are plain text without quotes where the whole response is one value.
_TEXTS = ("DateTime", "Date", "Duration", "Decimal", "Uuid")
#: Media types of texts that may be JSON.
_PLAIN = ("text/plain", "text/json", "text/javascript", "text/x-json")
_JSON = "application/json"
_SUCCESS, _REDIRECT, _FAILURE = ("2",), ("3",), ("3", "4", "5", "d")


class Result(msgspec.Struct, frozen=True):
    """How the result of an operation is read from its responses.

    `kind` is `value`, `nothing`, `binary`, `stream`, `either` (a value or a stream) or `pages`.  `value` is the type of
    the result, `by_status` that of each status, or of both status and media type, where there are several, `item` that
    of the values of a stream or page, `errors` the types of bodies of errors by the same keys, `paging` how pages lead
    to each other.
    """

    kind: str = "nothing"
    value: Annotation = NOTHING
    item: Annotation = NOTHING
    accept: str = "*/*"
    doc: str = ""
    by_status: Mapping[str, Annotation] = {}
    errors: Mapping[str, Annotation] = {}
    paging: Pagination | None = None


class _Reading(msgspec.Struct, frozen=True):
    """How the content of one response is read.

    `others` has the types of the JSON media types whose values differ from `value`.
    """

    kind: str
    value: Annotation
    item: Annotation
    accept: str
    others: Mapping[str, Annotation] = {}


def result_of(operation: Operation, reader: SchemaReader, hints: Sequence[PagingHint] = ()) -> Result:
    """How the result of an operation is read from its responses.

    `default` stands for failures where a success is documented, else for the success (OpenAPI 3.1.1, section 4.8.16).
    """
    responses = {response.status: response for response in operation.responses}
    good = {status: response for status, response in responses.items() if status.startswith(_SUCCESS)}
    if not good and "default" in responses and not any(status.startswith(_REDIRECT) for status in responses):
        good = {"default": responses["default"]}
    # `default` is the body of every status without one of its own, also where it stands for the success.
    bad = {key: value for key, value in responses.items() if key.startswith(_FAILURE)}
    errors: dict[str, Annotation] = {}
    for status, response in bad.items():
        errors |= _errors(status, response, reader)
    redirects = {status: NOTHING for status in responses if status.startswith(_REDIRECT)}
    if not good and redirects:
        # The document does not describe the target of the redirect, which is the result; a call that writes and must
        # not follow the redirect returns the redirect itself.
        return Result(kind="binary", value=Annotation("Download"), errors=errors, by_status=redirects)
    if operation.method == "head":
        good = {}
    found = {status: _reading(response, reader) for status, response in good.items()}
    doc = next((response.description for response in good.values() if response.media_types), "")
    result = _combined(found)
    if result.kind == "value" and len(found) == 1:
        result = _paged(operation, next(iter(good.values())), result, reader, hints)
    return msgspec.structs.replace(result, errors=errors, doc=doc if result.kind != "nothing" else "")


def _combined(readings: Mapping[str, _Reading]) -> Result:
    """Several responses by status as one result."""
    real = [reading for reading in readings.values() if reading.kind != "nothing"]
    if not real:
        return Result()
    accept = ", ".join(dict.fromkeys(part for reading in real for part in reading.accept.split(", ")))
    kinds = {reading.kind for reading in real}
    if kinds == {"binary"}:
        return Result(kind="binary", value=Annotation("Download"), accept=accept)
    streams = [reading.item for reading in real if reading.kind in ("stream", "either")]
    if kinds == {"stream"}:
        return Result(kind="stream", item=_either(streams), accept=accept)
    by_status = {status: reading.value for status, reading in readings.items() if reading.kind != "stream"}
    if "binary" in kinds:
        # A file among values is read as a whole.
        by_status = {key: _plain("bytes") if readings[key].kind == "binary" else by_status[key] for key in by_status}
    for status in tuple(by_status):
        by_status |= {f"{status} {kind}": value for kind, value in readings[status].others.items()}
    value = _either(by_status.values())
    is_one = len({found.full for found in by_status.values()}) == 1
    return Result(
        kind="either" if streams else "value",
        value=value,
        item=_either(streams),
        accept=accept,
        by_status={} if is_one else by_status,
    )


def _reading(response: Response, reader: SchemaReader) -> _Reading:
    """How the content of a response is read: JSON if it has any, else a stream, text, or a file."""
    if not response.media_types:
        return _Reading("nothing", NOTHING, NOTHING, "*/*")
    kinds = by_kind(response.media_types)
    schemas = {kind: schema_of(media) for kind, media in kinds.items()}
    json_kinds = json_kinds_of(schemas)
    streams = [kind for kind in kinds if is_stream(kind)]
    texts = [kind for kind in kinds if is_text(kind) and kind not in (*json_kinds, *streams)]
    item = _either([_item(kind, schemas[kind], reader) for kind in streams]) if streams else NOTHING
    if json_kinds:
        chosen = _usual(json_kinds)
        accept = _JSON if is_range(chosen) or chosen == _JSON else kinds[chosen].name
        value = reader.annotation(schemas[chosen])
        several = _unlike(value, ((kind, schemas[kind]) for kind in json_kinds if kind != chosen), reader)
        same = [schemas[kind] for kind in json_kinds]
        others = [kind for kind in kinds if kind not in (*json_kinds, *streams) and schemas[kind] not in same]
        value = _either([value, *_beside(others, schemas, reader)])
        return _Reading("either" if streams else "value", value, item, ", ".join([accept, *streams]), several)
    if streams:
        return _Reading("stream", NOTHING, item, ", ".join(streams))
    files = files_of(kinds)
    if files or not texts or any(is_binary(schemas[kind]) for kind in texts):
        accept = OCTETS if OCTETS in files else ", ".join(files or kinds)
        return _Reading("binary", Annotation("Download"), NOTHING, accept)
    value = _text(texts[0], schemas[texts[0]], reader)
    return _Reading("value", value, NOTHING, ", ".join(kinds))


def _unlike(usual: Annotation, media: Iterable[tuple[str, Any]], reader: SchemaReader) -> dict[str, Annotation]:
    """The types of the JSON media types, given with their schemas, whose values are of another type than usual."""
    typed = {kind: reader.annotation(schema) for kind, schema in media}
    return {kind: found for kind, found in typed.items() if found != usual and found.source != "Any"}


def _usual(kinds: Sequence[str]) -> str:
    """The JSON media type that the client asks for, among those that are documented."""
    return _JSON if _JSON in kinds else kinds[0]


def _beside(kinds: Iterable[str], schemas: Mapping[str, Any], reader: SchemaReader) -> list[Annotation]:
    """The types of content that is documented beside JSON: files, and texts except XML, which repeats the JSON."""
    files = [kind for kind in kinds if not is_text(kind) and is_binary(schemas[kind])]
    texts = [kind for kind in kinds if kind.startswith("text/") and not is_xml_or_yaml(kind)]
    found = [_plain("str")] if any(_text(kind, schemas[kind], reader).source == "str" for kind in texts) else []
    return [*found, *([_plain("bytes")] if files else [])]


def _text(kind: str, schema: Any, reader: SchemaReader) -> Annotation:
    """The type of a text: that of its schema where plain text is documented as a JSON value other than a string."""
    found = reader.annotation(schema) if kind in _PLAIN else ANYTHING
    is_text = kinds_of(schema)[0] == ["string"] or found.source in ("Any", "File", "str", *_TEXTS)
    return _plain("str") if is_text else found


def _item(kind: str, schema: Any, reader: SchemaReader) -> Annotation:
    """The type of each value of a stream; a list in the schema stands for all of them."""
    if isinstance(schema, Mapping) and schema.get("type") == "array" and kind != "text/event-stream":
        schema = schema.get("items", {})
    found = reader.annotation(schema)
    if found.source == "File" or (found.source == "Any" and kind == "text/event-stream" and schema in ({}, None)):
        return _plain("str")
    return found


def _errors(status: str, response: Response, reader: SchemaReader) -> dict[str, Annotation]:
    """The types of the body of an error: that of its status, and those of media types that have another one."""
    schemas = [(kind, schema_of(media)) for kind, media in by_kind(response.media_types).items()]
    typed = _unlike(ANYTHING, ((kind, schema) for kind, schema in schemas if is_json_like(kind, schema)), reader)
    usual = next(iter(typed.values()), ANYTHING)
    others = {f"{status} {kind}": found for kind, found in typed.items() if found != usual}
    return {status: usual, **others} if typed else {}


def _paged(
    operation: Operation, response: Response, result: Result, reader: SchemaReader, hints: Sequence[PagingHint]
) -> Result:
    """The result as the first page of a list, where it is one; else unchanged."""
    schemas = {kind: schema_of(media) for kind, media in by_kind(response.media_types).items()}
    json_kinds = [kind for kind, schema in schemas.items() if is_json_like(kind, schema)]
    schema: Any = schemas[_usual(json_kinds)] if json_kinds else {}
    found = pagination_of(operation, schema, response.headers, reader, hints)
    if found is None:
        return result
    if result.by_status:
        # Each page is of the media type that the client asks for.
        result = msgspec.structs.replace(result, value=reader.annotation(schema), by_status={})
    return msgspec.structs.replace(result, kind="pages", item=reader.annotation(found.item), paging=found)


def _plain(source: str) -> Annotation:
    return Annotation(source)


def _either(annotations: Iterable[Annotation]) -> Annotation:
    """A union of types; null and an empty response are None."""
    given = list(annotations)
    real = [found for found in given if found.source != "None"]
    if not real:
        return NOTHING
    if any(found.source == "Any" for found in real):
        return ANYTHING
    return Annotation(
        " | ".join(dict.fromkeys(found.source for found in real)),
        frozenset().union(*(found.classes for found in real)),
        frozenset().union(*(found.runtime for found in real)),
        len(real) < len(given) or any(found.is_nullable for found in real),
    )
