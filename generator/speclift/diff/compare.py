"""Compare two descriptions of an API: the changes between them, in a stable order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from speclift.contract.records import Operation
from speclift.diff.description import Description
from speclift.diff.events import event_changes
from speclift.diff.operations.compare import OperationComparison
from speclift.diff.operations.pairing import pair_operations
from speclift.diff.operations.servers import server_changes
from speclift.diff.reach import Reach
from speclift.diff.rules.catalogue import RULES, RULES_BY_CODE
from speclift.diff.rules.change import LEVELS, Change, Comparison
from speclift.diff.schemas.compare import Pair, SchemaComparison
from speclift.diff.schemas.names import namespace, same_name, short_name

#: Code, place, old and new: two notes with the same values are the same change.
_NoteKey: TypeAlias = tuple[str, str, str, str]

_ORDER = {rule.code: (LEVELS.index(rule.level), index) for index, rule in enumerate(RULES)}


def compare(old: Description, new: Description) -> Comparison:
    """All changes from one description to the other, each once: the same one in many operations is one change."""
    pairs = list(pair_operations(old.contract, new.contract))
    pairs.sort(key=_label)
    schemas = SchemaComparison(old.components, new.components, list(map(_label, pairs)))
    operations = OperationComparison(old, new, schemas)
    for number, (before, after) in enumerate(pairs):
        if before and after:
            operations.compare(number, before, after)
    result = _Changes(old, new, pairs, schemas)
    changes = [*result.from_notes(), *result.existence(), *result.names(), *result.servers(), *result.events()]
    return Comparison(old.name, new.name, tuple(sorted(changes, key=_sort_key)), old.version, new.version)


def _label(pair: tuple[Operation | None, Operation | None]) -> str:
    before, after = pair
    return (after or before).label  # type: ignore[union-attr]


def _sort_key(change: Change) -> tuple[tuple[int, int], tuple[str, ...], str, str, str, tuple[str, ...]]:
    return _ORDER[change.code], change.components, change.place, change.old, change.new, change.operations


class _Changes:
    """Turns notes into changes: equal notes are one change, with all operations that it touches and its place."""

    def __init__(
        self,
        old: Description,
        new: Description,
        pairs: Sequence[tuple[Operation | None, Operation | None]],
        schemas: SchemaComparison,
    ) -> None:
        self._old = old
        self._new = new
        self._pairs = pairs
        self._schemas = schemas
        self._reach = Reach(schemas.holders)
        # The pairs are sorted by these labels.
        self._labels = list(map(_label, pairs))

    def from_notes(self) -> Iterator[Change]:
        """A change for each group of equal notes: those of operations first, then those of components."""
        in_operations: dict[_NoteKey, set[int]] = defaultdict(set)
        in_components: dict[_NoteKey, set[Pair]] = defaultdict(set)
        for note in self._schemas.notes:
            key = (note.code, note.place, note.old, note.new)
            if isinstance(note.owner, int):
                in_operations[key].add(note.owner)
            else:
                in_components[key].add(note.owner)
        for key, numbers in in_operations.items():
            yield self._change(*key, sorted(numbers))
        for key, pairs in in_components.items():
            reached = self._reach.operations(pairs)
            names = {_name(old, new): new for old, new, _ in sorted(pairs)}
            components = tuple(sorted(names))
            yield self._change(*key, reached, components=components, schema=names[components[0]])

    def existence(self) -> Iterator[Change]:
        """Operations that were added or removed."""
        for number, (before, after) in enumerate(self._pairs):
            if before and not after:
                code = "operation-removed-after-deprecation" if before.is_deprecated else "operation-removed"
                yield self._change(code, "", before.label, "", [number])
            elif after and not before:
                yield self._change("operation-added", "", "", after.label, [number])

    def names(self) -> Iterator[Change]:
        """Components that were renamed, added or removed."""
        met = sorted({(old, new) for old, new, _ in self._schemas.holders})
        namespaces = set()
        for old, new in met:
            if not same_name(old, new):
                is_renamed = old not in self._new.components and new not in self._old.components
                code = "component-renamed" if is_renamed else "component-replaced"
                numbers = self._reach.operations([(old, new, "request"), (old, new, "response")])
                yield self._change(code, "", old, new, numbers, components=(new,), schema=new)
            elif old != new:
                namespaces.add((namespace(old), namespace(new)))
        for before, after in sorted(namespaces):
            yield _new_change("component-namespace-changed", "", before, after, (), source=self._new.file)
        sides = (
            ("component-removed", self._old, self._new, {old for old, _ in met}),
            ("component-added", self._new, self._old, {new for _, new in met}),
        )
        for code, here, there, counterparts in sides:
            others = {short_name(name) for name in there.components}
            for name in sorted(here.components.keys() - counterparts):
                if short_name(name) not in others:
                    texts = (name, "") if code == "component-removed" else ("", name)
                    file, line = here.sources.get(name, (here.file, 0))
                    yield _new_change(code, "", *texts, (), components=(name,), source=file, line=line)

    def servers(self) -> Iterator[Change]:
        """Servers that were added or removed, and base paths that changed."""
        for code, old, new, numbers in server_changes(self._old.contract, self._new.contract, self._pairs):
            if numbers:
                yield self._change(code, "servers", old, new, numbers)
            else:
                yield _new_change(code, "servers", old, new, (), source=self._new.file)

    def events(self) -> Iterator[Change]:
        """Changes of webhooks, and of the callbacks of operations that both descriptions have."""
        for code, old, new in event_changes("webhook", self._old.events.get("", {}), self._new.events.get("", {})):
            yield _new_change(code, "webhooks", old, new, (), source=self._new.file)
        for number, (before, after) in enumerate(self._pairs):
            if before and after:
                sides = self._old.events.get(before.label, {}), self._new.events.get(after.label, {})
                for code, old, new in event_changes("callback", *sides):
                    yield self._change(code, "callbacks", old, new, [number])

    def _change(
        self,
        code: str,
        place: str,
        old: str,
        new: str,
        numbers: Sequence[int],
        *,
        components: tuple[str, ...] = (),
        schema: str = "",
    ) -> Change:
        labels = tuple(map(self._labels.__getitem__, numbers))
        file, line = self._shown(labels, place, schema)
        return _new_change(code, place, old, new, labels, components=components, source=file, line=line)

    def _shown(self, labels: Sequence[str], place: str, schema: str) -> tuple[str, int]:
        """The place that shows a change: property or parameter, else schema or operation, else the whole document."""
        if schema:
            first = place.lstrip(".[]{}").partition(".")[0].rstrip("[]{}")
            keys = [f"{schema}.{first}", schema]
        else:
            keys = [f"{labels[0]} {place}", labels[0]] if labels else []
        for description in (self._new, self._old):
            for key in keys:
                if key in description.sources:
                    return description.sources[key]
        return self._new.file, 0


def _name(old: str, new: str) -> str:
    """The name of a pair of components: both names where they differ in more than their namespace."""
    return min(old, new, key=len) if same_name(old, new) else f"{old} → {new}"


def _new_change(
    code: str,
    place: str,
    old: str,
    new: str,
    operations: tuple[str, ...],
    *,
    components: tuple[str, ...] = (),
    source: str = "",
    line: int = 0,
) -> Change:
    level = RULES_BY_CODE[code].level
    return Change(code, level, components, place, old, new, operations, source, line)
