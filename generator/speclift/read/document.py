"""An OpenAPI document from a file: YAML or JSON, of bounded size and depth."""

from __future__ import annotations

import re
from typing import Any

from speclift.errors import SourceError
from speclift.model.text import visible
from speclift.read.limits import DEEPEST_DOCUMENT, LARGEST_DOCUMENT, LONGEST_MESSAGE

#: A line that starts with so many columns of indentation and marks of entries.  In block style each level starts in a
#: column of its own, or a sequence in that of its mapping, so no line like this means no more than twice as many
#: levels; the parser bounds flow style itself, and on its stack there is room for four times as many.
_DEEP_LINE = re.compile(r"(?:\A|[\r\n])[\ufeff \t?:-]{2000}")


def read_document(path: str) -> dict[str, Any]:
    """The document in a file.  Raises SourceError where it cannot be read, is no YAML, or no OpenAPI 3."""
    found = read_data(path)
    version = found.get("openapi") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not str(version).startswith("3."):
        raise SourceError(
            "The file is no OpenAPI 3 document.",
            file=path,
            line=1,
            expected="a field `openapi` such as 3.1.1",
            advice="convert an older document (Swagger 2.0) first",
        )
    return found


def read_data(path: str, name: str = "") -> Any:
    """What the YAML or JSON in a file says, within the limits; `name` is what errors call it.  Raises SourceError."""
    shown = name or path
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"The file cannot be read: {reason}.", file=shown, advice="check the path") from error
    if len(data) > LARGEST_DOCUMENT:
        raise _beyond(shown, f"has more than {LARGEST_DOCUMENT:,} bytes")
    found = _parsed(data, shown)
    if isinstance(found, dict | list) and _is_deep(found):
        raise _beyond(shown, f"nests deeper than {DEEPEST_DOCUMENT} levels")
    return found


def _parsed(data: bytes, path: str) -> Any:
    """What the YAML or JSON in a file says; `path` is what errors name.  Raises SourceError where it is neither."""
    import orjson

    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    import yaml_rs

    try:
        text = data.decode()
        if _DEEP_LINE.search(text):
            raise _beyond(path, f"nests deeper than {DEEPEST_DOCUMENT} levels")
        # The JSON schema of YAML (1.2.2, section 10.2), which OpenAPI asks for, has no dates: they are strings.
        return yaml_rs.loads(text, parse_datetime=False)
    except (ValueError, RecursionError) as error:
        reason = visible(" ".join(str(error)[:LONGEST_MESSAGE].split()))
        raise SourceError(
            f"The file is neither JSON nor YAML: {reason}.",
            file=path,
            expected="an OpenAPI document in UTF-8",
            advice="mend the place named",
        ) from error


def _is_deep(document: Any) -> bool:
    """Whether arrays and objects lie in each other in more levels than a document may have."""
    level = [document]
    for _ in range(DEEPEST_DOCUMENT):
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _beyond(path: str, what: str) -> SourceError:
    return SourceError(
        f"The document {what}.",
        file=path,
        expected="an OpenAPI document of a size that people can use",
        advice="split the document, or write deep schemas as components",
    )
