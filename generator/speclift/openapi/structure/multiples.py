"""How large a document is once its references are followed: a few references to a large component add up to a lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from speclift.errors import SourceError
from speclift.openapi.structure.objects import OBJECTS, is_extension
from speclift.openapi.structure.paths import OTHER_METHODS, operations_in, paths_of
from speclift.openapi.structure.references import component_name

#: The characters that any document may have once references are followed, and the factor by which a larger one may
#: grow. Real documents double.
_ALLOWED, _MOST_TIMES = 4 * 2**20, 5

#: The characters that an object counts for besides the text in it.
_OBJECT = 40

#: No tool follows references in these.
_UNREAD = frozenset({"callbacks", "links"})


def is_modest(document: Mapping[str, Any], references: Mapping[str, int]) -> bool:
    """Whether what the references of a document repeat is no larger than any document may be.

    It counts references to components, each as often as it occurs, and path items that have operations of other
    methods. `references` says how often each target occurs.
    """
    counter = _Counter(document)
    size = 0
    try:
        for item in (item for _, item in paths_of(document) if isinstance(item, Mapping) and OTHER_METHODS in item):
            size += counter.size(item, "pathItems")
        for target, times in references.items():
            kind = target.removeprefix("#/components/").partition("/")[0]
            if kind in OBJECTS["components"] and kind != "schemas":
                size += times * counter.size(counter.component(kind, target), kind)
    except RecursionError:
        return False
    return size <= _ALLOWED


def refuse_multiples(document: Mapping[str, Any], file: str = "") -> None:
    """Raise SourceError where the references of a document make it far larger than its own size.

    It counts references to components, and objects that are in several places.  Schemas that are components do not
    count: each is read once, however many references lead to it.
    """
    counter = _Counter(document)
    try:
        size = sum(counter.size(document.get(key), "document", key) for key in ("paths", "webhooks"))
        for kind in OBJECTS["components"].keys() - {"schemas"}:
            size += counter.size(counter.components.get(kind), "components", kind)
    except RecursionError as error:
        raise _refused("its references lead to each other over too many steps", file) from error
    if size > _ALLOWED + _MOST_TIMES * counter.has:
        raise _refused(f"it has {counter.has:,} characters, which its references multiply to {size:,}", file)


def _refused(what: str, file: str) -> SourceError:
    return SourceError(
        f"The document is too large: {what}.",
        file=file,
        expected="operations of a usual size",
        advice="let fewer operations share the large parameters, bodies and responses",
    )


class _Counter:
    """Counts characters: each object is examined once, and counts wherever it appears."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        components = document.get("components")
        self.components = components if isinstance(components, Mapping) else {}
        # Keys are identities: a parser gives one object for what a document repeats.
        self._sizes: dict[int, int] = {}
        self._written: set[int] = set()
        #: The characters of all that was visited.
        self.has = 0

    def component(self, kind: str, target: str) -> Any:
        """What a reference to a component leads to, None where there is nothing."""
        named = self.components.get(kind)
        return named.get(component_name(target)) if isinstance(named, Mapping) else None

    def size(self, node: Any, kind: str, field: str = "") -> int:
        """The characters of an object of a kind, or of one of its fields, with those that it refers to."""
        if field:
            shape, inner = OBJECTS[kind][field]
            if shape == "one":
                return self.size(node, inner)
            parts = node if shape == "list" and isinstance(node, list) else ()
            if shape != "list" and isinstance(node, Mapping):
                parts = [part for name, part in node.items() if shape == "map" or not is_extension(name)]
            return sum(self.size(part, inner) for part in parts)
        if not isinstance(node, Mapping):
            return 0
        known = self._sizes.get(id(node))
        if known is not None:
            return known
        # An object that contains itself adds nothing to itself.
        self._sizes[id(node)] = found = _OBJECT
        self.has += _OBJECT
        for key, value in node.items():
            if key not in OBJECTS[kind]:
                length = len(value) if isinstance(value, str) else _written(value)
                found += length
                # An object in place of a reference is new, but its contents are not.
                if id(value) not in self._written:
                    self._written.add(id(value))
                    self.has += length
        target = node.get("$ref")
        if isinstance(target, str) and kind != "schemas":
            found += self.size(self.component(kind, target), kind)
        for key in OBJECTS[kind].keys() & node.keys() - _UNREAD:
            # The parameters of a path are those of each of its methods.
            times = sum(1 for _ in operations_in(node)) if (kind, key) == ("pathItems", "parameters") else 1
            found += times * self.size(node[key], kind, key)
        self._sizes[id(node)] = found
        return found


def _written(value: Any) -> int:
    """The characters of data."""
    if not isinstance(value, dict | list):
        return 0
    try:
        return len(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
    except TypeError:
        return len(str(value))
