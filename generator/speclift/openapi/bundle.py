"""A document in several files as one: what its references lead to elsewhere become components of it.

Only Reference Objects count (`objects.py`): what looks like a reference in an example or an extension is data.  Every
place becomes one component, whichever way references spell it, named by where it stands (`component_names.py`).  What
cannot be a component, such as a path item, is put where it is referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.openapi.fault import Fault
from speclift.openapi.json_text import as_json
from speclift.openapi.pointers import pointer_parts
from speclift.openapi.records import Json
from speclift.openapi.steps import Steps, pointer_of

#: What only a document in several files has, or one whose schemas have names of their own.
#: A pattern that starts with a rare character is looked for in a quarter of the time.
_ELSEWHERE = re.compile(rb'\$(?:ref":"(?!#/|#")|(?:id|anchor|dynamicAnchor|dynamicRef|recursiveRef)":)')
#: A link to an operation of another file.
_LINK, _LINK_ELSEWHERE = b'"operationRef":', re.compile(rb'"operationRef":"(?!#|https?:)')


class Origin(msgspec.Struct, frozen=True):
    """Where a part of the document in one piece comes from: the steps to it, what messages call the file, and those
    in that.
    """

    steps: Steps
    file: str
    place: Steps


class Bundle(msgspec.Struct, frozen=True):
    """A document in one piece, what was wrong with its references, the other files that it was in, or that it refers to
    and that are not there, and which parts come from these.
    """

    document: Json
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()

    def placed(self, faults: Iterable[Fault]) -> tuple[Fault, ...]:
        """Faults of the document, as OpenAPI 3, each with its place in the file that it stands in."""
        if not self.origins:
            return tuple(faults)
        known = {_in_openapi(origin.steps): origin for origin in self.origins}
        return tuple(fault if fault.file else _placed(fault, known) for fault in faults)


def bundled(document: Json, path: str, shown: str, allowed: Iterable[str] = (), text: bytes | None = None) -> Bundle:
    """The document in the file at `path`, with all that it refers to in other files.

    `shown` is what errors call the file, `allowed` are folders and URL prefixes that references may lead into besides
    its folder, `text` is the document as JSON, where that is known.  A reference that leads nowhere stays as it is.
    Raises SourceError where one leads where nothing may be read from, and where there is too much.
    """
    if not _is_elsewhere(document, text):
        return Bundle(document)
    from speclift.openapi.bundler import Bundler
    from speclift.openapi.reach import reach_of
    from speclift.openapi.sources import Sources

    sources = Sources(path, document, shown, reach_of(path, tuple(allowed)))
    try:
        return Bundler(sources).bundle()
    except RecursionError as error:
        raise SourceError("The files are nested too deeply.", file=shown) from error


def _is_elsewhere(document: Mapping[str, Any], text: bytes | None) -> bool:
    """Whether a document may need what is not in it."""
    text = text or as_json(document)
    if text is None or _ELSEWHERE.search(text):
        return True
    return _LINK in text and _LINK_ELSEWHERE.search(text) is not None


def _in_openapi(steps: Steps) -> Steps:
    """A place of a Swagger document as it is in OpenAPI 3."""
    return ("components", "schemas", *steps[1:]) if steps[0] == "definitions" else steps


def _placed(fault: Fault, origins: Mapping[Steps, Origin]) -> Fault:
    steps = tuple(pointer_parts("#" + fault.pointer.replace("%", "%25"))) if fault.pointer else ()
    for end in range(len(steps), 0, -1):
        origin = origins.get(steps[:end])
        if origin:
            return msgspec.structs.replace(fault, pointer=pointer_of((*origin.place, *steps[end:])), file=origin.file)
    return fault
