"""Operation ids: those of the docs, else ids from method and path, all unique and none numbered by its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from speclift.inference.any_form.component_names import digest, pascal
from speclift.inference.any_form.duplicates import Described
from speclift.model.finding import Finding
from speclift.model.path_templates import PLACEHOLDER

_LONGEST = 120


def operation_ids(operations: Sequence[Described]) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The id of each operation, in their order.

    An id that the docs give to several operations is dropped for all of them (SL203): each gets that of its method and
    path.
    """
    stated = [_stated(item.facts.operation_id) for item in operations]
    often = Counter(filter(None, stated))
    findings: list[Finding] = []
    wanted: list[str] = []
    for item, own in zip(operations, stated, strict=True):
        made = made_id(item.facts.method, item.template.path)
        if own and often[own] > 1:
            place = item.facts.place
            message = f"Several operations have the id {own}; this one became {made}."
            findings.append(Finding("SL203", place.file, place.line, message))
        wanted.append(own if own and often[own] == 1 else made)
    counts = Counter(wanted)
    found = []
    for item, own, name in zip(operations, stated, wanted, strict=True):
        if counts[name] > 1 and own != name:
            name = f"{name}_{digest(f'{item.facts.method} {item.template.path}')}"
        found.append(name)
    return tuple(found), tuple(findings)


def made_id(method: str, path: str) -> str:
    """An id of method and path: `getUsersById` for `GET /users/{id}`."""
    parts: list[str] = []
    for segment in path.split("/"):
        literal = pascal(PLACEHOLDER.sub(" ", segment))
        names = [pascal(name) or "Value" for name in PLACEHOLDER.findall(segment)]
        parts.append(literal + ("By" + "And".join(names) if names else ""))
    joined = "".join(parts)
    if len(joined) > _LONGEST:
        joined = f"{joined[:_LONGEST]}_{digest(path)}"
    return method.lower() + (joined or "Root")


def _stated(text: str) -> str:
    """A printed id; empty where it is too long, or has spaces or control characters."""
    text = text.strip().strip("`")
    return text if text.isprintable() and len(text) <= _LONGEST and " " not in text else ""
