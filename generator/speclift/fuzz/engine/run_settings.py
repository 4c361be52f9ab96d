"""The settings of a run, and the configuration of schemathesis that they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemathesis.config import SchemathesisConfig

from speclift.openapi.structure.nodes import Json

#: Checks of schemathesis that are switched off; this one needs several accounts.
_UNUSED = ("object_level_authorization",)


class Settings:
    """The settings of a run; `phases` are those of schemathesis, and `timeout` and `max_response_time` are in seconds.

    A response that takes longer than `timeout` is not awaited; one that takes longer than `max_response_time` is a
    finding.  `workers` is the number of processes that share the work (`fuzz.distribution.workers`), each with a
    `fuzz.runs.run`.  `ca_file` has the certificate authorities to trust; if it is empty, those of requests are trusted.
    """

    def __init__(
        self,
        *,
        url: str,
        headers: Mapping[str, str],
        seed: int,
        workers: int,
        max_examples: int,
        rate_limit: str | None,
        timeout: float,
        max_response_time: float | None,
        phases: Sequence[str],
        with_writes: bool,
        ca_file: str = "",
    ) -> None:
        self.url = url
        self.headers = dict(headers)
        self.seed = seed
        self.workers = workers
        self.max_examples = max_examples
        self.rate_limit = rate_limit
        self.timeout = timeout
        self.max_response_time = max_response_time
        self.phases = phases
        self.with_writes = with_writes
        self.ca_file = ca_file

    def config(self) -> SchemathesisConfig:
        """The configuration of schemathesis. It reads no files of the user and writes none."""
        checks: Json = {name: {"enabled": False} for name in _UNUSED}
        if self.max_response_time:
            checks["max_response_time"] = self.max_response_time
        # A server may report a conflicting state (409, 412), whatever the request.
        checks["positive_data_acceptance"] = {"expected-statuses": ["2xx", "401", "403", "404", "409", "412", "429"]}
        checks["negative_data_rejection"] = {"expected-statuses": ["4xx"]}
        still: Json = {"extra-data-sources": {"responses": False}}
        phases: Json = {"enabled": False}
        for name in self.phases:
            phases[name] = {"enabled": True}
        if "coverage" in self.phases and not self.with_writes:
            # Undocumented methods may do something that nobody expects.
            phases["coverage"]["unexpected-methods"] = []
        if "examples" in self.phases:
            phases["examples"] |= still
        if "fuzzing" in self.phases:
            phases["fuzzing"] |= {**still, "error-feedback": {"enabled": False}}
        if "stateful" in self.phases:
            phases["stateful"] |= {"inference": {"algorithms": []}, "max-steps": 5}
        found: Json = {
            "seed": self.seed,
            "base-url": _literal(self.url),
            # A redirect is a response to check; its target may not be an operation.
            "max-redirects": 0,
            # Its workers are threads, which share one core; those of speclift are processes.
            "workers": 1,
            "request-timeout": self.timeout,
            "headers": {_literal(name): _literal(value) for name, value in self.headers.items()},
            "continue-on-failure": True,
            "cache": {"enabled": False},
            # A text that is cut off before it is redacted could show the start of a secret.
            "output": {"sanitization": {"enabled": False}, "truncation": {"enabled": False}},
            "generation": {
                "mode": "all",
                "max-examples": self.max_examples,
                "database": "none",
                "no-shrink": True,
                "with-security-parameters": False,
            },
            "checks": checks,
            "phases": phases,
        }
        return SchemathesisConfig.from_dict(found)


def _literal(text: str) -> str:
    """A literal text for the configuration: there, `${NAME}` would stand for an environment variable."""
    return text.replace("${", "$${")
