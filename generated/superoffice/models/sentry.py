"""Models of `Sentry_Agent`."""

from __future__ import annotations

from superoffice._models import Model


class GetNewTableRightRequest(Model):
    """Arguments of `v1SentryAgent_GetNewTableRight`.

    TableName
    """

    table_name: str | None = None
