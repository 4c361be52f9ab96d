"""A git repository, read without touching its index or its working tree. `git ls-tree` and `git cat-file` read objects
by ids that `git rev-parse` has verified, so git never takes a name from the user for an option, and attributes of the
repository do not change the bytes.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from speclift.errors import SourceError
from speclift.limits import LARGEST_LISTING, LARGEST_REFERENCE, LONGEST_MESSAGE, MOST_LINKS
from speclift.processes import GIT_VARIABLES
from speclift.storage.regular_files import is_below

_FILES, _LINK = ("100644", "100755"), "120000"
#: The limits of Linux for links in a row and for bytes of a target, and a limit for path parts that are followed.
_MOST_FOLLOWED, _LONGEST_TARGET, _MOST_PARTS = 40, 4096, 250

#: Commands that read objects, which a partial clone may lack, and the settings of the server that has them.
_READING, _PROMISORS = ("ls-tree", "cat-file"), r"^remote\..*\.promisor$"


class Tree(msgspec.Struct, frozen=True):
    """The regular files of a commit by path from the top, with their ids, and where its symbolic links lead.

    A target that starts with a slash is taken from the top.  `names` are the paths of both, sorted.
    """

    files: Mapping[str, str]
    links: Mapping[str, str]
    names: tuple[str, ...]

    def below(self, folder: str) -> Iterator[str]:
        """The paths of the files and links in a folder and the folders below it."""
        start = f"{folder}/" if folder else ""
        for index in range(bisect_left(self.names, start), len(self.names)):
            if not self.names[index].startswith(start):
                return
            yield self.names[index]

    def real(self, path: str) -> str | None:
        """Where a path from the top leads after its links; None where it leaves the repository or goes in a circle."""
        todo, done, followed, visited = path.split("/")[::-1], list[str](), 0, 0
        while todo:
            part = todo.pop()
            visited += 1
            if visited > _MOST_PARTS:
                return None
            if part in ("", "."):
                continue
            if part == "..":
                if not done:
                    return None
                done.pop()
                continue
            target = self.links.get("/".join((*done, part)))
            if target is None:
                done.append(part)
                continue
            followed += 1
            if followed > _MOST_FOLLOWED:
                return None
            if target.startswith("/"):
                done.clear()
            todo += target.split("/")[::-1]
        return "/".join(done)


class Repository(msgspec.Struct, frozen=True):
    """A repository: the folder of its working tree, without symbolic links, and the environment for git."""

    top: str
    environment: Mapping[str, str]

    def below(self, path: str) -> str:
        """A path of the working tree, which need not exist, as a path from the top; empty for the top itself.

        The last part of it may be a link: the revision decides where that leads. Raises SourceError where the path is
        outside of the repository.
        """
        folder, name = os.path.split(os.path.abspath(path))
        for real in (os.path.join(os.path.realpath(folder), name), os.path.realpath(path)):
            if is_below(real, self.top):
                return "" if real == self.top else os.path.relpath(real, self.top).replace(os.sep, "/")
        raise SourceError(
            f"{path} is not in the repository.",
            file=self.top,
            expected="inputs that are in one repository",
            advice="compare inputs from elsewhere separately",
        )

    def tree(self, revision: str) -> Tree:
        """The contents of a revision; for `A...B`, of the commit where the two diverged.

        Raises SourceError where git fails, or where the revision exceeds a limit.
        """
        commit = self._commit(revision)
        if not commit:
            return Tree({}, {}, ())
        files, links = {}, {}
        for entry in self._git("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            head, _, name = entry.partition(b"\t")
            path = os.fsdecode(name)
            if not head or {"", ".", ".."} & set(path.split("/")):
                continue
            mode, _, oid = head.decode().split()[:3]
            if mode in _FILES:
                files[path] = oid
            elif mode == _LINK:
                links[path] = oid
        if len(links) > MOST_LINKS:
            raise beyond(self.top, f"has more than {MOST_LINKS:,} symbolic links")
        targets = {
            path: inside
            for path, target in self._targets(links).items()
            if (inside := self._inside(target)) is not None
        }
        return Tree(files, targets, tuple(sorted([*files, *targets])))

    def _targets(self, links: Mapping[str, str]) -> dict[str, str]:
        """The targets of symbolic links, by path; a blob that is too long to be a target leads nowhere."""
        ids = list(dict.fromkeys(links.values()))
        sizes = dict(zip(ids, self.sizes(ids), strict=True))
        ids = [oid for oid in ids if sizes[oid] <= _LONGEST_TARGET]
        texts = dict(zip(ids, map(os.fsdecode, self.blobs(ids)), strict=True))
        return {path: texts[oid] for path, oid in links.items() if oid in texts}

    def sizes(self, ids: Sequence[str]) -> list[int]:
        """The sizes of blobs in bytes, in order (`git cat-file --batch-check`: a line with id, type and size)."""
        given = "".join(f"{oid}\n" for oid in ids).encode()
        lines = self._git("cat-file", "--batch-check", given=given).splitlines() if ids else []
        return [self._size(line) for line in lines]

    def blobs(self, ids: Sequence[str], most: int = LARGEST_REFERENCE) -> Iterator[bytes]:
        """The contents of blobs, in order (`git cat-file --batch`: a line with the size, the bytes, a line feed).

        Raises SourceError where they have more than `most` bytes together, before any of them is read.
        """
        if not ids:
            return
        total = sum(self.sizes(ids))
        if total > most:
            raise beyond(self.top, f"has more than {most:,} bytes to compare")
        given = "".join(f"{oid}\n" for oid in ids).encode()
        data = self._git("cat-file", "--batch", given=given, most=total + 100 * len(ids))
        start = 0
        for _ in ids:
            end = data.index(b"\n", start)
            size = self._size(data[start:end])
            yield data[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def _size(self, line: bytes) -> int:
        """The size in a line about a blob. Raises SourceError where a partial clone lacks the blob."""
        parts = line.split()
        if len(parts) != 3:
            raise _lacking(self.top)
        return int(parts[2])

    def _inside(self, target: str) -> str | None:
        """The target of a link; an absolute one as a path from the top, None where it is outside of the repository."""
        if not os.path.isabs(target):
            return target
        real = os.path.realpath(target)
        return f"/{os.path.relpath(real, self.top).replace(os.sep, '/')}" if is_below(real, self.top) else None

    def _commit(self, revision: str) -> str:
        """The id of a commit; for `A...B`, of the one where the two diverged; empty for `HEAD` without commits."""
        old, dots, new = revision.partition("...")
        commits = []
        for name in (old, new) if dots else (old,):
            try:
                found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
            except SourceError as error:
                if revision == "HEAD" and self._is_unborn():
                    return ""
                raise SourceError(
                    f"There is no revision {name!r}.",
                    file=self.top,
                    expected="a commit, branch or tag of the repository",
                    advice="fetch it first; a shallow clone has only the last commit",
                ) from error
            commits.append(found.decode().strip())
        return self._git("merge-base", *commits).decode().strip() if dots else commits[0]

    def _is_unborn(self) -> bool:
        """Whether `HEAD` is a branch that has no commit."""
        try:
            branch = self._git("symbolic-ref", "--quiet", "HEAD").strip()
            return not self._git("for-each-ref", os.fsdecode(branch))
        except SourceError:
            return False

    def _git(self, *arguments: str, given: bytes = b"", most: int = LARGEST_LISTING) -> bytes:
        return _git(self.top, arguments, self.environment, given, most)


def repository_of(path: str) -> Repository:
    """The repository around a path, whether the path exists or not. Raises SourceError where git is missing or `path`
    is in no repository.
    """
    start = os.path.abspath(path)
    while not os.path.isdir(start):
        # A path of a revision need not exist now.
        start = os.path.dirname(start)
    # In a hook git names the repository and its index in variables, which would take precedence over every folder.
    # Configuration in variables, such as which folders are safe, holds for every repository and stays.
    local = os.fsdecode(_git(start, ("rev-parse", "--local-env-vars"), os.environ)).split()
    named = {name for name in local if not name.startswith("GIT_CONFIG_")}
    environment = {name: value for name, value in os.environ.items() if name not in named}
    top = os.fsdecode(_git(start, ("rev-parse", "--show-toplevel"), environment)).removesuffix("\n")
    return Repository(os.path.realpath(top), environment)


def _git(
    folder: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    given: bytes = b"",
    most: int = LARGEST_LISTING,
) -> bytes:
    """The output of git for a `given` input. Git does not fetch what a partial clone lacks.

    Raises SourceError where git fails, or prints more than `most` bytes.
    """
    command = ["git", "--no-optional-locks", "-C", folder, *arguments]
    environment = {**environment, **GIT_VARIABLES}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(given)
        source.seek(0)
        try:
            process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=errors, env=environment)
        except FileNotFoundError as error:
            raise SourceError(
                "git is not installed, or not on the path.", expected="the program git", advice="install it"
            ) from error
        with process:
            assert process.stdout is not None
            printed = process.stdout.read(most + 1)
            if len(printed) > most:
                process.kill()
                raise beyond(folder, "has too many files")
        if process.returncode:
            # Each version of git words it differently that it may not fetch an object.
            if arguments[0] in _READING and _is_partial(folder, environment):
                raise _lacking(folder)
            errors.seek(0)
            text = errors.read(LONGEST_MESSAGE).decode(errors="replace").strip().removeprefix("fatal: ")
            raise SourceError(
                f"git cannot read the revision: {text or arguments[0]}.",
                file=folder,
                expected="a folder in a git repository",
                advice="name docs inside of one",
            )
    return printed


def _is_partial(folder: str, environment: Mapping[str, str]) -> bool:
    """Whether a server has objects that a clone left out when it was made (`git clone --filter`)."""
    try:
        found = _git(folder, ("config", "--type=bool", "--get-regexp", _PROMISORS), environment)
    except SourceError:
        # Nothing matches, or a value is not a boolean.
        return False
    return any(line.endswith(b" true") for line in found.splitlines())


def _lacking(folder: str) -> SourceError:
    return SourceError(
        "The repository lacks a file of the revision.",
        file=folder,
        expected="a clone with the files of the revisions that are compared; nothing is fetched for them",
        advice="fetch them first: git fetch --refetch --no-filter",
    )


def beyond(folder: str, what: str) -> SourceError:
    """The error for a revision that exceeds a limit."""
    return SourceError(
        f"The revision {what}.",
        file=folder,
        expected="a revision of a size that can be compared",
        advice="compare two folders, each checked out by itself: speclift diff OLD NEW",
    )
