"""Whether anybody is there, before anything is asked."""

from __future__ import annotations

import requests

from speclift.errors import UnreachableError
from speclift.fuzz.transport.session import RefusedRequestError


def reach(session: requests.Session, url: str, timeout: float) -> None:
    """Ask for the root.  Raises UnreachableError where no answer comes."""
    try:
        session.get(url, timeout=timeout)
    except RefusedRequestError:
        # The root is an operation that is left out: the samples will tell.
        return
    except requests.exceptions.SSLError as error:
        raise UnreachableError(
            f"{url} has no certificate that is trusted here, or speaks no TLS.",
            expected="a server whose certificate comes from an authority that is trusted",
            advice="name the certificate of its authority with --ca-file",
        ) from error
    except requests.RequestException as error:
        raise UnreachableError(
            f"{url} does not answer: {type(error).__name__}.",
            expected="a server that speaks HTTP there",
            advice="start it, or name another one with --url",
        ) from error
