"""What makes a document wrong, by the published schemas and by the rules that OpenAPI states in prose."""

from __future__ import annotations

from collections.abc import Iterator

from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import pointer, walk


def faults(document: Json) -> Iterator[Fault]:
    """What makes a document wrong: by the schema published for its version, then by the rules in prose. The document
    may be anybody's. Nothing else is read, and nothing is raised.
    """
    from speclift.openapi.checking.published import published_faults
    from speclift.openapi.checking.semantics import semantic_faults

    yield from published_faults(document)
    yield from semantic_faults(document)


def is_sound(document: Json, text: bytes | None = None) -> bool:
    """Whether `faults` finds none; `text` is the document as JSON, where that is known."""
    from speclift.openapi.checking.published import is_accepted
    from speclift.openapi.checking.semantics import semantic_faults

    return is_accepted(document) and next(semantic_faults(document, text), None) is None


def siblings_of_references(document: Json) -> Iterator[Fault]:
    """In 3.0, a `$ref` has no siblings (OpenAPI 3.0.4, 4.7.23): tools ignore them."""
    for node, _, place in walk(document):
        if isinstance(node.get("$ref"), str) and len(node) > 1:
            yield Fault(pointer(place), "a reference has siblings, which OpenAPI 3.0 does not read")
