"""The operations of `Archive_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.archive import Archive, GetArchiveListByColumnsRequest, Restriction, SortOrder


class ArchiveAgentResource(Resource):
    """Operations of `Archive_Agent`.

    Reads any list in the system, page by page.
    """

    def get_archive_list_by_columns(
        self,
        body: GetArchiveListByColumnsRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        provider_name: str | NotGiven | None = NOT_GIVEN,
        columns: list[str] | NotGiven | None = NOT_GIVEN,
        sort_order: list[SortOrder] | NotGiven | None = NOT_GIVEN,
        restriction: list[Restriction] | NotGiven | None = NOT_GIVEN,
        entities: list[str] | NotGiven | None = NOT_GIVEN,
        page: int | NotGiven | None = NOT_GIVEN,
        page_size: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[Archive]:
        """Fetch one page of an archive, with columns, order and conditions of the caller's choosing.

        Each condition names a column, an operator and the values to compare with. Values are written in the culture's
        own notation, the number 42 as "[I:42]". A condition with two values looks like this:

        ```
        var since = new ArchiveRestrictionInfo("registered", "dateBetween", "[D:01/01/2024]", "[D:06/30/2024]");
        ```

        Conditions are joined by InterOperator, which is `And` or `Or`; think of `a && (b || c)`.

        Args:
            body: ProviderName, Columns, SortOrder, Restriction, Entities, Page, PageSize; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            provider_name: The property "ProviderName".
            columns: The property "Columns".
            sort_order: The property "SortOrder".
            restriction: The property "Restriction".
            entities: The property "Entities".
            page: The property "Page".
            page_size: The property "PageSize".

        Returns:
            The response.

        Docs: https://docs.example.com/webapi/agent/Archive_Agent/v1ArchiveAgent_GetArchiveListByColumns
        """
        return self._send(
            _get_archive_list_by_columns(
                body,
                select=select,
                provider_name=provider_name,
                columns=columns,
                sort_order=sort_order,
                restriction=restriction,
                entities=entities,
                page=page,
                page_size=page_size,
            ),
            options,
        )


class AsyncArchiveAgentResource(AsyncResource):
    """Operations of `Archive_Agent`.

    Reads any list in the system, page by page.
    """

    async def get_archive_list_by_columns(
        self,
        body: GetArchiveListByColumnsRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        provider_name: str | NotGiven | None = NOT_GIVEN,
        columns: list[str] | NotGiven | None = NOT_GIVEN,
        sort_order: list[SortOrder] | NotGiven | None = NOT_GIVEN,
        restriction: list[Restriction] | NotGiven | None = NOT_GIVEN,
        entities: list[str] | NotGiven | None = NOT_GIVEN,
        page: int | NotGiven | None = NOT_GIVEN,
        page_size: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[Archive]:
        """Fetch one page of an archive, with columns, order and conditions of the caller's choosing.

        Each condition names a column, an operator and the values to compare with. Values are written in the culture's
        own notation, the number 42 as "[I:42]". A condition with two values looks like this:

        ```
        var since = new ArchiveRestrictionInfo("registered", "dateBetween", "[D:01/01/2024]", "[D:06/30/2024]");
        ```

        Conditions are joined by InterOperator, which is `And` or `Or`; think of `a && (b || c)`.

        Args:
            body: ProviderName, Columns, SortOrder, Restriction, Entities, Page, PageSize; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            provider_name: The property "ProviderName".
            columns: The property "Columns".
            sort_order: The property "SortOrder".
            restriction: The property "Restriction".
            entities: The property "Entities".
            page: The property "Page".
            page_size: The property "PageSize".

        Returns:
            The response.

        Docs: https://docs.example.com/webapi/agent/Archive_Agent/v1ArchiveAgent_GetArchiveListByColumns
        """
        return await self._send(
            _get_archive_list_by_columns(
                body,
                select=select,
                provider_name=provider_name,
                columns=columns,
                sort_order=sort_order,
                restriction=restriction,
                entities=entities,
                page=page,
                page_size=page_size,
            ),
            options,
        )


def _get_archive_list_by_columns(
    body: GetArchiveListByColumnsRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    provider_name: str | NotGiven | None,
    columns: list[str] | NotGiven | None,
    sort_order: list[SortOrder] | NotGiven | None,
    restriction: list[Restriction] | NotGiven | None,
    entities: list[str] | NotGiven | None,
    page: int | NotGiven | None,
    page_size: int | NotGiven | None,
) -> Call[list[Archive]]:
    return Call(
        operation="v1ArchiveAgent_GetArchiveListByColumns",
        method="POST",
        path="/api/v1/Agents/Archive/GetArchiveListByColumns",
        query={"$select": commas(select)},
        body=with_properties(
            GetArchiveListByColumnsRequest,
            body,
            {
                "ProviderName": provider_name,
                "Columns": columns,
                "SortOrder": sort_order,
                "Restriction": restriction,
                "Entities": entities,
                "Page": page,
                "PageSize": page_size,
            },
        ),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[Archive],
        is_read_only=True,
    )
