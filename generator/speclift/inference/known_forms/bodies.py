"""What the body of a request or response is: nothing, a scalar, a type, or a list or map of these."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.inference.known_forms.naming import TypeNames
from speclift.inference.known_forms.objects import Observations, SeenBody, Side
from speclift.inference.known_forms.sample_texts import is_date_time
from speclift.inference.known_forms.shapes import Shapes
from speclift.inference.known_forms.words import singular, subjects, told
from speclift.model.operation import Example
from speclift.model.page import OperationPage
from speclift.model.schema import Anything, ArrayOf, MapOf, Place, Ref, Scalar, Schema
from speclift.model.wording import Wording
from speclift.reading.known_forms.http_messages import sample_media_types, status_of


class ResolvedBody(msgspec.Struct, frozen=True):
    """The schema of a body, and its sample; None where there is no sample, or where it should be JSON and is not."""

    schema: Schema
    example: Example | None


class Bodies(msgspec.Struct, frozen=True):
    """The request body and the response body of the operation of a page; None where there is no content."""

    request: ResolvedBody | None
    response: ResolvedBody | None


def resolve_bodies(
    pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, names: TypeNames, wording: Wording
) -> tuple[Bodies, ...]:
    """The bodies of each page, in the order of the pages."""
    resolver = _Resolver(pages, seen, shapes, names, wording)
    return tuple(
        Bodies(resolver.body(index, "request"), resolver.body(index, "response") if content_status(page) else None)
        for index, page in enumerate(pages)
    )


def content_status(page: OperationPage) -> str:
    """The status whose response has the body that the page describes; empty where no response has content."""
    body = page.response
    shown = status_of(page.response_sample)
    if body is None or shown == "204":
        return ""
    if not (body.rows or body.kind or body.type or (page.response_sample and page.response_sample.body)):
        return ""
    if not page.statuses:
        return shown or "200"
    success = next((row.name for row in page.statuses if row.name.startswith("2")), "")
    return "" if success in ("204", "205") else success


def _example(body: SeenBody) -> Example | None:
    if body.sample is None or not body.sample.body:
        return None
    place = Place(body.sample.file, body.sample.line)
    if body.has_sample:
        return Example(body.value, True, place)
    media = sample_media_types(body.sample)
    return None if not media or "json" in media[0] else Example(body.sample.body, False, place)


class _Resolver:
    """Resolves bodies against the named shapes of the whole reference."""

    def __init__(
        self, pages: Sequence[OperationPage], seen: Observations, shapes: Shapes, names: TypeNames, wording: Wording
    ) -> None:
        self.pages = pages
        self.seen = seen
        self.shapes = shapes
        self.names = names
        self.wording = wording

    def body(self, page: int, side: Side) -> ResolvedBody | None:
        body = self.seen.bodies.get((page, side))
        if body is None:
            return None
        if side == "request" and body.section.kind == "binary":
            return ResolvedBody(Scalar("string", "binary"), _example(body))
        return ResolvedBody(self._at(body, ""), _example(body))

    def _at(self, body: SeenBody, wrapper: str) -> Schema:
        for index in body.roots:
            item = self.seen.objects[index]
            if item.wrapper == wrapper and (wrapper or not self._is_printed_array(body)):
                return Ref(self._name_of(self.shapes.of_object[index], body))
        kinds = {kind for where, kind in body.kinds if where == wrapper}
        if "map" in kinds:
            return MapOf(self._at(body, wrapper + "{}"))
        if "array" in kinds or (not wrapper and self._is_printed_array(body)):
            return ArrayOf(self._items(body, wrapper + "[]"))
        section = body.section
        printed = "" if wrapper else section.kind or section.type
        scalar = self.wording.scalar(printed)
        if scalar and not section.rows:
            return scalar
        return self._shown(body, wrapper, kinds, printed)

    def _items(self, body: SeenBody, wrapper: str) -> Schema:
        if body.roots and not any(self.seen.objects[index].wrapper for index in body.roots):
            return Ref(self._name_of(self.shapes.of_object[body.roots[0]], body))
        return self._at(body, wrapper)

    def _is_printed_array(self, body: SeenBody) -> bool:
        lists = self.wording.lists
        return body.section.kind in lists or body.section.type in lists

    def _shown(self, body: SeenBody, wrapper: str, kinds: set[str], printed: str) -> Schema:
        if "string" in kinds:
            is_time = not wrapper and isinstance(body.value, str) and is_date_time(body.value)
            return Scalar("string", "date-time" if is_time else "")
        if "number" in kinds:
            return Scalar("number", "double")
        if "integer" in kinds:
            return Scalar("integer", "int32")
        if "boolean" in kinds:
            return Scalar("boolean")
        if not wrapper and body.sample and body.sample.body and not body.has_sample:
            return Scalar("string", "byte")
        if printed == "binary":
            return Scalar("string", "binary")
        if self.wording.is_type_name(printed) and printed in self.names.shape_of:
            return Ref(printed)
        return Anything(is_object=printed in self.wording.objects or "{}" in kinds)

    def _name_of(self, shape: int, body: SeenBody) -> str:
        """Which of the names of a shape this body means."""
        names = self.names.of_shape[shape]
        if len(names) == 1:
            return names[0]
        page = self.pages[body.page]
        response = page.response
        candidates = [body.section.type, response.type if response else ""]
        candidates += told(body.section.description, self.wording)
        candidates += told(response.description, self.wording) if response else ()
        candidates += subjects(self.wording.action_of(page.operation_id))
        candidates += [singular(part) for part in reversed(page.path.split("/"))]
        candidates += page.path.split("/")
        owner = self.wording.owner_of(page.operation_id)
        candidates += sorted((name for name in names if name in owner), key=len, reverse=True)
        return next((name for name in candidates if name in names), names[0])
