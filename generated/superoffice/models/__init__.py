"""All models and enumerations by name; a module of them is loaded when one of its names is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .archive_agent import Archive, ColumnData, GetArchiveListByColumnsRequest, Restriction, SortOrder
    from .associate_agent import Associate, GetAssociatesByGroupRequest
    from .attachment import AttachmentEntityWithLinks
    from .batch import BatchJob
    from .batch_agent import (
        BatchAgentGetBatchTaskInfosByStateRequest,
        BatchAgentStartBatchJobRequest,
        BatchAgentStopBatchJobRequest,
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
    from .blob_agent import SetBlobStreamRequest
    from .chat_presence import ChatPresence
    from .contact import ContactEntityWithLinks
    from .contact_agent import Address, AddressType, GetAddressRequest, LocalizedAddress, Postal
    from .database_table_agent import Insert, InsertRequest, RowStatus
    from .free_text_agent import SetEnabledRequest, Status
    from .list_ticket_status import TicketBaseStatus, TicketStatusEntity, TicketStatusTimeCounter
    from .list_web_panel import UrlEncoding, WebPanelEntity
    from .number_allocation_agent import RefCountEntity, SuggestedRecord
    from .person import SaveImageRequest
    from .preference_description import (
        PrefDescAccessFlags,
        PrefDescValueType,
        PreferenceDescriptionWithLinks,
        PreferenceLevel,
    )
    from .project_member import Entity, JsonPatchOperation, ProjectMember, ProjectMemberWithLinks
    from .saint_agent import StatusMonitorPeriod
    from .sentry_agent import GetNewTableRightRequest
    from .shared import BatchJobState, BatchTaskInfo, FieldProperty, ODataSlimResponse, Role, TableRight
    from .user_agent import GetDataRightsRequest

__all__ = [
    "Address",
    "AddressType",
    "Archive",
    "Associate",
    "AttachmentEntityWithLinks",
    "BatchAgentGetBatchTaskInfosByStateRequest",
    "BatchAgentStartBatchJobRequest",
    "BatchAgentStopBatchJobRequest",
    "BatchJob",
    "BatchJobState",
    "BatchTaskInfo",
    "ChatPresence",
    "ColumnData",
    "ContactEntityWithLinks",
    "DeleteBatchTaskRequest",
    "DeleteBatchTasksRequest",
    "Entity",
    "FieldProperty",
    "GetAddressRequest",
    "GetAllBatchTaskInfosByNameAndStateRequest",
    "GetAllBatchTaskInfosByNameRequest",
    "GetArchiveListByColumnsRequest",
    "GetAssociatesByGroupRequest",
    "GetBatchTaskInfoRequest",
    "GetBatchTaskInfosByAssociatesAndStateRequest",
    "GetBatchTaskInfosByAssociatesRequest",
    "GetBatchTaskInfosByNameAndAssociatesRequest",
    "GetBatchTaskInfosByNameAndStateRequest",
    "GetDataRightsRequest",
    "GetNewTableRightRequest",
    "GetSystemBatchTaskInfosByNameAndStateRequest",
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

#: Where each name comes from.
_MODULES = {
    "Archive": "archive_agent",
    "ColumnData": "archive_agent",
    "GetArchiveListByColumnsRequest": "archive_agent",
    "Restriction": "archive_agent",
    "SortOrder": "archive_agent",
    "Associate": "associate_agent",
    "GetAssociatesByGroupRequest": "associate_agent",
    "AttachmentEntityWithLinks": "attachment",
    "BatchJob": "batch",
    "BatchAgentGetBatchTaskInfosByStateRequest": "batch_agent",
    "BatchAgentStartBatchJobRequest": "batch_agent",
    "BatchAgentStopBatchJobRequest": "batch_agent",
    "DeleteBatchTaskRequest": "batch_agent",
    "DeleteBatchTasksRequest": "batch_agent",
    "GetAllBatchTaskInfosByNameAndStateRequest": "batch_agent",
    "GetAllBatchTaskInfosByNameRequest": "batch_agent",
    "GetBatchTaskInfoRequest": "batch_agent",
    "GetBatchTaskInfosByAssociatesAndStateRequest": "batch_agent",
    "GetBatchTaskInfosByAssociatesRequest": "batch_agent",
    "GetBatchTaskInfosByNameAndAssociatesRequest": "batch_agent",
    "GetBatchTaskInfosByNameAndStateRequest": "batch_agent",
    "GetSystemBatchTaskInfosByNameAndStateRequest": "batch_agent",
    "GetSystemBatchTaskInfosByNameRequest": "batch_agent",
    "UpdateBatchTaskRequest": "batch_agent",
    "SetBlobStreamRequest": "blob_agent",
    "ChatPresence": "chat_presence",
    "ContactEntityWithLinks": "contact",
    "Address": "contact_agent",
    "AddressType": "contact_agent",
    "GetAddressRequest": "contact_agent",
    "LocalizedAddress": "contact_agent",
    "Postal": "contact_agent",
    "Insert": "database_table_agent",
    "InsertRequest": "database_table_agent",
    "RowStatus": "database_table_agent",
    "SetEnabledRequest": "free_text_agent",
    "Status": "free_text_agent",
    "TicketBaseStatus": "list_ticket_status",
    "TicketStatusEntity": "list_ticket_status",
    "TicketStatusTimeCounter": "list_ticket_status",
    "UrlEncoding": "list_web_panel",
    "WebPanelEntity": "list_web_panel",
    "RefCountEntity": "number_allocation_agent",
    "SuggestedRecord": "number_allocation_agent",
    "SaveImageRequest": "person",
    "PrefDescAccessFlags": "preference_description",
    "PrefDescValueType": "preference_description",
    "PreferenceDescriptionWithLinks": "preference_description",
    "PreferenceLevel": "preference_description",
    "Entity": "project_member",
    "JsonPatchOperation": "project_member",
    "ProjectMember": "project_member",
    "ProjectMemberWithLinks": "project_member",
    "StatusMonitorPeriod": "saint_agent",
    "GetNewTableRightRequest": "sentry_agent",
    "BatchJobState": "shared",
    "BatchTaskInfo": "shared",
    "FieldProperty": "shared",
    "ODataSlimResponse": "shared",
    "Role": "shared",
    "TableRight": "shared",
    "GetDataRightsRequest": "user_agent",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = found
    return found
