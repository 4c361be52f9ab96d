"""Models of `PreferenceDescription`."""

from __future__ import annotations

from pydantic import Field

from superoffice._models import Model, OpenStr
from superoffice.models.shared_archive import FieldProperty, TableRight


class PrefDescAccessFlags(OpenStr):
    """Where a preference can be edited; members add up, `WizardMode|adminGUI` being 5."""

    UNKNOWN = "Unknown"
    """Not set yet"""
    WIZARD_MODE = "WizardMode"
    """In a locked mode kept for the vendor's own staff"""
    LEVEL0 = "Level0"
    """By the first administrator alone"""
    ADMIN_GUI = "adminGUI"
    """In the administration client"""
    CRMGUI = "CRMGUI"
    """In the client that everybody uses"""


class PrefDescValueType(OpenStr):
    """What kind of value a preference takes."""

    UNKNOWN = "Unknown"
    """Not set yet"""
    NUMBER = "Number"
    """A whole number"""
    TEXT = "Text"
    """A short text, up to 99 letters"""
    BOOL = "Bool"
    """Yes or no"""
    LIST_OF_VALUES = "ListOfValues"
    """One out of a fixed set of texts"""
    LIST_TABLE_REF = "ListTableRef"
    """Key in a list table; the table stands in MaxValue"""
    TIME_LIST = "TimeList"
    """A time chosen from a list, in seconds after midnight"""
    CONTACT_ID = "ContactID"
    """Key of a company"""
    PERSON_ID = "PersonID"
    """Key of a person"""
    PROJECT_ID = "ProjectID"
    """Key of a project"""
    SELECTION_ID = "SelectionID"
    """Key of a selection"""
    POS_SIZE = "PosSize"
    """Deprecated: place and size of a window"""
    TIME_ZONE = "TimeZone"
    """A place that stands for its time zone"""
    TIME = "Time"
    """A time of day such as 08:15:00"""
    PASSWORD = "Password"
    """A text that is masked on the screen only"""
    MULTI_LINE_TEXT = "MultiLineText"
    """A text whose line breaks are kept"""


class PreferenceLevel(OpenStr):
    """How near to the user a preference is stored. The nearest value wins."""

    UNDEFINED = "Undefined"
    """No level was given"""
    HARD_DEFAULT = "HardDefault"
    """Built into the program, for use when nothing else is stored"""
    SYSTEM_WIDE = "SystemWide"
    """Shared by all databases of the licence"""
    DATABASE = "Database"
    """Shared by everybody in this database"""
    GROUP = "Group"
    """Shared by one user group"""
    INDIVIDUAL = "Individual"
    """Belongs to one user"""
    PC = "PC"
    """Belongs to one computer & kept on that computer"""


class PreferenceDescriptionWithLinks(Model):
    """`PreferenceDescriptionWithLinks` of the API."""

    pref_desc_id: int | None = None
    """Key of the description."""
    section: str | None = None
    """Heading under which the preference is filed."""
    key: str | None = None
    """Name of the preference within its section. Known values: `WorkdayStart`."""
    name: str | None = None
    """Caption in the user's own language."""
    value_type: PrefDescValueType | None = None
    """Kind of value accepted, a PrefDescValueType: `Number`, `Text`, `Bool` and the like."""
    max_level: PreferenceLevel | None = None
    """PreferenceLevel closest to the user on which an override counts, as chosen by the administrator."""
    sys_max_level: PreferenceLevel | None = None
    """PreferenceLevel that MaxLevel may not pass, fixed at delivery."""
    access_flags: PrefDescAccessFlags | None = None
    """Where the preference can be edited, any of `WizardMode | Level0 | adminGUI | CRMGUI`."""
    description: str | None = None
    """Longer explanation, translated like the caption."""
    is_builtin: bool | None = None
    """Set on rows that come with the product and are kept up by it."""
    table_name: str | None = None
    """Table that the value points into when ValueType is ListTableRef."""
    user_defined_list_id: int | None = None
    """Key of the list referred to when TableName is UDList; cannot be written."""
    rank: int | None = None
    """Sorting weight among sections and among keys of one section."""
    sub_group: str | None = None
    """Neighbours with equal text here stand together, set off by a gap."""
    min_level: int | None = None
    """Number of the outermost PreferenceLevel on which a value may be stored."""
    max_value: int | None = None
    """Upper bound for numbers, or the list table for list references."""
    min_value: int | None = None
    """Lower bound for numbers, or the extra key for list references."""
    required_license: str | None = None
    """Licences without which the preference stays hidden, as owner.module pairs between commas."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
    links_: dict[str, str] | None = Field(default=None, validation_alias="_Links", serialization_alias="_Links")
