"""The operations of the docs with their counterparts in the published document, and which of them are called."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from speclift.contract.records import Contract, Operation
from speclift.contract.routes import shape_of
from speclift.diff.operations.pairing import pair_operations
from speclift.fuzz.transport.selection import Choice, Selection, select


class Pair(msgspec.Struct, frozen=True):
    """An operation as both describe it; None where one of them does not have it. `known_as` is its name in `speclift
    diff`.
    """

    docs: Operation | None
    published: Operation | None
    known_as: str

    @property
    def operation(self) -> Operation:
        """The operation of the docs, else that of the published document."""
        found = self.docs or self.published
        assert found is not None
        return found

    @property
    def is_elsewhere(self) -> bool:
        """Whether the two have different methods or paths."""
        if self.docs is None or self.published is None:
            return False
        return (self.docs.method, shape_of(self.docs.path)) != (
            self.published.method,
            shape_of(self.published.path),
        )

    @property
    def sides(self) -> tuple[Operation, ...]:
        """The operations of the pair that exist."""
        return tuple(side for side in (self.docs, self.published) if side is not None)


def pairs_of(docs: Contract, published: Contract) -> tuple[Pair, ...]:
    """All operations, in the order of their paths.

    Where one document has a part of the path in the address of its server, that part is moved into the path: both are
    called at the same URL.
    """
    found = [
        Pair(_below(old, docs.base_path, new), _below(new, published.base_path, old), (new or old).label)  # type: ignore[union-attr]
        for old, new in pair_operations(docs, published)
    ]
    return tuple(sorted(found, key=lambda pair: (pair.operation.path, pair.operation.method)))


def _below(own: Operation | None, base_path: str, other: Operation | None) -> Operation | None:
    """An operation with the path of its server, where the other document has that in its own path."""
    if own is None or other is None or not base_path:
        return own
    path = f"{base_path}{own.path}"
    return msgspec.structs.replace(own, path=path) if shape_of(other.path) == shape_of(path) else own


def selection_of(pairs: tuple[Pair, ...], choice: Choice, url: str) -> tuple[Selection, dict[str, str]]:
    """What a run calls, and why it leaves out other pairs, by the label of their operation.

    The user chooses among the operations of the docs, and among those that only the published document has.  An
    operation that either document describes as unsafe to send is left out.
    """
    reasons: dict[str, str] = {}
    safe = Choice(with_writes=choice.with_writes)
    with_writes = False
    for pair in pairs:
        for side in pair.sides:
            found = select(_of(side), choice if side is pair.operation else safe, url)
            with_writes = found.with_writes
            for _, reason in found.left_out:
                reasons.setdefault(pair.operation.label, reason)
    why = [(side, reasons.get(pair.operation.label, "")) for pair in pairs for side in pair.sides]
    called = tuple(side for side, reason in why if not reason)
    return Selection(called, tuple((side, reason) for side, reason in why if reason), with_writes), reasons


def _of(operation: Operation) -> Contract:
    return Contract("", (operation,), {}, {}, "")


def in_order(pairs: tuple[Pair, ...]) -> Iterator[Pair]:
    """The pairs in the order of their calls: those that read come first, those that delete last.

    Among equals, those with the fewest path parameters come first, since lists show which ids exist.
    """
    yield from sorted(
        pairs,
        key=lambda pair: (
            pair.operation.method == "delete",
            not pair.operation.is_read_only,
            len(list(pair.operation.parameters_in("path"))),
        ),
    )
