"""A broken promise: where it fits, what it does, and which checks of the fuzzer find it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from speclift.mock.requests.check import Call
from speclift.mock.responses.responses import Answer
from speclift.mock.responses.sites import Site


class Fault(msgspec.Struct, frozen=True):
    """A fault of a server. It belongs to one operation. `found_by` are the checks that may name it. `fits` says where
    it fits. `change` spoils a successful answer, `crashes` says for which calls the server crashes. `lets_through` are
    kinds of faults of a request that are not checked (see `RequestChecker`), `forgets` what is not done: `select`,
    `top`, `skip`, `next-link`, `update`, `create`, `delete`, `method`, `challenge`, `allow`.  `delay` is the delay of
    every fourth answer in seconds.
    """

    name: str
    family: str
    found_by: tuple[str, ...]
    fits: Callable[[Site], bool]
    change: Callable[[Site, Answer], Answer] | None = None
    crashes: Callable[[Call], bool] | None = None
    lets_through: frozenset[str] = frozenset()
    forgets: frozenset[str] = frozenset()
    delay: float = 0
