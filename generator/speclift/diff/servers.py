"""Where operations are called: the addresses of two descriptions, and the paths before those of the operations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit

from speclift.diff.pairing import anonymous_path
from speclift.openapi.records import Contract, Operation

#: A rule, what was and what is, and the operations by number; none where it is said of the whole document.
_Found: TypeAlias = tuple[str, str, str, Sequence[int]]


def server_changes(
    old: Contract, new: Contract, pairs: Sequence[tuple[Operation | None, Operation | None]]
) -> Iterator[_Found]:
    """What differs in where operations are called: each difference once.

    Where no address is left under whose path an operation was called, its calls fail; that another host takes them is
    said where both documents name one.
    """
    whole = set(_hosts(old.servers, new.servers))
    own: dict[tuple[str, str, str], list[int]] = {said: [] for said in sorted(whole)}
    bases: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (before, after) in enumerate(pairs):
        if not before or not after:
            continue
        if anonymous_path(before.path) == anonymous_path(after.path) and not is_reached(before, after):
            bases[base_paths(before)[0], base_paths(after)[0]].append(number)
        if before.servers != old.servers or after.servers != new.servers:
            for said in _hosts(before.servers, after.servers):
                if said not in whole:
                    own.setdefault(said, []).append(number)
    for (was, now), numbers in sorted(bases.items()):
        yield "base-path-changed", was or "/", now or "/", numbers
    for (code, was, now), numbers in own.items():
        yield code, was, now, numbers


def is_reached(old: Operation, new: Operation) -> bool:
    """Whether a call of the old operation, under the path of one of its servers, is one of the new operation."""
    before, after = (
        {f"{base}{anonymous_path(operation.path)}" for base in base_paths(operation)} for operation in (old, new)
    )
    return not before.isdisjoint(after)


def base_paths(operation: Operation) -> list[str]:
    """The paths of the servers of an operation, without a slash at the end; that of the default server is empty."""
    return [urlsplit(url).path.rstrip("/") for url in operation.servers] or [""]


def _hosts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Addresses that came and went; one that has another path alone is the same, for the path is told by itself."""
    before, after = _named(old), _named(new)
    if not before or not after:
        return
    for url in before:
        if url not in after and _host(url) not in map(_host, set(after) - set(before)):
            yield "server-removed", url, ""
    for url in after:
        if url not in before and _host(url) not in map(_host, set(before) - set(after)):
            yield "server-added", "", url


def _named(servers: Sequence[str]) -> list[str]:
    """The addresses with a host, in one form; of what is relative to where a document lies, no host is known."""
    return [url.rstrip("/") for url in dict.fromkeys(servers) if urlsplit(url).netloc]


def _host(url: str) -> str:
    scheme, host, *_ = urlsplit(url)
    return f"{scheme}://{host}"
