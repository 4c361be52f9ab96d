"""From folders of pages to files of a specification and of a client: all stages in order.

    pages ──read──▶ facts ──assembly──▶ document ──write──▶ specification ──client──▶ package

Results of an earlier run come from the cache, stage by stage.  `recovery.py` has the first stages, `assembly.py` those
of the document.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec

from speclift.errors import InvalidDocumentError
from speclift.limits import LARGEST_DOCUMENT
from speclift.model.finding import Finding, faults_of, in_order
from speclift.openapi.building.options import Options as Options
from speclift.pipeline.client import client_files
from speclift.pipeline.recovery import Progress, Reading, api_of, found_in, named_from, no_operations, read_pages
from speclift.reading.reference import SourceFile
from speclift.settings import Settings
from speclift.storage.cache import Cache, Outcome
from speclift.storage.regular_files import read_regular

if TYPE_CHECKING:
    from speclift.openapi.building.refusal import Refusals
    from speclift.openapi.structure.nodes import Json
    from speclift.openapi.writing.entries import Memory
    from speclift.pipeline.assembly import Assembly, Begun

T = TypeVar("T")


class Specification(msgspec.Struct, frozen=True):
    """The result of a run, and the document that its files were written from: None where an earlier run wrote them.

    `made_from` holds everything else that the result was made from. A process that ends soon keeps it alive: freeing
    millions of small objects takes longer than writing the files.
    """

    outcome: Outcome
    document: Json | None
    made_from: tuple[object, ...] = ()


def specify(
    docs: Sequence[str],
    settings: Settings,
    options: Options,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Specification:
    """The validated specification of the pages below `docs`, as files.

    It is one file, `openapi`, or a file for each tag if it is split.  Only the cache is written.  The parts that the
    validator refuses are left out, with a finding for each.  Raises what `recover` raises, and InvalidDocumentError
    where no page accounts for what the validator refuses.
    """
    sources, keys = found_in(docs, settings)
    key = _run_key(docs, sources, keys, settings, options)
    known = cache.outcome(key) if cache else None
    if known:
        return Specification(known, None)
    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache, progress=progress)
    keep_pages = reading.keep(cache)
    # The content of an overlay may be in any entry, so none of an earlier run is used.
    earlier = cache.entries() if cache and not settings.overlays else {}

    def attempt(refused: Refusals) -> tuple[Specification, Memory]:
        return _written(reading, settings, options, refused, earlier, keep_pages, jobs=jobs)

    found, memory = _without_refused(docs, reading, settings, options, attempt)
    findings = named_from(docs, found.outcome.findings)
    found = msgspec.structs.replace(found, outcome=msgspec.structs.replace(found.outcome, findings=findings))
    if cache:
        if not settings.overlays:
            cache.keep_entries(memory.kept)
        if not faults_of(findings):
            cache.keep_outcome(key, found.outcome)
    return found


def _written(
    reading: Reading,
    settings: Settings,
    options: Options,
    refused: Refusals,
    earlier: Mapping[bytes, str],
    keep_pages: Callable[[], None],
    *,
    jobs: int,
) -> tuple[Specification, Memory]:
    """The specification of pages that were read, without what is `refused`, and the memory for the next run.

    `earlier` is what an earlier run knew of the entries.  The process that checks the document also calls `keep_pages`.
    """
    from speclift.openapi.writing.entries import Memory
    from speclift.pipeline.assembly import begin, complete, start_check

    memory = Memory(earlier)
    begun = begin(reading, settings, options, memory, refused, jobs=jobs)
    paths = _paths_meanwhile(begun, settings, options, memory)
    assembly = complete(begun, settings, options, memory)
    checked = start_check(assembly, options, keep_pages, jobs=jobs)
    document, overlay_findings = _overlaid(assembly.document, settings)
    files = _files(document, options, memory, paths)
    contradictions = _contradictions(assembly, options, memory)
    checked()
    api = assembly.api
    findings = in_order((*api.findings, *overlay_findings, *contradictions))
    outcome = Outcome(files, findings, len(api.operations), len(api.components))
    return Specification(outcome, document, (reading, assembly, memory)), memory


def assemble(
    docs: Sequence[str],
    settings: Settings,
    options: Options = Options(),  # noqa: B008
    *,
    jobs: int = 1,
    cache: Cache | None = None,
) -> Assembly:
    """The checked document of the pages below `docs`, without files and without a check of its samples.

    Raises what `specify` raises.
    """
    from speclift.openapi.writing.entries import Memory
    from speclift.pipeline.assembly import begin, complete, start_check

    sources, keys = found_in(docs, settings)
    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache)
    keep_pages = reading.keep(cache)
    earlier = cache.entries() if cache else {}

    def attempt(refused: Refusals) -> Assembly:
        memory = Memory(earlier)
        found = complete(begin(reading, settings, options, memory, refused, jobs=jobs), settings, options, memory)
        start_check(found, options, keep_pages, jobs=jobs)()
        return found

    found = _without_refused(docs, reading, settings, options, attempt)
    if not settings.overlays:
        return found
    # The digests belong to the document before the overlays.
    document, _ = _overlaid(found.document, settings)
    return msgspec.structs.replace(found, document=document, entries={})


def generate(
    docs: Sequence[str],
    settings: Settings,
    *,
    templates: str | None = None,
    options: Options = Options(),  # noqa: B008
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Specification:
    """Everything that can be made from the pages below `docs`, by path below the output: the specification, the client.

    `templates` is a folder of the user, whose files replace the built-in templates of the same path.  Raises what
    `specify` and `client_files` raise.
    """
    from speclift.client.templates import Templates

    specification = specify(docs, settings, options, jobs=jobs, cache=cache, progress=progress)
    text = specification.outcome.files["openapi.yaml"]
    sources = Templates(templates)
    name = settings.package or None
    hints = msgspec.json.encode(settings.client)
    digest = hashlib.blake2b(text + sources.digest() + (name or "").encode() + hints, digest_size=16).digest()
    client = cache.client(digest) if cache else None
    if client is None:
        client = client_files(specification.document or _loaded(text), name, sources, settings.client)
        if cache:
            cache.keep_client(digest, client)
    files = {"spec/openapi.yaml": text, **{f"generated/{path}": data for path, data in client.items()}}
    outcome = msgspec.structs.replace(specification.outcome, files=files)
    return msgspec.structs.replace(specification, outcome=outcome)


def _loaded(text: bytes) -> Json:
    from speclift.openapi.text.yaml_parser import parse

    return dict(parse(text.decode()))


def _without_refused(
    docs: Sequence[str], reading: Reading, settings: Settings, options: Options, attempt: Callable[[Refusals], T]
) -> T:
    """The result of an attempt; if the validator refuses its document, the result without the refused parts.

    Raises NoOperationsError where no operation is left, and InvalidDocumentError where no page accounts for what is
    refused.
    """
    from speclift.openapi.building.refusal import Refusals, refusals

    try:
        return attempt(Refusals())
    except InvalidDocumentError as error:
        api = api_of(reading.reference, settings, json_only=options.json_only)
        refused = refusals(api, settings, options.version, options.validator)
        if not refused.findings:
            raise _defect(error) from error
    if not refused.kept(api.operations):
        raise no_operations(docs, (*reading.reference.findings, *refused.findings))
    try:
        return attempt(refused)
    except InvalidDocumentError as error:
        raise _defect(error) from error


def _defect(error: InvalidDocumentError) -> InvalidDocumentError:
    return InvalidDocumentError(
        error.message,
        expected="a document that the OpenAPI schema accepts, whatever the pages say",
        advice="this is a defect of speclift: please report it, with the docs if you can",
    )


def _paths_meanwhile(begun: Begun, settings: Settings, options: Options, memory: Memory) -> dict[str, bytes]:
    """The path items as YAML, if they can be written while another process resolves the components; else nothing."""
    from speclift.openapi.writing.yaml import to_yaml

    if not begun.is_waiting or options.format != "yaml" or options.split or settings.overlays:
        return {}
    return {"paths": to_yaml({"paths": begun.paths.items}, memory)}


def _files(document: Json, options: Options, memory: Memory, written: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a document by name; `written` holds its entries that are already written."""
    from speclift.openapi.writing.json import to_json
    from speclift.openapi.writing.split import split_by_tag
    from speclift.openapi.writing.yaml import to_yaml

    documents = split_by_tag(document) if options.split else {"openapi": document}
    if options.format == "json":
        return {f"{name}.json": to_json(part) for name, part in documents.items()}
    return {f"{name}.yaml": to_yaml(part, memory, written) for name, part in documents.items()}


def _contradictions(assembly: Assembly, options: Options, memory: Memory) -> tuple[Finding, ...]:
    """The samples that contradict their schemas, for the operations that no earlier run has checked."""
    from speclift.openapi.building.samples import contradicting_samples, json_schemas
    from speclift.openapi.writing.entries import affected_keys

    api = assembly.api
    affected = affected_keys(assembly.entries, assembly.fresh)
    found = contradicting_samples(
        [item for item in api.operations if ("paths", item.path, item.method) in affected],
        assembly.document["components"]["schemas"] if options.version != "3.0" else json_schemas(api.components),
        {item.name for item in api.components if item.is_partial},
    )
    # Wrong samples are checked in every run, so that every run reports them.
    memory.forget(("paths", item.path, item.method) for item, _ in found)
    return tuple(finding for _, finding in found)


def _overlaid(document: Json, settings: Settings) -> tuple[Json, tuple[Finding, ...]]:
    """A document after the overlays of the settings, if any, and a finding for each action that changes nothing.

    The document lists the overlays, so that no tool applies them again.  Raises SourceError where they make it invalid
    OpenAPI.
    """
    if not settings.overlays:
        return document, ()
    from speclift.openapi.checking.fault_report import refusal
    from speclift.openapi.checking.faults import faults, is_sound
    from speclift.openapi.checking.lines import with_lines
    from speclift.openapi.overlays.overlay import Allowance, overlaid, read_overlay

    findings: list[Finding] = []
    allowance = Allowance(document)
    for file in settings.overlay_files:
        overlay = read_overlay(file)
        changed = overlaid(document, overlay, allowance=allowance)
        document = changed.document
        document["x-overlays"] = [*document.get("x-overlays", ()), overlay.digest]
        told = with_lines(changed.faults, file)
        findings += (Finding("SL402", file, fault.line, f"{fault.message}.") for fault in told)
    if not is_sound(document):
        raise refusal(tuple(faults(document)), settings.overlay_files[-1])
    return document, tuple(findings)


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
    for file in settings.overlay_files:
        found = read_regular(file, LARGEST_DOCUMENT)
        digest.update(hashlib.blake2b(found if isinstance(found, bytes) else b"").digest())
    return digest.digest()
