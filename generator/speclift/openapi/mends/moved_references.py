"""References to what a mend moved, such as an item of a list that lost an earlier one, or a renamed entry of a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from speclift.openapi.mends.change import GONE
from speclift.openapi.mends.edits import Edit
from speclift.openapi.mends.origins import Origins
from speclift.openapi.mends.references import left_of
from speclift.openapi.structure.circles import OPEN
from speclift.openapi.structure.mappings import mapped
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.pointers import pointer_parts
from speclift.openapi.structure.steps import Steps, fragment_of, steps_of


class Moves(msgspec.Struct, frozen=True):
    """What one step of mending moved: `origins` has the keys and indexes, by the places before it, and `parts` the
    places before it of what is elsewhere now, each with the place that it would have without new keys and indexes.
    """

    origins: Origins
    parts: Mapping[Steps, Steps] = {}

    def after(self, steps: Steps) -> Steps | None:
        """The place after the step of what was at a place before; None where it was left out."""
        end = 0
        while self.parts and end < len(steps):
            end += 1
            found = self.parts.get(steps[:end])
            if found is not None:
                steps, end = (*found, *steps[end:]), len(found)
        return self.origins.current(steps)

    @property
    def are_none(self) -> bool:
        """Whether all is where it was."""
        return not self.parts and self.origins.is_empty


def moved_references(document: Json, moves: Moves) -> tuple[dict[Steps, str], list[Edit]]:
    """The new references by their places in a document after a step, and edits of those to what was left out."""
    values: dict[Steps, str] = {}
    lost: list[Edit] = []
    for node, kind, place in () if moves.are_none else walk(document):
        for key, target in _targets(node, kind):
            steps = tuple(pointer_parts(target))
            found = moves.after(steps)
            here = steps_of(place)
            if found is None:
                lost.append(_lost(target, kind, here, key))
            elif found != steps:
                values[*here, *key] = f"#{fragment_of(found)}"
    return values, lost


def _targets(node: Mapping[str, Any], kind: str) -> Iterator[tuple[Steps, str]]:
    """The references of an object within the document, by the steps to each."""
    found: dict[Steps, Any] = {("$ref",): node.get("$ref")} if kind not in ("document", "components") else {}
    if kind == "schemas":
        found.update({("discriminator", *steps): target for steps, target in mapped(node).items()})
    yield from ((key, target) for key, target in found.items() if isinstance(target, str) and target.startswith("#/"))


def _lost(target: str, kind: str, here: Steps, key: Steps) -> Edit:
    if key != ("$ref",):
        return Edit("dangling-reference", f"{target} leads to what is left out; it is left out", (*here, *key))
    message = f"the reference {target} leads to what is left out; {left_of(kind)}"
    return Edit("dangling-reference", message, here, (*here, "$ref") if kind in OPEN else here, GONE)
