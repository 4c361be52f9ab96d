"""The operations of `List_WebPanel`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice.models.list_web_panel import WebPanelEntity


class ListWebPanelResource(Resource):
    """Operations of `List_WebPanel`.

    Web pages shown within the client.
    """

    def get_web_panel_entity(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> WebPanelEntity:
        """Read one web panel.

        Works through GetWebPanelEntity of the List agent.

        Args:
            id: Key of the wanted panel.

        Returns:
            The response.

        Raises:
            NotFoundError: No such panel in the list.

        Example:
            client.list_web_panel.get_web_panel_entity(1)

        Docs: https://docs.example.com/webapi/rest/List_WebPanel/v1WebPanelEntityList_GetWebPanelEntity
        """
        return self._send(_get_web_panel_entity(id), options)


class AsyncListWebPanelResource(AsyncResource):
    """Operations of `List_WebPanel`.

    Web pages shown within the client.
    """

    async def get_web_panel_entity(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> WebPanelEntity:
        """Read one web panel.

        Works through GetWebPanelEntity of the List agent.

        Args:
            id: Key of the wanted panel.

        Returns:
            The response.

        Raises:
            NotFoundError: No such panel in the list.

        Example:
            client.list_web_panel.get_web_panel_entity(1)

        Docs: https://docs.example.com/webapi/rest/List_WebPanel/v1WebPanelEntityList_GetWebPanelEntity
        """
        return await self._send(_get_web_panel_entity(id), options)


def _get_web_panel_entity(
    id: int,
) -> Call[WebPanelEntity]:
    return Call(
        operation="v1WebPanelEntityList_GetWebPanelEntity",
        method="GET",
        path="/api/v1/List/WebPanel/Items/{id}",
        parts={"id": id},
        accept="application/json",
        parses=WebPanelEntity,
    )
