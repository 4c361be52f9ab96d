"""Documents with the same fault thousands of times in one object, each of which is mended."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cli.small_documents import Json, Make, document


def _lost_alternatives(word: str) -> Json:
    mapping = {f"{word}{n}": f"no{n}" for n in range(7000)}
    discriminator = {"propertyName": "a", "mapping": mapping}
    return document({"A": {"type": "object", "properties": {"a": {}}, "discriminator": discriminator}})


FAULTY: Mapping[str, Make] = {
    "faulty lists of dependent properties": lambda word: document(
        {"A": {"type": "object", "dependentRequired": {f"{word}{n}": ["a", "a"] for n in range(9000)}}}
    ),
    "alternatives that are not there": _lost_alternatives,
    "unknown fields": lambda word: document(operation={f"{word}{n:x}": 0 for n in range(28_000)}),
}
