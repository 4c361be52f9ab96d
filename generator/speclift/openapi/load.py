"""A document from a file, ready for every tool: OpenAPI 3, valid, with references to components alone."""

from __future__ import annotations

import msgspec

from speclift.errors import SourceError
from speclift.openapi.fault import Fault
from speclift.openapi.records import Json


class Loading(msgspec.Struct, frozen=True):
    """How a document is loaded.

    `allowed` are folders and URL prefixes, besides the folder of the document, that its references may lead into;
    `overlays` are the files of the overlays to apply, in order.
    """

    allowed: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()


class Loaded(msgspec.Struct, frozen=True):
    """A document that the tools can work with, and what was wrong with it as it stood in its file.

    `files` are the paths of the files that it was read from, the one named first.
    """

    document: Json
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()


def load(path: str, *, name: str = "", loading: Loading = Loading()) -> Loaded:  # noqa: B008
    """The document in a file; `name` is what messages call the file.  Raises SourceError."""
    from speclift.openapi.bundle import bundled
    from speclift.openapi.faults import faults
    from speclift.openapi.parse import read_data
    from speclift.openapi.pointers import resolved

    shown = name or path
    try:
        bundle = bundled(_as_document(read_data(path, shown), shown), path, shown, loading.allowed)
        document = resolved(_as_openapi(bundle.document, shown), shown)
        fault = next(faults(document), None)
    except RecursionError as error:
        raise SourceError("The document is nested too deeply.", file=shown) from error
    if fault:
        raise SourceError(
            f"The document is not valid OpenAPI: {fault}",
            file=shown,
            expected="a document that the OpenAPI schema accepts",
            advice="mend the place named",
        )
    return Loaded(document, bundle.faults, (path, *bundle.files))


def _as_document(found: object, shown: str) -> Json:
    """What a file holds.  Raises SourceError where that is no document."""
    versions = (found.get("swagger", ""), found.get("openapi")) if isinstance(found, dict) else ("", "")
    if isinstance(found, dict) and (str(versions[0]).startswith("2") or str(versions[1]).startswith("3.")):
        return found
    raise SourceError(
        "The file is neither OpenAPI 3 nor Swagger 2.0.",
        file=shown,
        line=1,
        expected="a field `openapi` such as 3.1.1, or `swagger: '2.0'`",
        advice="name another file",
    )


def _as_openapi(document: Json, shown: str) -> Json:
    """A document as OpenAPI 3."""
    if "openapi" in document:
        return document
    from speclift.openapi.swagger import openapi_of

    return openapi_of(document, shown)
