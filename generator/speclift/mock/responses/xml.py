"""JSON values as XML, according to the XML Objects of their schemas (OpenAPI 3.1.1, section 4.8.26)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from speclift.contract.places import meant
from speclift.contract.records import Contract
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.references import refers_to

#: Characters that a name here does not have, and those that no text can have (XML 1.0, sections 2.2 and 2.3).
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The name of the root if neither the schema nor its component has one.
_ROOT = "root"


def xml_of(contract: Contract, schema: Json | None, value: Any) -> bytes:
    """A value as an XML document. The name of the root is that of the schema, else that of its component."""
    name = refers_to(schema) or _ROOT
    given = _xml(meant(contract, schema or {}))
    if isinstance(value, list):
        # A document has exactly one root, even if the list is not wrapped.
        inner = "".join(_elements(contract, {**(schema or {}), "xml": {}}, given.get("name") or "item", value))
        body = _element(str(given.get("name") or name), given, "", inner)
    else:
        body = "".join(_elements(contract, schema or {}, name, value))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


def _elements(contract: Contract, schema: Json, name: str, value: Any) -> Iterator[str]:
    """The elements of a property: one, or one for each item of a list."""
    found = meant(contract, schema)
    given = _xml(found)
    if isinstance(value, list):
        items = found.get("items")
        items = items if isinstance(items, dict) else {}
        own = str(given.get("name") or name)
        is_wrapped = given.get("wrapped") is True or given.get("nodeType") == "element"
        inner = (text for item in value for text in _elements(contract, items, own if is_wrapped else name, item))
        if is_wrapped:
            yield _element(own, given, "", "".join(inner))
        else:
            yield from inner
        return
    own = str(given.get("name") or name)
    if not isinstance(value, dict):
        yield _element(own, given, "", _text(value))
        return
    attributes, inner_text = "", ""
    properties: Mapping[str, Json] = found.get("properties", {})
    others = found.get("additionalProperties")
    for key, item in value.items():
        below = properties.get(key, others if isinstance(others, dict) else {})
        node = _xml(meant(contract, below))
        kind = node.get("nodeType")
        if item is None:
            continue
        if (node.get("attribute") is True or kind == "attribute") and not isinstance(item, (dict, list)):
            attributes += f' {_qualified(str(node.get("name") or key), node)}="{_text(item)}"'
        elif kind in ("text", "cdata") and not isinstance(item, (dict, list)):
            inner_text += _text(item)
        else:
            inner_text += "".join(_elements(contract, below, key, item))
    yield _element(own, given, attributes, inner_text)


def _xml(schema: Json) -> Mapping[str, Any]:
    given = schema.get("xml")
    return given if isinstance(given, Mapping) else {}


def _element(name: str, given: Mapping[str, Any], attributes: str, inner: str) -> str:
    own = _qualified(name, given)
    namespace, prefix = given.get("namespace"), own.partition(":")[0] if ":" in own else ""
    if isinstance(namespace, str):
        attributes = f' xmlns{prefix and ":" + prefix}="{_text(namespace)}"{attributes}'
    elif prefix:
        # A prefix without a namespace would make the document invalid (Namespaces in XML 1.0, section 5).
        own = own.partition(":")[2]
    return f"<{own}{attributes}>{inner}</{own}>" if inner else f"<{own}{attributes}/>"


def _qualified(name: str, given: Mapping[str, Any]) -> str:
    prefix = given.get("prefix")
    is_bound = isinstance(prefix, str) and prefix and isinstance(given.get("namespace"), str)
    return f"{_name(str(prefix))}:{_name(name)}" if is_bound and not given.get("attribute") else _name(name)


def _name(text: str) -> str:
    found = _NO_NAME.sub("_", text) or "_"
    return found if found[0].isalpha() or found[0] == "_" else f"_{found}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return escape(_NO_TEXT.sub(" ", text))
