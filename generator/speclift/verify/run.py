"""Call each operation of the server as both documents describe it, and decide which of the three is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import msgspec
import requests

from speclift.contract.records import Operation
from speclift.diff.description import Description
from speclift.errors import SourceError, UsageError
from speclift.fuzz.coverage import Answers, shortfall
from speclift.fuzz.deadline import Deadline, OutOfTimeError
from speclift.fuzz.exchange import Exchange, Request
from speclift.fuzz.runs.ids import Ids
from speclift.fuzz.transport.gate import Gate
from speclift.fuzz.transport.rate_limit import pace_of
from speclift.fuzz.transport.reachability import reach
from speclift.fuzz.transport.selection import NOT_ASKED_FOR, Choice
from speclift.fuzz.transport.sender import exchange_of, sent
from speclift.fuzz.transport.session import RefusedRequestError, contained, session_of
from speclift.verify.bodies import of_json
from speclift.verify.differences import Addresses, address_of, undecided
from speclift.verify.document_side import DocumentSide
from speclift.verify.observation import Observation, Side
from speclift.verify.operation_pairs import Pair, in_order, pairs_of, selection_of
from speclift.verify.records import Claim, Disagreement, Found, Verification
from speclift.verify.requests import REFUSED, of_requests
from speclift.verify.responses import of_existence, of_failure, of_success
from speclift.verify.samples import request_of, with_id

#: Gets the current operation, the number of requests, and the number of disagreements so far.
Progress: TypeAlias = Callable[[str, int, int], None]

_SHUT_OUT = (401, 403)
_NOT_ALLOWED = (405, 501)
_NOT_FOUND = (404, 410)
#: After this many requests in a row without a response, the server counts as gone.
_MOST_SILENT = 5


class Server(msgspec.Struct, frozen=True):
    """The server, and how it is called: headers with credentials, authorities to trust, seconds to wait, and the
    highest rate of requests (`10/s`).
    """

    url: str
    headers: Mapping[str, str] = {}
    ca_file: str = ""
    timeout: float = 10.0
    rate_limit: str | None = None


def verify(
    docs: Description,
    published: Description,
    server: Server,
    choice: Choice,
    *,
    seconds: float | None = None,
    progress: Progress = lambda *_: None,
) -> Verification:
    """Where docs, published document and server disagree.

    An interrupt or the end of `seconds` ends the run with what was found so far.  Raises UnreachableError where the
    server does not answer the first request, and UsageError where nothing is called.
    """
    parties = DocumentSide(docs), DocumentSide(published)
    pairs = pairs_of(parties[0].contract, parties[1].contract)
    selection, reasons = selection_of(pairs, choice, server.url)
    if not selection.called:
        raise UsageError(
            "No operation is left to call.",
            expected="operations that match, and that read or may write",
            advice="see --dry-run, --include-tag and --writes",
        )
    gate = Gate(server.url, selection)
    session = session_of(gate, server.ca_file, Deadline(seconds), pace=pace_of(server.rate_limit))
    with contained(session, server.url, server.timeout), session() as opened:
        run = _Run(parties, server, opened, progress)
        stopped = run.ask_all([pair for pair in pairs if pair.operation.label not in reasons])
    return run.result(pairs, reasons, stopped)


class _Run:
    def __init__(
        self, parties: tuple[DocumentSide, DocumentSide], server: Server, session: requests.Session, progress: Progress
    ) -> None:
        self._parties = parties
        self._server = server
        self._progress = progress
        self._session = session
        self._sent = 0
        self._answers = Answers()
        docs = Ids(parties[0].contract)
        self._ids = docs, docs.beside(parties[1].contract)
        self._rows: dict[tuple[str, ...], Disagreement] = {}
        self._decided: Addresses = set()
        self._asked: list[Pair] = []
        self._unfound: dict[str, None] = {}
        self._unanswered: dict[str, None] = {}
        self._notes: dict[str, None] = {}
        self._silent = 0

    def ask_all(self, pairs: list[Pair]) -> str:
        """Call all operations, and return why the run ended early; empty where it did not."""
        try:
            reach(self._session, self._server.url, self._server.timeout)
            for pair in in_order(tuple(pairs)):
                self._progress(pair.operation.label, self._sent, len(self._rows))
                self._asked.append(pair)
                for found in self._of_pair(pair):
                    self._keep(found)
                if self._silent >= _MOST_SILENT:
                    return "the server stopped answering"
        except KeyboardInterrupt:
            return "interrupted"
        except OutOfTimeError:
            return "its time was up"
        return ""

    def result(self, pairs: tuple[Pair, ...], reasons: Mapping[str, str], stopped: str) -> Verification:
        """All that was found, and further differences between the two documents."""
        left_out = [pair.operation for pair in pairs if pair.operation.label in reasons]
        proof = self._answers.proof([pair.operation for pair in self._asked], left_out)
        short = shortfall(proof, None)
        rows = list(self._rows.values())
        decided = self._decided
        if short and not stopped:
            # If no response is as documented, this may be another server, so nobody is proved wrong.
            rows, decided = [], set()
        wanted = [pair for pair in pairs if reasons.get(pair.operation.label) != NOT_ASKED_FOR]
        rows += undecided(self._parties, wanted, decided, {pair.operation.label for pair in self._asked})
        return Verification(
            self._parties[0].description.name,
            self._parties[1].description.name,
            self._server.url,
            len(pairs),
            tuple(sorted(rows, key=lambda row: (row.operations[:1], row.where, row.fact))),
            proof,
            self._sent,
            tuple(reasons.items()),
            tuple(self._unfound),
            tuple(self._unanswered),
            tuple(self._notes),
            stopped,
            short,
        )

    def _keep(self, found: Found) -> None:
        """Keep each row once: many operations that show the same component give one row."""
        row = found.disagreement
        if row.wrong != "undecided":
            self._decided |= found.addresses
        places = row.docs_place, row.published_place
        is_shared = any("#/components/" in place for place in places)
        owner = ("", row.where.rpartition(".")[2]) if is_shared else (row.operations[0], row.where)
        key = (*owner, row.fact, row.wrong, *places)
        known = self._rows.get(key)
        if known is None:
            self._rows[key] = row
        elif not set(row.operations) <= set(known.operations):
            self._rows[key] = msgspec.structs.replace(known, operations=(*known.operations, *row.operations))

    def _of_pair(self, pair: Pair) -> Iterator[Found]:
        seen = self._exchanges(pair)
        if not seen:
            self._unanswered[pair.operation.label] = None
            return
        for asked in seen:
            self._saw(pair, asked)
        there = [asked for asked in seen if _is_there(asked)]
        absent = [asked for asked in seen if _is_absent(asked)]
        if pair.is_elsewhere and there and absent:
            yield from _of_other_path(seen)
        elif there or len(absent) == len(seen):
            shown = (there or absent)[0]
            for row in of_existence(shown, is_there=bool(there)):
                yield Found(row, frozenset({(pair.known_as, "")}))
        elif not any(asked.exchange.status in _SHUT_OUT for asked in seen):
            self._unfound[pair.operation.label] = None
        for asked in there:
            yield from self._of_response(asked)
        if there:
            yield from of_requests(seen[0], seen[-1], self._ask)

    def _of_response(self, asked: Observation) -> Iterator[Found]:
        status = asked.exchange.status
        if status >= 500:
            yield Found(of_failure(asked))
        elif status < 400:
            for row in of_success(asked):
                yield Found(row, _addresses(asked, row))
            if asked.exchange.has_json:
                try:
                    yield from of_json(asked)
                except SourceError as error:
                    self._notes[error.message] = None

    def _exchanges(self, pair: Pair) -> list[Observation]:
        """The responses to the samples of both documents; only one where the requests are the same."""
        docs, published = Side(self._parties[0], pair.docs), Side(self._parties[1], pair.published)
        found: list[Observation] = []
        sent: list[Request] = []
        for side in (docs, published):
            if side.operation is None:
                continue
            request = self._request(side, side.operation)
            if request in sent:
                continue
            sent.append(request)
            exchange, is_of_known = self._ask(side, side.operation), False
            if exchange is not None and exchange.status in _NOT_FOUND:
                other = with_id(side.operation, self._ids_of(side))
                again = self._ask(side, other) if other else None
                exchange, is_of_known = again or exchange, again is not None
            if exchange is not None:
                names = pair.operation.label, pair.known_as
                found.append(Observation(docs, published, side, exchange, *names, is_of_known))
        return found

    def _request(self, side: Side, operation: Operation) -> Request:
        return request_of(side.party.contract, operation, self._server.url, self._server.headers)

    def _ask(self, side: Side, operation: Operation) -> Exchange | None:
        try:
            exchange = self._send(operation, self._request(side, operation))
        except RefusedRequestError as error:
            self._notes[f"{operation.label} was {error}"] = None
            return None
        except (requests.RequestException, UnicodeError):
            self._silent += 1
            return None
        self._silent = 0
        self._ids_of(side).saw(exchange)
        return exchange

    def _ids_of(self, side: Side) -> Ids:
        """The ids that the server is known to have, for the document of a side."""
        return self._ids[self._parties.index(side.party)]

    def _send(self, operation: Operation, request: Request) -> Exchange:
        self._sent += 1
        return exchange_of(operation, request, sent(self._session, request, self._server.timeout))

    def _saw(self, pair: Pair, asked: Observation) -> None:
        responses = tuple(response for side in pair.sides for response in side.responses)
        operation = msgspec.structs.replace(pair.operation, responses=responses)
        self._answers.saw(msgspec.structs.replace(asked.exchange, operation=operation))


def _addresses(asked: Observation, row: Disagreement) -> frozenset[tuple[str, str]]:
    """The changes that a row about a whole response decides."""
    wheres = {row.where}
    if row.fact == "status":
        responses = (response for side in asked.sides if side.operation for response in side.operation.responses)
        wheres = {f"response {response.status}" for response in responses if response.status[:1] in "23d"}
    return frozenset((asked.known_as, address_of(where)) for where in wheres)


def _is_there(asked: Observation) -> bool:
    status = asked.exchange.status
    return status < 400 or status in REFUSED or (status >= 500 and status not in _NOT_ALLOWED)


def _is_absent(asked: Observation) -> bool:
    """Whether the server has no such operation; where a request names a resource, only that may be missing."""
    status, operation = asked.exchange.status, asked.exchange.operation
    is_documented = any(response and response.status == str(status) for response in asked.responses)
    names_resource = operation.body is not None or any(
        parameter.location == "path" or parameter.is_required for parameter in operation.parameters
    )
    is_missing = asked.is_of_known or not (names_resource or is_documented)
    return status in _NOT_ALLOWED or (status in _NOT_FOUND and is_missing)


def _of_other_path(seen: list[Observation]) -> Iterator[Found]:
    """One operation that the documents have at two paths, or under two methods."""
    claims = [
        Claim(side.operation.label if side.operation else "", _is_there(asked), side.place())
        for side, asked in zip(seen[0].sides, seen, strict=True)
    ]
    shown = next(asked for asked in seen if _is_there(asked))
    address = frozenset({(shown.known_as, "")})
    for row in shown.told(
        "operation", "", claims, f"answers {shown.exchange.request.method} {shown.exchange.request.url}"
    ):
        yield Found(row, address)
