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
    """One fault of an object, and its mend. `key` is the field that is wrong, or the steps into it; empty where it is
    the object itself.  `fields` are the fields that the object gets instead, GONE for those that it loses; a list may
    have GONE among its items.  `names` gives, by field, the old names of the renamed keys of the map in it; the empty
    field is the object itself.  `is_kept` says that the field stays as it is, though it is wrong: the tools know what
    it means.  `is_gone` leaves out the object.
    """

    kind: str
    message: str
    key: str | tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    names: Mapping[str, Mapping[str, str]] = {}
    is_kept: bool = False
    is_gone: bool = False


class Site(msgspec.Struct, frozen=True):
    """The surroundings of an object: its kind (`objects.OBJECTS`), its place, and the document that is being mended, of
    the OpenAPI version `version` (`3.0`, `3.1` or `3.2`).  `dead` are the references to components that lead nowhere in
    the end, `operation_ids` gives the ids of all operations, `anchors` the names of all anchors.
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


#: A mend looks at one object and gives its changes.
Mend: TypeAlias = Callable[[Json, Site], Iterable[Change]]
