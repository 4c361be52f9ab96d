"""A later run looks again at what is new, and at everything that refers to it."""

from __future__ import annotations

from speclift.openapi.writing.entries import affected_keys, fresh_keys, operation_entries, schema_entries


def _document(length_type: str) -> tuple[dict[str, object], dict[str, object]]:
    """A path that leads to kites, which have tails with a length of this type, and an unrelated path."""
    kites = {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Kite"}}}}}
    paths = {"/kites": {"get": {"responses": kites}}, "/winds": {"get": {"responses": {}}}}
    schemas = {
        "Kite": {"properties": {"tail": {"$ref": "#/components/schemas/Tail"}}},
        "Tail": {"properties": {"length": {"type": length_type}}},
        "Wind": {"type": "object"},
    }
    return paths, schemas


def test_what_refers_to_a_changed_schema_is_looked_at_again() -> None:
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
