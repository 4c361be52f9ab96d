"""Which string properties are enumerations, closed or open, and what their members are.

A list of members comes from an enum page or from a parameter's `Enum: A, B`.  Samples show one member only, and most
generators of samples show the first one by name; where the reference does so throughout (this is learned from the
properties that are called like an enum page), it tells enumerations apart that share members.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from speclift.evidence.words import singular, split_words
from speclift.model.page import EnumPage, OperationPage
from speclift.model.schema import ArrayOf, Component, Fact, MapOf, Place, Ref, Scalar, Schema
from speclift.resolve.naming import TypeNames
from speclift.resolve.parameters import parameter_schema
from speclift.resolve.privileges import with_sql_privileges
from speclift.resolve.properties import Resolved
from speclift.resolve.slots import Slot

_MEMBER = re.compile(r"[A-Za-z][A-Za-z0-9_]*$")
_SEVERAL_WORDS = re.compile(r"[A-Za-z]+[a-z0-9][A-Z]|[A-Z]{2,}$")

#: What a list must reach to be taken for a property: see `_List.fitness`.
CLOSED_FROM = 0.9
#: Share of the confident matches that must show the first member for the habit to be taken as a rule.
HABIT_SHARE = 0.8


class Enumerations(msgspec.Struct, frozen=True):
    """The schemas of the enumerated properties by (shape, property), and the components of the closed enumerations.

    `rules` has the rule that found each, `sources` where the list of a closed one stands.
    """

    schemas: dict[tuple[int, str], Schema]
    components: dict[str, Component]
    rules: dict[tuple[int, str], str]
    sources: dict[tuple[int, str], Place]


class _List(msgspec.Struct, frozen=True):
    """A listed enumeration: its name, the words of the name, its members and the first of them by name."""

    name: str
    words: frozenset[str]
    members: tuple[str, ...]
    first: str
    place: Place
    page: EnumPage | None

    def fitness(self, slot: Slot, owners: Sequence[str], values: Sequence[str], rivals: int) -> float:
        """How well a list fits a property whose samples show these of its members.

        The words that the list's name shares with the property and its owner count most; a description that names
        the list settles it; a member that no other list has and that is made of several words says something alone.
        """
        own = frozenset(map(str.lower, split_words(singular(slot.name))))
        best = max((_overlap(self.words, own, owner) for owner in owners), default=0.0)
        mentioned = any(self.name in text for text in slot.descriptions)
        distinctive = rivals == 1 and any(_SEVERAL_WORDS.match(value) for value in values)
        shown_first = set(values) == {self.first}
        return best + 2.0 * mentioned + 0.5 * distinctive + 0.3 * shown_first + (0.4 if rivals == 1 else 0.0)


def _overlap(words: frozenset[str], own: frozenset[str], owner: str) -> float:
    of_owner = frozenset(map(str.lower, split_words(owner)))
    shared = words & (own | of_owner)
    if not shared & own:
        return 0.5 * len(shared) / len(words) if shared else 0.0
    return len(shared) / len(words) + 0.2 * (words == own)


def enumerate_properties(
    enum_pages: Sequence[EnumPage],
    pages: Sequence[OperationPage],
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    names: TypeNames,
) -> Enumerations:
    """Find the enumerated properties and what is known of their members."""
    lists = _lists(enum_pages, pages)
    by_member: dict[str, list[_List]] = defaultdict(list)
    for item in lists:
        for member in item.members:
            by_member[member].append(item)
    strings = list(_strings(slots, properties))
    habit = _shows_first(strings, by_member)
    found: dict[tuple[int, str], tuple[str, _List]] = {}
    fitting: dict[frozenset[str], tuple[_List, ...]] = {}
    for shape, slot, wrapper, values in strings:
        shown = frozenset(values)
        if shown not in fitting:
            fitting[shown] = _fitting(shown, by_member, habit)
        match = _closed(slot, names.of_shape[shape], values, fitting[shown])
        if match:
            found[shape, slot.name] = (wrapper, match)
    _same_property(strings, slots, properties, found)
    schemas: dict[tuple[int, str], Schema] = {}
    components: dict[str, Component] = {}
    rules: dict[tuple[int, str], str] = {}
    for key, (wrapper, item) in found.items():
        leaf = _closed_schema(item, components, names)
        schemas[key] = _replaced(properties[key[0]][key[1]].schema, wrapper, leaf)
        rules[key] = "listed-members"
    for key, wrapper, seen in _open(strings, found):
        members = with_sql_privileges(seen, key[1], names.of_shape[key[0]])
        leaf = Scalar("string", values=members, is_open=True)
        schemas[key] = _replaced(properties[key[0]][key[1]].schema, wrapper, leaf)
        rules[key] = "members-seen" if members == seen else "sql-privileges"
    sources = {key: item.place for key, (_, item) in found.items()}
    return Enumerations(schemas, components, rules, sources)


def _lists(enum_pages: Sequence[EnumPage], pages: Sequence[OperationPage]) -> tuple[_List, ...]:
    found: dict[tuple[str, ...], _List] = {}
    for page in enum_pages:
        members = tuple(member.name for member in page.members)
        if members:
            found.setdefault((page.name, *members), _list(page.name, members, Place(page.file, page.line), page))
    for operation in pages:
        for row in (*operation.query, *operation.path_parts):
            schema = parameter_schema(row.type)
            if isinstance(schema, Scalar) and schema.values:
                name = row.name.lstrip("$")
                found.setdefault(
                    (name, *schema.values), _list(name, schema.values, Place(operation.file, row.line), None)
                )
    return tuple(found.values())


def _list(name: str, members: tuple[str, ...], place: Place, page: EnumPage | None) -> _List:
    words = frozenset(map(str.lower, split_words(name)))
    return _List(name, words, members, min(members, key=lambda member: (member.lower(), member)), place, page)


Shown = tuple[int, Slot, str, tuple[str, ...]]


def _strings(slots: Sequence[dict[str, Slot]], properties: Sequence[dict[str, Resolved]]) -> Iterator[Shown]:
    """(shape, slot, wrapper, member-like values) of the plain strings that samples show."""
    for shape, own in enumerate(slots):
        for key, slot in own.items():
            wrapper, leaf = _leaf(properties[shape][key].schema)
            if leaf == Scalar("string"):
                shown = slot.values.get(wrapper, {})
                values = tuple(part for value in shown for part in value.split(", ")) if shown else ()
                if values and all(map(_MEMBER.match, values)):
                    yield shape, slot, wrapper, tuple(dict.fromkeys(values))


def _shows_first(strings: Sequence[Shown], by_member: dict[str, list[_List]]) -> bool:
    """Whether the samples of properties called like a list show the first member of that list."""
    hits: Counter[bool] = Counter()
    for _, slot, _, values in strings:
        for item in by_member.get(values[0], ()):
            if item.name == slot.name:
                hits[set(values) == {item.first}] += 1
    return hits[True] >= 3 and hits[True] >= HABIT_SHARE * hits.total()


def _fitting(values: frozenset[str], by_member: dict[str, list[_List]], habit: bool) -> tuple[_List, ...]:
    """The lists that have all of the values; with the habit of samples, those whose first member is the only value."""
    fitting = (item for item in by_member.get(next(iter(values)), ()) if values.issubset(item.members))
    return tuple(item for item in fitting if not habit or values == {item.first})


def _closed(slot: Slot, owners: Sequence[str], values: tuple[str, ...], fitting: tuple[_List, ...]) -> _List | None:
    if not fitting:
        return None
    rivals = len({frozenset(item.members) for item in fitting})
    ranked = [
        (item.fitness(slot, owners[:3], values, rivals), item.page is not None, item.name, item) for item in fitting
    ]
    best = max(ranked, key=lambda entry: entry[:3])
    return best[3] if best[0] >= CLOSED_FROM else None


def _same_property(
    strings: Sequence[Shown],
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    found: dict[tuple[int, str], tuple[str, _List]],
) -> None:
    """Rule `same-property`: a property that holds one list wherever it is shown holds it where no sample shows it."""
    lists: dict[str, Counter[str]] = defaultdict(Counter)
    by_name: dict[str, _List] = {}
    for (_, key), (_, item) in found.items():
        lists[key][item.name] += 1
        by_name[item.name] = item
    others = Counter(slot.name for shape, slot, _, _ in strings if (shape, slot.name) not in found)
    for shape, own in enumerate(slots):
        for key, slot in own.items():
            if (shape, key) in found or key not in lists or len(lists[key]) > 1 or others[key]:
                continue
            wrapper, leaf = _leaf(properties[shape][key].schema)
            if leaf == Scalar("string") and not slot.values.get(wrapper):
                found[shape, key] = (wrapper, by_name[next(iter(lists[key]))])


def _open(
    strings: Sequence[Shown], found: dict[tuple[int, str], tuple[str, _List]]
) -> Iterator[tuple[tuple[int, str], str, tuple[str, ...]]]:
    """Rule `members-seen`: a property that shows one and the same capitalised word again and again.

    Random words differ from sample to sample.  What is seen only once must be written as no word is (`CanCancel`),
    or stand in a property whose last word is that of a known enumeration (`Status`, `Type`).
    """
    pooled: dict[str, Counter[str]] = defaultdict(Counter)
    for _, slot, _, values in strings:
        for value in values:
            pooled[slot.name][value] += slot.count
    kinds = Counter(_last_word(key) for _, key in found)
    accepted = {value for shape, slot, _, values in strings for value in values if (shape, slot.name) in found}
    for shape, slot, wrapper, values in strings:
        if (shape, slot.name) in found or not all(value[0].isupper() for value in values):
            continue
        seen = pooled[slot.name]
        is_constant = len(values) == 1 and slot.count >= 3
        is_written = all(map(_SEVERAL_WORDS.match, values))
        is_kind = kinds[_last_word(slot.name)] >= 2 and len(values) <= 2
        recurs = len(seen) <= 2 and seen.total() >= 3
        if is_constant or is_written or is_kind or recurs or set(values) <= accepted:
            yield (shape, slot.name), wrapper, tuple(sorted(values))


def _last_word(name: str) -> str:
    """The word that says what kind of thing a property is; the whole name where it has no words."""
    words = split_words(singular(name))
    return words[-1] if words else name


def _leaf(schema: Schema) -> tuple[str, Schema]:
    match schema:
        case ArrayOf(items=inner):
            wrapper, leaf = _leaf(inner)
            return "[]" + wrapper, leaf
        case MapOf(values=inner):
            wrapper, leaf = _leaf(inner)
            return "{}" + wrapper, leaf
    return "", schema


def _replaced(schema: Schema, wrapper: str, leaf: Schema) -> Schema:
    if wrapper.startswith("[]") and isinstance(schema, ArrayOf):
        return ArrayOf(_replaced(schema.items, wrapper[2:], leaf))
    if wrapper.startswith("{}") and isinstance(schema, MapOf):
        return MapOf(_replaced(schema.values, wrapper[2:], leaf))
    return leaf


def _closed_schema(item: _List, components: dict[str, Component], names: TypeNames) -> Schema:
    """A list of an enum page is a component of its name; a parameter's list stands in place."""
    if item.page is None:
        return Scalar("string", values=item.members)
    name = item.name
    while name in names.shape_of:
        name += "Enum"
    if name not in components:
        members = tuple((member.name, member.value, member.description) for member in item.page.members)
        place = Place(item.page.file, item.page.line)
        facts = (Fact(f"{len(members)} members", "enum-page", (place,)),)
        components[name] = Component(name, item.page.description, members=members, facts=facts)
    return Ref(name)
