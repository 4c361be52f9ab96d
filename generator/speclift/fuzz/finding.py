"""What the fuzzer found: a broken promise, the request that shows it, and where the docs promised it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from speclift.fuzz.coverage import Coverage
from speclift.fuzz.exchange import Request

#: The most bytes of a report or a baseline that speclift reads.
LARGEST_REPORT = 128 * 2**20

#: `drift` is undocumented behaviour, which breaks no careful client; a `contradiction` is within the document, whatever
#: the server does.
Level: TypeAlias = Literal["failure", "contradiction", "drift"]
#: The most places that the text of a finding names.
MOST_PLACES = 20
_ORDER: tuple[Level, ...] = ("failure", "contradiction", "drift")


class Finding(msgspec.Struct, frozen=True):
    """A broken promise.

    `cause` distinguishes findings of one operation and check; `source` is the page and line that promised otherwise.
    `sent` are the requests that lead to it; the last of them shows it, and `status`, `headers`, `content` and `seconds`
    are those of its response.  `places` are pointers into responses, if one finding is about several places.
    """

    operation_id: str
    label: str
    check: str
    cause: str
    level: Level
    title: str
    message: str
    source: str
    phase: str
    sent: tuple[Request, ...]
    status: int
    headers: dict[str, str]
    content: bytes
    seconds: float
    #: How often it was seen, and how many seconds the run had lasted when it was first seen.
    times: int = 1
    after: float = 0.0
    #: The labels of the other operations, if one finding is about many.
    others: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The message, and the first `MOST_PLACES` of the places that the finding is about."""
        if not self.places:
            return self.message
        more = len(self.places) - MOST_PLACES
        named = ", ".join(self.places[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")
        return f"{self.message}\n{named}".strip()

    @property
    def key(self) -> str:
        """The identity of the finding, the same in every run: a hash of its operation, check and cause."""
        text = "\0".join((self.operation_id, self.check, self.cause))
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=6).hexdigest()

    @property
    def weight(self) -> tuple[int, int]:
        """The number of the requests, and the length of their URLs and bodies; smaller is better."""
        return len(self.sent), sum(len(request.url) + len(request.body) for request in self.sent)


class Tally(msgspec.Struct, frozen=True):
    """How often a check of an operation passed, and how often it failed."""

    operation_id: str
    check: str
    passed: int
    failed: int


def joined(one: Finding, other: Finding) -> Finding:
    """Two findings with the same key as one, with the smaller requests and the places of both."""
    best = other if other.weight < one.weight else one
    places = tuple(sorted({*one.places, *other.places}))
    after = min(one.after, other.after)
    return msgspec.structs.replace(best, times=one.times + other.times, after=after, places=places)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their levels, failures first, then of their operations and checks."""
    return tuple(sorted(findings, key=lambda f: (_ORDER.index(f.level), f.label, f.check, f.cause)))


class Result(msgspec.Struct, frozen=True):
    """A whole run against the server at `url`, or the part of it in one shard.

    `stopped` says why it ended early, and is empty if it did not; `unanswered` is the number of operations with at
    least one request without a response.  `lost` says how the credential was lost, and is empty if it was not;
    `shortfall` says why the run proved too little and what to do, and is empty if it proved enough.  `problems` are
    what the run could not do, and `notes` are what else the user should know.

    `shard` names the part and the number of parts (`2/4`), and is empty for a whole run.  `spent` has the seconds that
    each operation took, by its id.  `refused` are the causes of `ignored_auth` that at least one operation does not
    have, since it asks for a credential, or for a good one.
    """

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    operations: int
    requests: int
    seconds: float
    stopped: str = ""
    problems: tuple[str, ...] = ()
    url: str = ""
    unanswered: int = 0
    notes: tuple[str, ...] = ()
    shortfall: str = ""
    proof: Coverage = Coverage()
    shard: str = ""
    spent: Mapping[str, float] = {}
    refused: tuple[str, ...] = ()
    lost: str = ""


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as an object for a report, with the body of each request in base64 and as text."""
    found: dict[str, Any] = msgspec.to_builtins(
        msgspec.structs.replace(finding, sent=(), content=b""), builtin_types=(bytes,)
    )
    found["key"] = finding.key
    found["sent"] = [
        {
            "method": request.method,
            "url": request.url,
            "headers": dict(request.headers),
            # Base64 keeps all bytes for a replay.
            "body": base64.b64encode(request.body).decode(),
            "text": request.body.decode(errors="backslashreplace"),
        }
        for request in finding.sent
    ]
    found["content"] = finding.content.decode(errors="backslashreplace")
    return found
