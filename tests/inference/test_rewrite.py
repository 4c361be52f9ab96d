"""Rewritten schemas: a part that does not change stays the very same object, so that no rule builds it again."""

from __future__ import annotations

from speclift.inference.rewrite import rewritten, rewritten_component
from speclift.model.schema import Anything, ArrayOf, Component, MapOf, ObjectOf, Property, Scalar, Schema

UNCHANGED = ObjectOf((Property("id", Scalar("integer")), Property("tags", MapOf(ArrayOf(Scalar("string"))))))


def string_if_unknown(schema: Schema) -> Schema:
    """A string in place of an unknown schema."""
    return Scalar("string") if schema == Anything() else schema


def test_an_unchanged_schema_stays_the_same_object() -> None:
    crate = Component("Crate", properties=(Property("owner", UNCHANGED), Property("more", ArrayOf(UNCHANGED))))
    assert rewritten(UNCHANGED, string_if_unknown) is UNCHANGED
    assert rewritten_component(crate, string_if_unknown) is crate


def test_a_property_next_to_a_changed_one_stays_the_same_object() -> None:
    before = ObjectOf((Property("same", UNCHANGED), Property("note", ArrayOf(Anything()))), "Crate")
    after = rewritten(before, string_if_unknown)
    assert after == ObjectOf((Property("same", UNCHANGED), Property("note", ArrayOf(Scalar("string")))), "Crate")
    assert isinstance(after, ObjectOf)
    assert after.properties[0] is before.properties[0]
