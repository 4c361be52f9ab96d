"""The operations of `String`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, NotGiven


class StringResource(Resource):
    """Operations of `String`.

    Texts of the user interface in all languages.
    """

    def get_strings(
        self,
        body: list[str],
        *,
        iso_lang_code: str | NotGiven = NOT_GIVEN,
        ignore_overrides: bool | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Translate several texts in one go.

        Send the names of the texts; the answer is a map from each name to its translations.

        Args:
            body: Names of the texts as an array: ['SR_OPEN', 'SR_CLOSE'].
            iso_lang_code: Language wanted, "nb-no" or "en-gb" say; every language when neither this nor the header
                names one.
            ignore_overrides: True skips texts changed by the customer and returns those of the product.

        Returns:
            The response.

        Example:
            client.string.get_strings(["SR_OPEN", "SR_CLOSE"])

        Docs: https://docs.example.com/webapi/rest/String/v1String_GetStrings
        """
        return self._send(_get_strings(body, iso_lang_code=iso_lang_code, ignore_overrides=ignore_overrides), options)


class AsyncStringResource(AsyncResource):
    """Operations of `String`.

    Texts of the user interface in all languages.
    """

    async def get_strings(
        self,
        body: list[str],
        *,
        iso_lang_code: str | NotGiven = NOT_GIVEN,
        ignore_overrides: bool | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> dict[str, str]:
        """Translate several texts in one go.

        Send the names of the texts; the answer is a map from each name to its translations.

        Args:
            body: Names of the texts as an array: ['SR_OPEN', 'SR_CLOSE'].
            iso_lang_code: Language wanted, "nb-no" or "en-gb" say; every language when neither this nor the header
                names one.
            ignore_overrides: True skips texts changed by the customer and returns those of the product.

        Returns:
            The response.

        Example:
            client.string.get_strings(["SR_OPEN", "SR_CLOSE"])

        Docs: https://docs.example.com/webapi/rest/String/v1String_GetStrings
        """
        return await self._send(
            _get_strings(body, iso_lang_code=iso_lang_code, ignore_overrides=ignore_overrides),
            options,
        )


def _get_strings(
    body: list[str],
    *,
    iso_lang_code: str | NotGiven,
    ignore_overrides: bool | NotGiven,
) -> Call[dict[str, str]]:
    return Call(
        operation="v1String_GetStrings",
        method="POST",
        path="/api/v1/String",
        query={"isoLangCode": iso_lang_code, "ignoreOverrides": ignore_overrides},
        body=body,
        body_type=list[str],
        accept="application/json",
        parses=dict[str, str],
        is_read_only=True,
    )
