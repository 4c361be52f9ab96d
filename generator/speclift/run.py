"""The stages one after the other, from folders of pages to files of a specification."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec
import orjson

from speclift.errors import NoOperationsError
from speclift.model.page import PageResult, Reference
from speclift.read.reference import PARALLEL_FROM, SourceFile, discover, fingerprint, read_reference
from speclift.settings import Settings
from speclift.write.cache import Cache, Outcome

if TYPE_CHECKING:
    from speclift.model.finding import Finding
    from speclift.model.operation import Api

Progress: TypeAlias = Callable[[int, int], None]


class Options(msgspec.Struct, frozen=True):
    """How a specification is to be written.

    `split` writes one document for each tag; `json_only` leaves out the media types that are not JSON.
    """

    version: Literal["3.1", "3.0"] = "3.1"
    format: Literal["yaml", "json"] = "yaml"
    split: bool = False
    json_only: bool = False
    validator: Literal["fast", "reference"] = "fast"


def recover(
    docs: Sequence[str],
    settings: Settings,
    *,
    json_only: bool = False,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Api:
    """The API that the pages below `docs` describe, with all findings.

    Raises SourceError where a folder cannot be read and NoOperationsError where no page describes an operation.
    """
    from speclift.document.samples import contradicting_samples
    from speclift.resolve.api import resolve

    sources = discover(docs)
    keys = [fingerprint(source) for source in sources]
    reading = _read(docs, sources, keys, jobs=jobs, cache=cache, progress=progress)
    reading.keep(cache)
    api = resolve(reading.reference, settings, json_only=json_only)
    return msgspec.structs.replace(api, findings=_sorted((*api.findings, *contradicting_samples(api))))


def specify(
    docs: Sequence[str],
    settings: Settings,
    options: Options,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """The specification of the pages below `docs`, as files, validated.

    The one file is called `openapi`; a split specification has a file for each tag.  Nothing is written but the
    cache.  Raises what `recover` raises, and InvalidDocumentError.
    """
    sources = discover(docs)
    keys = [fingerprint(source) for source in sources]
    key = _run_key(docs, sources, keys, settings, options)
    known = cache.outcome(key) if cache else None
    if known:
        return known
    from speclift.beside import beside
    from speclift.document.openapi import build_document, build_paths
    from speclift.document.samples import contradicting_samples
    from speclift.document.split import split_by_tag
    from speclift.document.validate import validate, without_samples
    from speclift.resolve.api import Components, join, name_types, resolve_components, resolve_operations
    from speclift.write.json import to_json
    from speclift.write.yaml import Texts, to_yaml

    reading = _read(docs, sources, keys, jobs=jobs, cache=cache, progress=progress)
    is_parallel = jobs > 1 and len(reading.reference.operations) >= PARALLEL_FROM
    named = name_types(reading.reference)
    components = beside(
        lambda: resolve_components(named, settings, with_facts=False), Components, is_parallel=is_parallel
    )
    operations = resolve_operations(named, settings, json_only=options.json_only)
    paths = build_paths(operations.operations, options.version)
    texts = Texts(cache.texts()) if cache and options.format == "yaml" else None
    is_one_yaml = options.format == "yaml" and not options.split
    written = {"paths": to_yaml({"paths": paths.items}, texts)} if is_one_yaml else {}
    # Samples may be any JSON, and are two thirds of the document.  The copy is for the second process: reading the
    # objects of the first would copy their memory page by page.
    bare_paths = orjson.Fragment(orjson.dumps(without_samples(paths.items)))
    api = join(reading.reference, named, operations, components(), settings)
    document = build_document(api, settings, options.version, paths)

    packed = orjson.dumps({**document, "paths": bare_paths})

    def check() -> None:
        validate(packed, options.validator)
        reading.keep(cache)

    finish = beside(check, type(None), is_parallel=is_parallel)
    documents = split_by_tag(document) if options.split else {"openapi": document}
    if options.format == "yaml":
        files = {f"{name}.yaml": to_yaml(part, texts, written) for name, part in documents.items()}
        if cache and texts:
            cache.keep_texts(texts.used)
    else:
        files = {f"{name}.json": to_json(part) for name, part in documents.items()}
    findings = _sorted((*api.findings, *contradicting_samples(api, document)))
    finish()
    outcome = Outcome(files, findings, len(api.operations), len(api.components))
    if cache:
        cache.keep_outcome(key, outcome)
    return outcome


class _Reading(msgspec.Struct, frozen=True):
    """A reference that was read: the result of each page, and the fingerprints of those that were known before."""

    reference: Reference
    results: tuple[PageResult, ...]
    keys: tuple[bytes, ...]
    known: frozenset[bytes]

    def keep(self, cache: Cache | None) -> None:
        """Keep the results of the pages for the next run where any of them changed."""
        if cache and self.known != frozenset(self.keys):
            cache.keep_pages(self.keys, self.results)


def _read(
    docs: Sequence[str],
    sources: Sequence[SourceFile],
    keys: Sequence[bytes],
    *,
    jobs: int,
    cache: Cache | None,
    progress: Progress | None,
) -> _Reading:
    known = cache.pages() if cache else {}
    reference, results = read_reference(sources, jobs=jobs, known=known, keys=keys, progress=progress)
    if not reference.operations:
        raise NoOperationsError(
            "No page describes an operation.",
            file=", ".join(docs),
            expected="pages with a fenced http block such as GET /api/v1/Contact",
            advice="name the folder that holds the endpoint pages"
            + (f"; {len(reference.findings)} could not be read: run speclift check" if reference.findings else ""),
        )
    return _Reading(reference, results, tuple(keys), frozenset(known))


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings by place, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line, f.code, f.message)))


def _run_key(
    docs: Sequence[str], sources: Sequence[SourceFile], keys: Sequence[bytes], settings: Settings, options: Options
) -> bytes:
    """A digest of everything that the outcome depends on."""
    digest = hashlib.blake2b(digest_size=16)
    for root in docs:
        digest.update(os.path.basename(os.path.normpath(root)).encode() + b"\0")
    for source, key in zip(sources, keys, strict=True):
        digest.update(source.root.encode() + b"\0" + key)
    digest.update(msgspec.msgpack.encode((settings, options)))
    return digest.digest()
