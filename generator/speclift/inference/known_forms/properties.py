"""What each property holds: ordered rules from what is shown to what is only likely.

The rules, in the order of their strength:

1. `sample-object`: a sample shows an object there; its shape is the type. Where the shapes differ from sample to
   sample (`varying-keys`), or what is printed for any object holds other values (`any-value`), the property stays open.
2. `printed-scalar`: a table prints a primitive, the precise names before the coarse ones.
3. `sample-scalar`: samples show scalars of one type.
4. `printed-name`: a table prints the name of a type whose shape is known.
5. `told-type`: the description names the type that it has.
6. `same-property`: wherever else the property is shown, it has the same type.
7. `listed`: the description says what it is a list of.
8. `named-alike`: the property has the name of a type.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from speclift.inference.known_forms.affixes import Affixes
from speclift.inference.known_forms.naming import FITS, TypeNames
from speclift.inference.known_forms.property_evidence import Slot
from speclift.inference.known_forms.sample_texts import is_date_time, looks_binary
from speclift.inference.known_forms.words import affinity, singular, split_words
from speclift.model.schema import Anything, ArrayOf, MapOf, OneOf, Ref, Scalar, Schema
from speclift.model.wording import Wording

#: How often, and with which share, a property must have one type elsewhere before that counts.
PRIOR_SUPPORT = 1
PRIOR_SHARE = 0.8

#: If no shape has this share of the sample objects in one place, any object is allowed there.
ONE_SHAPE_SHARE = 0.75

_INT32 = 2**31


class Resolved(msgspec.Struct, frozen=True):
    """A property's schema, whether samples show it as null, and the rule that decided."""

    schema: Schema
    is_nullable: bool
    rule: str


class Prior:
    """What a property holds wherever it is shown, by its name: counts of the schemas of confirmed slots."""

    def __init__(self) -> None:
        self.votes: dict[str, Counter[Schema]] = defaultdict(Counter)

    def add(self, name: str, schema: Schema) -> None:
        if not is_open(schema):
            self.votes[name][schema] += 1

    def of(self, name: str) -> Schema | None:
        votes = self.votes.get(name)
        if not votes:
            return None
        schema, count = max(votes.items(), key=lambda item: (item[1], repr(item[0])))
        return schema if count >= PRIOR_SUPPORT and count >= PRIOR_SHARE * votes.total() else None


def is_open(schema: Schema) -> bool:
    """Whether something in the schema is unknown."""
    match schema:
        case Anything():
            return True
        case ArrayOf(items=inner) | MapOf(values=inner):
            return is_open(inner)
        case OneOf(options=options):
            return any(is_open(option) for option in options)
    return False


def resolve_properties(
    slots: Sequence[dict[str, Slot]], names: TypeNames, wording: Wording
) -> list[dict[str, Resolved]]:
    """The properties of every shape."""
    prior = Prior()
    owners = [names.of_shape[shape] for shape in range(len(slots))]
    endings = Affixes(names.shape_of, at_end=True)
    first = [
        {key: resolve_slot(slot, owners[shape], names, endings, None, wording) for key, slot in own.items()}
        for shape, own in enumerate(slots)
    ]
    for resolved in first:
        for key, found in resolved.items():
            if found.rule in ("sample-object", "sample-scalar", "printed-scalar"):
                prior.add(key, found.schema)
    return [
        {
            key: found
            if _is_certain(found)
            else resolve_slot(slots[shape][key], owners[shape], names, endings, prior, wording)
            for key, found in resolved.items()
        }
        for shape, resolved in enumerate(first)
    ]


def _is_certain(found: Resolved) -> bool:
    return found.rule == "sample-object" and not is_open(found.schema)


def resolve_slot(
    slot: Slot,
    owners: Sequence[str],
    names: TypeNames,
    endings: Affixes,
    prior: Prior | None,
    wording: Wording,
) -> Resolved:
    """What one property holds; without a prior, only by its own evidence. `endings` looks up all names by their end."""
    builder = _Builder(slot, owners, names, endings, prior, wording)
    schema = builder.at("", prior.of(slot.name) if prior else None)
    return Resolved(schema, slot.kinds["", "null"] > 0, builder.rule)


class _Builder:
    def __init__(
        self,
        slot: Slot,
        owners: Sequence[str],
        names: TypeNames,
        endings: Affixes,
        prior: Prior | None,
        wording: Wording,
    ) -> None:
        self.slot = slot
        self.owners = owners
        self.names = names
        self.endings = endings
        self.prior = prior
        self.wording = wording
        self.rule = "unknown"

    def at(self, wrapper: str, expected: Schema | None) -> Schema:
        """The schema below a wrapper. `expected` is what the prior says is there."""
        slot, kinds = self.slot, self.slot.kinds
        here = [(count, shape) for (where, shape), count in slot.shapes.items() if where == wrapper]
        if here:
            self.rule = "sample-object"
            most, shape = max(here, key=lambda item: (item[0], -item[1]))
            if most < ONE_SHAPE_SHARE * sum(count for count, _ in here):
                self.rule = "varying-keys"
                return Anything(is_object=True)
            return Ref(self.name_of(shape))
        printed = self._printed() if not wrapper else ""
        if (
            printed
            and printed == self.wording.any_object
            and any(kinds["", kind] for kind in ("array", "string", "integer", "number", "boolean"))
        ):
            self.rule = "any-value"
            return Anything()
        if printed in self.wording.objects and isinstance(expected, ArrayOf | Scalar):
            expected = None
        if kinds[wrapper, "map"]:
            inner = expected.values if isinstance(expected, MapOf) else None
            return MapOf(self.at(wrapper + "{}", inner))
        if kinds[wrapper, "array"] or printed in self.wording.lists:
            inner = expected.items if isinstance(expected, ArrayOf) else None
            return ArrayOf(self.at(wrapper + "[]", inner))
        scalar = self._scalar(wrapper, printed, expected)
        if scalar:
            return scalar
        return self._unseen(wrapper, printed, expected)

    def _printed(self) -> str:
        """The printed type, precise before coarse; a type name that is the property's own before others."""
        names = [(count, name) for name, count in self.slot.printed.items() if name]
        if not names:
            return ""
        return max(
            names,
            key=lambda item: (
                item[1] not in self.wording.coarse_types,
                affinity(item[1], self.slot.name) if self.wording.is_type_name(item[1]) else 0.5,
                item,
            ),
        )[1]

    def _scalar(self, wrapper: str, printed: str, expected: Schema | None) -> Scalar | None:
        precise = self.wording.types.get(printed)
        coarse = self.wording.coarse_types.get(printed)
        shown = self._shown(wrapper)
        if precise and (shown is None or shown.type == precise.type or precise.format):
            self.rule = "printed-scalar"
            if (
                precise == Scalar("string")
                and isinstance(expected, Scalar)
                and expected.format == ""
                and expected.type == "string"
            ):
                return expected
            return precise
        if coarse or precise:
            base = coarse or precise
            self.rule = "printed-scalar"
            if isinstance(expected, Scalar) and base and expected.type == base.type and _fits(expected, shown):
                return expected
            if shown and base and shown.type == base.type and shown.format:
                return shown
            if shown and base and base.type == "number" and shown.type == "integer":
                return Scalar("integer", "int64")
            return base
        if shown and (printed in self.wording.objects):
            self.rule = "sample-scalar"
            return None
        if shown:
            self.rule = "sample-scalar"
            if isinstance(expected, Scalar) and expected.type == shown.type and _fits(expected, shown):
                return expected
        return shown

    def _shown(self, wrapper: str) -> Scalar | None:
        """The scalar that the samples show below a wrapper."""
        kinds = self.slot.kinds
        if kinds[wrapper, "string"]:
            values = self.slot.values.get(wrapper, {})
            if values and all(map(is_date_time, values)):
                return Scalar("string", "date-time")
            if values and all(map(looks_binary, values)):
                return Scalar("string", "byte")
            return Scalar("string")
        if kinds[wrapper, "number"]:
            return Scalar("number", "double")
        if kinds[wrapper, "integer"]:
            return Scalar("integer", "int64" if self.slot.largest >= _INT32 else "int32")
        if kinds[wrapper, "boolean"]:
            return Scalar("boolean")
        return None

    def _unseen(self, wrapper: str, printed: str, expected: Schema | None) -> Schema:
        """The schema where samples show only null, an empty object or nothing at all."""
        is_believed = printed not in self.names.fillers or affinity(printed, self.slot.name) >= FITS
        if self.wording.is_type_name(printed) and printed in self.names.shape_of and is_believed:
            self.rule = "printed-name"
            return Ref(printed)
        for name in self.slot.told(self.wording):
            if name in self.names.shape_of and not (wrapper == "" and printed in self.wording.objects):
                self.rule = "told-type"
                return Ref(name)
        is_null = self.slot.kinds[wrapper, "null"] > 0 or self.slot.kinds[wrapper, "{}"] > 0
        if expected is not None and not is_open(expected) and not (is_null and isinstance(expected, Scalar)):
            self.rule = "same-property"
            return expected
        for name in self.slot.mentioned():
            if name in self.names.shape_of and wrapper.endswith("[]"):
                self.rule = "listed"
                return Ref(name)
        alike = (
            self._named_alike() if printed not in self.wording.objects and not self.wording.scalar(printed) else None
        )
        if alike:
            self.rule = "named-alike"
            return Ref(alike)
        if (
            printed in self.wording.objects
            and not self.slot.kinds[wrapper, "null"]
            and self._shown(wrapper) is None
            and not wrapper
        ):
            return MapOf(Anything())
        # A scalar is never null in a sample, so a property that is always null holds an object that no page shows.
        kinds = self.slot.kinds
        return Anything(
            is_object=kinds[wrapper, "{}"] > 0
            or kinds[wrapper, "null"] > 0
            or printed in self.wording.objects
            or self.wording.is_type_name(printed)
        )

    def _named_alike(self) -> str | None:
        """The type with the name of the property, of owner and property together, or the only one with this ending."""
        name = singular(self.slot.name)
        name = name[:1].upper() + name[1:]
        known = self.names.shape_of
        for candidate in (self.slot.name, name, *(owner + name for owner in self.owners)):
            if candidate in known:
                return candidate
        if len(split_words(name)) > 1:
            ending = list(itertools.islice(self.endings.having(name), 2))
            return ending[0] if len(ending) == 1 else None
        return None

    def name_of(self, shape: int) -> str:
        """Which of the names of a shape fits this property best."""
        names = self.names.of_shape[shape]
        if len(names) == 1:
            return names[0]
        printed = [name for name, _ in self.slot.printed.most_common() if name in names]
        told = [name for name in self.slot.told(self.wording) if name in names]
        best = max(names, key=lambda name: (affinity(name, self.slot.name), -names.index(name)))
        if affinity(best, self.slot.name) == 1.0 and not printed:
            return best
        return (printed or told or [best if affinity(best, self.slot.name) > 0.1 else names[0]])[0]


def _fits(expected: Scalar, shown: Scalar | None) -> bool:
    return (
        shown is None or shown.format == expected.format or not shown.format or expected.format in ("int64", "double")
    )
