"""What a comparison reports about webhooks and callbacks."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.diff.small import Json, changes
from tests.patience import patience

SENT = {"$ref": "#/components/schemas/Sent"}


def api_with(kind: str, event: Any = None, *, deep: str = "string", **sent: Any) -> Json:
    """An API with a webhook, or with an operation that has a callback. Without an event it has neither.

    `sent` are the properties that the event sends, `deep` is the type of a component that one of them refers to.
    """
    operation: Json = {"responses": {"200": {"description": ""}}}
    found: Json = {"openapi": "3.1.1", "info": {"title": "", "version": ""}, "paths": {"/a": {"post": operation}}}
    sent["it"] = {"$ref": "#/components/schemas/Deep"}
    found["components"] = {"schemas": {"Sent": {"type": "object", "properties": sent}, "Deep": {"type": deep}}}
    if event is not None:
        (found if kind == "webhook" else operation)[f"{kind}s"] = {"shipped": event}
    return found


def event(kind: str, **more: Any) -> Json:
    content = {"application/json": {"schema": SENT}}
    item = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}, **more}}
    return item if kind == "webhook" else {"{$request.body#/url}": item}


@pytest.mark.parametrize("kind", ["webhook", "callback"])
def test_an_added_removed_or_changed_event_is_reported(kind: str) -> None:
    one = event(kind)
    for old, new, code, level in (
        (api_with(kind, one), api_with(kind), "removed", "breaking"),
        (api_with(kind), api_with(kind, one), "added", "compatible"),
        (api_with(kind, one), api_with(kind, event(kind, deprecated=True)), "changed", "warning"),
        (api_with(kind, one), api_with(kind, one, description={"type": "string"}), "changed", "warning"),
        (api_with(kind, one), api_with(kind, one, deep="integer"), "changed", "warning"),
    ):
        found = [change for change in changes(old, new) if change.code.startswith(kind)]
        assert [(change.code, change.level, change.place) for change in found] == [
            (f"{kind}-{code}", level, f"{kind}s")
        ]
        assert {found[0].old, found[0].new} <= {"shipped", ""}
        assert found[0].operations == (() if kind == "webhook" else ("POST /a",))


@pytest.mark.parametrize("kind", ["webhook", "callback"])
def test_other_descriptions_are_no_change(kind: str) -> None:
    assert changes(api_with(kind, event(kind)), api_with(kind, event(kind, summary="Sent", description="Later"))) == ()


def test_circular_references_end() -> None:
    looped = api_with("webhook", event("webhook"), next=SENT)
    assert changes(looped, looped) == ()


def test_a_difference_behind_a_circle_is_reported() -> None:
    # Both components of the circle refer to the one that differs.
    back = {"type": "object", "properties": {"back": SENT}}
    one, other = (api_with("callback", event("callback"), deep=deep, next=back) for deep in ("string", "integer"))
    for document in (one, other):
        document["components"]["schemas"]["Sent"]["properties"]["self"] = SENT
    assert [change.code for change in changes(one, other) if change.code.startswith("callback")] == ["callback-changed"]


def test_many_events_with_the_same_schema_take_little_time() -> None:
    links = [{"$ref": f"#/components/schemas/A{n}"} for n in range(1500)]
    parts = {f"A{n}": {"properties": {"next": links[n - 1]}} for n in range(1500)}
    content = {"application/json": {"schema": links[0]}}
    item = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}}}
    document = api_with("webhook") | {
        "webhooks": {f"w{n}": item for n in range(1500)},
        "components": {"schemas": parts},
    }
    before = time.process_time()
    assert changes(document, document) == ()
    assert time.process_time() - before < patience(10)
