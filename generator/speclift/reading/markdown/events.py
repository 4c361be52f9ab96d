"""A markdown text as the events of its parser: CommonMark, GitHub tables, front matter in YAML.

pulldown-cmark (through pyromark) parses it.  Where pyromark has no wheel, `slow_markdown_events` gives the same for
blocks, but nothing within a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def events_of(text: str) -> Iterable[tuple[Any, Any]]:
    """Each event, with the bytes of its source: `{"start": int, "end": int}`.

    An event is `{"Start": kind}`, `{"End": kind}`, `{"Text": str}` or the name of one that has no end.
    """
    try:
        import pyromark
    except ImportError:
        from speclift.reading.markdown.slow_events import slow_events_of

        return slow_events_of(text)
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    found: Iterable[tuple[Any, Any]] = pyromark.events_with_range(text, options=options, merge_text=True)
    return found
