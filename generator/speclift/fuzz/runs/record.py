"""All that a run has seen so far: findings, responses, and requests without a response."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import msgspec
import requests
from schemathesis.core.errors import SchemathesisError

from speclift.contract.records import Contract, Operation
from speclift.fuzz.coverage import Answers
from speclift.fuzz.engine.coverage_cases import MOST_CASES
from speclift.fuzz.exchange import Exchange
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.login import Watch
from speclift.fuzz.runs.access import said_once
from speclift.fuzz.runs.collector import Collector
from speclift.fuzz.transport.bounded_responses import LargeResponseError
from speclift.fuzz.transport.selection import Selection
from speclift.fuzz.transport.sender import Sender
from speclift.fuzz.transport.session import RefusedRequestError


class Record:
    """What a run of `operations` has seen; `told` is called with each finding when it is first seen."""

    def __init__(
        self,
        contract: Contract,
        selection: Selection,
        operations: Sequence[Operation],
        sender: Sender,
        watch: Watch,
        url: str,
        told: Callable[[Finding], None] | None,
    ) -> None:
        self.operations = operations
        self.sender = sender
        self.watch = watch
        self.collector = Collector(contract, told)
        self._selection = selection
        self._url = url
        self._responses = Answers()
        self._unanswered: set[str] = set()
        self._refused: set[str] = set()
        self._spent: defaultdict[str, float] = defaultdict(float)
        self._overfull: set[str] = set()

    @property
    def requests(self) -> int:
        """The number of requests that were sent."""
        return self.collector.requests + self.sender.sent

    def seen(self, exchange: Exchange) -> None:
        """Record the response to a request that the sender did not send."""
        self.collector.requests += 1
        self.noted(exchange)

    def noted(self, exchange: Exchange) -> None:
        """Record the response to a request that is already counted."""
        self.watch.saw(exchange)
        self.collector.saw(exchange)
        self._responses.saw(exchange, is_probe=self.watch.is_probe(exchange.request))

    def has_success(self, operation_id: str) -> bool:
        """Whether an operation gave a successful response."""
        return self._responses.has_success(operation_id)

    def refuses(self, cause: str) -> None:
        """Record that at least one operation does not have this cause of `ignored_auth`."""
        self._refused.add(cause)

    def overfull(self, label: str) -> None:
        """Record that an operation has more cases than the coverage phase sends."""
        self._overfull.add(label)

    def spent(self, operation: Operation, seconds: float) -> None:
        """Add to the time that an operation took."""
        self._spent[operation.operation_id] += seconds

    @contextmanager
    def noting_problems(self, operation: Operation) -> Iterator[None]:
        """Record a request that cannot be sent, or gets no response, as a problem of the run, and not as a finding."""
        try:
            yield
        except (RefusedRequestError, LargeResponseError) as error:
            self._unanswered.add(operation.operation_id)
            self.collector.problems[f"{operation.label}: {error}"] = None
        except (requests.RequestException, SchemathesisError, UnicodeError) as error:
            self._unanswered.add(operation.operation_id)
            self.collector.problems[f"{operation.label}: {type(error).__name__}"] = None

    def result(self, stopped: str, lost: str, shard: str) -> Result:
        """The result so far; `stopped`, `lost` and `shard` are those of `Result`.

        Findings that are alike on many operations are joined only in a whole run: a shard does not know the others.
        """
        found = self.collector.result(len(self.operations), self.sender.sent, stopped, self._url)
        return msgspec.structs.replace(
            found,
            findings=found.findings if shard else said_once(found.findings, self._refused, found.operations),
            unanswered=len(self._unanswered),
            notes=(*self.watch.notes, *self._left_out()),
            lost=lost,
            shortfall=lost,
            proof=self._responses.proof(self.operations, (operation for operation, _ in self._selection.left_out)),
            shard=shard,
            spent={name: round(seconds, 3) for name, seconds in self._spent.items()},
            refused=tuple(sorted(self._refused)),
        )

    def _left_out(self) -> Iterator[str]:
        """The note about cases that the coverage phase did not send."""
        if self._overfull:
            first, *others = sorted(self._overfull)
            more = f" and {len(others)} more" if others else ""
            yield f"coverage: {first}{more}: only the first {MOST_CASES} cases of each operation were sent."
