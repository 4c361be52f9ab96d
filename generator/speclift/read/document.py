"""An OpenAPI document from a file: YAML or JSON."""

from __future__ import annotations

from typing import Any

from speclift.errors import SourceError


def read_document(path: str) -> dict[str, Any]:
    """The document in a file.  Raises SourceError where it cannot be read, is no YAML, or no OpenAPI 3."""
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise SourceError(f"The file cannot be read: {error.strerror}.", file=path, advice="check the path") from error
    found = parse_document(data, path)
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


def parse_document(data: bytes, path: str) -> Any:
    """What the YAML or JSON in a file says; `path` is what errors name.  Raises SourceError where it is neither."""
    import orjson

    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    import yaml_rs

    try:
        # The JSON schema of YAML (1.2.2, section 10.2), which OpenAPI asks for, has no dates: they are strings.
        return yaml_rs.loads(data.decode(), parse_datetime=False)
    except ValueError as error:
        raise SourceError(
            f"The file is neither JSON nor YAML: {error}.",
            file=path,
            expected="an OpenAPI document in UTF-8",
            advice="mend the place named",
        ) from error
