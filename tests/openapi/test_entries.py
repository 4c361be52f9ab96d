"""What a later run has to look at again: what is new, and all that leads to it."""

from __future__ import annotations

from speclift.openapi.writing.entries import affected_keys, fresh_keys, operation_entries, schema_entries


def _document(tail: str) -> tuple[dict[str, object], dict[str, object]]:
    """A path whose kites have tails, whose length is of a type; a path of its own beside it."""
    kites = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}}}}
    paths = {"/kites": {"get": {"responses": kites}}, "/winds": {"get": {"responses": {}}}}
    schemas = {
        "Kite": {"properties": {"tail": {"$ref": "#/components/schemas/Tail"}}},
        "Tail": {"properties": {"length": {"type": tail}}},
        "Wind": {"type": "object"},
    }
    return paths, schemas


def test_samples_are_checked_again_where_a_schema_that_they_lead_to_changed() -> None:
    paths, schemas = _document("integer")
    known = {entry.digest for entry in (*operation_entries(paths).values(), *schema_entries(schemas).values())}
    paths, schemas = _document("string")
    entries = operation_entries(paths) | schema_entries(schemas)
    fresh = fresh_keys(entries, known)
    assert fresh == {("components", "schemas", "Tail")}
    assert affected_keys(entries, fresh) == {
        ("components", "schemas", "Tail"),
        ("components", "schemas", "Kite"),
        ("paths", "/kites", "get"),
    }
