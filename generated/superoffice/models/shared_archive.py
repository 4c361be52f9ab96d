"""Models that several resources have in common."""

from __future__ import annotations

from superoffice._models import Model


class FieldProperty(Model):
    """`FieldProperty` of the API."""

    field_right: TableRight | None = None
    field_type: str | None = None
    field_length: int | None = None


class TableRight(Model):
    """`TableRight` of the API."""

    mask: str | None = None
    reason: str | None = None
