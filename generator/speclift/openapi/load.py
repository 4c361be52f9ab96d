"""A document from a file, ready for every tool: valid OpenAPI 3 whose references lead to components alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from speclift.errors import NoDocumentError, SourceError
from speclift.openapi.source_map import SourceMap
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json

if TYPE_CHECKING:
    from speclift.openapi.files.parse import Parsed
    from speclift.openapi.mends.origins import Origins
    from speclift.openapi.overlays.trace import Trace
    from speclift.openapi.swagger.places import Places


class Loading(msgspec.Struct, frozen=True):
    """How a document is loaded.

    `is_strict` refuses a document with faults; otherwise they are mended.  `validator` is `fast`, or `reference` for
    the package openapi-spec-validator, whose faults are then reported as well.  `allowed` are folders and URL prefixes,
    besides the folder of the document, that its references may lead into; `overlays` are the files of the overlays that
    change it, in their order. The `standing` ones come first; they are left out where the document was already made
    with them.
    """

    is_strict: bool = False
    validator: Literal["fast", "reference"] = "fast"
    allowed: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()


class Loaded(msgspec.Struct, frozen=True):
    """A document that the tools can work with, and the faults that it had in its file. `file` is what messages call
    that file. `files` are the paths of all files that it was read from, or that it refers to and that are missing; the
    named file comes first. The faults have their lines, where they are known. `sources` finds the places in these files
    of whatever else is reported about the document.
    """

    document: Json
    faults: tuple[Fault, ...] = ()
    file: str = ""
    files: tuple[str, ...] = ()
    sources: SourceMap = SourceMap()


def load(path: str, *, name: str = "", loading: Loading | None = None) -> Loaded:
    """The document in a file; `name` is what messages call the file.

    Raises SourceError where it cannot be read, or where it has faults and the loading is strict.
    """
    import gc

    # What is made here stays in use, and garbage collection would take a tenth of the time.
    is_collecting = gc.isenabled()
    gc.disable()
    try:
        return _loaded(path, name or path, loading or Loading())
    finally:
        if is_collecting:
            gc.enable()


def _loaded(path: str, shown: str, loading: Loading) -> Loaded:
    from speclift.openapi.bundling.bundle import bundled
    from speclift.openapi.files.parse import parsed
    from speclift.openapi.mends.scheme_names import with_scheme_names

    try:
        read = parsed(path, shown)
        source = _as_document(read, shown)
        bundle = bundled(source, path, shown, loading.allowed, read.text)
        changed, of_overlays, traces = _overlaid(bundle.document, path, loading)
        lost, converted, swagger = _as_openapi(changed, shown)
        text = read.text if converted is source else None
        document, found, mends = _sound(converted, shown, loading, text)
        document = with_scheme_names(document)
    except RecursionError as error:
        raise SourceError("The document is nested too deeply.", file=shown) from error
    files = (path, *bundle.files, *loading.standing, *loading.overlays)
    sources = SourceMap({origin.steps: origin for origin in bundle.origins}, traces)
    earlier = (*read.faults, *bundle.faults, *of_overlays, *sources.in_files(lost))
    sources = msgspec.structs.replace(sources, swagger=swagger)
    faults = (*earlier, *sources.in_files(found))
    sources = msgspec.structs.replace(sources, mends=mends)
    if not faults:
        return Loaded(document, file=shown, files=files, sources=sources)
    from speclift.openapi.checking.lines import with_lines

    faults = with_lines(faults, path)
    if loading.is_strict:
        from speclift.openapi.checking.fault_report import refusal

        raise refusal(faults, shown)
    return Loaded(document, faults, shown, files, sources)


def _overlaid(document: Json, path: str, loading: Loading) -> tuple[Json, tuple[Fault, ...], tuple[Trace, ...]]:
    """A document after its overlays, which refer to it as its author wrote it, the faults of the overlays, and a trace
    of each.
    """
    faults: tuple[Fault, ...] = ()
    traces: tuple[Trace, ...] = ()
    if not loading.standing and not loading.overlays:
        return document, faults, traces
    from speclift.openapi.overlays.overlay import Allowance, overlaid, read_overlay

    known = document.get("x-overlays")
    allowance = Allowance(document)
    for number, file in enumerate((*loading.standing, *loading.overlays)):
        overlay = read_overlay(file)
        if number < len(loading.standing) and isinstance(known, list) and overlay.digest in known:
            continue
        changed = overlaid(document, overlay, path, allowance)
        document = changed.document
        faults, traces = (*faults, *changed.faults), (*traces, changed.trace)
    return document, faults, traces


def _sound(
    given: Json, shown: str, loading: Loading, text: bytes | None
) -> tuple[Json, tuple[Fault, ...], Origins | None]:
    """A document without faults and with references to components alone, the faults that it had, and the places that
    its parts had before, where something was mended.

    `text` is the document as JSON, where that is known.
    """
    from speclift.openapi.checking.faults import is_sound
    from speclift.openapi.structure.pointers import resolved
    from speclift.openapi.text.json_text import as_json

    faults: tuple[Fault, ...] = ()
    document, origins = given, None
    if loading.validator == "reference":
        from speclift.openapi.checking.reference_validator import reference_faults

        faults = tuple(reference_faults(document))
    for _ in range(2):
        # The target of a reference has to be of the right kind, too.
        text = text or as_json(document)
        if not is_sound(document, text):
            from speclift.openapi.mends.mend import mended
            from speclift.openapi.mends.origins import Origins

            origins = origins or Origins()
            document, found = mended(document, shown, origins)
            faults += tuple(fault for fault in found if fault not in faults)
            text = None
        found_document = resolved(document, shown, text)
        if all(found_document[key] is document.get(key) for key in found_document):
            return found_document, faults, origins
        document, text = found_document, None
    return document, faults, origins


def _as_document(read: Parsed, shown: str) -> Json:
    """The content of a file. Raises NoDocumentError where that is no document."""
    found = read.data
    if isinstance(found, dict):
        if str(found.get("swagger", "")).startswith("2"):
            return found
        if "openapi" in found:
            from speclift.openapi.structure.versions import version_of

            if version_of(found["openapi"]):
                return found
    from speclift.openapi.files.other_formats import JSON_WITH_COMMENTS, by_fields, by_text, described, has_comments

    other = by_text(read.start) or (JSON_WITH_COMMENTS if has_comments(read.start) else by_fields(found))
    raise NoDocumentError(
        f"The file is {other.name if other else described(found)}, neither OpenAPI 3 nor Swagger 2.0.",
        file=shown,
        line=1,
        expected="a field `openapi` such as 3.1.1, or `swagger: '2.0'`",
        advice=other.advice if other else "name another file",
    )


def _as_openapi(document: Json, shown: str) -> tuple[tuple[Fault, ...], Json, Places | None]:
    """What OpenAPI 3 cannot express of a document, the document as OpenAPI 3, and the way back if it was Swagger."""
    if "openapi" in document:
        return (), document, None
    from speclift.openapi.swagger.document import converted
    from speclift.openapi.swagger.faults import hidden_faults
    from speclift.openapi.swagger.places import Places

    found = converted(document, shown)
    return tuple(hidden_faults(document)), found.document, Places(document, found.pointed)
