"""A faulty document made into one that the tools can work with, and the list of its faults.

Mends of objects look at one object each, on one walk through the document; mends of the whole look at what belongs
together.  Both go on until they find nothing more.  What the published schemas still refuse is then left out, in the
smallest unit that leaves a valid document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec

from speclift.errors import SourceError
from speclift.limits import LONGEST_HEADING, LONGEST_MESSAGE, LONGEST_PATH
from speclift.openapi.checking.destinations import keyword_at, lost_at
from speclift.openapi.checking.published import UNEXPECTED
from speclift.openapi.mends import bodies, operations, parameters, references, schemas, security, values, whole
from speclift.openapi.mends.change import Mend
from speclift.openapi.mends.edits import Edit, edited, with_values
from speclift.openapi.mends.keys import renamed
from speclift.openapi.mends.leave_out import Remainder
from speclift.openapi.mends.moved_references import Moves, moved_references
from speclift.openapi.mends.origins import Origins
from speclift.openapi.mends.walk import Walk
from speclift.openapi.structure.fault import OPERATION, Fault
from speclift.openapi.structure.nodes import Json, described
from speclift.openapi.structure.objects import Place, is_extension, pointer
from speclift.openapi.structure.steps import Steps, entry_of, has_entry
from speclift.openapi.structure.versions import version_of

#: Each round leaves out or mends all that it finds; further faults come from what was left out.
_MOST_ROUNDS = 40

_EVERY: tuple[Mend, ...] = (values.merge_keys, references.references, values.values, values.needed_fields)
_AFTER: tuple[Mend, ...] = (values.missing_fields,)

#: The mends of an object by its kind; they run before those of the objects in it.
BEFORE: Mapping[str, tuple[Mend, ...]] = {
    "document": (
        lambda node, _: renamed(node, "paths", "path", operations.path, ("path", "path")),
        schemas.dialects,
    ),
    "servers": (operations.server_variables,),
    "pathItems": (operations.methods, operations.query_strings),
    "operations": (bodies.statuses, operations.bodies_of_2_0, operations.query_strings),
    "parameters": (
        parameters.locations,
        bodies.media_types,
        parameters.contents,
        parameters.examples,
        parameters.styles,
    ),
    "headers": (bodies.media_types, parameters.contents, parameters.examples, parameters.styles),
    "requestBodies": (bodies.schemas_of_2_0, bodies.media_types),
    "responses": (bodies.schemas_of_2_0, bodies.media_types),
    "mediaTypes": (parameters.examples,),
    "encodings": (bodies.encodings,),
    "examples": (bodies.examples,),
    "links": (bodies.links,),
    "securitySchemes": (security.schemes,),
    "flows": (security.flows,),
    "schemas": (
        references.dynamic_references,
        schemas.identifiers,
        schemas.required,
        schemas.dependent_required,
        schemas.types,
        schemas.later_keywords,
        schemas.bounds,
        schemas.enums,
        schemas.compositions,
        schemas.items,
        schemas.patterns,
        schemas.discriminators,
        schemas.recursive_references,
        schemas.dependencies,
        schemas.dialects,
    ),
}

#: The mends of an object that run after those of the objects in it.
AFTER: Mapping[str, tuple[Mend, ...]] = {
    "operations": (bodies.responses,),
    "parameters": (parameters.requirement,),
    "schemas": (schemas.defaults,),
}

_Whole: TypeAlias = Callable[[Json], Iterator[Edit]]

#: The mends of the whole document, one after the other: each sees the result of the one before.
WHOLE: Sequence[_Whole] = (
    whole.heads,
    whole.tags,
    references.circular_references,
    security.requirements,
    operations.surplus_parameters,
    operations.missing_parameters,
    operations.operation_ids,
)


def mended(document: Json, file: str = "", origins: Origins | None = None) -> tuple[Json, tuple[Fault, ...]]:
    """The document without its faults, and the faults in the order in which they were found.

    A field that does not belong there stays if the tools know its meaning: the published schema may refuse it.
    Errors name `file`, and `origins` records the old places.  Raises SourceError where
    the document cannot be mended.
    """
    return _Mending(document, file, origins or Origins()).run()


class _Mending:
    def __init__(self, document: Json, file: str, origins: Origins) -> None:
        self.document = self._before = document
        given = document.get("paths")
        self._given = tuple(given) if isinstance(given, dict) else ()
        self._file = file
        self._origins = origins
        self._faults: dict[tuple[Steps, str, str], Fault] = {}
        self._pointers: dict[Steps, str] = {}
        #: The places of what the mends change, by the faults.
        self._targets: dict[tuple[Steps, str, str], Steps] = {}
        #: Fields that stay although they are wrong, by their places in the file: what the published schema sees there.
        self._kept: dict[Steps, Any] = {}

    def run(self) -> tuple[Json, tuple[Fault, ...]]:
        self._run(whole.versions)
        version = version_of(self.document.get("openapi"))[:3]
        remainder = Remainder()
        for _ in range(_MOST_ROUNDS):
            self._settle(version)
            edits = list(remainder.edits(self.document, self._without_kept(), version))
            if not edits:
                self._refuse_nothing_left()
                return self.document, tuple(self._with_losses())
            if any(not edit.place and not edit.is_kept for edit in edits):
                raise self._refused(self._wrong_paths() or edits[0].message)
            self._apply(edits)
        raise self._refused("each mend uncovers another fault")

    def _wrong_paths(self) -> str:
        """What stands in place of `paths`, in words; empty where it is a map or missing."""
        given = self._before.get("paths", {})
        return "" if isinstance(given, Mapping) else f"paths is {described(given)}, not a map of paths"

    def _refuse_nothing_left(self) -> None:
        """A document that loses all of its paths was not an OpenAPI document."""
        had = [path for path in self._given if not is_extension(path)]
        if had and not self.document.get("paths"):
            first = next((fault for fault in self._faults.values() if fault.pointer.startswith("/paths")), None)
            raise self._refused(f"none of its {len(had):,} paths is left ({first})" if first else "no path is left")

    def _refused(self, reason: str) -> SourceError:
        return SourceError(
            f"The document cannot be mended: {reason}.",
            file=self._file,
            expected="an OpenAPI document with an object for each of `info` and `paths`",
            advice="mend it, or name another file",
        )

    def _settle(self, version: str) -> None:
        """Mend until nothing is found."""
        for _ in range(_MOST_ROUNDS):
            before = self.document
            walk = Walk(self.document, version, self._mends_of(BEFORE, _EVERY, ()), self._mends_of(AFTER, (), _AFTER))
            self.document = walk.mended()
            self._note(walk.edits)
            self._follow(walk.moves)
            self._rename_components(version)
            for mend in WHOLE:
                self._run(mend)
            if self.document is before:
                return

    def _mends_of(
        self, table: Mapping[str, tuple[Mend, ...]], first: tuple[Mend, ...], last: tuple[Mend, ...]
    ) -> Callable[[str], tuple[Mend, ...]]:
        return lambda kind: (*first, *table.get(kind, ()), *last)

    def _run(self, mend: _Whole) -> None:
        self._apply(list(mend(self.document)))

    def _apply(self, edits: Sequence[Edit]) -> None:
        if not edits:
            return
        self._note(edits)
        if any(not edit.is_kept for edit in edits):
            step = Origins()
            self.document = edited(self.document, edits, step)
            self._follow(Moves(step))

    def _follow(self, moves: Moves) -> None:
        """Record what a step moved, and let references lead there."""
        self._origins.follow(moves.origins)
        references, lost = moved_references(self.document, moves)
        if references:
            self.document = with_values(self.document, references)
        self._apply(lost)

    def _note(self, edits: Sequence[Edit]) -> None:
        for edit in edits:
            place = self._origins.original(edit.place)
            if edit.is_kept:
                self._kept[place] = edit.stand_in
            message = edit.message[:LONGEST_MESSAGE]
            if place not in self._pointers:
                self._pointers[place] = written(place)
            key = place, edit.kind, message
            self._faults.setdefault(key, Fault(self._pointers[place], message, edit.kind))
            self._targets.setdefault(key, self._origins.original(edit.target or edit.place))

    def _with_losses(self) -> Iterator[Fault]:
        """The faults, with what is lost: an operation or a field that is gone, or an unexpected field."""
        for key, fault in self._faults.items():
            place = self._targets[key]
            lost = lost_at(place, place[-1][:60] if fault.kind == UNEXPECTED else keyword_at(place)[:60])
            is_lost = fault.kind == UNEXPECTED or self._is_gone(place, lost)
            yield msgspec.structs.replace(fault, lost=lost) if is_lost else fault

    def _is_gone(self, place: Steps, lost: str) -> bool:
        """Whether nothing is left of what was at an old place; a path item without operations is nothing."""
        current = self._origins.current(place)
        if lost == OPERATION:
            return not (current and entry_of(self.document, current))
        return has_entry(self._before, place) and not (current is not None and has_entry(self.document, current))

    def _rename_components(self, version: str) -> None:
        if version == "3.0":
            # Its published schema does not check them.
            return
        names = {(kind, name): new for kind, name, new in whole.component_names(self.document)}
        if not names:
            return
        self._note(
            [
                Edit(
                    "component-name",
                    f"a component cannot have this name; it is renamed {new}",
                    ("components", kind, name),
                )
                for (kind, name), new in names.items()
            ]
        )
        self.document = whole.with_names(self.document, names)
        for kind in {kind for kind, _ in names}:
            place = self._origins.original(("components", kind))
            self._origins.rename(place, {new: name for (of, name), new in names.items() if of == kind})

    def _without_kept(self) -> Json:
        """The document without the fields that stay although they are wrong, for the published schema."""
        places = {self._origins.current(place): value for place, value in self._kept.items()}
        return with_values(self.document, {place: value for place, value in places.items() if place})


def written(steps: Steps) -> str:
    """Steps as a JSON Pointer; a key that is longer than people write is cut short."""
    place: Place = None
    for step in steps:
        place = (place, step if len(step) <= LONGEST_PATH else f"{step[:LONGEST_HEADING]}…")
    return pointer(place)
