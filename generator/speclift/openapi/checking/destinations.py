"""Where the references of a document lead, and whether an object of the right kind is there
(OpenAPI 3.1.1, section 4.8.23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from speclift.openapi.structure.fault import OPERATION
from speclift.openapi.structure.fields import fields_of
from speclift.openapi.structure.nodes import described
from speclift.openapi.structure.objects import is_extension
from speclift.openapi.structure.pointers import entry_at, pointer_parts

#: What messages call an object of each kind.
_NAMES: Mapping[str, str] = {
    "document": "the whole document",
    "components": "the components",
    "infos": "the info of the document",
    "contacts": "a contact",
    "licenses": "a license",
    "servers": "a server",
    "serverVariables": "a server variable",
    "tags": "a tag",
    "externalDocs": "a link to other docs",
    "pathItems": "a path item",
    "operations": "an operation",
    "parameters": "a parameter",
    "headers": "a header field",
    "requestBodies": "a request body",
    "responses": "a response",
    "mediaTypes": "a media type",
    "encodings": "an encoding",
    "examples": "an example",
    "links": "a link",
    "callbacks": "a callback",
    "securitySchemes": "a security scheme",
    "oauthFlows": "the OAuth flows",
    "flows": "an OAuth flow",
    "schemas": "a schema",
    "discriminators": "a discriminator",
    "xmls": "a note for XML",
}

#: The kinds of objects that are operations or hold them, and the words for maps of these.
_WITH_OPERATIONS = frozenset({"operations", "pathItems", "a map of operations", "a map of path items"})


def misled(document: Mapping[str, Any], target: str, kind: str) -> str:
    """Why a reference does not lead to an object of a kind, as the end of a sentence about it; empty where it does.

    A place that OpenAPI does not describe, such as an extension, may hold an object of any kind.
    """
    found = entry_at(document, target) if target.startswith("#/") else None
    wanted = _NAMES.get(kind, kind)
    if target == "#":
        return f"leads to {_NAMES['document']}, not to {wanted}"
    if found is None:
        return "leads nowhere"
    if not isinstance(found, dict) and not (kind == "schemas" and isinstance(found, bool)):
        return f"leads to {described(found)}, not to {wanted}"
    there = kind_at(pointer_parts(target))
    if there is None or there == kind:
        return ""
    return f"leads to {_NAMES.get(there, there)}, not to {wanted}"


def _holds_operations(steps: Sequence[str]) -> bool:
    """Whether a place is that of an operation, of a path item, or of a map of them; methods may be in upper case."""
    return bool(steps) and any(
        kind_at((*steps[:-1], last)) in _WITH_OPERATIONS for last in (steps[-1], steps[-1].lower())
    )


def lost_at(steps: Sequence[str], keyword: str) -> str:
    """What a document loses without the value at a place: OPERATION where it holds operations, else the keyword."""
    return OPERATION if _holds_operations(steps) else keyword


def keyword_at(steps: Sequence[str]) -> str:
    """The keyword at a place, or for an entry of a map or list, that of the map or list; empty for the document."""
    if len(steps) > 1 and (steps[-1].isdecimal() or (kind_at(steps[:-1]) or "").startswith(("a map of", "a list of"))):
        return steps[-2]
    return steps[-1] if steps else ""


def kind_at(steps: Sequence[str]) -> str | None:
    """The kind of the object at a place; for a map or a list of objects, words for it; None where it is unknown."""
    kind, shape = "document", "one"
    for step in steps:
        if shape == "one":
            fields = fields_of(kind)
            if "*" in fields and is_extension(step):
                return None
            field = fields.get(step) or fields.get("*")
            if field is None:
                return None
            shape, kind = field
        elif shape == "open map" and is_extension(step):
            return None
        else:
            shape = "one"
    if shape == "one":
        return kind
    noun = _NAMES[kind].split(" ", 1)[1]
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"a {'list' if shape == 'list' else 'map'} of {plural}"
