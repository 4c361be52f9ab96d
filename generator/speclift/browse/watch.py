"""Show what the source is after each change of its files."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

from speclift.browse.state import State
from speclift.browse.worker import Worker
from speclift.errors import SpecliftError

#: Milliseconds without a further change after which the source is read: an editor writes a file in several steps.
_QUIET = 25


async def watch(paths: Sequence[str], worker: Worker, state: State) -> None:
    """Load and show, again and again, until cancelled."""
    import watchfiles

    files = {os.path.realpath(path) for path in paths if not os.path.isdir(path)}
    folders = [os.path.realpath(path) for path in paths if os.path.isdir(path)]

    def matters(change: watchfiles.Change, path: str) -> bool:
        # What stands in the folder of a file is not asked for; an editor may put a new file in place of the old one.
        return path in files or any(
            path.startswith(folder + os.sep) and f"{os.sep}." not in path[len(folder) :] for folder in folders
        )

    roots = {*folders, *map(os.path.dirname, files)}
    changes = watchfiles.awatch(*roots, watch_filter=matters, step=_QUIET, debounce=400, raise_interrupt=False)
    async for _ in changes:
        await refresh(worker, state)


async def refresh(worker: Worker, state: State) -> None:
    """Load what the source is now and show it, or what is wrong with it."""
    try:
        state.show(await asyncio.to_thread(worker.load))
    except SpecliftError as error:
        state.fail(str(error))
    except EOFError:
        state.fail("The process that reads the docs has ended. Start speclift serve again.")
    except Exception as error:
        # Whatever it is, who writes the docs must not take what stands on the page for what they say now.
        state.fail(f"The docs cannot be read: {type(error).__name__}: {error}")
