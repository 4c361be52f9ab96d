"""The credentials of two operations, compared by what is sent, not by their names in the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from speclift.contract.records import Contract, Operation

#: Credentials that are sent together, by what is sent, each with its scopes: pairs of the scheme's name and the scope.
_Option: TypeAlias = Mapping[str, frozenset[tuple[str, str]]]


#: How many alternatives that differ only in scopes are searched for one that asks for no more.
_MOST_ALIKE = 16


def credential_changes(
    old: Operation, before: Contract, new: Operation, after: Contract
) -> Iterator[tuple[str, str, str]]:
    """The code, the old and the new value of each change.

    A client still has access if some alternative asks for no more than it has: no other credential, no other scope.
    """
    was, now = _options(old, before), _options(new, after)
    is_open, is_open_now = (not options or {} in options for options in (was, now))
    if is_open and is_open_now:
        return
    if is_open != is_open_now:
        code = "security-no-longer-required" if is_open_now else "security-required"
        yield code, _either(was), _either(now)
        return
    for is_scope, text in _no_longer_enough(was, now):
        yield ("security-scope-added", "", text) if is_scope else ("security-alternative-removed", text, "")
    for is_scope, text in _no_longer_enough(now, was):
        yield ("security-scope-removed", text, "") if is_scope else ("security-alternative-added", "", text)


def _no_longer_enough(was: Sequence[_Option], now: Sequence[_Option]) -> Iterator[tuple[bool, str]]:
    """What is no longer enough: alternatives (False), or just their scopes where only these are missing (True)."""
    found = set()
    by_credentials: dict[frozenset[str], list[_Option]] = defaultdict(list)
    for option in now:
        by_credentials[frozenset(option)].append(option)
    same = {frozenset(option.items()) for option in now}
    for option in was:
        if frozenset(option.items()) in same:
            continue
        had = {wire: {scope for _, scope in scopes} for wire, scopes in option.items()}
        missing = [
            sorted(f"{name} {scope}" for wire in other for name, scope in other[wire] if scope not in had[wire])
            for credentials in _subsets(option, by_credentials)
            for other in by_credentials[credentials][:_MOST_ALIKE]
        ]
        if not missing:
            found.add((False, _together(option)))
        elif all(missing):
            found.update((True, text) for text in min(missing, key=lambda texts: (len(texts), texts)))
    yield from sorted(found)


def _subsets(option: _Option, known: Collection[frozenset[str]]) -> Iterator[frozenset[str]]:
    """The known sets of credentials that ask for no credential beyond those of an option."""
    if 2 ** len(option) > len(known):
        yield from (credentials for credentials in known if credentials <= option.keys())
        return
    for size in range(len(option) + 1):
        yield from (found for part in combinations(option, size) if (found := frozenset(part)) in known)


def _options(operation: Operation, contract: Contract) -> list[_Option]:
    found: dict[frozenset[tuple[str, frozenset[tuple[str, str]]]], _Option] = {}
    for number, names in enumerate(operation.security):
        scopes = operation.scopes[number] if operation.scopes else {}
        option: dict[str, frozenset[tuple[str, str]]] = {}
        for name in names:
            wire = _wire(contract, name)
            option[wire] = option.get(wire, frozenset()) | {(name, scope) for scope in scopes.get(name, ())}
        found.setdefault(frozenset(option.items()), option)
    return [*found.values()]


def _wire(contract: Contract, name: str) -> str:
    """What is sent for a scheme, such as `Authorization: Bearer` or `query key`; its name if nothing else is known."""
    scheme = contract.schemes.get(name)
    if scheme is None:
        return name
    place = "" if scheme.location == "header" else f"{scheme.location} "
    return f"{place}{scheme.parameter}{': ' + scheme.prefix if scheme.prefix else ''}"


def _together(option: _Option) -> str:
    return " and ".join(sorted(option)) or "none"


def _either(options: Sequence[_Option]) -> str:
    return " or ".join(dict.fromkeys(map(_together, options))) or "none"
