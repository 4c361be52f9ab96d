"""Parts that are not compared: reported where two documents differ in them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.diff.schemas.allof import as_text
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.nodes import Json
from speclift.openapi.unsupported import Limit, places_of, shared

LIMITS = (
    *shared(
        {
            "link": "links are not compared",
            "parts": "how parts are written is not compared",
            "nested-parts": "how parts are written is not compared",
            "certificate": "certificates are not compared",
            "nested-list": "how lists in lists are written is not compared",
        }
    ),
    Limit("encodings", "headers", "encoding", "headers of parts are not compared"),
    Limit("encodings", "allowReserved", "encoding", "whether reserved characters are escaped is not compared"),
    Limit("parameters", "allowEmptyValue", "empty-value", "whether empty values are allowed is not compared"),
    Limit("securitySchemes", "deprecated", "deprecated-scheme", "whether a credential is deprecated is not compared"),
    Limit("schemas", "xml", "xml", "how XML is written is not compared"),
)


def uncompared(document: Json) -> tuple[tuple[Fault, str], ...]:
    """The parts of a document that are not compared, and their contents."""
    return tuple((fault, as_text(value)) for fault, value in places_of(document, LIMITS))


def limits(old: Sequence[tuple[Fault, str]], new: Sequence[tuple[Fault, str]], old_file: str = "") -> tuple[Fault, ...]:
    """Parts that are not compared and whose content is nowhere in the other document. Parts that only the old document
    has get its file.
    """
    before, after = ({(fault.kind, fault.message, text) for fault, text in side} for side in (old, new))
    return tuple(
        dict.fromkeys(
            msgspec.structs.replace(fault, file=fault.file or file)
            for side, other, file in ((old, after, old_file), (new, before, ""))
            for fault, text in side
            if (fault.kind, fault.message, text) not in other
        )
    )
