"""The operations of `NumberAllocation_Agent`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.number_allocation import RefCountEntity


class NumberAllocationAgentResource(Resource):
    """Operations of `NumberAllocation_Agent`.

    Gives out running numbers for documents, sales and the like.
    """

    def get_ref_count_entity(
        self,
        ref_count_entity_id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> RefCountEntity:
        """Read one counter of the numbering system.

        Args:
            ref_count_entity_id: Key of the counter.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.number_allocation_agent.get_ref_count_entity(7)

        Docs: https://docs.example.com/webapi/agent/NumberAllocation_Agent/v1NumberAllocationAgent_GetRefCountEntity
        """
        return self._send(_get_ref_count_entity(ref_count_entity_id, select=select), options)


class AsyncNumberAllocationAgentResource(AsyncResource):
    """Operations of `NumberAllocation_Agent`.

    Gives out running numbers for documents, sales and the like.
    """

    async def get_ref_count_entity(
        self,
        ref_count_entity_id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> RefCountEntity:
        """Read one counter of the numbering system.

        Args:
            ref_count_entity_id: Key of the counter.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.number_allocation_agent.get_ref_count_entity(7)

        Docs: https://docs.example.com/webapi/agent/NumberAllocation_Agent/v1NumberAllocationAgent_GetRefCountEntity
        """
        return await self._send(_get_ref_count_entity(ref_count_entity_id, select=select), options)


def _get_ref_count_entity(
    ref_count_entity_id: int,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[RefCountEntity]:
    return Call(
        operation="v1NumberAllocationAgent_GetRefCountEntity",
        method="POST",
        path="/api/v1/Agents/NumberAllocation/GetRefCountEntity",
        query={"refCountEntityId": ref_count_entity_id, "$select": commas(select)},
        accept="application/json",
        parses=RefCountEntity,
        is_read_only=True,
    )
