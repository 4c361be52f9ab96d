"""How much the validators of a document copy. For `unevaluatedProperties` and `unevaluatedItems`, a validator copies
all schemas that apply to the same value, also through references: if these lead to the same schemas again and again, a
small document takes all the memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.references import refers_to

#: The most copies of all schemas of a document together; each takes some two thousand bytes.
_MOST_COPIES = 100_000
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")
_LISTS, _INNER = ("allOf", "anyOf", "oneOf"), ("not", "if", "then", "else")


def have_few_copies(schemas: Iterable[Any], components: Mapping[str, Json]) -> bool:
    """Whether validators of these schemas, in a document with these components, copy few enough to be compiled."""
    counter, count = _Counter(components), 0
    for schema in schemas:
        for node, _, _ in walk(schema, "schemas"):
            if any(word in node for word in _UNEVALUATED):
                try:
                    count += counter.copies(node)
                except RecursionError:
                    return False
                if count > _MOST_COPIES:
                    return False
    return True


class _Counter:
    def __init__(self, components: Mapping[str, Json]) -> None:
        self._components = components
        # Keys are identities: the schemas outlive the count.
        self._known: dict[int, int] = {}

    def copies(self, schema: Any) -> int:
        """How many schemas apply to a value of a schema; a schema that is part of itself adds nothing to itself."""
        if not isinstance(schema, Mapping):
            return 1
        if id(schema) not in self._known:
            self._known[id(schema)] = 1
            self._known[id(schema)] = 1 + sum(map(self.copies, self._parts(schema)))
        return self._known[id(schema)]

    def _parts(self, schema: Mapping[str, Any]) -> Iterable[Any]:
        if target := refers_to(schema):
            yield self._components.get(target)
        for word in _LISTS:
            yield from schema.get(word) or ()
        yield from (schema[word] for word in _INNER if word in schema)
        dependent = schema.get("dependentSchemas")
        yield from dependent.values() if isinstance(dependent, Mapping) else ()
