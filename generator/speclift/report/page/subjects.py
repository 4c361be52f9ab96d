"""Which component a finding is about: the subject names it or `Component.property`, and either name may have dots."""

from __future__ import annotations

from collections.abc import Container


def owner_of(subject: str, components: Container[str]) -> str:
    """The longest part of a subject, up to a dot or its end, that is the name of a component; empty where none is."""
    found = subject
    while found and found not in components:
        found = found.rpartition(".")[0]
    return found
