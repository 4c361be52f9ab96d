"""A part of a run, in a process of its own.  Nothing that contains a secret leaves this process."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TypeAlias

from speclift.contract.records import Contract
from speclift.fuzz.credential_sources import Sources
from speclift.fuzz.engine.run_settings import Settings
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.runs.heartbeat import Keep, Progress
from speclift.fuzz.runs.run import Part, fuzz
from speclift.fuzz.secrets.credentials import Redactor
from speclift.fuzz.secrets.logging import redacting
from speclift.fuzz.secrets.redaction import redacted, redacted_finding
from speclift.fuzz.transport.selection import Selection

Told: TypeAlias = Callable[[Finding], None]


def fuzz_part(
    contract: Contract,
    selection: Selection,
    part: Part,
    settings: Settings,
    sources: Sources,
    *,
    seconds: float | None,
    progress: Progress,
    keep: Keep | None,
    told: Told,
) -> Result:
    """What a server breaks, as far as this part finds it; `told` is called with each finding when it is first seen.

    The credentials are those of `settings`; if they are lost, the command of `sources` gives new ones.  Raises what
    `fuzz` raises, without secrets.
    """
    redactor = Redactor(settings.headers)
    alone = copy.copy(settings)
    if part.pace is not None:
        alone.rate_limit = None
    with redacting(redactor):
        found = fuzz(
            contract,
            selection,
            alone,
            seconds=seconds,
            progress=progress,
            renew=sources.renewal(redactor),
            keep=None if keep is None else lambda result: keep(redacted(result, redactor)),
            told=lambda finding: told(redacted_finding(finding, redactor, settings.url)),
            part=part,
        )
        return redacted(found, redactor)
