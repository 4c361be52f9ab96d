"""Path templates (OpenAPI 3.1.1, 4.8.8.1)."""

from __future__ import annotations

import re

#: A part of a path that varies; the group is its name.
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
