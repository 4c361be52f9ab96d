"""The operations of `User_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.user import GetDataRightsRequest


class UserAgentResource(Resource):
    """Operations of `User_Agent`.

    Looks after users, their roles and their rights.
    """

    def get_data_rights(
        self,
        body: GetDataRightsRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        role_id: int | NotGiven | None = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Read one row of the rights matrix.

        Answers with an error when the matrix has no such row.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            body: RoleId, TableName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            role_id: The property "RoleId".
            table_name: The property "TableName".

        Returns:
            The response.

        Example:
            client.user_agent.get_data_rights(role_id=4, table_name="sale")

        Docs: https://docs.example.com/webapi/agent/User_Agent/v1UserAgent_GetDataRights
        """
        return self._send(_get_data_rights(body, select=select, role_id=role_id, table_name=table_name), options)


class AsyncUserAgentResource(AsyncResource):
    """Operations of `User_Agent`.

    Looks after users, their roles and their rights.
    """

    async def get_data_rights(
        self,
        body: GetDataRightsRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        role_id: int | NotGiven | None = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Read one row of the rights matrix.

        Answers with an error when the matrix has no such row.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            body: RoleId, TableName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            role_id: The property "RoleId".
            table_name: The property "TableName".

        Returns:
            The response.

        Example:
            client.user_agent.get_data_rights(role_id=4, table_name="sale")

        Docs: https://docs.example.com/webapi/agent/User_Agent/v1UserAgent_GetDataRights
        """
        return await self._send(_get_data_rights(body, select=select, role_id=role_id, table_name=table_name), options)


def _get_data_rights(
    body: GetDataRightsRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    role_id: int | NotGiven | None,
    table_name: str | NotGiven | None,
) -> Call[dict[str, str]]:
    return Call(
        operation="v1UserAgent_GetDataRights",
        method="POST",
        path="/api/v1/Agents/User/GetDataRights",
        query={"$select": commas(select)},
        body=with_properties(GetDataRightsRequest, body, {"RoleId": role_id, "TableName": table_name}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=dict[str, str],
        is_read_only=True,
    )
