"""The operations of `Role`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice.models.shared_number_allocation import Role

SetDataRightRelationToOwner: TypeAlias = Literal[
    "MyOwn",
    "PrimaryGroup",
    "OtherAssociates",
    "OtherGroups",
    "ExternalUser",
    "Anonymous",
    "MyCompany",
    "SameProject",
]
GetAllRolesRoleType: TypeAlias = Literal["Employee", "ExternalUser", "Anonymous", "System"]


class RoleResource(Resource):
    """Operations of `Role`.

    Roles and the rights that come with them.
    """

    def set_data_right(
        self,
        role_id: int,
        table_name: str,
        relation_to_owner: SetDataRightRelationToOwner,
        data_right_value: str,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Set one cell of the rights matrix.

        Answers with an error when the matrix has no such cell.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            role_id: Role whose matrix is edited.
            table_name: Row of the matrix: the table that the right concerns.
            relation_to_owner: Column of the matrix: how the record's owner relates to the user.
            data_right_value: New content of the cell, letters out of CRUD.

        Example:
            client.role.set_data_right(1, "text", "MyOwn", "CRU")

        Docs: https://docs.example.com/webapi/rest/Role/v1RoleEntity_SetDataRight
        """
        return self._send(_set_data_right(role_id, table_name, relation_to_owner, data_right_value), options)

    def get_all_roles(
        self,
        role_type: GetAllRolesRoleType,
        *,
        options: CallOptions | None = None,
    ) -> list[Role]:
        """List the roles of one kind.

        The same choices are found in the MDO list 'Roles' with the number of the kind as extra.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            role_type: Kind of role, a member of RoleType.

        Returns:
            The response.

        Example:
            client.role.get_all_roles("Employee")

        Docs: https://docs.example.com/webapi/rest/Role/v1RoleEntity_GetAllRoles
        """
        return self._send(_get_all_roles(role_type), options)


class AsyncRoleResource(AsyncResource):
    """Operations of `Role`.

    Roles and the rights that come with them.
    """

    async def set_data_right(
        self,
        role_id: int,
        table_name: str,
        relation_to_owner: SetDataRightRelationToOwner,
        data_right_value: str,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Set one cell of the rights matrix.

        Answers with an error when the matrix has no such cell.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            role_id: Role whose matrix is edited.
            table_name: Row of the matrix: the table that the right concerns.
            relation_to_owner: Column of the matrix: how the record's owner relates to the user.
            data_right_value: New content of the cell, letters out of CRUD.

        Example:
            client.role.set_data_right(1, "text", "MyOwn", "CRU")

        Docs: https://docs.example.com/webapi/rest/Role/v1RoleEntity_SetDataRight
        """
        return await self._send(_set_data_right(role_id, table_name, relation_to_owner, data_right_value), options)

    async def get_all_roles(
        self,
        role_type: GetAllRolesRoleType,
        *,
        options: CallOptions | None = None,
    ) -> list[Role]:
        """List the roles of one kind.

        The same choices are found in the MDO list 'Roles' with the number of the kind as extra.

        Hosted tenants cannot reach the User agent out of the box, and partner applications may not administer users
        there.

        Args:
            role_type: Kind of role, a member of RoleType.

        Returns:
            The response.

        Example:
            client.role.get_all_roles("Employee")

        Docs: https://docs.example.com/webapi/rest/Role/v1RoleEntity_GetAllRoles
        """
        return await self._send(_get_all_roles(role_type), options)


def _set_data_right(
    role_id: int,
    table_name: str,
    relation_to_owner: SetDataRightRelationToOwner,
    data_right_value: str,
) -> Call[None]:
    return Call(
        operation="v1RoleEntity_SetDataRight",
        method="PUT",
        path="/api/v1/Role/{roleId}/DataRight/{tableName}/{relationToOwner}",
        parts={"roleId": role_id, "tableName": table_name, "relationToOwner": relation_to_owner},
        query={"dataRightValue": data_right_value},
    )


def _get_all_roles(
    role_type: GetAllRolesRoleType,
) -> Call[list[Role]]:
    return Call(
        operation="v1RoleEntity_GetAllRoles",
        method="GET",
        path="/api/v1/Role/{roleType}",
        parts={"roleType": role_type},
        accept="application/json",
        parses=list[Role],
    )
