"""Which operations a run calls."""

from __future__ import annotations

import fnmatch
import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from speclift.contract.records import Contract, Operation
from speclift.contract.sample_values import is_unmade
from speclift.errors import UsageError
from speclift.fuzz.transport.method_overrides import climbs, override_of
from speclift.openapi.structure.paths import METHODS

#: The reason for leaving out an operation that the user excludes, or that is not among the included ones.
NOT_ASKED_FOR = "not asked for"


class Choice(msgspec.Struct, frozen=True):
    """The operations that the user chooses: tags, operation ids and paths, as names or patterns (`*`, `?`, `[…]`).

    Without any of the first three, all operations are chosen.  An operation that matches one of `without_…` is left
    out.  Without `with_writes`, operations that change something are called only on a loopback address.
    """

    tags: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    without_tags: tuple[str, ...] = ()
    without_operations: tuple[str, ...] = ()
    without_paths: tuple[str, ...] = ()
    with_writes: bool = False


class Selection(msgspec.Struct, frozen=True):
    """The operations that are called, and those that are left out, each with its reason."""

    called: tuple[Operation, ...]
    left_out: tuple[tuple[Operation, str], ...]
    with_writes: bool


def select(contract: Contract, choice: Choice, url: str) -> Selection:
    """The operations of a contract that a run against `url` calls."""
    with_writes = choice.with_writes or is_loopback(url)
    called: list[Operation] = []
    left_out: list[tuple[Operation, str]] = []
    for operation in contract.operations:
        reason = _reason(operation, choice, with_writes)
        if reason:
            left_out.append((operation, reason))
        else:
            called.append(operation)
    return Selection(tuple(called), tuple(left_out), with_writes)


def checked_url(url: str) -> str:
    """The URL itself.  Raises UsageError if it is not the base URL of a server, or contains credentials.

    The error does not repeat the text: a URL that cannot be read may have a password anywhere.
    """
    try:
        parts = urlsplit(url)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, is_one = urlsplit(""), False
    is_one = is_one and url.isprintable() and {" ", "\\", "?", "#"}.isdisjoint(url) and not climbs(parts.path)
    if "@" not in parts.netloc and not is_one:
        raise UsageError(
            "The value of --url is not the base URL of a server.",
            expected="http://… or https://… with a host, and no query",
            advice="name it with its scheme, such as http://localhost:8080",
        )
    if "@" in parts.netloc:
        raise UsageError(
            "The URL has credentials in it, which would appear in every report.",
            expected="a URL without a name and password",
            advice="give them with --auth-env, --auth-file or --auth-command",
        )
    return url


def path_refusal(path: str) -> str:
    """Why no request may have a path below the base URL, as the end of a sentence; empty if one may have it."""
    is_elsewhere = climbs(path) or not path.isprintable() or not {"#", "\\", " "}.isdisjoint(path)
    return "its path leads elsewhere" if is_elsewhere else ""


def is_loopback(url: str) -> bool:
    """Whether a URL can reach only this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reason(operation: Operation, choice: Choice, with_writes: bool) -> str:
    asked = (
        (choice.tags, operation.tags),
        (choice.operations, (operation.operation_id,)),
        (choice.paths, (operation.path,)),
    )
    refused = (
        (choice.without_tags, operation.tags),
        (choice.without_operations, (operation.operation_id,)),
        (choice.without_paths, (operation.path,)),
    )
    wanted = [_matches(patterns, names) for patterns, names in asked if patterns]
    if (wanted and not any(wanted)) or any(_matches(patterns, names) for patterns, names in refused):
        return NOT_ASKED_FOR
    if reason := path_refusal(operation.path.partition("?")[0]):
        return reason
    if operation.method not in METHODS:
        return "no requests are made up for its method"
    if any(parameter.location == "querystring" and parameter.is_required for parameter in operation.parameters):
        return "its query is one value, which is not made up"
    types = [media.name for media in operation.body.media_types] if operation.body else []
    if types and all(map(is_unmade, types)):
        return f"its body is {types[0]}, which is not made up"
    if not (operation.is_read_only or with_writes):
        return "writes, and --writes is not given"
    if not with_writes and (name := override_of(operation)):
        return f"may write through {name}, and --writes is not given"
    return ""


def _matches(patterns: Sequence[str], names: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for name in names for pattern in patterns)
