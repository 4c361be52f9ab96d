"""The stages one after the other, from folders of pages to files of a specification and of a client."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
import orjson

from speclift.client.hints import ClientSettings
from speclift.errors import InvalidDocumentError, UsageError
from speclift.model.finding import Finding, in_order
from speclift.read.limits import LARGEST_DOCUMENT
from speclift.read.reference import PARALLEL_FROM, SourceFile
from speclift.read.regular import read_regular
from speclift.recovery import Progress, Reading, api_of, found_in, named_from, no_operations, read_pages
from speclift.settings import Settings
from speclift.write.cache import Cache, Outcome

if TYPE_CHECKING:
    from speclift.client.templates import Templates
    from speclift.document.entries import Entry, Key, Memory
    from speclift.document.refusal import Refusals
    from speclift.document.schemas import Json
    from speclift.model.operation import Api

T = TypeVar("T")


class Options(msgspec.Struct, frozen=True):
    """How a specification is to be written.

    `split` writes one document for each tag; `json_only` leaves out the media types that are not JSON.
    """

    version: Literal["3.2", "3.1", "3.0"] = "3.1"
    format: Literal["yaml", "json"] = "yaml"
    split: bool = False
    json_only: bool = False
    validator: Literal["fast", "reference"] = "fast"


class Specification(msgspec.Struct, frozen=True):
    """What a run gives, and the whole document that it was written from: None where an earlier run wrote it.

    `made_from` is all else that it was made from.  A process that ends soon keeps it: millions of small objects take
    longer to be taken apart than the files take to be written.
    """

    outcome: Outcome
    document: Json | None
    made_from: tuple[object, ...] = ()


class Assembly(msgspec.Struct, frozen=True):
    """A document of an API, with the digest of each operation and schema, and those that no earlier document had.

    `finish` waits for the process that checks it, and raises InvalidDocumentError; `made_from` is as in Specification.
    """

    document: Json
    api: Api
    entries: Mapping[Key, Entry]
    fresh: set[Key]
    finish: Callable[[], None]
    made_from: tuple[object, ...]


def specify(
    docs: Sequence[str],
    settings: Settings,
    options: Options,
    *,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Specification:
    """The specification of the pages below `docs`, as files, validated.

    The one file is called `openapi`; a split specification has a file for each tag.  Nothing is written but the
    cache.  What the validator refuses is left out, and is a finding.  Raises what `recover` raises, and
    InvalidDocumentError where that is no fault of the pages.
    """
    sources, keys = found_in(docs, settings)
    key = _run_key(docs, sources, keys, settings, options)
    known = cache.outcome(key) if cache else None
    if known:
        return Specification(known, None)
    from speclift.document.entries import Memory

    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache, progress=progress)
    earlier, meanwhile = cache.entries() if cache else {}, reading.keep(cache)

    def attempt(refused: Refusals | None) -> tuple[Specification, Memory]:
        # What stands in an overlay may be in any entry, so that none of an earlier run is taken.
        memory = Memory({} if settings.overlays else earlier)
        return _written(reading, settings, options, memory, refused, jobs=jobs, meanwhile=meanwhile), memory

    found, memory = _without_refused(docs, reading, settings, options, attempt)
    findings = named_from(docs, found.outcome.findings)
    found = msgspec.structs.replace(found, outcome=msgspec.structs.replace(found.outcome, findings=findings))
    if cache:
        if not settings.overlays:
            cache.keep_entries(memory.kept)
        cache.keep_outcome(key, found.outcome)
    return found


def assemble(docs: Sequence[str], settings: Settings, *, jobs: int = 1, cache: Cache | None = None) -> Assembly:
    """The document of the pages below `docs` alone, checked: no file is made of it, and nothing is looked for in it.

    Raises what `specify` raises.
    """
    from speclift.document.entries import Memory

    sources, keys = found_in(docs, settings)
    reading = read_pages(docs, sources, keys, settings, jobs=jobs, cache=cache)
    earlier, meanwhile = cache.entries() if cache else {}, reading.keep(cache)

    def attempt(refused: Refusals | None) -> Assembly:
        found = _assembled(reading, settings, Options(), Memory(earlier), refused, jobs=jobs, meanwhile=meanwhile)
        found.finish()
        return found

    found = _without_refused(docs, reading, settings, Options(), attempt)
    if not settings.overlays:
        return found
    # The digests are those of what stood there before.
    document, _ = _overlaid(found.document, settings)
    return msgspec.structs.replace(found, document=document, entries={})


def generate(
    docs: Sequence[str],
    settings: Settings,
    *,
    templates: str | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Specification:
    """Everything that can be made from the pages below `docs`, by path below the output: the specification, the client.

    `templates` is a folder of the user's, whose files stand in place of those of the same path.  Raises what `specify`
    and `client_files` raise.
    """
    from speclift.client.templates import Templates

    specification = specify(docs, settings, Options(), jobs=jobs, cache=cache, progress=progress)
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


def client_files(
    document: Json, name: str | None, templates: Templates, settings: ClientSettings | None = None
) -> dict[str, bytes]:
    """The files of a client of an OpenAPI 3 document; the package is called `name`, else after the document's title.

    Raises TemplateError, and UsageError where the name is no package name.
    """
    from speclift.client.package import build_package, package_name
    from speclift.client.render import render_package
    from speclift.client.reserved import fault_of

    title = str(document.get("info", {}).get("title", ""))
    name = name or package_name(title)
    fault = fault_of(name)
    if fault:
        raise UsageError(
            fault,
            expected="a name such as orders_api, that neither Python nor what the client requires has",
            advice=f"choose another with --package, such as {package_name(name)}",
        )
    return render_package(build_package(document, name, settings.paging if settings else ()), templates)


def _loaded(text: bytes) -> Json:
    from speclift.yaml.parse import parse

    return dict(parse(text.decode()))


def _without_refused(
    docs: Sequence[str],
    reading: Reading,
    settings: Settings,
    options: Options,
    attempt: Callable[[Refusals | None], T],
) -> T:
    """What an attempt gives; where the validator refuses its document, what one gives without all that is refused.

    Raises NoOperationsError where nothing else is left, and InvalidDocumentError where no page accounts for it.
    """
    try:
        return attempt(None)
    except InvalidDocumentError as error:
        from speclift.document.refusal import refusals

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


def _assembled(
    reading: Reading,
    settings: Settings,
    options: Options,
    memory: Memory,
    refused: Refusals | None,
    *,
    jobs: int,
    meanwhile: Callable[[], None],
    with_paths: Callable[[Json], None] = lambda _: None,
) -> Assembly:
    """The document of pages that were read, without what is `refused`.

    `meanwhile` is done in the process that checks the document; `with_paths` is told the path items while another
    process resolves the components.
    """
    from speclift.beside import beside
    from speclift.document.entries import fresh_keys, operation_entries, schema_entries
    from speclift.document.openapi import build_document, build_paths
    from speclift.document.validate import without_samples
    from speclift.resolve.api import Components, join, name_types, resolve_components, resolve_operations

    if any(page.operations for page in reading.reference.facts):
        return _assembled_at_once(reading, settings, options, memory, refused, jobs=jobs, meanwhile=meanwhile)
    is_parallel = jobs > 1 and len(reading.reference.operations) >= PARALLEL_FROM
    named = name_types(reading.reference)
    components = beside(
        lambda: resolve_components(named, settings, with_facts=False), Components, is_parallel=is_parallel
    )
    operations = resolve_operations(named, settings, json_only=options.json_only)
    if refused:
        operations = msgspec.structs.replace(
            operations,
            operations=refused.kept(operations.operations),
            findings=(*operations.findings, *refused.findings),
        )
    paths = build_paths(operations.operations, settings, options.version)
    entries = memory.enter(operation_entries(paths.items))
    with_paths(paths.items)
    # Samples may be any JSON, and are two thirds of the document.
    bare_paths = orjson.Fragment(orjson.dumps(without_samples(paths.items, fresh_keys(entries, memory.known))))

    api = join(reading.reference, named, operations, components(), settings)
    if refused:
        api = msgspec.structs.replace(api, components=refused.opened(api.components))
    document = build_document(api, settings, options.version, paths)
    entries = memory.enter(schema_entries(document["components"]["schemas"]))
    fresh = fresh_keys(entries, memory.known)
    finish = _checked(document, entries, fresh, bare_paths, options, meanwhile, is_parallel=is_parallel)
    return Assembly(document, api, entries, fresh, finish, (named, operations, paths))


def _assembled_at_once(
    reading: Reading,
    settings: Settings,
    options: Options,
    memory: Memory,
    refused: Refusals | None,
    *,
    jobs: int,
    meanwhile: Callable[[], None],
) -> Assembly:
    """The document of pages of any form, whose operations and components cannot be told apart beforehand."""
    from speclift.document.entries import fresh_keys, operation_entries, schema_entries
    from speclift.document.openapi import build_document, build_paths
    from speclift.document.validate import without_samples

    api = api_of(reading.reference, settings, json_only=options.json_only)
    if refused:
        api = msgspec.structs.replace(
            api,
            operations=refused.kept(api.operations),
            components=refused.opened(api.components),
            findings=(*api.findings, *refused.findings),
        )
    paths = build_paths(api.operations, settings, options.version)
    document = build_document(api, settings, options.version, paths)
    memory.enter(operation_entries(paths.items))
    entries = memory.enter(schema_entries(document["components"]["schemas"]))
    fresh = fresh_keys(entries, memory.known)
    operations = {key for key in fresh if key[0] == "paths"}
    bare_paths = orjson.Fragment(orjson.dumps(without_samples(paths.items, operations)))
    is_parallel = jobs > 1 and len(api.operations) >= PARALLEL_FROM
    finish = _checked(document, entries, fresh, bare_paths, options, meanwhile, is_parallel=is_parallel)
    return Assembly(document, api, entries, fresh, finish, (paths,))


def _checked(
    document: Json,
    entries: Mapping[Key, Entry],
    fresh: set[Key],
    bare_paths: orjson.Fragment,
    options: Options,
    meanwhile: Callable[[], None],
    *,
    is_parallel: bool,
) -> Callable[[], None]:
    """Check a document, in a second process if that pays; what comes back waits for it."""
    from speclift.beside import beside
    from speclift.document.validate import check_as_a_whole, check_each, only

    check_as_a_whole(document, entries)
    # A copy for the second process: reading the objects of the first would copy their memory page by page.
    packed = orjson.dumps(only(document, fresh, bare_paths))

    def check() -> None:
        check_each(orjson.loads(packed), options.validator)
        meanwhile()

    return beside(check, type(None), is_parallel=is_parallel)


def _written(
    reading: Reading,
    settings: Settings,
    options: Options,
    memory: Memory,
    refused: Refusals | None,
    *,
    jobs: int,
    meanwhile: Callable[[], None],
) -> Specification:
    """The specification of pages that were read, without what is `refused`.

    `meanwhile` is done in the process that checks the document.
    """
    from speclift.document.entries import affected_keys
    from speclift.document.samples import contradicting_samples, json_schemas
    from speclift.document.split import split_by_tag
    from speclift.write.json import to_json
    from speclift.write.yaml import to_yaml

    written: dict[str, bytes] = {}

    def with_paths(items: Json) -> None:
        if options.format == "yaml" and not options.split and not settings.overlays:
            written["paths"] = to_yaml({"paths": items}, memory)

    found = _assembled(
        reading, settings, options, memory, refused, jobs=jobs, meanwhile=meanwhile, with_paths=with_paths
    )
    document, api = found.document, found.api
    overlay_findings: tuple[Finding, ...] = ()
    if settings.overlays:
        document, overlay_findings = _overlaid(document, settings)
    documents = split_by_tag(document) if options.split else {"openapi": document}
    if options.format == "yaml":
        files = {f"{name}.yaml": to_yaml(part, memory, written) for name, part in documents.items()}
    else:
        files = {f"{name}.json": to_json(part) for name, part in documents.items()}
    affected = affected_keys(found.entries, found.fresh)
    contradictions = contradicting_samples(
        [item for item in api.operations if ("paths", item.path, item.method) in affected],
        found.document["components"]["schemas"] if options.version != "3.0" else json_schemas(api.components),
        {item.name for item in api.components if item.is_partial},
    )
    # What is wrong is looked at in every run, so that every run reports it.
    memory.forget(("paths", item.path, item.method) for item, _ in contradictions)
    findings = in_order((*api.findings, *overlay_findings, *(finding for _, finding in contradictions)))
    found.finish()
    outcome = Outcome(files, findings, len(api.operations), len(api.components))
    return Specification(outcome, document, (reading, found, memory))


def _overlaid(document: Json, settings: Settings) -> tuple[Json, tuple[Finding, ...]]:
    """A document after the overlays of the settings, and their actions that change nothing.

    The document says which they were, so that no tool applies them again.  Raises SourceError where it is no OpenAPI
    after them.
    """
    from speclift.openapi.fault_report import refusal
    from speclift.openapi.faults import faults, is_sound
    from speclift.openapi.lines import with_lines
    from speclift.openapi.overlay import Allowance, overlaid, read_overlay

    findings: list[Finding] = []
    allowance = Allowance(document)
    for file in settings.overlay_files:
        overlay = read_overlay(file)
        document, told = overlaid(document, overlay, allowance=allowance)
        document["x-overlays"] = [*document.get("x-overlays", ()), overlay.digest]
        findings += (Finding("SL402", file, fault.line, f"{fault.message}.") for fault in with_lines(told, file))
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
