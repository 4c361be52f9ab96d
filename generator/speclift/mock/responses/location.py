"""The Location of a created resource: its address on the mock."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from speclift.contract.lifecycle import Step
from speclift.contract.validators import Validators
from speclift.mock.ids import id_text
from speclift.mock.requests.check import Call
from speclift.mock.responses.responses import Outgoing


def located(response: Outgoing, step: Step, identity: Any, call: Call, validators: Validators) -> Outgoing:
    """A response to a create whose Location leads to the new resource, if the schema of the header allows that."""
    success = step.operation.success
    given = next((h for h in success.headers if h.name.lower() == "location"), None) if success else None
    if given is None or identity is None:
        return response
    accepts = validators.of(given.schema).accepts
    target = next((address for address in _addresses(step, id_text(identity), call) if accepts(address)), None)
    if target is None:
        return response
    headers = tuple((name, target if name == "location" else text) for name, text in response.headers)
    return msgspec.structs.replace(response, headers=headers)


def _addresses(step: Step, identity: str, call: Call) -> Iterator[str]:
    """The address of a resource as a URL, and as a path."""
    incoming = call.incoming
    collection, template = step.operation.path.rstrip("/"), step.located
    if not template.startswith(collection):
        return
    before, _, after = template[len(collection) :].partition("{")
    path = f"{quote(incoming.path.rstrip('/'))}{before}{quote(identity, safe='')}{after.partition('}')[2]}"
    host = incoming.headers.get(b"host", b"localhost").decode("latin-1")
    yield f"{incoming.scheme}://{host}{path}"
    yield path
