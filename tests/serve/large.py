"""A document with more operations than a page shows at once."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract.small import Json, document, operation, parameter, properties


def large(tags: int = 31, each: int = 10) -> Json:
    """Tags with operations, and what the document says of each tag."""
    paths = {
        f"/shed{tag:02}/tools{number}/{{id}}": {
            "get": operation(
                f"readTool{tag}x{number}",
                answer=properties(name={"type": "string"}),
                tags=[f"Shed {tag:02}"],
                summary=f"Read tool {number} of shed {tag}",
                parameters=[parameter("id", example=1)],
            )
        }
        for tag in range(tags)
        for number in range(each)
    }
    said = "What hangs on its walls, and what stands on its floor, the oldest first."
    found = document(paths)
    found["info"]["title"] = "Garden tools"
    return {**found, "tags": [{"name": f"Shed {tag:02}", "description": f"Shed {tag}. {said}"} for tag in range(tags)]}


def write_large(folder: Path, tags: int = 31) -> Path:
    """The document in a file."""
    path = folder / "large.json"
    path.write_text(json.dumps(large(tags)))
    return path
