"""Which of the seen objects have the same shape: rule `equal-keys` and rule `response-only-keys`. Pages show whole
objects, so equal key sets are one shape.  Requests leave out what only the server sets (rights, field metadata, links);
which properties these are is learned from the reference.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from typing import TypeAlias

import msgspec

from speclift.inference.known_forms.objects import Keys, SeenObject

#: Response shapes by the names that they have.
Holders: TypeAlias = Mapping[str, Set[Keys]]

#: A set of properties is response-only if at least this many request shapes lack just this set of a response shape, and
#: the most properties of such a set.
RESPONSE_ONLY_SUPPORT = 3
RESPONSE_ONLY_SIZE = 3

#: How often each property must show its member before it distinguishes types.
DISCRIMINATOR_SUPPORT = 3


class Shapes(msgspec.Struct, frozen=True):
    """The shape of each object by its index, the keys of each shape in printed order, and the response-only names.

    `wrappers` are the indices of the objects that stand for the call itself.
    """

    of_object: tuple[int, ...]
    keys: tuple[tuple[str, ...], ...]
    response_only: frozenset[str]
    wrappers: frozenset[int]


def shape_objects(objects: Sequence[SeenObject], wrappers: frozenset[int]) -> Shapes:
    """Assign each object a shape. `wrappers` are the root objects of request bodies that stand for the call itself.

    Such a wrapper has a shape of its own: equal argument lists of two operations are not one type.
    """
    keys_of = [frozenset(seen.keys) for seen in objects]
    in_response = {keys for seen, keys in zip(objects, keys_of, strict=True) if seen.side == "response"}
    in_request = {
        keys
        for seen, keys in zip(objects, keys_of, strict=True)
        if seen.side == "request" and seen.index not in wrappers
    }
    holders = holders_of(in_response)
    response_only = learn_response_only(in_request, in_response, holders)
    told_apart = learn_discriminators(objects)
    ids: dict[Keys | int | tuple[Keys, str], int] = {}
    printed: list[tuple[str, ...]] = []
    order: dict[int, bool] = {}
    of_object: list[int] = []
    seen_keys: list[dict[Keys, None]] = []
    completed: dict[Keys, Keys] = {}
    for seen in objects:
        key: Keys | int | tuple[Keys, str]
        if seen.index in wrappers:
            key = seen.index
        else:
            key = keys_of[seen.index]
            if seen.side == "request" and key not in in_response:
                if key not in completed:
                    completed[key] = complete(key, holders, response_only)
                key = completed[key]
            if key in told_apart:
                key = (key, told_apart[key].of(seen))
        shape = ids.setdefault(key, len(ids))
        if shape == len(printed):
            printed.append(seen.keys)
            seen_keys.append({})
            whole = len(key) if isinstance(key, frozenset) else len(seen.keys)
            order[shape] = bool(seen.rows) and len(seen.keys) == whole
        elif seen.rows and not order[shape] and len(seen.keys) >= len(printed[shape]):
            printed[shape] = seen.keys
            order[shape] = True
        elif len(seen.keys) > len(printed[shape]):
            printed[shape] = seen.keys
        seen_keys[shape][keys_of[seen.index]] = None
        of_object.append(shape)
    keys = tuple(_with_all(first, others) for first, others in zip(printed, seen_keys, strict=True))
    return Shapes(tuple(of_object), keys, response_only, wrappers)


def _with_all(printed: tuple[str, ...], seen_keys: Collection[Keys]) -> tuple[str, ...]:
    """The printed keys, each once, and those that other objects of the shape have.

    A table may print a name twice, and requests that lack different keys are of one shape.
    """
    if len(seen_keys) == 1 and len(set(printed)) == len(printed):
        return printed
    return tuple(dict.fromkeys((*printed, *(name for keys in seen_keys for name in sorted(keys)))))


def holders_of(in_response: set[Keys]) -> Holders:
    """The response shapes by each of their names."""
    holders: dict[str, set[Keys]] = defaultdict(set)
    for keys in in_response:
        for name in keys:
            holders[name].add(keys)
    return holders


def larger_shapes(keys: Keys, holders: Holders) -> Iterable[Keys]:
    """The response shapes that have all of the names (at least one) and more, searched by the rarest name."""
    rarest = min((holders.get(name, frozenset()) for name in keys), key=len)
    return (larger for larger in rarest if keys < larger)


def learn_response_only(in_request: set[Keys], in_response: set[Keys], holders: Holders) -> frozenset[str]:
    """The names that requests leave out: only their absence makes a request shape differ from a response shape."""
    support: Counter[Keys] = Counter()
    for keys in in_request - in_response:
        if len(keys) < 2:
            continue
        for larger in larger_shapes(keys, holders):
            if len(larger) - len(keys) <= RESPONSE_ONLY_SIZE:
                support[larger - keys] += 1
    strong = (names for names, count in support.items() if count >= RESPONSE_ONLY_SUPPORT)
    return frozenset().union(*strong)


def complete(keys: Keys, holders: Holders, response_only: frozenset[str]) -> Keys:
    """The smallest response shape that adds only response-only names, or the keys as they are."""
    if keys:
        fitting = [larger for larger in larger_shapes(keys, holders) if larger - keys <= response_only]
    else:
        fitting = [larger for name in response_only for larger in holders.get(name, ()) if larger <= response_only]
    return min(fitting, key=lambda larger: (len(larger), sorted(larger)), default=keys)


class Discriminator(msgspec.Struct, frozen=True):
    """A key whose member distinguishes types of equal keys, and the member of the objects that do not show it."""

    key: str
    default: str

    def of(self, seen: SeenObject) -> str:
        value = seen.value.get(self.key)
        return value if isinstance(value, str) else self.default


def learn_discriminators(objects: Sequence[SeenObject]) -> dict[Keys, Discriminator]:
    """Rule `member-tells-apart`: types with equal keys whose enumerations differ.

    Samples show one member of an enumeration only.  Where `ShelfRight` always shows `"Mask": "Delete"` and `BoxRight`
    always `"Mask": "All"`, the two masks are different enumerations, and so the two are different types.
    """
    seen: dict[Keys, dict[str, dict[str, Counter[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Counter))
    )
    for item in objects:
        if item.parent != -1:
            members_of = seen[frozenset(item.keys)]
            for key, value in item.value.items():
                if isinstance(value, str) and value[:1].isupper() and value.isalnum():
                    members_of[key][item.property][value] += 1
    found: dict[Keys, Discriminator] = {}
    for keys, members_of in seen.items():
        for key in sorted(members_of):
            member = _telling_apart(members_of[key].values())
            if member:
                found[keys] = Discriminator(key, member)
                break
    return found


def _telling_apart(shown: Collection[Counter[str]]) -> str:
    """The member shown most, if each property shows one member only and not all the same one; otherwise empty.

    `shown` has the members of a key by the properties that hold its objects.
    """
    if any(len(values) > 1 or values.total() < DISCRIMINATOR_SUPPORT for values in shown):
        return ""
    totals: Counter[str] = Counter()
    for values in shown:
        totals.update(values)
    return max(sorted(totals), key=lambda member: totals[member]) if len(totals) > 1 else ""
