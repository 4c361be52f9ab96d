"""The operations of `ProjectMember`."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from superoffice._bodies import JsonPatch, MergePatch
from superoffice._call import Call, Media
from superoffice._options import CallOptions
from superoffice._resource import AsyncPages, AsyncResource, Pages, Paging, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.project_member import Entity, EntityDict, ProjectMember, ProjectMemberWithLinks
from superoffice.models.shared_contact import ODataSlimResponse

GetAllMode: TypeAlias = Literal["Slim", "Wide", "Full"]
GetAllOutput: TypeAlias = Literal["Logical", "Display"]


class ProjectMemberResource(Resource):
    """Operations of `ProjectMember`.

    Persons who take part in projects.
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
        """Query the memberships of all projects in OData style.

        Narrow, sort and page the list with the usual options:

        * ProjectMember?$select=fullName,projectId,contact/name
        * ProjectMember?$filter=projectId eq 31 and startswith(fullName, 'Ing')
        * ProjectMember?$orderby=contact/name,fullName
        * ProjectMember?$top=50
        * ProjectMember?$mode=full

        Rows come from the "ProjectMember" archive; whether they arrive as JSON or XML depends on the Accept header. In
        `Slim` mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "fullName,projectId". A column may be counted or summed on the
                way: "Count(personId):Footer"
            filter: Condition that rows have to meet, e.g. "projectId eq 31"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "fullName asc,projectId desc"
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
            client.project_member.get_all()

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_GetAll
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

    def post_project_member(
        self,
        body: Entity | EntityDict,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Add a person to a project.

        Works through SaveProjectMember of the Project agent.

        Args:
            body: The membership to add.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.project_member.post_project_member(...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PostProjectMember
        """
        return self._send(_post_project_member(body, select=select), options)

    def default_project_member(
        self,
        *,
        options: CallOptions | None = None,
    ) -> ProjectMember:
        """Prepare a membership that has not been saved.

        Required fields are filled with sensible values, so a client may show the form at once. Works through
        CreateDefaultProjectMember of the Project agent.

        Returns:
            The response.

        Example:
            client.project_member.default_project_member()

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_DefaultProjectMember
        """
        return self._send(_default_project_member(), options)

    def get_project_member(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Read one membership.

        Works through GetProjectMember of the Project agent.

        Args:
            id: Key of the wanted membership.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership returned.

        Raises:
            NotFoundError: No membership has this key.

        Example:
            client.project_member.get_project_member(1)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_GetProjectMember
        """
        return self._send(_get_project_member(id, select=select), options)

    def put_project_member(
        self,
        id: int,
        body: Entity | EntityDict,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Overwrite a membership as a whole.

        Args:
            body: The membership as it shall be from now on.
            id: Key of the membership to overwrite.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership saved.

        Raises:
            BadRequestError: The body holds no membership.

        Example:
            client.project_member.put_project_member(1, ...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PutProjectMember
        """
        return self._send(_put_project_member(id, body, select=select), options)

    def delete_project_member(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Take a person off a project.

        The person card stays. Works through DeleteProjectMember of the Project agent.

        Args:
            id: Key of the membership to end.

        Example:
            client.project_member.delete_project_member(1)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_DeleteProjectMember
        """
        return self._send(_delete_project_member(id), options)

    def patch_project_member(
        self,
        id: int,
        body: JsonPatch | MergePatch,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Change single properties of a membership.

        The body is either a JSON Patch ([RFC6902](https://tools.ietf.org/html/rfc6902)) or a JSON Merge Patch ([RFC
        7396](https://tools.ietf.org/html/rfc7386)). These two requests have the same effect, first as steps:

        ```js

        [ { "op": "replace", "path": "/Comment", "value": "On leave in May" } ]
        ```

        then as a fragment that is laid over the membership:

        ```js

        { "Comment": "On leave in May" }
        ```

        Of the steps, 'add', 'replace', 'remove' and 'test' are understood. Letter case in a path does not matter, nor
        does the slash in front.

        Works through SaveProjectMember of the `IProjectAgent`.

        Args:
            body: Steps of a JSON Patch, or the fragment of a merge patch, which the server turns into steps first.
            id: Key of the membership to change.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership changed.

        Raises:
            NotFoundError: The database knows no ProjectMember by this id.
            ConflictError: A 'test' step found a value other than expected, so nothing was changed.
            PreconditionFailedError: Somebody saved the ProjectMember after the time given in If-Unmodified-Since.

        Example:
            client.project_member.patch_project_member(1, ...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PatchProjectMember
        """
        return self._send(_patch_project_member(id, body, select=select), options)


class AsyncProjectMemberResource(AsyncResource):
    """Operations of `ProjectMember`.

    Persons who take part in projects.
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
        """Query the memberships of all projects in OData style.

        Narrow, sort and page the list with the usual options:

        * ProjectMember?$select=fullName,projectId,contact/name
        * ProjectMember?$filter=projectId eq 31 and startswith(fullName, 'Ing')
        * ProjectMember?$orderby=contact/name,fullName
        * ProjectMember?$top=50
        * ProjectMember?$mode=full

        Rows come from the "ProjectMember" archive; whether they arrive as JSON or XML depends on the Accept header. In
        `Slim` mode a row reads like `| key | value |` pairs without hints.

        ## Filter Operators

        Numbers know `eq`, `ne`, `lt`, `le`, `gt`, `ge` and `between`; texts know `contains`, `is`, `notContains`,
        `isNot` and `notBegins`; dates know `before`, `after`, `date` and `dateBetween`.

        List keys are matched by `oneOf` and `NotOneOf`, users by `associateIsOneOf` and `associateIsNotOneOf`.

        Words that need no value, among them `today`, `thisWeek`, `lastMonth` and `currentAssociate`, stand alone after
        the column.

        Args:
            select: Columns wanted, parted by commas: "fullName,projectId". A column may be counted or summed on the
                way: "Count(personId):Footer"
            filter: Condition that rows have to meet, e.g. "projectId eq 31"; join several by `and | or`.
            order_by: Columns that decide the order, each with asc or desc behind it: "fullName asc,projectId desc"
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
            client.project_member.get_all()

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_GetAll
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

    async def post_project_member(
        self,
        body: Entity | EntityDict,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Add a person to a project.

        Works through SaveProjectMember of the Project agent.

        Args:
            body: The membership to add.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.project_member.post_project_member(...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PostProjectMember
        """
        return await self._send(_post_project_member(body, select=select), options)

    async def default_project_member(
        self,
        *,
        options: CallOptions | None = None,
    ) -> ProjectMember:
        """Prepare a membership that has not been saved.

        Required fields are filled with sensible values, so a client may show the form at once. Works through
        CreateDefaultProjectMember of the Project agent.

        Returns:
            The response.

        Example:
            client.project_member.default_project_member()

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_DefaultProjectMember
        """
        return await self._send(_default_project_member(), options)

    async def get_project_member(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Read one membership.

        Works through GetProjectMember of the Project agent.

        Args:
            id: Key of the wanted membership.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership returned.

        Raises:
            NotFoundError: No membership has this key.

        Example:
            client.project_member.get_project_member(1)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_GetProjectMember
        """
        return await self._send(_get_project_member(id, select=select), options)

    async def put_project_member(
        self,
        id: int,
        body: Entity | EntityDict,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Overwrite a membership as a whole.

        Args:
            body: The membership as it shall be from now on.
            id: Key of the membership to overwrite.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership saved.

        Raises:
            BadRequestError: The body holds no membership.

        Example:
            client.project_member.put_project_member(1, ...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PutProjectMember
        """
        return await self._send(_put_project_member(id, body, select=select), options)

    async def delete_project_member(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Take a person off a project.

        The person card stays. Works through DeleteProjectMember of the Project agent.

        Args:
            id: Key of the membership to end.

        Example:
            client.project_member.delete_project_member(1)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_DeleteProjectMember
        """
        return await self._send(_delete_project_member(id), options)

    async def patch_project_member(
        self,
        id: int,
        body: JsonPatch | MergePatch,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> ProjectMemberWithLinks:
        """Change single properties of a membership.

        The body is either a JSON Patch ([RFC6902](https://tools.ietf.org/html/rfc6902)) or a JSON Merge Patch ([RFC
        7396](https://tools.ietf.org/html/rfc7386)). These two requests have the same effect, first as steps:

        ```js

        [ { "op": "replace", "path": "/Comment", "value": "On leave in May" } ]
        ```

        then as a fragment that is laid over the membership:

        ```js

        { "Comment": "On leave in May" }
        ```

        Of the steps, 'add', 'replace', 'remove' and 'test' are understood. Letter case in a path does not matter, nor
        does the slash in front.

        Works through SaveProjectMember of the `IProjectAgent`.

        Args:
            body: Steps of a JSON Patch, or the fragment of a merge patch, which the server turns into steps first.
            id: Key of the membership to change.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Membership changed.

        Raises:
            NotFoundError: The database knows no ProjectMember by this id.
            ConflictError: A 'test' step found a value other than expected, so nothing was changed.
            PreconditionFailedError: Somebody saved the ProjectMember after the time given in If-Unmodified-Since.

        Example:
            client.project_member.patch_project_member(1, ...)

        Docs: https://docs.example.com/webapi/rest/ProjectMember/v1ProjectMember_PatchProjectMember
        """
        return await self._send(_patch_project_member(id, body, select=select), options)


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
        operation="v1ProjectMember_GetAll",
        method="GET",
        path="/api/v1/ProjectMember",
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


def _post_project_member(
    body: Entity | EntityDict,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[ProjectMemberWithLinks]:
    return Call(
        operation="v1ProjectMember_PostProjectMember",
        method="POST",
        path="/api/v1/ProjectMember",
        query={"$select": commas(select)},
        body=body,
        body_type=Entity,
        others=(Media("form", "application/x-www-form-urlencoded", Entity),),
        accept="application/json",
        parses=ProjectMemberWithLinks,
    )


def _default_project_member() -> Call[ProjectMember]:
    return Call(
        operation="v1ProjectMember_DefaultProjectMember",
        method="GET",
        path="/api/v1/ProjectMember/default",
        accept="application/json",
        parses=ProjectMember,
    )


def _get_project_member(
    id: int,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[ProjectMemberWithLinks]:
    return Call(
        operation="v1ProjectMember_GetProjectMember",
        method="GET",
        path="/api/v1/ProjectMember/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        accept="application/json",
        parses=ProjectMemberWithLinks,
    )


def _put_project_member(
    id: int,
    body: Entity | EntityDict,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[ProjectMemberWithLinks]:
    return Call(
        operation="v1ProjectMember_PutProjectMember",
        method="PUT",
        path="/api/v1/ProjectMember/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        body=body,
        body_type=Entity,
        others=(Media("form", "application/x-www-form-urlencoded", Entity),),
        accept="application/json",
        parses=ProjectMemberWithLinks,
    )


def _delete_project_member(
    id: int,
) -> Call[None]:
    return Call(
        operation="v1ProjectMember_DeleteProjectMember",
        method="DELETE",
        path="/api/v1/ProjectMember/{id}",
        parts={"id": id},
    )


def _patch_project_member(
    id: int,
    body: JsonPatch | MergePatch,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[ProjectMemberWithLinks]:
    return Call(
        operation="v1ProjectMember_PatchProjectMember",
        method="PATCH",
        path="/api/v1/ProjectMember/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        body=body,
        form="patch",
        accept="application/json",
        parses=ProjectMemberWithLinks,
    )
