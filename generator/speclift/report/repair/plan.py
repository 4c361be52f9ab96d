"""Mends that work: each is tried in a copy of the docs, and is kept if its finding is gone there."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from speclift.errors import OutputError
from speclift.model.finding import Finding, in_order
from speclift.model.page_selection import Selection
from speclift.report.repair.copies import Copies
from speclift.report.repair.mends import MENDED, Docs, changes_of
from speclift.report.repair.page import Change, Page
from speclift.report.repair.places import files_below, folders_of

#: Finds what is wrong with the docs in these folders or files.
Check: TypeAlias = Callable[[Sequence[str]], Sequence[Finding]]

_Known: TypeAlias = tuple[str, str, str]

_ALL = Selection()

#: The most rounds of mends: a mend may reveal another finding, which may be mended too.
_MOST_ROUNDS = 12


class Mended(msgspec.Struct, frozen=True):
    """A finding that was mended, and the changes that mended it."""

    finding: Finding
    changes: tuple[Change, ...]


class Plan(msgspec.Struct, frozen=True):
    """What is to be written: `files` are the new bytes by path, `names` what findings call these files.

    `left` are the findings that remain, `uncertain` those of them whose kind can be mended, but whose mend is not
    certain.
    """

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    mended: tuple[Mended, ...]
    left: tuple[Finding, ...]

    @property
    def uncertain(self) -> tuple[Finding, ...]:
        """The findings for which no mend was certain."""
        return tuple(finding for finding in self.left if finding.code in MENDED)


def planned(docs: Sequence[str], check: Check, selection: Selection = _ALL) -> Plan:
    """The mends of all findings that have exactly one right mend.  The docs are not changed.

    `selection` says which files are pages; only these and what they include are copied.
    Raises OutputError where there is no room for a copy of the docs.
    """
    try:
        return _planned(docs, check, selection)
    except OSError as error:
        raise OutputError(
            f"The docs cannot be copied, and mends are tried in a copy: {error.strerror or error}.",
            file=str(error.filename2 or error.filename or ""),
            expected="room for a copy in the folder for temporary files",
            advice="nothing was changed; make room there, or name another folder with TMPDIR",
        ) from error


def _planned(docs: Sequence[str], check: Check, selection: Selection) -> Plan:
    found = check(docs)
    folders = folders_of(docs)
    originals = dict(files_below(folders))
    with tempfile.TemporaryDirectory(prefix="speclift-") as above:
        copies = Copies(docs, folders, originals, selection, above)
        work = _Work(copies, Docs(frozenset(originals)), lambda: check(copies.docs))
        gone, come = work.run()
    names = {mended.finding.mend.file if mended.finding.mend else mended.finding.file for mended in work.mended}
    changed = {name: copies.files[name] for name in sorted(names)}
    return Plan(
        {originals[name]: data for name, data in changed.items()},
        {originals[name]: name for name in changed},
        tuple(work.mended),
        in_order([*(finding for finding in found if _known_by(finding) not in gone), *come]),
    )


class _Work:
    """Rounds of mends in the copy, until one changes nothing."""

    def __init__(self, copies: Copies, docs: Docs, check: Callable[[], Sequence[Finding]]) -> None:
        self._files = copies.files
        self._copies = copies
        self._docs = docs
        self._check = check
        self.mended: list[Mended] = []
        self._findings: Sequence[Finding] = ()

    def run(self) -> tuple[set[_Known], list[Finding]]:
        """The findings that the mends resolved, by what identifies them, and the findings that they revealed."""
        first = self._findings = self._check()
        self._rounds()
        before, after = {_known_by(finding) for finding in first}, {_known_by(finding) for finding in self._findings}
        return before - after, [finding for finding in self._findings if _known_by(finding) not in before]

    def _rounds(self) -> None:
        for _ in range(_MOST_ROUNDS):
            changes = self._changes()
            if not changes:
                return
            before = {name: self._files[name] for name in changes}
            self._write(changes)
            found = {_known_by(finding) for finding in self._check()}
            held = {
                name: kept
                for name, given in changes.items()
                if (kept := [mended for mended in given if _known_by(mended.finding) not in found])
            }
            self._restore(before)
            self._write(held)
            self.mended += [mended for given in held.values() for mended in given]
            self._findings = self._check()
            if not held:
                return

    def _changes(self) -> dict[str, list[Mended]]:
        """The changes that the findings ask for, by file; a line is changed for one finding at a time."""
        found: dict[str, list[Mended]] = defaultdict(list)
        taken: set[tuple[str, int]] = set()
        pages: dict[str, Page | None] = {}
        for finding in self._findings:
            name = finding.mend.file if finding.mend else finding.file
            if finding.code not in MENDED or name not in self._files:
                continue
            if name not in pages:
                pages[name] = _page(self._files[name])
            page = pages[name]
            changes = changes_of(finding, page, self._docs) if page else ()
            lines = {(name, change.line) for change in changes}
            if changes and not lines & taken:
                taken |= lines
                found[name].append(Mended(finding, changes))
        return found

    def _write(self, changes: Mapping[str, list[Mended]]) -> None:
        for name, given in changes.items():
            page = _page(self._files[name])
            if page is not None:
                data = page.with_changes([change for mended in given for change in mended.changes])
                self._restore({name: data})

    def _restore(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            self._copies.write(name, data)


def _known_by(finding: Finding) -> _Known:
    """What identifies a finding even after lines were added above it."""
    return finding.code, finding.file, finding.message


def _page(data: bytes) -> Page | None:
    try:
        return Page(data)
    except UnicodeDecodeError:
        return None
