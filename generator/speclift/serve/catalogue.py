"""Everything that the page loads of one document, as bytes: the parts, the whole, and an index to search."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec
import orjson

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.paths import operations_in
from speclift.serve.shown_document import UNTITLED, served_document
from speclift.serve.tag_documents import Part, Pieces, parts_of

#: From this number of operations on, the whole document takes seconds to show, so an overview of the tags comes first.
HEAVY = 300
#: The name of the overview in addresses; no part has this name.
OVERVIEW = "~"
#: The most characters of a tag's description in the overview.
_LONGEST_DESCRIPTION = 300

_ERRORS_SHOWN = 5


class Catalogue(msgspec.Struct, frozen=True):
    """A document in parts.

    `index` is JSON: the `title` on the page, `parts` (name, tag, operations, digest, description), `operations`
    (method, path, id, summary, number of the part, 1 where it is deprecated), and of the whole its digest, its name,
    and 1 where it is too large to be shown at once. `errors` are those of the pages, `warnings` the faults of the
    document, a line each, and `files` its files.
    """

    title: str
    version: str
    parts: tuple[Part, ...]
    whole: Part
    index: bytes
    digest: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def is_heavy(self) -> bool:
        """Whether the whole is too large to be shown at once."""
        return self.whole.operations >= HEAVY

    @property
    def first(self) -> str:
        """What is shown first: the overview of a large document, the whole of a small one."""
        return OVERVIEW if self.is_heavy else ""

    @property
    def whole_name(self) -> str:
        """The name of the whole in the choice of documents."""
        return _whole_name(self.whole)

    @property
    def problem(self) -> str:
        """The errors of the pages in a few lines; empty where there are none."""
        shown = self.errors[:_ERRORS_SHOWN]
        more = len(self.errors) - len(shown)
        return "\n".join((*shown, *((f"and {more} more: run speclift check",) if more else ())))

    def part(self, name: str) -> Part | None:
        """The part with this name."""
        return next((part for part in self.parts if part.name == name), None)


def catalogue_of(document: Json, servers: Sequence[tuple[str, str]] = (), pieces: Pieces | None = None) -> Catalogue:
    """The catalogue of a valid OpenAPI 3 document, whose requests go to these servers (URL, description) if any.

    Its references lead only to components, as those of a loaded document do.
    """
    shown = served_document(document, servers)
    pieces = pieces or Pieces()
    parts, whole = parts_of(shown, pieces)
    title = str(document["info"].get("title", ""))
    index = orjson.dumps(
        {
            "title": title or UNTITLED,
            "parts": [
                (part.name, part.tag, part.operations, part.digest, _shortened(part.description)) for part in parts
            ],
            "operations": _operations(shown, {part.tag: number for number, part in enumerate(parts)}),
            "whole": (whole.digest, _whole_name(whole), int(whole.operations >= HEAVY)),
        }
    )
    return Catalogue(
        title=title,
        version=str(document["info"].get("version", "")),
        parts=parts,
        whole=whole,
        index=index,
        digest=hashlib.blake2b(index, digest_size=12).hexdigest(),
    )


def _whole_name(whole: Part) -> str:
    return f"All operations ({whole.operations}{', slow' if whole.operations >= HEAVY else ''})"


def _operations(document: Json, numbers: dict[str, int]) -> list[tuple[str, str, str, str, int, int]]:
    return [
        (
            method,
            path,
            operation["operationId"],
            str(operation.get("summary") or ""),
            numbers[operation["tags"][0]],
            int(operation.get("deprecated") is True),
        )
        for path, item in document["paths"].items()
        for method, operation in operations_in(item)
    ]


def _shortened(description: str) -> str:
    """The first paragraph, or as much of it as fits."""
    first = " ".join(description.strip().split("\n\n")[0].split())
    return first if len(first) <= _LONGEST_DESCRIPTION else f"{first[:_LONGEST_DESCRIPTION].rpartition(' ')[0]} …"
