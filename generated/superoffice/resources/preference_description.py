"""The operations of `PreferenceDescription`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.preference_description import PreferenceDescriptionWithLinks


class PreferenceDescriptionResource(Resource):
    """Operations of `PreferenceDescription`.

    What preferences exist and how they may be set.
    """

    def get_preference_description(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> PreferenceDescriptionWithLinks:
        """Read how a preference may be set and by whom.

        Works through GetPreferenceDescription of the Preference agent.

        Args:
            id: Key of the description.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Description returned.

        Raises:
            NotFoundError: No description has this key.

        Example:
            client.preference_description.get_preference_description(1)

        Docs:
        https://docs.example.com/webapi/rest/PreferenceDescription/v1PreferenceDescription_GetPreferenceDescription
        """
        return self._send(_get_preference_description(id, select=select), options)


class AsyncPreferenceDescriptionResource(AsyncResource):
    """Operations of `PreferenceDescription`.

    What preferences exist and how they may be set.
    """

    async def get_preference_description(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> PreferenceDescriptionWithLinks:
        """Read how a preference may be set and by whom.

        Works through GetPreferenceDescription of the Preference agent.

        Args:
            id: Key of the description.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Description returned.

        Raises:
            NotFoundError: No description has this key.

        Example:
            client.preference_description.get_preference_description(1)

        Docs:
        https://docs.example.com/webapi/rest/PreferenceDescription/v1PreferenceDescription_GetPreferenceDescription
        """
        return await self._send(_get_preference_description(id, select=select), options)


def _get_preference_description(
    id: int,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[PreferenceDescriptionWithLinks]:
    return Call(
        operation="v1PreferenceDescription_GetPreferenceDescription",
        method="GET",
        path="/api/v1/PreferenceDescription/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        accept="application/json",
        parses=PreferenceDescriptionWithLinks,
    )
