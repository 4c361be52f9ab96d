"""The operations of `Person`."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from superoffice._call import Call, Media
from superoffice._options import CallOptions
from superoffice._raw import AsyncDownload, Download
from superoffice._resource import AsyncPages, AsyncResource, Pages, Paging, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, Content, NotGiven, commas
from superoffice.models.person import SaveImageRequest
from superoffice.models.shared_contact import ODataSlimResponse

GetAllMode: TypeAlias = Literal["Slim", "Wide", "Full"]
GetAllOutput: TypeAlias = Literal["Logical", "Display"]
GetImageIfBlank: TypeAlias = Literal[
    "Default",
    "ClearPixel",
    "SrNoPhoto",
    "SrNoPhotoWithBorder",
    "Null",
    "GenericFileIcon",
]


class PersonResource(Resource):
    """Operations of `Person`.

    Person cards and their portraits.
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
        """Query all persons in OData style.

        Narrow, sort and page the list with the usual options:

        * Person?$select=fullName,personId,contact/name
        * Person?$filter=personId eq 31 and startswith(lastName, 'Ing')
        * Person?$orderby=contact/name,lastName
        * Person?$top=50
        * Person?$mode=full

        Rows come from the "Person" archive; whether they arrive as JSON or XML depends on the Accept header. In `Slim`
        mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "fullName,personId". A column may be counted or summed on the way:
                "Count(personId):Footer"
            filter: Condition that rows have to meet, e.g. "personId eq 31"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "fullName asc,personId desc"
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
            client.person.get_all()

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetAll
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

    def get_image(
        self,
        person_id: int,
        *,
        w: int | NotGiven = NOT_GIVEN,
        h: int | NotGiven = NOT_GIVEN,
        type: str | NotGiven = NOT_GIVEN,
        if_blank: GetImageIfBlank | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Download:
        """Download the portrait of a person.

        Without width, height or type the file comes back untouched; with any of them it is redrawn at `w x h` pixels (a
        request such as `w=96|h=96` is refused, use two parameters).

        Args:
            person_id: Key of the person card.
            w: Width in pixels, at most 2000.
            h: Height in pixels, at most 2000.
            type: Picture format to convert to, one of PNG | JPEG | GIF.
            if_blank: Stand-in for a missing portrait; Null, which is the default, answers 404.

        Returns:
            The portrait as a file

        Raises:
            NotFoundError: There is no portrait and ifBlank asked for none

        Example:
            client.person.get_image(1)

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetImage
        """
        return self._download(_get_image(person_id, w=w, h=h, type=type, if_blank=if_blank), options)

    def save_image(
        self,
        person_id: int,
        body: Content | SaveImageRequest,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Store a portrait.

        A portrait already there is replaced, and its description follows by itself.

        Args:
            body: The picture as PNG, GIF, JPEG or TIFF, at most 4 MB.
            person_id: Key of the person card.

        Returns:
            Key of the stored picture

        Raises:
            BadRequestError: The body is empty or the person does not exist.

        Example:
            client.person.save_image(1, ...)

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_SaveImage
        """
        return self._send(_save_image(person_id, body), options)


class AsyncPersonResource(AsyncResource):
    """Operations of `Person`.

    Person cards and their portraits.
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
        """Query all persons in OData style.

        Narrow, sort and page the list with the usual options:

        * Person?$select=fullName,personId,contact/name
        * Person?$filter=personId eq 31 and startswith(lastName, 'Ing')
        * Person?$orderby=contact/name,lastName
        * Person?$top=50
        * Person?$mode=full

        Rows come from the "Person" archive; whether they arrive as JSON or XML depends on the Accept header. In `Slim`
        mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "fullName,personId". A column may be counted or summed on the way:
                "Count(personId):Footer"
            filter: Condition that rows have to meet, e.g. "personId eq 31"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "fullName asc,personId desc"
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
            client.person.get_all()

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetAll
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

    async def get_image(
        self,
        person_id: int,
        *,
        w: int | NotGiven = NOT_GIVEN,
        h: int | NotGiven = NOT_GIVEN,
        type: str | NotGiven = NOT_GIVEN,
        if_blank: GetImageIfBlank | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> AsyncDownload:
        """Download the portrait of a person.

        Without width, height or type the file comes back untouched; with any of them it is redrawn at `w x h` pixels (a
        request such as `w=96|h=96` is refused, use two parameters).

        Args:
            person_id: Key of the person card.
            w: Width in pixels, at most 2000.
            h: Height in pixels, at most 2000.
            type: Picture format to convert to, one of PNG | JPEG | GIF.
            if_blank: Stand-in for a missing portrait; Null, which is the default, answers 404.

        Returns:
            The portrait as a file

        Raises:
            NotFoundError: There is no portrait and ifBlank asked for none

        Example:
            client.person.get_image(1)

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetImage
        """
        return await self._download(_get_image(person_id, w=w, h=h, type=type, if_blank=if_blank), options)

    async def save_image(
        self,
        person_id: int,
        body: Content | SaveImageRequest,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Store a portrait.

        A portrait already there is replaced, and its description follows by itself.

        Args:
            body: The picture as PNG, GIF, JPEG or TIFF, at most 4 MB.
            person_id: Key of the person card.

        Returns:
            Key of the stored picture

        Raises:
            BadRequestError: The body is empty or the person does not exist.

        Example:
            client.person.save_image(1, ...)

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_SaveImage
        """
        return await self._send(_save_image(person_id, body), options)


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
        operation="v1PersonEntity_GetAll",
        method="GET",
        path="/api/v1/Person",
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


def _get_image(
    person_id: int,
    *,
    w: int | NotGiven,
    h: int | NotGiven,
    type: str | NotGiven,
    if_blank: GetImageIfBlank | NotGiven,
) -> Call[None]:
    return Call(
        operation="v1PersonEntity_GetImage",
        method="GET",
        path="/api/v1/Person/{personId}/Image",
        parts={"personId": person_id},
        query={"w": w, "h": h, "type": type, "ifBlank": if_blank},
        accept="application/octet-stream",
    )


def _save_image(
    person_id: int,
    body: Content | SaveImageRequest,
) -> Call[int]:
    return Call(
        operation="v1PersonEntity_SaveImage",
        method="PUT",
        path="/api/v1/Person/{personId}/Image",
        parts={"personId": person_id},
        body=body,
        form="binary",
        media_type="image/png",
        others=(Media("multipart", "multipart/form-data", SaveImageRequest),),
        accept="application/json",
        parses=int,
    )
