"""Refusals as problem details (RFC 9457): which rule was broken, and where in the request."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from speclift.http.problems import problem_document
from speclift.openapi.structure.nodes import Json


class Violation(msgspec.Struct, frozen=True):
    """One thing that is wrong.

    `location` is `path`, `query`, `header`, `cookie` or `body`; `name` is that of a parameter, `pointer` leads into a
    body.
    """

    location: str
    rule: str
    message: str
    name: str = ""
    pointer: str = ""

    def as_json(self) -> Json:
        """The member of `errors` for this."""
        found = {"in": self.location, "rule": self.rule, "detail": self.message}
        if self.name:
            found["name"] = self.name
        if self.location == "body":
            found["pointer"] = f"#{self.pointer}"
        return found


class Problem(msgspec.Struct, frozen=True):
    """Why a request is refused."""

    status: int
    kind: str
    detail: str
    violations: tuple[Violation, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def body(self, instance: str) -> bytes:
        """The problem document; `instance` is the path of the request."""
        errors = [violation.as_json() for violation in self.violations]
        return problem_document(self.status, self.kind, self.detail, instance, errors)


def invalid_request(violations: Sequence[Violation], status: int = 400) -> Problem:
    """The problem of a request that breaks the contract in these places."""
    first = violations[0]
    place = (
        f"{first.location} {first.name}".strip() if first.name else f"body{first.pointer and ' at ' + first.pointer}"
    )
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return Problem(status, "invalid-request", f"{place}: {first.message}{more}", tuple(violations))
