"""The operations of `ChatPresence`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice.models.chat_presence import ChatPresence


class ChatPresenceResource(Resource):
    """Operations of `ChatPresence`.

    Who is ready to answer chats.
    """

    def get_chat_presence(
        self,
        *,
        options: CallOptions | None = None,
    ) -> list[ChatPresence]:
        """Tell which chat agents are at their desks.

        Returns:
            The response.

        Example:
            client.chat_presence.get_chat_presence()

        Docs: https://docs.example.com/webapi/rest/ChatPresence/v1ChatPresence_GetChatPresence
        """
        return self._send(_get_chat_presence(), options)


class AsyncChatPresenceResource(AsyncResource):
    """Operations of `ChatPresence`.

    Who is ready to answer chats.
    """

    async def get_chat_presence(
        self,
        *,
        options: CallOptions | None = None,
    ) -> list[ChatPresence]:
        """Tell which chat agents are at their desks.

        Returns:
            The response.

        Example:
            client.chat_presence.get_chat_presence()

        Docs: https://docs.example.com/webapi/rest/ChatPresence/v1ChatPresence_GetChatPresence
        """
        return await self._send(_get_chat_presence(), options)


def _get_chat_presence() -> Call[list[ChatPresence]]:
    return Call(
        operation="v1ChatPresence_GetChatPresence",
        method="GET",
        path="/api/v1/Presence/GetAll",
        accept="application/json",
        parses=list[ChatPresence],
    )
