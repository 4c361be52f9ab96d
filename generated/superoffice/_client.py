"""The synchronous and the asynchronous client."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar, Unpack

import httpx

from ._auth import Auth, Environment
from ._call import call_of
from ._closing import AsyncClosing, Closing
from ._core import AsyncCore, SyncCore
from ._options import CallOptions, Changes, Hooks, Retry
from ._raw import SINK, RawResponse
from ._values import NOT_GIVEN, Content

if TYPE_CHECKING:
    from .resources.archive_agent import ArchiveAgentResource, AsyncArchiveAgentResource
    from .resources.associate_agent import AssociateAgentResource, AsyncAssociateAgentResource
    from .resources.attachment import AsyncAttachmentResource, AttachmentResource
    from .resources.batch import AsyncBatchResource, BatchResource
    from .resources.batch_agent import AsyncBatchAgentResource, BatchAgentResource
    from .resources.blob_agent import AsyncBlobAgentResource, BlobAgentResource
    from .resources.chat_presence import AsyncChatPresenceResource, ChatPresenceResource
    from .resources.contact import AsyncContactResource, ContactResource
    from .resources.contact_agent import (
        AsyncContactAgentAndEntityResource,
        AsyncContactAgentResource,
        ContactAgentAndEntityResource,
        ContactAgentResource,
    )
    from .resources.database_table_agent import AsyncDatabaseTableAgentResource, DatabaseTableAgentResource
    from .resources.document_agent import AsyncDocumentAgentResource, DocumentAgentResource
    from .resources.free_text_agent import AsyncFreeTextAgentResource, FreeTextAgentResource
    from .resources.list_ticket_status import AsyncListTicketStatusResource, ListTicketStatusResource
    from .resources.list_web_panel import AsyncListWebPanelResource, ListWebPanelResource
    from .resources.number_allocation_agent import AsyncNumberAllocationAgentResource, NumberAllocationAgentResource
    from .resources.person import AsyncPersonResource, PersonResource
    from .resources.preference import AsyncPreferenceResource, PreferenceResource
    from .resources.preference_description import AsyncPreferenceDescriptionResource, PreferenceDescriptionResource
    from .resources.project_member import AsyncProjectMemberResource, ProjectMemberResource
    from .resources.role import AsyncRoleResource, RoleResource
    from .resources.saint_agent import AsyncSaintAgentResource, SaintAgentResource
    from .resources.sentry_agent import AsyncSentryAgentResource, SentryAgentResource
    from .resources.string import AsyncStringResource, StringResource
    from .resources.user_agent import AsyncUserAgentResource, UserAgentResource

P = ParamSpec("P")
R = TypeVar("R")


class Client(Closing):
    """A synchronous client of SuperOffice WebAPI, example pages."""

    def __init__(
        self,
        base_url: str = "https://crm.example.com",
        *,
        auth: Auth | Sequence[Auth] | None = None,
        timeout: float | httpx.Timeout | None = None,
        retry: Retry | None = None,
        strict: bool | None = None,
        headers: Mapping[str, str] | None = None,
        accept_language: str | None = None,
        so_app_token: str | None = None,
        so_culture: str | None = None,
        so_language: str | None = None,
        so_time_zone: str | None = None,
        hooks: Hooks | None = None,
        http_client: httpx.Client | None = None,
        idempotency_header: str | None = None,
    ) -> None:
        """A client of the server at `base_url`.

        Args:
            base_url: The address that the paths of the API are below.
            auth: One credential, or several.
            timeout: Seconds, or the timeouts of connecting, reading, writing and the pool; 30 seconds if None.
            retry: How failed calls are tried again; up to three tries in all if None.
            strict: If True, everything that differs from the reference is an error.  If None, a value that differs is
                kept as received, and `problems` of the model lists it; a response that is something else altogether is
                an error.  If False, that is kept too.
            headers: Headers of every call.
            accept_language: The header `Accept-Language` of every call.
            so_app_token: The header `SO-AppToken` of every call.
            so_culture: The header `SO-Culture` of every call.
            so_language: The header `SO-Language` of every call.
            so_time_zone: The header `SO-TimeZone` of every call.
            hooks: Functions that are called with requests, responses, retries and problems.
            http_client: The httpx client to send with, for proxies, certificates or tests; this client leaves it open.
            idempotency_header: The header of a key for each call that writes, so that it may be tried again.
        """
        options = CallOptions(
            timeout=timeout,
            retry=retry,
            strict=strict,
            headers=headers,
            idempotency_header=idempotency_header,
            accept_language=accept_language,
            so_app_token=so_app_token,
            so_culture=so_culture,
            so_language=so_language,
            so_time_zone=so_time_zone,
        )
        is_documented = base_url == "https://crm.example.com"
        self._core = SyncCore(base_url, auth, options, hooks or Hooks(), http_client, is_documented=is_documented)

    @classmethod
    def from_env(
        cls,
        *,
        base_url: str | None = None,
        auth: Auth | Sequence[Auth] | None = None,
        hooks: Hooks | None = None,
        http_client: httpx.Client | None = None,
        environment: Mapping[str, str] | None = None,
        **changes: Unpack[Changes],
    ) -> Self:
        """A client with the address and credentials of the environment, unless they are given here.

        Raises ValueError where neither the environment nor the reference has an address.

        - SUPEROFFICE_BASE_URL: The address of the API.
        - SUPEROFFICE_TOKEN: The token of `BearerAuth`.
        - SUPEROFFICE_USERNAME: The user name of `BasicAuth`; SUPEROFFICE_PASSWORD has the password.
        - SUPEROFFICE_SO_TICKET: The secret of `SoTicketAuth`.
        - SUPEROFFICE_XSRF: The secret of `XsrfAuth`.
        """
        found = Environment(environment)
        options = CallOptions(**changes)
        return cls(
            base_url=base_url or found.base_url(),
            auth=found.auths() if auth is None else auth,
            timeout=options.timeout,
            retry=options.retry,
            strict=options.strict,
            headers=options.headers,
            accept_language=options.accept_language,
            so_app_token=options.so_app_token,
            so_culture=options.so_culture,
            so_language=options.so_language,
            so_time_zone=options.so_time_zone,
            hooks=hooks,
            http_client=http_client,
            idempotency_header=options.idempotency_header,
        )

    def with_options(self, *, auth: Auth | Sequence[Auth] | None = None, **changes: Unpack[Changes]) -> Self:
        """A client with other options, and other credentials where some are given.

        It shares the connections of this one, and closing either of them closes these.
        """
        found = object.__new__(type(self))
        found._core = self._core.changed(CallOptions(**changes), auth)
        return found

    @property
    def is_closed(self) -> bool:
        """Whether the client was closed, after which it sends nothing."""
        return self._core.connections.is_closed

    def raw(self, method: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> RawResponse[R]:
        """The response to a call as received: `client.raw(client.resource.method, ...)`.

        Raises as the call itself does where the status is an error.
        """
        sink: list[RawResponse[Any]] = []
        token = SINK.set(sink)
        try:
            method(*args, **kwargs)
        finally:
            SINK.reset(token)
        return sink[0]

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        json: Any = NOT_GIVEN,
        form: Mapping[str, Any] | None = None,
        content: Content | str | None = None,
        options: CallOptions | None = None,
    ) -> httpx.Response:
        """The response to a request that the reference leaves out, with the credentials, retries and errors of calls.

        Args:
            method: The HTTP method.
            path: The path below the address of the API, ready to be sent.
            query: The values of the query; lists are repeated.
            headers: More headers.
            json: The body, as JSON.
            form: The fields of a form as the body; multipart where one of them is a file.
            content: The body as it is to be sent.
            options: Options of this call, which override those of the client.
        """
        call = call_of(method, path, query=query, headers=headers, json=json, form=form, content=content)
        return self._core.answer(self._core.plan(call, options))

    def close(self) -> None:
        """Close the connections."""
        self._core.close()

    @cached_property
    def archive(self) -> ArchiveAgentResource:
        """Operations of `Archive_Agent`."""
        from .resources.archive_agent import ArchiveAgentResource

        return ArchiveAgentResource(self._core)

    @cached_property
    def archive_agent(self) -> ArchiveAgentResource:
        """Operations of `Archive_Agent`."""
        from .resources.archive_agent import ArchiveAgentResource

        return ArchiveAgentResource(self._core)

    @cached_property
    def associate(self) -> AssociateAgentResource:
        """Operations of `Associate_Agent`."""
        from .resources.associate_agent import AssociateAgentResource

        return AssociateAgentResource(self._core)

    @cached_property
    def associate_agent(self) -> AssociateAgentResource:
        """Operations of `Associate_Agent`."""
        from .resources.associate_agent import AssociateAgentResource

        return AssociateAgentResource(self._core)

    @cached_property
    def attachment(self) -> AttachmentResource:
        """Operations of `Attachment`."""
        from .resources.attachment import AttachmentResource

        return AttachmentResource(self._core)

    @cached_property
    def attachment_entity(self) -> AttachmentResource:
        """Operations of `Attachment`."""
        from .resources.attachment import AttachmentResource

        return AttachmentResource(self._core)

    @cached_property
    def batch(self) -> BatchAgentResource:
        """Operations of `Batch Agent`."""
        from .resources.batch_agent import BatchAgentResource

        return BatchAgentResource(self._core)

    @cached_property
    def batch_agent(self) -> BatchAgentResource:
        """Operations of `Batch Agent`."""
        from .resources.batch_agent import BatchAgentResource

        return BatchAgentResource(self._core)

    @cached_property
    def batch_entity(self) -> BatchResource:
        """Operations of `Batch`."""
        from .resources.batch import BatchResource

        return BatchResource(self._core)

    @cached_property
    def blob(self) -> BlobAgentResource:
        """Operations of `BLOB_Agent`."""
        from .resources.blob_agent import BlobAgentResource

        return BlobAgentResource(self._core)

    @cached_property
    def blob_agent(self) -> BlobAgentResource:
        """Operations of `BLOB_Agent`."""
        from .resources.blob_agent import BlobAgentResource

        return BlobAgentResource(self._core)

    @cached_property
    def chat_presence(self) -> ChatPresenceResource:
        """Operations of `ChatPresence`."""
        from .resources.chat_presence import ChatPresenceResource

        return ChatPresenceResource(self._core)

    @cached_property
    def chat_presence_entity(self) -> ChatPresenceResource:
        """Operations of `ChatPresence`."""
        from .resources.chat_presence import ChatPresenceResource

        return ChatPresenceResource(self._core)

    @cached_property
    def contact(self) -> ContactAgentAndEntityResource:
        """Operations of `Contact_Agent`, and those that only the entity has."""
        from .resources.contact_agent import ContactAgentAndEntityResource

        return ContactAgentAndEntityResource(self._core)

    @cached_property
    def contact_agent(self) -> ContactAgentResource:
        """Operations of `Contact_Agent`."""
        from .resources.contact_agent import ContactAgentResource

        return ContactAgentResource(self._core)

    @cached_property
    def contact_entity(self) -> ContactResource:
        """Operations of `Contact`."""
        from .resources.contact import ContactResource

        return ContactResource(self._core)

    @cached_property
    def database_table(self) -> DatabaseTableAgentResource:
        """Operations of `DatabaseTable_Agent`."""
        from .resources.database_table_agent import DatabaseTableAgentResource

        return DatabaseTableAgentResource(self._core)

    @cached_property
    def database_table_agent(self) -> DatabaseTableAgentResource:
        """Operations of `DatabaseTable_Agent`."""
        from .resources.database_table_agent import DatabaseTableAgentResource

        return DatabaseTableAgentResource(self._core)

    @cached_property
    def document(self) -> DocumentAgentResource:
        """Operations of `Document_Agent`."""
        from .resources.document_agent import DocumentAgentResource

        return DocumentAgentResource(self._core)

    @cached_property
    def document_agent(self) -> DocumentAgentResource:
        """Operations of `Document_Agent`."""
        from .resources.document_agent import DocumentAgentResource

        return DocumentAgentResource(self._core)

    @cached_property
    def free_text(self) -> FreeTextAgentResource:
        """Operations of `FreeText_Agent`."""
        from .resources.free_text_agent import FreeTextAgentResource

        return FreeTextAgentResource(self._core)

    @cached_property
    def free_text_agent(self) -> FreeTextAgentResource:
        """Operations of `FreeText_Agent`."""
        from .resources.free_text_agent import FreeTextAgentResource

        return FreeTextAgentResource(self._core)

    @cached_property
    def list_ticket_status(self) -> ListTicketStatusResource:
        """Operations of `List_TicketStatus`."""
        from .resources.list_ticket_status import ListTicketStatusResource

        return ListTicketStatusResource(self._core)

    @cached_property
    def list_ticket_status_entity(self) -> ListTicketStatusResource:
        """Operations of `List_TicketStatus`."""
        from .resources.list_ticket_status import ListTicketStatusResource

        return ListTicketStatusResource(self._core)

    @cached_property
    def list_web_panel(self) -> ListWebPanelResource:
        """Operations of `List_WebPanel`."""
        from .resources.list_web_panel import ListWebPanelResource

        return ListWebPanelResource(self._core)

    @cached_property
    def list_web_panel_entity(self) -> ListWebPanelResource:
        """Operations of `List_WebPanel`."""
        from .resources.list_web_panel import ListWebPanelResource

        return ListWebPanelResource(self._core)

    @cached_property
    def number_allocation(self) -> NumberAllocationAgentResource:
        """Operations of `NumberAllocation_Agent`."""
        from .resources.number_allocation_agent import NumberAllocationAgentResource

        return NumberAllocationAgentResource(self._core)

    @cached_property
    def number_allocation_agent(self) -> NumberAllocationAgentResource:
        """Operations of `NumberAllocation_Agent`."""
        from .resources.number_allocation_agent import NumberAllocationAgentResource

        return NumberAllocationAgentResource(self._core)

    @cached_property
    def person(self) -> PersonResource:
        """Operations of `Person`."""
        from .resources.person import PersonResource

        return PersonResource(self._core)

    @cached_property
    def person_entity(self) -> PersonResource:
        """Operations of `Person`."""
        from .resources.person import PersonResource

        return PersonResource(self._core)

    @cached_property
    def preference(self) -> PreferenceResource:
        """Operations of `Preference`."""
        from .resources.preference import PreferenceResource

        return PreferenceResource(self._core)

    @cached_property
    def preference_description(self) -> PreferenceDescriptionResource:
        """Operations of `PreferenceDescription`."""
        from .resources.preference_description import PreferenceDescriptionResource

        return PreferenceDescriptionResource(self._core)

    @cached_property
    def preference_description_entity(self) -> PreferenceDescriptionResource:
        """Operations of `PreferenceDescription`."""
        from .resources.preference_description import PreferenceDescriptionResource

        return PreferenceDescriptionResource(self._core)

    @cached_property
    def preference_entity(self) -> PreferenceResource:
        """Operations of `Preference`."""
        from .resources.preference import PreferenceResource

        return PreferenceResource(self._core)

    @cached_property
    def project_member(self) -> ProjectMemberResource:
        """Operations of `ProjectMember`."""
        from .resources.project_member import ProjectMemberResource

        return ProjectMemberResource(self._core)

    @cached_property
    def project_member_entity(self) -> ProjectMemberResource:
        """Operations of `ProjectMember`."""
        from .resources.project_member import ProjectMemberResource

        return ProjectMemberResource(self._core)

    @cached_property
    def role(self) -> RoleResource:
        """Operations of `Role`."""
        from .resources.role import RoleResource

        return RoleResource(self._core)

    @cached_property
    def role_entity(self) -> RoleResource:
        """Operations of `Role`."""
        from .resources.role import RoleResource

        return RoleResource(self._core)

    @cached_property
    def saint(self) -> SaintAgentResource:
        """Operations of `Saint_Agent`."""
        from .resources.saint_agent import SaintAgentResource

        return SaintAgentResource(self._core)

    @cached_property
    def saint_agent(self) -> SaintAgentResource:
        """Operations of `Saint_Agent`."""
        from .resources.saint_agent import SaintAgentResource

        return SaintAgentResource(self._core)

    @cached_property
    def sentry(self) -> SentryAgentResource:
        """Operations of `Sentry_Agent`."""
        from .resources.sentry_agent import SentryAgentResource

        return SentryAgentResource(self._core)

    @cached_property
    def sentry_agent(self) -> SentryAgentResource:
        """Operations of `Sentry_Agent`."""
        from .resources.sentry_agent import SentryAgentResource

        return SentryAgentResource(self._core)

    @cached_property
    def string(self) -> StringResource:
        """Operations of `String`."""
        from .resources.string import StringResource

        return StringResource(self._core)

    @cached_property
    def string_entity(self) -> StringResource:
        """Operations of `String`."""
        from .resources.string import StringResource

        return StringResource(self._core)

    @cached_property
    def user(self) -> UserAgentResource:
        """Operations of `User_Agent`."""
        from .resources.user_agent import UserAgentResource

        return UserAgentResource(self._core)

    @cached_property
    def user_agent(self) -> UserAgentResource:
        """Operations of `User_Agent`."""
        from .resources.user_agent import UserAgentResource

        return UserAgentResource(self._core)


class AsyncClient(AsyncClosing):
    """An asynchronous client of SuperOffice WebAPI, example pages."""

    def __init__(
        self,
        base_url: str = "https://crm.example.com",
        *,
        auth: Auth | Sequence[Auth] | None = None,
        timeout: float | httpx.Timeout | None = None,
        retry: Retry | None = None,
        strict: bool | None = None,
        headers: Mapping[str, str] | None = None,
        accept_language: str | None = None,
        so_app_token: str | None = None,
        so_culture: str | None = None,
        so_language: str | None = None,
        so_time_zone: str | None = None,
        hooks: Hooks | None = None,
        http_client: httpx.AsyncClient | None = None,
        idempotency_header: str | None = None,
    ) -> None:
        """A client of the server at `base_url`.

        Args:
            base_url: The address that the paths of the API are below.
            auth: One credential, or several.
            timeout: Seconds, or the timeouts of connecting, reading, writing and the pool; 30 seconds if None.
            retry: How failed calls are tried again; up to three tries in all if None.
            strict: If True, everything that differs from the reference is an error.  If None, a value that differs is
                kept as received, and `problems` of the model lists it; a response that is something else altogether is
                an error.  If False, that is kept too.
            headers: Headers of every call.
            accept_language: The header `Accept-Language` of every call.
            so_app_token: The header `SO-AppToken` of every call.
            so_culture: The header `SO-Culture` of every call.
            so_language: The header `SO-Language` of every call.
            so_time_zone: The header `SO-TimeZone` of every call.
            hooks: Functions that are called with requests, responses, retries and problems.
            http_client: The httpx client to send with, for proxies, certificates or tests; this client leaves it open.
            idempotency_header: The header of a key for each call that writes, so that it may be tried again.
        """
        options = CallOptions(
            timeout=timeout,
            retry=retry,
            strict=strict,
            headers=headers,
            idempotency_header=idempotency_header,
            accept_language=accept_language,
            so_app_token=so_app_token,
            so_culture=so_culture,
            so_language=so_language,
            so_time_zone=so_time_zone,
        )
        is_documented = base_url == "https://crm.example.com"
        self._core = AsyncCore(base_url, auth, options, hooks or Hooks(), http_client, is_documented=is_documented)

    @classmethod
    def from_env(
        cls,
        *,
        base_url: str | None = None,
        auth: Auth | Sequence[Auth] | None = None,
        hooks: Hooks | None = None,
        http_client: httpx.AsyncClient | None = None,
        environment: Mapping[str, str] | None = None,
        **changes: Unpack[Changes],
    ) -> Self:
        """A client with the address and credentials of the environment, unless they are given here.

        Raises ValueError where neither the environment nor the reference has an address.

        - SUPEROFFICE_BASE_URL: The address of the API.
        - SUPEROFFICE_TOKEN: The token of `BearerAuth`.
        - SUPEROFFICE_USERNAME: The user name of `BasicAuth`; SUPEROFFICE_PASSWORD has the password.
        - SUPEROFFICE_SO_TICKET: The secret of `SoTicketAuth`.
        - SUPEROFFICE_XSRF: The secret of `XsrfAuth`.
        """
        found = Environment(environment)
        options = CallOptions(**changes)
        return cls(
            base_url=base_url or found.base_url(),
            auth=found.auths() if auth is None else auth,
            timeout=options.timeout,
            retry=options.retry,
            strict=options.strict,
            headers=options.headers,
            accept_language=options.accept_language,
            so_app_token=options.so_app_token,
            so_culture=options.so_culture,
            so_language=options.so_language,
            so_time_zone=options.so_time_zone,
            hooks=hooks,
            http_client=http_client,
            idempotency_header=options.idempotency_header,
        )

    def with_options(self, *, auth: Auth | Sequence[Auth] | None = None, **changes: Unpack[Changes]) -> Self:
        """A client with other options, and other credentials where some are given.

        It shares the connections of this one, and closing either of them closes these.
        """
        found = object.__new__(type(self))
        found._core = self._core.changed(CallOptions(**changes), auth)
        return found

    @property
    def is_closed(self) -> bool:
        """Whether the client was closed, after which it sends nothing."""
        return self._core.connections.is_closed

    async def raw(self, method: Callable[P, Awaitable[R]], *args: P.args, **kwargs: P.kwargs) -> RawResponse[R]:
        """The response to a call as received: `await client.raw(client.resource.method, ...)`.

        Raises as the call itself does where the status is an error.
        """
        sink: list[RawResponse[Any]] = []
        token = SINK.set(sink)
        try:
            await method(*args, **kwargs)
        finally:
            SINK.reset(token)
        return sink[0]

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        json: Any = NOT_GIVEN,
        form: Mapping[str, Any] | None = None,
        content: Content | str | None = None,
        options: CallOptions | None = None,
    ) -> httpx.Response:
        """The response to a request that the reference leaves out, with the credentials, retries and errors of calls.

        Args:
            method: The HTTP method.
            path: The path below the address of the API, ready to be sent.
            query: The values of the query; lists are repeated.
            headers: More headers.
            json: The body, as JSON.
            form: The fields of a form as the body; multipart where one of them is a file.
            content: The body as it is to be sent.
            options: Options of this call, which override those of the client.
        """
        call = call_of(method, path, query=query, headers=headers, json=json, form=form, content=content)
        return await self._core.answer(self._core.plan(call, options))

    async def aclose(self) -> None:
        """Close the connections."""
        await self._core.aclose()

    @cached_property
    def archive(self) -> AsyncArchiveAgentResource:
        """Operations of `Archive_Agent`."""
        from .resources.archive_agent import AsyncArchiveAgentResource

        return AsyncArchiveAgentResource(self._core)

    @cached_property
    def archive_agent(self) -> AsyncArchiveAgentResource:
        """Operations of `Archive_Agent`."""
        from .resources.archive_agent import AsyncArchiveAgentResource

        return AsyncArchiveAgentResource(self._core)

    @cached_property
    def associate(self) -> AsyncAssociateAgentResource:
        """Operations of `Associate_Agent`."""
        from .resources.associate_agent import AsyncAssociateAgentResource

        return AsyncAssociateAgentResource(self._core)

    @cached_property
    def associate_agent(self) -> AsyncAssociateAgentResource:
        """Operations of `Associate_Agent`."""
        from .resources.associate_agent import AsyncAssociateAgentResource

        return AsyncAssociateAgentResource(self._core)

    @cached_property
    def attachment(self) -> AsyncAttachmentResource:
        """Operations of `Attachment`."""
        from .resources.attachment import AsyncAttachmentResource

        return AsyncAttachmentResource(self._core)

    @cached_property
    def attachment_entity(self) -> AsyncAttachmentResource:
        """Operations of `Attachment`."""
        from .resources.attachment import AsyncAttachmentResource

        return AsyncAttachmentResource(self._core)

    @cached_property
    def batch(self) -> AsyncBatchAgentResource:
        """Operations of `Batch Agent`."""
        from .resources.batch_agent import AsyncBatchAgentResource

        return AsyncBatchAgentResource(self._core)

    @cached_property
    def batch_agent(self) -> AsyncBatchAgentResource:
        """Operations of `Batch Agent`."""
        from .resources.batch_agent import AsyncBatchAgentResource

        return AsyncBatchAgentResource(self._core)

    @cached_property
    def batch_entity(self) -> AsyncBatchResource:
        """Operations of `Batch`."""
        from .resources.batch import AsyncBatchResource

        return AsyncBatchResource(self._core)

    @cached_property
    def blob(self) -> AsyncBlobAgentResource:
        """Operations of `BLOB_Agent`."""
        from .resources.blob_agent import AsyncBlobAgentResource

        return AsyncBlobAgentResource(self._core)

    @cached_property
    def blob_agent(self) -> AsyncBlobAgentResource:
        """Operations of `BLOB_Agent`."""
        from .resources.blob_agent import AsyncBlobAgentResource

        return AsyncBlobAgentResource(self._core)

    @cached_property
    def chat_presence(self) -> AsyncChatPresenceResource:
        """Operations of `ChatPresence`."""
        from .resources.chat_presence import AsyncChatPresenceResource

        return AsyncChatPresenceResource(self._core)

    @cached_property
    def chat_presence_entity(self) -> AsyncChatPresenceResource:
        """Operations of `ChatPresence`."""
        from .resources.chat_presence import AsyncChatPresenceResource

        return AsyncChatPresenceResource(self._core)

    @cached_property
    def contact(self) -> AsyncContactAgentAndEntityResource:
        """Operations of `Contact_Agent`, and those that only the entity has."""
        from .resources.contact_agent import AsyncContactAgentAndEntityResource

        return AsyncContactAgentAndEntityResource(self._core)

    @cached_property
    def contact_agent(self) -> AsyncContactAgentResource:
        """Operations of `Contact_Agent`."""
        from .resources.contact_agent import AsyncContactAgentResource

        return AsyncContactAgentResource(self._core)

    @cached_property
    def contact_entity(self) -> AsyncContactResource:
        """Operations of `Contact`."""
        from .resources.contact import AsyncContactResource

        return AsyncContactResource(self._core)

    @cached_property
    def database_table(self) -> AsyncDatabaseTableAgentResource:
        """Operations of `DatabaseTable_Agent`."""
        from .resources.database_table_agent import AsyncDatabaseTableAgentResource

        return AsyncDatabaseTableAgentResource(self._core)

    @cached_property
    def database_table_agent(self) -> AsyncDatabaseTableAgentResource:
        """Operations of `DatabaseTable_Agent`."""
        from .resources.database_table_agent import AsyncDatabaseTableAgentResource

        return AsyncDatabaseTableAgentResource(self._core)

    @cached_property
    def document(self) -> AsyncDocumentAgentResource:
        """Operations of `Document_Agent`."""
        from .resources.document_agent import AsyncDocumentAgentResource

        return AsyncDocumentAgentResource(self._core)

    @cached_property
    def document_agent(self) -> AsyncDocumentAgentResource:
        """Operations of `Document_Agent`."""
        from .resources.document_agent import AsyncDocumentAgentResource

        return AsyncDocumentAgentResource(self._core)

    @cached_property
    def free_text(self) -> AsyncFreeTextAgentResource:
        """Operations of `FreeText_Agent`."""
        from .resources.free_text_agent import AsyncFreeTextAgentResource

        return AsyncFreeTextAgentResource(self._core)

    @cached_property
    def free_text_agent(self) -> AsyncFreeTextAgentResource:
        """Operations of `FreeText_Agent`."""
        from .resources.free_text_agent import AsyncFreeTextAgentResource

        return AsyncFreeTextAgentResource(self._core)

    @cached_property
    def list_ticket_status(self) -> AsyncListTicketStatusResource:
        """Operations of `List_TicketStatus`."""
        from .resources.list_ticket_status import AsyncListTicketStatusResource

        return AsyncListTicketStatusResource(self._core)

    @cached_property
    def list_ticket_status_entity(self) -> AsyncListTicketStatusResource:
        """Operations of `List_TicketStatus`."""
        from .resources.list_ticket_status import AsyncListTicketStatusResource

        return AsyncListTicketStatusResource(self._core)

    @cached_property
    def list_web_panel(self) -> AsyncListWebPanelResource:
        """Operations of `List_WebPanel`."""
        from .resources.list_web_panel import AsyncListWebPanelResource

        return AsyncListWebPanelResource(self._core)

    @cached_property
    def list_web_panel_entity(self) -> AsyncListWebPanelResource:
        """Operations of `List_WebPanel`."""
        from .resources.list_web_panel import AsyncListWebPanelResource

        return AsyncListWebPanelResource(self._core)

    @cached_property
    def number_allocation(self) -> AsyncNumberAllocationAgentResource:
        """Operations of `NumberAllocation_Agent`."""
        from .resources.number_allocation_agent import AsyncNumberAllocationAgentResource

        return AsyncNumberAllocationAgentResource(self._core)

    @cached_property
    def number_allocation_agent(self) -> AsyncNumberAllocationAgentResource:
        """Operations of `NumberAllocation_Agent`."""
        from .resources.number_allocation_agent import AsyncNumberAllocationAgentResource

        return AsyncNumberAllocationAgentResource(self._core)

    @cached_property
    def person(self) -> AsyncPersonResource:
        """Operations of `Person`."""
        from .resources.person import AsyncPersonResource

        return AsyncPersonResource(self._core)

    @cached_property
    def person_entity(self) -> AsyncPersonResource:
        """Operations of `Person`."""
        from .resources.person import AsyncPersonResource

        return AsyncPersonResource(self._core)

    @cached_property
    def preference(self) -> AsyncPreferenceResource:
        """Operations of `Preference`."""
        from .resources.preference import AsyncPreferenceResource

        return AsyncPreferenceResource(self._core)

    @cached_property
    def preference_description(self) -> AsyncPreferenceDescriptionResource:
        """Operations of `PreferenceDescription`."""
        from .resources.preference_description import AsyncPreferenceDescriptionResource

        return AsyncPreferenceDescriptionResource(self._core)

    @cached_property
    def preference_description_entity(self) -> AsyncPreferenceDescriptionResource:
        """Operations of `PreferenceDescription`."""
        from .resources.preference_description import AsyncPreferenceDescriptionResource

        return AsyncPreferenceDescriptionResource(self._core)

    @cached_property
    def preference_entity(self) -> AsyncPreferenceResource:
        """Operations of `Preference`."""
        from .resources.preference import AsyncPreferenceResource

        return AsyncPreferenceResource(self._core)

    @cached_property
    def project_member(self) -> AsyncProjectMemberResource:
        """Operations of `ProjectMember`."""
        from .resources.project_member import AsyncProjectMemberResource

        return AsyncProjectMemberResource(self._core)

    @cached_property
    def project_member_entity(self) -> AsyncProjectMemberResource:
        """Operations of `ProjectMember`."""
        from .resources.project_member import AsyncProjectMemberResource

        return AsyncProjectMemberResource(self._core)

    @cached_property
    def role(self) -> AsyncRoleResource:
        """Operations of `Role`."""
        from .resources.role import AsyncRoleResource

        return AsyncRoleResource(self._core)

    @cached_property
    def role_entity(self) -> AsyncRoleResource:
        """Operations of `Role`."""
        from .resources.role import AsyncRoleResource

        return AsyncRoleResource(self._core)

    @cached_property
    def saint(self) -> AsyncSaintAgentResource:
        """Operations of `Saint_Agent`."""
        from .resources.saint_agent import AsyncSaintAgentResource

        return AsyncSaintAgentResource(self._core)

    @cached_property
    def saint_agent(self) -> AsyncSaintAgentResource:
        """Operations of `Saint_Agent`."""
        from .resources.saint_agent import AsyncSaintAgentResource

        return AsyncSaintAgentResource(self._core)

    @cached_property
    def sentry(self) -> AsyncSentryAgentResource:
        """Operations of `Sentry_Agent`."""
        from .resources.sentry_agent import AsyncSentryAgentResource

        return AsyncSentryAgentResource(self._core)

    @cached_property
    def sentry_agent(self) -> AsyncSentryAgentResource:
        """Operations of `Sentry_Agent`."""
        from .resources.sentry_agent import AsyncSentryAgentResource

        return AsyncSentryAgentResource(self._core)

    @cached_property
    def string(self) -> AsyncStringResource:
        """Operations of `String`."""
        from .resources.string import AsyncStringResource

        return AsyncStringResource(self._core)

    @cached_property
    def string_entity(self) -> AsyncStringResource:
        """Operations of `String`."""
        from .resources.string import AsyncStringResource

        return AsyncStringResource(self._core)

    @cached_property
    def user(self) -> AsyncUserAgentResource:
        """Operations of `User_Agent`."""
        from .resources.user_agent import AsyncUserAgentResource

        return AsyncUserAgentResource(self._core)

    @cached_property
    def user_agent(self) -> AsyncUserAgentResource:
        """Operations of `User_Agent`."""
        from .resources.user_agent import AsyncUserAgentResource

        return AsyncUserAgentResource(self._core)
