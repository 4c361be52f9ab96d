"""Comparison of the server addresses of two descriptions, and of the base paths of their operations."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit

from speclift.contract.records import Contract, Operation
from speclift.contract.routes import shape_of
from speclift.openapi.structure.servers import base_path_of

#: The code of a rule, old and new, and the operations by number; none where the change is about the whole document.
_Found: TypeAlias = tuple[str, str, str, Sequence[int]]


def server_changes(
    old: Contract, new: Contract, pairs: Sequence[tuple[Operation | None, Operation | None]]
) -> Iterator[_Found]:
    """The differences in the servers of operations, each once.

    Calls of an operation fail if no server with its old path is left. Hosts are compared only where both documents name
    some.
    """
    whole = set(_hosts(old.servers, new.servers))
    by_change: dict[tuple[str, str, str], list[int]] = {change: [] for change in sorted(whole)}
    bases: dict[tuple[str, str], list[int]] = defaultdict(list)
    known: dict[tuple[tuple[str, ...], tuple[str, ...]], list[tuple[str, str, str]]] = {}
    for number, (before, after) in enumerate(pairs):
        if not before or not after:
            continue
        if shape_of(before.path) == shape_of(after.path) and not is_reached(before, after):
            bases[base_paths(before)[0], base_paths(after)[0]].append(number)
        if before.servers != old.servers or after.servers != new.servers:
            servers = before.servers, after.servers
            if servers not in known:
                known[servers] = [change for change in _hosts(*servers) if change not in whole]
            for change in known[servers]:
                by_change.setdefault(change, []).append(number)
    for (was, now), numbers in sorted(bases.items()):
        yield "base-path-changed", was or "/", now or "/", numbers
    for (code, was, now), numbers in by_change.items():
        yield code, was, now, numbers


def is_reached(old: Operation, new: Operation) -> bool:
    """Whether a call of the old operation, under the path of one of its servers, is one of the new operation."""
    paths = shape_of(old.path), shape_of(new.path)
    before, after = base_paths(old), base_paths(new)
    if paths[0] == paths[1]:
        return not set(before).isdisjoint(after)
    return not {f"{base}{paths[0]}" for base in before}.isdisjoint(f"{base}{paths[1]}" for base in after)


def base_paths(operation: Operation) -> tuple[str, ...]:
    """The paths of the servers of an operation, without a slash at the end; that of the default server is empty."""
    return _paths_of(operation.servers)


@functools.lru_cache(maxsize=64)
def _paths_of(servers: tuple[str, ...]) -> tuple[str, ...]:
    """The paths of servers, each once; all operations of a document have the same servers, as a rule."""
    return tuple(dict.fromkeys(map(base_path_of, servers))) or ("",)


def _hosts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Addresses that were added or removed; a new path alone does not count, since that is a separate change."""
    before, after = _named(old), _named(new)
    if not before or not after:
        return
    removed, added = (
        {_host(url) for url in one if url not in other} for one, other in ((before, after), (after, before))
    )
    for url in before:
        if url not in after and _host(url) not in added:
            yield "server-removed", url, ""
    for url in after:
        if url not in before and _host(url) not in removed:
            yield "server-added", "", url


def _named(servers: Sequence[str]) -> dict[str, None]:
    """The addresses with a host, in one form; a relative address has no known host."""
    return dict.fromkeys(url.rstrip("/") for url in servers if _host(url))


def _host(url: str) -> str:
    """Scheme and host of an address; empty where it has no host."""
    try:
        scheme, host, *_ = urlsplit(url)
    except ValueError:
        return ""
    return f"{scheme}://{host}" if host else ""
