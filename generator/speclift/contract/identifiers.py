"""Where the id of a resource is: its property, and the places in responses, bodies and lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import msgspec

from speclift.contract.records import Contract, Operation, json_of
from speclift.contract.scalars import json_types
from speclift.contract.shapes import items_of, parts_of, properties_of, types_of
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import refers_to

#: The keys that lead to a place in a response or a body.
Keys: TypeAlias = "tuple[str | int, ...]"

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
#: Words that type names add to the name of a resource.
_ENDINGS = ("entity", "info", "data", "item", "details")
_ID_TYPES = frozenset({"integer", "string"})
#: Names that responses and bodies give to the resource in them, the likelier first.
_ENVELOPES = ("data", "result", "item", "entity", "resource", "object", "attributes", "response", "payload", "body")
#: Names of other identifying properties, where nothing is called an id.
_KEYS = ("uuid", "guid", "key", "slug", "identifier", "code")
#: Names of properties with a list, the likelier first.
_LISTS = ("value", "data", "items", "results", "records", "rows", "entries", "list", "content", "elements")
_LINKS = ("links", "link", "_links")
#: The most levels of nested objects that are searched.
_DEEPEST = 3


class Thing(msgspec.Struct, frozen=True):
    """A resource in a response: the keys that lead to it, its schema, and the property with its id."""

    keys: Keys
    shape: Json
    identity: str


def answer_schema(operation: Operation) -> Json | None:
    """The schema of the JSON in the successful response of an operation; None where it gives none."""
    success = operation.success
    return next((media.schema for media in json_of(success.media_types)), None) if success else None


def body_schema(operation: Operation) -> Json:
    """The schema of the request body of an operation, that of JSON first; empty where there is none."""
    types = operation.body.media_types if operation.body else ()
    return next((media.schema for media in (*json_of(types), *types) if media.schema), {})


def component_of(schema: Json | None) -> str:
    """The component that a schema refers to, directly or as its only alternative; empty where it refers to none."""
    schema = schema or {}
    target = refers_to(schema)
    if target:
        return target
    parts = [part for key in ("anyOf", "oneOf", "allOf") for part in schema.get(key, ()) if part != {"type": "null"}]
    return component_of(parts[0]) if len(parts) == 1 and isinstance(parts[0], dict) else ""


def thing_in(contract: Contract, schema: Json, hints: Iterable[str]) -> Thing | None:
    """The resource that a response is, or has in an envelope; None where nothing in it has an id.

    `hints` are the names of the id in the request, of the collection and of the schema.
    """
    names = tuple(hints)
    if identity := identity_of(contract, schema, names):
        return Thing((), schema, identity)
    for key, inner in _envelopes(contract, schema, names):
        # The properties beside it are about the response, not about the resource.
        if identity := identity_of(contract, inner, names):
            return Thing((key,), inner, identity)
        for deeper, innermost in _envelopes(contract, inner, names):
            if identity := identity_of(contract, innermost, names):
                return Thing((key, deeper), innermost, identity)
    return None


def _envelopes(contract: Contract, schema: Json, hints: Iterable[str]) -> list[tuple[str, Json]]:
    """The objects within an object, the likeliest first."""
    known = properties_of(schema, contract.schemas)
    wanted = [*_ENVELOPES, *(text for hint in hints for text in stems_of(hint))]
    found = [
        (name, given)
        for name, given in known.items()
        if isinstance(given, dict)
        and types_of(given, contract.schemas) <= {"object", "null"}
        and properties_of(given, contract.schemas)
    ]
    likely = [pair for pair in found if "".join(words(pair[0])) in wanted or stem(pair[0]) in wanted]
    return sorted(likely, key=lambda pair: _rank("".join(words(pair[0])), wanted)) or (found if len(found) == 1 else [])


def _rank(name: str, wanted: list[str]) -> int:
    return wanted.index(name) if name in wanted else len(wanted)


def identity_of(contract: Contract, schema: Json | None, hints: Iterable[str]) -> str:
    """The property with the id: it has the name from the request, the name of the resource with `Id`, or just `Id`.
    Without any of these, it is the first property if its name ends in `id`, else one such as `uuid` or `name`. Empty
    where there is none.
    """
    properties = properties_of(schema, contract.schemas)
    scalars = scalars_of(contract, schema)
    names = list(hints)
    stems = [text for name in names for text in stems_of(name)]
    hint, last = ("".join(words(names[0])), words(names[0])[-1:]) if names else ("", ())
    identifying = [word for word in last if word in (*_KEYS, "name", "number", "email", "login")]
    candidates = [
        hint if hint != "id" else "",
        *identifying,
        *(f"{text}id" for text in stems),
        "id",
        "primarykey",
        "pk",
    ]
    candidates += [*last, *stems[:1]]
    first = next(iter(properties), "")
    fallback = first if first in scalars.values() and words(first)[-1:] == ("id",) else ""
    found = next((scalars[name] for name in candidates if name in scalars), fallback)
    # A property with listed values identifies nothing.
    keys = (scalars[name] for name in _KEYS if name in scalars and not _is_listed(contract, properties[scalars[name]]))
    found = found or next(keys, "")
    # A name counts as an id where nothing else does, unless the request asks for an id.
    return found or (scalars.get("name", "") if last and last != ("id",) else "")


def _is_listed(contract: Contract, schema: Json) -> bool:
    """Whether the values of a schema are listed one by one."""
    return any("enum" in part or "const" in part for part in parts_of(schema, contract.schemas))


def stems_of(name: str) -> list[str]:
    """The stem of a name; for the name of a collection, also the stem in the singular."""
    found = stem(name)
    one = f"{found[:-3]}y" if found.endswith("ies") else found[:-1] if found.endswith("s") else ""
    return [text for text in (found, one) if text]


def id_output(contract: Contract, operation: Operation, resource: Thing, hints: Iterable[str]) -> Keys | None:
    """The keys that lead to the id anywhere in a response; None where there is none."""
    schema, names = answer_schema(operation), tuple(hints)
    if schema is None:
        return None
    if types_of(schema, contract.schemas) & _ID_TYPES and not properties_of(schema, contract.schemas):
        # The response is only the id.
        return ()
    return next(_ids(contract, schema, resource, names), None)


def _ids(contract: Contract, schema: Json, resource: Thing, hints: tuple[str, ...]) -> Iterator[Keys]:
    """The places of ids of a resource, those nearest to the root first; an id in an object with a name that says
    nothing of the resource comes last, and only if its own name does.
    """
    is_list = types_of(schema, contract.schemas) == {"array"}
    level: list[tuple[Keys, Any]] = [((0,), items_of(schema, contract.schemas)) if is_list else ((), schema)]
    elsewhere: list[Keys] = []
    component = component_of(resource.shape)
    named = [f"{text}id" for hint in (*hints, *([component] if component else [])) for text in stems_of(hint)]
    candidates = ["".join(words(resource.identity)), *named, "id", "uuid", "key"]
    for _ in range(_DEEPEST + 1):
        below: list[tuple[Keys, Any]] = []
        for keys, given in level:
            scalars = scalars_of(contract, given)
            is_same = component_of(given) == component if component else given == resource.shape
            if is_same or not keys or _is_about(keys, hints):
                name = resource.identity if is_same else next((scalars[c] for c in candidates if c in scalars), "")
                if name:
                    yield (*keys, name)
            else:
                elsewhere += [(*keys, scalars[name]) for name in named if name in scalars]
            for name, inner in properties_of(given, contract.schemas).items():
                types = types_of(inner, contract.schemas)
                if "object" in types:
                    below.append(((*keys, name), inner))
                elif "array" in types:
                    items = items_of(inner, contract.schemas)
                    below.append(((*keys, name, 0), items))
                    listed = "".join(words(name))
                    is_of_ids = listed.endswith("s") and listed[:-1] in candidates
                    if is_of_ids and types_of(items, contract.schemas) & _ID_TYPES:
                        yield (*keys, name, 0)
        level = below
    yield from elsewhere


def _is_about(keys: Keys, hints: tuple[str, ...]) -> bool:
    """Whether the value under these keys is the resource itself, not another one that belongs to it."""
    wanted = {*_ENVELOPES, *_LISTS, "meta", "created", *(text for hint in hints for text in stems_of(hint))}
    return all("".join(words(key)) in wanted or stem(key) in wanted for key in keys if isinstance(key, str))


def holder_of(contract: Contract, operation: Operation, shape: Json, hints: Iterable[str] = ()) -> str:
    """The property of a body that holds the resource, or a list of such resources; empty where the body is one itself.

    `hints` are the names of the collection and of the schema.
    """
    schemas, body = contract.schemas, body_schema(operation)
    known = properties_of(body, schemas)
    own = properties_of(shape, schemas).keys()
    if len(known) > 3 or known.keys() & own:
        return ""
    found = [
        name
        for name, given in known.items()
        if "object" in types_of(given, schemas) and properties_of(given, schemas).keys() & own
    ]
    if not found:
        # Other lists, such as the lines of an order, may have properties of the same names.
        wanted = {*_LISTS, *_ENVELOPES, *(text for hint in hints for text in stems_of(hint))}
        items = ((name, items_of(given, schemas)) for name, given in known.items())
        found = [
            name
            for name, item in items
            if properties_of(item, schemas).keys() & own
            and ("".join(words(name)) in wanted or component_of(item) == component_of(shape) != "")
        ]
    return found[0] if len(found) == 1 else ""


def takes_several(contract: Contract, operation: Operation, holder: str) -> bool:
    """Whether a body is a list, or has one in its property `holder`."""
    body = body_schema(operation)
    given = properties_of(body, contract.schemas).get(holder) if holder else body
    return "array" in types_of(given, contract.schemas)


def rows_of(contract: Contract, operation: Operation) -> Keys | None:
    """The keys that lead to the list in a response; None where it has none."""
    return _rows(contract, answer_schema(operation), 0)


def _rows(contract: Contract, schema: Json | None, depth: int) -> Keys | None:
    types = types_of(schema, contract.schemas)
    if "array" in types:
        return ()
    known = properties_of(schema, contract.schemas)
    arrays = (name for name, given in known.items() if "array" in types_of(given, contract.schemas))
    items = {name: types_of(items_of(known[name], contract.schemas), contract.schemas) for name in arrays}
    # Strings and numbers are not resources, and neither are links.
    lists = [name for name, types in items.items() if ("object" in types or not types) and name not in _LINKS]
    of_objects = [name for name in lists if "object" in items[name]]
    likely = sorted((n for n in lists if n.lower() in _LISTS), key=lambda n: _LISTS.index(n.lower()))
    chosen = next(iter([*likely, *(of_objects if len(of_objects) == 1 else lists if len(lists) == 1 else [])]), None)
    if chosen is not None:
        return (chosen,)
    if depth < _DEEPEST - 1:
        for name in ("data", "result", "response", "_embedded", "page"):
            if name in known and (below := _rows(contract, known[name], depth + 1)) is not None:
                return (name, *below)
    return None


def scalars_of(contract: Contract, schema: Json | None) -> dict[str, str]:
    """The properties that may be ids, by their words in lower case, joined."""
    known: Mapping[str, Any] = properties_of(schema, contract.schemas)
    return {
        "".join(words(name)): name
        for name, given in known.items()
        if isinstance(given, dict) and (json_types(given) or types_of(given, contract.schemas)) & _ID_TYPES
    }


def stem(name: str) -> str:
    """The words of a name without `id` and without what type names add: `orderEntityId` gives `order`."""
    found = list(words(name))
    while found and (found[-1] == "id" or (found[-1] in _ENDINGS and len(found) > 1)):
        found.pop()
    return "".join(found)


@functools.lru_cache(maxsize=8192)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `orderEntityId` gives `order`, `entity` and `id`."""
    return tuple(word.lower() for word in _WORDS.findall(name))
