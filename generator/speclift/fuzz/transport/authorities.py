"""The file of certificate authorities that a run trusts."""

from __future__ import annotations

import ssl

from speclift.errors import UsageError


def checked_authorities(path: str) -> str:
    """The path itself, if its file has certificates in PEM.  Raises UsageError otherwise."""
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError) as error:
        # ssl.SSLError is an OSError whose text is about the source of OpenSSL.
        reason = "it has no certificate" if isinstance(error, ssl.SSLError | ValueError) else error.strerror
        raise UsageError(
            f"The file of --ca-file cannot be used: {reason}.",
            expected="certificates in PEM, between BEGIN CERTIFICATE and END CERTIFICATE",
            advice="check the path",
        ) from None
    return path
