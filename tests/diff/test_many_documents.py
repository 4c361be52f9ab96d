"""Documents on one side of a comparison share a limit, which is checked before the first of them is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speclift.diff.inputs.descriptions import Reading, read_description
from speclift.errors import SourceError
from speclift.limits import LARGEST_DOCUMENT, MOST_DOCUMENTS

SPEC = json.dumps({"openapi": "3.1.1", "info": {"title": "a", "version": "1"}, "paths": {}})


def test_documents_that_are_too_large_together_are_not_read(tmp_path: Path) -> None:
    for number in range(4):
        with (tmp_path / f"{number}.json").open("wb") as stream:
            stream.truncate(LARGEST_DOCUMENT // 3)
    for argument in (str(tmp_path), ",".join(str(tmp_path / f"{number}.json") for number in range(4))):
        with pytest.raises(SourceError, match="The 4 documents are too many, or too large together"):
            read_description(argument, Reading())


def test_a_folder_of_too_many_documents_is_not_read(tmp_path: Path) -> None:
    for number in range(MOST_DOCUMENTS + 1):
        (tmp_path / f"{number}.json").write_text(SPEC)
    with pytest.raises(SourceError, match="too many"):
        read_description(str(tmp_path), Reading())
