"""The copy of the docs that mends are tried in: the pages, and what they include, as much as one run reads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from speclift.limits import LARGEST_PAGE, LARGEST_REFERENCE
from speclift.model.page_selection import Selection
from speclift.reading.files.directives import candidates, named_in_bytes
from speclift.reading.files.walk import SUFFIXES
from speclift.report.repair.places import place_of
from speclift.storage.regular_files import read_regular


class Copies:
    """Copies of files below a separate folder.

    `originals` are the paths of all files of the docs by name, `docs` is what takes the place of the docs, and `files`
    are the bytes of those that a mend may change.  Files that no page includes are not copied.
    """

    def __init__(
        self,
        docs: Sequence[str],
        folders: Mapping[str, str],
        originals: Mapping[str, str],
        selection: Selection,
        above: str,
    ) -> None:
        self.files: dict[str, bytes] = {}
        self._folders = dict(folders)
        self._originals = originals
        self._paths: dict[str, str] = {}
        self._room = LARGEST_REFERENCE
        names = {folder: os.path.basename(os.path.abspath(folder)) for folder in folders.values()}
        self._roots = {folder: os.path.join(above, name) for folder, name in names.items()}
        for root in self._roots.values():
            os.makedirs(root, exist_ok=True)
        self.docs: list[str] = []
        whole, single = set[str](), set[str]()
        for path in map(os.path.normpath, docs):
            folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
            (whole if folder == path else single).add(path)
            root = self._roots[folder]
            self.docs.append(root if folder == path else os.path.join(root, os.path.basename(path)))
        for name, path in originals.items():
            folder, below = self._place(name)
            is_page = folder in whole and path.lower().endswith(SUFFIXES) and selection.takes(below)
            if is_page or os.path.normpath(path) in single:
                self._copy(name)

    def write(self, name: str, data: bytes) -> None:
        """Change a copy, and add what the file includes now."""
        self.files[name] = data
        with open(self._paths[name], "wb") as stream:
            stream.write(data)
        for included in self._included(name, data):
            self._copy(included)

    def _copy(self, name: str) -> None:
        """Copy a file and what it includes, except what is copied already or too large."""
        todo = [name]
        while todo:
            name = todo.pop()
            path = self._originals[name]
            data = read_regular(path, min(self._room, LARGEST_PAGE)) if name not in self._paths else b""
            if name in self._paths or not isinstance(data, bytes):
                continue
            folder, below = self._place(name)
            self._room -= len(data)
            self._paths[name] = os.path.join(self._roots[folder], below)
            os.makedirs(os.path.dirname(self._paths[name]), exist_ok=True)
            with open(self._paths[name], "wb") as stream:
                stream.write(data)
            if place_of(name, self._folders):
                self.files[name] = data
            todo += self._included(name, data)

    def _included(self, name: str, data: bytes) -> list[str]:
        """The files of the docs that a file may include."""
        targets = named_in_bytes(data)
        return [path for target in targets for path in candidates(name, target) if path in self._originals]

    def _place(self, name: str) -> tuple[str, str]:
        """The folder of the docs that a file is in, and its path below it."""
        if "" in self._folders:
            return self._folders[""], name
        first, _, below = name.partition("/")
        return self._folders[first], below
