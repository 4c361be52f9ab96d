"""Models of `ProjectMember`."""

from __future__ import annotations

from typing import Any, TypedDict

from pydantic import Field

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class Entity(Model):
    """`Entity` of the API."""

    projectmember_id: int | None = None
    """Key of the membership itself."""
    contact_id: int | None = None
    """Company that employs the member."""
    project_id: int | None = None
    """The project joined by this person."""
    contact_name: str | None = None
    """Name of that company."""
    contact_department: str | None = None
    """Department, when one company has several cards."""
    project_name: str | None = None
    """Title of the project joined."""
    email_id: int | None = None
    """Key of the mail address used for project mail."""
    email_address: str | None = None
    """The mail address itself."""
    country_id: int | None = None
    """Country of the company, as a list key."""
    firstname: str | None = None
    """Given name of the member. Known values: `Priya`, `Svetlana`."""
    middle_name: str | None = None
    """Whatever stands between given name and surname, 'von' for instance."""
    lastname: str | None = None
    """Surname of the member."""
    person_id: int | None = None
    """Key of the person card behind the membership."""
    mrmrs: str | None = None
    """Form of address, such as Dr or Ms."""
    project_member_type_name: str | None = None
    """Part played in the project, in words: 'sponsor', 'tester' and so on. Known values: `Sponsor`, `Tester`."""
    phone: str | None = None
    """Number at which the member is reached during the project."""
    phone_id: int | None = None
    """Key of that telephone number."""
    project_member_type_id: int | None = None
    """Part played in the project, as a list key.

    The keys come from the MDO list "PMembType".
    """
    email_address_name: str | None = None
    """Label shown in place of the bare mail address."""
    comment: str | None = None
    """Remark about this person's part in the project."""
    full_name: str | None = None
    """Name as one string, put together by the customs of the current culture. (clients use it for colleagues)"""


class JsonPatchOperation(Model):
    """`JsonPatchOperation` of the API."""

    op: str | None = Field(default=None, validation_alias="op", serialization_alias="op")
    """One of "add", "replace", "remove" and "test"; "move" and "copy" are refused"""
    path: str | None = Field(default=None, validation_alias="path", serialization_alias="path")
    """Property that the step is about, "/Comment" say, or "/Members/-" for the end of an array"""
    value: dict[str, Any] | None = Field(default=None, validation_alias="value", serialization_alias="value")
    """What to put there: a text, number or object"""


class ProjectMember(Model):
    """`ProjectMember` of the API."""

    projectmember_id: int | None = None
    """Key of the membership itself."""
    contact_id: int | None = None
    """Company that employs the member."""
    project_id: int | None = None
    """The project joined by this person."""
    contact_name: str | None = None
    """Name of that company."""
    contact_department: str | None = None
    """Department, when one company has several cards."""
    project_name: str | None = None
    """Title of the project joined."""
    email_id: int | None = None
    """Key of the mail address used for project mail."""
    email_address: str | None = None
    """The mail address itself."""
    country_id: int | None = None
    """Country of the company, as a list key."""
    firstname: str | None = None
    """Given name of the member. Known values: `Svetlana`."""
    middle_name: str | None = None
    """Whatever stands between given name and surname, 'von' for instance."""
    lastname: str | None = None
    """Surname of the member."""
    person_id: int | None = None
    """Key of the person card behind the membership."""
    mrmrs: str | None = None
    """Form of address, such as Dr or Ms."""
    project_member_type_name: str | None = None
    """Part played in the project, in words: 'sponsor', 'tester' and so on. Known values: `Tester`."""
    phone: str | None = None
    """Number at which the member is reached during the project."""
    phone_id: int | None = None
    """Key of that telephone number."""
    project_member_type_id: int | None = None
    """Part played in the project, as a list key.

    The keys come from the MDO list "PMembType".
    """
    email_address_name: str | None = None
    """Label shown in place of the bare mail address."""
    comment: str | None = None
    """Remark about this person's part in the project."""
    full_name: str | None = None
    """Name as one string, put together by the customs of the current culture. (clients use it for colleagues)"""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class ProjectMemberWithLinks(Model):
    """`ProjectMemberWithLinks` of the API."""

    projectmember_id: int | None = None
    """Key of the membership itself."""
    contact_id: int | None = None
    """Company that employs the member."""
    project_id: int | None = None
    """The project joined by this person."""
    contact_name: str | None = None
    """Name of that company."""
    contact_department: str | None = None
    """Department, when one company has several cards."""
    project_name: str | None = None
    """Title of the project joined."""
    email_id: int | None = None
    """Key of the mail address used for project mail."""
    email_address: str | None = None
    """The mail address itself."""
    country_id: int | None = None
    """Country of the company, as a list key."""
    firstname: str | None = None
    """Given name of the member."""
    middle_name: str | None = None
    """Whatever stands between given name and surname, 'von' for instance."""
    lastname: str | None = None
    """Surname of the member."""
    person_id: int | None = None
    """Key of the person card behind the membership."""
    mrmrs: str | None = None
    """Form of address, such as Dr or Ms."""
    project_member_type_name: str | None = None
    """Part played in the project, in words: 'sponsor', 'tester' and so on."""
    phone: str | None = None
    """Number at which the member is reached during the project."""
    phone_id: int | None = None
    """Key of that telephone number."""
    project_member_type_id: int | None = None
    """Part played in the project, as a list key.

    The keys come from the MDO list "PMembType".
    """
    email_address_name: str | None = None
    """Label shown in place of the bare mail address."""
    comment: str | None = None
    """Remark about this person's part in the project."""
    full_name: str | None = None
    """Name as one string, put together by the customs of the current culture. (clients use it for colleagues)"""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
    links_: dict[str, str] | None = Field(default=None, validation_alias="_Links", serialization_alias="_Links")


class EntityDict(TypedDict, total=False):
    """`Entity` as a dictionary, with the names of the API."""

    ProjectmemberId: int | None
    ContactId: int | None
    ProjectId: int | None
    ContactName: str | None
    ContactDepartment: str | None
    ProjectName: str | None
    EmailId: int | None
    EmailAddress: str | None
    CountryId: int | None
    Firstname: str | None
    MiddleName: str | None
    Lastname: str | None
    PersonId: int | None
    Mrmrs: str | None
    ProjectMemberTypeName: str | None
    Phone: str | None
    PhoneId: int | None
    ProjectMemberTypeId: int | None
    EmailAddressName: str | None
    Comment: str | None
    FullName: str | None
