"""The operations of `DatabaseTable_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.database_table import Insert, InsertRequest


class DatabaseTableAgentResource(Resource):
    """Operations of `DatabaseTable_Agent`.

    Writes straight into database tables, many rows at a time.
    """

    def insert(
        self,
        body: InsertRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        columns: list[str] | NotGiven | None = NOT_GIVEN,
        data: list[list[str]] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Insert:
        """Add many rows to a table in one call; keys may be given or left to the database.

        Rows go straight into the table: user-defined fields get no special care, while the transaction log and web
        hooks do hear of them.

        Hosted tenants keep the DatabaseTable agent switched off; ask for it when the application is registered.

        Args:
            body: TableName, Columns, Data; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            table_name: The property "TableName".
            columns: The property "Columns".
            data: The property "Data".

        Returns:
            The response.

        Example:
            client.database_table_agent.insert(table_name=..., columns=..., data=...)

        Docs: https://docs.example.com/webapi/agent/DatabaseTable_Agent/v1DatabaseTableAgent_Insert
        """
        return self._send(_insert(body, select=select, table_name=table_name, columns=columns, data=data), options)


class AsyncDatabaseTableAgentResource(AsyncResource):
    """Operations of `DatabaseTable_Agent`.

    Writes straight into database tables, many rows at a time.
    """

    async def insert(
        self,
        body: InsertRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        table_name: str | NotGiven | None = NOT_GIVEN,
        columns: list[str] | NotGiven | None = NOT_GIVEN,
        data: list[list[str]] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Insert:
        """Add many rows to a table in one call; keys may be given or left to the database.

        Rows go straight into the table: user-defined fields get no special care, while the transaction log and web
        hooks do hear of them.

        Hosted tenants keep the DatabaseTable agent switched off; ask for it when the application is registered.

        Args:
            body: TableName, Columns, Data; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            table_name: The property "TableName".
            columns: The property "Columns".
            data: The property "Data".

        Returns:
            The response.

        Example:
            client.database_table_agent.insert(table_name=..., columns=..., data=...)

        Docs: https://docs.example.com/webapi/agent/DatabaseTable_Agent/v1DatabaseTableAgent_Insert
        """
        return await self._send(
            _insert(body, select=select, table_name=table_name, columns=columns, data=data),
            options,
        )


def _insert(
    body: InsertRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    table_name: str | NotGiven | None,
    columns: list[str] | NotGiven | None,
    data: list[list[str]] | NotGiven | None,
) -> Call[Insert]:
    return Call(
        operation="v1DatabaseTableAgent_Insert",
        method="POST",
        path="/api/v1/Agents/DatabaseTable/Insert",
        query={"$select": commas(select)},
        body=with_properties(InsertRequest, body, {"TableName": table_name, "Columns": columns, "Data": data}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=Insert,
    )
