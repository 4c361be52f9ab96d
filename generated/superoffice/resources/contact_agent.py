"""The operations of `Contact_Agent`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.contact import Address, GetAddressRequest

if TYPE_CHECKING:
    from superoffice._resource import delegated
    from superoffice.resources.contact import AsyncContactResource, ContactResource


class ContactAgentResource(Resource):
    """Operations of `Contact_Agent`.

    Looks after companies and their addresses.
    """

    def get_address(
        self,
        body: GetAddressRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        contact_id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Address:
        """Read both addresses of a company, laid out as its country does.

        Args:
            body: ContactId; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            contact_id: The property "ContactId".

        Returns:
            The response.

        Example:
            client.contact_agent.get_address(contact_id=2214)

        Docs: https://docs.example.com/webapi/agent/Contact_Agent/v1ContactAgent_GetAddress
        """
        return self._send(_get_address(body, select=select, contact_id=contact_id), options)


class ContactAgentAndEntityResource(ContactAgentResource):
    """This resource, and the methods that only the entity has."""

    if TYPE_CHECKING:
        get_all = delegated(ContactResource.get_all)
        get_contact_entity = delegated(ContactResource.get_contact_entity)
    else:

        def __getattr__(self, name):
            from superoffice.resources.contact import ContactResource

            return getattr(ContactResource(self._core), name)

        def __dir__(self):
            from superoffice.resources.contact import ContactResource

            return sorted({*super().__dir__(), *dir(ContactResource)})


class AsyncContactAgentResource(AsyncResource):
    """Operations of `Contact_Agent`.

    Looks after companies and their addresses.
    """

    async def get_address(
        self,
        body: GetAddressRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        contact_id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> Address:
        """Read both addresses of a company, laid out as its country does.

        Args:
            body: ContactId; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            contact_id: The property "ContactId".

        Returns:
            The response.

        Example:
            client.contact_agent.get_address(contact_id=2214)

        Docs: https://docs.example.com/webapi/agent/Contact_Agent/v1ContactAgent_GetAddress
        """
        return await self._send(_get_address(body, select=select, contact_id=contact_id), options)


class AsyncContactAgentAndEntityResource(AsyncContactAgentResource):
    """This resource, and the methods that only the entity has."""

    if TYPE_CHECKING:
        get_all = delegated(AsyncContactResource.get_all)
        get_contact_entity = delegated(AsyncContactResource.get_contact_entity)
    else:

        def __getattr__(self, name):
            from superoffice.resources.contact import AsyncContactResource

            return getattr(AsyncContactResource(self._core), name)

        def __dir__(self):
            from superoffice.resources.contact import AsyncContactResource

            return sorted({*super().__dir__(), *dir(AsyncContactResource)})


def _get_address(
    body: GetAddressRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    contact_id: int | NotGiven | None,
) -> Call[Address]:
    return Call(
        operation="v1ContactAgent_GetAddress",
        method="POST",
        path="/api/v1/Agents/Contact/GetAddress",
        query={"$select": commas(select)},
        body=with_properties(GetAddressRequest, body, {"ContactId": contact_id}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=Address,
        is_read_only=True,
    )
