"""Pages of a bakery without faults, except those that a test asks for. Each fault has exactly one right fix."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LOAF = """---
title: {title}
uid: v1Loaf_{id}
---

# {title}

```http
{method} /api/v1/{path}
```

What the bakery does.

| Path Part | Type | Description |
|-----------|------|-------------|
| {part} | int32 | Number of the loaf. **Required** |

## Response:

Done.

| Response | Description |
|----------------|-------------|
{statuses}

### Response body: {body}

| Property Name | Type |  Description |
|----------------|------|--------------|
| LoafId | int32 | Number of the loaf. |
| Name | string | {name} |
| Oven | {oven} | Where it is baked. |

## Sample request

```http!
{method} /api/v1/{sample} HTTP/1.1
Accept: application/json
```

## Sample response

```http_
HTTP/1.1 {status}
Content-Type: application/json; charset=utf-8

{{
  "LoafId": 12,
  "Name": "Rye"{comma}
  "Oven": {{
    "OvenId": 3,
    "IsHot": {hot}{trailing}
  }}
}}
```
"""
OVEN = """---
title: GET Oven/{id}
uid: v1Oven_Get
---

# GET Oven/{id}

```http
GET /api/v1/Oven/{id}
```

| Path Part | Type | Description |
|-----------|------|-------------|
| id | int32 | Number of the oven. **Required** |

## Response:

| Response | Description |
|----------------|-------------|
| 200 | The oven. |

### Response body: Oven

| Property Name | Type |  Description |
|----------------|------|--------------|
| OvenId | int32 | Number of the oven. |
| IsHot | bool | Whether it is hot. |

## Sample response

```http_
HTTP/1.1 200 OK
Content-Type: application/json; charset=utf-8

{
  "OvenId": 3,
  "IsHot": true
}
```
"""
SOUND = {
    "title": "GET Loaf/{id}",
    "part": "id",
    "statuses": "| 200 | The loaf. |",
    "body": "Loaf",
    "name": "What it is called.",
    "oven": "Oven",
    "status": "200 OK",
    "comma": ",",
    "hot": "true",
    "trailing": "",
}
#: The text of each fault, by the code of its finding.
FAULTS: dict[str, dict[str, str]] = {
    "SL102": {"name": "`rye|spelt` and others."},
    "SL103": {"trailing": ","},
    "SL110": {"statuses": "| 200 | The loaf. |\n| Not Found | There is none. |"},
    "SL201": {"title": "GET Bread/{id}"},
    "SL204": {"part": "loafId"},
    "SL206": {"body": "Oven"},
    "SL207": {"oven": "Loaf"},
    "SL210": {"statuses": "| 404 | There is none. |"},
}
#: The text after the fix, where it differs from that of a page without faults.
MENDED = {
    "SL102": {"name": "`rye\\|spelt` and others."},
    "SL110": {"statuses": "| 200 | The loaf. |\n| 404 | There is none. |"},
    "SL210": {"statuses": "| 404 | There is none. |\n| 200 | OK             |"},
}


def loaf(*faults: str, **more: str) -> str:
    """The page of an operation that returns a loaf, with these faults."""
    given: dict[str, str] = {**SOUND, **more}
    for code in faults:
        given |= FAULTS[code]
    text = LOAF.format(**{"method": "GET", "path": "Loaf/{id}", "sample": "Loaf/12", "id": "Get", **given})
    return text.replace("```http!", "```http").replace("```http_", "```http")


def pages(*faults: str) -> dict[str, str]:
    """The pages of the bakery. One of them has these faults."""
    return {
        "loaf.md": loaf(*faults),
        "next.md": loaf(title="GET Loaf/{id}/Next", path="Loaf/{id}/Next", sample="Loaf/12/Next", id="GetNext"),
        "last.md": loaf(title="GET Loaf/{id}/Last", path="Loaf/{id}/Last", sample="Loaf/12/Last", id="GetLast"),
        "oven.md": OVEN,
    }


def write(folder: Path, given: Mapping[str, str | bytes]) -> Path:
    """Write pages below a folder."""
    for name, text in given.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder
