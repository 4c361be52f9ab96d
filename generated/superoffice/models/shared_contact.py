"""Models that several resources have in common."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from superoffice._models import Model


class ODataSlimResponse(Model):
    """`ODataSlimResponse` of the API."""

    odata_metadata: str | None = Field(
        default=None,
        validation_alias="odata.metadata",
        serialization_alias="odata.metadata",
    )
    odata_next_link: str | None = Field(
        default=None,
        validation_alias="odata.nextLink",
        serialization_alias="odata.nextLink",
    )
    value: list[dict[str, Any]] | None = Field(default=None, validation_alias="value", serialization_alias="value")
