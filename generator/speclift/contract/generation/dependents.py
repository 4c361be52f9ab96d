"""Which properties an object gets. Where their number is limited, what some of them require in turn
(`dependentRequired`, `dependentSchemas`) counts as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from speclift.contract.generation.applied import Applied, options_of
from speclift.openapi.structure.nodes import Json

#: How many properties are tried as the first that an object has beyond the required ones.
_MOST_TRIES = 20


class Dependents:
    """What the properties of an object require in turn."""

    def __init__(self, applied: Applied, schema: Json) -> None:
        self._applied = applied
        self._schema = schema
        self._needs: dict[str, list[str]] = {
            name: [*names] for name, names in schema.get("dependentRequired", {}).items()
        }
        for name, given in schema.get("dependentSchemas", {}).items():
            self._needs[name] = [*self._needs.get(name, ()), *applied.followed(given).get("required", ())]

    def chosen(
        self, required: Collection[str], optional: Sequence[str], least: int, most: int, *, is_sparse: bool
    ) -> set[str]:
        """The properties of an object that has at least `least` and at most `most` of them, as far as there are any.
        With `is_sparse`, it has no more than it must.
        """
        must = self._closed(required)
        wanted = least if is_sparse else most
        best: set[str] = set()
        for first in range(min(len(optional), _MOST_TRIES) or 1):
            found = must
            for name in (*optional[first:], *optional[:first]):
                if len(found) >= wanted:
                    break
                more = self._closed((*found, name)) if self._needs else {*found, name}
                # What one property requires may be more than an object may have.
                found = more if len(more) <= most else found
            best = max(best, found, key=len) if first else found
            if len(best) >= least or not self._needs:
                break
        return best

    def applied_to(self, wanted: set[str]) -> tuple[Json, set[str]]:
        """The schema with those that the wanted properties bring, and all properties that these require."""
        schema, schemas = self._schema, self._schema.get("dependentSchemas", {})
        wanted = self._closed(wanted)
        done: set[str] = set()
        while todo := (wanted & schemas.keys()) - done:
            name = min(todo)
            done.add(name)
            beside = {key: given for key, given in schema.items() if key != "dependentSchemas"}
            schema = self._applied.followed({"allOf": [beside, schemas[name]]})
            for keyword in ("anyOf", "oneOf"):
                if options := options_of(schema, keyword):
                    schema = self._applied.alternative(schema, keyword, options, 0)
            wanted = self._closed({*wanted, *schema.get("required", ())})
        return schema, wanted

    def _closed(self, names: Iterable[str]) -> set[str]:
        """Names with those that they require in turn."""
        found: set[str] = set()
        todo = [*names]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo += self._needs.get(name, ())
        return found
