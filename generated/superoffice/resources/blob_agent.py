"""The operations of `BLOB_Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, Base64, CommaSeparated, NotGiven, commas
from superoffice.models.blob import SetBlobStreamRequest


class BlobAgentResource(Resource):
    """Operations of `BLOB_Agent`.

    Keeps binary objects such as pictures and files.
    """

    def set_blob_stream(
        self,
        body: SetBlobStreamRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        blob_entity_id: int | NotGiven | None = NOT_GIVEN,
        stream: Base64 | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Fill a binary object with new content.

        Args:
            body: BlobEntityId, Stream; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            blob_entity_id: The property "BlobEntityId".
            stream: The property "Stream".

        Example:
            client.blob_agent.set_blob_stream(blob_entity_id=6120, stream="GIF89....raw bytes of the file...")

        Docs: https://docs.example.com/webapi/agent/BLOB_Agent/v1BLOBAgent_SetBlobStream
        """
        return self._send(_set_blob_stream(body, select=select, blob_entity_id=blob_entity_id, stream=stream), options)


class AsyncBlobAgentResource(AsyncResource):
    """Operations of `BLOB_Agent`.

    Keeps binary objects such as pictures and files.
    """

    async def set_blob_stream(
        self,
        body: SetBlobStreamRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        blob_entity_id: int | NotGiven | None = NOT_GIVEN,
        stream: Base64 | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Fill a binary object with new content.

        Args:
            body: BlobEntityId, Stream; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            blob_entity_id: The property "BlobEntityId".
            stream: The property "Stream".

        Example:
            client.blob_agent.set_blob_stream(blob_entity_id=6120, stream="GIF89....raw bytes of the file...")

        Docs: https://docs.example.com/webapi/agent/BLOB_Agent/v1BLOBAgent_SetBlobStream
        """
        return await self._send(
            _set_blob_stream(body, select=select, blob_entity_id=blob_entity_id, stream=stream),
            options,
        )


def _set_blob_stream(
    body: SetBlobStreamRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    blob_entity_id: int | NotGiven | None,
    stream: Base64 | NotGiven | None,
) -> Call[None]:
    return Call(
        operation="v1BLOBAgent_SetBlobStream",
        method="POST",
        path="/api/v1/Agents/BLOB/SetBlobStream",
        query={"$select": commas(select)},
        body=with_properties(SetBlobStreamRequest, body, {"BlobEntityId": blob_entity_id, "Stream": stream}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
    )
