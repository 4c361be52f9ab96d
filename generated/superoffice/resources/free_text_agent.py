"""The operations of `FreeText_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.free_text import SetEnabledRequest, Status


class FreeTextAgentResource(Resource):
    """Operations of `FreeText_Agent`.

    Manages the word index behind free-text search.
    """

    def get_status(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Status:
        """Tell the size, age and settings of the word index.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.free_text_agent.get_status()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_GetStatus
        """
        return self._send(_get_status(select=select), options)

    def get_stop_word_list(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[str]:
        """List the words that the index leaves out.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.free_text_agent.get_stop_word_list()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_GetStopWordList
        """
        return self._send(_get_stop_word_list(select=select), options)

    def set_enabled(
        self,
        body: SetEnabledRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        enabled: bool | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Switch the word index on or off for everybody.

        Args:
            body: Enabled; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            enabled: The property "Enabled".

        Example:
            client.free_text_agent.set_enabled()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_SetEnabled
        """
        return self._send(_set_enabled(body, select=select, enabled=enabled), options)


class AsyncFreeTextAgentResource(AsyncResource):
    """Operations of `FreeText_Agent`.

    Manages the word index behind free-text search.
    """

    async def get_status(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Status:
        """Tell the size, age and settings of the word index.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.free_text_agent.get_status()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_GetStatus
        """
        return await self._send(_get_status(select=select), options)

    async def get_stop_word_list(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[str]:
        """List the words that the index leaves out.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.free_text_agent.get_stop_word_list()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_GetStopWordList
        """
        return await self._send(_get_stop_word_list(select=select), options)

    async def set_enabled(
        self,
        body: SetEnabledRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        enabled: bool | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Switch the word index on or off for everybody.

        Args:
            body: Enabled; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            enabled: The property "Enabled".

        Example:
            client.free_text_agent.set_enabled()

        Docs: https://docs.example.com/webapi/agent/FreeText_Agent/v1FreeTextAgent_SetEnabled
        """
        return await self._send(_set_enabled(body, select=select, enabled=enabled), options)


def _get_status(
    *,
    select: CommaSeparated | NotGiven,
) -> Call[Status]:
    return Call(
        operation="v1FreeTextAgent_GetStatus",
        method="POST",
        path="/api/v1/Agents/FreeText/GetStatus",
        query={"$select": commas(select)},
        accept="application/json",
        parses=Status,
        is_read_only=True,
    )


def _get_stop_word_list(
    *,
    select: CommaSeparated | NotGiven,
) -> Call[list[str]]:
    return Call(
        operation="v1FreeTextAgent_GetStopWordList",
        method="POST",
        path="/api/v1/Agents/FreeText/GetStopWordList",
        query={"$select": commas(select)},
        accept="application/json",
        parses=list[str],
        is_read_only=True,
    )


def _set_enabled(
    body: SetEnabledRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    enabled: bool | NotGiven | None,
) -> Call[None]:
    return Call(
        operation="v1FreeTextAgent_SetEnabled",
        method="POST",
        path="/api/v1/Agents/FreeText/SetEnabled",
        query={"$select": commas(select)},
        body=with_properties(SetEnabledRequest, body, {"Enabled": enabled}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
    )
