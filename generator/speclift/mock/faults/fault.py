"""A fault of a server: which operations it fits, what it does, and which checks of the fuzzer find it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from speclift.mock.requests.check import Call
from speclift.mock.responses.responses import Outgoing
from speclift.mock.responses.sites import Site


class Fault(msgspec.Struct, frozen=True):
    """A fault, which the mock puts on one operation.

    `found_by` names the checks that may report it, and `fits` says whether an operation can have it.  `change` spoils a
    successful response, and `crashes` says for which calls the server crashes.  `lets_through` has the kinds of errors
    in requests that the server accepts (`ignored` of `RequestChecker`), and `forgets` has what the server fails to do:
    `select`, `top`, `skip`, `next-link`, `update`, `create`, `delete`, `method`, `challenge`, `allow`.  `delay` is the
    delay of every fourth response in seconds.
    """

    name: str
    family: str
    found_by: tuple[str, ...]
    fits: Callable[[Site], bool]
    change: Callable[[Site, Outgoing], Outgoing] | None = None
    crashes: Callable[[Call], bool] | None = None
    lets_through: frozenset[str] = frozenset()
    forgets: frozenset[str] = frozenset()
    delay: float = 0
