"""References in place of the parts of a document: `paths`, `components`, a map in these, `info` and the like.

Many authors split a document like this. These are followed first, since components are found by their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from speclift.openapi.bundling.entries import entries_of, with_entries
from speclift.openapi.bundling.places import Places, Spot
from speclift.openapi.structure.layout import Layout
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import is_extension
from speclift.openapi.structure.steps import Steps

#: Called with the place that had such a reference, and with the reference.
Report = Callable[[Steps, str], None]


def spliced(document: Json, layout: Layout, places: Places, base: str, top: Spot, report: Report) -> Json:
    """The document, which is at the place `top`, with what such references lead to in their place. Raises SourceError
    where one leads to a place that may not be read.
    """
    objects = layout.objects
    found = dict(
        with_entries(document, "document", objects, places, base, top, lambda key, target: report((key,), target))
    )
    components = found.get("components")
    if not isinstance(components, Mapping):
        return found
    here = Spot(top.uri, ("components",))
    if isinstance(components.get("$ref"), str):
        entries = entries_of(components, "map", places, base, here)
        if isinstance(entries, Mapping):
            report(here.steps, components["$ref"])
            components = {key: value for key, value in entries.items() if not is_extension(key)}
    found["components"] = dict(
        with_entries(
            components,
            "components",
            objects,
            places,
            base,
            here,
            lambda key, target: report(("components", key), target),
        )
    )
    return found
