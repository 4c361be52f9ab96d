"""One operation of the mock: from an incoming request to its response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from speclift.contract.identifiers import rows_of
from speclift.contract.json_bytes import compact, json_bytes
from speclift.contract.lifecycle import Step
from speclift.contract.next_links import NEXT_LINK
from speclift.contract.records import Contract, Operation
from speclift.contract.validators import Validators
from speclift.mock.faults.fault import Fault
from speclift.mock.memo import LONGEST, Memo, MemoStore
from speclift.mock.problems import Problem
from speclift.mock.requests.check import Call, Incoming, RequestChecker
from speclift.mock.requests.prefer import NO_PREFERENCE, Preference, preference
from speclift.mock.resources.life_cycle import Entities
from speclift.mock.responses.errors import Refusals
from speclift.mock.responses.location import located
from speclift.mock.responses.odata import (
    ROWS,
    identified_rows,
    next_link,
    page,
    sample_rows,
    select_columns,
    select_properties,
    selected_names,
)
from speclift.mock.responses.paging import Paging
from speclift.mock.responses.responses import Outgoing, Responder
from speclift.mock.responses.row_ids import RowIds
from speclift.mock.responses.sites import Site


class Endpoint:
    """Responds to the requests of one operation.

    `life` is set if the operation is part of a life cycle, `fault` if it has a fault.  `known` keeps the responses of
    all endpoints as bytes; `response_validators` validates responses, `validators` requests.
    """

    def __init__(
        self,
        contract: Contract,
        operation: Operation,
        validators: Validators,
        response_validators: Validators,
        responder: Responder,
        secret: str | None,
        life: tuple[Entities, Step] | None,
        fault: Fault | None,
        known: Memo,
        room: MemoStore,
    ) -> None:
        self.fault = fault
        self._name = operation.operation_id
        self._known = known
        self._validators = response_validators
        self._whole: dict[str, bytes] = room.mapping()
        self._room = room
        self._names = room.keep(selected_names)
        self._site = Site(contract, operation, None, None, None)
        self._checker = RequestChecker(
            contract, operation, validators, secret, room, fault.lets_through if fault else frozenset()
        )
        self._responder = responder
        self._refusals = Refusals(operation, response_validators, responder, room)
        self._life = life
        self._forgets = fault.forgets if fault else frozenset()
        options = {name: operation.query_option(name) for name in ("$select", "$top", "$skip")}
        schema = contract.schema_of(self._site.schema)
        # A map has no properties to select from.
        self._is_object = "properties" in contract.schema_of(schema.get("items", schema))
        self._options = {name: parameter.name for name, parameter in options.items() if parameter}
        self._is_list = life is not None and life[1].role == "list"
        # The response has its object in an envelope.
        self._is_wrapped = life is not None and len(life[1].id_output or ()) != 1
        listed = contract.schema_of(schema.get("properties", {}).get("value"))
        items = contract.schema_of(listed.get("items"))
        rows = items.get("properties", {})
        keys = rows_of(contract, operation) if operation.method == "get" else None
        paging = None if keys is None or "$top" in self._options else Paging(contract, operation, keys, validators)
        # None for a list that is not paged, and for one that is paged as in OData.
        self._paging = (
            paging if paging and (paging.is_asked or (self._is_list and keys not in ((), ("value",)))) else None
        )
        # The list has the resources themselves, not rows about them with a key of their own.
        self._has_entities = bool(rows) and "primarykey" not in map(str.lower, rows)
        self._row_ids = RowIds(contract, self._name, items, validators, room, ROWS) if "$top" in self._options else None

    def takes(self, values: Sequence[str]) -> bool:
        """Whether the path parameters accept these values."""
        return self._checker.takes(values)

    def respond(self, incoming: Incoming) -> Outgoing | Problem:
        """The response to a request, or the problem for which it is refused."""
        call, problem = self._checker.check(incoming)
        found = problem or self._accepted(call)
        return self._refusals.documented(found, incoming.path) if isinstance(found, Problem) else found

    def _accepted(self, call: Call) -> Outgoing | Problem:
        incoming, fault = call.incoming, self.fault
        if fault and fault.crashes and fault.crashes(call):
            return Problem(500, "fault", f"The fault {fault.name}.")
        wanted = preference(incoming.headers, incoming.query)
        found = self._response(call, wanted)
        if fault and fault.change and isinstance(found, Outgoing):
            found = fault.change(self._site, found)
        if wanted is not NO_PREFERENCE and isinstance(found, Outgoing) and wanted.applied():
            applied = ("preference-applied", wanted.applied())
            found = msgspec.structs.replace(found, headers=(*found.headers, applied))
        return found

    def _response(self, call: Call, wanted: Preference) -> Outgoing | Problem:
        accept = call.incoming.headers.get(b"accept", b"")
        if wanted is not NO_PREFERENCE and wanted.picks:
            response = self._responder.response(wanted)
            if isinstance(response, Problem):
                return response
            found = self._responder.respond(response, wanted, accept)
        else:
            found = self._responder.usually(accept)
            if not self.fault and isinstance(found, Outgoing) and found.value is not None and found.status < 300:
                written = self._written(found, call)
                if isinstance(written, Problem):
                    return written
                if written is not None:
                    made = Outgoing(found.status, found.media_type, content=written, headers=found.headers)
                    return self._linked(made, found.value, call)
            found = self._with_entity(found, call)
        if not isinstance(found, Outgoing) or found.value is None or not 200 <= found.status <= 299:
            return found
        sample = found.value
        value = self._narrowed(sample, call) if self._options or self._is_list or self._paging else sample
        found = found if value is found.value else msgspec.structs.replace(found, value=value)
        return self._linked(found, sample, call)

    def _written(self, sample: Outgoing, call: Call) -> bytes | Problem | None:
        """The body of the response, put together from JSON that is already written; None if that is impossible."""
        if self._life and self._life[1].role == "read":
            entities, step = self._life
            if self._is_wrapped:
                return None
            selected = self._selected(call)
            if "$top" in self._options or (isinstance(selected, str) and len(selected) > LONGEST):
                return None
            return entities.read(step, call, selected if self._is_object and isinstance(selected, str) else "")
        if self._life and not (self._life[1].role == "list" and self._life[0].is_untouched()):
            return None
        # As long as nothing changes, equal requests get equal responses.
        is_always_same = not self._options and self._paging is None
        if is_always_same or not (call.query or "$top" in self._options or (self._paging and self._paging.has_links)):
            found = self._whole.get(sample.media_type)
            if found is None:
                found = compact(json_bytes(sample.value))
                self._room.put(self._whole, sample.media_type, found, len(found))
            return found
        incoming = call.incoming
        asked = (
            self._name,
            sample.media_type,
            incoming.query_string,
            incoming.path,
            incoming.headers.get(b"host"),
            incoming.scheme,
        )
        found = self._known.get(asked)
        if found is None:
            found = json_bytes(self._narrowed(sample.value, call))
            self._known.put(asked, found)
        return found

    def _with_entity(self, found: Outgoing | Problem, call: Call) -> Outgoing | Problem:
        """The response with the resource that the request is about."""
        if isinstance(found, Problem) or self._life is None or self._life[1].role == "list":
            return found
        entities, step = self._life
        entity = entities.after(step, call, self._forgets)
        if isinstance(entity, Problem):
            return entity
        if entity is not None and step.located:
            first = entity if isinstance(entity, dict) else next(iter(entity), {})
            found = located(found, step, first.get(entities.identity), call, self._validators)
        if entity is None or found.content is not None or not found.has_body:
            return found
        return msgspec.structs.replace(found, value=entities.placed(step, found.value, entity))

    def _narrowed(self, value: Any, call: Call) -> Any:
        """The part of a value that `$select`, `$top`, `$skip` and other parameters for paging leave."""
        selected = self._selected(call)
        names = self._names(selected) if isinstance(selected, str) and "select" not in self._forgets else None
        if self._paging:
            value = self._paging.paged(value, call, lambda rows: self._listed(rows, call, None), self._identity)
            return select_properties(value, names) if names and self._is_object else value
        if isinstance(value, dict) and isinstance(value.get("value"), list):
            if "$top" in self._options:
                return self._paged(value, names, call)
            if self._is_list and self._has_entities:
                value = {**value, "value": self._listed(value["value"], call, None)[:]}
        if isinstance(value, list):
            value = self._cut(self._listed(value, call, names if self._is_object else None), call)
        return select_properties(value, names) if names and self._is_object else value

    def _linked(self, response: Outgoing, sample: Any, call: Call) -> Outgoing:
        """A response with the Link to the next page, if it has one."""
        if not self._paging:
            return response
        return self._paging.linked(response, call, sample, lambda rows: self._listed(rows, call, None), self._identity)

    @property
    def _identity(self) -> str:
        """The property with the id of the rows."""
        return self._life[0].identity if self._life else "id"

    def _selected(self, call: Call) -> Any:
        """The value of `$select` as one string, even if the document declares a list; None if it is not given."""
        found = call.query.get(self._options.get("$select", ""))
        return ",".join(map(str, found)) if isinstance(found, list) else found

    def _listed(self, rows: list[Any], call: Call, names: frozenset[str] | None) -> Sequence[Any]:
        """The rows of a list as they are now."""
        if not self._life or not self._is_list:
            return rows
        # A fault changes values, so the rows must not be written JSON.
        return self._life[0].listed(rows, call, names, is_written=not self.fault)

    def _cut(self, rows: Sequence[Any], call: Call) -> Sequence[Any]:
        """The part that `$top` and `$skip` leave of a list that is not in an envelope."""
        top = None if "top" in self._forgets else self._number("$top", call)
        skip = 0 if "skip" in self._forgets else self._number("$skip", call) or 0
        left = rows[max(skip, 0) :]
        return left if top is None else left[: max(top, 0)]

    def _paged(self, value: Mapping[str, Any], names: frozenset[str] | None, call: Call) -> Mapping[str, Any]:
        rows = self._current(value["value"], call)
        top, skip = self._number("$top", call), self._number("$skip", call) or 0
        link = next((name for name in value if NEXT_LINK.search(name)), None)
        shown, next_top, next_skip = page(
            rows,
            None if "top" in self._forgets else top,
            0 if "skip" in self._forgets else skip,
            can_go_on=link is not None,
        )
        found = {name: item for name, item in value.items() if not NEXT_LINK.search(name)}
        found["value"] = select_columns(shown, names) if names else shown
        if next_skip is not None and link and "next-link" not in self._forgets:
            query = parse_qsl(call.incoming.query_string.decode("ascii"), keep_blank_values=True)
            found[link] = next_link(_address(call.incoming), query, next_top, next_skip)
        return {name: found[name] for name in (*value, *found) if name in found}

    def _current(self, samples: list[Any], call: Call) -> Sequence[Any]:
        """The rows as they are now."""
        if not self._life or not self._is_list:
            return self._repeated(samples)
        if self._has_entities:
            # `$select` works on values, so the rows must not be written JSON.
            return self._life[0].listed(samples, call, None, is_written=False)
        return self._life[0].rows(samples, call) or sample_rows(samples)

    def _repeated(self, samples: list[Any]) -> Sequence[Any]:
        """As many rows as a real list has, if each row can have a key or an id of its own; else the samples."""
        made, identity = self._row_ids, self._row_ids.identity if self._row_ids else ""
        is_keyed = identity.lower() in ("", "primarykey") or not all(isinstance(row, dict) for row in samples)
        ids = made.like(samples[0].get(identity)) if made and samples and not is_keyed else ()
        return identified_rows(samples, identity, ids) if len(ids) > len(samples) else sample_rows(samples)

    def _number(self, option: str, call: Call) -> int | None:
        found = call.query.get(self._options.get(option, ""))
        return found if isinstance(found, int) and not isinstance(found, bool) else None


def _address(incoming: Incoming) -> str:
    host = incoming.headers.get(b"host", b"localhost").decode("latin-1")
    return f"{incoming.scheme}://{host}{incoming.path}"
