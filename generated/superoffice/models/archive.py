"""Models of `Archive_Agent`."""

from __future__ import annotations

from typing import Any

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class Archive(Model):
    """`Archive` of the API."""

    entity_name: str | None = None
    """Kind of record in the row, since one list may mix several."""
    primary_key: int | None = None
    """Key of the record in the row."""
    column_data: dict[str, ColumnData] | None = None
    """Cells by column name. A cell holds the value for display and hints for tooltip and link.

    Values follow the culture's notation, `[I:42]` for a number; the hints may be missing.
    """
    link_hint: str | None = None
    """Where a click on the row should lead, in the client's own notation."""
    style_hint: str | None = None
    """Look of the row, 'overdue' or 'secret' for instance; clients may ignore it."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class ColumnData(Model):
    """`ColumnData` of the API."""

    display_value: str | None = None
    tooltip_hint: str | None = None
    link_hint: str | None = None


class GetArchiveListByColumnsRequest(Model):
    """Arguments of `v1ArchiveAgent_GetArchiveListByColumns`.

    ProviderName, Columns, SortOrder, Restriction, Entities, Page, PageSize
    """

    provider_name: str | None = None
    """Known values: `ContactList`."""
    columns: list[str] | None = None
    sort_order: list[SortOrder] | None = None
    restriction: list[Restriction] | None = None
    entities: list[str] | None = None
    page: int | None = None
    page_size: int | None = None


class Restriction(Model):
    """`Restriction` of the API."""

    name: str | None = None
    operator: str | None = None
    values: list[str] | None = None
    display_values: list[str] | None = None
    column_info: dict[str, Any] | None = None
    is_active: bool | None = None
    sub_restrictions: list[dict[str, Any]] | None = None
    inter_parenthesis: int | None = None
    inter_operator: str | None = None
    unique_hash: int | None = None


class SortOrder(Model):
    """`SortOrder` of the API."""

    name: str | None = None
    direction: str | None = None
    """Known values: `ASC`, `DESC`."""
