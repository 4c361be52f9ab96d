"""Models of `NumberAllocation_Agent`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight
from superoffice.models.shared_number_allocation import Role


class RefCountEntity(Model):
    """A running number and the rules for giving it out.

    Travels as the RefCountEntity carrier.
    The calls that use it belong to the NumberAllocation Agent.
    """

    ref_counts_id: int | None = None
    """Key of the counter."""
    field: str | None = None
    """Field that receives the numbers, written table.field."""
    record_id: int | None = None
    """Record that the counter belongs to where each has a counter of its own."""
    suggested_records: list[SuggestedRecord] | None = None
    """Records that still lack a counter, with the present one ticked."""
    current_value: int | None = None
    """Number given out last."""
    travel_prefix: int | None = None
    """Digits set aside in front for off-line users."""
    sat_prefix: int | None = None
    """Digits set aside in front for satellite databases."""
    allocate: bool | None = None
    """Fill the field on saving without being asked."""
    unique: bool | None = None
    """Refuse a number that is already taken."""
    read_only: bool | None = None
    """Keep users from typing in the field."""
    allow_blank: bool | None = None
    """Let the field stay empty."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class SuggestedRecord(Model):
    """`SuggestedRecord` of the API."""

    id: int | None = None
    name: str | None = None
    tool_tip: str | None = None
    deleted: bool | None = None
    rank: int | None = None
    type: str | None = None
    child_items: list[Role] | None = None
    icon_hint: str | None = None
    color_block: int | None = None
    extra_info: str | None = None
    style_hint: str | None = None
    full_name: str | None = None
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
