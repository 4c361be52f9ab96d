"""Parse markdown into events: CommonMark, GitHub tables, front matter in YAML.

pulldown-cmark (through pyromark) is the parser.  Where pyromark has no wheel, `slow_events.py` gives the same events
for blocks, but none within a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def events_of(text: str) -> Iterable[tuple[Any, Any]]:
    """Each event of a text, with the range of its source in bytes: `{"start": int, "end": int}`.

    An event is `{"Start": kind}`, `{"End": kind}`, `{"Text": str}`, or its name if it has no end.
    """
    try:
        import pyromark
    except ImportError:
        from speclift.reading.markdown.slow_events import slow_events_of

        return slow_events_of(text)
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    found: Iterable[tuple[Any, Any]] = pyromark.events_with_range(text, options=options, merge_text=True)
    return found
