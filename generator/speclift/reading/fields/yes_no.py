"""Whether a cell of a column such as *Required*, *Nullable* or *Read only* means yes or no."""

from __future__ import annotations

import functools

from speclift.reading.words import qualifiers
from speclift.reading.words.types import plain


@functools.lru_cache(maxsize=4_096)
def truth(text: str) -> bool | None:
    """True for a cell that means yes, False for one that means no; None for anything else, such as a condition."""
    if not text or len(text) > 200:
        return None
    shown = text.strip()
    if shown.startswith("[") and "](" in shown:
        shown = shown[1:].replace("](", " ](", 1)
    shown = "".join(character for character in shown if character not in "`*\\") if len(shown) > 1 else shown
    parts = shown.replace("(", " ( ").replace(",", " , ").replace(";", " ; ").replace(".", " ").split()
    if not parts:
        return None
    for length in (2, 1):
        key = plain("".join(parts[:length])) if "-" not in parts[:1] or length > 1 else parts[0]
        value = True if key in qualifiers.YES else False if key in qualifiers.NO else None
        if value is None or len(parts) < length:
            continue
        rest = [plain(part) for part in parts[length : length + 3] if part not in "(,;:"]
        return None if rest and rest[0] in qualifiers.CONDITIONS else value
    return None
