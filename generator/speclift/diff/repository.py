"""A git repository, read without a touch of its index and its working tree.

Objects are read by `git ls-tree` and `git cat-file` with ids that `git rev-parse` has verified, so nothing that a user
names is taken for an option, and no attribute of the repository changes a byte.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from speclift.errors import SourceError
from speclift.read.include import is_below

_FILES, _LINK = ("100644", "100755"), "120000"
#: As many links in a row as Linux follows.
_MOST_LINKS = 40


class Tree(msgspec.Struct, frozen=True):
    """The regular files of a commit by path from the top, with their ids, and where its symbolic links lead.

    A target that starts with a slash is taken from the top.
    """

    files: Mapping[str, str]
    links: Mapping[str, str]

    def real(self, path: str) -> str | None:
        """Where a path from the top leads, links followed; None where it leaves the repository or goes in circles."""
        todo, done, followed = path.split("/")[::-1], list[str](), 0
        while todo:
            part = todo.pop()
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
            if followed > _MOST_LINKS:
                return None
            if target.startswith("/"):
                done.clear()
            todo += target.split("/")[::-1]
        return "/".join(done)


class Repository(msgspec.Struct, frozen=True):
    """A repository by the folder of its working tree, without symbolic links, and the variables that git is given."""

    top: str
    environment: Mapping[str, str]

    def below(self, path: str) -> str:
        """A path of the working tree, whether it is there or not, as one from the top; the top itself is empty.

        The last part of it may be a link: where that leads is for the revision to say.  Raises SourceError where it
        lies elsewhere.
        """
        folder, name = os.path.split(os.path.abspath(path))
        for real in (os.path.join(os.path.realpath(folder), name), os.path.realpath(path)):
            if is_below(real, self.top):
                return "" if real == self.top else os.path.relpath(real, self.top).replace(os.sep, "/")
        raise SourceError(
            f"{path} is not in the repository.",
            file=self.top,
            expected="inputs that lie in one repository",
            advice="compare what lies elsewhere by itself",
        )

    def tree(self, revision: str) -> Tree:
        """What there is in a revision; of `A...B`, in the commit where the two parted.  Raises SourceError."""
        commit = self._commit(revision)
        if not commit:
            return Tree({}, {})
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
        targets = zip(links, map(os.fsdecode, self.blobs(list(links.values()))), strict=True)
        return Tree(files, {path: inside for path, target in targets if (inside := self._inside(target))})

    def blobs(self, ids: Sequence[str]) -> Iterator[bytes]:
        """The contents of blobs, in order (`git cat-file --batch`: a line with the size, the bytes, a line feed)."""
        if not ids:
            return
        data = self._git("cat-file", "--batch", given="".join(f"{oid}\n" for oid in ids).encode())
        start = 0
        for _ in ids:
            end = data.index(b"\n", start)
            size = int(data[start:end].split()[2])
            yield data[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def _inside(self, target: str) -> str | None:
        """The target of a link; an absolute one as a path from the top, None where it lies elsewhere."""
        if not os.path.isabs(target):
            return target
        real = os.path.realpath(target)
        return f"/{os.path.relpath(real, self.top).replace(os.sep, '/')}" if is_below(real, self.top) else None

    def _commit(self, revision: str) -> str:
        """The id of a commit; where two parted for `A...B`; empty for `HEAD` where nothing is committed yet."""
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
                    advice="fetch it first; a shallow clone has the last commit alone",
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

    def _git(self, *arguments: str, given: bytes = b"") -> bytes:
        return _git(self.top, arguments, self.environment, given)


def repository_of(path: str) -> Repository:
    """The repository that a path lies in, whether it is there or not.

    Raises SourceError where git is missing or `path` is in no repository.
    """
    start = os.path.abspath(path)
    while not os.path.isdir(start):
        # What was there in a revision need not be there now.
        start = os.path.dirname(start)
    # In a hook git names the repository and its index in variables, which would stand for whatever folder is asked
    # about.  What is configured by variables, such as which folders are safe, holds for every repository.
    local = os.fsdecode(_git(start, ("rev-parse", "--local-env-vars"), os.environ)).split()
    named = {name for name in local if not name.startswith("GIT_CONFIG_")}
    environment = {name: value for name, value in os.environ.items() if name not in named}
    top = os.fsdecode(_git(start, ("rev-parse", "--show-toplevel"), environment)).removesuffix("\n")
    return Repository(os.path.realpath(top), environment)


def _git(folder: str, arguments: Sequence[str], environment: Mapping[str, str], given: bytes = b"") -> bytes:
    command = ["git", "--no-optional-locks", "-C", folder, *arguments]
    try:
        done = subprocess.run(command, input=given, env=environment, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise SourceError(
            "git is not installed, or not on the path.", expected="the program git", advice="install it"
        ) from error
    if done.returncode:
        text = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise SourceError(
            f"git cannot read the revision: {text or arguments[0]}.",
            file=folder,
            expected="a folder in a git repository",
            advice="name the docs inside of it",
        )
    return done.stdout
