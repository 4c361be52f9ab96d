"""The Dask scheduler that a run uses: an existing one, or its own one with processes on this machine."""

from __future__ import annotations

import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from speclift.errors import UnreachableError, UsageError
from speclift.processes import SAFE_IMPORTS

if TYPE_CHECKING:
    from distributed import Client

#: The variable in which workers of this machine find the credentials.
VARIABLE = "SPECLIFT_FUZZ_AUTH"

_LOCAL = re.compile(r"local:([1-9]\d{0,2})")
_CONNECTED = 10


def local_workers(text: str) -> int:
    """The number of processes in `local:N`; 0 if the text is the address of a scheduler.  Raises UsageError."""
    found = _LOCAL.fullmatch(text)
    if found is None and text.startswith("local"):
        raise UsageError(
            f"{text!r} is not a scheduler.", expected="its address, or local:N", advice="local:4 means four processes"
        )
    return int(found[1]) if found else 0


@contextmanager
def connected(text: str, headers: Mapping[str, str]) -> Iterator[Client]:
    """A client of the scheduler that a text names, for as long as this lasts.

    Workers of `local:N` find `headers` in their environment, and import nothing from the current folder; other workers
    never get `headers`.  Raises UnreachableError.
    """
    from distributed import Client, LocalCluster

    number = local_workers(text)
    if not number:
        try:
            client = Client(text, timeout=_CONNECTED, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UnreachableError(
                f"The scheduler does not respond: {type(error).__name__}.",
                expected="the address of a Dask scheduler, such as tcp://scheduler:8786",
                advice="start it, or use local:N",
            ) from error
        with client:
            yield client
        return
    with (
        _environment(headers),
        tempfile.TemporaryDirectory(prefix="speclift-", ignore_cleanup_errors=True) as folder,
        LocalCluster(
            n_workers=number,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _environment(headers: Mapping[str, str]) -> Iterator[None]:
    """Put the headers, and what keeps imports safe, into variables of the environment, which new processes inherit."""
    before = {name: os.environ.get(name) for name in (VARIABLE, *SAFE_IMPORTS)}
    # Dask starts its workers as fresh interpreters on all systems.
    os.environ.update(SAFE_IMPORTS)
    if headers:
        os.environ[VARIABLE] = "\n".join(f"{name}: {value}" for name, value in headers.items())
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
