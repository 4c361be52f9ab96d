"""A document with more operations than a page shows at once."""

from __future__ import annotations

import json
from pathlib import Path

from tests.contract.small import Json, document, operation, parameter, properties


def large(tags: int = 31, each: int = 10) -> Json:
    """A document with this many tags, a description of each, and `each` operations in each."""
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
    description = "What hangs on its walls, and what stands on its floor, the oldest first."
    built = document(paths)
    built["info"]["title"] = "Garden tools"
    return {
        **built,
        "tags": [{"name": f"Shed {tag:02}", "description": f"Shed {tag}. {description}"} for tag in range(tags)],
    }


def write_large(folder: Path, tags: int = 31) -> Path:
    """Write the document to a file in this folder."""
    path = folder / "large.json"
    path.write_text(json.dumps(large(tags)))
    return path
