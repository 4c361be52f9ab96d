"""Where pages contradict each other about a property, or say nothing about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from speclift.inference.known_forms.naming import TypeNames
from speclift.inference.known_forms.properties import Resolved, is_open
from speclift.inference.known_forms.property_evidence import Slot
from speclift.model.facts import TypeFacts
from speclift.model.finding import Finding, Mend
from speclift.model.page import OperationPage, Row
from speclift.model.schema import Component, Place, Ref, Scalar
from speclift.model.wording import Wording


def type_conflicts(
    components: Sequence[Component],
    enum_pages: Sequence[TypeFacts],
    names: TypeNames,
    slots: Sequence[dict[str, Slot]],
    properties: Sequence[dict[str, Resolved]],
    wording: Wording,
) -> Iterator[Finding]:
    """The findings about the types that the document uses; each conflict once, at the first place that shows it."""
    listed = {page.name: {member.name for member in page.members} for page in enum_pages if page.members}
    reported: set[tuple[int, str]] = set()
    for component in components:
        shape = names.shape_of.get(component.name)
        if shape is None or not component.properties:
            continue
        for key, slot in slots[shape].items():
            if (shape, key) in reported:
                continue
            reported.add((shape, key))
            found = properties[shape][key]
            label = f"{component.name}.{key}"
            yield from _open_type(label, slot, found)
            yield from _printed_differs(label, slot, found, names, wording)
            yield from _member_unlisted(label, slot, listed)


def _open_type(label: str, slot: Slot, found: Resolved) -> Iterator[Finding]:
    if is_open(found.schema):
        place = _place(slot)
        yield Finding("SL301", place.file, place.line, f"Nothing shows what {label} holds; it stays open.", label)


def _printed_differs(label: str, slot: Slot, found: Resolved, names: TypeNames, wording: Wording) -> Iterator[Finding]:
    """A finding (SL207) for a property with several printed types, or with one that the samples contradict."""
    printed = sorted(name for name in slot.printed if name)
    if isinstance(found.schema, Ref):
        wrong = [name for name in printed if wording.is_type_name(name) and name != found.schema.name]
        wrong = [name for name in wrong if name in names.shape_of or name in names.fillers]
        if wrong:
            place = _place(slot, wrong[0])
            message = f"{label} is printed as {', '.join(wrong)}; the reference as a whole shows {found.schema.name}."
            mend = Mend(place.file, place.line, wrong[0], found.schema.name)
            rows = [kind for _, kind in slot.rows]
            # One row against one does not show which of them is wrong.
            is_alone = 0 < rows.count(wrong[0]) < rows.count(found.schema.name)
            yield Finding("SL207", place.file, place.line, message, label, mend if is_alone else None)
        return
    precise = {wording.types[name] for name in printed if name in wording.types}
    coarse = {wording.coarse_types[name].type for name in printed if name in wording.coarse_types}
    kinds = {scalar.type for scalar in precise} | coarse
    shown = {kind for where, kind in slot.kinds if not where and kind in ("string", "integer", "number", "boolean")}
    widened = {"number"} if shown <= {"integer", "number"} and "number" in kinds else shown
    contradicting = isinstance(found.schema, Scalar) and bool(shown) and bool(kinds) and not widened <= kinds
    if len(precise) > 1 or contradicting:
        place = _place(slot)
        message = f"{label} is printed as {', '.join(printed)} and shown as {', '.join(sorted(shown)) or 'nothing'}."
        yield Finding("SL207", place.file, place.line, message, label)


def _member_unlisted(label: str, slot: Slot, listed: Mapping[str, set[str]]) -> Iterator[Finding]:
    members = listed.get(slot.name)
    if members is None:
        return
    values = [value for value in slot.values.get("", {}) if value[:1].isupper() and value.isidentifier()]
    strangers = [value for value in values if value not in members]
    if strangers and len(strangers) == len(slot.values.get("", {})):
        place = _place(slot)
        message = f"{label} shows {', '.join(strangers[:3])}, which the enumeration {slot.name} does not list."
        yield Finding("SL302", place.file, place.line, message, label)


def unknown_names(pages: Sequence[OperationPage], names: TypeNames, wording: Wording) -> Iterator[Finding]:
    """A finding (SL106) for each printed type name that nothing in the reference describes."""
    first: dict[str, tuple[str, Row]] = {}
    for page in pages:
        for body in (page.request, page.response):
            for row in body.rows if body else ():
                if row.type not in first:
                    first[row.type] = (page.file, row)
    for name, (file, row) in sorted(first.items()):
        if not _is_unknown(name, names, wording):
            continue
        message = f"{row.name} is printed as {name}, but no page shows its properties."
        alike = {known for known in (*names.shape_of, *names.fillers) if known.casefold() == name.casefold()}
        mend = Mend(file, row.line, name, alike.pop()) if len(alike) == 1 else None
        yield Finding("SL106", file, row.line, message, mend=mend)


def _is_unknown(printed: str, names: TypeNames, wording: Wording) -> bool:
    known = wording.scalar(printed) or printed in names.shape_of or printed in names.fillers
    return wording.is_type_name(printed) and not known


def _place(slot: Slot, printed: str = "") -> Place:
    """The first row that prints this type, else the first place of all."""
    return next((place for place, kind in slot.rows if printed and kind == printed), slot.first_place)
