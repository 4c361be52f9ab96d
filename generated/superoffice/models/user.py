"""Models of `User_Agent`."""

from __future__ import annotations

from superoffice._models import Model


class GetDataRightsRequest(Model):
    """Arguments of `v1UserAgent_GetDataRights`.

    RoleId, TableName
    """

    role_id: int | None = None
    table_name: str | None = None
