"""Models of `Person`."""

from __future__ import annotations

from pydantic import Field

from superoffice._models import Model
from superoffice._values import File


class SaveImageRequest(Model):
    """`SaveImageRequest` of the API."""

    file: File | None = Field(default=None, validation_alias="file", serialization_alias="file")
