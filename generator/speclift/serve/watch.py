"""Show the present state of the source after each change of its files."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable, Sequence

from speclift.errors import SpecliftError
from speclift.serve.reader_process import Worker
from speclift.serve.state import State

#: Milliseconds without a further change after which the source is read: an editor writes a file in several steps.
_QUIET = 25
#: Milliseconds between two checks whether a folder is still the one that is watched.
_LOOK = 500


async def watch(paths: Sequence[str], worker: Worker, state: State) -> None:
    """Load and show the source after each change, until cancelled; changes from before the start count too."""
    folders = [path for path in paths if os.path.isdir(path)]
    files = [path for path in paths if path not in folders]

    def pages() -> set[str]:
        return {os.path.realpath(folder) for folder in folders}

    def is_page(path: str) -> bool:
        return any(path.startswith(folder + os.sep) and f"{os.sep}." not in path[len(folder) :] for folder in pages())

    def places() -> set[str]:
        # A file among the pages is watched as one of them: once is enough. The files that a document refers to may
        # change with it.
        named = dict.fromkeys((*files, *state.catalogue.files))
        return {place for path in named for place in _places(path) if not is_page(place)}

    def holders() -> set[str]:
        # An editor may put a new file in place of the old one, so its folder is watched.
        return set(map(os.path.dirname, places()))

    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_follow(pages, is_page, worker, state, is_recursive=True))
            tasks.create_task(_follow(holders, lambda path: path in places(), worker, state, is_recursive=False))
    except* OSError as group:
        state.fail(f"Changes are no longer followed: {group.exceptions[0]}. Start speclift serve again.")


def _places(path: str) -> Iterable[str]:
    """The file itself and, where it is a link, what it leads to now."""
    whole = os.path.abspath(path)
    yield os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
    yield os.path.realpath(whole)


async def _follow(
    roots: Callable[[], set[str]], matters: Callable[[str], bool], worker: Worker, state: State, *, is_recursive: bool
) -> None:
    """Refresh after changes below the roots; if the roots themselves change or are replaced, watch the new ones.

    A change while the source is read is not lost, since the source is read again once the watch has started.
    """
    import watchfiles

    # The folders that existed when the source was read; None where it has to be read again.
    known: dict[str, tuple[int, int]] | None = _identities(roots())
    while roots():
        there = _identities(roots())
        if there != known:
            known = there
            await refresh(worker, state)
            continue
        if there:
            changes = watchfiles.awatch(
                *there,
                watch_filter=lambda _, path: matters(path),
                step=_QUIET,
                debounce=400,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
                recursive=is_recursive,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            has_begun = False
            async with contextlib.aclosing(changes):
                async for found in changes:
                    before = _identities(roots())
                    if found or not has_begun:
                        await refresh(worker, state)
                    has_begun = True
                    if before != there or _identities(roots()) != there:
                        break
        while not there and not _identities(roots()):
            await asyncio.sleep(_LOOK / 1000)
        known = None


def _identities(roots: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Device and inode of each existing folder."""
    found = {}
    for root in roots:
        try:
            status = os.stat(root)
        except OSError:
            continue
        found[root] = (status.st_dev, status.st_ino)
    return found


async def refresh(worker: Worker, state: State) -> None:
    """Load the present source and show it, or show what is wrong with it."""
    try:
        state.show(await asyncio.to_thread(worker.load))
    except SpecliftError as error:
        state.fail(str(error))
    except Exception as error:
        # Whatever the error is, an author must not take the old page for the present docs.
        state.fail(f"The docs cannot be read: {type(error).__name__}: {error}")
