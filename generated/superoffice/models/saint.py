"""Models of `Saint_Agent`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class StatusMonitorPeriod(Model):
    """Obsolete since the SaintConfiguration carrier took over; was the length of three periods.

    Travels as the StatusMonitorPeriods carrier.
    The calls that use it belong to the Saint Agent.
    """

    period1: int | None = None
    """Deprecated: Use `SaintConfiguration` instead. Length of the short period, in days. Deprecated."""
    period2: int | None = None
    """Deprecated: Use `SaintConfiguration` instead. Length of the middle period, in days. Deprecated."""
    period3: int | None = None
    """Deprecated: Use `SaintConfiguration` instead. Length of the long period, in days. Deprecated."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
