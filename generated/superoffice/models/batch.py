"""Models that only `Batch` uses."""

from __future__ import annotations

from superoffice._models import DateTime, Model
from superoffice.models.shared import BatchJobState


class BatchJob(Model):
    """`BatchJob` of the API."""

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
    `CanCancel`.
    """
