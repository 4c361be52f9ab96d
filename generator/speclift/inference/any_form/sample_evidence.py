"""Which sample objects show which component: the samples of bodies are followed along their stated types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from speclift.inference.any_form.types import Types
from speclift.inference.any_form.values import FITTING_SHARE, Shown, by_key_of, fits, items_of, members_of
from speclift.model.schema import ArrayOf, Component, MapOf, ObjectOf, OneOf, Property, Ref, Schema

#: How many objects of a component are kept: the first number of any, and up to the second of those with new keys.
_KEPT, _MOST = 24, 96
_DEEPEST = 48


class Evidence:
    """The sample objects of each component, by its name."""

    def __init__(self, stated: Mapping[str, Component], types: Types) -> None:
        self._stated = stated
        self._types = types
        self.shown: dict[str, list[Shown]] = {}
        self._seen: dict[str, set[str]] = {}

    def add(self, schema: Schema, shown: Sequence[Shown], depth: int = 0) -> None:
        """Follow values along a schema, and keep those that fit a component at the places where it refers to one."""
        if not shown or depth > _DEEPEST:
            return
        match schema:
            case Ref(name=name):
                keys = self._types.keys_of(name)
                self.add_to(name, [item for item in shown if _is_one(item, keys)], depth)
            case ArrayOf(items=items):
                self.add(items, items_of(shown), depth + 1)
            case MapOf(values=values):
                self.add(values, members_of(shown), depth + 1)
            case ObjectOf(properties=properties):
                self._add_properties(properties, shown, depth)
            case OneOf(options=options):
                for item in shown:
                    option = self._fitting(options, item)
                    if option:
                        self.add(option, [item], depth + 1)

    def add_to(self, name: str, shown: Sequence[Shown], depth: int = 0) -> None:
        """Keep values of a component, and follow the values in them."""
        component = self._stated.get(name)
        if component is None:
            return
        kept = [item for item in shown if self._is_wanted(name, item)]
        if not kept:
            return
        self.shown.setdefault(name, []).extend(kept)
        if component.schema is not None:
            self.add(component.schema, kept, depth + 1)
        else:
            self._add_properties(component.properties, kept, depth)

    def _add_properties(self, properties: Sequence[Property], shown: Sequence[Shown], depth: int) -> None:
        by_key = by_key_of(shown)
        for item in properties:
            if item.name in by_key:
                self.add(item.schema, by_key[item.name], depth + 1)

    def _is_wanted(self, name: str, item: Shown) -> bool:
        kept = len(self.shown.get(name, ()))
        seen = self._seen.setdefault(name, set())
        keys = set(item[0]) if isinstance(item[0], dict) else set()
        is_new = not keys <= seen
        seen |= keys
        return kept < _KEPT or (is_new and kept < _MOST)

    def _fitting(self, options: Sequence[Schema], item: Shown) -> Schema | None:
        """The alternative whose fields fit an object best; a list belongs to the first alternative that is a list."""
        value = item[0]
        if isinstance(value, list):
            return next((option for option in options if isinstance(option, ArrayOf)), None)
        if not isinstance(value, dict):
            return None
        named = [option for option in options if isinstance(option, Ref)]
        return max(named, key=lambda option: fits(value, self._types.keys_of(option.name)), default=None)


def _is_one(item: Shown, keys: frozenset[str]) -> bool:
    value = item[0]
    return isinstance(value, dict) and bool(value) and (not keys or fits(value, keys) >= FITTING_SHARE)
