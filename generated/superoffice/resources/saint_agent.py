"""The operations of `Saint_Agent`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.saint import StatusMonitorPeriod


class SaintAgentResource(Resource):
    """Operations of `Saint_Agent`.

    Watches companies and projects through status monitors.
    """

    def get_status_monitor_periods(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> StatusMonitorPeriod:
        """Read the three periods that status monitors look back on.

        Deprecated: Use `SaintConfiguration` instead.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.saint_agent.get_status_monitor_periods()

        Docs: https://docs.example.com/webapi/agent/Saint_Agent/v1SaintAgent_GetStatusMonitorPeriods
        """
        return self._send(_get_status_monitor_periods(select=select), options)


class AsyncSaintAgentResource(AsyncResource):
    """Operations of `Saint_Agent`.

    Watches companies and projects through status monitors.
    """

    async def get_status_monitor_periods(
        self,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> StatusMonitorPeriod:
        """Read the three periods that status monitors look back on.

        Deprecated: Use `SaintConfiguration` instead.

        Args:
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            The response.

        Example:
            client.saint_agent.get_status_monitor_periods()

        Docs: https://docs.example.com/webapi/agent/Saint_Agent/v1SaintAgent_GetStatusMonitorPeriods
        """
        return await self._send(_get_status_monitor_periods(select=select), options)


def _get_status_monitor_periods(
    *,
    select: CommaSeparated | NotGiven,
) -> Call[StatusMonitorPeriod]:
    return Call(
        operation="v1SaintAgent_GetStatusMonitorPeriods",
        method="POST",
        path="/api/v1/Agents/Saint/GetStatusMonitorPeriods",
        query={"$select": commas(select)},
        accept="application/json",
        parses=StatusMonitorPeriod,
        is_read_only=True,
    )
