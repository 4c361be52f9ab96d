"""Models of `Associate_Agent`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class Associate(Model):
    """`Associate` of the API."""

    associate_id: int | None = None
    """Key of the user."""
    name: str | None = None
    """Initials, which double as login name on older installations. Known values: `JOGA`, `JOPE`."""
    person_id: int | None = None
    """Person card of the user.

    Its choices are in the MDO list "person".
    """
    rank: int | None = None
    """Sorting weight among users."""
    tooltip: str | None = None
    """Text shown when the pointer rests on the initials."""
    type: str | None = None
    """Sort of user: `InternalAssociate`, `ResourceAssociate`, `ExternalAssociate`, `AnonymousAssociate` or
    `SystemAssociate`. Known values: `InternalAssociate`.
    """
    group_idx: int | None = None
    """Main user group; further groups are kept elsewhere."""
    full_name: str | None = None
    """Given name, middle name and surname in the order of the culture."""
    formal_name: str | None = None
    """The full name with title and form of address added."""
    deleted: bool | None = None
    """Set on retired users, who keep no rights and appear in no list."""
    ej_user_id: int | None = None
    """Key of the matching Service user, or 0 where there is none."""
    user_name: str | None = None
    """Name typed at the login screen."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class GetAssociatesByGroupRequest(Model):
    """Arguments of `v1AssociateAgent_GetAssociatesByGroup`.

    GroupId, Type
    """

    group_id: int | None = None
    type: int | None = None
