"""All models and enumerations by name; a module of them is loaded when one of its names is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .archive import Archive, ColumnData, GetArchiveListByColumnsRequest, Restriction, SortOrder
    from .associate import Associate, GetAssociatesByGroupRequest
    from .attachment import AttachmentEntityWithLinks
    from .batch import (
        BatchAgentGetBatchTaskInfosByStateRequest,
        BatchAgentGetBatchTaskInfosByStateRequestState,
        BatchAgentStartBatchJobRequest,
        BatchAgentStopBatchJobRequest,
        BatchJob,
        BatchJobDict,
        BatchJobState,
        BatchTaskInfo,
        BatchTaskInfoState,
        DeleteBatchTaskRequest,
        DeleteBatchTasksRequest,
        GetAllBatchTaskInfosByNameAndStateRequest,
        GetAllBatchTaskInfosByNameAndStateRequestState,
        GetAllBatchTaskInfosByNameRequest,
        GetBatchTaskInfoRequest,
        GetBatchTaskInfosByAssociatesAndStateRequest,
        GetBatchTaskInfosByAssociatesAndStateRequestState,
        GetBatchTaskInfosByAssociatesRequest,
        GetBatchTaskInfosByNameAndAssociatesRequest,
        GetBatchTaskInfosByNameAndStateRequest,
        GetBatchTaskInfosByNameAndStateRequestState,
        GetSystemBatchTaskInfosByNameAndStateRequest,
        GetSystemBatchTaskInfosByNameAndStateRequestState,
        GetSystemBatchTaskInfosByNameRequest,
        UpdateBatchTaskRequest,
    )
    from .blob import SetBlobStreamRequest
    from .chat_presence import ChatPresence
    from .contact import Address, AddressType, ContactEntityWithLinks, GetAddressRequest, LocalizedAddress, Postal
    from .database_table import Insert, InsertRequest, RowStatus
    from .free_text import SetEnabledRequest, Status
    from .list_ticket_status import TicketBaseStatus, TicketStatusEntity, TicketStatusTimeCounter
    from .list_web_panel import UrlEncoding, WebPanelEntity
    from .number_allocation import RefCountEntity, SuggestedRecord
    from .person import SaveImageRequest
    from .preference_description import (
        PrefDescAccessFlags,
        PrefDescValueType,
        PreferenceDescriptionWithLinks,
        PreferenceLevel,
    )
    from .project_member import Entity, EntityDict, JsonPatchOperation, ProjectMember, ProjectMemberWithLinks
    from .saint import StatusMonitorPeriod
    from .sentry import GetNewTableRightRequest
    from .shared_archive import FieldProperty, TableRight
    from .shared_contact import ODataSlimResponse
    from .shared_number_allocation import Role
    from .user import GetDataRightsRequest

__all__ = [
    "Address",
    "AddressType",
    "Archive",
    "Associate",
    "AttachmentEntityWithLinks",
    "BatchAgentGetBatchTaskInfosByStateRequest",
    "BatchAgentGetBatchTaskInfosByStateRequestState",
    "BatchAgentStartBatchJobRequest",
    "BatchAgentStopBatchJobRequest",
    "BatchJob",
    "BatchJobDict",
    "BatchJobState",
    "BatchTaskInfo",
    "BatchTaskInfoState",
    "ChatPresence",
    "ColumnData",
    "ContactEntityWithLinks",
    "DeleteBatchTaskRequest",
    "DeleteBatchTasksRequest",
    "Entity",
    "EntityDict",
    "FieldProperty",
    "GetAddressRequest",
    "GetAllBatchTaskInfosByNameAndStateRequest",
    "GetAllBatchTaskInfosByNameAndStateRequestState",
    "GetAllBatchTaskInfosByNameRequest",
    "GetArchiveListByColumnsRequest",
    "GetAssociatesByGroupRequest",
    "GetBatchTaskInfoRequest",
    "GetBatchTaskInfosByAssociatesAndStateRequest",
    "GetBatchTaskInfosByAssociatesAndStateRequestState",
    "GetBatchTaskInfosByAssociatesRequest",
    "GetBatchTaskInfosByNameAndAssociatesRequest",
    "GetBatchTaskInfosByNameAndStateRequest",
    "GetBatchTaskInfosByNameAndStateRequestState",
    "GetDataRightsRequest",
    "GetNewTableRightRequest",
    "GetSystemBatchTaskInfosByNameAndStateRequest",
    "GetSystemBatchTaskInfosByNameAndStateRequestState",
    "GetSystemBatchTaskInfosByNameRequest",
    "Insert",
    "InsertRequest",
    "JsonPatchOperation",
    "LocalizedAddress",
    "ODataSlimResponse",
    "Postal",
    "PrefDescAccessFlags",
    "PrefDescValueType",
    "PreferenceDescriptionWithLinks",
    "PreferenceLevel",
    "ProjectMember",
    "ProjectMemberWithLinks",
    "RefCountEntity",
    "Restriction",
    "Role",
    "RowStatus",
    "SaveImageRequest",
    "SetBlobStreamRequest",
    "SetEnabledRequest",
    "SortOrder",
    "Status",
    "StatusMonitorPeriod",
    "SuggestedRecord",
    "TableRight",
    "TicketBaseStatus",
    "TicketStatusEntity",
    "TicketStatusTimeCounter",
    "UpdateBatchTaskRequest",
    "UrlEncoding",
    "WebPanelEntity",
]

#: The module of each name.
_MODULES: dict[str, str] = {
    "Archive": "archive",
    "ColumnData": "archive",
    "GetArchiveListByColumnsRequest": "archive",
    "Restriction": "archive",
    "SortOrder": "archive",
    "Associate": "associate",
    "GetAssociatesByGroupRequest": "associate",
    "AttachmentEntityWithLinks": "attachment",
    "BatchAgentGetBatchTaskInfosByStateRequest": "batch",
    "BatchAgentGetBatchTaskInfosByStateRequestState": "batch",
    "BatchAgentStartBatchJobRequest": "batch",
    "BatchAgentStopBatchJobRequest": "batch",
    "BatchJob": "batch",
    "BatchJobDict": "batch",
    "BatchJobState": "batch",
    "BatchTaskInfo": "batch",
    "BatchTaskInfoState": "batch",
    "DeleteBatchTaskRequest": "batch",
    "DeleteBatchTasksRequest": "batch",
    "GetAllBatchTaskInfosByNameAndStateRequest": "batch",
    "GetAllBatchTaskInfosByNameAndStateRequestState": "batch",
    "GetAllBatchTaskInfosByNameRequest": "batch",
    "GetBatchTaskInfoRequest": "batch",
    "GetBatchTaskInfosByAssociatesAndStateRequest": "batch",
    "GetBatchTaskInfosByAssociatesAndStateRequestState": "batch",
    "GetBatchTaskInfosByAssociatesRequest": "batch",
    "GetBatchTaskInfosByNameAndAssociatesRequest": "batch",
    "GetBatchTaskInfosByNameAndStateRequest": "batch",
    "GetBatchTaskInfosByNameAndStateRequestState": "batch",
    "GetSystemBatchTaskInfosByNameAndStateRequest": "batch",
    "GetSystemBatchTaskInfosByNameAndStateRequestState": "batch",
    "GetSystemBatchTaskInfosByNameRequest": "batch",
    "UpdateBatchTaskRequest": "batch",
    "SetBlobStreamRequest": "blob",
    "ChatPresence": "chat_presence",
    "Address": "contact",
    "AddressType": "contact",
    "ContactEntityWithLinks": "contact",
    "GetAddressRequest": "contact",
    "LocalizedAddress": "contact",
    "Postal": "contact",
    "Insert": "database_table",
    "InsertRequest": "database_table",
    "RowStatus": "database_table",
    "SetEnabledRequest": "free_text",
    "Status": "free_text",
    "TicketBaseStatus": "list_ticket_status",
    "TicketStatusEntity": "list_ticket_status",
    "TicketStatusTimeCounter": "list_ticket_status",
    "UrlEncoding": "list_web_panel",
    "WebPanelEntity": "list_web_panel",
    "RefCountEntity": "number_allocation",
    "SuggestedRecord": "number_allocation",
    "SaveImageRequest": "person",
    "PrefDescAccessFlags": "preference_description",
    "PrefDescValueType": "preference_description",
    "PreferenceDescriptionWithLinks": "preference_description",
    "PreferenceLevel": "preference_description",
    "Entity": "project_member",
    "EntityDict": "project_member",
    "JsonPatchOperation": "project_member",
    "ProjectMember": "project_member",
    "ProjectMemberWithLinks": "project_member",
    "StatusMonitorPeriod": "saint",
    "GetNewTableRightRequest": "sentry",
    "FieldProperty": "shared_archive",
    "TableRight": "shared_archive",
    "ODataSlimResponse": "shared_contact",
    "Role": "shared_number_allocation",
    "GetDataRightsRequest": "user",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = found
    return found


# Any: a module of models may be called `list`, which would hide the built-in type here.
def __dir__() -> Any:
    return __all__
