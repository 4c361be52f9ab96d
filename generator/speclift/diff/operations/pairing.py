"""Which operation of one description corresponds to which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from speclift.contract.records import Contract, Operation
from speclift.contract.routes import shape_of


def pair_operations(old: Contract, new: Contract) -> Iterator[tuple[Operation | None, Operation | None]]:
    """Each operation with its counterpart, once; None where it has none.

    The first match counts: the same method and path, the same except for the names of path parameters, the same with
    the base path of the server in front, the same operation id.
    """
    before, after = list(old.operations), list(new.operations)
    keys: tuple[tuple[Callable[[Operation], str], Callable[[Operation], str]], ...] = (
        (_label, _label),
        (_anonymous, _anonymous),
        (_below(old.base_path), _below(new.base_path)),
        (_id, _id),
    )
    for old_key, new_key in keys:
        counts = Counter(map(new_key, after))
        found = {new_key(item): item for item in after if counts[new_key(item)] == 1}
        counts = Counter(map(old_key, before))
        pairs = [
            (item, found[old_key(item)]) for item in before if counts[old_key(item)] == 1 and old_key(item) in found
        ]
        yield from pairs
        before = _without(before, [item for item, _ in pairs])
        after = _without(after, [item for _, item in pairs])
    yield from ((item, None) for item in before)
    yield from ((None, item) for item in after)


def _label(operation: Operation) -> str:
    return operation.label


def _anonymous(operation: Operation) -> str:
    return f"{operation.method} {shape_of(operation.path)}"


def _below(base_path: str) -> Callable[[Operation], str]:
    return lambda operation: f"{operation.method} {base_path}{shape_of(operation.path)}"


def _id(operation: Operation) -> str:
    return operation.operation_id


def _without(operations: Sequence[Operation], gone: Sequence[Operation]) -> list[Operation]:
    labels = {item.label for item in gone}
    return [item for item in operations if item.label not in labels]
