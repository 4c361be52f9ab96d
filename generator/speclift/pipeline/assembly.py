"""From read pages to the document of their API, in three steps.

    begin        pages → operations → path items          a second process resolves the components meanwhile
    complete     path items, components → document        it also finds the parts that no earlier run knew
    start_check  document → whether it is valid OpenAPI   a second process checks while this one writes

`run.py` takes these steps in this order, and writes files between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import orjson

from speclift.model.operation import Api
from speclift.openapi.building.document import Paths, build_document, build_paths
from speclift.openapi.building.options import Options
from speclift.openapi.building.refusal import Refusals
from speclift.openapi.building.validate import check_as_a_whole, check_each, only, without_samples
from speclift.openapi.structure.nodes import Json
from speclift.openapi.writing.entries import Entry, Key, Memory, fresh_keys, operation_entries, schema_entries
from speclift.pipeline.recovery import Reading, api_of
from speclift.processes import forked
from speclift.reading.reference import PARALLEL_BYTES, PARALLEL_FROM
from speclift.settings import Settings


class Begun(msgspec.Struct, frozen=True):
    """The path items of a document, and a function that returns its API and may have to wait for it.

    `is_waiting`: another process still resolves the components.  `bare_paths` are the operations that no earlier run
    knew, without samples, as JSON.  `made_from` is what the path items were made from.
    """

    paths: Paths
    bare_paths: orjson.Fragment
    api: Callable[[], Api]
    is_waiting: bool
    made_from: tuple[object, ...]


class Assembly(msgspec.Struct, frozen=True):
    """A document of an API. `entries` has the digest of each operation and schema.

    `fresh` are the keys of the entries that no earlier run knew.  `bare_paths` and `made_from` are as in Begun.
    """

    document: Json
    api: Api
    entries: Mapping[Key, Entry]
    fresh: set[Key]
    bare_paths: orjson.Fragment
    made_from: tuple[object, ...]


def begin(
    reading: Reading, settings: Settings, options: Options, memory: Memory, refused: Refusals, *, jobs: int
) -> Begun:
    """The path items of pages that were read, without the parts that are `refused`."""
    if any(page.operations for page in reading.reference.facts):
        return _begin_at_once(reading, settings, options, memory, refused)
    from speclift.inference.known_forms.api import Components, join, name_types, resolve_components, resolve_operations

    named = name_types(reading.reference)
    is_parallel = jobs > 1 and len(reading.reference.operations) >= PARALLEL_FROM
    components = forked(
        lambda: resolve_components(named, settings, with_facts=False), Components, is_parallel=is_parallel
    )
    operations = resolve_operations(named, settings, json_only=options.json_only)
    operations = msgspec.structs.replace(
        operations,
        operations=refused.kept(operations.operations),
        findings=(*operations.findings, *refused.findings),
    )
    paths = build_paths(operations.operations, settings, options.version)
    bare_paths = _entered(paths, memory)

    def api() -> Api:
        found = join(reading.reference, named, operations, components(), settings)
        return msgspec.structs.replace(found, components=refused.opened(found.components))

    return Begun(paths, bare_paths, api, is_parallel, (named, operations, paths))


def _begin_at_once(reading: Reading, settings: Settings, options: Options, memory: Memory, refused: Refusals) -> Begun:
    """The path items of pages of any form, whose operations and components are found together."""
    found = api_of(reading.reference, settings, json_only=options.json_only)
    api = msgspec.structs.replace(
        found,
        operations=refused.kept(found.operations),
        components=refused.opened(found.components),
        findings=(*found.findings, *refused.findings),
    )
    paths = build_paths(api.operations, settings, options.version)
    return Begun(paths, _entered(paths, memory), lambda: api, False, (paths,))


def _entered(paths: Paths, memory: Memory) -> orjson.Fragment:
    """Enter operations into the memory. Returns those that no earlier run knew, without samples, as JSON.

    Samples may be any JSON, and are two thirds of the document.
    """
    entries = memory.enter(operation_entries(paths.items))
    return orjson.Fragment(orjson.dumps(without_samples(paths.items, fresh_keys(entries, memory.known))))


def complete(begun: Begun, settings: Settings, options: Options, memory: Memory) -> Assembly:
    """The document with its components, as soon as they are resolved."""
    api = begun.api()
    document = build_document(api, settings, options.version, begun.paths)
    entries = memory.enter(schema_entries(document["components"]["schemas"]))
    return Assembly(document, api, entries, fresh_keys(entries, memory.known), begun.bare_paths, begun.made_from)


def start_check(
    assembly: Assembly, options: Options, meanwhile: Callable[[], None], *, jobs: int
) -> Callable[[], None]:
    """Start to check a document, in a second process if that pays. The same process calls `meanwhile` afterwards.

    Returns a function that waits until both are done.  This function and the returned one raise InvalidDocumentError.
    """
    document = assembly.document
    check_as_a_whole(document, assembly.entries)
    # The second process gets a copy: reading the objects of the first would copy their memory page by page.
    packed = orjson.dumps(only(document, assembly.fresh, assembly.bare_paths))

    def check() -> None:
        check_each(orjson.loads(packed), options.validator)
        meanwhile()

    return forked(check, type(None), is_parallel=jobs > 1 and len(packed) >= PARALLEL_BYTES)
