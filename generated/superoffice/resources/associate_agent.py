"""The operations of `Associate_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.associate import Associate, GetAssociatesByGroupRequest


class AssociateAgentResource(Resource):
    """Operations of `Associate_Agent`.

    Finds users by key, name or group.
    """

    def get_associates_by_group(
        self,
        body: GetAssociatesByGroupRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        group_id: int | NotGiven | None = NOT_GIVEN,
        type: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[Associate]:
        """List the users in a group of a diary view.

        Groups are of three types: put together by a user, taken from the user groups, or headings of the resource list.

        Args:
            body: GroupId, Type; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            group_id: The property "GroupId".
            type: The property "Type".

        Returns:
            The response.

        Example:
            client.associate_agent.get_associates_by_group(group_id=3, type=1)

        Docs: https://docs.example.com/webapi/agent/Associate_Agent/v1AssociateAgent_GetAssociatesByGroup
        """
        return self._send(_get_associates_by_group(body, select=select, group_id=group_id, type=type), options)


class AsyncAssociateAgentResource(AsyncResource):
    """Operations of `Associate_Agent`.

    Finds users by key, name or group.
    """

    async def get_associates_by_group(
        self,
        body: GetAssociatesByGroupRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        group_id: int | NotGiven | None = NOT_GIVEN,
        type: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[Associate]:
        """List the users in a group of a diary view.

        Groups are of three types: put together by a user, taken from the user groups, or headings of the resource list.

        Args:
            body: GroupId, Type; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            group_id: The property "GroupId".
            type: The property "Type".

        Returns:
            The response.

        Example:
            client.associate_agent.get_associates_by_group(group_id=3, type=1)

        Docs: https://docs.example.com/webapi/agent/Associate_Agent/v1AssociateAgent_GetAssociatesByGroup
        """
        return await self._send(_get_associates_by_group(body, select=select, group_id=group_id, type=type), options)


def _get_associates_by_group(
    body: GetAssociatesByGroupRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    group_id: int | NotGiven | None,
    type: int | NotGiven | None,
) -> Call[list[Associate]]:
    return Call(
        operation="v1AssociateAgent_GetAssociatesByGroup",
        method="POST",
        path="/api/v1/Agents/Associate/GetAssociatesByGroup",
        query={"$select": commas(select)},
        body=with_properties(GetAssociatesByGroupRequest, body, {"GroupId": group_id, "Type": type}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[Associate],
        is_read_only=True,
    )
