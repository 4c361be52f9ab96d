"""Which string properties are enumerations, closed or open, and what their members are.

A list of members comes from an enum page or from what a parameter's type prints.  Samples show one member only, and
most generators of samples show the first one by name; where the reference does so throughout (this is learned from the
properties with the name of an enum page), it distinguishes enumerations that share members.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from speclift.inference.known_forms.enumeration_lists import SEVERAL_WORDS, Listed, Lists, listed
from speclift.inference.known_forms.naming import TypeNames
from speclift.inference.known_forms.parameters import parameter_schema
from speclift.inference.known_forms.properties import Resolved
from speclift.inference.known_forms.property_evidence import Slot
from speclift.inference.known_forms.sql_privileges import with_sql_privileges
from speclift.inference.known_forms.words import singular, split_words
from speclift.model.facts import Member, TypeFacts
from speclift.model.page import OperationPage
from speclift.model.schema import ArrayOf, Component, Fact, MapOf, Place, Ref, Scalar, Schema
from speclift.model.wording import Wording

_MEMBER = re.compile(r"[A-Za-z][A-Za-z0-9_]*$")


class Enumerations(msgspec.Struct, frozen=True):
    """The schemas of the enumerated properties by (shape, property), and the components of the closed enumerations.

    `rules` has the rule that found each, `sources` the place of the list of a closed one.
    """

    schemas: dict[tuple[int, str], Schema]
    components: dict[str, Component]
    rules: dict[tuple[int, str], str]
    sources: dict[tuple[int, str], Place]


def enumerate_properties(
    enum_pages: Sequence[TypeFacts],
    pages: Sequence[OperationPage],
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    names: TypeNames,
    wording: Wording,
) -> Enumerations:
    """Find the enumerated properties and what is known of their members."""
    lists = Lists(_lists(enum_pages, pages, wording))
    strings = list(_strings(slots, properties))
    lists.learn_habit((slot.name, values) for _, slot, _, values in strings)
    found: dict[tuple[int, str], tuple[str, Listed]] = {}
    for shape, slot, wrapper, values in strings:
        match = lists.of_property(slot, names.of_shape[shape][:3], values)
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


def _lists(enum_pages: Sequence[TypeFacts], pages: Sequence[OperationPage], wording: Wording) -> tuple[Listed, ...]:
    found: dict[tuple[str, ...], Listed] = {}
    for page in enum_pages:
        members = tuple(member.name for member in page.members)
        if members:
            found.setdefault((page.name, *members), listed(page.name, members, page.place, page))
    for operation in pages:
        for row in (*operation.query, *operation.path_parts):
            schema = parameter_schema(row.type, wording)
            if isinstance(schema, Scalar) and schema.values:
                name = row.name.lstrip("$")
                found.setdefault(
                    (name, *schema.values), listed(name, schema.values, Place(operation.file, row.line), None)
                )
    return tuple(found.values())


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


def _same_property(
    strings: Sequence[Shown],
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    found: dict[tuple[int, str], tuple[str, Listed]],
) -> None:
    """Rule `same-property`: if properties of one name hold the same list wherever they are shown, all of them do."""
    lists: dict[str, Counter[str]] = defaultdict(Counter)
    by_name: dict[str, Listed] = {}
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
    strings: Sequence[Shown], found: dict[tuple[int, str], tuple[str, Listed]]
) -> Iterator[tuple[tuple[int, str], str, tuple[str, ...]]]:
    """Rule `members-seen`: a property that shows one and the same capitalised word again and again.

    Random words differ from sample to sample.  A value that is seen only once must not look like an ordinary word
    (`CanCancel`), or its property must end in the last word of a known enumeration (`Status`, `Type`).
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
        is_written = all(map(SEVERAL_WORDS.match, values))
        is_kind = kinds[_last_word(slot.name)] >= 2 and len(values) <= 2
        recurs = len(seen) <= 2 and seen.total() >= 3
        if is_constant or is_written or is_kind or recurs or set(values) <= accepted:
            yield (shape, slot.name), wrapper, tuple(sorted(values))


def _last_word(name: str) -> str:
    """The word that says what kind of value a property has; the whole name where it has no words."""
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


def _closed_schema(item: Listed, components: dict[str, Component], names: TypeNames) -> Schema:
    """The schema of a list: that of an enum page becomes a component with its name, a parameter's stays in place."""
    if item.page is None:
        return Scalar("string", values=item.members)
    name = item.name
    while name in names.shape_of:
        name += "Enum"
    if name not in components:
        first: dict[str, Member] = {}
        for member in item.page.members:
            first.setdefault(member.name, member)
        members = tuple((member.name, member.value, member.description) for member in first.values())
        facts = (Fact(f"{len(members)} members", "enum-page", (item.page.place,)),)
        components[name] = Component(name, item.page.description, members=members, facts=facts)
    return Ref(name)
