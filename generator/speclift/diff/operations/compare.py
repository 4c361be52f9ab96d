"""Comparison of two operations: their parameters, bodies, responses and credentials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from speclift.contract.records import MediaType, Operation, Parameter, Response
from speclift.contract.routes import parameter_names, shape_of
from speclift.diff.description import Description
from speclift.diff.operations.credentials import credential_changes
from speclift.diff.operations.ranges import MediaTypes, Statuses, counterparts
from speclift.diff.operations.serialization import (
    Sent,
    as_written,
    encoding_changes,
    escapes_change,
    part_changes,
    style_change,
)
from speclift.diff.operations.servers import is_reached
from speclift.diff.rules.change import Direction
from speclift.diff.schemas.allof import as_text
from speclift.diff.schemas.binary import as_bytes
from speclift.diff.schemas.compare import Note, SchemaComparison
from speclift.diff.schemas.resolution import followed
from speclift.diff.schemas.schema import Schema
from speclift.diff.tokens import address_changes
from speclift.openapi.structure.media_types import is_form, is_multipart
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import is_reference, target_of

#: How many schemas of a body are searched for one that means the same as another but is written differently.
_MOST_SPELLINGS = 32


class OperationComparison:
    """Compares operations of two descriptions. Differences become notes of `schemas`, with operations by number."""

    def __init__(self, old: Description, new: Description, schemas: SchemaComparison) -> None:
        self._old = old
        self._new = new
        self._schemas = schemas
        self._known_credentials: dict[tuple[int, ...], tuple[tuple[str, str, str], ...]] = {}
        # Most bodies of a document have the same few media types.
        self._known_types: dict[tuple[Direction, tuple[str, ...]], MediaTypes] = {}

    def compare(self, number: int, old: Operation, new: Operation) -> None:
        """Compare an operation with its counterpart."""
        self._operation(number, old, new)
        self._parameters(number, old, new)
        self._request(number, old, new)
        self._responses(number, old, new)
        self._credentials(number, old, new)

    def _note(self, code: str, number: int, place: str = "", old: str = "", new: str = "") -> None:
        self._schemas.add(Note(code, number, place, old, new))

    def _credentials(self, number: int, old: Operation, new: Operation) -> None:
        # Operations that get their security from the document share one object.
        key = (id(old.security), id(old.scopes), id(new.security), id(new.scopes))
        if key not in self._known_credentials:
            self._known_credentials[key] = (
                *credential_changes(old, self._old.contract, new, self._new.contract),
                *address_changes(old, self._old.addresses, new, self._new.addresses),
            )
        for code, before, after in self._known_credentials[key]:
            self._note(code, number, "security", before, after)

    def _operation(self, number: int, old: Operation, new: Operation) -> None:
        if old.method != new.method:
            self._note("operation-method-changed", number, "", old.label, new.label)
        elif shape_of(old.path) != shape_of(new.path) and not is_reached(old, new):
            self._note("operation-path-changed", number, "", old.path, new.path)
        if old.operation_id != new.operation_id and not _is_made_up(old) and not _is_made_up(new):
            self._note("operation-id-changed", number, "operationId", old.operation_id, new.operation_id)
        if old.is_deprecated != new.is_deprecated:
            self._note("operation-deprecated" if new.is_deprecated else "operation-no-longer-deprecated", number)
        for tag in {*old.tags} - {*new.tags}:
            self._note("operation-tag-removed", number, "tags", tag)
        for tag in {*new.tags} - {*old.tags}:
            self._note("operation-tag-added", number, "tags", "", tag)
        for place, before, after in (
            ("summary", old.summary, new.summary),
            ("description", old.description, new.description),
        ):
            if before != after:
                self._note("description-changed", number, place, before, after)

    def _parameters(self, number: int, old: Operation, new: Operation) -> None:
        names = parameter_names(old.path), parameter_names(new.path)
        renamed = dict(zip(*names, strict=True)) if len(names[0]) == len(names[1]) else {}
        before = {_key(item, renamed): item for item in old.parameters}
        after = {_key(item, {}): item for item in new.parameters}
        moved = dict(_moved(before, after))
        for key, parameter in before.items():
            other = after.get(moved.get(key, key))
            if other is None:
                self._note("request-parameter-removed", number, _place_of(parameter), _type_label(parameter, self._old))
            else:
                self._parameter(number, parameter, other)
        for key, parameter in after.items():
            if key not in before and key not in moved.values():
                code = "request-required-parameter-added" if parameter.is_required else "request-parameter-added"
                self._note(code, number, _place_of(parameter), "", _type_label(parameter, self._new))

    def _parameter(self, number: int, old: Parameter, new: Parameter) -> None:
        before, after = self._old.normaliser.schema(old.schema), self._new.normaliser.schema(new.schema)
        if old == new and before.is_leaf:
            return
        place = _place_of(new)
        was = Sent(old, followed(before, self._old.components), self._old.components)
        now = Sent(new, followed(after, self._new.components), self._new.components)
        if old.location != new.location:
            self._note("request-parameter-moved", number, place, old.location, new.location)
        elif old.name != new.name and old.location == "path":
            self._note("request-parameter-renamed", number, place, old.name, new.name)
        elif change := style_change(was, now) or escapes_change(old, new):
            self._note("request-parameter-serialization-changed", number, place, *change)
        if old.is_required != new.is_required:
            name = "required" if new.is_required else "optional"
            self._note(f"request-parameter-became-{name}", number, place)
        if old.is_deprecated != new.is_deprecated:
            name = "deprecated" if new.is_deprecated else "no-longer-deprecated"
            self._note(f"request-parameter-{name}", number, place)
        written = as_written(was, now)
        if written:
            self._note("request-type-widened", number, place, before.label, after.label)
            before, after = written, now.schema
        self._schemas.compare(before, after, "request", number, place)

    def _request(self, number: int, old: Operation, new: Operation) -> None:
        place = "request body"
        if old.body and new.body:
            if old.body.is_required != new.body.is_required:
                name = "required" if new.body.is_required else "optional"
                self._note(f"request-body-became-{name}", number, place)
            self._contents(number, old.body.media_types, new.body.media_types, "request", place)
        elif old.body:
            self._note("request-body-removed", number, place, self._body_label(self._old, old.body.media_types))
        elif new.body:
            code = "request-required-body-added" if new.body.is_required else "request-body-added"
            self._note(code, number, place, "", self._body_label(self._new, new.body.media_types))

    def _responses(self, number: int, old: Operation, new: Operation) -> None:
        before = {response.status: response for response in old.responses}
        after = {response.status: response for response in new.responses}
        was, now = Statuses(before), Statuses(after)
        for status, other in counterparts(was, now):
            self._response(number, before[status], after[other])
        for status in before:
            # A range is still there if a part of it is left.
            if not now.is_covered(status) and not now.is_met(status):
                name = "success-status" if status.startswith("2") else "status"
                self._note(f"response-{name}-removed", number, f"response {status}", status)
        for status in after:
            if not was.is_covered(status):
                name = "success-status" if status.startswith("2") else "status"
                self._note(f"response-{name}-added", number, f"response {status}", "", status)

    def _response(self, number: int, old: Response, new: Response) -> None:
        place = f"response {old.status}"
        if old.media_types and new.media_types:
            self._contents(number, old.media_types, new.media_types, "response", place)
        elif old.media_types:
            self._note("response-body-removed", number, place, self._body_label(self._old, old.media_types))
        elif new.media_types:
            self._note("response-body-added", number, place, "", self._body_label(self._new, new.media_types))
        before = {header.name.lower(): header for header in old.headers}
        after = {header.name.lower(): header for header in new.headers}
        for name, header in before.items():
            inside = f"{place} header {header.name}"
            other = after.get(name)
            if other is None:
                self._note("response-header-removed", number, inside, header.name)
                continue
            if header.is_required != other.is_required:
                kind = "required" if other.is_required else "optional"
                self._note(f"response-header-became-{kind}", number, inside)
            self._header(number, header, other, inside)
        for name, header in after.items():
            if name not in before:
                self._note("response-header-added", number, f"{place} header {header.name}", "", header.name)

    def _header(self, number: int, old: Parameter, new: Parameter, place: str) -> None:
        """Compare the values of a response header: on the wire they are text, whatever their type."""
        before, after = self._old.normaliser.schema(old.schema), self._new.normaliser.schema(new.schema)
        was = Sent(old, followed(before, self._old.components), self._old.components)
        now = Sent(new, followed(after, self._new.components), self._new.components)
        wider, narrower = as_written(was, now), as_written(now, was)
        if wider or narrower:
            self._note(f"response-type-{'widened' if wider else 'narrowed'}", number, place, before.label, after.label)
        self._schemas.compare(wider or before, narrower or after, "response", number, place)

    def _contents(
        self,
        number: int,
        old: Sequence[MediaType],
        new: Sequence[MediaType],
        direction: Direction,
        place: str,
    ) -> None:
        """Compare media types, and the schemas of those that stayed: each different pair once."""
        before, after = {item.name: item for item in old}, {item.name: item for item in new}
        was, now = self._media_types(before, direction), self._media_types(after, direction)
        for name in before:
            if not now.is_covered(name):
                self._note(f"{direction}-media-type-removed", number, place, name)
        for name in after:
            if not was.is_covered(name):
                self._note(f"{direction}-media-type-added", number, place, "", name)
        seen: list[tuple[Schema, Schema]] = []
        written: set[tuple[bool, str, str]] = set()
        for name, other in counterparts(was, now):
            has_parts = is_multipart(name)
            given = has_parts, _text_of(before[name].schema), _text_of(after[other].schema)
            if given not in written:
                written.add(given)
                schemas = as_bytes(
                    name,
                    self._old.normaliser.schema(before[name].schema),
                    self._new.normaliser.schema(after[other].schema),
                )
                if schemas not in seen[:_MOST_SPELLINGS]:
                    inside = f"{place} {name}" if seen else place
                    seen.append(schemas)
                    self._schemas.compare(*schemas, direction, number, inside)
            # An encoding means nothing for other media types (OpenAPI 3.1.1, section 4.8.14.1).
            if not (has_parts or is_form(name)) or not (before[name].parts or after[other].parts):
                continue
            if direction == "request":
                for field, *change in encoding_changes(before[name], self._old, after[other], self._new):
                    self._note("request-parameter-serialization-changed", number, f"{place} {name} .{field}", *change)
            for code, field, *change in part_changes(before[name], self._old, after[other], self._new, direction):
                self._note(f"{direction}-{code}", number, f"{place} {name} .{field}", *change)
        if not seen and before and after:
            # No media type stayed, but their contents can still be compared.
            first = next(iter(before.values())), next(iter(after.values()))
            before_schema = self._old.normaliser.schema(first[0].schema)
            self._schemas.compare(before_schema, self._new.normaliser.schema(first[1].schema), direction, number, place)

    def _media_types(self, names: Iterable[str], direction: Direction) -> MediaTypes:
        key = direction, tuple(names)
        if key not in self._known_types:
            self._known_types[key] = MediaTypes(key[1], direction)
        return self._known_types[key]

    def _body_label(self, description: Description, media_types: Sequence[MediaType]) -> str:
        return description.normaliser.schema(media_types[0].schema).label if media_types else ""


def _text_of(schema: Json | None) -> str:
    """A text that is the same for equal schemas: of a reference alone, as most are, its target."""
    return str(target_of(schema)) if schema and is_reference(schema) else as_text(schema)


def _is_made_up(operation: Operation) -> bool:
    """Whether the document has no operation id, so that method and path serve as one."""
    return operation.operation_id == f"{operation.method} {operation.path}"


def _key(parameter: Parameter, renamed: Mapping[str, str]) -> tuple[str, str]:
    """The key of a parameter; one in the path has its new name."""
    if parameter.location == "path":
        return "path", renamed.get(parameter.name, parameter.name)
    return parameter.key


def _moved(
    before: Mapping[tuple[str, str], Parameter], after: Mapping[tuple[str, str], Parameter]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Parameters that moved from one location to another, under the same name."""
    removed = {key: parameter for key, parameter in before.items() if key not in after}
    added = {key: parameter for key, parameter in after.items() if key not in before}
    for key, parameter in sorted(removed.items(), key=lambda entry: entry[0]):
        targets = [other for other, candidate in added.items() if _has_same_name(parameter, candidate)]
        if len(targets) == 1 and sum(_has_same_name(source, added[targets[0]]) for source in removed.values()) == 1:
            yield key, targets[0]


def _has_same_name(old: Parameter, new: Parameter) -> bool:
    """Whether two parameters of different locations have the same name; only names of headers ignore case."""
    if old.location == new.location:
        return False
    if "header" in (old.location, new.location):
        return old.name.lower() == new.name.lower()
    return old.name == new.name


def _place_of(parameter: Parameter) -> str:
    return f"{parameter.location} parameter {parameter.name}"


def _type_label(parameter: Parameter, description: Description) -> str:
    return description.normaliser.schema(parameter.schema).label
