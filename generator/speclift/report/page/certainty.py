"""How certain a component is: 100 points, minus what speaks against it. The page explains this with `DEDUCTIONS`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from speclift.inference.known_forms.properties import is_open
from speclift.model.describe import describe
from speclift.model.schema import Component, Fact, Place, Property
from speclift.report.page.evidence_kinds import INFERRING, kind_of
from speclift.report.page.records import PropertyEntry, Reason

#: How many places of a property, and of a reason, are shown.
PLACES_SHOWN = 3


class Share(msgspec.Struct, frozen=True):
    """The points that properties in a state cost: `most` if all are in it, fewer for a share, but at least `least`."""

    most: int
    least: int

    def points(self, count: int, total: int) -> int:
        """What `count` of `total` properties cost; half points are rounded up."""
        return max(self.least, (2 * self.most * count + total) // (2 * total)) if count else 0


OPEN, CONTRADICTED, INFERRED = Share(50, 10), Share(40, 8), Share(20, 2)
ONE_PLACE, TWO_PLACES = 10, 5
NAME_GIVEN, NAME_NUMBERED = 15, 25
SAMPLE_CONTRADICTS, OTHER_NAME = 25, 5

#: What points are deducted for, as the page explains it.
DEDUCTIONS: tuple[tuple[str, str], ...] = (
    ("Nothing shows what a property holds (SL301)", f"{OPEN.most} times their share, at least {OPEN.least}"),
    (
        "Docs contradict themselves about a property (SL207, SL302)",
        f"{CONTRADICTED.most} times their share, at least {CONTRADICTED.least}",
    ),
    (
        "What a property holds follows from other pages, names or prose only",
        f"{INFERRED.most} times their share, at least {INFERRED.least}",
    ),
    ("A sample of it contradicts the docs (SL208)", str(SAMPLE_CONTRADICTS)),
    ("No page prints its name, so one was given", f"{NAME_GIVEN}, with a number {NAME_NUMBERED}"),
    ("One place shows it, or two", f"{ONE_PLACE}, or {TWO_PLACES}"),
    ("A page calls it by another name (SL206)", str(OTHER_NAME)),
)

#: The names of the bands of certainty, each with the points that it starts at.
BANDS: tuple[tuple[int, str], ...] = ((90, "high"), (75, "good"), (50, "fair"), (0, "low"))


class Contradictions(msgspec.Struct, frozen=True):
    """The findings that speak against components: by `Component.property`, by component name, and by sample."""

    properties: Mapping[str, tuple[Place, ...]]
    names: Mapping[str, tuple[Place, ...]]
    samples: Mapping[str, tuple[Place, ...]]


def band_of(certainty: int) -> str:
    """The name of the band that this number of points is in."""
    return next(name for least, name in BANDS if certainty >= least)


def property_entry(owner: str, item: Property, contradicted: Collection[str]) -> PropertyEntry:
    """A property with the rule that decided what it holds, and how well that is known."""
    fact = _decisive(item.facts)
    if fact.rule == "override":
        state = "shown"
    elif is_open(item.schema):
        state = "open"
    elif f"{owner}.{item.name}" in contradicted:
        state = "contradicted"
    else:
        state = "inferred" if fact.rule in INFERRING else "shown"
    return PropertyEntry(item.name, describe(item.schema), fact.rule, state, fact.places[:PLACES_SHOWN])


def weigh(
    component: Component, properties: Sequence[PropertyEntry], against: Contradictions
) -> tuple[int, tuple[Reason, ...]]:
    """The certainty of a component, 0 to 100, and the reasons: first what costs most, then what speaks for it."""
    reasons = [
        *_of_name(component),
        *_of_places(component),
        *_of_properties(component, properties, against),
        *_of_findings(component, against),
    ]
    reasons.sort(key=lambda reason: -reason.points)
    return max(0, 100 - sum(reason.points for reason in reasons)), tuple(reasons)


def _decisive(facts: Sequence[Fact]) -> Fact:
    """The last fact that says what a property holds; it was concluded from the earlier ones."""
    deciding = [fact for fact in facts if fact.rule not in ("property-table", "sample-null")]
    return deciding[-1] if deciding else Fact("", "unknown", ())


def _of_name(component: Component) -> Iterator[Reason]:
    for fact in component.facts:
        if fact.rule == "enum-page":
            yield Reason("A page of its own lists its members.", 0, fact.places)
        elif fact.rule == "type-section":
            yield Reason("A section of its own describes it.", 0, fact.places[:PLACES_SHOWN])
        elif fact.rule == "printed-name":
            yield Reason("Pages print its name.", 0)
        elif fact.rule == "request-of-operation":
            yield Reason("It holds the arguments of one operation, and is named after it.", 0)
        elif fact.rule == "numbered":
            yield Reason("No page prints its name; another type has the name that fits.", NAME_NUMBERED)
        elif kind_of(fact.rule) in ("named", "elsewhere"):
            yield Reason(f"No page prints its name; it was given by the rule {fact.rule}.", NAME_GIVEN)


def _of_places(component: Component) -> Iterator[Reason]:
    for fact in component.facts:
        if fact.rule == "equal-keys":
            places = tuple(dict.fromkeys(fact.places))
            if len(places) < 2:
                yield Reason("Only one place shows it whole.", ONE_PLACE, places)
            elif len(places) == 2:
                yield Reason("Only two places show it whole.", TWO_PLACES, places)
            else:
                yield Reason("Three places or more show it whole.", 0, places)


def _of_properties(
    component: Component, properties: Sequence[PropertyEntry], against: Contradictions
) -> Iterator[Reason]:
    total = len(properties)
    for state, share, text in (
        ("open", OPEN, "Nothing shows what {} holds."),
        ("contradicted", CONTRADICTED, "The docs contradict themselves about {}."),
        ("inferred", INFERRED, "What {} holds follows from other pages, names or prose only."),
    ):
        found = [item for item in properties if item.state == state]
        if found:
            places = [place for item in found for place in item.places[:1]]
            if state == "contradicted":
                places = [place for item in found for place in against.properties[f"{component.name}.{item.name}"]]
            named = _listed([item.name for item in found])
            yield Reason(text.format(named), share.points(len(found), total), tuple(places[:PLACES_SHOWN]))
    shown = sum(item.state == "shown" for item in properties)
    if shown:
        yield Reason(f"Tables or samples show what {shown} of {total} properties hold.", 0)


def _of_findings(component: Component, against: Contradictions) -> Iterator[Reason]:
    samples = against.samples.get(component.name, ())
    if samples:
        yield Reason("A sample of it contradicts the docs.", SAMPLE_CONTRADICTS, samples[:PLACES_SHOWN])
    places = against.names.get(component.name, ())
    if places:
        times = "A page calls" if len(places) == 1 else f"{len(places)} pages call"
        yield Reason(f"{times} it by another name.", OTHER_NAME, places[:PLACES_SHOWN])


def _listed(names: Sequence[str]) -> str:
    if len(names) > PLACES_SHOWN:
        return f"{', '.join(names[:PLACES_SHOWN])} and {len(names) - PLACES_SHOWN} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
