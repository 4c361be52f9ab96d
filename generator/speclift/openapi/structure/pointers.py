"""References to any place of a document made references to components, so that tools find their targets by name.

A reference is a JSON Pointer (RFC 6901, section 6).  One into the middle of an object becomes a reference to a new
component where it leads to a schema, which may contain itself; elsewhere, its target replaces it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from speclift.errors import SourceError
from speclift.openapi.structure.mappings import mapped, with_mapped
from speclift.openapi.structure.multiples import is_modest, refuse_multiples
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import OBJECTS, is_extension, unescaped, walk
from speclift.openapi.structure.references import IN_JSON, targets_in
from speclift.openapi.text.json_text import as_json

_COMPONENT = re.compile(r"#/components/[A-Za-z]+/[^/]+")
#: A discriminator in compact JSON, and a text there that leads into the middle of an object and is no reference.
_MAPPING = b'apping":'
_INTO_OBJECT = re.compile(rb'"#/(?<!"\$ref":"#/)(?!components/schemas/[^"/]+")')
#: The steps of a pointer that a name leaves out.
_UNNAMED_STEPS = frozenset({"components", "schemas", "definitions", "properties"})
_NO_NAME = re.compile(r"[^A-Za-z0-9_-]+")


def resolved(document: Mapping[str, Any], file: str = "", text: bytes | None = None) -> Json:
    """The document with references to components only; it is the same object where it has no others. Errors
    name `file`; `text` is the document as JSON, where that is known.  Raises SourceError where a reference leads out of
    the document or nowhere, and where references stand for too much.
    """
    references = _references(document, text)
    is_whole = all(map(_COMPONENT.fullmatch, references)) and not _maps_into_objects(document, text)
    if is_whole and is_modest(document, references):
        return dict(document)
    try:
        found = dict(document) if is_whole else _Resolver(document, file).document()
    except RecursionError as error:
        raise SourceError(
            "Too many references lead to each other.",
            file=file,
            expected="references that lead straight to their target",
            advice="write shared objects as components",
        ) from error
    # A tool that follows the references, or writes all targets out, as the validator does, gets this size.
    refuse_multiples(found, file)
    return found


def pointed(document: Mapping[str, Any], target: str, file: str = "") -> Mapping[str, Any]:
    """The object that a reference leads to.  Raises SourceError where it leads out of the document or nowhere."""
    if not target.startswith("#"):
        raise SourceError(
            f"A reference leads out of the document: {target}.",
            file=file,
            expected="references within the document",
            advice="bundle the document into one file first",
        )
    node = entry_at(document, target)
    if not isinstance(node, Mapping) or node is document:
        raise SourceError(
            f"A reference leads nowhere: {target}.",
            file=file,
            expected="a JSON Pointer to an object of the document",
            advice="add what it should lead to, or mend the reference",
        )
    return node


def entry_at(document: Mapping[str, Any], target: str) -> Any:
    """The value that a reference within the document leads to, None where there is nothing."""
    node: Any = document
    for part in pointer_parts(target):
        node = _entry(node, part)
    return node


def pointer_parts(target: str) -> list[str]:
    """The steps of a reference within its document. The steps of an anchor lead nowhere."""
    parts = unquote(target[1:]).split("/")
    return [unescaped(part) for part in (parts[1:] if not parts[0] else parts)]


def component_for(target: str, taken: Mapping[str, Any]) -> str:
    """A name, not among those taken, for the component that a reference into the middle of an object creates."""
    parts = [part for part in pointer_parts(target) if part not in _UNNAMED_STEPS]
    wanted = _NO_NAME.sub("_", "_".join(parts)).strip("_") or "schema"
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}_{number}", number + 1
    return name


def _references(document: Mapping[str, Any], text: bytes | None) -> Counter[str]:
    """The targets of all that looks like a reference, and how often each occurs."""
    text = text or as_json(document)
    if text is None:
        return Counter(targets_in(document))
    # A reference ends at a quote, which no component has in its name.
    pieces = text.split(IN_JSON)
    ends = Counter(piece[: piece.find(b'"')] for piece in pieces[1:])
    if any(b"\\" in target for target in ends):
        return Counter(targets_in(document))
    return Counter({target.decode(): times for target, times in ends.items()})


def _maps_into_objects(document: Mapping[str, Any], text: bytes | None) -> bool:
    """Whether a discriminator leads into the middle of an object."""
    if text is not None and not (_MAPPING in text and _INTO_OBJECT.search(text)):
        return False
    targets = (target for node, kind, _ in walk(document) if kind == "schemas" for target in mapped(node).values())
    return any(target.startswith("#") and not _COMPONENT.fullmatch(target) for target in targets)


def _entry(node: Any, part: str) -> Any:
    if isinstance(node, Mapping):
        # In YAML a status may be a number.
        return node[part] if part in node else next((node[key] for key in node if str(key) == part), None)
    if isinstance(node, Sequence) and not isinstance(node, str) and part.isdecimal() and int(part) < len(node):
        return node[int(part)]
    return None


def _map(node: Any) -> Json:
    """The node, or an empty object where it is not an object, which the validator reports."""
    return dict(node) if isinstance(node, Mapping) else {}


class _Resolver:
    def __init__(self, document: Mapping[str, Any], file: str) -> None:
        self._whole = document
        self._file = file
        self._taken = {kind: _map(given) for kind, given in _map(document.get("components")).items()}
        self._replacements: dict[tuple[str, str], Json] = {}
        self._open: set[tuple[str, str]] = set()
        self._names: dict[tuple[str, str], str] = {}
        self._made: dict[str, Json] = {}

    def document(self) -> Json:
        found = self._fields(self._whole, "document")
        if self._made:
            components = _map(found.get("components"))
            made = {kind: {**_map(components.get(kind)), **given} for kind, given in self._made.items()}
            found["components"] = {**components, **made}
        return found

    def _object(self, node: Any, kind: str, through: tuple[str, ...]) -> Any:
        """An object of a kind and all below it; `through` are the references that led here, in order."""
        if not isinstance(node, Mapping):
            return node
        target = node.get("$ref")
        if isinstance(target, str):
            if kind == "schemas":
                beside = {key: value for key, value in node.items() if key != "$ref"}
                return {**self._fields(beside, kind), "$ref": self._schema(target)}
            if not _COMPONENT.fullmatch(target):
                return self._replaced(node, target, kind, through)
        return self._fields(node, kind)

    def _fields(self, node: Mapping[str, Any], kind: str) -> Json:
        fields = OBJECTS[kind]
        if "*" in fields:
            fields = {key: fields["*"] for key in node if not is_extension(key)}
        found = dict(node)
        for key in [key for key in node if key in fields]:
            (shape, inner), value = fields[key], node[key]
            if shape == "one":
                found[key] = self._object(value, inner, ())
            elif shape == "list" and isinstance(value, list):
                found[key] = [self._object(part, inner, ()) for part in value]
            elif shape.endswith("map") and isinstance(value, Mapping):
                found[key] = {
                    name: part if shape == "open map" and is_extension(name) else self._object(part, inner, ())
                    for name, part in value.items()
                }
        targets = mapped(node) if kind == "schemas" and "discriminator" in node else {}
        if targets:
            references = {steps: self._schema(target) for steps, target in targets.items() if "#" in target}
            found["discriminator"] = with_mapped(node, references)
        return found

    def _replaced(self, node: Mapping[str, Any], target: str, kind: str, through: tuple[str, ...]) -> Any:
        """The target of a reference, overridden by what is beside the reference (OpenAPI 3.1.1, 4.8.9 and 4.8.23)."""
        found = pointed(self._whole, target, self._file)
        if target in through:
            raise SourceError(
                f"A reference leads to itself: {target}.",
                file=self._file,
                expected="references that end at an object",
                advice="put the object in the place of one of them",
            )
        beside = self._fields({key: value for key, value in node.items() if key != "$ref"}, kind)
        if (kind, target) in self._open:
            # A callback may contain itself, which only a component can express.
            return {**beside, "$ref": self._reference(target, kind)}
        if (kind, target) not in self._replacements:
            self._open.add((kind, target))
            replacement = self._object(found, kind, (*through, target))
            self._open.discard((kind, target))
            self._replacements[kind, target] = replacement
            if (kind, target) in self._names:
                self._made.setdefault(kind, {})[self._names[kind, target]] = replacement
        return {**self._replacements[kind, target], **beside}

    def _reference(self, target: str, kind: str) -> str:
        """The reference to the component that will hold this target."""
        if (kind, target) not in self._names:
            taken = self._taken.setdefault(kind, {})
            name = self._names[kind, target] = component_for(target, taken)
            taken[name] = None
        return f"#/components/{kind}/{self._names[kind, target]}"

    def _schema(self, target: str) -> str:
        """The reference to the component that holds a schema at this target."""
        if _COMPONENT.fullmatch(target):
            return target
        if ("schemas", target) in self._names:
            return self._reference(target, "schemas")
        found = entry_at(self._whole, target)
        if not isinstance(found, bool):
            found = pointed(self._whole, target, self._file)
        reference = self._reference(target, "schemas")
        made = self._made.setdefault("schemas", {})
        # This reserves its place, in case it contains itself.
        made[self._names["schemas", target]] = None
        made[self._names["schemas", target]] = self._object(found, "schemas", ())
        return reference
