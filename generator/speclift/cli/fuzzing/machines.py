"""Which processes do the work of `speclift fuzz`: this one, several of this machine, or the workers of a scheduler."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from speclift.cli.extras import needs
from speclift.errors import UsageError

if TYPE_CHECKING:
    from speclift.contract.records import Contract, Operation
    from speclift.fuzz.credential_sources import Sources
    from speclift.fuzz.engine.run_settings import Settings
    from speclift.fuzz.finding import Finding, Result
    from speclift.fuzz.groups import Group
    from speclift.fuzz.runs.heartbeat import Progress
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.fuzz.transport.selection import Choice, Selection


def part_of(arguments: argparse.Namespace, contract: Contract, selection: Selection) -> tuple[Operation, ...]:
    """The operations that this machine calls.  Raises UsageError and SourceError."""
    if not arguments.shard:
        return selection.called
    from speclift.fuzz.distribution.shards import read_shard, shards_of

    shard = read_shard(arguments.shard)
    return shards_of(_groups(contract, selection.called), shard.count, _weights(arguments))[shard.index - 1]


def is_elsewhere(arguments: argparse.Namespace) -> bool:
    """Whether other machines send the requests, with credentials of their own.  Raises UsageError."""
    if not arguments.scheduler:
        return False
    from speclift.fuzz.distribution.cluster import local_workers

    found = not local_workers(arguments.scheduler)
    if found and arguments.mock:
        raise UsageError(
            "The mock answers on this machine alone, and the workers of a scheduler may be on others.",
            expected="--scheduler local:N with --mock",
            advice="name a server with --url, or take local:N",
        )
    return found


def fuzzed(
    arguments: argparse.Namespace,
    contract: Contract,
    document: bytes,
    selection: Selection,
    choice: Choice,
    operations: tuple[Operation, ...],
    settings: Settings,
    sources: Sources,
    redactor: Redactor,
    *,
    progress: Progress,
    keep: Callable[[Result], None],
    told: Callable[[Finding], None],
) -> Result:
    """The result of a run, whichever processes did the work; `document` is packed for the workers of a scheduler."""
    shard = arguments.shard or ""
    seconds = arguments.max_time
    if arguments.scheduler:
        with needs("distributed"):
            import distributed  # noqa: F401
        from speclift.fuzz.credential_sources import Sources
        from speclift.fuzz.distribution.cluster import VARIABLE, connected
        from speclift.fuzz.distribution.scheduler import Plan, fuzz_with_scheduler

        if not is_elsewhere(arguments):
            sources = Sources(VARIABLE if settings.headers else "", command=sources.command, has_all=True)
        plan = Plan(
            document,
            _groups(contract, operations),
            dict(_weights(arguments)),
            [operation for operation, _ in selection.left_out],
            choice,
            sources,
            shard,
        )
        with connected(arguments.scheduler, settings.headers) as client:
            return fuzz_with_scheduler(client, plan, settings, seconds=seconds, progress=progress, keep=keep, told=told)
    parts: Sequence[tuple[Operation, ...]] = ()
    if settings.workers > 1:
        from speclift.fuzz.distribution.shards import shards_of

        parts = shards_of(_groups(contract, operations), settings.workers, _weights(arguments))
        parts = [part for part in parts if part]
    if len(parts) > 1:
        from speclift.fuzz.distribution.workers import fuzz_with_workers

        return fuzz_with_workers(
            contract,
            selection,
            parts,
            settings,
            sources,
            seconds=seconds,
            progress=progress,
            keep=keep,
            told=told,
            shard=shard,
        )
    from speclift.fuzz.runs.run import Part, fuzz

    return fuzz(
        contract,
        selection,
        settings,
        seconds=seconds,
        progress=progress,
        renew=sources.renewal(redactor),
        keep=keep,
        told=told,
        part=Part(operations, shard),
    )


def _groups(contract: Contract, operations: Sequence[Operation]) -> Sequence[Group]:
    from speclift.contract.lifecycle import resources_of
    from speclift.fuzz.groups import groups_of

    return groups_of(operations, resources_of(contract))


def _weights(arguments: argparse.Namespace) -> Mapping[str, float]:
    """The seconds that each operation took in the report that is named.  Raises SourceError."""
    from speclift.fuzz.report.reading import read_result

    return read_result(arguments.weights)[0].spent if arguments.weights else {}
