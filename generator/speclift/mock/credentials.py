"""Does a request show who it is from, in a way that the contract knows?"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence

from speclift.contract.records import Contract, Operation, SecurityScheme
from speclift.mock.kept import kept
from speclift.mock.problems import Problem
from speclift.mock.reading import Fields, Query


class Gate:
    """Lets the requests of an operation in that satisfy one alternative of its security.

    Without a `secret`, every credential of the right form is good; with one, only that: as the password of Basic, else
    as the whole credential.
    """

    def __init__(self, contract: Contract, operation: Operation, secret: str | None) -> None:
        self._alternatives = [
            [contract.schemes[name] for name in alternative if name in contract.schemes]
            for alternative in operation.security
        ]
        self._secret = secret
        schemes = [scheme for alternative in self._alternatives for scheme in alternative]
        self._places = tuple(dict.fromkeys(map(_place, schemes)))
        #: The header field that alone says who asks, where there is one.
        self._field = self._places[0][1].encode() if [place for place, _ in self._places] == ["header"] else None
        self._refusal = _unauthorized(schemes)
        # A client shows the same credential again and again.
        self._is_good_field = kept(lambda text: self._is_let_in((text.decode("latin-1"),)))
        self.is_open = not operation.security or any(not alternative for alternative in operation.security)

    def refusal(self, fields: Fields, query: Query, cookies: Mapping[str, str]) -> Problem | None:
        """Why a request is not let in (RFC 9110, section 11.6.1); None where it is."""
        if self.is_open:
            return None
        if self._field:
            is_good = self._is_good_field(fields.get(self._field, b""))
        else:
            is_good = self._is_let_in(tuple(_shown(place, fields, query, cookies) for place in self._places))
        return None if is_good else self._refusal

    def _is_let_in(self, shown: tuple[str, ...]) -> bool:
        given = dict(zip(self._places, shown, strict=True))
        return any(
            alternative and all(self._is_good(scheme, given[_place(scheme)]) for scheme in alternative)
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


def _place(scheme: SecurityScheme) -> tuple[str, str]:
    """Where a credential stands: location and name."""
    return scheme.location, scheme.parameter.lower() if scheme.location == "header" else scheme.parameter


def _shown(place: tuple[str, str], fields: Fields, query: Query, cookies: Mapping[str, str]) -> str:
    location, name = place
    if location == "header":
        return fields.get(name.encode(), b"").decode("latin-1")
    return next(iter(query.get(name, ())), "") if location == "query" else cookies.get(name, "")


def _unauthorized(schemes: Sequence[SecurityScheme]) -> Problem:
    challenges = dict.fromkeys(scheme.prefix or "ApiKey" for scheme in schemes) or {"ApiKey": None}
    challenge = ", ".join(f'{name} realm="mock"' for name in challenges)
    expected = "; ".join(dict.fromkeys(map(_described, schemes)))
    return Problem(
        401, "unauthorized", f"A credential is needed: {expected}.", headers=(("www-authenticate", challenge),)
    )


def _password(text: str) -> str | None:
    """The password of Basic credentials (RFC 7617, section 2); None where they are none."""
    try:
        name, colon, password = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return password or name if colon else None


def _described(scheme: SecurityScheme) -> str:
    if scheme.prefix:
        return f"{scheme.parameter}: {scheme.prefix} …"
    return f"{scheme.parameter} in {scheme.location}"
