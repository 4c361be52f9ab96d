"""Models that only `Contact` uses."""

from __future__ import annotations

from pydantic import Field

from superoffice._models import DateTime, Model
from superoffice.models.shared import FieldProperty, TableRight


class ContactEntityWithLinks(Model):
    """`ContactEntityWithLinks` of the API."""

    contact_id: int | None = None
    """Key of the company."""
    name: str | None = None
    """Name on the company card."""
    department: str | None = None
    """Tells apart the cards of one company."""
    org_nr: str | None = None
    """Number in the public register."""
    number1: str | None = None
    """Number that the installation gives by its own rule."""
    updated_date: DateTime | None = None
    """Moment of the last change."""
    created_date: DateTime | None = None
    """Moment at which the card was made."""
    kananame: str | None = None
    """Name in kana, where Japanese is installed."""
    xstop: bool | None = None
    """True where mailings are unwanted."""
    no_mailing: bool | None = None
    """True where letters are unwanted."""
    active_erp_links: int | None = None
    """How many ERP systems know this company."""
    description: str | None = None
    """Free text on the card."""
    user_defined_fields: dict[str, str] | None = None
    """Values of the fields that the installation added."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
    links_: dict[str, str] | None = Field(None, validation_alias="_Links", serialization_alias="_Links")
