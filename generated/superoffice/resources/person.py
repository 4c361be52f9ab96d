"""The operations of `Person`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from superoffice._binary import AsyncDownload, Content, Download
from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._types import NOT_GIVEN, NotGiven

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
            options: What this call does otherwise than the client.

        Returns:
            The portrait as a file

        Raises:
            NotFoundError: There is no portrait and ifBlank asked for none
            ApiError: The call failed in another way.

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetImage
        """
        return self._download(_get_image(person_id, w=w, h=h, type=type, if_blank=if_blank), options)

    def save_image(
        self,
        person_id: int,
        body: Content,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Store a portrait.

        A portrait already there is replaced, and its description follows by itself.

        Args:
            body: The picture as PNG, GIF, JPEG or TIFF, at most 4 MB.
            person_id: Key of the person card.
            options: What this call does otherwise than the client.

        Returns:
            Key of the stored picture

        Raises:
            BadRequestError: The body is empty or the person does not exist.
            ApiError: The call failed in another way.

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_SaveImage
        """
        return self._send(_save_image(person_id, body), options)


class AsyncPersonResource(AsyncResource):
    """Operations of `Person`.

    Person cards and their portraits.
    """

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
            options: What this call does otherwise than the client.

        Returns:
            The portrait as a file

        Raises:
            NotFoundError: There is no portrait and ifBlank asked for none
            ApiError: The call failed in another way.

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_GetImage
        """
        return await self._download(_get_image(person_id, w=w, h=h, type=type, if_blank=if_blank), options)

    async def save_image(
        self,
        person_id: int,
        body: Content,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Store a portrait.

        A portrait already there is replaced, and its description follows by itself.

        Args:
            body: The picture as PNG, GIF, JPEG or TIFF, at most 4 MB.
            person_id: Key of the person card.
            options: What this call does otherwise than the client.

        Returns:
            Key of the stored picture

        Raises:
            BadRequestError: The body is empty or the person does not exist.
            ApiError: The call failed in another way.

        Docs: https://docs.example.com/webapi/rest/Person/v1PersonEntity_SaveImage
        """
        return await self._send(_save_image(person_id, body), options)


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
    body: Content,
) -> Call[int]:
    return Call(
        operation="v1PersonEntity_SaveImage",
        method="PUT",
        path="/api/v1/Person/{personId}/Image",
        parts={"personId": person_id},
        body=body,
        form="binary",
        media_type="image/png",
        accept="application/json",
        parses=int,
    )
