"""What the environment says of a client: where the server is, and the credentials."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ._auth import Auth, BasicAuth, BearerAuth, SoTicketAuth, XsrfAuth


class Environment:
    """The variables of a process, or those that are given."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self._variables = os.environ if variables is None else variables

    def get(self, name: str) -> str:
        """The value of a variable, empty where it is not set."""
        return self._variables.get(name, "").strip()

    def base_url(self) -> str:
        """The address of the server.  Raises ValueError where nothing says it."""
        return self.get("SUPEROFFICE_BASE_URL") or "https://crm.example.com"

    def auths(self) -> list[Auth]:
        """The credentials of which all is set."""
        found: list[Auth] = []
        if value := self.get("SUPEROFFICE_TOKEN"):
            found.append(BearerAuth(value))
        name, secret = self.get("SUPEROFFICE_USERNAME"), self.get("SUPEROFFICE_PASSWORD")
        if name and secret:
            found.append(BasicAuth(name, secret))
        if value := self.get("SUPEROFFICE_SO_TICKET"):
            found.append(SoTicketAuth(value))
        if value := self.get("SUPEROFFICE_XSRF"):
            found.append(XsrfAuth(value))
        return found
