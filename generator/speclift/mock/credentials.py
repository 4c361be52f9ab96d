"""Does a request show who it is from, in a way that the contract knows?"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence

from speclift.contract.records import Contract, Operation, SecurityScheme
from speclift.mock.problems import Problem


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
        self.is_open = not operation.security or any(not alternative for alternative in operation.security)

    def refusal(
        self, headers: Mapping[str, str], query: Mapping[str, Sequence[str]], cookies: Mapping[str, str]
    ) -> Problem | None:
        """Why a request is not let in (RFC 9110, section 11.6.1); None where it is."""
        if self.is_open:
            return None
        for alternative in self._alternatives:
            if alternative and all(self._is_shown(scheme, headers, query, cookies) for scheme in alternative):
                return None
        schemes = [scheme for alternative in self._alternatives for scheme in alternative]
        challenges = dict.fromkeys(scheme.prefix or "ApiKey" for scheme in schemes) or {"ApiKey": None}
        challenge = ", ".join(f'{name} realm="mock"' for name in challenges)
        expected = "; ".join(dict.fromkeys(map(_described, schemes)))
        return Problem(
            401, "unauthorized", f"A credential is needed: {expected}.", headers=(("www-authenticate", challenge),)
        )

    def _is_shown(
        self,
        scheme: SecurityScheme,
        headers: Mapping[str, str],
        query: Mapping[str, Sequence[str]],
        cookies: Mapping[str, str],
    ) -> bool:
        match scheme.location:
            case "header":
                text = headers.get(scheme.parameter.lower(), "")
            case "query":
                text = next(iter(query.get(scheme.parameter, ())), "")
            case _:
                text = cookies.get(scheme.parameter, "")
        if scheme.prefix:
            prefix, _, text = text.partition(" ")
            if prefix.lower() != scheme.prefix.lower():
                return False
        return self._is_good(_password(text) if scheme.prefix == "Basic" else text.strip())

    def _is_good(self, credential: str | None) -> bool:
        if credential is None or (not credential and self._secret is None):
            return False
        return self._secret is None or hmac.compare_digest(credential.encode(), self._secret.encode())


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
