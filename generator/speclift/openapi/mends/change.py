"""What a mend reads and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, Final, TypeAlias

import msgspec

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import Place


class _Gone:
    """The type of `GONE`."""


#: The mark in place of a value that is left out.
GONE: Final = _Gone()


class Change(msgspec.Struct, frozen=True):
    """One fault of an object, and its mend.

    `key` is the field that is wrong, or the steps to a place in it; empty where the object itself is wrong.  `fields`
    are the new values of fields; GONE removes a field, or an item of a list.  `names` maps the new keys of a map to
    their old ones, by the field that has the map; the empty field is the object itself.  `moved` are the places that
    parts have after the change, by those before it, from the object on.  `is_kept` leaves the field as it is, though it
    is wrong, since the tools know what it means; the published schema then sees `stand_in` in its place.  `is_gone`
    leaves out the whole object.
    """

    kind: str
    message: str
    key: str | tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    names: Mapping[str, Mapping[str, str]] = {}
    moved: Mapping[tuple[str, ...], tuple[str, ...]] = {}
    is_kept: bool = False
    stand_in: Any = GONE
    is_gone: bool = False


class Site(msgspec.Struct, frozen=True):
    """The surroundings of an object: its kind (`objects.OBJECTS`), its place, and the document that is being mended, of
    the OpenAPI version `version` (`3.0`, `3.1` or `3.2`).  `dead` are the references to components that lead nowhere in
    the end, `operation_ids` returns the ids of all operations, and `anchors` the names of all anchors.
    """

    kind: str
    place: Place
    document: Mapping[str, Any]
    version: str
    dead: frozenset[str] = frozenset()
    operation_ids: Callable[[], Container[str]] = frozenset
    anchors: Callable[[], Container[str]] = frozenset

    @property
    def name(self) -> str:
        """The key of the object in the object around it."""
        return str(self.place[1]) if self.place else ""


#: A mend looks at one object and returns its changes.
Mend: TypeAlias = Callable[[Json, Site], Iterable[Change]]
