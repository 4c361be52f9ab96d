"""Files that are sent: from memory, a path or an open file, alone or as a part of a form."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

#: Something to upload: the bytes, the path of a file, an open binary file, or parts that come one by one.
Content: TypeAlias = bytes | os.PathLike[str] | IO[bytes] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart form, with what the form says of it.

    Args:
        content: What the part holds.
        filename: The name of the file; that of the path or the open file if None.
        media_type: The media type; guessed from the name of the file if None.
        headers: Further header fields of the part.
    """

    content: Content | str
    filename: str | None = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class _Anything:
    """Takes a file as it is: what can be read once must not be read before it is sent."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


File: TypeAlias = Annotated[Content | Part | str, _Anything()]
