"""Models that only `Batch Agent` uses."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared import BatchJobState, BatchTaskInfo


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
