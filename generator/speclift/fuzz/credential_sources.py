"""Where the credentials of a run come from.  A source has names that anybody may read, but no credentials."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from speclift.fuzz.login import Renew
from speclift.fuzz.secrets.credentials import Redactor, from_command, from_environment, from_file


class Sources(msgspec.Struct, frozen=True):
    """The name of an environment variable, the path of a file, and a command; each may be empty.

    If the variable `has_all` credentials, the command is only for new ones.
    """

    environment: str = ""
    file: str = ""
    command: str = ""
    has_all: bool = False

    def read(self) -> dict[str, str]:
        """The headers from all of these sources, read in this process.  Raises UsageError."""
        found: dict[str, str] = {}
        if self.environment:
            found |= from_environment(self.environment)
        if self.file:
            found |= from_file(self.file)
        if self.command and not self.has_all:
            found |= from_command(self.command)
        return found

    def renewal(self, redactor: Redactor) -> Renew | None:
        """A function that runs the command again and returns the new headers; None without a command.

        `redactor` keeps the new credentials out of every report, too.
        """
        if not self.command:
            return None

        def renew() -> Mapping[str, str]:
            headers = from_command(self.command)
            redactor.learn(headers)
            return headers

        return renew
