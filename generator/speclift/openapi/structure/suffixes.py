"""What the name of a file says about it: whether it is a document, and in which format."""

from __future__ import annotations

from typing import Literal

#: The suffixes of files that are documents.
DOCUMENTS = (".yaml", ".yml", ".json")


def is_document(name: str) -> bool:
    """Whether a file is a document, going by its name."""
    return name.lower().endswith(DOCUMENTS)


def format_of(name: str) -> Literal["yaml", "json"]:
    """The format to write a file in, going by its name: JSON for `.json`, else YAML."""
    return "json" if name.lower().endswith(".json") else "yaml"
