"""A tree of generated files in a folder that may hold other files: those that speclift wrote change together."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping

import msgspec

from speclift.errors import OutputError
from speclift.limits import LARGEST_RECORD
from speclift.storage.digests import digest_of, digests_of
from speclift.storage.files import output_errors, unheeded
from speclift.storage.journal import is_below, recover
from speclift.storage.lock import locked
from speclift.storage.transaction import change_together

#: The list of the files that the last run of each command wrote: the command in brackets, then a line for each file,
#: with a digest of what was written.
MANIFEST = ".speclift-files"

_LINE = re.compile(r"\[(?P<maker>[a-z]+)\]|(?:(?P<digest>[0-9a-f]{16})  )?(?P<name>.+)")


class _Listed(msgspec.Struct, frozen=True):
    """A file of the list: its digest, and the command that wrote it. An old list lacks commands, and once digests."""

    digest: str | None
    maker: str


class Written(msgspec.Struct, frozen=True):
    """What a write did to a folder, as paths below it.

    `changed` files have new content, `removed` ones are no longer made.  Files that somebody changed since the last run
    stay as they are: `kept` ones are no longer made, `edited` ones would have new content.
    """

    changed: tuple[str, ...]
    kept: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def write_tree(
    folder: str,
    files: Mapping[str, bytes],
    committing: Callable[[], None] = unheeded,
    *,
    maker: str = "",
    with_edited: bool = False,
) -> Written:
    """Write files by their path below a folder, and remove those that the last run of the same command (`maker`) wrote
    and that are no longer made, all or none.

    A file that was changed since the last run is overwritten only `with_edited`.  Another file is neither overwritten
    nor removed, and nothing is written through a link: if one is in the way, nothing is written at all.
    `committing` is as for `write_files`.  Raises OutputError.
    """
    with output_errors(folder), locked(folder):
        recover(folder)
        earlier = _earlier(folder)
        names = {name: data for name, data in files.items() if _is_to_write(folder, name, data, name in earlier)}
        digests = {name: listed.digest for name, listed in earlier.items()}
        edited = () if with_edited else tuple(name for name in names if _is_edited(folder, name, digests.get(name)))
        for name in edited:
            del names[name]
        others = [name for name in sorted(earlier) if name not in files and _stands(folder, name)]
        outdated = [name for name in others if earlier[name].maker in ("", maker)]
        removed = [name for name in outdated if _is_as_written(folder, name, digests[name])]
        made = {name: earlier[name] for name in others if name not in outdated}
        for name, data in files.items():
            # A changed file is still compared with what was written last.
            made[name] = _Listed(digests[name] if name in edited else digest_of(data), maker)
        if names or removed or made != earlier:
            listed = _as_list(made)
            if _is_to_write(folder, MANIFEST, listed, True):
                names[MANIFEST] = listed
            change_together(folder, names, removed, committing)
    return Written(
        tuple(name for name in names if name != MANIFEST),
        tuple(name for name in outdated if name not in removed),
        edited,
        tuple(removed),
    )


def _as_list(made: Mapping[str, _Listed]) -> bytes:
    lines: list[str] = []
    maker = ""
    for name in sorted(made, key=lambda name: (made[name].maker, name)):
        if made[name].maker != maker:
            maker = made[name].maker
            lines.append(f"[{maker}]\n")
        lines.append(f"{made[name].digest}  {name}\n" if made[name].digest else f"{name}\n")
    return "".join(lines).encode()


def _earlier(folder: str) -> dict[str, _Listed]:
    """The files that the list names, by their path below the folder."""
    path = os.path.join(folder, MANIFEST)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise _in_the_way(path, "not a regular file")
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_RECORD + 1)
        if len(data) > LARGEST_RECORD:
            raise _in_the_way(path, f"a list of more than {LARGEST_RECORD:,} bytes")
        lines = [_LINE.fullmatch(line) for line in data.decode().replace("\r\n", "\n").split("\n")]
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as error:
        raise _in_the_way(path, "not the list of the files that were written last") from error
    found: dict[str, _Listed] = {}
    maker = ""
    for line in filter(None, lines):
        maker = line["maker"] or maker
        if line["name"]:
            found[line["name"]] = _Listed(line["digest"], maker)
    return found


def _is_to_write(folder: str, name: str, data: bytes, is_ours: bool) -> bool:
    """Whether a file differs from its new content or is missing. Raises OutputError where it is not ours."""
    path = os.path.join(folder, name)
    if not is_below(folder, name):
        raise OutputError(
            "The file would not be inside the output folder.",
            file=path,
            expected="real folders on the way to it",
            advice="put a folder in the place of the link, or name the folder that it leads to with -o",
        )
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return True
    except NotADirectoryError as error:
        raise _in_the_way(path, "below a file") from error
    if not stat.S_ISREG(found.st_mode):
        raise _in_the_way(path, "a link" if stat.S_ISLNK(found.st_mode) else "not a regular file")
    if found.st_size == len(data):
        with open(path, "rb", buffering=0) as stream:
            if stream.read() == data:
                return False
    if not is_ours:
        raise _in_the_way(path, "a file that no earlier run wrote")
    return True


def _in_the_way(path: str, what: str) -> OutputError:
    return OutputError(
        f"What is here is {what}. It is kept, and nothing was written.",
        file=path,
        expected=f"nothing, or a file that {MANIFEST} in the output lists",
        advice=f"move it away; if speclift wrote it, keep {MANIFEST} beside it, in version control too",
    )


def _stands(folder: str, name: str) -> bool:
    """Whether a regular file is at this path below the folder."""
    try:
        return is_below(folder, name) and stat.S_ISREG(os.lstat(os.path.join(folder, name)).st_mode)
    except (OSError, ValueError):
        return False


def _is_edited(folder: str, name: str, digest: str | None) -> bool:
    """Whether somebody changed the file since it was written; without a digest that is unknown."""
    return digest is not None and _stands(folder, name) and not _is_as_written(folder, name, digest)


def _is_as_written(folder: str, name: str, digest: str | None) -> bool:
    """Whether a file is the written one: a list of paths alone proves nothing about the file there."""
    with open(os.path.join(folder, name), "rb", buffering=0) as stream:
        return digest in digests_of(stream)
