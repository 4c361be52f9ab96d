"""Two references that give mostly different files, runs on them, and the trees that the runs write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from speclift.storage.lock import locked
from speclift.storage.tree import MANIFEST
from tests.files import files_in

ROOT = Path(__file__).parents[2]

_PAGE = """---
title: GET {tag}/{{id}}
uid: v1{tag}_Get{tag}
---

# GET {tag}/{{id}}

```http
GET /api/v1/{tag}/{{id}}
```

{words}

| Path Part | Type | Description |
|---|---|---|
| id | int32 | {words} **Required** |

## Response:

| Response | Description |
|---|---|
| 200 | {words} |

### Response body: {tag}

| Property Name | Type | Description |
|---|---|---|
| {tag}Id | int32 | {words} |
| Label | string | {words} |

## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json

{{
  "{tag}Id": 7,
  "Label": "{words}"
}}
```
"""

#: Files in the output that no run wrote, with their content.
FOREIGN = {
    "notes.txt": b"mine",
    "spec/notes.md": b"mine too",
    "generated/notes.txt": b"and this",
    "generated/crates/models/local.py": b"LOCAL = 1\n",
}


def make_docs(folder: Path, words: str, *tags: str) -> Path:
    """Write a reference with an operation for each tag. Its words are in nearly every file of the client."""
    for tag in tags:
        place = folder / "rest" / tag
        place.mkdir(parents=True)
        (place / f"v1{tag}_Get{tag}.md").write_text(_PAGE.format(tag=tag, words=words))
    (folder / "speclift.toml").write_text(f'title = "{words}"\npackage = "crates"\n')
    return folder


def make_pair(folder: Path) -> dict[str, Path]:
    """Write two references: most of their files differ, and some belong to only one of them."""
    return {
        "a": make_docs(folder / "docs-a", "Apples and such", "Crate", "Shelf", "Barn", "Cellar"),
        "b": make_docs(folder / "docs-b", "Berries, of all kinds", "Crate", "Shelf", "Barn", "Attic"),
    }


def command(docs: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "speclift", "generate", str(docs), "-o", str(out), "--quiet", "--no-cache"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "generator"), **more}


def generate(docs: Path, out: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the command and wait until it ends."""
    return subprocess.run(
        command(docs, out), env=environment(), capture_output=True, text=True, check=False, timeout=60, **more
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, once no run writes there any more."""
    with locked(str(folder)):
        return files_in(folder)


def whole_trees(folder: Path, docs: dict[str, Path]) -> dict[str, dict[str, bytes]]:
    """The files that each reference gives in a folder of its own, and the foreign files."""
    found = {}
    for name, place in docs.items():
        assert generate(place, folder / f"whole-{name}").returncode == 0
        found[name] = tree(folder / f"whole-{name}") | FOREIGN
    written = set(found["a"]) - set(FOREIGN) - {MANIFEST}
    assert len(written) > 20
    assert sum(found["a"][path] != found["b"].get(path) for path in written) > 10
    return found


def settle(out: Path, docs: Path) -> None:
    """Create an output as a run leaves it, with the foreign files in it."""
    assert generate(docs, out).returncode == 0
    for path, data in FOREIGN.items():
        (out / path).write_bytes(data)
