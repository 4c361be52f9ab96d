"""Models that several resources use."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from superoffice._models import DateTime, Model, OpenStr


class BatchJobState(OpenStr):
    """Values of `BatchJobState`."""

    UNKNOWN = "Unknown"
    NEW = "New"
    AQUIRED = "Aquired"
    STARTED = "Started"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    SUCCEEDED_MANUAL_CLEANUP = "SucceededManualCleanup"
    ALL = "All"


class BatchTaskInfo(Model):
    """`BatchTaskInfo` of the API."""

    id: int | None = None
    """Number that the server gave the task when it was queued."""
    name: str | None = None
    """Short name under which the job shows up in task lists."""
    associate_id: int | None = None
    """The user who queued the job; 0 marks work started by the system itself."""
    details_table: int | None = None
    """Number of the table that keeps further particulars, if any."""
    details_record: int | None = None
    """Key of the row in DetailsTable where those particulars are kept."""
    is_system_task: bool | None = None
    """Set when no user stands behind the job."""
    is_internal_task: bool | None = None
    """Set for jobs that leave no row behind once they are done."""
    parameter_object: dict[str, str] | None = None
    """Named arguments for the job, kept as one binary value that DetailsTable and DetailsRecord point to."""
    last_started: DateTime | None = None
    """Moment of the most recent start; equals Created until the job has run."""
    created: DateTime | None = None
    """Moment at which the job entered the queue."""
    start_count: int | None = None
    """How many times a worker has picked the job up so far."""
    database_serial_number: str | None = None
    """Serial number that names the database in which the job runs."""
    context: str | None = None
    """Tenant or environment that the worker switches to before it begins."""
    result: str | None = None
    """Outcome in words, filled in by the job when it ends."""
    state: BatchJobState | None = None
    """Where the job stands in its life cycle, as a BatchTaskState."""
    description: str | None = None
    """Free text for whoever reads the task list."""
    response: str | None = None
    """What the job handed back, in the job's own format."""
    request: str | None = None
    """What the job was asked to do, in the job's own format."""
    progress_description: str | None = None
    """The step being worked on, in words fit for a progress bar."""
    progress_percent: int | None = None
    """Share of the estimated work that is finished, from 0 to 100."""
    file_name: str | None = None
    """Name of the file that the job reads or writes, when there is one."""
    cancellation_behaviour: str | None = None
    """Whether a running job may be cancelled: `CanCancel`, `CancelWithWarning` or `CannotCancel`. Known values:
    `CanCancel`, `CancelWithWarning`, `CannotCancel`.
    """
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class FieldProperty(Model):
    """`FieldProperty` of the API."""

    field_right: TableRight | None = None
    field_type: str | None = None
    field_length: int | None = None


class ODataSlimResponse(Model):
    """`ODataSlimResponse` of the API."""

    odata_metadata: str | None = Field(None, validation_alias="odata.metadata", serialization_alias="odata.metadata")
    odata_next_link: str | None = Field(None, validation_alias="odata.nextLink", serialization_alias="odata.nextLink")
    value: list[dict[str, Any]] | None = Field(None, validation_alias="value", serialization_alias="value")


class Role(Model):
    """`Role` of the API."""

    id: int | None = None
    """Key of the entry."""
    name: str | None = None
    """Caption of the entry."""
    tool_tip: str | None = None
    """Longer text shown beside the caption on request."""
    deleted: bool | None = None
    """Set on entries kept only for the sake of old records."""
    rank: int | None = None
    """Sorting weight within the list."""
    type: str | None = None
    """Free classification, its meaning differs from list to list."""
    color_block: int | None = None
    """Number of the colour drawn beside the entry."""
    icon_hint: str | None = None
    """Name of the picture drawn beside the entry."""
    selected: bool | None = None
    """Whether the entry carries a tick."""
    last_changed: DateTime | None = None
    """Moment of the latest edit."""
    child_items: list[Role] | None = None
    """Entries one step further down, of the same shape."""
    extra_info: str | None = None
    """Whatever else the list wants to say about the entry."""
    style_hint: str | None = None
    """Advice on drawing, a background colour perhaps."""
    hidden: bool | None = None
    """Set on entries that pick lists leave out."""
    full_name: str | None = None
    """Caption together with the captions above it."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None


class TableRight(Model):
    """`TableRight` of the API."""

    mask: str | None = None
    reason: str | None = None
