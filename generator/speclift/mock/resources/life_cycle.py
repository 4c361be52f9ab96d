"""The life of resources while the mock runs: what create, read, update, patch and delete do to them.

A resource that no request has touched is the documented sample with the requested id, so that every id can be read. A
removed resource cannot be read any more.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

import orjson

from speclift.contract.generation.generator import Generator
from speclift.contract.generation.work import Work
from speclift.contract.identifiers import body_schema, words
from speclift.contract.json_bytes import json_bytes
from speclift.contract.lifecycle import Resource, Step
from speclift.contract.records import Contract
from speclift.contract.shapes import items_of, parts_of, properties_of
from speclift.contract.validators import Validators
from speclift.mock.ids import INTEGER, id_text, typed
from speclift.mock.memo import MemoStore, size_of
from speclift.mock.problems import Problem, Violation, invalid_request
from speclift.mock.requests.check import Call
from speclift.mock.resources.json_templates import JsonTemplates
from speclift.mock.resources.overlays import Overlay
from speclift.mock.resources.patches import MERGE_PATCH, PatchError, overlaid_parts, patched
from speclift.mock.resources.store import REMOVED, Store
from speclift.mock.responses.lazy_rows import Rows
from speclift.mock.responses.listing import Listing, columns
from speclift.mock.responses.odata import sample_rows, select_properties, selected_names
from speclift.mock.responses.placing import Placing
from speclift.openapi.structure.nodes import Json


class Entities:
    """The resources of one kind, which `resource` describes. `sample` returns the documented one."""

    def __init__(
        self,
        contract: Contract,
        resource: Resource,
        store: Store,
        validators: Validators,
        sample: Callable[[], Any],
        room: MemoStore,
    ) -> None:
        self._contract = contract
        self._resource = resource
        self._store = store
        # Made on first use: most kinds of resources of a large contract are never used.
        kept: Callable[[str], Any] = room.keep(lambda _: sample(), size_of)
        self._sample: Callable[[], Any] = functools.partial(kept, "")
        self._written = room.keep(self._write, JsonTemplates.size)
        self._validators = validators
        self._overlay = Overlay(contract, resource, validators)
        self._listing = Listing(contract, resource, validators)
        self._placing = Placing(contract, resource, validators)
        self.identity = resource.identity

    def after(self, step: Step, call: Call, ignored: frozenset[str]) -> Json | list[Json] | Problem | None:
        """The resource after an operation, a list if it creates several, None after a delete; or the problem it has.

        `ignored` has the operations that a faulty mock forgets: its `create`, `update` or `delete` changes nothing.
        """
        body = call.body
        if step.holder and isinstance(body, dict):
            body = body.get(step.holder)
            # A change is about one resource, even where it has a list of them.
            body = body[0] if step.role != "create" and isinstance(body, list) and body else body
        if step.role == "create":
            if not isinstance(body, list):
                return self._created(step, call, body, ignored)
            if len(body) > MOST_AT_ONCE:
                return Problem(413, "too-many", f"A request creates at most {MOST_AT_ONCE} resources.")
            return [self._created(step, call, each, ignored) for each in body]
        if step.role == "save":
            return self._saved(step, call, body, ignored)
        identity = self._asked(step, call)
        entity = self._current(call, identity)
        if entity is None:
            return self._gone(identity)
        match step.role:
            case "read":
                return entity
            case "delete":
                if "delete" not in ignored:
                    self._store.put(self._resource.name, self._below(call) + identity, REMOVED)
                return None
            case "patch":
                return self._patched(call, identity, entity, body, ignored)
        return self._kept(call, identity, self._overlay.over(entity, body), ignored)

    def placed(self, step: Step, body: Any, entity: Json | list[Json]) -> Any:
        """A response body with the resource in its place, or with all resources of a list."""
        if isinstance(entity, list):
            return self._placing.all_placed(step, body, entity)
        return self._placing.placed(step, body, entity)

    def read(self, step: Step, call: Call, selected: str) -> bytes | Problem:
        """A resource as JSON, or the problem if it was removed. If `selected` names properties, all others are null."""
        identity = self._asked(step, call)
        data = self._store.get(self._resource.name, self._below(call) + identity)
        if data is None:
            entity, key = self._sample(), self._resource.identity
            if isinstance(entity, dict) and key in entity and not self._resource.owners:
                return self._written(selected).of(self._overlay.own_id(identity, entity[key]))
            data = json_bytes(self._made(call, identity, None))
        elif data == REMOVED:
            return self._gone(identity)
        names = selected_names(selected)
        return json_bytes(select_properties(orjson.loads(data), names)) if names else data

    def _write(self, selected: str) -> JsonTemplates:
        """The template of the sample, with null in properties that are not selected."""
        sample, key, names = self._sample(), self._resource.identity, selected_names(selected)
        if not names:
            return JsonTemplates(sample, key)
        # If the id is not selected, it is null for every resource.
        return JsonTemplates(select_properties(sample, names), key if key.lower() in names else "")

    def is_untouched(self) -> bool:
        """Whether all requests get the same list: no resource was touched, and the resources have no owners."""
        return not (self._resource.owners or self._store.known(self._resource.name))

    def rows(self, samples: Sequence[Any], call: Call) -> Rows | None:
        """The rows of a list of columns: those of the samples, then those of resources that were created or changed.
        None if no resource was touched.
        """
        known, below = self._known(call), self._below(call)

        def row(identity: str) -> Json:
            entity = orjson.loads(self._data(below, identity))
            return {"PrimaryKey": entity.get(self._resource.identity), **columns(entity)}

        there = [identity for identity, is_there in known.items() if is_there]
        return Rows(sample_rows(samples, known), there, row) if known else None

    def listed(self, rows: Sequence[Any], call: Call, names: frozenset[str] | None, *, is_written: bool) -> Rows:
        """The documented list, with the resources that were created or changed, and without those that were removed.
        With `names`, all other properties of new resources are null. With `is_written`, new resources are written JSON:
        as values, they would take many times the memory.
        """
        key = self._resource.identity
        known, below = self._known(call), self._below(call)
        shown = self._listing.shown(rows)

        def entity(identity: str) -> Any:
            return self._listing.item(self._data(below, identity), shown, names, is_written=is_written)

        left = [row for row in rows if not (isinstance(row, dict) and str(row.get(key)) in known)]
        left = [self._owned(call, row) if isinstance(row, dict) else row for row in left]
        return Rows(left, [identity for identity, is_there in known.items() if is_there], entity)

    def _data(self, below: str, identity: str) -> bytes:
        """The JSON of a known resource."""
        return self._store.get(self._resource.name, below + identity) or b"null"

    def _below(self, call: Call) -> str:
        """The prefix of ids in the store, with the owners that a request names: each owner has resources of its own."""
        if not self._resource.owners:
            return ""
        return "".join(f"{quote(id_text(call.path.get(o.parameter)), safe='')}/" for o in self._resource.owners)

    def _known(self, call: Call) -> dict[str, bool]:
        """The ids of all known resources of the owners that a request names, and whether each exists."""
        below = self._below(call)
        known = self._store.known(self._resource.name)
        return {key[len(below) :]: is_there for key, is_there in known if key.startswith(below)}

    def _owned(self, call: Call, entity: Json) -> Json:
        """A resource with the owners of the request, if it has properties for them."""
        said = {o.property: call.path.get(o.parameter) for o in self._resource.owners if o.property in entity}
        fitting = {name: value for name, value in said.items() if self._overlay.fits(name, value)}
        return {**entity, **fitting} if fitting else entity

    def _gone(self, identity: str) -> Problem:
        return Problem(404, "not-found", f"{self._resource.schema or self._resource.name} {identity} was removed.")

    def _asked(self, step: Step, call: Call) -> str:
        place = step.id_input
        given = {"path": call.path, "query": call.query}.get(place.location, call.body) if place else None
        found = given.get(place.name) if place and isinstance(given, dict) else None
        return id_text(found)

    def _current(self, call: Call, identity: str) -> Json | None:
        data = self._store.get(self._resource.name, self._below(call) + identity)
        if data == REMOVED and data is not None:
            return None
        found: Json = orjson.loads(data) if data else self._made(call, identity, None)
        return found

    def _made(self, call: Call, identity: str, body: Any) -> Json:
        """The sample with this id, and with the properties of a body."""
        sample = self._sample()
        entity: Json = self._owned(call, dict(sample)) if isinstance(sample, dict) else {}
        key = self._resource.identity
        own = self._overlay.own_id(identity, entity.get(key))
        # A sample without an id gets one if the schema accepts it.
        is_known = key in self._overlay.properties
        if key in entity or (self._overlay.fits(key, own) if is_known else INTEGER.fullmatch(identity)):
            entity[key] = own
        return self._overlay.over(entity, body)

    def _created(self, step: Step, call: Call, body: Any, ignored: frozenset[str]) -> Json:
        made = self._new(step, call, body)
        identity = str(made.get(self._resource.identity, ""))
        if "create" in ignored:
            self._store.put(self._resource.name, self._below(call) + identity, REMOVED)
            return made
        return self._kept(call, identity, made, ignored)

    def _new(self, step: Step, call: Call, body: Any) -> Json:
        """A resource with a unique id, which fits the schema of ids if such an id is found."""
        name, key = self._resource.name, self._resource.identity
        if (said := self._given(step, body)) is not None:
            return {**self._made(call, id_text(said), body), key: said}
        given, read = self._overlay.properties.get(key, {}), self._resource.step("read")
        place = read.id_input if read else None
        asked = [p.schema for p in read.operation.parameters if place and p.name == place.name] if read else []
        schemas = [given, *asked]
        work = Work()
        for _ in range(_MOST_IDS):
            number = self._store.new_id(name)
            # The sample would give the same id again and again.
            made = Generator(self._contract.schemas, f"{name} {number}", work=work, turns={(): 1})
            found: tuple[Any, ...] = (str(number), *(id_text(made.value(schema)) for schema in schemas))
            for identity in found:
                entity = self._made(call, identity, body)
                fits = all(self._validators.of(schema).accepts(entity.get(key)) for schema in schemas)
                is_own = key not in entity or id_text(entity[key]) == identity
                if fits and is_own and self._store.get(name, self._below(call) + identity) is None:
                    return entity
        # No id fits the schema. It is more important that the id is unique.
        unlike = str(self._store.new_id(name))
        entity = self._made(call, unlike, body)
        return {**entity, key: typed(unlike, entity.get(key))}

    def _given(self, step: Step, body: Any) -> Any:
        """The id that a body gives to its new resource; None if the server chooses ids."""
        key, schemas = self._resource.identity, self._contract.schemas
        given = body.get(key) if isinstance(body, dict) and step.role == "create" else None
        if isinstance(given, (bool, dict, list, type(None))):
            return None
        asked = body_schema(step.operation)
        asked = properties_of(asked, schemas).get(step.holder, asked) if step.holder else asked
        parts = parts_of(items_of(asked, schemas) or asked, schemas)
        is_asked = any(key in part.get("required", ()) for part in parts)
        return given if (is_asked or words(key)[-1:] != ("id",)) and self._overlay.fits(key, given) else None

    def _kept(self, call: Call, identity: str, entity: Json, ignored: frozenset[str]) -> Json:
        if "update" not in ignored:
            self._store.put(self._resource.name, self._below(call) + identity, json_bytes(entity))
        return entity

    def _saved(self, step: Step, call: Call, body: Any, ignored: frozenset[str]) -> Json:
        """The resource that a body describes: changed if the body has an id, else created."""
        key = self._resource.identity
        given = body.get(key) if isinstance(body, dict) else None
        if not given or isinstance(given, (bool, dict, list)):
            made = self._new(step, call, body)
            return self._kept(call, str(made.get(key, "")), made, ignored)
        identity = id_text(given)
        entity = self._current(call, identity) or self._made(call, identity, None)
        return self._kept(call, identity, self._overlay.over(entity, body), ignored)

    def _patched(self, call: Call, identity: str, entity: Json, body: Any, ignored: frozenset[str]) -> Json | Problem:
        if not isinstance(body, list) and not call.media_type.startswith(MERGE_PATCH):
            # Null is a value like any other; only in a merge patch (RFC 7396) does it remove something.
            return self._kept(call, identity, self._overlay.over(entity, overlaid_parts(entity, body)), ignored)
        try:
            found = patched(entity, body)
        except (PatchError, RecursionError) as error:
            return Problem(409, "conflict", f"The patch cannot be applied: {error}")
        if not isinstance(found, dict) or not (found.keys() & entity.keys()):
            return Problem(409, "conflict", "The patch leaves nothing of the resource.")
        if not self._overlay.whole.accepts(found):
            # Faults that the resource had before are not faults of the request.
            before = {(fault.pointer, fault.rule) for fault in self._overlay.whole.faults(entity)}
            broken = [
                Violation("body", fault.rule, f"the result: {fault.message}", "", fault.pointer)
                for fault in self._overlay.whole.faults(found)
                if (fault.pointer, fault.rule) not in before
            ]
            if broken:
                return invalid_request(broken, 409)
        kept = {name: found[name] if name in found else self._overlay.emptied(name) for name in entity}
        if self._resource.identity in entity:
            fixed = {name: entity[name] for name in self._overlay.fixed if name in entity}
            kept = {**self._overlay.over(kept, found), **fixed}
        return self._kept(call, identity, kept, ignored)


#: The most resources that one request creates: all other requests wait for it.
MOST_AT_ONCE = 1000
#: How many numbers are tried for the id of a new resource.
_MOST_IDS = 100
