"""Front matter in TOML, between lines of `+++`, as the YAML that every reader of front matter knows.

Every line of the page stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

#: The most characters of such a block; a hostile one that is longer may take seconds to parse.
LONGEST_BLOCK = 4_000

_BLOCK = re.compile(rf"\+\+\+[ \t]{{0,20}}\n((?s:.{{0,{LONGEST_BLOCK}}}?))^\+\+\+[ \t]{{0,20}}$", re.M)
_KEY = re.compile(r"[A-Za-z_][\w.\-]*$")


def with_yaml_front_matter(text: str) -> str:
    """The page with its front matter in YAML; unchanged if it has none in TOML, or none that TOML allows."""
    block = _BLOCK.match(text) if text.startswith("+++") else None
    if block is None or not block[1].strip():
        return text
    import tomllib  # Most references have no such page.

    try:
        entries = tomllib.loads(block[1])
    except (ValueError, RecursionError):
        return text
    # A comment takes the place of every line that has no value, since YAML front matter has no empty first line.
    lines = [*_lines_of(entries), *("#" for _ in range(block[1].count("\n")))]
    front_matter = "\n".join(["---", *lines[: block[1].count("\n")], "---"])
    return front_matter + text[block.end() :]


def _lines_of(entries: Mapping[str, Any]) -> Iterator[str]:
    """A line for each value that is no list and no table, as `parse_front_matter` reads it."""
    for key, value in entries.items():
        if not isinstance(value, list | dict) and _KEY.match(key):
            said = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
            quoted = said.replace("'", "''")
            yield f"{key}: '{quoted}'" if isinstance(value, str) else f"{key}: {said}"
