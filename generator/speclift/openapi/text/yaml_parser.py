"""A YAML text as data, within limits.

`yaml_events.py` defines what a text means. fastyaml-rs gives the same result in a third of the time, so it runs first,
and its result counts where it accepts a text. What it refuses may still be valid (such as a tab after a key), so
`yaml_events.py` reads it again, and gives the message of an error.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import msgspec

from speclift.limits import DEEPEST_DOCUMENT, LARGEST_ALIASES
from speclift.openapi.text.json_text import as_json
from speclift.openapi.text.lost_keys import is_countable, is_yaml_whole
from speclift.openapi.text.yaml_events import Twice, from_events
from speclift.processes import forked

#: What fastyaml-rs reads differently: comments that switch off rules of its linter, which finds duplicate keys; sets,
#: which become sets of Python; directives.
_PECULIAR = ("yamllint", "!!set", "2002:set", "\n%")
_SWITCH = re.compile(r"#[ \t]*fy:")

#: A line that starts a block scalar.  An empty one at the end of a text becomes a line end in fastyaml-rs.
_BLOCK = re.compile(r"(?:^|[ \t])[|>][-+0-9]*(?:[ \t]+(?:#.*)?)?$")

#: A number that may be a key: Python hashes thousands of these alike, and a mapping of them takes minutes.
_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_HUGE_NUMBER, _HUGE_CODE = b"0" * 19, re.compile(r"0[xo][0-9a-fA-F]{16}")
_HUGE_KEY = re.compile(
    r"(?<!\w)(?:[0-9]{19}|0[xo][0-9a-fA-F]{16})\w*[ \t]*:|\?\s+[-+]?(?:[0-9]{19}|0[xo][0-9a-fA-F]{16})"
)

#: The length of a text, in characters, from which a second process saves time.
_LARGE = 2**20

#: The length, in characters, of the end of a text that is examined.
_END = 2_000

#: All rules of the linter except the wanted one.
_OTHER_RULES = (
    "braces",
    "brackets",
    "colons",
    "commas",
    "comments",
    "comments-indentation",
    "document-end",
    "document-start",
    "empty-lines",
    "empty-values",
    "float-values",
    "hyphens",
    "indentation",
    "invalid-anchor",
    "key-ordering",
    "line-length",
    "new-line-at-end-of-file",
    "new-lines",
    "octal-values",
    "quoted-strings",
    "trailing-whitespace",
    "truthy",
)


def parse(text: str, twice: Twice | None = None) -> Any:
    """What a YAML text says, by the core schema of YAML 1.2.2 (section 10.3), with merge keys and without tags.

    Raises YamlError where it is not YAML, has two documents or a duplicate key, or exceeds a limit.  With `twice`,
    the last of duplicate keys counts, and `twice` receives each.
    """
    return parse_with_json(text, twice)[0]


def parse_with_json(text: str, twice: Twice | None = None) -> tuple[Any, bytes | None]:
    """The data of a text, as `parse` returns it, and the same as compact JSON; None where that is unknown."""
    if not text.endswith("\n"):
        # The parsers disagree on the line end of a block scalar at the very end.
        text += "\n"
    try:
        import fast_yaml
    except ImportError:
        return from_events(text, twice), None
    if _is_dangerous(text):
        return from_events(text, twice), None
    # Examining the text takes as long as parsing it, so a second process does that meanwhile.
    is_large = len(text) >= _LARGE
    look = functools.cache(forked(lambda: _look(text), _Look, is_parallel=is_large))
    if not is_large and look().is_peculiar:
        return from_events(text, twice), None
    found, compact, is_sure = None, None, True
    try:
        found = fast_yaml.safe_load(text, max_depth=DEEPEST_DOCUMENT, max_alias_bytes=LARGEST_ALIASES, max_documents=1)
    except ValueError:
        is_sure = False
    seen = look()
    if seen.is_peculiar:
        return from_events(text, twice), None
    if is_sure:
        compact = as_json(found)
        counted = (compact or as_json(found, with_any_keys=True)) if seen.can_count else None
        if counted and is_yaml_whole(text, counted):
            return found, compact
    has_duplicate_keys = _has_duplicate_keys(text) if seen.has_duplicate_keys is None else seen.has_duplicate_keys
    return (found, compact) if is_sure and not has_duplicate_keys else (from_events(text, twice), None)


class _Look(msgspec.Struct, frozen=True):
    """What a text shows without being parsed: whether the fast parser reads it differently, and whether a count of
    colons shows if a key is lost. Where it does not, whether a key is there twice.
    """

    is_peculiar: bool
    can_count: bool = False
    has_duplicate_keys: bool | None = None


def _look(text: str) -> _Look:
    if any(word in text for word in _PECULIAR) or ("fy:" in text and _SWITCH.search(text)):
        return _Look(is_peculiar=True)
    can_count = is_countable(text)
    has_duplicate_keys = _has_duplicate_keys(text) if not can_count and len(text) >= _LARGE else None
    return _Look(False, can_count, has_duplicate_keys)


def _is_dangerous(text: str) -> bool:
    """Whether the fast parser may take minutes, or loses the end of a text."""
    return (
        text.startswith("%")
        or (_has_huge_number(text) and _HUGE_KEY.search(text) is not None)
        or _ends_with_block(text)
    )


def _has_huge_number(text: str) -> bool:
    """Whether a number with too many digits occurs anywhere; this takes a sixth of the time of a pattern."""
    digits = text.encode(errors="surrogatepass").translate(_DIGITS)
    has_code = "0x" in text or "0o" in text
    # Every digit is a zero now, and everything else is a space.
    return _HUGE_NUMBER in digits or (has_code and _HUGE_CODE.search(text) is not None)


def _ends_with_block(text: str) -> bool:
    lines = (line for line in reversed(text[-_END:].split("\n")) if line.strip() and not line.lstrip().startswith("#"))
    return bool(_BLOCK.search(next(lines, "")))


def _has_duplicate_keys(text: str) -> bool:
    """Whether a mapping may have duplicate keys; the parser keeps the last one without a warning."""
    from fast_yaml._core import lint

    config = lint.LintConfig(
        disabled_rules=_OTHER_RULES, max_depth=DEEPEST_DOCUMENT, max_alias_bytes=LARGEST_ALIASES, max_documents=1
    )
    try:
        return bool(lint.lint(text, config))
    except ValueError:
        return True
