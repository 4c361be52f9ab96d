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
import orjson

from speclift.errors import SourceError
from speclift.openapi.fault import Fault
from speclift.openapi.records import Json

#: What only a document in several files has, or one whose schemas have names of their own.
_ELSEWHERE = re.compile(rb'"\$(?:ref":"(?!#/|#")|(?:id|anchor|dynamicAnchor|dynamicRef)":)')


class Bundle(msgspec.Struct, frozen=True):
    """A document in one piece, what was wrong with its references, and the other files that it was in."""

    document: Json
    faults: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()


def bundled(document: Json, path: str, shown: str, allowed: Iterable[str] = ()) -> Bundle:
    """The document in the file at `path`, with all that it refers to in other files.

    `shown` is what errors call the file, `allowed` are folders and URL prefixes that references may lead into besides
    its folder.  A reference that leads nowhere stays as it is.  Raises SourceError where one leads where nothing may
    be read from, and where there is too much.
    """
    if not is_elsewhere(document):
        return Bundle(document)
    from speclift.openapi.bundler import Bundler
    from speclift.openapi.reach import reach_of
    from speclift.openapi.sources import Sources

    sources = Sources(path, document, shown, reach_of(path, tuple(allowed)))
    try:
        found, faults = Bundler(sources).bundle()
    except RecursionError as error:
        raise SourceError("The files are nested too deeply.", file=shown) from error
    return Bundle(found, faults, sources.paths)


def is_elsewhere(document: Mapping[str, Any]) -> bool:
    """Whether a document may need what is not in it: as JSON a large one is searched in a fifth of the time."""
    try:
        return _ELSEWHERE.search(orjson.dumps(document)) is not None
    except TypeError:
        # It has what JSON has not, such as large numbers.
        return True
