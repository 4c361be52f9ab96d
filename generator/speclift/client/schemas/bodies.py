"""The body of a request: each way in which an operation takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from speclift.client.annotations import Annotation, SchemaReader, alternatives, kinds_of, properties_of
from speclift.client.literals import string
from speclift.client.media import by_kind, files_of, is_binary, is_text, is_xml_or_yaml, json_kinds_of, schema_of
from speclift.client.records import BodyArgument, Media
from speclift.client.schemas.hoist import is_object
from speclift.contract.records import Encoding, MediaType, Operation, Parameter
from speclift.openapi.structure.media_types import (
    FORM,
    OCTETS,
    is_json_sequence,
    is_multipart,
    is_range,
    plain_kind,
)
from speclift.openapi.structure.nodes import Node
from speclift.openapi.structure.references import dereferenced, refers_to

#: Up to this number, the properties of a request object may be given as keyword arguments.
FEW_PROPERTIES = 8

#: Lists of changes (RFC 6902), and the properties that change (RFC 7396).
JSON_PATCH, MERGE_PATCH = "application/json-patch+json", "application/merge-patch+json"

_CONTENT = Annotation("Content", runtime=frozenset({"Content"}))
_TEXT = Annotation("str | Content", runtime=frozenset({"Content"}))


class _Way(msgspec.Struct, frozen=True):
    """One way in which a body may be sent: the format, the media type, the type and the schema."""

    kind: str
    media_type: str
    annotation: Annotation
    schema: Any
    parts: Mapping[str, Encoding] = {}


class Request(msgspec.Struct, frozen=True):
    """How an operation takes its body, and what it uses for that.

    `properties` are those that may be given as keyword arguments instead, `needed` the names of those that it must
    have, `annotations` are all types that it names, `dictionary` is the component whose dictionary the body may be,
    empty where there is none.
    """

    body: BodyArgument | None = None
    properties: Mapping[str, Any] = {}
    annotations: Sequence[Annotation] = ()
    dictionary: str = ""
    needed: frozenset[str] = frozenset()


def request_of(operation: Operation, reader: SchemaReader) -> Request:
    """How an operation takes its body."""
    request = operation.body
    if request is None:
        return Request()
    text, is_required = request.description, request.is_required
    kinds = by_kind(request.media_types)
    patch = _patches(operation.method, kinds)
    kinds = _without_patches(operation.method, kinds)
    if not kinds:
        return Request(BodyArgument("patch", patch.source, "", "", is_required, text), annotations=[patch])
    ways = _ways(kinds, reader)
    first = ways[0]
    properties: Mapping[str, Any] = {}
    needed: frozenset[str] = frozenset()
    target = _target(first.schema, reader)
    if first.kind in ("json", "form", "multipart") and target in reader.class_names:
        if is_object(reader.schemas[target]):
            properties, needed = properties_of(reader.schemas[target])
        properties = {name: inner for name, inner in properties.items() if not _is_read_only(inner)}
    is_small = 0 < len(properties) <= FEW_PROPERTIES
    sources = dict.fromkeys([*(part for way in ways for part in _parts(way)), *filter(None, [patch.source])])
    dictionary = "" if is_small else reader.inputs.get(target, "")
    if dictionary:
        sources = dict.fromkeys([*(part for part in sources if part != "None"), dictionary, *sources])
    body = BodyArgument(
        kind=first.kind,
        annotation=" | ".join(sources),
        media_type=string(first.media_type),
        model=reader.class_names[target] if is_small else "",
        is_required=is_required and not is_small,
        is_nullable=first.annotation.is_nullable,
        is_needed=is_required,
        is_partial=plain_kind(first.media_type) == MERGE_PATCH,
        doc=text,
        type=first.annotation.full,
        encoding=_encoding(first, reader),
        others=tuple(
            Media(
                way.kind,
                "" if way.schema == {} else way.annotation.full,
                string(way.media_type),
                _encoding(way, reader),
            )
            for way in ways[1:]
        ),
    )
    annotations = [patch, *(way.annotation for way in ways), *([_MEDIA] if body.others else []), *_encodings(body)]
    needed = frozenset() if body.is_partial else needed
    return Request(body, properties if is_small else {}, annotations, target if dictionary else "", needed)


def body_target(operation: Operation, reader: SchemaReader) -> str:
    """The component that is the body of an operation where it is sent as JSON or a form; empty where there is none."""
    kinds = by_kind(operation.body.media_types) if operation.body else {}
    kinds = _without_patches(operation.method, kinds)
    if not kinds:
        return ""
    first = _ways(kinds, reader)[0]
    target = _target(first.schema, reader)
    is_written = first.kind in ("json", "form", "multipart") and target in reader.class_names
    return target if is_written and is_object(reader.schemas[target]) else ""


def _target(schema: Any, reader: SchemaReader) -> str:
    """The component that a body refers to, directly or through others, perhaps beside null; empty where it refers to
    none, or to several.
    """
    found, seen = "", set[str]()
    while found not in seen and not (isinstance(schema, dict) and is_object(schema)):
        seen.add(found)
        others = alternatives(schema)
        found = refers_to(others[0] if len(others) == 1 else schema) or found
        schema = reader.schemas.get(found)
    return found


def _patches(method: str, kinds: Iterable[str]) -> Annotation:
    """The kinds of patch that a body may be; the source is empty where it is none."""
    wanted = {JSON_PATCH: "JsonPatch", MERGE_PATCH: "MergePatch"} if method == "patch" else {}
    found = sorted(wanted[kind] for kind in kinds if kind in wanted)
    return Annotation(" | ".join(found), runtime=frozenset(found))


def _without_patches(method: str, kinds: Mapping[str, MediaType]) -> dict[str, MediaType]:
    """The media types of a body that are not JSON Patch, by name or by schema. Beside JSON Patch, a merge patch needs
    no type of its own.
    """
    if method != "patch" or JSON_PATCH not in kinds:
        return dict(kinds)
    changes = schema_of(kinds[JSON_PATCH])
    return {
        kind: media
        for kind, media in kinds.items()
        if kind not in (JSON_PATCH, MERGE_PATCH) and schema_of(media) != changes
    }


_MEDIA = Annotation("Media", runtime=frozenset({"Media"}))


def _encodings(body: BodyArgument) -> list[Annotation]:
    has_any = body.encoding or any(other.encoding for other in body.others)
    return [Annotation("Encoding", runtime=frozenset({"Encoding"}))] if has_any else []


def _parts(way: _Way) -> Sequence[str]:
    parts = way.annotation.source.split(" | ") if "[" not in way.annotation.source else [way.annotation.source]
    return [*parts, "None"] if way.annotation.is_nullable else parts


def _ways(kinds: Mapping[str, MediaType], reader: SchemaReader) -> list[_Way]:
    """How a body may be sent: as JSON first, then as a file, a form, and as text."""
    schemas = {kind: schema_of(media) for kind, media in kinds.items()}
    found: list[_Way] = []
    json_kinds = json_kinds_of(schemas)
    for number, kind in enumerate(json_kinds):
        schema = schemas[kind]
        if number and schema == schemas[json_kinds[0]]:
            continue
        annotation = reader.annotation(schema)
        if all(annotation != other.annotation for other in found):
            name = "application/json" if is_range(kind) else kinds[kind].name
            found.append(_Way("json", name, annotation, schema))
    has_json = bool(found)
    lines = [_lines(kinds[kind].name, schemas[kind], reader) for kind in kinds if is_json_sequence(kind)]
    forms = _forms(kinds, reader)
    texts = [kind for kind in kinds if is_text(kind) and kind != FORM and kind not in json_kinds]
    found += [way for way in lines if way]
    texts = [kind for kind in texts if kinds[kind].name not in [way.media_type for way in found]]
    texts = [kind for kind in texts if not is_binary(schemas[kind]) and not (has_json and is_xml_or_yaml(kind))]
    files = files_of(kinds)
    is_file = any(is_binary(schema) and kind not in json_kinds for kind, schema in schemas.items())
    is_file = is_file or any(not schemas[kind] for kind in files)
    if is_file or (files and not set(files) & set(json_kinds)):
        media_type = OCTETS if OCTETS in files or not files or is_range(files[0]) else kinds[files[0]].name
        # JSON without a schema is a file like the others.
        found = [way for way in found if way.annotation.source != "Any"]
        found += [_Way("binary", media_type, _CONTENT, {}), *forms]
        texts = [kind for kind in texts if schemas[kind]]
    else:
        found += forms
    found += [_Way("text", kinds[kind].name if not is_range(kind) else "text/plain", _TEXT, {}) for kind in texts]
    # A way without a type could not be chosen by the type of the body.
    known = [way for way in found if way.annotation.source != "Any" or way.kind == "json"]
    return known or found or [_Way("binary", next(iter(kinds.values())).name, _CONTENT, {})]


def _lines(media_type: str, schema: Any, reader: SchemaReader) -> _Way | None:
    """A sequence of JSON values, by the schema of an array or of each value; None without a schema."""
    if not isinstance(schema, dict) or not schema:
        return None
    items = schema if schema.get("type") == "array" else {"type": "array", "items": schema}
    return _Way("lines", media_type, reader.annotation(items), items)


def _forms(kinds: Mapping[str, MediaType], reader: SchemaReader) -> list[_Way]:
    """The forms that a body may be, each of an object."""
    found = []
    for kind, media in kinds.items():
        schema = schema_of(media)
        if (kind == FORM or is_multipart(kind)) and not is_binary(schema):
            annotation = reader.annotation(schema)
            name = "form" if kind == FORM else "multipart"
            if not annotation.source.startswith("list[") and annotation.source not in ("str", "int", "float", "bool"):
                found.append(_Way(name, kind, annotation, schema, media.parts))
    return found


def _is_read_only(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("readOnly") is True


def _encoding(way: _Way, reader: SchemaReader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How properties of a form are written: a literal of their name, and the arguments of Encoding."""
    found = []
    types = _types_of_parts(way, reader) if way.kind == "multipart" else {}
    for name in dict.fromkeys([*way.parts, *types]):
        part = way.parts.get(name, Encoding())
        arguments = [f"style={string(part.style)}", f"explode={part.is_exploded}"] if part.style else []
        if part.is_reserved:
            arguments.append("reserved=True")
        if media_type := part.content_type or types.get(name):
            arguments.append(f"media_type={string(media_type)}")
        headers = _headers(part.headers)
        if headers:
            arguments.append(f"headers={{{', '.join(f'{key}: {value}' for key, value in headers)}}}")
        if arguments:
            found.append((string(name), tuple(arguments)))
    return tuple(found)


def _types_of_parts(way: _Way, reader: SchemaReader) -> dict[str, str]:
    """The media types that the schemas of files in a form give them (JSON Schema Validation 2020-12, section 8.4)."""
    schema = reader.schemas.get(_target(way.schema, reader), way.schema)
    properties, _ = properties_of(schema) if isinstance(schema, dict) else ({}, None)
    found = {name: _type_of_file(inner, reader.schemas) for name, inner in properties.items()}
    return {name: media_type for name, media_type in found.items() if media_type}


def _type_of_file(given: Any, schemas: Node) -> str:
    """The `contentMediaType` of a file, or of each file in a list; empty where it says only that this is a file."""
    schema = dereferenced(given, schemas)
    others = alternatives(schema)
    if len(others) == 1:
        return _type_of_file(others[0], schemas)
    if kinds_of(schema)[0] == ["array"]:
        schema = dereferenced(schema.get("items"), schemas)
    found = schema.get("contentMediaType")
    is_file = kinds_of(schema)[0] == ["string"] and "contentEncoding" not in schema
    return found if isinstance(found, str) and is_file and found != OCTETS else ""


def _headers(headers: Iterable[Parameter]) -> list[tuple[str, str]]:
    """The headers of a part whose values the document fixes: literals of names and values."""
    found = []
    for header in headers:
        schema: Any = header.schema
        if not isinstance(schema, dict):
            continue
        values: list[Any] = schema.get("enum") or []
        value = schema.get("const", values[0] if len(values) == 1 else schema.get("default"))
        if isinstance(value, str | int) and kinds_of(schema)[0] != ["boolean"]:
            found.append((string(header.name), string(str(value))))
    return found
