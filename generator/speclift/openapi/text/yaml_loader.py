"""The loader of PyYAML: that of its C library or, without it, one in Python that reads tabs as the C library does."""

from __future__ import annotations

import yaml


class _TabLoader(yaml.SafeLoader):
    """PyYAML's own loader refuses each tab between two tokens; YAML refuses those that indent a block."""

    def scan_to_next_token(self) -> None:
        """Move on to the next token, over tabs that do not stand where a block may start."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()


def event_loader() -> type[yaml.SafeLoader | yaml.CSafeLoader]:
    """The loader for `yaml.parse`."""
    return getattr(yaml, "CSafeLoader", _TabLoader)
