"""The stages in order, from folders of pages to the API that they describe."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from speclift.errors import NoOperationsError
from speclift.model.facts import PageFacts
from speclift.model.finding import OF_SETTINGS, Finding, errors_of, faults_of, in_order
from speclift.model.reference import Reference
from speclift.openapi.structure.suffixes import is_document
from speclift.reading.files.walk import root_of
from speclift.reading.fingerprints import fingerprints
from speclift.reading.reference import SourceFile, discover, read_reference
from speclift.settings import Settings
from speclift.storage.cache import Cache

if TYPE_CHECKING:
    from speclift.model.operation import Api

#: Called with (pages read, pages in all).
Progress: TypeAlias = Callable[[int, int], None]


class Recovery(msgspec.Struct, frozen=True):
    """A reference that was read, the number of its files, and the API that it describes, with all findings."""

    files: int
    reference: Reference
    api: Api


class Reading(msgspec.Struct, frozen=True):
    """A reference that was read: the result of each page, and the fingerprints of those that were already known."""

    reference: Reference
    results: tuple[PageFacts, ...]
    keys: tuple[bytes, ...]
    known: frozenset[bytes]

    def keep(self, cache: Cache | None) -> Callable[[], None]:
        """Keep the results of the pages for the next run if any changed. Returns the function that writes them.

        A page that a fault kept from being read is read again next time.
        """
        pages = {key: page for key, page in zip(self.keys, self.results, strict=True) if not faults_of(page.findings)}
        if cache and self.known != pages.keys():
            return cache.keep_pages(tuple(pages), tuple(pages.values()))
        return lambda: None


def recover(
    docs: Sequence[str],
    settings: Settings,
    *,
    json_only: bool = False,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Recovery:
    """The API that the pages below `docs` describe, together with the pages.

    Raises SourceError where a folder cannot be read and NoOperationsError where no page describes an operation.
    """
    from speclift.openapi.building.samples import contradicting_samples, json_schemas

    sources, keys = found_in(docs, settings)
    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache, progress=progress)
    reading.keep(cache)()
    api = api_of(reading.reference, settings, json_only=json_only)
    contradictions = contradicting_samples(
        api.operations, json_schemas(api.components), {item.name for item in api.components if item.is_partial}
    )
    findings = named_from(docs, in_order((*api.findings, *(finding for _, finding in contradictions))))
    return Recovery(len(sources), reading.reference, msgspec.structs.replace(api, findings=findings))


def read(
    docs: Sequence[str],
    settings: Settings,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> tuple[int, Reference]:
    """The number of files below `docs`, and their pages.  Raises what `recover` raises."""
    sources, keys = found_in(docs, settings)
    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache, progress=progress)
    reading.keep(cache)()
    return len(sources), reading.reference


def api_of(reference: Reference, settings: Settings, *, json_only: bool = False) -> Api:
    """The API that the pages of a reference describe, of any form."""
    if not any(page.operations for page in reference.facts):
        from speclift.inference.known_forms.api import resolve

        return resolve(reference, settings, json_only=json_only)
    from speclift.inference.api import infer

    inferred = infer(reference.facts, settings, json_only=json_only)
    if not reference.operations:
        return msgspec.structs.replace(inferred, findings=(*reference.findings, *inferred.findings))
    from speclift.inference.join import join_apis
    from speclift.inference.known_forms.api import resolve

    return join_apis(resolve(reference, settings, json_only=json_only), inferred)


def found_in(docs: Sequence[str], settings: Settings) -> tuple[Sequence[SourceFile], list[bytes]]:
    """The files below `docs`, and for each of them a digest of its content and of the files that it includes.

    Raises SourceError where a folder cannot be read.
    """
    return fingerprints(discover(docs, settings.include_folder, settings.selection), settings.form)


def read_pages(
    docs: Sequence[str],
    sources: Sequence[SourceFile],
    keys: Sequence[bytes],
    settings: Settings,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Reading:
    """The pages in these files; those that the cache knows are not read.

    Raises NoOperationsError where no page describes an operation.
    """
    known = cache.pages() if cache else {}
    reference, results = read_reference(
        sources, jobs=jobs, known=known, keys=keys, form=settings.form, progress=progress
    )
    if reference.is_empty:
        raise no_operations(docs, reference.findings, sources)
    return Reading(reference, results, tuple(keys), frozenset(known))


def named_from(docs: Sequence[str], findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, in which the paths of settings and overlays are relative to DOCS, as the paths of pages are.

    With several folders, all paths are relative to the current directory.
    """
    if len(docs) > 1 or not any(finding.code in OF_SETTINGS for finding in findings):
        return tuple(findings)
    root = root_of(docs)
    return in_order(
        msgspec.structs.replace(finding, file=os.path.relpath(finding.file, root or ".").replace(os.sep, "/"))
        if finding.code in OF_SETTINGS
        else finding
        for finding in findings
    )


def no_operations(
    docs: Sequence[str], findings: Sequence[Finding], sources: Sequence[SourceFile] = ()
) -> NoOperationsError:
    """The error that says that no page describes an operation.

    It names the first page that could not be read, and what comes nearest to an operation on the pages of `sources`.
    """
    from speclift.reading.learning.nearest import nearest

    # Faults in speclift come first: no change to the docs removes them.
    faults, root = faults_of(findings), root_of(docs)
    missing = (*faults, *(finding for finding in errors_of(findings) if finding not in faults))
    message = "No page describes an operation."
    advice = f"run 'speclift learn {docs[0]}', which shows what was found and proposes settings that read more"
    if sources and all(is_document(source.path) for source in sources):
        advice = "if it is an OpenAPI document, give it to speclift bundle, client, mock, serve, fuzz or diff"
    if not sources and not missing:
        message = "There is no markdown page."
        advice = "name the folder that holds the pages; include and exclude in the settings may leave out all of them"
    if missing:
        one = missing[0]
        first = f"{os.path.join(root, one.file)}:{one.line}: {one.code} {one.message}"
        pages = len({finding.file for finding in missing})
        where = "on one page" if pages == 1 else f"on {pages:,} pages"
        advice = f"{'read' if faults else 'mend'} {first}"
        if len(missing) > 1:
            advice += f" That is the first of {len(missing):,} errors {where}."
    faulty = {finding.file for finding in faults}
    named = ((source.seen_from()[1], source.data) for source in sources)
    found = nearest((name, data) for name, data in named if name not in faulty)
    if found is not None:
        place = f"{os.path.join(root, found.place.file)}:{found.place.line}"
        message = f"{message} The nearest to one is {found.kind}, {place}: {found.text}"
    return NoOperationsError(
        message,
        file=", ".join(docs),
        expected="pages that state a method and a path, such as GET /users/{id}, in a heading, a table, a list, a "
        "component, or a line or code block of their own",
        advice=advice,
    )
