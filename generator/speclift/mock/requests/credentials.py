"""The check whether a request has the credentials that the contract requires."""

from __future__ import annotations

import base64
import binascii
import functools
import hmac
from collections.abc import Mapping, Sequence

from speclift.contract.records import Contract, Operation, SecurityScheme
from speclift.mock.memo import MemoStore
from speclift.mock.problems import Problem
from speclift.mock.requests.parse import Headers, Query


class Gate:
    """Accepts requests that satisfy one alternative of the security of an operation. Without a `secret`, every
    credential of the right form is valid; with one, only the secret is: as the password of Basic, else as the whole
    credential.
    """

    def __init__(self, contract: Contract, operation: Operation, secret: str | None, room: MemoStore) -> None:
        self._alternatives = [
            _by_place([contract.schemes[name] for name in alternative if name in contract.schemes])
            for alternative in operation.security
        ]
        self._secret = secret
        schemes = [scheme for alternative in self._alternatives for group in alternative for scheme in group]
        self._places = tuple(dict.fromkeys(map(_place, schemes)))
        # A client sends the same credential again and again, and most often one header is enough.
        singles = [alternative[0][0] for alternative in self._alternatives if len(alternative) == 1]
        alone = {scheme.parameter.lower() for scheme in singles if scheme.location == "header"}
        self._enough = [(name.encode(), room.keep(functools.partial(self._is_enough, name))) for name in sorted(alone)]
        self._refusal = _unauthorized(schemes)
        # A credential that no request carries, such as a certificate (mutualTLS), counts as present.
        self.is_open = not operation.security or any(not alternative for alternative in self._alternatives)

    def refusal(self, headers: Headers, query: Query, cookies: Mapping[str, str]) -> Problem | None:
        """The problem of a request without valid credentials (RFC 9110, section 11.6.1); None if it has them."""
        if self.is_open:
            return None
        for name, is_enough in self._enough:
            if name in headers and is_enough(headers[name]):
                return None
        is_good = self._is_authorized({place: _shown(place, headers, query, cookies) for place in self._places})
        return None if is_good else self._refusal

    def _is_enough(self, name: str, header: bytes) -> bool:
        """Whether a header alone has all the credentials that a request needs."""
        return self._is_authorized({("header", name): header.decode("latin-1")})

    def _is_authorized(self, shown: Mapping[tuple[str, str], str]) -> bool:
        return any(
            alternative
            and all(
                any(self._is_good(scheme, shown.get(_place(scheme), "")) for scheme in group) for group in alternative
            )
            for alternative in self._alternatives
        )

    def _is_good(self, scheme: SecurityScheme, text: str) -> bool:
        if scheme.prefix:
            prefix, _, text = text.partition(" ")
            if prefix.lower() != scheme.prefix.lower():
                return False
        credential = _password(text) if scheme.prefix == "Basic" else text.strip()
        if credential is None or (not credential and self._secret is None):
            return False
        return self._secret is None or hmac.compare_digest(credential.encode(), self._secret.encode())


def _by_place(schemes: Sequence[SecurityScheme]) -> list[list[SecurityScheme]]:
    """The schemes of an alternative, grouped by the place of their credential. A place holds one credential, so one
    scheme of each group is enough: many documents ask for Basic and Bearer together, but a request has only one
    `Authorization`.
    """
    found: dict[tuple[str, str], list[SecurityScheme]] = {}
    for scheme in schemes:
        found.setdefault(_place(scheme), []).append(scheme)
    return list(found.values())


def _place(scheme: SecurityScheme) -> tuple[str, str]:
    """The place of a credential: its location, and the name of the header, parameter or cookie."""
    return scheme.location, scheme.parameter.lower() if scheme.location == "header" else scheme.parameter


def _shown(place: tuple[str, str], headers: Headers, query: Query, cookies: Mapping[str, str]) -> str:
    location, name = place
    if location == "header":
        return headers.get(name.encode(), b"").decode("latin-1")
    return next(iter(query.get(name, ())), "") if location == "query" else cookies.get(name, "")


def _unauthorized(schemes: Sequence[SecurityScheme]) -> Problem:
    challenges = dict.fromkeys(scheme.prefix or "ApiKey" for scheme in schemes) or {"ApiKey": None}
    challenge = ", ".join(f'{name} realm="mock"' for name in challenges)
    expected = "; ".join(dict.fromkeys(map(_described, schemes)))
    return Problem(
        401, "unauthorized", f"A credential is needed: {expected}.", headers=(("www-authenticate", challenge),)
    )


def _password(text: str) -> str | None:
    """The password of Basic credentials (RFC 7617, section 2), or the user if it is empty; None if malformed."""
    try:
        name, colon, password = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return password or name if colon else None


def _described(scheme: SecurityScheme) -> str:
    if scheme.prefix:
        return f"{scheme.parameter}: {scheme.prefix} …"
    return f"{scheme.parameter} in {scheme.location}"
