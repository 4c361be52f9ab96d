"""The operations of `Batch`."""

from __future__ import annotations

from typing import Literal, TypeAlias

from superoffice._call import Call, Media
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice.models.batch import BatchJob, BatchJobDict, BatchTaskInfo

GetBatchTaskInfosByStateState: TypeAlias = Literal[
    "Unknown",
    "New",
    "Aquired",
    "Started",
    "Succeeded",
    "Failed",
    "SucceededManualCleanup",
    "All",
]


class BatchResource(Resource):
    """Operations of `Batch`.

    The job queue as a REST resource.
    """

    def start_batch_job(
        self,
        body: BatchJob | BatchJobDict,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Queue a new job.

        Same service as StartBatchJob of the Batch agent, with the carrier itself as the body.

        Args:
            body: The job to queue; leave Id at 0.

        Returns:
            The response.

        Example:
            client.batch_entity.start_batch_job(...)

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_StartBatchJob
        """
        return self._send(_start_batch_job(body), options)

    def stop_batch_job(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> bool:
        """Ask a running job to stop.

        Args:
            id: Number of the job.

        Returns:
            The response.

        Raises:
            BadRequestError: The id in the path is no job number.

        Example:
            client.batch_entity.stop_batch_job(1)

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_StopBatchJob
        """
        return self._send(_stop_batch_job(id), options)

    def get_batch_task_infos_by_state(
        self,
        state: GetBatchTaskInfosByStateState,
        *,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the caller's jobs that have reached the given state.

        Args:
            state: The state to look for; `All` switches the test off.

        Returns:
            The response.

        Example:
            client.batch_entity.get_batch_task_infos_by_state("Unknown")

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_GetBatchTaskInfosByState
        """
        return self._send(_get_batch_task_infos_by_state(state), options)


class AsyncBatchResource(AsyncResource):
    """Operations of `Batch`.

    The job queue as a REST resource.
    """

    async def start_batch_job(
        self,
        body: BatchJob | BatchJobDict,
        *,
        options: CallOptions | None = None,
    ) -> int:
        """Queue a new job.

        Same service as StartBatchJob of the Batch agent, with the carrier itself as the body.

        Args:
            body: The job to queue; leave Id at 0.

        Returns:
            The response.

        Example:
            client.batch_entity.start_batch_job(...)

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_StartBatchJob
        """
        return await self._send(_start_batch_job(body), options)

    async def stop_batch_job(
        self,
        id: int,
        *,
        options: CallOptions | None = None,
    ) -> bool:
        """Ask a running job to stop.

        Args:
            id: Number of the job.

        Returns:
            The response.

        Raises:
            BadRequestError: The id in the path is no job number.

        Example:
            client.batch_entity.stop_batch_job(1)

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_StopBatchJob
        """
        return await self._send(_stop_batch_job(id), options)

    async def get_batch_task_infos_by_state(
        self,
        state: GetBatchTaskInfosByStateState,
        *,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the caller's jobs that have reached the given state.

        Args:
            state: The state to look for; `All` switches the test off.

        Returns:
            The response.

        Example:
            client.batch_entity.get_batch_task_infos_by_state("Unknown")

        Docs: https://docs.example.com/webapi/rest/Batch/v1Batch_GetBatchTaskInfosByState
        """
        return await self._send(_get_batch_task_infos_by_state(state), options)


def _start_batch_job(
    body: BatchJob | BatchJobDict,
) -> Call[int]:
    return Call(
        operation="v1Batch_StartBatchJob",
        method="POST",
        path="/api/v1/BatchTask",
        body=body,
        body_type=BatchJob,
        others=(Media("form", "application/x-www-form-urlencoded", BatchJob),),
        accept="application/json",
        parses=int,
    )


def _stop_batch_job(
    id: int,
) -> Call[bool]:
    return Call(
        operation="v1Batch_StopBatchJob",
        method="POST",
        path="/api/v1/BatchTask/{id}/Stop",
        parts={"id": id},
        accept="application/json",
        parses=bool,
    )


def _get_batch_task_infos_by_state(
    state: GetBatchTaskInfosByStateState,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1Batch_GetBatchTaskInfosByState",
        method="GET",
        path="/api/v1/BatchTask/{state}",
        parts={"state": state},
        accept="application/json",
        parses=list[BatchTaskInfo],
    )
