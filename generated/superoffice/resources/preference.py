"""The operations of `Preference`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource

SetPrefValueAtLevelPostPrefLevel: TypeAlias = Literal[
    "Undefined",
    "HardDefault",
    "SystemWide",
    "Database",
    "Group",
    "Individual",
    "PC",
]


class PreferenceResource(Resource):
    """Operations of `Preference`.

    Preference values at their several levels.
    """

    def set_pref_value_at_level_post(
        self,
        section: str,
        key: str,
        pref_level: SetPrefValueAtLevelPostPrefLevel,
        value: str,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Store the value of one preference at a chosen level.

        Works through SetPreference or SetPreferenceEntity of the Preference agent.

        Args:
            section: Heading under which the preference is filed.
            key: Name of the preference within its section.
            pref_level: Level to store the value at; Undefined picks the one nearest to the user.
            value: The new value, written as text.

        Example:
            client.preference.set_pref_value_at_level_post("text", "text", "Undefined", "28800")

        Docs: https://docs.example.com/webapi/rest/Preference/v1Preference_SetPrefValueAtLevel_POST
        """
        return self._send(_set_pref_value_at_level_post(section, key, pref_level, value), options)


class AsyncPreferenceResource(AsyncResource):
    """Operations of `Preference`.

    Preference values at their several levels.
    """

    async def set_pref_value_at_level_post(
        self,
        section: str,
        key: str,
        pref_level: SetPrefValueAtLevelPostPrefLevel,
        value: str,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Store the value of one preference at a chosen level.

        Works through SetPreference or SetPreferenceEntity of the Preference agent.

        Args:
            section: Heading under which the preference is filed.
            key: Name of the preference within its section.
            pref_level: Level to store the value at; Undefined picks the one nearest to the user.
            value: The new value, written as text.

        Example:
            client.preference.set_pref_value_at_level_post("text", "text", "Undefined", "28800")

        Docs: https://docs.example.com/webapi/rest/Preference/v1Preference_SetPrefValueAtLevel_POST
        """
        return await self._send(_set_pref_value_at_level_post(section, key, pref_level, value), options)


def _set_pref_value_at_level_post(
    section: str,
    key: str,
    pref_level: SetPrefValueAtLevelPostPrefLevel,
    value: str,
) -> Call[None]:
    return Call(
        operation="v1Preference_SetPrefValueAtLevel_POST",
        method="POST",
        path="/api/v1/Preference/{section}/{key}/{prefLevel}",
        parts={"section": section, "key": key, "prefLevel": pref_level},
        query={"value": value},
    )
