"""What is shown now, and the streams that wait for a change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import orjson

from speclift.serve.catalogue import Catalogue

#: Seconds after which an idle page gets a comment, which shows whether the page is still there.
_HEARTBEAT = 15.0


class State:
    """The last good catalogue, and why there is no newer one, if anything is wrong. It is for one event loop."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.problem = ""
        self.is_closed = False
        self._changed = asyncio.Event()

    def show(self, catalogue: Catalogue) -> None:
        """Show this from now on."""
        self.catalogue, self.problem = catalogue, ""
        self._wake()

    def fail(self, problem: str) -> None:
        """Say what is wrong; the last good catalogue stays."""
        self.problem = problem
        self._wake()

    def close(self) -> None:
        """End all streams of events."""
        self.is_closed = True
        self._wake()

    async def events(self) -> AsyncIterator[bytes]:
        """The state now and after every change, as server-sent events (HTML standard, section 9.2)."""
        while not self.is_closed:
            changed = self._changed
            state = {"catalogue": self.catalogue.digest, "problem": self.problem or self.catalogue.problem}
            yield b"data: " + orjson.dumps(state) + b"\n\n"
            while not changed.is_set():
                try:
                    async with asyncio.timeout(_HEARTBEAT):
                        await changed.wait()
                except TimeoutError:
                    yield b":\n\n"

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
