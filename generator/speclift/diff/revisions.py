"""A folder or file as it stood in a git revision, written to a temporary folder.

Objects are read by `git ls-tree` and `git cat-file` with ids that `git rev-parse` has verified, so nothing that a user
names is taken for an option, no attribute of the repository changes a byte, and neither index nor working tree is
touched.
"""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Iterator, Sequence

import msgspec

from speclift.errors import SourceError, UsageError
from speclift.read.include import includes_of

_SUFFIXES = (".md", ".yaml", ".yml", ".json", ".toml")
_FILES = ("100644", "100755")


class Range(msgspec.Struct, frozen=True):
    """Two revisions; the new one is None for the working tree."""

    old: str
    new: str | None


def parse_range(text: str) -> Range:
    """`REV1..REV2`, `REV1...REV2` (from where the two parted), or `REV` to the working tree.  Raises UsageError."""
    for dots in ("...", ".."):
        old, found, new = text.partition(dots)
        if found:
            old, new = old or "HEAD", new or "HEAD"
            return Range(f"{old}{dots}{new}" if dots == "..." else old, new)
    if not text.strip():
        raise UsageError("No revision is named.", expected="REV, REV1..REV2 or REV1...REV2", advice="see git rev-parse")
    return Range(text, None)


def extract(path: str, revision: str, target: str) -> str:
    """Write what `path` was in a revision below `target`; the path of it there.

    Of `A...B` it is where the two parted.  Pages that others pull in come with them, from wherever in the repository
    they stand.  Raises SourceError where git is missing, `path` is in no repository, or either is unknown.
    """
    absolute = os.path.realpath(path)
    start = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
    while not os.path.isdir(start):
        # What was there in the revision need not be there now.
        start = os.path.dirname(start)
    top = _git(start, "rev-parse", "--show-toplevel").decode().removesuffix("\n")
    below = os.path.relpath(absolute, os.path.realpath(top)).replace(os.sep, "/")
    commit = _commit(top, revision)
    entries = {name: oid for name, oid in _listed(top, commit) if name.endswith(_SUFFIXES)}
    wanted = [name for name in entries if below == "." or name == below or name.startswith(f"{below}/")]
    if not wanted:
        raise SourceError(
            f"There is no {path} in {revision}.",
            file=path,
            expected="a folder of pages or a document that the revision has",
            advice="check the path and the revision; the path is taken from the current directory",
        )
    done: set[str] = set()
    while wanted:
        contents = dict(zip(wanted, _blobs(top, [entries[name] for name in wanted]), strict=True))
        for name, data in contents.items():
            place = os.path.join(target, *name.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "wb") as stream:
                stream.write(data)
        done.update(contents)
        pulled_in = {
            posixpath.normpath(include)
            for name, data in contents.items()
            if b"[!include" in data.lower()
            for include in includes_of(name, data.decode(errors="replace"))
        }
        wanted = sorted(name for name in pulled_in if name in entries and name not in done)
    return os.path.normpath(os.path.join(target, below))


def _commit(top: str, revision: str) -> str:
    """The id of a commit; where two parted for `A...B`."""
    old, dots, new = revision.partition("...")
    commits = []
    for name in (old, new) if dots else (old,):
        try:
            found = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except SourceError as error:
            raise SourceError(
                f"There is no revision {name!r}.",
                file=top,
                expected="a commit, branch or tag of the repository",
                advice="fetch it first; a shallow clone has the last commit alone",
            ) from error
        commits.append(found.decode().strip())
    return _git(top, "merge-base", *commits).decode().strip() if dots else commits[0]


def _listed(top: str, commit: str) -> Iterator[tuple[str, str]]:
    """The regular files of a commit, by path from the top, with the ids of their contents."""
    for entry in _git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        head, _, name = entry.partition(b"\t")
        path = name.decode(errors="surrogateescape")
        if head and head.split()[0].decode() in _FILES and not {"", ".", ".."} & set(path.split("/")):
            yield path, head.split()[2].decode()


def _blobs(top: str, ids: Sequence[str]) -> Iterator[bytes]:
    """The contents of blobs, in order (`git cat-file --batch`: a line with the size, the bytes, a line feed)."""
    data = _git(top, "cat-file", "--batch", given="".join(f"{oid}\n" for oid in ids).encode())
    start = 0
    for _ in ids:
        end = data.index(b"\n", start)
        size = int(data[start:end].split()[2])
        yield data[end + 1 : end + 1 + size]
        start = end + 1 + size + 1


def _git(folder: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        done = subprocess.run(
            ["git", "--no-optional-locks", "-C", folder, *arguments], input=given, capture_output=True, check=False
        )
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
