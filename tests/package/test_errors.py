"""What an error tells the person who reads it."""

from __future__ import annotations

from speclift.errors import SourceError


def test_an_error_has_code_file_line_expectation_and_advice() -> None:
    error = SourceError("It is broken.", file="kites.yaml", line=3, expected="a mapping", advice="mend it")
    assert str(error) == "kites.yaml:3: E003 It is broken.\n  expected: a mapping\n  do: mend it"
    assert str(SourceError("It is broken.", file="kites.yaml")) == "kites.yaml: E003 It is broken."
