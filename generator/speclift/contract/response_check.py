"""Which promises of its document the response to a documented sample breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import orjson

from speclift.contract.records import Contract, MediaType, Operation, Response
from speclift.contract.serialization.bodies import has_too_large_number
from speclift.openapi.structure.media_types import is_json, plain_kind

_SHOWN = 300

#: Refusals that are about the contents of the server, not about the request (RFC 9110, section 15.5).
_OF_STATE = frozenset({404, 409, 410, 412})


def depends_on_state(operation: Operation, status: int) -> bool:
    """Whether a documented response says only that the server does not hold the resources that the sample needs."""
    return status in _OF_STATE and documented(operation, status) is not None


def broken(
    contract: Contract,
    operation: Operation,
    status: int,
    headers: Mapping[str, str],
    content: bytes,
) -> Iterator[str]:
    """What is wrong with a response, as sentences."""
    shown = content.decode("utf-8", "replace")[:_SHOWN]
    response = documented(operation, status)
    if response is None:
        known = ", ".join(response.status for response in operation.responses) or "none"
        yield f"The status is {status}; documented are {known}. {shown}"
        return
    if operation.success is not None and not 200 <= status < 400:
        yield f"The documented sample is refused with {status}. {shown}"
        return
    if not content or operation.method == "head" or not response.media_types:
        return
    kind = plain_kind(headers.get("content-type", ""))
    media = media_type_of(response, kind)
    if media is None:
        known = ", ".join(media.name for media in response.media_types)
        yield f"The media type is {kind or 'not given'}; documented are {known}."
    elif media.schema is not None and is_json(kind):
        try:
            value = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            is_json_text = has_too_large_number(error)
            yield f"The body {'has a number that is too large to be read' if is_json_text else 'is not JSON'}. {shown}"
            return
        for fault in contract.of_responses.of(media.schema).faults(value):
            yield f"The body at {fault.pointer or 'its root'}: {fault.message}"


def documented(operation: Operation, status: int) -> Response | None:
    """The documented response for a status: its own, that of its range, or the default; None for none."""
    by_status = {response.status.upper(): response for response in operation.responses}
    found = by_status.get(str(status)) or by_status.get(f"{status // 100}XX")
    return found or by_status.get("DEFAULT")


def media_type_of(response: Response, kind: str) -> MediaType | None:
    """The documented media type that matches one, by name or by range (RFC 9110, section 12.5.1)."""
    for media in response.media_types:
        name = plain_kind(media.name)
        if name == kind or name == "*/*" or (name.endswith("/*") and kind.startswith(name[:-1])):
            return media
    return None
