"""A first request, to see whether the server responds."""

from __future__ import annotations

import requests

from speclift.errors import UnreachableError
from speclift.fuzz.transport.session import RefusedRequestError


def reach(session: requests.Session, url: str, timeout: float) -> None:
    """Request the root of the server; `timeout` is in seconds.  Raises UnreachableError if there is no response."""
    try:
        session.get(url, timeout=timeout)
    except RefusedRequestError:
        # The root is an operation that is left out: the samples will show whether the server responds.
        return
    except requests.exceptions.SSLError as error:
        raise UnreachableError(
            f"{url} has no certificate that is trusted here, or does not use TLS.",
            expected="a server whose certificate comes from a trusted authority",
            advice="name the certificate of its authority with --ca-file",
        ) from error
    except requests.RequestException as error:
        raise UnreachableError(
            f"{url} does not respond: {_reason(error)}.",
            expected="a server that speaks HTTP there",
            advice="start it, or name another one with --url",
        ) from error


def _reason(error: BaseException) -> str:
    """What the system says about a connection, which the libraries wrap; else the name of the error."""
    found: BaseException | None = error
    while found:
        if isinstance(found, OSError) and found.errno and found.strerror:
            return found.strerror
        found = found.__cause__ or found.__context__
    return type(error).__name__
