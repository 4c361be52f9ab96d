"""A broken promise: where it can sit, what it does, and which checks of the fuzzer find it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from speclift.mock.requests.check import Call
from speclift.mock.responses.responses import Answer
from speclift.mock.responses.sites import Site


class Fault(msgspec.Struct, frozen=True):
    """A fault of a server. It sits on one operation.

    `found_by` are the checks that may name it.  `fits` says where it can sit.  `change` spoils an answer of success,
    `crashes` says for which calls the server falls over.  `lets_through` are kinds of faults of a request that are not
    looked at (see `RequestChecker`), `forgets` what is not done: `select`, `top`, `skip`, `next-link`, `update`,
    `create`, `delete`, `method`, `challenge`, `allow`.  `delay` is in seconds, of every
    fourth answer.
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
