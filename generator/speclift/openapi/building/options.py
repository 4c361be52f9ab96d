"""How the files of a specification are written."""

from __future__ import annotations

from typing import Literal

import msgspec


class Options(msgspec.Struct, frozen=True):
    """How a specification is written.

    `split` writes one document for each tag; `json_only` leaves out the media types that are not JSON; `validator`
    is the one that checks the document.
    """

    version: Literal["3.2", "3.1", "3.0"] = "3.1"
    format: Literal["yaml", "json"] = "yaml"
    split: bool = False
    json_only: bool = False
    validator: Literal["fast", "reference"] = "fast"
