"""Models of `BLOB_Agent`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice._values import Base64


class SetBlobStreamRequest(Model):
    """Arguments of `v1BLOBAgent_SetBlobStream`.

    BlobEntityId, Stream
    """

    blob_entity_id: int | None = None
    stream: Base64 | None = None
    """Sent as Base64."""
