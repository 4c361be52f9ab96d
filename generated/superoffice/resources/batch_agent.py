"""The operations of `Batch Agent`."""

from __future__ import annotations

from superoffice._call import Call, Media, with_properties
from superoffice._options import CallOptions
from superoffice._resource import AsyncResource, Resource
from superoffice._values import NOT_GIVEN, CommaSeparated, NotGiven, commas
from superoffice.models.batch import (
    BatchAgentGetBatchTaskInfosByStateRequest,
    BatchAgentStartBatchJobRequest,
    BatchAgentStopBatchJobRequest,
    BatchJobState,
    BatchTaskInfo,
    DeleteBatchTaskRequest,
    DeleteBatchTasksRequest,
    GetAllBatchTaskInfosByNameAndStateRequest,
    GetAllBatchTaskInfosByNameRequest,
    GetBatchTaskInfoRequest,
    GetBatchTaskInfosByAssociatesAndStateRequest,
    GetBatchTaskInfosByAssociatesRequest,
    GetBatchTaskInfosByNameAndAssociatesRequest,
    GetBatchTaskInfosByNameAndStateRequest,
    GetSystemBatchTaskInfosByNameAndStateRequest,
    GetSystemBatchTaskInfosByNameRequest,
    UpdateBatchTaskRequest,
)


class BatchAgentResource(Resource):
    """Operations of `Batch Agent`.

    Queues long-running jobs, tells how far they have come and clears them away afterwards.
    """

    def delete_batch_task(
        self,
        body: DeleteBatchTaskRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Remove one job, finished or not, along with its binary value.

        Args:
            body: BatchTaskId; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_id: The property "BatchTaskId".

        Example:
            client.batch_agent.delete_batch_task(batch_task_id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_DeleteBatchTask
        """
        return self._send(_delete_batch_task(body, select=select, batch_task_id=batch_task_id), options)

    def delete_batch_tasks(
        self,
        body: DeleteBatchTasksRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Remove several jobs at one stroke.

        Numbers that match nothing are skipped.

        Args:
            body: BatchTaskIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_ids: The property "BatchTaskIds".

        Example:
            client.batch_agent.delete_batch_tasks(batch_task_ids=[4127, 4130])

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_DeleteBatchTasks
        """
        return self._send(_delete_batch_tasks(body, select=select, batch_task_ids=batch_task_ids), options)

    def get_all_batch_task_infos_by_name(
        self,
        body: GetAllBatchTaskInfosByNameRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name, no matter whether users or the system queued them.

        Args:
            body: TaskName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".

        Returns:
            The response.

        Example:
            client.batch_agent.get_all_batch_task_infos_by_name(task_name="Clean-up of old log rows")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetAllBatchTaskInfosByName
        """
        return self._send(_get_all_batch_task_infos_by_name(body, select=select, task_name=task_name), options)

    def get_all_batch_task_infos_by_name_and_state(
        self,
        body: GetAllBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name and state, no matter whether users or the system queued them.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_all_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetAllBatchTaskInfosByNameAndState
        """
        return self._send(
            _get_all_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    def get_batch_task_info(
        self,
        body: GetBatchTaskInfoRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> BatchTaskInfo:
        """Look up one job by its number.

        Args:
            body: Id; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            id: The property "Id".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_info(id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfo
        """
        return self._send(_get_batch_task_info(body, select=select, id=id), options)

    def get_batch_task_infos_by_associates(
        self,
        body: GetBatchTaskInfosByAssociatesRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the jobs that were queued by any of the given users.

        Args:
            body: AssociateIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            associate_ids: The property "AssociateIds".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_associates(associate_ids=[14, 27])

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByAssociates
        """
        return self._send(
            _get_batch_task_infos_by_associates(body, select=select, associate_ids=associate_ids),
            options,
        )

    def get_batch_task_infos_by_associates_and_state(
        self,
        body: GetBatchTaskInfosByAssociatesAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of the given users that have reached the given state.

        Args:
            body: AssociateIds, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            associate_ids: The property "AssociateIds".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_associates_and_state(associate_ids=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByAssociatesAndState
        """
        return self._send(
            _get_batch_task_infos_by_associates_and_state(
                body,
                select=select,
                associate_ids=associate_ids,
                state=state,
            ),
            options,
        )

    def get_batch_task_infos_by_name_and_associates(
        self,
        body: GetBatchTaskInfosByNameAndAssociatesRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that belong to any of the given users.

        Args:
            body: TaskName, AssociateIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            associate_ids: The property "AssociateIds".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_name_and_associates(task_name=..., associate_ids=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByNameAndAssociates
        """
        return self._send(
            _get_batch_task_infos_by_name_and_associates(
                body,
                select=select,
                task_name=task_name,
                associate_ids=associate_ids,
            ),
            options,
        )

    def get_batch_task_infos_by_name_and_state(
        self,
        body: GetBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that have reached the given state.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByNameAndState
        """
        return self._send(
            _get_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    def get_batch_task_infos_by_state(
        self,
        body: BatchAgentGetBatchTaskInfosByStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the caller's jobs that have reached the given BatchTaskState.

        Args:
            body: State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_state(state="Failed")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByState
        """
        return self._send(_get_batch_task_infos_by_state(body, select=select, state=state), options)

    def get_system_batch_task_infos_by_name(
        self,
        body: GetSystemBatchTaskInfosByNameRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that the system queued on its own behalf.

        Args:
            body: TaskName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".

        Returns:
            The response.

        Example:
            client.batch_agent.get_system_batch_task_infos_by_name(task_name="Rebuild of selection members")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetSystemBatchTaskInfosByName
        """
        return self._send(_get_system_batch_task_infos_by_name(body, select=select, task_name=task_name), options)

    def get_system_batch_task_infos_by_name_and_state(
        self,
        body: GetSystemBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name and state that the system queued on its own behalf.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_system_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetSystemBatchTaskInfosByNameAndState
        """
        return self._send(
            _get_system_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    def start_batch_job(
        self,
        body: BatchAgentStartBatchJobRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_info: BatchTaskInfo | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> int:
        """Queue a new job and return the number given to it.

        The worker reads `Name` to find the program and `ParameterObject` for its arguments; everything else is
        optional.

        Args:
            body: BatchTaskInfo; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_info: One queued or finished job with all that is known of it. Carriers of this type travel
                through the Batch Agent.

        Returns:
            The response.

        Example:
            client.batch_agent.start_batch_job(batch_task_info=None)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_StartBatchJob
        """
        return self._send(_start_batch_job(body, select=select, batch_task_info=batch_task_info), options)

    def stop_batch_job(
        self,
        body: BatchAgentStopBatchJobRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> bool:
        """Ask a running job to stop.

        The answer tells whether the request was passed on, not whether the job has ended; poll GetBatchTaskInfo to see
        that.

        Args:
            body: Id; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            id: The property "Id".

        Returns:
            The response.

        Example:
            client.batch_agent.stop_batch_job(id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_StopBatchJob
        """
        return self._send(_stop_batch_job(body, select=select, id=id), options)

    def update_batch_task(
        self,
        body: UpdateBatchTaskRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_info: BatchTaskInfo | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> BatchTaskInfo:
        """Write back what a job wants to say about itself.

        Of all properties, only State, Description, Response and Request are stored; edits elsewhere are dropped in
        silence.

        Args:
            body: BatchTaskInfo; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_info: One queued or finished job with all that is known of it. Carriers of this type travel
                through the Batch Agent.

        Returns:
            The response.

        Example:
            client.batch_agent.update_batch_task(batch_task_info=None)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_UpdateBatchTask
        """
        return self._send(_update_batch_task(body, select=select, batch_task_info=batch_task_info), options)


class AsyncBatchAgentResource(AsyncResource):
    """Operations of `Batch Agent`.

    Queues long-running jobs, tells how far they have come and clears them away afterwards.
    """

    async def delete_batch_task(
        self,
        body: DeleteBatchTaskRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Remove one job, finished or not, along with its binary value.

        Args:
            body: BatchTaskId; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_id: The property "BatchTaskId".

        Example:
            client.batch_agent.delete_batch_task(batch_task_id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_DeleteBatchTask
        """
        return await self._send(_delete_batch_task(body, select=select, batch_task_id=batch_task_id), options)

    async def delete_batch_tasks(
        self,
        body: DeleteBatchTasksRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> None:
        """Remove several jobs at one stroke.

        Numbers that match nothing are skipped.

        Args:
            body: BatchTaskIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_ids: The property "BatchTaskIds".

        Example:
            client.batch_agent.delete_batch_tasks(batch_task_ids=[4127, 4130])

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_DeleteBatchTasks
        """
        return await self._send(_delete_batch_tasks(body, select=select, batch_task_ids=batch_task_ids), options)

    async def get_all_batch_task_infos_by_name(
        self,
        body: GetAllBatchTaskInfosByNameRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name, no matter whether users or the system queued them.

        Args:
            body: TaskName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".

        Returns:
            The response.

        Example:
            client.batch_agent.get_all_batch_task_infos_by_name(task_name="Clean-up of old log rows")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetAllBatchTaskInfosByName
        """
        return await self._send(_get_all_batch_task_infos_by_name(body, select=select, task_name=task_name), options)

    async def get_all_batch_task_infos_by_name_and_state(
        self,
        body: GetAllBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name and state, no matter whether users or the system queued them.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_all_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetAllBatchTaskInfosByNameAndState
        """
        return await self._send(
            _get_all_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    async def get_batch_task_info(
        self,
        body: GetBatchTaskInfoRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> BatchTaskInfo:
        """Look up one job by its number.

        Args:
            body: Id; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            id: The property "Id".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_info(id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfo
        """
        return await self._send(_get_batch_task_info(body, select=select, id=id), options)

    async def get_batch_task_infos_by_associates(
        self,
        body: GetBatchTaskInfosByAssociatesRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the jobs that were queued by any of the given users.

        Args:
            body: AssociateIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            associate_ids: The property "AssociateIds".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_associates(associate_ids=[14, 27])

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByAssociates
        """
        return await self._send(
            _get_batch_task_infos_by_associates(body, select=select, associate_ids=associate_ids),
            options,
        )

    async def get_batch_task_infos_by_associates_and_state(
        self,
        body: GetBatchTaskInfosByAssociatesAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of the given users that have reached the given state.

        Args:
            body: AssociateIds, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            associate_ids: The property "AssociateIds".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_associates_and_state(associate_ids=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByAssociatesAndState
        """
        return await self._send(
            _get_batch_task_infos_by_associates_and_state(
                body,
                select=select,
                associate_ids=associate_ids,
                state=state,
            ),
            options,
        )

    async def get_batch_task_infos_by_name_and_associates(
        self,
        body: GetBatchTaskInfosByNameAndAssociatesRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        associate_ids: list[int] | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that belong to any of the given users.

        Args:
            body: TaskName, AssociateIds; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            associate_ids: The property "AssociateIds".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_name_and_associates(task_name=..., associate_ids=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByNameAndAssociates
        """
        return await self._send(
            _get_batch_task_infos_by_name_and_associates(
                body,
                select=select,
                task_name=task_name,
                associate_ids=associate_ids,
            ),
            options,
        )

    async def get_batch_task_infos_by_name_and_state(
        self,
        body: GetBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that have reached the given state.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByNameAndState
        """
        return await self._send(
            _get_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    async def get_batch_task_infos_by_state(
        self,
        body: BatchAgentGetBatchTaskInfosByStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List the caller's jobs that have reached the given BatchTaskState.

        Args:
            body: State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_batch_task_infos_by_state(state="Failed")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetBatchTaskInfosByState
        """
        return await self._send(_get_batch_task_infos_by_state(body, select=select, state=state), options)

    async def get_system_batch_task_infos_by_name(
        self,
        body: GetSystemBatchTaskInfosByNameRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name that the system queued on its own behalf.

        Args:
            body: TaskName; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".

        Returns:
            The response.

        Example:
            client.batch_agent.get_system_batch_task_infos_by_name(task_name="Rebuild of selection members")

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetSystemBatchTaskInfosByName
        """
        return await self._send(
            _get_system_batch_task_infos_by_name(body, select=select, task_name=task_name),
            options,
        )

    async def get_system_batch_task_infos_by_name_and_state(
        self,
        body: GetSystemBatchTaskInfosByNameAndStateRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        task_name: str | NotGiven | None = NOT_GIVEN,
        state: BatchJobState | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> list[BatchTaskInfo]:
        """List jobs of one name and state that the system queued on its own behalf.

        Args:
            body: TaskName, State; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            task_name: The property "TaskName".
            state: The property "State".

        Returns:
            The response.

        Example:
            client.batch_agent.get_system_batch_task_infos_by_name_and_state(task_name=..., state=...)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_GetSystemBatchTaskInfosByNameAndState
        """
        return await self._send(
            _get_system_batch_task_infos_by_name_and_state(body, select=select, task_name=task_name, state=state),
            options,
        )

    async def start_batch_job(
        self,
        body: BatchAgentStartBatchJobRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_info: BatchTaskInfo | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> int:
        """Queue a new job and return the number given to it.

        The worker reads `Name` to find the program and `ParameterObject` for its arguments; everything else is
        optional.

        Args:
            body: BatchTaskInfo; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_info: One queued or finished job with all that is known of it. Carriers of this type travel
                through the Batch Agent.

        Returns:
            The response.

        Example:
            client.batch_agent.start_batch_job(batch_task_info=None)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_StartBatchJob
        """
        return await self._send(_start_batch_job(body, select=select, batch_task_info=batch_task_info), options)

    async def stop_batch_job(
        self,
        body: BatchAgentStopBatchJobRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        id: int | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> bool:
        """Ask a running job to stop.

        The answer tells whether the request was passed on, not whether the job has ended; poll GetBatchTaskInfo to see
        that.

        Args:
            body: Id; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            id: The property "Id".

        Returns:
            The response.

        Example:
            client.batch_agent.stop_batch_job(id=4127)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_StopBatchJob
        """
        return await self._send(_stop_batch_job(body, select=select, id=id), options)

    async def update_batch_task(
        self,
        body: UpdateBatchTaskRequest | None = None,
        *,
        select: CommaSeparated | NotGiven = NOT_GIVEN,
        batch_task_info: BatchTaskInfo | NotGiven | None = NOT_GIVEN,
        options: CallOptions | None = None,
    ) -> BatchTaskInfo:
        """Write back what a job wants to say about itself.

        Of all properties, only State, Description, Response and Request are stored; edits elsewhere are dropped in
        silence.

        Args:
            body: BatchTaskInfo; or give its properties
            select: Names of the properties wanted back, parted by commas: "Id,Name,State". All others arrive as null,
                which makes for smaller answers; leave it out to receive everything.
            batch_task_info: One queued or finished job with all that is known of it. Carriers of this type travel
                through the Batch Agent.

        Returns:
            The response.

        Example:
            client.batch_agent.update_batch_task(batch_task_info=None)

        Docs: https://docs.example.com/webapi/agent/Batch_Agent/v1BatchAgent_UpdateBatchTask
        """
        return await self._send(_update_batch_task(body, select=select, batch_task_info=batch_task_info), options)


def _delete_batch_task(
    body: DeleteBatchTaskRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    batch_task_id: int | NotGiven | None,
) -> Call[None]:
    return Call(
        operation="v1BatchAgent_DeleteBatchTask",
        method="POST",
        path="/api/v1/Agents/Batch/DeleteBatchTask",
        query={"$select": commas(select)},
        body=with_properties(DeleteBatchTaskRequest, body, {"BatchTaskId": batch_task_id}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
    )


def _delete_batch_tasks(
    body: DeleteBatchTasksRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    batch_task_ids: list[int] | NotGiven | None,
) -> Call[None]:
    return Call(
        operation="v1BatchAgent_DeleteBatchTasks",
        method="POST",
        path="/api/v1/Agents/Batch/DeleteBatchTasks",
        query={"$select": commas(select)},
        body=with_properties(DeleteBatchTasksRequest, body, {"BatchTaskIds": batch_task_ids}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
    )


def _get_all_batch_task_infos_by_name(
    body: GetAllBatchTaskInfosByNameRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetAllBatchTaskInfosByName",
        method="POST",
        path="/api/v1/Agents/Batch/GetAllBatchTaskInfosByName",
        query={"$select": commas(select)},
        body=with_properties(GetAllBatchTaskInfosByNameRequest, body, {"TaskName": task_name}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_all_batch_task_infos_by_name_and_state(
    body: GetAllBatchTaskInfosByNameAndStateRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
    state: BatchJobState | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetAllBatchTaskInfosByNameAndState",
        method="POST",
        path="/api/v1/Agents/Batch/GetAllBatchTaskInfosByNameAndState",
        query={"$select": commas(select)},
        body=with_properties(GetAllBatchTaskInfosByNameAndStateRequest, body, {"TaskName": task_name, "State": state}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_batch_task_info(
    body: GetBatchTaskInfoRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    id: int | NotGiven | None,
) -> Call[BatchTaskInfo]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfo",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfo",
        query={"$select": commas(select)},
        body=with_properties(GetBatchTaskInfoRequest, body, {"Id": id}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=BatchTaskInfo,
        is_read_only=True,
    )


def _get_batch_task_infos_by_associates(
    body: GetBatchTaskInfosByAssociatesRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    associate_ids: list[int] | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfosByAssociates",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfosByAssociates",
        query={"$select": commas(select)},
        body=with_properties(GetBatchTaskInfosByAssociatesRequest, body, {"AssociateIds": associate_ids}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_batch_task_infos_by_associates_and_state(
    body: GetBatchTaskInfosByAssociatesAndStateRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    associate_ids: list[int] | NotGiven | None,
    state: BatchJobState | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfosByAssociatesAndState",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfosByAssociatesAndState",
        query={"$select": commas(select)},
        body=with_properties(
            GetBatchTaskInfosByAssociatesAndStateRequest,
            body,
            {"AssociateIds": associate_ids, "State": state},
        ),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_batch_task_infos_by_name_and_associates(
    body: GetBatchTaskInfosByNameAndAssociatesRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
    associate_ids: list[int] | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfosByNameAndAssociates",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfosByNameAndAssociates",
        query={"$select": commas(select)},
        body=with_properties(
            GetBatchTaskInfosByNameAndAssociatesRequest,
            body,
            {"TaskName": task_name, "AssociateIds": associate_ids},
        ),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_batch_task_infos_by_name_and_state(
    body: GetBatchTaskInfosByNameAndStateRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
    state: BatchJobState | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfosByNameAndState",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfosByNameAndState",
        query={"$select": commas(select)},
        body=with_properties(GetBatchTaskInfosByNameAndStateRequest, body, {"TaskName": task_name, "State": state}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_batch_task_infos_by_state(
    body: BatchAgentGetBatchTaskInfosByStateRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    state: BatchJobState | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetBatchTaskInfosByState",
        method="POST",
        path="/api/v1/Agents/Batch/GetBatchTaskInfosByState",
        query={"$select": commas(select)},
        body=with_properties(BatchAgentGetBatchTaskInfosByStateRequest, body, {"State": state}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_system_batch_task_infos_by_name(
    body: GetSystemBatchTaskInfosByNameRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetSystemBatchTaskInfosByName",
        method="POST",
        path="/api/v1/Agents/Batch/GetSystemBatchTaskInfosByName",
        query={"$select": commas(select)},
        body=with_properties(GetSystemBatchTaskInfosByNameRequest, body, {"TaskName": task_name}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _get_system_batch_task_infos_by_name_and_state(
    body: GetSystemBatchTaskInfosByNameAndStateRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    task_name: str | NotGiven | None,
    state: BatchJobState | NotGiven | None,
) -> Call[list[BatchTaskInfo]]:
    return Call(
        operation="v1BatchAgent_GetSystemBatchTaskInfosByNameAndState",
        method="POST",
        path="/api/v1/Agents/Batch/GetSystemBatchTaskInfosByNameAndState",
        query={"$select": commas(select)},
        body=with_properties(
            GetSystemBatchTaskInfosByNameAndStateRequest,
            body,
            {"TaskName": task_name, "State": state},
        ),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=list[BatchTaskInfo],
        is_read_only=True,
    )


def _start_batch_job(
    body: BatchAgentStartBatchJobRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    batch_task_info: BatchTaskInfo | NotGiven | None,
) -> Call[int]:
    return Call(
        operation="v1BatchAgent_StartBatchJob",
        method="POST",
        path="/api/v1/Agents/Batch/StartBatchJob",
        query={"$select": commas(select)},
        body=with_properties(BatchAgentStartBatchJobRequest, body, {"BatchTaskInfo": batch_task_info}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=int,
    )


def _stop_batch_job(
    body: BatchAgentStopBatchJobRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    id: int | NotGiven | None,
) -> Call[bool]:
    return Call(
        operation="v1BatchAgent_StopBatchJob",
        method="POST",
        path="/api/v1/Agents/Batch/StopBatchJob",
        query={"$select": commas(select)},
        body=with_properties(BatchAgentStopBatchJobRequest, body, {"Id": id}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=bool,
    )


def _update_batch_task(
    body: UpdateBatchTaskRequest | None,
    *,
    select: CommaSeparated | NotGiven,
    batch_task_info: BatchTaskInfo | NotGiven | None,
) -> Call[BatchTaskInfo]:
    return Call(
        operation="v1BatchAgent_UpdateBatchTask",
        method="POST",
        path="/api/v1/Agents/Batch/UpdateBatchTask",
        query={"$select": commas(select)},
        body=with_properties(UpdateBatchTaskRequest, body, {"BatchTaskInfo": batch_task_info}),
        others=(Media("form", "application/x-www-form-urlencoded"),),
        accept="application/json",
        parses=BatchTaskInfo,
    )
