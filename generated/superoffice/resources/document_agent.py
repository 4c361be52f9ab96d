"""The operations of `Document_Agent`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas


class DocumentAgentResource(Resource):
    """Operations of `Document_Agent`.

    Stores documents and talks to the plugins that hold them.
    """

    def get_plugin_list(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Name the archive plugins that keep documents on this server.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.document_agent.get_plugin_list()

        Docs: https://docs.example.com/webapi/agent/Document_Agent/v1DocumentAgent_GetPluginList
        """
        return self._send(_get_plugin_list(select=select), options)


class AsyncDocumentAgentResource(AsyncResource):
    """Operations of `Document_Agent`.

    Stores documents and talks to the plugins that hold them.
    """

    async def get_plugin_list(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Name the archive plugins that keep documents on this server.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.document_agent.get_plugin_list()

        Docs: https://docs.example.com/webapi/agent/Document_Agent/v1DocumentAgent_GetPluginList
        """
        return await self._send(_get_plugin_list(select=select), options)


def _get_plugin_list(
    *,
    select: CommaSeparated | NotGiven,
) -> Call[dict[str, str]]:
    return Call(
        operation="v1DocumentAgent_GetPluginList",
        method="POST",
        path="/api/v1/Agents/Document/GetPluginList",
        query={"$select": commas(select)},
        accept="application/json",
        parses=dict[str, str],
        is_read_only=True,
    )
