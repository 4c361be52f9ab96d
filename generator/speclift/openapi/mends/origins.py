"""The old places of what is in a mended document, in which keys were renamed and lists lost items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from speclift.openapi.structure.steps import Steps


class Origins:
    """The old keys of maps, and the old indexes of lists, by the old place of the map or list."""

    def __init__(self) -> None:
        self._old: dict[Steps, dict[str, str]] = {}
        self._new: dict[Steps, dict[str, str]] = {}
        self._lists: set[Steps] = set()

    def original(self, steps: Sequence[str]) -> Steps:
        """The old place of a new one."""
        found: Steps = ()
        for step in steps:
            found = (*found, self._old.get(found, {}).get(step, step))
        return found

    def current(self, steps: Steps) -> Steps | None:
        """The new place of an old one; None where it was left out."""
        found: Steps = ()
        for index, step in enumerate(steps):
            parent = steps[:index]
            known = self._new.get(parent)
            if known is not None and step not in known and parent in self._lists:
                return None
            found = (*found, known.get(step, step) if known else step)
        return found

    def rename(self, place: Steps, names: Mapping[str, str]) -> None:
        """Record the new keys of the map at an old place, each with its old key."""
        self._note(place, {**self._old.get(place, {}), **self._through(place, names)})

    def keep(self, place: Steps, indexes: Sequence[int]) -> None:
        """Record the items that the list at an old place keeps, by their indexes before."""
        self._lists.add(place)
        self._note(place, self._through(place, {str(new): str(old) for new, old in enumerate(indexes)}))

    def follow(self, step: Origins) -> None:
        """Record what one more step changed; its old places are the current ones."""
        found = [(self.original(place), place in step._lists, names) for place, names in step._old.items()]
        for place, is_list, names in found:
            if is_list:
                self._lists.add(place)
            self._note(place, self._through(place, names))

    @property
    def is_empty(self) -> bool:
        """Whether all is where it was."""
        return not self._old

    def _through(self, place: Steps, names: Mapping[str, str]) -> dict[str, str]:
        before = self._old.get(place, {})
        return {new: before.get(old, old) for new, old in names.items()}

    def _note(self, place: Steps, old: dict[str, str]) -> None:
        self._old[place] = old
        self._new[place] = {before: new for new, before in old.items()}
