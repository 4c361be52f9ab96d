"""What a fault does to a response, and which requests make a faulty server crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from speclift.contract.json_bytes import json_bytes
from speclift.contract.places import Place
from speclift.contract.scalars import json_types
from speclift.mock.faults.fitting import is_list
from speclift.mock.requests.check import Call
from speclift.mock.responses.responses import Outgoing
from speclift.mock.responses.sites import Site, replaced


def at_leaf(fits: Callable[[Place], bool], new: Callable[[Any], Any]) -> tuple[Callable[[Site], bool], Any]:
    """`fits` and `change` of a fault that puts another value at the first place that fits."""

    def can_change(site: Site) -> bool:
        return site.step is None and not is_list(site) and site.is_json and site.leaf(fits) is not None

    def change(site: Site, response: Outgoing) -> Outgoing:
        for leaf in site.leaves(response.value):
            if fits(leaf):
                return msgspec.structs.replace(response, value=replaced(response.value, leaf.path, new(leaf.value)))
        return response

    return can_change, change


def of_type(kind: str, deep: bool = False) -> Callable[[Place], bool]:
    def fits(leaf: Place) -> bool:
        is_below = len(leaf.path) >= 2 if deep else len(leaf.path) >= 1
        is_plain = leaf.value is not None and not isinstance(leaf.value, (dict, list))
        return is_below and is_plain and kind in json_types(leaf.schema) and "enum" not in leaf.schema

    return fits


def is_deep_scalar(leaf: Place) -> bool:
    return len(leaf.path) >= 3 and any(of_type(kind, deep=True)(leaf) for kind in ("integer", "string", "boolean"))


def is_strict(leaf: Place) -> bool:
    return leaf.value is not None and not leaf.allows_null


def with_status(status: int) -> Callable[[Site, Outgoing], Outgoing]:
    return lambda _, response: msgspec.structs.replace(response, status=status)


def with_media_type(name: str) -> Callable[[Site, Outgoing], Outgoing]:
    return lambda _, response: msgspec.structs.replace(response, media_type=name)


def written(change: Callable[[bytes], bytes]) -> Callable[[Site, Outgoing], Outgoing]:
    def spoiled(_: Site, response: Outgoing) -> Outgoing:
        return msgspec.structs.replace(response, content=change(json_bytes(response.value)))

    return spoiled


def with_value(change: Callable[[Any], Any]) -> Callable[[Site, Outgoing], Outgoing]:
    return lambda _, response: msgspec.structs.replace(response, value=change(response.value))


def without_first(value: Any) -> Any:
    return dict(list(value.items())[1:]) if isinstance(value, dict) else value


def with_body(_: Site, response: Outgoing) -> Outgoing:
    return msgspec.structs.replace(response, media_type="application/json", content=b"{}", has_body=True)


def any_text(fits: Callable[[str], bool]) -> Callable[[Call], bool]:
    return lambda call: any(fits(value) for value in _given(call) if isinstance(value, str))


def any_number(fits: Callable[[int | float], bool]) -> Callable[[Call], bool]:
    return lambda call: any(
        fits(value) for value in _given(call) if isinstance(value, (int, float)) and not isinstance(value, bool)
    )


def _given(call: Call) -> Iterator[Any]:
    """All values in a request: those of its path and query, and the scalars of its body."""
    yield from call.path.values()
    yield from call.query.values()
    pending = [call.body]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
        else:
            yield value
