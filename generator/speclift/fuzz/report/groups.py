"""Findings in groups of one kind, and within these of one cause, so that a reader can mend them together."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec

from speclift.fuzz.finding import Finding

#: The levels in the order of the report; a finding in the baseline is `known`, whatever its level.
SHOWN_LEVELS = ("failure", "contradiction", "drift", "known")


class Cause(msgspec.Struct, frozen=True):
    """Findings of one cause, each on a different operation; `text` is empty if they have no cause of their own."""

    text: str
    findings: tuple[Finding, ...]


class Group(msgspec.Struct, frozen=True):
    """Findings of one check with one title."""

    level: str
    check: str
    title: str
    causes: tuple[Cause, ...]

    @property
    def findings(self) -> int:
        """The number of findings."""
        return sum(len(cause.findings) for cause in self.causes)

    @property
    def operations(self) -> int:
        """The number of operations that the findings are about."""
        return len({finding.operation_id for cause in self.causes for finding in cause.findings})


def groups_of(findings: Iterable[Finding], known: Collection[str]) -> tuple[Group, ...]:
    """The findings by level, check and title, and then by cause: the gravest level comes first, and in each level the
    largest group.  `known` are the keys of the findings in the baseline.
    """
    found: dict[tuple[str, str, str], dict[str, list[Finding]]] = {}
    for finding in findings:
        level = "known" if finding.key in known else finding.level
        found.setdefault((level, finding.check, finding.title), {}).setdefault(_cause_of(finding), []).append(finding)
    groups = (Group(*kind, tuple(map(_cause, causes.items()))) for kind, causes in found.items())
    return tuple(sorted(groups, key=lambda group: (SHOWN_LEVELS.index(group.level), -group.findings, group.title)))


def _cause_of(finding: Finding) -> str:
    """What findings that a reader can mend together have in common."""
    return ", ".join(finding.places) or finding.cause


def _cause(entry: tuple[str, list[Finding]]) -> Cause:
    text, findings = entry
    return Cause(text, tuple(findings))
