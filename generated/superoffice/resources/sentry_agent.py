"""The operations of `Sentry_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.sentry import GetNewTableRightRequest
from superoffice.models.shared_archive import TableRight


class SentryAgentResource(Resource):
    """Operations of `Sentry_Agent`.

    Tells what the current user may see and change.
    """

    def get_new_table_right(
        self,
        body: GetNewTableRightRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> TableRight:
        """Tell what the user may do with a new row of a table.

        Args:
            body: TableName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            table_name: The property "TableName".

        Returns:
            The response.

        Example:
            client.sentry_agent.get_new_table_right(table_name="contact")

        Docs: https://docs.example.com/webapi/agent/Sentry_Agent/v1SentryAgent_GetNewTableRight
        """
        return self._send(_get_new_table_right(body, select=select, table_name=table_name), options)


class AsyncSentryAgentResource(AsyncResource):
    """Operations of `Sentry_Agent`.

    Tells what the current user may see and change.
    """

    async def get_new_table_right(
        self,
        body: GetNewTableRightRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> TableRight:
        """Tell what the user may do with a new row of a table.

        Args:
            body: TableName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            table_name: The property "TableName".

        Returns:
            The response.

        Example:
            client.sentry_agent.get_new_table_right(table_name="contact")

        Docs: https://docs.example.com/webapi/agent/Sentry_Agent/v1SentryAgent_GetNewTableRight
        """
        return await self._send(_get_new_table_right(body, select=select, table_name=table_name), options)


def _get_new_table_right(
    body: GetNewTableRightRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    table_name: str | NotGiven | None,
) -> Call[TableRight]:
    return Call(
        operation="v1SentryAgent_GetNewTableRight",
        method="POST",
        path="/api/v1/Agents/Sentry/GetNewTableRight",
        query={"$select": commas(select)},
        body=with_properties(GetNewTableRightRequest, body, {"TableName": table_name}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=TableRight,
        is_read_only=True,
    )
