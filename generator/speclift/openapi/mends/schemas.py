"""Mends of Schema Objects (OpenAPI 3.0.4, section 4.7.24, and 3.1.1, section 4.8.24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from speclift.model.text import visible
from speclift.openapi.checking.mappings import lost_target
from speclift.openapi.checking.schema_rules import has_type, is_known_dialect
from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.keys import renamed
from speclift.openapi.structure.mappings import mapped, with_mapped
from speclift.openapi.structure.nodes import Json, described
from speclift.openapi.structure.patterns import in_ecma, is_pattern, readable
from speclift.openapi.structure.references import reference_to

_TYPES = frozenset({"array", "boolean", "integer", "number", "object", "string", "null"})

#: What people mean by words that are not types of JSON Schema: a type, and a format, empty for none.
TYPE_WORDS: Mapping[str, tuple[str, str]] = {
    "file": ("string", "binary"),
    "binary": ("string", "binary"),
    "byte": ("string", "byte"),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "uuid": ("string", "uuid"),
    "guid": ("string", "uuid"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "str": ("string", ""),
    "text": ("string", ""),
    "char": ("string", ""),
    "password": ("string", "password"),
    "bool": ("boolean", ""),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "long": ("integer", "int64"),
    "short": ("integer", ""),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "decimal": ("number", ""),
    "list": ("array", ""),
    "dict": ("object", ""),
    "hash": ("object", ""),
    "map": ("object", ""),
}
_LISTS = ("allOf", "anyOf", "oneOf")
_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def required(node: Json, site: Site) -> Iterator[Change]:
    """`required` is a list of names, each once; in 3.0 it is not empty."""
    names = node.get("required")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return
    kept = list(dict.fromkeys(names))
    if len(kept) < len(names):
        counts = Counter(names)
        twice = ", ".join([name for name in kept if counts[name] > 1][:3])
        message = f"required names {twice} more than once; each name counts once"
        yield Change("duplicate-in-required", message, "required", fields={"required": kept})
    if not names and site.version == "3.0":
        yield Change("empty-required", "required is empty; it is left out", "required", fields={"required": GONE})


def identifiers(node: Json, site: Site) -> Iterator[Change]:
    """A schema is named by a string; anything else names nothing."""
    for key in ("$id", "$anchor", "$dynamicAnchor"):
        if key in node and not isinstance(node[key], str):
            message = f"{key} is {described(node[key])} where a string belongs; it is left out"
            yield Change("wrong-value", message, key, fields={key: GONE})


def dependent_required(node: Json, site: Site) -> Iterator[Change]:
    """Each list of `dependentRequired` has a name only once."""
    given = node.get("dependentRequired")
    lists = given if isinstance(given, dict) else {}
    shorter: Json = {}
    for key, names in lists.items():
        if isinstance(names, list) and all(map(_is_text, names)):
            kept = list(dict.fromkeys(names))
            if len(kept) < len(names):
                shorter[key] = kept
    # One change has all lists: a copy of them for each would multiply.
    fields = {"dependentRequired": {**lists, **shorter}}
    for number, key in enumerate(shorter, 1):
        message = "a name appears more than once; it counts once"
        place = ("dependentRequired", key)
        yield Change("duplicate-in-required", message, place, fields=fields if number == len(shorter) else {})


def types(node: Json, site: Site) -> Iterator[Change]:
    """The type is one that JSON Schema has; in 3.0 there is only one, and `null` is not a type."""
    given = node.get("type")
    if "type" not in node or (isinstance(given, str) and given in _TYPES and not (given == "null" and _is_3_0(site))):
        return
    names = list(given) if isinstance(given, list) else [given]
    read = list(dict.fromkeys(filter(None, map(_known_type, names))))
    if read == [(name, "") for name in names] and read:
        if _is_3_0(site):
            yield _types_of_3_1(given, [name for name, _ in read])
    elif not read:
        yield Change(
            "unknown-type", f"{_shown(given)} is not a type; any value is allowed", "type", fields={"type": GONE}
        )
    elif isinstance(given, list):
        kept = list(dict.fromkeys(name for name, _ in read))
        message = "type lists something that is not a type, or a type twice; the others count"
        yield Change("unknown-type", message, "type", fields={"type": kept})
    else:
        name, form = read[0]
        fields: Json = {"type": name, **({"format": form} if form and "format" not in node else {})}
        yield Change("unknown-type", f"{_shown(given)} is not a type; it is read as {name}", "type", fields=fields)


def later_keywords(node: Json, site: Site) -> Iterator[Change]:
    """Keywords of 3.1 in a document of 3.0, or the reverse, that have a counterpart in the version of the document."""
    if _is_3_0(site):
        if "const" in node and "enum" not in node:
            message = "const is a keyword of OpenAPI 3.1; it is read as an enum of one value"
            yield Change("later-keyword", message, "const", fields={"const": GONE, "enum": [node["const"]]})
        for limit, exclusive in _BOUNDS:
            bound: Any = node.get(exclusive)
            if _is_number(bound):
                message = f"{exclusive} is a number, as in OpenAPI 3.1; it is read so"
                if _is_number(node.get(limit)) and not _is_tighter(bound, node[limit], limit):
                    yield Change("exclusive-bound", message, exclusive, fields={exclusive: GONE})
                else:
                    yield Change("exclusive-bound", message, exclusive, fields={limit: bound, exclusive: True})
        return
    for limit, exclusive in _BOUNDS:
        if isinstance(node.get(exclusive), bool):
            fields: Json = {exclusive: GONE}
            if node[exclusive] and _is_number(node.get(limit)):
                fields = {exclusive: node[limit], limit: GONE}
            message = f"{exclusive} is a boolean, as in OpenAPI 3.0; it is read so"
            yield Change("exclusive-bound", message, exclusive, fields=fields)


def bounds(node: Json, site: Site) -> Iterator[Change]:
    """Limits are numbers, and `multipleOf` is above 0."""
    for _, exclusive in _BOUNDS:
        if exclusive in node and not isinstance(node[exclusive], bool) and not _is_number(node[exclusive]):
            message = f"{exclusive} is neither a number nor a boolean; it is left out"
            yield Change("wrong-value", message, exclusive, fields={exclusive: GONE})
    multiple: Any = node.get("multipleOf")
    if _is_number(multiple) and multiple <= 0:
        message = "multipleOf is not above 0; it is left out"
        yield Change("wrong-value", message, "multipleOf", fields={"multipleOf": GONE})


def enums(node: Json, site: Site) -> Iterator[Change]:
    """An enumeration has members."""
    if node.get("enum") == [] and _is_3_0(site):
        yield Change("empty-enum", "enum is empty; any value is allowed", "enum", fields={"enum": GONE})


def compositions(node: Json, site: Site) -> Iterator[Change]:
    """`allOf`, `anyOf` and `oneOf` have parts."""
    for key in (*_LISTS, "prefixItems"):
        if node.get(key) == []:
            yield Change("empty-composition", f"{key} is empty; it is left out", key, fields={key: GONE})


def items(node: Json, site: Site) -> Iterator[Change]:
    """`items` is one schema; a list of them is the form of older drafts of JSON Schema."""
    given = node.get("items")
    if not isinstance(given, list):
        return
    fields: Json
    moved: Mapping[tuple[str, ...], tuple[str, ...]] = {}
    if len(given) == 1 or (given and all(part == given[0] for part in given)):
        fields, how = {"items": given[0]}, "its one schema counts for all items"
        moved = {("items", str(index)): ("items",) for index in range(len(given))}
    elif given and not _is_3_0(site) and "prefixItems" not in node:
        rest = node.get("additionalItems", GONE)
        fields, how = {"items": rest, "prefixItems": given, "additionalItems": GONE}, "it is read as prefixItems"
        moved = {("items",): ("prefixItems",), ("additionalItems",): ("items",)}
    elif given:
        fields, how = {"items": {"anyOf": given}}, "each item may be any of them"
        moved = {("items",): ("items", "anyOf")}
    else:
        fields, how = {"items": {}}, "any item is allowed"
    yield Change("list-of-items", f"items is a list; {how}", "items", fields=fields, moved=moved)


def patterns(node: Json, site: Site) -> Iterator[Change]:
    """A pattern is a regular expression that values can be matched with."""
    pattern = node.get("pattern")
    if isinstance(pattern, str):
        what = "the pattern is in another dialect of regular expressions"
        if readable(pattern) is None:
            what = "no value can be matched with the pattern here" if is_pattern(pattern) else what
            message = f"{what}; it is left unchecked"
            yield Change("unreadable-pattern", message, "pattern", fields={"pattern": GONE})
        elif not is_pattern(pattern):
            found = in_ecma(pattern)
            if found is None:
                yield Change("unreadable-pattern", f"{what}; it is read so", "pattern", is_kept=True)
            else:
                message = f"{what}; it is read as {visible(found)[:100]}"
                yield Change("unreadable-pattern", message, "pattern", fields={"pattern": found})
    yield from renamed(
        node, "patternProperties", "unreadable-pattern", _pattern, ("pattern of ECMA-262", "schema of such properties")
    )


def defaults(node: Json, site: Site) -> Iterator[Change]:
    """A default has the type of its schema."""
    if "default" in node and "$ref" not in node and not has_type(node["default"], node):
        message = "the default does not have the type of its schema; it is left out"
        yield Change("wrong-default", message, "default", fields={"default": GONE})


def discriminators(node: Json, site: Site) -> Iterator[Change]:
    """A discriminator is an object; in Swagger 2.0 it was the name of a property."""
    given = node.get("discriminator")
    if isinstance(given, str):
        message = "discriminator is a string, as in Swagger 2.0; it is read as the name of its property"
        yield Change("wrong-value", message, "discriminator", fields={"discriminator": {"propertyName": given}})
    if not isinstance(given, dict):
        return
    targets = mapped(node)
    lost = {steps: what for steps, target in targets.items() if (what := lost_target(site.document, target))}
    if not lost:
        return
    # The alternatives themselves show what values there are: only their names are lost. One change leaves out all of
    # them: a copy of the others for each would multiply.
    fields = {"discriminator": with_mapped(node, dict.fromkeys(lost))}
    for number, (steps, what) in enumerate(lost.items(), 1):
        named = f"the mapping of {_shown(steps[-1])}" if len(steps) > 1 else steps[-1]
        message = f"{named} {what}; it is left out"
        place = ("discriminator", *steps)
        yield Change("dangling-reference", message, place, fields=fields if number == len(lost) else {})


def recursive_references(node: Json, site: Site) -> Iterator[Change]:
    """Recursion of JSON Schema 2019-09, which 2020-12 dropped; within a component, it means the component."""
    if "$recursiveAnchor" in node:
        message = "$recursiveAnchor is a keyword of JSON Schema 2019-09; it is left out"
        yield Change("older-keyword", message, "$recursiveAnchor", fields={"$recursiveAnchor": GONE})
    if "$recursiveRef" in node:
        place = site.place
        steps: list[str] = []
        while place:
            place, step = place
            steps.insert(0, str(step))
        fields: Json = {"$recursiveRef": GONE}
        how = "any value is allowed"
        if steps[:2] == ["components", "schemas"]:
            how = "it is read as a reference to the component"
            reference = reference_to(steps[2])
            fields |= {"allOf": [*node.get("allOf", ()), reference]} if "$ref" in node else reference
        message = f"$recursiveRef is a keyword of JSON Schema 2019-09; {how}"
        yield Change("older-keyword", message, "$recursiveRef", fields=fields)


def dependencies(node: Json, site: Site) -> Iterator[Change]:
    """`dependencies`, a keyword of JSON Schema until draft-07, became `dependentRequired` and `dependentSchemas`."""
    given = node.get("dependencies")
    if not isinstance(given, dict):
        return
    named = {name: found for name, found in given.items() if isinstance(found, list)}
    parts = {name: found for name, found in given.items() if name not in named}
    fields: Json = {"dependencies": GONE}
    for key, found in (("dependentRequired", named), ("dependentSchemas", parts)):
        if found:
            own = node.get(key)
            fields[key] = {**found, **(own if isinstance(own, dict) else {})}
    message = "dependencies is a keyword of older drafts of JSON Schema; it is read as its successors in 2020-12"
    yield Change("older-keyword", message, "dependencies", fields=fields)


def dialects(node: Json, site: Site) -> Iterator[Change]:
    """The dialect of JSON Schema is a known one."""
    key = "jsonSchemaDialect" if site.kind == "document" else "$schema"
    if key in node and not is_known_dialect(node[key]):
        message = "the dialect of JSON Schema is unknown; the schemas are read as those of OpenAPI"
        yield Change("unknown-dialect", message, key, fields={key: GONE})


def _types_of_3_1(given: Any, names: list[str]) -> Change:
    """The change of a list of types, or `null`, in a document of 3.0: to `nullable` if possible; otherwise it stays."""
    message = "type is a list, or null, as in OpenAPI 3.1; it is read so"
    others = [name for name in names if name != "null"]
    if isinstance(given, list) and len(others) == 1:
        fields: Json = {"type": others[0], **({"nullable": True} if len(names) > 1 else {})}
        return Change("later-keyword", message, "type", fields=fields)
    return Change("later-keyword", message, "type", is_kept=True)


def _known_type(name: Any) -> tuple[str, str] | None:
    if not isinstance(name, str):
        return ("null", "") if name is None else None
    word = name.strip().lower()
    return (word, "") if word in _TYPES else TYPE_WORDS.get(word)


def _pattern(text: str) -> str | None:
    """The pattern in the syntax of ECMA-262; None where nothing can be matched with it."""
    if readable(text) is None:
        return None
    return text if is_pattern(text) else in_ecma(text)


def _shown(given: Any) -> str:
    return f"{given[:40]!r}" if isinstance(given, str) else "this value"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_3_0(site: Site) -> bool:
    return site.version == "3.0"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_tighter(bound: float, limit: float, side: str) -> bool:
    """Whether an exclusive bound is at least as strict as an inclusive one."""
    return bound >= limit if side == "minimum" else bound <= limit
