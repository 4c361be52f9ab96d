"""The operations of `Contact`."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncPages, AsyncResource, Pages, Paging, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.contact import ContactEntityWithLinks
from superoffice.models.shared_contact import ODataSlimResponse

GetAllMode: TypeAlias = Literal["Slim", "Wide", "Full"]
GetAllOutput: TypeAlias = Literal["Logical", "Display"]


class ContactResource(Resource):
    """Operations of `Contact`.

    Companies, the cards that all else hangs on.
    """

    def get_all(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        filter: str | NotGiven = NOT_GIVEN,
        order_by: CommaSeparated | NotGiven = NOT_GIVEN,
        entities: str | NotGiven = NOT_GIVEN,
        top: int | NotGiven = NOT_GIVEN,
        skip: int | NotGiven = NOT_GIVEN,
        mode: GetAllMode | NotGiven = NOT_GIVEN,
        options_: str | NotGiven = NOT_GIVEN,
        context: str | NotGiven = NOT_GIVEN,
        format: str | NotGiven = NOT_GIVEN,
        json_safe: bool | NotGiven = NOT_GIVEN,
        output: GetAllOutput | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Pages[dict[str, Any], ODataSlimResponse]:
        """List companies in OData style.

        Narrow, sort and page the list with the usual options:

        * Contact?$select=name,department,category/id
        * Contact?$filter=orgnr eq '31' and startswith(name, 'S')
        * Contact?$orderby=category/id,name
        * Contact?$top=50
        * Contact?$mode=full

        Rows come from the "SimpleContact" archive; whether they arrive as JSON or XML depends on the Accept header. In
        `Slim` mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "name,department". A column may be counted or summed on the way:
                "Count(contactId):Footer"
            filter: Condition that rows have to meet, e.g. "orgnr eq '31'"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "name asc,department desc"
            entities: Kinds of row to include where the archive mixes several: "contact,person"; empty means all.
            top: Greatest number of rows in one answer.
            skip: Rows to pass over before the first one returned.
            mode: How much to say about each cell: SLIM stops at the display value, FULL adds raw value and hints.
            options_: Switches understood by this archive, "GrandTotal=true" among them.
            context: Further input for this archive, in its own notation.
            format: JSON or XML, for clients that cannot set an Accept header.
            json_safe: Turns dots and slashes in column names into underscores.
            output: Whether SLIM cells hold plain values (Logical) or what a user would see (Display); dates are ISO
                texts either way.

        Returns:
            The response.

        Example:
            client.contact.get_all()

        Docs: https://docs.example.com/webapi/rest/Contact/v1ContactEntity_GetAll
        """
        return self._pages(
            _get_all(
                select=select,
                filter=filter,
                order_by=order_by,
                entities=entities,
                top=top,
                skip=skip,
                mode=mode,
                options_=options_,
                context=context,
                format=format,
                json_safe=json_safe,
                output=output,
            ),
            options,
            Paging(items="value", next="odata_next_link"),
        )

    def get_contact_entity(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ContactEntityWithLinks:
        """Read one company.

        Works through GetContactEntity of the Contact agent.

        Args:
            id: Key of the wanted company.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Company returned.

        Raises:
            NotFoundError: No company has this key.

        Example:
            client.contact.get_contact_entity(1)

        Docs: https://docs.example.com/webapi/rest/Contact/v1ContactEntity_GetContactEntity
        """
        return self._send(_get_contact_entity(id, select=select), options)


class AsyncContactResource(AsyncResource):
    """Operations of `Contact`.

    Companies, the cards that all else hangs on.
    """

    def get_all(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        filter: str | NotGiven = NOT_GIVEN,
        order_by: CommaSeparated | NotGiven = NOT_GIVEN,
        entities: str | NotGiven = NOT_GIVEN,
        top: int | NotGiven = NOT_GIVEN,
        skip: int | NotGiven = NOT_GIVEN,
        mode: GetAllMode | NotGiven = NOT_GIVEN,
        options_: str | NotGiven = NOT_GIVEN,
        context: str | NotGiven = NOT_GIVEN,
        format: str | NotGiven = NOT_GIVEN,
        json_safe: bool | NotGiven = NOT_GIVEN,
        output: GetAllOutput | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> AsyncPages[dict[str, Any], ODataSlimResponse]:
        """List companies in OData style.

        Narrow, sort and page the list with the usual options:

        * Contact?$select=name,department,category/id
        * Contact?$filter=orgnr eq '31' and startswith(name, 'S')
        * Contact?$orderby=category/id,name
        * Contact?$top=50
        * Contact?$mode=full

        Rows come from the "SimpleContact" archive; whether they arrive as JSON or XML depends on the Accept header. In
        `Slim` mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "name,department". A column may be counted or summed on the way:
                "Count(contactId):Footer"
            filter: Condition that rows have to meet, e.g. "orgnr eq '31'"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "name asc,department desc"
            entities: Kinds of row to include where the archive mixes several: "contact,person"; empty means all.
            top: Greatest number of rows in one answer.
            skip: Rows to pass over before the first one returned.
            mode: How much to say about each cell: SLIM stops at the display value, FULL adds raw value and hints.
            options_: Switches understood by this archive, "GrandTotal=true" among them.
            context: Further input for this archive, in its own notation.
            format: JSON or XML, for clients that cannot set an Accept header.
            json_safe: Turns dots and slashes in column names into underscores.
            output: Whether SLIM cells hold plain values (Logical) or what a user would see (Display); dates are ISO
                texts either way.

        Returns:
            The response.

        Example:
            client.contact.get_all()

        Docs: https://docs.example.com/webapi/rest/Contact/v1ContactEntity_GetAll
        """
        return self._pages(
            _get_all(
                select=select,
                filter=filter,
                order_by=order_by,
                entities=entities,
                top=top,
                skip=skip,
                mode=mode,
                options_=options_,
                context=context,
                format=format,
                json_safe=json_safe,
                output=output,
            ),
            options,
            Paging(items="value", next="odata_next_link"),
        )

    async def get_contact_entity(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ContactEntityWithLinks:
        """Read one company.

        Works through GetContactEntity of the Contact agent.

        Args:
            id: Key of the wanted company.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Company returned.

        Raises:
            NotFoundError: No company has this key.

        Example:
            client.contact.get_contact_entity(1)

        Docs: https://docs.example.com/webapi/rest/Contact/v1ContactEntity_GetContactEntity
        """
        return await self._send(_get_contact_entity(id, select=select), options)


def _get_all(
    *,
    select: CommaSeparated | NotGiven,
    filter: str | NotGiven,
    order_by: CommaSeparated | NotGiven,
    entities: str | NotGiven,
    top: int | NotGiven,
    skip: int | NotGiven,
    mode: GetAllMode | NotGiven,
    options_: str | NotGiven,
    context: str | NotGiven,
    format: str | NotGiven,
    json_safe: bool | NotGiven,
    output: GetAllOutput | NotGiven,
) -> Call[tuple[dict[str, Any], ODataSlimResponse]]:
    return Call(
        operation="v1ContactEntity_GetAll",
        method="GET",
        path="/api/v1/Contact",
        query={
            "$select": commas(select),
            "$filter": filter,
            "$orderBy": commas(order_by),
            "$entities": entities,
            "$top": top,
            "$skip": skip,
            "$mode": mode,
            "$options": options_,
            "$context": context,
            "$format": format,
            "$jsonSafe": json_safe,
            "$output": output,
        },
        accept="application/json",
        parses=ODataSlimResponse,
    )


def _get_contact_entity(
    id: int,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[ContactEntityWithLinks]:
    return Call(
        operation="v1ContactEntity_GetContactEntity",
        method="GET",
        path="/api/v1/Contact/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        accept="application/json",
        parses=ContactEntityWithLinks,
    )
