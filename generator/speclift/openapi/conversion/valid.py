"""Removes fields that the version of a document lacks: the tools skip them, but they make it invalid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from speclift.openapi.checking.destinations import lost_at
from speclift.openapi.checking.published import UNEXPECTED, is_accepted, published_faults
from speclift.openapi.conversion.rebuild import rebuilt
from speclift.openapi.conversion.schema_30 import with_types_of_30
from speclift.openapi.mends.change import GONE
from speclift.openapi.mends.edits import with_values
from speclift.openapi.mends.mend import mended
from speclift.openapi.mends.origins import Origins
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json, mapping
from speclift.openapi.structure.objects import is_extension, walk
from speclift.openapi.structure.paths import OTHER_METHODS
from speclift.openapi.structure.steps import Steps, entry_of, pointer_of, steps_of, steps_to
from speclift.openapi.structure.versions import version_of

#: The fields of a security scheme by its type, besides those that all have.
_OF_TYPE: Mapping[str, frozenset[str]] = {
    "apiKey": frozenset({"name", "in"}),
    "http": frozenset({"scheme", "bearerFormat"}),
    "oauth2": frozenset({"flows", "oauth2MetadataUrl"}),
    "openIdConnect": frozenset({"openIdConnectUrl"}),
    "mutualTLS": frozenset(),
}
_OF_ALL = frozenset({"type", "description", "deprecated"})
#: A field that does not belong may hide another one.
_MOST_ROUNDS = 20


def valid(document: Json, origins: Origins | None = None) -> tuple[Json, tuple[Fault, ...]]:
    """The document without such fields, and a fault for each that was left out; in 3.0, types of 3.1 are converted.

    `origins` has the places that parts had before, which the faults get, and learns more.
    """
    origins = origins or Origins()
    if str(document.get("openapi")).startswith("3.0") and not is_accepted(document):
        document = rebuilt(document, lambda node, kind, place: node, lambda schema, place: with_types_of_30(schema))
    document, of_schemes = _with_plain_schemes(document)
    document, left_out = _without_unexpected(document, origins)
    if not is_accepted(document):
        document, queries = _without_whole_queries(document, origins)
        # A field that another version ignores may have a wrong form.
        document, mends = mended(document, origins=origins)
        document, more = _without_unexpected(document, origins)
        left_out = (*left_out, *queries, *mends, *more)
    return document, (*of_schemes, *left_out)


def _without_unexpected(document: Json, origins: Origins) -> tuple[Json, tuple[Fault, ...]]:
    faults: list[Fault] = []
    for _ in range(_MOST_ROUNDS):
        places = {steps_to(fault.pointer) for fault in _unexpected(document)}
        # Next to a field that does not belong, a good field may seem wrong.
        around = {place[:end] for place in places for end in range(len(place))}
        inner = sorted(places - around)
        if not inner:
            break
        faults.extend(_fault(origins.original(lost)) for place in inner for lost in _lost_with(document, place))
        document = with_values(document, dict.fromkeys(inner, GONE), origins)
    return document, tuple(faults)


def _unexpected(document: Json) -> list[Fault]:
    return [fault for fault in published_faults(document) if fault.kind == UNEXPECTED and fault.pointer]


def _without_whole_queries(document: Json, origins: Origins) -> tuple[Json, tuple[Fault, ...]]:
    """The document without parameters that are the whole query: only 3.2 has these, but the tools know them in any."""
    places = [
        steps_of(place)
        for node, kind, place in walk(document)
        if kind == "parameters" and node.get("in") == "querystring"
    ]
    if not places or version_of(document.get("openapi")).startswith("3.2"):
        return document, ()
    message = "in: querystring is of OpenAPI 3.2: the parameter is left out"
    faults = tuple(
        Fault(pointer_of(origins.original(place)), message, "lost-in-conversion", lost="in") for place in places
    )
    return with_values(document, dict.fromkeys(places, GONE), origins), faults


def _with_plain_schemes(document: Json) -> tuple[Json, list[Fault]]:
    faults: list[Fault] = []
    components = document.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    for name, scheme in schemes.items() if isinstance(schemes, Mapping) else ():
        if not isinstance(scheme, Mapping) or scheme.get("type") not in _OF_TYPE:
            continue
        for key in scheme.keys() - _OF_ALL - _OF_TYPE[scheme["type"]]:
            if not is_extension(key):
                place = ("components", "securitySchemes", name, key)
                document = with_values(document, {place: GONE})
                faults.append(_fault(place))
    return document, sorted(faults, key=lambda fault: fault.pointer)


def _lost_with(document: Json, place: Steps) -> Iterator[Steps]:
    """The places of what is lost with a field: each operation in `additionalOperations`, else the field."""
    methods = mapping(entry_of(document, place)) if place[-1] == OTHER_METHODS and len(place) > 1 else {}
    yield from ((*place, method) for method in methods)
    if not methods:
        yield place


def _fault(place: Steps) -> Fault:
    name = place[-1][:60]
    message = f"{name} does not belong here: it is left out"
    return Fault(pointer_of(place), message, UNEXPECTED, lost=lost_at(place, name))
