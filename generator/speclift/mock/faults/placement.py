"""Which operation has which fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from speclift.errors import UsageError, meant
from speclift.mock.faults.catalogue import FAULTS
from speclift.mock.faults.fault import Fault
from speclift.mock.responses.sites import Site


def placed(names: Sequence[str], sites: Sequence[Site]) -> tuple[dict[str, Fault], tuple[str, ...]]:
    """The placed faults by operation id, and the names of those for which no operation is left.

    Each of `names` is a fault, a family, `all`, or `FAULT@OPERATION_ID`.  Each fault is on one operation, and each
    operation has at most one fault (a matching by augmenting paths, which begins with faults that fit few
    operations).  Raises UsageError for an unknown name, and for an operation that the fault does not fit.
    """
    wanted: dict[str, list[Site]] = {}
    for name in names:
        title, _, operation_id = name.partition("@")
        for fault in _named(title):
            fitting = [site for site in sites if fault.fits(site)]
            if operation_id:
                fitting = [site for site in fitting if site.operation.operation_id == operation_id]
            else:
                fitting = [site for site in fitting if not _hides(fault, site)]
            if operation_id and not fitting:
                raise UsageError(
                    f"The fault {title!r} does not fit {operation_id!r}.",
                    expected="an operation that can have this fault",
                    advice="leave the operation out: the mock chooses one",
                )
            wanted[fault.name] = fitting
    taken: dict[str, str] = {}
    for name in sorted(wanted, key=lambda name: len(wanted[name])):
        _place(name, wanted, taken, set())
    chosen = {name: operation_id for operation_id, name in taken.items()}
    return {chosen[name]: FAULTS[name] for name in wanted if name in chosen}, tuple(
        name for name in wanted if name not in chosen
    )


def _hides(fault: Fault, site: Site) -> bool:
    """Whether a fault would hide others: if a resource cannot be read, no fault of its life cycle can be seen."""
    is_read = site.step is not None and site.step.role == "read"
    return is_read and bool(fault.change or fault.crashes or fault.delay)


def _place(name: str, wanted: Mapping[str, Sequence[Site]], taken: dict[str, str], tried: set[str]) -> bool:
    """Find an operation for a fault, and move other faults if necessary; whether that was possible."""
    for site in wanted[name]:
        operation_id = site.operation.operation_id
        if operation_id in tried:
            continue
        tried.add(operation_id)
        if operation_id not in taken or _place(taken[operation_id], wanted, taken, tried):
            taken[operation_id] = name
            return True
    return False


def _named(name: str) -> Iterator[Fault]:
    found = [fault for fault in FAULTS.values() if name in ("all", fault.name, fault.family)]
    if not found:
        raise UsageError(
            f"There is no fault {name!r}.",
            expected="the name of a fault or of a family, or all",
            advice=meant(name, ["all", *FAULTS, *(fault.family for fault in FAULTS.values())])
            or "see speclift mock --list-faults",
        )
    yield from found
