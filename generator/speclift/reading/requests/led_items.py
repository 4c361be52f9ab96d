"""Lists in which every item starts in the same way: with a path, or with a method."""

from __future__ import annotations

import re

from speclift.reading.markdown.blocks import Bullets, Item, Paragraph


def led_items(block: Bullets, lead: re.Pattern[str]) -> list[tuple[Item, re.Match[str]]]:
    """Each item of a list with the match of its start; empty where an item starts in another way."""
    found = []
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        led = lead.match(first.text) if isinstance(first, Paragraph) else None
        if led is None:
            return []
        found.append((item, led))
    return found
