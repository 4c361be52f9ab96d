"""Which files and addresses the references of a document may lead to."""

from __future__ import annotations

import os
from collections.abc import Sequence

import msgspec

from speclift.openapi.files.addresses import is_at, is_http, path_of
from speclift.openapi.structure.suffixes import DOCUMENTS
from speclift.storage.regular_files import is_below

#: The suffixes of the files of a document. Other files in a folder are not schemas.
_ENDINGS = (*DOCUMENTS, ".jsonschema")


class Reach(msgspec.Struct, frozen=True):
    """The folder of the document, empty where it has none, and the folders and URL prefixes that the user named.
    Symbolic links in all folders are resolved.
    """

    folder: str
    folders: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def refusal(self, uri: str) -> str:
        """Why nothing is read from a URI, as the end of a sentence about it; empty where it may be read."""
        if is_http(uri):
            allowed = any(is_at(uri, prefix) for prefix in self.prefixes)
            return "" if allowed else "is on another server"
        path = path_of(uri)
        if path is None:
            return "is not a file of this machine"
        real = os.path.realpath(path)
        if any(is_below(real, folder) for folder in self.folders):
            return ""
        if not self.folder or not is_below(real, self.folder):
            return "lies outside of the folder of the document"
        if not os.path.lexists(real):
            # Many authors write only the name of a component in place of a pointer: that leads nowhere.
            return ""
        inner = os.path.relpath(real, self.folder).split(os.sep)
        if any(part.startswith(".") for part in inner):
            return "is a hidden file"
        return "" if real.lower().endswith(_ENDINGS) else "does not end in .yaml, .yml, .json or .jsonschema"


def reach_of(path: str, allowed: Sequence[str] = ()) -> Reach:
    """What a document in a file may refer to.  A document that comes from no file may refer only to what is allowed."""
    folder = os.path.realpath(os.path.dirname(path) or ".") if os.path.isfile(path) else ""
    return Reach(
        folder,
        tuple(os.path.realpath(given) for given in allowed if not is_http(given)),
        tuple(given for given in allowed if is_http(given)),
    )
