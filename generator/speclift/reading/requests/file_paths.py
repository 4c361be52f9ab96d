"""The paths of files, which guides list and have in headings. They look like the paths of requests."""

from __future__ import annotations

import re

#: The folders of a Unix system.
_IN_SYSTEM = re.compile(r"/(?:etc|usr|var|opt|home|bin|tmp|proc|dev|root|mnt|srv)(?:/|$)")
#: The endings of settings and pages. Servers have addresses that end in `.json` or `.xml`.
_SETTINGS = re.compile(r"\.(?:conf|ya?ml|toml|md|service)$")
_ENDING = re.compile(r"\.(?:[a-z]{1,4}|json5|service)$")


def is_file(path: str) -> bool:
    """Whether a path surely is that of a file."""
    return bool(_IN_SYSTEM.match(path) or _SETTINGS.search(path))


def may_be_file(path: str) -> bool:
    """Whether a path may be that of a file, by any ending."""
    return bool(_IN_SYSTEM.match(path) or _ENDING.search(path))
