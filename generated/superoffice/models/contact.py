"""Models of `Contact` and `Contact_Agent`."""

from __future__ import annotations

from pydantic import Field

from superoffice._models import DateTime, Model, OpenStr
from superoffice.models.shared_archive import FieldProperty, TableRight


class AddressType(OpenStr):
    """Whose address it is and what it is good for, in one number."""

    UNKNOWN = "Unknown"
    """Not set yet"""
    CONTACT_POSTAL_ADDRESS = "ContactPostalAddress"
    """Where a company receives its letters"""
    CONTACT_STREET_ADDRESS = "ContactStreetAddress"
    """Where a company receives its visitors"""
    PERSON_PRIVATE_ADDRESS = "PersonPrivateAddress"
    """Where a person lives"""
    QUOTE_BILLING_ADDRESS = "QuoteBillingAddress"
    """Where the invoice for a quote is sent"""
    QUOTE_SHIPPING_ADDRESS = "QuoteShippingAddress"
    """Where the goods of a quote are sent"""


class Address(Model):
    """The visiting address and the letter box, once as plain text and once field by field. Edit whichever is easier;
    the server brings the other into line.

    Travels as the Address carrier.
    """

    wgs84_latitude: float | None = None
    """Degrees north of the equator on the WGS 84 ellipsoid, negative to the south of it."""
    wgs84_longitude: float | None = None
    """Degrees east of Greenwich on the WGS 84 ellipsoid, negative to the west of it."""
    localized_address: list[list[LocalizedAddress]] | None = None
    """Lines of address fields in the order of the country in question; each line is a list of fields."""
    street: Postal | None = None
    """Where visitors go. An edit of LocalizedAddress takes precedence over it."""
    postal: Postal | None = None
    """Where letters go. An edit of LocalizedAddress takes precedence over it."""
    formatted: str | None = None
    """Both addresses as one text, for reading only, such as: `"Havnegata 7,\\n7010 TRONDHEIM\\n"`."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


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
    links_: dict[str, str] | None = Field(default=None, validation_alias="_Links", serialization_alias="_Links")


class GetAddressRequest(Model):
    """Arguments of `v1ContactAgent_GetAddress`.

    ContactId
    """

    contact_id: int | None = None


class LocalizedAddress(Model):
    """`LocalizedAddress` of the API."""

    name: str | None = None
    value: str | None = None
    tooltip: str | None = None
    label: str | None = None
    value_length: int | None = None
    address_type: str | None = None
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class Postal(Model):
    """`Postal` of the API."""

    atype_idx: AddressType | None = None
    address1: str | None = None
    address2: str | None = None
    address3: str | None = None
    city: str | None = None
    county: str | None = None
    state: str | None = None
    zipcode: str | None = None
    formatted: str | None = None
