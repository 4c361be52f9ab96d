"""What a client does for all calls, and a call otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TypedDict

import httpx

from ._models import Problem
from ._retry import Retry

#: What the client says that it is, where the httpx client that it was given says nothing of its own.
USER_AGENT = "superoffice/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions that see what goes on; they may log and measure, and raise to stop a call.

    Args:
        request: Called with each request before it is sent, each try anew.
        response: Called with each answer before its body is read, of failed tries too.
        retry: Called before each wait with the operation, the number of the try that failed and the seconds to wait.
        problem: Called with the operation and each place of an answer that is not as the reference says.
    """

    request: Callable[[httpx.Request], None] | None = None
    response: Callable[[httpx.Response], None] | None = None
    retry: Callable[[str, int, float], None] | None = None
    problem: Callable[[str, Problem], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOptions:
    """What a call does otherwise than its client; what is None is as the client has it.

    Args:
        timeout: Seconds, or the timeouts of connecting, reading, writing and the pool.
        retry: How failed calls are tried again.
        strict: Whether what the reference does not say is an error; False takes even what is another thing altogether.
        headers: More header fields.
        content_type: The media type that the body is sent as, where the operation takes several.
        idempotency_header: The header field of a key that is made for each call that writes, the same for all its
            tries, so that it may be tried again; where the reference names one, that is used without asking.
        accept_language: The header field `Accept-Language`.
        so_app_token: The header field `SO-AppToken`.
        so_culture: The header field `SO-Culture`.
        so_language: The header field `SO-Language`.
        so_time_zone: The header field `SO-TimeZone`.
    """

    timeout: float | httpx.Timeout | None = None
    retry: Retry | None = None
    strict: bool | None = None
    headers: Mapping[str, str] | None = None
    content_type: str | None = None
    idempotency_header: str | None = None
    accept_language: str | None = None
    so_app_token: str | None = None
    so_culture: str | None = None
    so_language: str | None = None
    so_time_zone: str | None = None

    def over(self, other: CallOptions) -> CallOptions:
        """These options, and those of `other` where these have none; header fields are put together."""
        merged = {
            field.name: getattr(other, field.name) if getattr(self, field.name) is None else getattr(self, field.name)
            for field in fields(self)
        }
        merged["headers"] = {**(other.headers or {}), **(self.headers or {})}
        return CallOptions(**merged)

    def header_fields(self) -> dict[str, str]:
        """The header fields that these options stand for."""
        named = {
            "Accept-Language": self.accept_language,
            "SO-AppToken": self.so_app_token,
            "SO-Culture": self.so_culture,
            "SO-Language": self.so_language,
            "SO-TimeZone": self.so_time_zone,
        }
        return {**{name: value for name, value in named.items() if value is not None}, **(self.headers or {})}


class Changes(TypedDict, total=False):
    """What `with_options` and `from_env` take: the names of `CallOptions`, with what these mean."""

    timeout: float | httpx.Timeout | None
    retry: Retry | None
    strict: bool | None
    headers: Mapping[str, str] | None
    content_type: str | None
    idempotency_header: str | None
    accept_language: str | None
    so_app_token: str | None
    so_culture: str | None
    so_language: str | None
    so_time_zone: str | None
