"""A good page that others are made hostile from, and what is found of a reference that has it too."""

from __future__ import annotations

from pathlib import Path

from speclift.recovery import recover
from speclift.settings import Settings

GOOD = "---\nuid: v1Kite_{0}\ntitle: GET /{0}\n---\n\n```http\nGET /{0}\n```\n\nTells.\n\n"
SAMPLE = "## Response: object\n\n## Sample response\n\n```http_\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n"
#: Seconds that a page may take on a busy machine; on a quiet one none takes two.
PATIENCE = 10


def codes(root: Path) -> list[str]:
    """The codes of the findings of a reference that has one good page."""
    (root / "good.md").write_text(GOOD.format("good"))
    api = recover([str(root)], Settings()).api
    assert "v1Kite_good" in {operation.operation_id for operation in api.operations}
    return [finding.code for finding in api.findings if finding.code.startswith("SL10")]


def page(text: str, name: str = "Bad") -> str:
    return GOOD.format(name) + text
