"""The credentials of two operations, compared by what is sent, not by their names in the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from speclift.contract.records import Contract, Operation

#: The credentials that are sent together, and the scopes that each must have, with the document's name for the scheme.
_Option: TypeAlias = Mapping[str, frozenset[tuple[str, str]]]


#: How many alternatives that differ only in scopes are searched for one that asks for no more.
_MOST_ALIKE = 16


def credential_changes(
    old: Operation, before: Contract, new: Operation, after: Contract
) -> Iterator[tuple[str, str, str]]:
    """Rule, old and new. A client that was let in still is if some alternative asks for no more than it has: no other
    credential, no other scope.
    """
    was, now = _options(old, before), _options(new, after)
    is_open, is_open_now = (not options or {} in options for options in (was, now))
    if is_open and is_open_now:
        return
    if is_open != is_open_now:
        code = "security-no-longer-required" if is_open_now else "security-required"
        yield code, _either(was), _either(now)
        return
    for is_scope, text in _shut_out(was, now):
        yield ("security-scope-added", "", text) if is_scope else ("security-alternative-removed", text, "")
    for is_scope, text in _shut_out(now, was):
        yield ("security-scope-removed", text, "") if is_scope else ("security-alternative-added", "", text)


def _shut_out(was: Sequence[_Option], now: Sequence[_Option]) -> Iterator[tuple[bool, str]]:
    """The alternatives that are no longer enough, because a scope or another credential is missing."""
    said = set()
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
            said.add((False, _together(option)))
        elif all(missing):
            said.update((True, text) for text in min(missing, key=lambda texts: (len(texts), texts)))
    yield from sorted(said)


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
    scheme = contract.schemes.get(name)
    if scheme is None:
        return name
    place = "" if scheme.location == "header" else f"{scheme.location} "
    return f"{place}{scheme.parameter}{': ' + scheme.prefix if scheme.prefix else ''}"


def _together(option: _Option) -> str:
    return " and ".join(sorted(option)) or "none"


def _either(options: Sequence[_Option]) -> str:
    return " or ".join(dict.fromkeys(map(_together, options))) or "none"
