"""The operations of `Attachment`."""

from __future__ import annotations

from superoffice._call import Call
from superoffice._options import CallOptions
from superoffice._raw import AsyncDownload, Download
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, Content, NotGiven, commas
from superoffice.models.attachment import AttachmentEntityWithLinks


class AttachmentResource(Resource):
    """Operations of `Attachment`.

    Files that hang on request messages.
    """

    def get_attachment_stream(
        self,
        attachment_id: int,
        *,
        options: CallOptions | None = None,
    ) -> Download:
        """Download the content of an attachment.

        Args:
            attachment_id: Key of the attachment whose file is wanted.

        Returns:
            The response.

        Example:
            client.attachment.get_attachment_stream(1)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_GetAttachmentStream
        """
        return self._download(_get_attachment_stream(attachment_id), options)

    def upload_attachment(
        self,
        attachment_id: int,
        body: Content,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Upload the content of an attachment.

        Create the attachment first; its key goes into the path.

        Args:
            body: The file as it is, byte by byte.
            attachment_id: Key of the attachment that receives the file.

        Example:
            client.attachment.upload_attachment(1, ...)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_UploadAttachment
        """
        return self._send(_upload_attachment(attachment_id, body), options)

    def get_attachment_entity(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> AttachmentEntityWithLinks:
        """Read what is known about an attachment, short of its content.

        Works through GetAttachmentEntity of the Ticket agent.

        Args:
            id: Key of the attachment.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Attachment returned.

        Raises:
            NotFoundError: No attachment has this key.

        Example:
            client.attachment.get_attachment_entity(1)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_GetAttachmentEntity
        """
        return self._send(_get_attachment_entity(id, select=select), options)


class AsyncAttachmentResource(AsyncResource):
    """Operations of `Attachment`.

    Files that hang on request messages.
    """

    async def get_attachment_stream(
        self,
        attachment_id: int,
        *,
        options: CallOptions | None = None,
    ) -> AsyncDownload:
        """Download the content of an attachment.

        Args:
            attachment_id: Key of the attachment whose file is wanted.

        Returns:
            The response.

        Example:
            client.attachment.get_attachment_stream(1)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_GetAttachmentStream
        """
        return await self._download(_get_attachment_stream(attachment_id), options)

    async def upload_attachment(
        self,
        attachment_id: int,
        body: Content,
        *,
        options: CallOptions | None = None,
    ) -> None:
        """Upload the content of an attachment.

        Create the attachment first; its key goes into the path.

        Args:
            body: The file as it is, byte by byte.
            attachment_id: Key of the attachment that receives the file.

        Example:
            client.attachment.upload_attachment(1, ...)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_UploadAttachment
        """
        return await self._send(_upload_attachment(attachment_id, body), options)

    async def get_attachment_entity(
        self,
        id: int,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> AttachmentEntityWithLinks:
        """Read what is known about an attachment, short of its content.

        Works through GetAttachmentEntity of the Ticket agent.

        Args:
            id: Key of the attachment.
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.

        Returns:
            Attachment returned.

        Raises:
            NotFoundError: No attachment has this key.

        Example:
            client.attachment.get_attachment_entity(1)

        Docs: https://docs.example.com/webapi/rest/Attachment/v1AttachmentEntity_GetAttachmentEntity
        """
        return await self._send(_get_attachment_entity(id, select=select), options)


def _get_attachment_stream(
    attachment_id: int,
) -> Call[None]:
    return Call(
        operation="v1AttachmentEntity_GetAttachmentStream",
        method="GET",
        path="/api/v1/Attachment/{attachmentId}/Content",
        parts={"attachmentId": attachment_id},
        accept="application/octet-stream",
    )


def _upload_attachment(
    attachment_id: int,
    body: Content,
) -> Call[None]:
    return Call(
        operation="v1AttachmentEntity_UploadAttachment",
        method="POST",
        path="/api/v1/Attachment/{attachmentId}/Content",
        parts={"attachmentId": attachment_id},
        body=body,
        form="binary",
        media_type="application/octet-stream",
    )


def _get_attachment_entity(
    id: int,
    *,
    select: CommaSeparated | NotGiven,
) -> Call[AttachmentEntityWithLinks]:
    return Call(
        operation="v1AttachmentEntity_GetAttachmentEntity",
        method="GET",
        path="/api/v1/Attachment/{id}",
        parts={"id": id},
        query={"$select": commas(select)},
        accept="application/json",
        parses=AttachmentEntityWithLinks,
    )
