"""Things that live while the mock runs: what create, read, update, patch and delete do to them.

A thing that nobody touched is the documented sample with the id that was asked for, so that every id can be read.  What
was removed is gone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson

from speclift.contract.direction import WRITE_ONLY, is_marked
from speclift.contract.generated import Generator
from speclift.contract.identities import answer_schema, body_schema, component_of, words
from speclift.contract.lifecycle import Resource, Step, at
from speclift.contract.shapes import items_of, parts_of, properties_of
from speclift.contract.validators import Validators
from speclift.contract.wire import json_bytes
from speclift.contract.work import Work
from speclift.mock.conforming import conformed
from speclift.mock.kept import Room, size_of
from speclift.mock.odata import sample_rows, select_properties, selected_names
from speclift.mock.patches import MERGE_PATCH, PatchError, overlaid, overlaid_parts, patched
from speclift.mock.problems import Problem, Violation, invalid_request
from speclift.mock.requests import Call
from speclift.mock.rows import Rows
from speclift.mock.sites import replaced
from speclift.mock.state import REMOVED, Store
from speclift.mock.written import Written
from speclift.openapi.records import Contract, Json


class Entities:
    """The things of one resource. `sample` gives the documented one."""

    def __init__(
        self,
        contract: Contract,
        resource: Resource,
        store: Store,
        validators: Validators,
        sample: Callable[[], Any],
        room: Room,
    ) -> None:
        self._contract = contract
        self._resource = resource
        self._store = store
        # Made when it is first needed: most resources of a large contract never are.
        kept: Callable[[str], Any] = room.keep(lambda _: sample(), size_of)
        self._sample: Callable[[], Any] = functools.partial(kept, "")
        self._written = room.keep(self._write, Written.size)
        self._whole = validators.of(resource.shape)
        self._properties: Mapping[str, Json] = properties_of(resource.shape, contract.schemas)
        self._validators = validators
        self._same: dict[str, bool] = {}
        self._accepts: dict[str, Callable[[Any], bool]] = {}
        self.identity = resource.identity
        self._columns = self._listed_columns()
        self._demanded = self._listed_demands() if self._columns is not None else frozenset()
        #: What no request changes: the id, and what the thing stands below.
        self._fixed = (resource.identity, *(owner.property for owner in resource.owners if owner.property))
        self._hidden = frozenset(
            name for name, given in self._properties.items() if is_marked(given, WRITE_ONLY, contract.schemas)
        )

    def after(self, step: Step, call: Call, ignored: frozenset[str]) -> Json | Problem | None:
        """The thing that an operation answers with; None where it answers none.

        `ignored` are what a faulty mock forgets: `create`, `update` and `delete` leave no trace.
        """
        body = call.body
        if step.holder and isinstance(body, dict):
            body = body.get(step.holder)
        if step.role == "create":
            made = self._new(call, body)
            identity = str(made.get(self._resource.identity, ""))
            if "create" in ignored:
                self._store.put(self._resource.name, self._below(call) + identity, REMOVED)
                return made
            return self._kept(call, identity, made, ignored)
        if step.role == "save":
            return self._saved(call, body, ignored)
        identity = self._asked(step, call)
        thing = self._thing(call, identity)
        if thing is None:
            return self._gone(identity)
        match step.role:
            case "read":
                return thing
            case "delete":
                if "delete" not in ignored:
                    self._store.put(self._resource.name, self._below(call) + identity, REMOVED)
                return None
            case "patch":
                return self._patched(call, identity, thing, body, ignored)
        return self._kept(call, identity, self._overlaid(thing, body), ignored)

    def placed(self, step: Step, answer: Any, thing: Json) -> Any:
        """An answer with a thing where it has one: whole where it is of the same schema, else what both know."""
        if step.id_output is None:
            return answer
        keys, identity = step.id_output[:-1], thing.get(self._resource.identity)
        if not step.id_output:
            return identity
        inner = at(answer, keys)
        if not isinstance(inner, dict):
            # The sample shows nothing there.
            return replaced(answer, keys, thing) if answer is not None else thing
        if self._is_whole(step):
            return replaced(answer, keys, thing)
        last = step.id_output[-1]
        own = identity if _is_alike(identity, inner.get(last)) else str(identity)
        said = {name: thing[name] for name in inner if name in thing and _is_alike(thing[name], inner[name])}
        known = properties_of(self._answered(step), self._contract.schemas)
        fits = {n: v for n, v in {**said, last: own}.items() if self._is_better(v, inner.get(n), known.get(n))}
        return replaced(answer, keys, {**inner, **fits})

    def _is_whole(self, step: Step) -> bool:
        """Whether an answer has things of the same schema as reading one has."""
        known = self._same.get(step.operation.operation_id)
        if known is None:
            given, shape = self._answered(step), self._resource.shape
            known = given == shape or bool(component_of(given) and component_of(given) == component_of(shape))
            self._same[step.operation.operation_id] = known
        return known

    def _answered(self, step: Step) -> Json | None:
        """The schema of the object of an answer that has the id."""
        given: Any = answer_schema(step.operation)
        for key in (step.id_output or ())[:-1]:
            schemas = self._contract.schemas
            given = items_of(given, schemas) if isinstance(key, int) else properties_of(given, schemas).get(key)
        return given if isinstance(given, dict) else None

    def read(self, step: Step, call: Call, selected: str) -> bytes | Problem:
        """A thing as JSON; with all properties but the selected ones nulled out, where any are."""
        identity = self._asked(step, call)
        data = self._store.get(self._resource.name, self._below(call) + identity)
        if data is None:
            thing, key = self._sample(), self._resource.identity
            if isinstance(thing, dict) and key in thing and not self._resource.owners:
                return self._written(selected).of(self._own(identity, thing[key]))
            data = json_bytes(self._made(call, identity, None))
        elif data == REMOVED:
            return self._gone(identity)
        names = selected_names(selected)
        return json_bytes(select_properties(orjson.loads(data), names)) if names else data

    def _write(self, selected: str) -> Written:
        """The sample, or what is selected of it, for every id."""
        sample, key, names = self._sample(), self._resource.identity, selected_names(selected)
        if not names:
            return Written(sample, key)
        # An id that is not selected is null, whatever it is.
        return Written(select_properties(sample, names), key if key.lower() in names else "")

    def is_untouched(self) -> bool:
        """Whether a list of them is the same for everyone: nothing was made, changed or removed, nothing owns them."""
        return not (self._resource.owners or self._store.known(self._resource.name))

    def rows(self, samples: Sequence[Any], call: Call) -> Rows | None:
        """The rows of a list that has columns of things: those of samples, then what was made and changed.

        None where nothing was touched.
        """
        known, below = self._known(call), self._below(call)

        def row(identity: str) -> Json:
            thing = orjson.loads(self._data(below, identity))
            return {"PrimaryKey": thing.get(self._resource.identity), **_columns(thing)}

        there = [identity for identity, is_there in known.items() if is_there]
        return Rows(sample_rows(samples, known), there, row) if known else None

    def listed(self, rows: Sequence[Any], call: Call, names: frozenset[str] | None, *, is_written: bool) -> Rows:
        """A list of things as documented, with what was made and changed, and without what was removed.

        With `names`, all other properties of what was made are nulled out.  Where that `is_written`, it is JSON
        already: as values, all that was saved would take many times its memory.
        """
        key = self._resource.identity
        known, below = self._known(call), self._below(call)

        # A list may demand what reading and making a thing do not know; a sample of it shows what to say.
        shown = next((row for row in rows if isinstance(row, dict)), {}) if self._demanded else {}
        demanded = {name: shown[name] for name in self._demanded if name in shown}

        def thing(identity: str) -> Any:
            data = self._data(below, identity)
            if names is None and self._columns is not None:
                made = orjson.loads(data)
                return {**demanded, **{name: item for name, item in made.items() if name in self._columns}}
            if names is None:
                return orjson.Fragment(data) if is_written else orjson.loads(data)
            selected = select_properties(orjson.loads(data), names)
            return orjson.Fragment(json_bytes(selected)) if is_written else selected

        left = [row for row in rows if not (isinstance(row, dict) and str(row.get(key)) in known)]
        left = [self._owned(call, row) if isinstance(row, dict) else row for row in left]
        return Rows(left, [identity for identity, is_there in known.items() if is_there], thing)

    def _items(self) -> Json:
        """The schema of what a list has; empty where there is no list."""
        step = self._resource.step("list")
        if step is None or step.rows is None:
            return {}
        schemas, given = self._contract.schemas, answer_schema(step.operation)
        for key in step.rows:
            given = properties_of(given, schemas).get(str(key))
        return items_of(given, schemas)

    def _listed_demands(self) -> frozenset[str]:
        """The properties that a list requires of each thing."""
        parts = parts_of(self._items(), self._contract.schemas)
        return frozenset(name for part in parts for name in part.get("required", ()))

    def _listed_columns(self) -> frozenset[str] | None:
        """What a list shows of each thing; None where it shows the whole."""
        items, schemas = self._items(), self._contract.schemas
        if not items:
            return None
        shape = self._resource.shape
        if items == shape or (component_of(items) and component_of(items) == component_of(shape)):
            return None
        known = properties_of(items, schemas)
        return frozenset(known) if known else None

    def _data(self, below: str, identity: str) -> bytes:
        """A thing that is known."""
        return self._store.get(self._resource.name, below + identity) or b"null"

    def _below(self, call: Call) -> str:
        """What stands before an id in the store: the things that a thing stands below, each of which has its own."""
        if not self._resource.owners:
            return ""
        return "".join(f"{quote(_identity(call.path.get(o.parameter)), safe='')}/" for o in self._resource.owners)

    def _known(self, call: Call) -> dict[str, bool]:
        """Whether each thing is there that is known, of those that stand below the same as that of a request."""
        below = self._below(call)
        known = self._store.known(self._resource.name)
        return {key[len(below) :]: is_there for key, is_there in known if key.startswith(below)}

    def _owned(self, call: Call, thing: Json) -> Json:
        """A thing that says what it stands below, where its sample does."""
        said = {o.property: call.path.get(o.parameter) for o in self._resource.owners if o.property in thing}
        return {**thing, **{name: value for name, value in said.items() if self._fits(name, value)}} if said else thing

    def _gone(self, identity: str) -> Problem:
        return Problem(404, "not-found", f"{self._resource.schema or self._resource.name} {identity} was removed.")

    def _asked(self, step: Step, call: Call) -> str:
        place = step.id_input
        given = {"path": call.path, "query": call.query}.get(place.location, call.body) if place else None
        found = given.get(place.name) if place and isinstance(given, dict) else None
        return _identity(found)

    def _thing(self, call: Call, identity: str) -> Json | None:
        data = self._store.get(self._resource.name, self._below(call) + identity)
        if data == REMOVED and data is not None:
            return None
        found: Json = orjson.loads(data) if data else self._made(call, identity, None)
        return found

    def _made(self, call: Call, identity: str, body: Any) -> Json:
        """The sample with an id of its own, and with what a body says."""
        sample = self._sample()
        thing: Json = self._owned(call, dict(sample)) if isinstance(sample, dict) else {}
        key = self._resource.identity
        if key in thing or _INTEGER.fullmatch(identity):
            thing[key] = self._own(identity, thing.get(key))
        return self._overlaid(thing, body)

    def _new(self, call: Call, body: Any) -> Json:
        """A thing with an id that no other has, and that the schema of ids accepts where one can be found."""
        name, key = self._resource.name, self._resource.identity
        if (said := self._given(body)) is not None:
            return {**self._made(call, _identity(said), body), key: said}
        given, read = self._properties.get(key, {}), self._resource.step("read")
        place = read.id_input if read else None
        asked = [p.schema for p in read.operation.parameters if place and p.name == place.name] if read else []
        schemas = [given, *asked]
        work = Work()
        for _ in range(_MOST_IDS):
            number = self._store.new_id(name)
            made = Generator(self._contract.schemas, f"{name} {number}", work=work)
            found: tuple[Any, ...] = (str(number), *(_identity(made.value(_unshown(schema))) for schema in schemas))
            for identity in found:
                thing = self._made(call, identity, body)
                fits = all(self._validators.of(schema).accepts(thing.get(key)) for schema in schemas)
                is_own = key not in thing or _identity(thing[key]) == identity
                if fits and is_own and self._store.get(name, self._below(call) + identity) is None:
                    return thing
        # No id fits: one that no other thing has is worth more.
        unlike = str(self._store.new_id(name))
        thing = self._made(call, unlike, body)
        return {**thing, key: _typed(unlike, thing.get(key))}

    def _own(self, identity: str, shown: Any) -> Any:
        """An id in the type of the one that the sample shows; that one where only it fits the schema."""
        typed, key = _typed(identity, shown), self._resource.identity
        return typed if key not in self._properties or self._fits(key, typed) or not self._fits(key, shown) else shown

    def _is_better(self, value: Any, shown: Any, schema: Json | None) -> bool:
        """Whether a value may take the place of the one that is shown: it fits the schema, or neither does."""
        if schema is None or value == shown:
            return True
        accepts = self._validators.of(schema).accepts
        return accepts(value) or not accepts(shown)

    def _given(self, body: Any) -> Any:
        """The id that a body gives to what it makes: one that is no number of the server's."""
        key = self._resource.identity
        create = self._resource.step("create")
        if not isinstance(body, dict) or create is None or isinstance(body.get(key), (bool, dict, list, type(None))):
            return None
        asked = body_schema(create.operation)
        asked = properties_of(asked, self._contract.schemas).get(create.holder, asked) if create.holder else asked
        is_asked = any(key in part.get("required", ()) for part in parts_of(asked, self._contract.schemas))
        return body[key] if (is_asked or words(key)[-1:] != ("id",)) and self._fits(key, body[key]) else None

    def _overlaid(self, thing: Json, body: Any) -> Json:
        """A thing with the properties of a body that its schema knows and accepts, but its own id and place."""
        if not isinstance(body, dict):
            return thing
        said = {
            name: conformed(self._contract, self._properties[name], value)
            for name, value in body.items()
            if name not in self._fixed and name in self._properties and name not in self._hidden
        }
        found = {**thing, **said}
        if self._whole.accepts(found):
            return found
        # Of an object that a body gives in part, the rest stays.
        merged = {**thing, **{name: overlaid(thing.get(name), value) for name, value in said.items()}}
        if self._whole.accepts(merged):
            return merged
        return {
            **thing,
            **{name: v for name, value in said.items() for v in self._kept_of(name, thing.get(name), value)},
        }

    def _kept_of(self, name: str, old: Any, new: Any) -> list[Any]:
        """What is kept of a property that a body gives: it, else it over what was there; nothing where neither fits."""
        return [value for value in (new, overlaid(old, new)) if self._fits(name, value)][:1]

    def _fits(self, name: str, value: Any) -> bool:
        # Every request that reads a thing asks this of its id.
        accepts = self._accepts.get(name)
        if accepts is None:
            accepts = self._accepts[name] = self._validators.of(self._properties[name]).accepts
        return accepts(value)

    def _emptied(self, name: str) -> Any:
        """What is left of a property that was removed: null, else the empty value of its type."""
        empty: tuple[Any, ...] = (None, "", 0, False, [], {})
        return next((value for value in empty if self._fits(name, value)), None)

    def _kept(self, call: Call, identity: str, thing: Json, ignored: frozenset[str]) -> Json:
        if "update" not in ignored:
            self._store.put(self._resource.name, self._below(call) + identity, json_bytes(thing))
        return thing

    def _saved(self, call: Call, body: Any, ignored: frozenset[str]) -> Json:
        """A thing that has an id is changed, one that has none is made."""
        key = self._resource.identity
        given = body.get(key) if isinstance(body, dict) else None
        if not given or isinstance(given, (bool, dict, list)):
            made = self._new(call, body)
            return self._kept(call, str(made.get(key, "")), made, ignored)
        identity = _identity(given)
        thing = self._thing(call, identity) or self._made(call, identity, None)
        return self._kept(call, identity, self._overlaid(thing, body), ignored)

    def _patched(self, call: Call, identity: str, thing: Json, body: Any, ignored: frozenset[str]) -> Json | Problem:
        if not isinstance(body, list) and not call.media_type.startswith(MERGE_PATCH):
            # Null is a value like any other; only a merge patch (RFC 7396) removes with it.
            return self._kept(call, identity, self._overlaid(thing, overlaid_parts(thing, body)), ignored)
        try:
            found = patched(thing, body)
        except (PatchError, RecursionError) as error:
            return Problem(409, "conflict", f"The patch cannot be applied: {error}")
        if not isinstance(found, dict) or not (found.keys() & thing.keys()):
            return Problem(409, "conflict", "The patch leaves nothing of the thing.")
        if not self._whole.accepts(found):
            # What was wrong before is no fault of the request.
            before = {(fault.pointer, fault.rule) for fault in self._whole.faults(thing)}
            broken = [
                Violation("body", fault.rule, f"the result: {fault.message}", "", fault.pointer)
                for fault in self._whole.faults(found)
                if (fault.pointer, fault.rule) not in before
            ]
            if broken:
                return invalid_request(broken, 409)
        kept = {name: found[name] if name in found else self._emptied(name) for name in thing}
        if self._resource.identity in thing:
            fixed = {name: thing[name] for name in self._fixed if name in thing}
            kept = {**self._overlaid(kept, found), **fixed}
        return self._kept(call, identity, kept, ignored)


def _is_alike(value: Any, shown: Any) -> bool:
    """Whether a value is of the type of the one that is shown."""
    return shown is None or type(value) is type(shown)


def _typed(identity: str, shown: Any) -> Any:
    """An id in the type of the one that is shown; that one where it cannot be of this type."""
    if identity and isinstance(shown, str):
        return identity
    return int(identity) if _INTEGER.fullmatch(identity) else shown


#: So many ids are tried for a new thing.
_MOST_IDS = 100


def _unshown(schema: Json) -> Json:
    """The schema of an id without what is shown of it, which would be the same id again and again."""
    return {name: item for name, item in schema.items() if name not in ("examples", "default")}


#: Numbers of 64 bits, which is what JSON is written with here.
_INTEGER = re.compile(r"-?\d{1,18}|\d{19}", re.ASCII)


def _identity(given: Any) -> str:
    """An id as text: JSON Schema takes 185.0 for an integer."""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return "" if given is None else str(given)


def _columns(thing: Json) -> Json:
    """The scalars of a thing as columns of a list."""
    return {f"{name[:1].lower()}{name[1:]}": v for name, v in thing.items() if not isinstance(v, (dict, list))}
