"""Models of `BLOB_Agent`."""

from __future__ import annotations

from superoffice._models import Model


class SetBlobStreamRequest(Model):
    """Arguments of `v1BLOBAgent_SetBlobStream`.

    BlobEntityId, Stream
    """

    blob_entity_id: int | None = None
    stream: str | None = None
    """Base64."""
