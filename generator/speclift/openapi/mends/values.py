"""Values of the wrong type in the fields of an object: a number instead of a string, or a string instead of a list."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.structure.fields import NEEDED, REQUIRED, SCALARS
from speclift.openapi.structure.nodes import Json, described

#: Returns what a value becomes: itself where nothing is wrong, GONE where nothing can be made of it.
_Reader: TypeAlias = Callable[[Any], Any]


def values(node: Json, site: Site) -> Iterator[Change]:
    """Each field that holds a value holds one of the right type."""
    types = SCALARS.get(site.kind, {})
    for key in [key for key in node if key in types]:
        given = node[key]
        wanted, read = _READERS[types[key]]
        found = read(given)
        if found is given:
            continue
        what = f"{key} is {described(given)} where {wanted} belongs"
        if found is GONE:
            yield Change("wrong-value", f"{what}; it is left out", key, fields={key: GONE})
        else:
            yield Change("wrong-value", f"{what}; it is read as {wanted}", key, fields={key: found})


def merge_keys(node: Json, site: Site) -> Iterator[Change]:
    """The merge key of YAML, which some tools write into JSON like any other key."""
    if "<<" not in node or site.kind in ("examples",):
        return
    given = node["<<"]
    merged = [part for part in (given if isinstance(given, list) else [given]) if isinstance(part, dict)]
    fields: Json = {"<<": GONE}
    for part in merged:
        fields.update({key: value for key, value in part.items() if key not in node and key not in fields})
    yield Change("merge-key", "the merge key << of YAML is not a field; its members are merged", "<<", fields=fields)


def needed_fields(node: Json, site: Site) -> Iterator[Change]:
    """The fields without which an object says nothing."""
    missing = [name for name in NEEDED.get(site.kind, ()) if name not in node]
    if missing and "$ref" not in node:
        names = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'}"
        yield Change("missing-field", f"{names} missing; {_NAMES[site.kind]} is left out", is_gone=True)


def missing_fields(node: Json, site: Site) -> Iterator[Change]:
    """The fields that an object must have."""
    for name, default in REQUIRED.get(site.kind, {}).items():
        if name in node or "$ref" in node or (site.kind == "responses" and site.version == "3.2"):
            continue
        kind = "missing-description" if site.kind == "responses" else "missing-field"
        yield Change(kind, f"{name} is missing; it is taken as empty", fields={name: default})


#: Whole numbers from here on have more bits than other tools read.
_BEYOND = 2**63

#: What messages call an object of a kind.
_NAMES = {
    "servers": "this server",
    "tags": "this tag",
    "externalDocs": "the link",
    "discriminators": "the discriminator",
    "parameters": "this parameter",
    "securitySchemes": "this scheme",
}


def _text(given: Any) -> Any:
    if isinstance(given, str):
        return given
    if isinstance(given, bool):
        return "true" if given else "false"
    return str(given) if isinstance(given, int | float) else GONE


def _flag(given: Any) -> Any:
    if isinstance(given, bool):
        return given
    words = {"true": True, "false": False, "yes": True, "no": False}
    return words.get(given.strip().lower(), GONE) if isinstance(given, str) else GONE


def _number(given: Any) -> Any:
    if isinstance(given, int | float) and not isinstance(given, bool):
        return given if math.isfinite(given) else GONE
    if isinstance(given, str):
        for kind in (int, float):
            try:
                found = kind(given.strip()[:40])
            except ValueError:
                continue
            if not math.isfinite(found):
                return GONE
            return found if abs(found) < _BEYOND else float(found)
    return GONE


def _count(given: Any) -> Any:
    found = _number(given)
    if found is GONE or not 0 <= found < _BEYOND or found != int(found):
        return GONE
    return given if isinstance(given, int) else int(found)


def _list(given: Any) -> Any:
    if isinstance(given, list):
        return given
    return GONE if given is None or isinstance(given, dict) else [given]


def _texts(given: Any) -> Any:
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list):
        return GONE
    found = [_text(_name_of(item)) for item in given]
    if all(new is old for new, old in zip(found, given, strict=True)):
        return given
    return [item for item in found if item is not GONE]


def _lists_of_texts(given: Any) -> Any:
    if not isinstance(given, dict):
        return GONE
    found = {name: _texts(texts) for name, texts in given.items()}
    if all(found[name] is texts for name, texts in given.items()):
        return given
    return {name: texts for name, texts in found.items() if texts is not GONE}


def _examples(given: Any) -> Any:
    """A list of examples; those of parameters and bodies have names, and many authors write names in schemas, too."""
    if not isinstance(given, dict):
        return _list(given)
    return [entry["value"] if isinstance(entry, dict) and "value" in entry else entry for entry in given.values()]


def _named_texts(given: Any) -> Any:
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        return dict.fromkeys(given, "")
    if not isinstance(given, dict):
        return {} if given is None else GONE
    found = {name: "" if text is None else _text(text) for name, text in given.items()}
    if all(found[name] is given[name] for name in given):
        return given
    return {name: text for name, text in found.items() if text is not GONE}


def _name_of(item: Any) -> Any:
    """The name that an item of a list of names gives; many authors write an object with a `name`."""
    return item.get("name") if isinstance(item, Mapping) else item


_READERS: Mapping[str, tuple[str, _Reader]] = {
    "text": ("a string", _text),
    "flag": ("a boolean", _flag),
    "number": ("a number", _number),
    "count": ("a non-negative integer", _count),
    "list": ("a list", _list),
    "examples": ("a list", _examples),
    "lists of texts": ("a map of lists", _lists_of_texts),
    "texts": ("a list of strings", _texts),
    "named texts": ("a map of strings", _named_texts),
}
