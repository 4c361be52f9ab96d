"""The operations of `List_TicketStatus`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice.models.list_ticket_status import TicketStatusEntity


class ListTicketStatusResource(Resource):
    """Operations of `List_TicketStatus`.

    The list of request statuses.
    """

    def get_ticket_status_entity(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> TicketStatusEntity:
        """Read one request status.

        Works through GetTicketStatusEntity of the List agent.

        Args:
            id: Key of the wanted status.

        Returns:
            The response.

        Raises:
            NotFoundError: No such status in the list.

        Example:
            client.list_ticket_status.get_ticket_status_entity(1)

        Docs: https://docs.example.com/webapi/rest/List_TicketStatus/v1TicketStatusList_GetTicketStatusEntity
        """
        return self._send(_get_ticket_status_entity(id), options)

    def global_change_ticket_status(
        self,
        from_ticket_status_id: int,
        to_ticket_status_id: int,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Move every request from one status to another.

        Do this before the old status is deleted, or its requests are left without any.

        Args:
            from_ticket_status_id: Status that the requests leave.
            to_ticket_status_id: Status that the requests receive.

        Example:
            client.list_ticket_status.global_change_ticket_status(1, 1)

        Docs: https://docs.example.com/webapi/rest/List_TicketStatus/v1TicketStatusList_GlobalChangeTicketStatus
        """
        return self._send(_global_change_ticket_status(from_ticket_status_id, to_ticket_status_id), options)


class AsyncListTicketStatusResource(AsyncResource):
    """Operations of `List_TicketStatus`.

    The list of request statuses.
    """

    async def get_ticket_status_entity(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> TicketStatusEntity:
        """Read one request status.

        Works through GetTicketStatusEntity of the List agent.

        Args:
            id: Key of the wanted status.

        Returns:
            The response.

        Raises:
            NotFoundError: No such status in the list.

        Example:
            client.list_ticket_status.get_ticket_status_entity(1)

        Docs: https://docs.example.com/webapi/rest/List_TicketStatus/v1TicketStatusList_GetTicketStatusEntity
        """
        return await self._send(_get_ticket_status_entity(id), options)

    async def global_change_ticket_status(
        self,
        from_ticket_status_id: int,
        to_ticket_status_id: int,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Move every request from one status to another.

        Do this before the old status is deleted, or its requests are left without any.

        Args:
            from_ticket_status_id: Status that the requests leave.
            to_ticket_status_id: Status that the requests receive.

        Example:
            client.list_ticket_status.global_change_ticket_status(1, 1)

        Docs: https://docs.example.com/webapi/rest/List_TicketStatus/v1TicketStatusList_GlobalChangeTicketStatus
        """
        return await self._send(_global_change_ticket_status(from_ticket_status_id, to_ticket_status_id), options)


def _get_ticket_status_entity(
    id: int,
) -> Call[TicketStatusEntity]:
    return Call(
        operation="v1TicketStatusList_GetTicketStatusEntity",
        method="GET",
        path="/api/v1/List/TicketStatus/Items/{id}",
        parts={"id": id},
        accept="application/json",
        parses=TicketStatusEntity,
    )


def _global_change_ticket_status(
    from_ticket_status_id: int,
    to_ticket_status_id: int,
) -> Call[None]:
    return Call(
        operation="v1TicketStatusList_GlobalChangeTicketStatus",
        method="GET",
        path="/api/v1/List/TicketStatus/{fromTicketStatusId}/ChangeTo/{toTicketStatusId}",
        parts={"fromTicketStatusId": from_ticket_status_id, "toTicketStatusId": to_ticket_status_id},
    )
