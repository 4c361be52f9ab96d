"""Headers that authenticate, as sample requests of the whole reference show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from speclift.inference.any_form.locations import is_general
from speclift.model.facts import OperationFacts

#: Two headers belong together if at least this number of requests, and this share of those with either, show both.
_LEAST_SHOWN = 3
_LEAST_SHARE = 0.95
_KEY = "header:"


class HeaderCredentials(msgspec.Struct, frozen=True):
    """Headers by lower-case name: the spelling of most samples, and what goes with each credential.

    `companions` are headers that are nearly always sent together with a credential: `X-User-Id` beside `X-Auth-Token`.
    """

    spellings: dict[str, str]
    companions: dict[str, tuple[str, ...]]

    def requirement(self, name: str) -> str:
        """A security requirement (`Basic + header:x-key`) with its headers as usually spelled, and their companions."""
        found: dict[str, None] = {}
        for part in name.split(" + "):
            if not part.startswith(_KEY):
                found[part] = None
                continue
            key = part.removeprefix(_KEY).lower()
            for own in (key, *self.companions.get(key, ())):
                found[_KEY + self.spellings.get(own, own)] = None
        return " + ".join(found)


def header_credentials(operations: Iterable[OperationFacts]) -> HeaderCredentials:
    """The spellings and companions of the headers in all sample requests."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    alone: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    credentials: set[str] = set()
    for operation in operations:
        own = {
            part.removeprefix(_KEY).lower() for name in operation.security for part in name.split(" + ") if _KEY in part
        }
        credentials |= own
        for sample in operation.request_samples:
            names = {name.lower(): name for name, _ in sample.headers}
            for key, name in names.items():
                spelled[key][name] += 1
            alone.update(names.keys())
            together.update((key, name) for key in own & names.keys() for name in names)
    companions = {
        key: tuple(
            sorted(
                name
                for (of, name), count in together.items()
                if of == key
                and name not in credentials
                and not is_general(name)
                and count >= _LEAST_SHOWN
                and count >= _LEAST_SHARE * max(alone[key], alone[name])
            )
        )
        for key in credentials
    }
    spellings = {key: min(counts, key=lambda name: (-counts[name], name)) for key, counts in spelled.items()}
    return HeaderCredentials(spellings, {key: names for key, names in companions.items() if names})


def with_credentials(operations: Iterable[OperationFacts]) -> tuple[OperationFacts, ...]:
    """The operations with their security requirements as the whole reference shows them."""
    given = tuple(operations)
    known = header_credentials(given)
    return tuple(
        msgspec.structs.replace(item, security=tuple(dict.fromkeys(map(known.requirement, item.security))))
        if item.security
        else item
        for item in given
    )
