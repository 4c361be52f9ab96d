"""JSON-like data as YAML in block style, by fastyaml-rs where it is installed."""

from __future__ import annotations

from typing import Any

from speclift.openapi.text.yaml_block_style import block_style


def emit(entry: dict[str, Any]) -> str:
    """A mapping with at least one entry in block style: each string is on one line, in double quotes or plain.

    A string that YAML 1.2 would take for something else is in quotes; lines are never folded.
    """
    try:
        import fast_yaml
    except ImportError:
        return block_style(entry)
    return str(fast_yaml.safe_dump(entry))
