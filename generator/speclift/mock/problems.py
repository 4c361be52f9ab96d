"""Refusals as problem details (RFC 9457): which rule was broken, and where in the request."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.http.problems import problem_document
from speclift.openapi.structure.nodes import Json


class Violation(msgspec.Struct, frozen=True):
    """A broken rule in a request.

    `location` is `path`, `query`, `header`, `cookie` or `body`.  `name` is the name of a parameter, `pointer` a JSON
    Pointer into the body.
    """

    location: str
    rule: str
    message: str
    name: str = ""
    pointer: str = ""

    def as_json(self) -> Json:
        """The violation as an item of `errors`."""
        found = {"in": self.location, "rule": self.rule, "detail": self.message}
        if self.name:
            found["name"] = self.name
        if self.location == "body":
            found["pointer"] = f"#{self.pointer}"
        return found


class Problem(msgspec.Struct, frozen=True):
    """A refusal; `kind` is the end of the URI in `type`, `headers` are those of the response."""

    status: int
    kind: str
    detail: str
    violations: tuple[Violation, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def body(self, instance: str) -> bytes:
        """The problem details as JSON; `instance` is the path of the request."""
        errors = [violation.as_json() for violation in self.violations]
        return problem_document(self.status, self.kind, self.detail, instance, errors)


def invalid_request(violations: Sequence[Violation], status: int = 400) -> Problem:
    """The problem for a request with these violations, at least one."""
    first = violations[0]
    place = (
        f"{first.location} {first.name}".strip() if first.name else f"body{first.pointer and ' at ' + first.pointer}"
    )
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return Problem(status, "invalid-request", f"{place}: {first.message}{more}", tuple(violations))
