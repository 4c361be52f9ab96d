"""The mock as the server under test."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from speclift.contract.records import Contract
from speclift.mock.process import running


@contextmanager
def mock_of(spec: str, contract: Contract, *options: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The base URL of a mock of the document, and the headers with a credential that it accepts.

    The mock runs while this lasts.  `options` are the arguments of the command that say how the document is loaded.
    Raises OutputError.
    """
    secret = secrets.token_urlsafe(16)
    with running(spec, *options, secret=secret) as mock:
        yield mock.url, credentials_for(contract, secret)


def credentials_for(contract: Contract, secret: str) -> dict[str, str]:
    """The headers that send a secret by every security scheme of the contract; of two schemes with one header, Bearer
    wins.  A credential in the query is left out: it would be in every URL.
    """
    found: dict[str, str] = {}
    cookies = []
    schemes = sorted(contract.schemes.values(), key=lambda scheme: scheme.prefix != "Bearer")
    for scheme in schemes:
        if scheme.location == "cookie":
            cookies.append(f"{scheme.parameter}={secret}")
        elif scheme.location == "header":
            shown = base64.b64encode(f"mock:{secret}".encode()).decode() if scheme.prefix == "Basic" else secret
            found.setdefault(scheme.parameter, f"{scheme.prefix} {shown}".strip())
    return {**found, "Cookie": "; ".join(cookies)} if cookies else found
