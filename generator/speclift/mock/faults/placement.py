"""Which operation has which fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from speclift.errors import UsageError, meant
from speclift.mock.faults.catalogue import FAULTS
from speclift.mock.faults.fault import Fault
from speclift.mock.responses.sites import Site


def placed(names: Sequence[str], sites: Sequence[Site]) -> tuple[dict[str, Fault], tuple[str, ...]]:
    """The faults on operations, by operation id, and those that no operation is left for.

    A name is that of a fault, of a family, `all`, or `FAULT@OPERATION_ID`.  Each fault is on one operation and each
    operation has one fault; a fault that fits in few places comes first (a matching, by augmenting paths).  Raises
    UsageError for a name that does not exist.
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
                    expected="an operation that has what the fault breaks",
                    advice="leave the operation out: the mock chooses one",
                )
            wanted[fault.name] = fitting
    taken: dict[str, str] = {}
    for name in sorted(wanted, key=lambda name: len(wanted[name])):
        _seat(name, wanted, taken, set())
    seated = {name: operation_id for operation_id, name in taken.items()}
    return {seated[name]: FAULTS[name] for name in wanted if name in seated}, tuple(
        n for n in wanted if n not in seated
    )


def _hides(fault: Fault, site: Site) -> bool:
    """Whether a fault would hide others: where a thing cannot be read, nothing of its life cycle can be seen."""
    is_read = site.step is not None and site.step.role == "read"
    return is_read and bool(fault.change or fault.crashes or fault.delay)


def _seat(name: str, wanted: Mapping[str, Sequence[Site]], taken: dict[str, str], tried: set[str]) -> bool:
    for site in wanted[name]:
        place = site.operation.operation_id
        if place in tried:
            continue
        tried.add(place)
        if place not in taken or _seat(taken[place], wanted, taken, tried):
            taken[place] = name
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
