"""Bundles a document in several files into one: what references lead to in other files becomes a component of it.

Only Reference Objects count (`structure/objects.py`): what looks like a reference in an example or an extension is
data.  Every place becomes one component, however references spell it, named after its place (`component_names.py`).
What cannot be a component, such as a path item, replaces the references to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from speclift.errors import SourceError
from speclift.openapi.bundling.origins import Bundle
from speclift.openapi.structure.mappings import is_reference
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.scheme_names import takes_references
from speclift.openapi.text.json_text import as_json

#: Only a document in several files, or one whose schemas have identifiers, contains these.
#: A search for a pattern that starts with a rare character takes a quarter of the time.
_ELSEWHERE = re.compile(rb'\$(?:ref":"(?!#/|#")|(?:id|anchor|dynamicAnchor|dynamicRef|recursiveRef)":)')
#: A discriminator, and one that leads to another file below the folder.  Any other address is left out with a warning,
#: since the alternatives themselves stay: it is no reason to refuse the document.
_MAPPING = re.compile(rb'apping":')
_MAPPED_ELSEWHERE = re.compile(
    rb'"(?:mapping":\{(?:"(?:[^"\\]|\\.)*":"(?:[^"\\]|\\.)*",)*"(?:[^"\\]|\\.)*"|defaultMapping"):'
    rb'"(?!#|/|\.\./|[a-z][a-z0-9+.-]*:)[^"]*\.(?:ya?ml|json|jsonschema)(?:#[^"]*)?"',
    re.I,
)
#: A key with a list, such as a scheme that is required, and the start of one that leads to an address or into the
#: document; an address is left out with a warning, too.
_KEY = re.compile(rb'"([^"\\]*)":\[')
_NEAR_OR_FAR = re.compile("#|[a-z][a-z0-9+.-]*:", re.I)
#: A link to an operation of another file.
_LINK, _LINK_ELSEWHERE = b'"operationRef":', re.compile(rb'"operationRef":"(?!#|https?:)')


def bundled(document: Json, path: str, shown: str, allowed: Iterable[str] = (), text: bytes | None = None) -> Bundle:
    """The document in the file at `path`, with all that it refers to in other files.

    `shown` is what errors call the file, `allowed` are folders and URL prefixes that references may lead into besides
    its folder, `text` is the document as JSON, where that is known.  A reference that leads nowhere stays as it is.
    Raises SourceError where one leads to a place that may not be read, and where the result exceeds a limit.
    """
    places = tuple(allowed)
    # A mapping may lead to a place that the user named.
    if not places and not _needs_bundling(document, text):
        return Bundle(document)
    from speclift.openapi.bundling.bundler import Bundler
    from speclift.openapi.files.reach import reach_of
    from speclift.openapi.files.sources import Sources

    sources = Sources(path, document, shown, reach_of(path, places))
    try:
        return Bundler(sources).bundle()
    except RecursionError as error:
        raise SourceError("The files are nested too deeply.", file=shown) from error


def _needs_bundling(document: Mapping[str, Any], text: bytes | None) -> bool:
    """Whether a document may have references to other files or in unusual places, or schemas with identifiers."""
    from speclift.openapi.bundling.entries import may_have_wholes

    text = text or as_json(document)
    if text is None or _ELSEWHERE.search(text) or (_MAPPING.search(text) and _MAPPED_ELSEWHERE.search(text)):
        return True
    if (_LINK in text and _LINK_ELSEWHERE.search(text)) or _has_schemes_elsewhere(document, text):
        return True
    return may_have_wholes(text)


def _has_schemes_elsewhere(document: Mapping[str, Any], text: bytes) -> bool:
    """Whether a document may require security schemes that are in other files."""
    if b'"security":' not in text or not takes_references(document):
        return False
    keys = (found.decode() for found in set(_KEY.findall(text)))
    return any(is_reference(key) and not _NEAR_OR_FAR.match(key) for key in keys)
