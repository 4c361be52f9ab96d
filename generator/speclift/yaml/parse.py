"""A YAML text as data, within limits.

`events.py` says what a text means.  fastyaml-rs says the same forty times as fast, so it is asked first, and believed
where it accepts a text; what it refuses may still be good (it knows no tab after a key), and gets its message there.
"""

from __future__ import annotations

import re
from typing import Any

from speclift.read.limits import DEEPEST_DOCUMENT, LARGEST_ALIASES
from speclift.yaml.events import from_events

#: What fastyaml-rs takes otherwise: comments that switch off rules of its linter, which finds the keys that stand
#: twice; directives; sets, which it makes sets of Python.
_PECULIAR = re.compile(r"#\s*(?:fy|yamllint)\b|^%|!!set\b|2002:set\b", re.IGNORECASE | re.MULTILINE)

#: A key that may be a number which Python hashes like many others: thousands of them in one mapping take minutes.
_HUGE_NUMBER = re.compile(r"(?:\d{19}|0[xo][0-9a-fA-F]{16})\w*[ \t]*:|\?\s+[-+]?(?:\d{19}|0[xo][0-9a-fA-F]{16})")

#: All rules of the linter but the one that is wanted.
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


def parse(text: str) -> Any:
    """What a YAML text says, by the core schema of YAML 1.2.2 (section 10.3), with merge keys and without tags.

    Raises YamlError where it is no YAML, has two documents or a key twice, or goes beyond the limits.
    """
    try:
        import fast_yaml
    except ImportError:
        return from_events(text)
    if _PECULIAR.search(text) or _HUGE_NUMBER.search(text):
        return from_events(text)
    try:
        found = fast_yaml.safe_load(text, max_depth=DEEPEST_DOCUMENT, max_alias_bytes=LARGEST_ALIASES, max_documents=1)
        has_doubts = _has_keys_twice(text)
    except ValueError:
        has_doubts = True
    return from_events(text) if has_doubts else found


def _has_keys_twice(text: str) -> bool:
    """Whether a key may stand twice in its mapping; the parser keeps the last one and does not tell."""
    from fast_yaml._core import lint

    config = lint.LintConfig(
        disabled_rules=_OTHER_RULES, max_depth=DEEPEST_DOCUMENT, max_alias_bytes=LARGEST_ALIASES, max_documents=1
    )
    return bool(lint.lint(text, config))
