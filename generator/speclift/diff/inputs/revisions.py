"""An input of a comparison as it was in two git revisions, each written to a temporary folder."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import BinaryIO
from urllib.parse import unquote

import msgspec

from speclift.diff.description import Description
from speclift.diff.inputs.repository import Repository, Tree, beyond, repository_of
from speclift.errors import SourceError, UsageError
from speclift.limits import LARGEST_DOCUMENT, LARGEST_PAGE, LARGEST_REFERENCE, MOST_PAGES
from speclift.openapi.structure.suffixes import DOCUMENTS, is_document
from speclift.reading.files.directives import Named, candidates, named_in_bytes
from speclift.reading.files.walk import SUFFIXES
from speclift.storage.regular_files import is_below

#: The files of a folder that are read: pages and documents. Others come with the pages that include them.
_READ = (*SUFFIXES, *DOCUMENTS)
#: What may be a path in YAML, JSON or TOML: a string in quotes, or a word without.
_WORD = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([^\s"'{}\[\],]+)""")
_SETTINGS = ("speclift.toml", "pyproject.toml")


class Range(msgspec.Struct, frozen=True):
    """Two revisions; the new one is None for the working tree."""

    old: str
    new: str | None


class Side(msgspec.Struct, frozen=True):
    """One side of a comparison.

    `at` gives the paths of the parts of the input that exist, by the user's names for them. `folder` replaces `top`,
    the folder of the repository; for the working tree it is `top` itself.
    """

    at: Mapping[str, str]
    top: str
    folder: str

    @property
    def directory(self) -> str:
        """The folder that replaces the current directory; `.` where that is not in the repository."""
        return self.moved(".") if is_below(os.path.realpath("."), self.top) else "."

    def moved(self, path: str) -> str:
        """The place on this side of a folder of the working tree; `folder` for one that contains the repository."""
        real = os.path.realpath(path)
        if self.folder == self.top or is_below(real, self.folder):
            return path
        if is_below(self.top, real):
            return self.folder
        return os.path.join(self.folder, os.path.relpath(real, self.top)) if is_below(real, self.top) else path


def parse_range(text: str) -> Range:
    """`REV1..REV2`, `REV1...REV2` (from where the two diverged), or `REV` to the working tree.

    Raises UsageError where no revision is named.
    """
    for dots in ("...", ".."):
        old, found, new = text.partition(dots)
        if found:
            old, new = old or "HEAD", new or "HEAD"
            return Range(f"{old}{dots}{new}" if dots == "..." else old, new)
    if not text.strip():
        raise UsageError("No revision is named.", expected="REV, REV1..REV2 or REV1...REV2", advice="see git rev-parse")
    return Range(text, None)


def sides(argument: str, revisions: Range, target: str) -> tuple[Side, Side]:
    """Both sides of an input, or of several separated by commas; files of revisions are written below `target`.

    The files that pages include are written too, from anywhere in the repository, and so are the settings of the
    current directory. A part may be missing on one side. Raises SourceError where git is missing, a part is in no
    repository or on neither side, or a revision is unknown.
    """
    repository = repository_of(argument if os.path.lexists(argument) else argument.partition(",")[0])
    names = [revisions.old] if revisions.new is None else [revisions.old, revisions.new]
    trees = [repository.tree(name) for name in names]
    is_one = os.path.lexists(argument) or any(_is_there(tree, repository.below(argument)) for tree in trees)
    parts = [argument] if is_one else argument.split(",")
    found = [_side(repository, tree, parts, f"{target}/{number}") for number, tree in enumerate(trees)]
    if revisions.new is None:
        now = {part: part for part in parts if os.path.lexists(part)}
        found.append(Side(now, repository.top, repository.top))
    for part in parts:
        if not any(part in side.at for side in found):
            raise SourceError(
                f"There is no {part} in {' or '.join(names)}.",
                file=part,
                expected="a folder of pages or a document that one of the two sides has",
                advice="check the path and the revision; the path is taken from the current directory",
            )
    return found[0], found[1]


def from_top(description: Description, top: str) -> Description:
    """The description with its files as paths from the top of the repository, as annotations need them."""
    known: dict[str, str] = {}

    def shown(file: str) -> str:
        if file not in known:
            folder, name = os.path.split(os.path.abspath(file))
            real = os.path.join(os.path.realpath(folder), name)
            known[file] = os.path.relpath(real, top).replace(os.sep, "/") if is_below(real, top) else file
        return known[file]

    sources = {name: (shown(file), line) for name, (file, line) in description.sources.items()}
    return msgspec.structs.replace(description, file=shown(description.file), sources=sources)


def _side(repository: Repository, tree: Tree, parts: Sequence[str], target: str) -> Side:
    places = {part: repository.below(part) for part in parts}
    there = {part: place for part, place in places.items() if _is_there(tree, place)}
    at = {part: os.path.normpath(os.path.join(target, place)) for part, place in there.items()}
    folders = list(there.values())
    if is_below(os.path.realpath("."), repository.top):
        folders.append(repository.below("."))
    settings = [posixpath.join(folder, name) for folder in folders for name in _SETTINGS]
    contents = _contents(repository, tree, [*there.values(), *settings])
    try:
        _write(tree, contents, target)
    except OSError as error:
        raise SourceError(f"The revision cannot be written: {error.strerror}.", file=target) from error
    return Side(at, repository.top, target)


def _is_there(tree: Tree, place: str) -> bool:
    """Whether a revision has a file, or a folder with pages or documents."""
    return next(_walked(tree, [place]), None) is not None


def _walked(tree: Tree, places: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The files to read at these paths and below them: each with the path that leads there, and its real path.

    Pages are read from all folders, documents only from the folders at these paths.
    """
    todo, folders = list(places), set[str]()
    while todo:
        path = todo.pop()
        real = tree.real(path)
        if real is None:
            continue
        if real in tree.files:
            yield path, real
        elif real not in folders:
            # A link may lead to a folder around itself.
            folders.add(real)
            suffixes = _READ if path in places else SUFFIXES
            for name in tree.below(real):
                rest = name.removeprefix(f"{real}/" if real else "")
                if name in tree.links or rest.lower().endswith(SUFFIXES if "/" in rest else suffixes):
                    todo.append(posixpath.join(path, rest))


class _Contents:
    """The files taken from a revision, by path: bytes, or the size of a file that is too large to be read."""

    def __init__(self, repository: Repository, tree: Tree) -> None:
        self.read: dict[str, bytes] = {}
        self.larger: dict[str, int] = {}
        self._repository, self._tree = repository, tree
        self._room = LARGEST_REFERENCE

    def add(self, names: Sequence[str]) -> None:
        """Read these files. Raises SourceError where all files together are too many or too large."""
        if len(self.read) + len(self.larger) + len(names) > MOST_PAGES:
            raise beyond(self._repository.top, f"has more than {MOST_PAGES:,} files to compare")
        ids = [self._tree.files[name] for name in names]
        sizes = dict(zip(names, self._repository.sizes(ids), strict=True))
        limits = {name: LARGEST_PAGE if name.lower().endswith(SUFFIXES) else LARGEST_DOCUMENT for name in names}
        # Such a file gets a size that is too large, so that the reader refuses it as in any folder.
        self.larger |= {name: limits[name] + 1 for name in names if sizes[name] > limits[name]}
        fitting = [name for name in names if name not in self.larger]
        blobs = self._repository.blobs([self._tree.files[name] for name in fitting], self._room)
        self.read |= dict(zip(fitting, blobs, strict=True))
        self._room -= sum(sizes[name] for name in fitting)


def _contents(repository: Repository, tree: Tree, places: Sequence[str]) -> _Contents:
    """The files at these paths and below them, and the files that they include."""
    contents = _Contents(repository, tree)
    seen, pulled = set[str](), set[str]()
    directives: set[tuple[str, Named]] = set()
    todo = list(islice(_walked(tree, places), MOST_PAGES + 1))
    while todo:
        contents.add(sorted({real for _, real in todo} - contents.read.keys() - contents.larger.keys()))
        named: dict[str, str] = {}
        for path, real in todo:
            data = contents.read.get(real, b"")
            parts = set(_parts_of(path, data)) - seen
            seen |= parts
            named.update(_files_at(tree, parts))
            for target in named_in_bytes(data):
                # What a directive names depends only on the folder, and many pages of a folder have the same one.
                if (place := (posixpath.dirname(path), target)) not in directives:
                    directives.add(place)
                    named.update(islice(_files_at(tree, candidates(path, target)), 1))
        todo = sorted((path, real) for path, real in named.items() if path not in pulled)
        pulled |= named.keys()
    return contents


def _files_at(tree: Tree, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Those of the paths that lead to a file of the revision, each with the real path of the file."""
    for path in paths:
        real = tree.real(path)
        if real is not None and real in tree.files:
            yield path, real


def _parts_of(path: str, data: bytes) -> Iterator[str]:
    """The documents that another may refer to, or that settings may name: all that looks like a path of one."""
    if not path.lower().endswith((*DOCUMENTS, ".toml")) or not any(ending.encode() in data for ending in DOCUMENTS):
        return
    text = data.decode(errors="replace")
    words = {word for quoted in _WORD.findall(text) for word in quoted if word}
    for word in words:
        target = unquote(word.partition("#")[0])
        if is_document(target) and "\0" not in target and not target.startswith("/"):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _write(tree: Tree, contents: _Contents, target: str) -> None:
    """Write the files below `target`, and the links of the revision that lead to these files or their folders."""
    os.makedirs(target, exist_ok=True)
    for name, data in contents.read.items():
        with _created(target, name) as stream:
            stream.write(data)
    for name, size in contents.larger.items():
        with _created(target, name) as stream:
            stream.truncate(size)
    there = {""}
    for name in (*contents.read, *contents.larger):
        while name not in there:
            there.add(name)
            name = posixpath.dirname(name)
    for name in tree.links:
        real = tree.real(name)
        if real in there:
            place = os.path.join(target, *name.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            os.symlink(os.path.relpath(os.path.join(target, real or ""), os.path.dirname(place)), place)


def _created(target: str, name: str) -> BinaryIO:
    place = os.path.join(target, *name.split("/"))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    return open(place, "wb")
