"""Models of `List_TicketStatus`."""

from __future__ import annotations

from superoffice._models import Model, OpenStr
from superoffice.models.shared_archive import FieldProperty, TableRight


class TicketBaseStatus(OpenStr):
    """The handful of statuses that the program itself knows; all others refer to one of these."""

    UNKNOWN = "Unknown"
    """Not set yet"""
    ACTIVE = "Active"
    """Somebody has to act"""
    CLOSED = "Closed"
    """Nothing is left to do"""
    POSTPONED = "Postponed"
    """Put aside until a given time"""
    DELETED = "Deleted"
    """Thrown away"""
    MERGED = "Merged"
    """Went into another request"""
    POSTPONED_SPECIFIC = "PostponedSpecific"
    """On screen only: put aside until a time typed by the user; stored as Postponed"""
    POSTPONED1_HOUR = "Postponed1Hour"
    """On screen only: put aside for one hour; stored as Postponed"""
    POSTPONED2_HOURS = "Postponed2Hours"
    """On screen only: put aside for two hours; stored as Postponed"""
    POSTPONED3_HOURS = "Postponed3Hours"
    """On screen only: put aside for three hours; stored as Postponed"""
    POSTPONED4_HOURS = "Postponed4Hours"
    """On screen only: put aside for four hours; stored as Postponed"""
    POSTPONED_DAY = "PostponedDay"
    """On screen only: put aside for a day; stored as Postponed"""
    POSTPONED_WEEK = "PostponedWeek"
    """On screen only: put aside for a week; stored as Postponed"""
    POSTPONED_MONTH = "PostponedMonth"
    """On screen only: put aside for a month; stored as Postponed"""


class TicketStatusTimeCounter(OpenStr):
    """Which clock of a request runs while a status lasts."""

    NONE = "None"
    """All clocks stand still"""
    INTERNALLY = "Internally"
    """Waiting for ourselves"""
    EXTERNALLY = "Externally"
    """Waiting for somebody outside"""
    QUEUE = "Queue"
    """Waiting for anyone to take it"""


class TicketStatusEntity(Model):
    """`TicketStatusEntity` of the API."""

    ticket_status_id: int | None = None
    """Key of the status, counted up by the database."""
    name: str | None = None
    """Caption chosen by the administrator."""
    status: TicketBaseStatus | None = None
    """The built-in TicketBaseStatus that this status stands for, e.g. "Active" & friends."""
    time_counter: TicketStatusTimeCounter | None = None
    """Which of the three clocks runs while a request has this status, as a TicketStatusTimeCounter."""
    no_email_reopen: bool | None = None
    """Set when an incoming mail must leave the request closed."""
    is_default: bool | None = None
    """Marks the one status picked first among those with equal Status."""
    used_in_queue: bool | None = None
    """Set when requests with this status are handed out from the queue."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
