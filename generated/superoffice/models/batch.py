"""Models of `Batch` and `Batch Agent`."""

from __future__ import annotations

from typing import TypeAlias, TypedDict

from superoffice._models import DateTime, Model, OpenStr
from superoffice.models.shared_archive import FieldProperty, TableRight


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


class BatchAgentGetBatchTaskInfosByStateRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfosByState`.

    State
    """

    state: BatchJobState | None = None


class BatchAgentStartBatchJobRequest(Model):
    """Arguments of `v1BatchAgent_StartBatchJob`.

    BatchTaskInfo
    """

    batch_task_info: BatchTaskInfo | None = None
    """One queued or finished job with all that is known of it.

    Carriers of this type travel through the Batch Agent.
    """


class BatchAgentStopBatchJobRequest(Model):
    """Arguments of `v1BatchAgent_StopBatchJob`.

    Id
    """

    id: int | None = None


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


class DeleteBatchTaskRequest(Model):
    """Arguments of `v1BatchAgent_DeleteBatchTask`.

    BatchTaskId
    """

    batch_task_id: int | None = None


class DeleteBatchTasksRequest(Model):
    """Arguments of `v1BatchAgent_DeleteBatchTasks`.

    BatchTaskIds
    """

    batch_task_ids: list[int] | None = None


class GetAllBatchTaskInfosByNameAndStateRequest(Model):
    """Arguments of `v1BatchAgent_GetAllBatchTaskInfosByNameAndState`.

    TaskName, State
    """

    task_name: str | None = None
    state: BatchJobState | None = None


class GetAllBatchTaskInfosByNameRequest(Model):
    """Arguments of `v1BatchAgent_GetAllBatchTaskInfosByName`.

    TaskName
    """

    task_name: str | None = None


class GetBatchTaskInfoRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfo`.

    Id
    """

    id: int | None = None


class GetBatchTaskInfosByAssociatesAndStateRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfosByAssociatesAndState`.

    AssociateIds, State
    """

    associate_ids: list[int] | None = None
    state: BatchJobState | None = None


class GetBatchTaskInfosByAssociatesRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfosByAssociates`.

    AssociateIds
    """

    associate_ids: list[int] | None = None


class GetBatchTaskInfosByNameAndAssociatesRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfosByNameAndAssociates`.

    TaskName, AssociateIds
    """

    task_name: str | None = None
    associate_ids: list[int] | None = None


class GetBatchTaskInfosByNameAndStateRequest(Model):
    """Arguments of `v1BatchAgent_GetBatchTaskInfosByNameAndState`.

    TaskName, State
    """

    task_name: str | None = None
    state: BatchJobState | None = None


class GetSystemBatchTaskInfosByNameAndStateRequest(Model):
    """Arguments of `v1BatchAgent_GetSystemBatchTaskInfosByNameAndState`.

    TaskName, State
    """

    task_name: str | None = None
    state: BatchJobState | None = None


class GetSystemBatchTaskInfosByNameRequest(Model):
    """Arguments of `v1BatchAgent_GetSystemBatchTaskInfosByName`.

    TaskName
    """

    task_name: str | None = None


class UpdateBatchTaskRequest(Model):
    """Arguments of `v1BatchAgent_UpdateBatchTask`.

    BatchTaskInfo
    """

    batch_task_info: BatchTaskInfo | None = None
    """One queued or finished job with all that is known of it.

    Carriers of this type travel through the Batch Agent.
    """


BatchAgentGetBatchTaskInfosByStateRequestState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""
BatchTaskInfoState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""
GetAllBatchTaskInfosByNameAndStateRequestState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""
GetBatchTaskInfosByAssociatesAndStateRequestState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""
GetBatchTaskInfosByNameAndStateRequestState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""
GetSystemBatchTaskInfosByNameAndStateRequestState: TypeAlias = BatchJobState
"""Another name of `BatchJobState`."""


class BatchJobDict(TypedDict, total=False):
    """`BatchJob` as a dictionary, with the names of the API."""

    Id: int | None
    Name: str | None
    AssociateId: int | None
    DetailsTable: int | None
    DetailsRecord: int | None
    IsSystemTask: bool | None
    IsInternalTask: bool | None
    ParameterObject: dict[str, str] | None
    LastStarted: DateTime | str | None
    Created: DateTime | str | None
    StartCount: int | None
    DatabaseSerialNumber: str | None
    Context: str | None
    Result: str | None
    State: BatchJobState | str | None
    Description: str | None
    Response: str | None
    Request: str | None
    ProgressDescription: str | None
    ProgressPercent: int | None
    FileName: str | None
    CancellationBehaviour: str | None
