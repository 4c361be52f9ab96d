"""Make an `Overview` of a reference and the API that it describes: everything counted, weighed and laid out."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from speclift.inference.known_forms.operations import tag_of
from speclift.model.describe import references
from speclift.model.finding import OF_SETTINGS, RULES_BY_CODE, Finding
from speclift.model.operation import Api
from speclift.model.reference import Reference
from speclift.model.schema import ArrayOf, MapOf, Place, Scalar, Schema
from speclift.report.coverage.count import coverage_of
from speclift.report.page.certainty import Contradictions, property_entry, weigh
from speclift.report.page.fixes import patterns_of, spots_of
from speclift.report.page.graph import draw_all
from speclift.report.page.reach import Reach, by_group, reach_of
from speclift.report.page.records import (
    Code,
    ComponentEntry,
    Counts,
    Entry,
    Group,
    Overview,
    Pages,
    Samples,
)
from speclift.report.page.sources import contents, count_sources
from speclift.settings import Settings

#: The group of findings about the settings, and of pages that are in no folder.
SETTINGS, NO_FOLDER = "(settings)", "(no folder)"


def overview_of(reference: Reference, api: Api, settings: Settings, files: int) -> Overview:
    """What the report says about a reference with this number of markdown files."""
    grouping = _Grouping(reference, api, settings)
    reach = reach_of(api)
    entries = tuple(
        Entry(item.code, grouping.of(item), Place(item.file, item.line), item.message, item.subject)
        for item in api.findings
    )
    codes = _codes(entries)
    group_of_operation = [grouping.number[operation.tag] for operation in api.operations]
    reached = by_group(reach, group_of_operation)
    components = _components(api, entries, reach, group_of_operation)
    coverage = coverage_of(reference, files)
    return Overview(
        title=settings.title,
        counts=_counts(reference, api, files),
        groups=_groups(grouping, api, entries, codes, reached),
        sources=count_sources(api),
        codes=codes,
        findings=entries,
        components=components,
        patterns=patterns_of(entries, grouping.names),
        spots=spots_of(entries, {item.name: item.reach for item in components}),
        pictures=draw_all(reach.uses, reach.used_by, reached),
        coverage=coverage if coverage.blocks else None,
    )


class _Grouping:
    """The groups by name, sorted, and which of them a file belongs to."""

    def __init__(self, reference: Reference, api: Api, settings: Settings) -> None:
        self.settings = settings
        self._by_file = {page.file: settings.tag_name(tag_of(page, reference.wording)) for page in reference.operations}
        self._by_file |= {kind.place.file: self._folder(kind.place.file) for kind in reference.enumerations}
        self._by_file |= {page.file: self._folder(page.file) for page in reference.navigation}
        for operation in api.operations:
            self._by_file.setdefault(operation.place.file, operation.tag)
        self.pages = Counter(self._by_file.values())
        for operation in api.operations:
            for _, content in contents(operation):
                if content.example:
                    self._by_file.setdefault(content.example.place.file, operation.tag)
        names = {operation.tag for operation in api.operations} | self.pages.keys()
        self.names = sorted(names | {self._name(finding) for finding in api.findings})
        self.number = {name: index for index, name in enumerate(self.names)}

    def of(self, finding: Finding) -> int:
        """The number of the group of a finding."""
        return self.number[self._name(finding)]

    def _name(self, finding: Finding) -> str:
        if finding.code in OF_SETTINGS:
            return SETTINGS
        return self._by_file.get(finding.file) or self._folder(finding.file)

    def _folder(self, file: str) -> str:
        folder = posixpath.basename(posixpath.dirname(file))
        return self.settings.tag_name(folder) if folder else NO_FOLDER


def _counts(reference: Reference, api: Api, files: int) -> Counts:
    pages = {page.file for page in reference.operations} | {page.file for page in reference.facts if page.operations}
    kept = (len(pages), len(reference.enumerations), len(reference.navigation))
    objects = [item for item in api.components if not item.members]
    leaves = [_leaf(item.schema) for component in objects for item in component.properties]
    parameters = [parameter for operation in api.operations for parameter in operation.parameters]
    shown = Counter(
        side for operation in api.operations for side, content in contents(operation) if content.example is not None
    )
    unread = sum(finding.code == "SL103" for finding in api.findings)
    return Counts(
        pages=Pages(files, *kept, max(files - sum(kept), 0)),
        operations=len(api.operations),
        parameters=len(parameters),
        objects=len(objects),
        properties=len(leaves),
        closed=len(api.components) - len(objects),
        listed=sum(isinstance(item.schema, Scalar) and bool(item.schema.values) for item in parameters),
        open=sum(isinstance(leaf, Scalar) and leaf.is_open and bool(leaf.values) for leaf in leaves),
        samples=Samples(shown["request"], shown["response"], unread),
        findings=len(api.findings),
    )


def _leaf(schema: Schema) -> Schema:
    """The schema of the values inside all lists and maps."""
    while isinstance(schema, ArrayOf | MapOf):
        schema = schema.items if isinstance(schema, ArrayOf) else schema.values
    return schema


def _codes(entries: Sequence[Entry]) -> tuple[Code, ...]:
    """The codes that were found, in the order of the codes."""
    found = []
    for code in sorted({entry.code for entry in entries}):
        own = [entry for entry in entries if entry.code == code]
        groups, files = {entry.group for entry in own}, {entry.place.file for entry in own}
        found.append(Code(code, RULES_BY_CODE[code].severity, len(own), len(groups), len(files)))
    return tuple(found)


def _groups(
    grouping: _Grouping,
    api: Api,
    entries: Sequence[Entry],
    codes: Sequence[Code],
    reached: Mapping[int, frozenset[int]],
) -> tuple[Group, ...]:
    operations = Counter(operation.tag for operation in api.operations)
    samples = Counter(
        (operation.tag, side)
        for operation in api.operations
        for side, content in contents(operation)
        if content.example is not None
    )
    found = Counter((entry.group, entry.code) for entry in entries)
    groups = []
    for number, name in enumerate(grouping.names):
        components = [api.components[index] for index in reached.get(number, ())]
        enumerations = sum(bool(item.members) for item in components)
        groups.append(
            Group(
                name=name,
                pages=grouping.pages[name],
                operations=operations[name],
                requests=samples[name, "request"],
                responses=samples[name, "response"],
                components=len(components) - enumerations,
                enumerations=enumerations,
                findings=tuple(found[number, code.code] for code in codes),
            )
        )
    return tuple(groups)


def _components(
    api: Api, entries: Sequence[Entry], reach: Reach, group_of_operation: Sequence[int]
) -> tuple[ComponentEntry, ...]:
    against = _contradictions(api, entries)
    found = []
    for index, component in enumerate(api.components):
        properties = tuple(
            property_entry(component.name, item, against.properties.keys()) for item in component.properties
        )
        certainty, reasons = weigh(component, properties, against)
        found.append(
            ComponentEntry(
                name=component.name,
                kind="enumeration" if component.members else "object",
                certainty=certainty,
                reasons=reasons,
                properties=properties,
                members=tuple(name for name, _, _ in component.members),
                uses=reach.uses[index],
                used_by=reach.used_by[index],
                operations=tuple(api.operations[number].operation_id for number in reach.direct[index]),
                reach=len(reach.reached_by[index]),
                groups=tuple(sorted({group_of_operation[number] for number in reach.reached_by[index]})),
            )
        )
    return tuple(found)


def _contradictions(api: Api, entries: Sequence[Entry]) -> Contradictions:
    shown_at = {
        content.example.place: tuple(references(content.schema))
        for operation in api.operations
        for _, content in contents(operation)
        if content.example
    }
    samples = [
        (name, entry.place) for entry in entries if entry.code == "SL208" for name in shown_at.get(entry.place, ())
    ]
    return Contradictions(
        properties=_gathered((entry.subject, entry.place) for entry in entries if entry.code in ("SL207", "SL302")),
        names=_gathered((entry.subject, entry.place) for entry in entries if entry.code == "SL206"),
        samples=_gathered(samples),
    )


def _gathered(pairs: Iterable[tuple[str, Place]]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for name, place in pairs:
        found[name] = (*found.get(name, ()), place)
    return found
