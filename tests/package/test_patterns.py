"""Regular expressions that every supported Python matches alike."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _constants as codes
from re import _parser
from typing import Any

import pytest

import speclift


def _modules() -> Iterator[str]:
    return (module.name for module in pkgutil.walk_packages(speclift.__path__, "speclift."))


def _looks_around_possessively(parsed: Any, *, is_inside: bool = False) -> bool:
    """Whether a possessive group of a parsed pattern contains a lookahead or lookbehind."""
    for code, value in parsed:
        if is_inside and code in (codes.ASSERT, codes.ASSERT_NOT):
            return True
        parts = value if isinstance(value, (tuple, list)) else [value]
        parts = [part for each in parts for part in (each if isinstance(each, list) else [each])]
        is_within = is_inside or code is codes.POSSESSIVE_REPEAT
        if any(
            _looks_around_possessively(part, is_inside=is_within)
            for part in parts
            if isinstance(part, _parser.SubPattern)
        ):
            return True
    return False


def test_the_check_sees_such_patterns() -> None:
    found = [r"(?:a|b(?!c))*+", r"(x|y(?:z|(?<=k)){1,3}+)", r"(?>(?:a|(?:b(?=c))++)*)"]
    assert [_looks_around_possessively(_parser.parse(each)) for each in found] == [True, True, True]
    assert not _looks_around_possessively(_parser.parse(r"(?>(?:a|b(?!c))*)(?!d)[e]++"))


@pytest.mark.parametrize("module", sorted(_modules()))
def test_no_possessive_group_looks_around(module: str) -> None:
    """Before 3.11.5, Python matches such a group wrongly: `(?:a|b(?!c))*+` takes all of `aabc` (python/cpython#106052).
    An atomic group is right: `(?>(?:a|b(?!c))*)`.
    """
    for name, value in vars(importlib.import_module(module)).items():
        if isinstance(value, re.Pattern):
            pattern = value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
            parsed = _parser.parse(pattern, value.flags if isinstance(value.pattern, str) else value.flags | re.U)
            assert not _looks_around_possessively(parsed), name
