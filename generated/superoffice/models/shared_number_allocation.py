"""Models that several resources have in common."""

from __future__ import annotations

from superoffice._models import DateTime, Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class Role(Model):
    """`Role` of the API."""

    id: int | None = None
    """Key of the entry."""
    name: str | None = None
    """Caption of the entry."""
    tool_tip: str | None = None
    """Longer text shown beside the caption on request."""
    deleted: bool | None = None
    """Set on entries kept only for the sake of old records."""
    rank: int | None = None
    """Sorting weight within the list."""
    type: str | None = None
    """Free classification, its meaning differs from list to list."""
    color_block: int | None = None
    """Number of the colour drawn beside the entry."""
    icon_hint: str | None = None
    """Name of the picture drawn beside the entry."""
    selected: bool | None = None
    """Whether the entry carries a tick."""
    last_changed: DateTime | None = None
    """Moment of the latest edit."""
    child_items: list[Role] | None = None
    """Entries one step further down, of the same shape."""
    extra_info: str | None = None
    """Whatever else the list wants to say about the entry."""
    style_hint: str | None = None
    """Advice on drawing, a background colour perhaps."""
    hidden: bool | None = None
    """Set on entries that pick lists leave out."""
    full_name: str | None = None
    """Caption together with the captions above it."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
