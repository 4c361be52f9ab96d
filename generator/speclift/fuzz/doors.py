"""Operations that let in whom they should not: where all of them do, that is one thing, and is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.openapi.checks import IgnoredAuth

from speclift.fuzz.engine import exchange_of
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.probes import let_in
from speclift.fuzz.promises import Broken
from speclift.openapi.records import Operation

#: Fewer operations than this are told one by one.
_LEAST = 3


def opened(
    failure: IgnoredAuth, recorder: ScenarioRecorder, operation: Operation
) -> Iterator[tuple[Exchange, Broken | None]]:
    """What the engine sent to an operation without a good credential, and was let in with."""
    asked = str(failure.case_id)
    response = recorder.interactions[asked].response if asked in recorder.interactions else None
    if response is not None:
        exchange = exchange_of(operation, recorder.cases[asked].value, response)
        is_made_up = failure.scenario.name != "NO_AUTH"
        yield exchange, let_in(exchange, is_made_up=is_made_up)


def said_once(
    asked: Sequence[tuple[Exchange, Broken | None]], credentials: Collection[str]
) -> Iterator[tuple[Exchange, Broken]]:
    """What is broken, operation by operation; once for all, on the first, where none of many refuses.

    `credentials` are names of header fields, in lower case: with one of them, the credential was made up.
    """
    found: dict[bool, list[tuple[Exchange, Broken]]] = defaultdict(list)
    refusing: set[bool] = set()
    for exchange, broken in asked:
        is_made_up = not {name.lower() for name in exchange.request.headers}.isdisjoint(credentials)
        if broken is not None:
            found[is_made_up].append((exchange, broken))
        elif exchange.status in (401, 403):
            refusing.add(is_made_up)
    for is_made_up, broken_ones in found.items():
        operations = {exchange.operation.operation_id for exchange, _ in broken_ones}
        if is_made_up in refusing or len(operations) < _LEAST:
            yield from broken_ones
            continue
        exchange, broken = broken_ones[0]
        message = (
            f"{broken.message} So it is on all {len(operations)} operations that were asked. "
            "A mock may take any: speclift mock --secret-env VARIABLE takes one."
        )
        yield exchange, msgspec.structs.replace(broken, message=message, cause=f"{broken.cause} everywhere".strip())
