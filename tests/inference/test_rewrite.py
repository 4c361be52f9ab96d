"""Schemas that are changed: what no change concerns stays the very same object, so that no rule makes it anew."""

from __future__ import annotations

from speclift.inference.rewrite import rewritten, rewritten_component
from speclift.model.schema import Anything, ArrayOf, Component, MapOf, ObjectOf, Property, Scalar, Schema

KEPT = ObjectOf((Property("id", Scalar("integer")), Property("tags", MapOf(ArrayOf(Scalar("string"))))))


def known(schema: Schema) -> Schema:
    """What is unknown is a text."""
    return Scalar("string") if schema == Anything() else schema


def test_what_does_not_change_stays_the_same_object() -> None:
    crate = Component("Crate", properties=(Property("owner", KEPT), Property("more", ArrayOf(KEPT))))
    assert rewritten(KEPT, known) is KEPT
    assert rewritten_component(crate, known) is crate


def test_what_stands_beside_a_change_stays_the_same_object() -> None:
    before = ObjectOf((Property("kept", KEPT), Property("note", ArrayOf(Anything()))), "Crate")
    after = rewritten(before, known)
    assert after == ObjectOf((Property("kept", KEPT), Property("note", ArrayOf(Scalar("string")))), "Crate")
    assert isinstance(after, ObjectOf)
    assert after.properties[0] is before.properties[0]
