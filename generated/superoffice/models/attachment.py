"""Models of `Attachment`."""

from __future__ import annotations

from pydantic import Field

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class AttachmentEntityWithLinks(Model):
    """`AttachmentEntityWithLinks` of the API."""

    attachment_id: int | None = None
    """Key of the attachment, counted up by the database."""
    name: str | None = None
    """File name as the sender gave it."""
    content_type: str | None = None
    """Media type of the file (&apos;application/pdf&apos; or &apos;image/png&apos;, for example)."""
    att_size: int | None = None
    """Length of the file in bytes."""
    inline_image: bool | None = None
    """Set for a picture shown within the message text instead of below it."""
    content_id: str | None = None
    """Label by which the message text refers to an inline picture."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
    links_: dict[str, str] | None = Field(default=None, validation_alias="_Links", serialization_alias="_Links")
