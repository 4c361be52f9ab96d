"""Which part of a version the changes between two descriptions raise (Semantic Versioning 2.0.0)."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import msgspec

from speclift.diff.rules.change import Comparison

#: The rule for a version that does not announce a breaking change.
VERSION_NOT_RAISED = "version-not-raised"
Part: TypeAlias = Literal["major", "minor", "patch", "none"]

_VERSION = re.compile(r"(v?)(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?:[-+].*)?")


class Bump(msgspec.Struct, frozen=True):
    """The part that is raised, the versions that both documents name, and the one that the new one should have.

    `next` is empty where the old version is not one of Semantic Versioning, or nothing changed.
    """

    part: Part
    old: str
    new: str
    next: str


def suggested(comparison: Comparison) -> Bump:
    """The bump that the changes call for.

    A breaking change raises the major version, a change that a client may notice the minor one, any other the patch.
    Before 1.0.0 nothing is promised (section 4): a breaking change raises the minor version, any other the patch.
    """
    levels = {change.level for change in comparison.changes if change.code != VERSION_NOT_RAISED}
    part: Part = "none"
    if levels:
        part = "major" if "breaking" in levels else "patch" if levels == {"info"} else "minor"
    found = _VERSION.fullmatch(comparison.old_version)
    if not found:
        return Bump(part, comparison.old_version, comparison.new_version, "")
    mark, *texts = found.groups()
    major, minor, patch = (int(text or 0) for text in texts)
    if part != "none" and major == 0:
        part = "minor" if part == "major" else "patch"
    raised = {
        "major": f"{mark}{major + 1}.0.0",
        "minor": f"{mark}{major}.{minor + 1}.0",
        "patch": f"{mark}{major}.{minor}.{patch + 1}",
        "none": "",
    }
    return Bump(part, comparison.old_version, comparison.new_version, raised[part])


def is_not_raised(bump: Bump) -> bool:
    """Whether the new document has a version of Semantic Versioning that is lower than the changes require."""
    new, needed = _VERSION.fullmatch(bump.new), _VERSION.fullmatch(bump.next)
    if not new or not needed:
        return False
    return [int(text or 0) for text in new.groups()[1:]] < [int(text or 0) for text in needed.groups()[1:]]


def as_sentence(bump: Bump) -> str:
    """`Suggested version bump: major (1.4.0 to 2.0.0; the new document says 1.5.0).`"""
    if bump.part == "none":
        return "Suggested version bump: none, because nothing changed."
    if not bump.next:
        return f"Suggested version bump: {bump.part}."
    said = f"; the new document says {bump.new}" if bump.new not in ("", bump.next) else ""
    return f"Suggested version bump: {bump.part} ({bump.old} to {bump.next}{said})."
