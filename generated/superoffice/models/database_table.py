"""Models of `DatabaseTable_Agent`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class Insert(Model):
    """Tally of a call that touches many rows.

    Travels as the MassOperationResult carrier.
    The calls that use it belong to the DatabaseTable Agent.
    """

    success: bool | None = None
    """Whether every row went through."""
    message: str | None = None
    """Remarks of the server, with timings."""
    inserts: int | None = None
    """Count of new rows."""
    updates: int | None = None
    """Count of changed rows."""
    deletes: int | None = None
    """Count of rows removed or emptied."""
    row_status: list[RowStatus] | None = None
    """Outcome for each row that was sent, filled only when 'ReturnRowStatus' was asked for in 'Upsert'; null in all
    other cases.
    """
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class InsertRequest(Model):
    """Arguments of `v1DatabaseTableAgent_Insert`.

    TableName, Columns, Data
    """

    table_name: str | None = None
    columns: list[str] | None = None
    data: list[list[str]] | None = None


class RowStatus(Model):
    """`RowStatus` of the API."""

    primary_key: int | None = None
    action: str | None = None
    row_keys: list[str] | None = None
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
