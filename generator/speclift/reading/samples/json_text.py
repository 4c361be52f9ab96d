"""The JSON of a sample, strict or as people write it, as strict JSON text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import msgspec
import orjson

from speclift.reading.samples.json_scalars import is_ellipsis
from speclift.reading.samples.sample_size import excess_of
from speclift.reading.samples.tolerant_json import Parsed, parse_members, parse_value
from speclift.reading.samples.type_samples import with_values_of_types

#: Where JSON may begin after other text: first on a line, or after the sign of an assignment or call.
_FIRST_ON_LINE = re.compile(r"^[ \t]*+(?=[{\[])", re.M)
_ASSIGNED = re.compile(
    r"[\w.$-]{1,60}+(?:[ \t]{1,8}[\w.$]{1,60}+){0,4}[ \t]{0,8}(?:(?:[=:]|=>)\s{0,8}(?=[{\[])|\(\s{0,8}(?=\{))"
)
#: Text that follows an opening bracket in JSON, but hardly ever in code or prose.
_PLAUSIBLE = re.compile(
    r"""\{\s{0,200}+(?:["'\u201c\u2018}:,]|\.\.|\u2026|//|/\*|\#|<|[\w$@.-]{1,100}+[ \t]{0,20}(?::|=>))"""
    r"""|\[\s{0,200}+(?:["'\u201c\u2018\[\]{\d-]|\.\.|\u2026|<|//)"""
)
#: Members without the braces around them: a quoted key or a Ruby symbol comes first, perhaps after an ellipsis.
_MEMBERS = re.compile(
    r"""(?:(?:\.{2,}+|\u2026|//[^\n]*+|/\*[^*]*+\*/)\s*+)*+"""
    r"""(?:"[^"\n]{1,200}+"\s{0,20}(?::|=>)|'[^'\n]{1,200}+'\s{0,20}(?::|=>)|(:)\w{1,100}+\s{0,20}=>)"""
)
_ELLIPSIS_TEXT = re.compile(r'"[ \t]*(?:\.{2,}|\u2026)[ \t]*"')
_MOST_BEGINNINGS = 3


class JsonText(msgspec.Struct, frozen=True):
    """`json` is strict JSON text (RFC 8259); `is_partial`: the sample says that it leaves something out."""

    json: str
    is_partial: bool = False


def read_json(text: str) -> JsonText | None:
    """The first JSON value in a text; None where there is none, or where it exceeds the limits of a sample.

    Strict JSON is returned as it is, unless ellipses or names of types stand in it for values.  Anything else must be
    an object, an array or the members of an object, with or without other text around it.  Of equal keys the last
    counts; numbers that no double can hold become null.
    """
    text = text.strip().strip("\ufeff").strip()
    if not text:
        return None
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError):
        return _read_tolerantly(text)
    if excess_of(value, text):
        return None
    typed = with_values_of_types(text)
    if typed is not text:
        return JsonText(typed)
    if ('"..' in text or '"\u2026' in text) and _ELLIPSIS_TEXT.search(text):
        pruned, is_partial = _without_ellipses(value)
        return _written(pruned, True) if is_partial else JsonText(text)
    return JsonText(text)


def _read_tolerantly(text: str) -> JsonText | None:
    if text[:2] in ("'{", "'[", '"{', '"[') and text[-1] == text[0]:
        text = text[1:-1].strip()
    if members := _MEMBERS.match(text):
        found = parse_members(text)
        # Ruby omits the braces of a last argument; other members are an excerpt.
        return _checked(found, found.is_partial or not members[1]) if found else None
    for start in islice(_beginnings(text), _MOST_BEGINNINGS):
        if found := parse_value(text, start):
            return _checked(found, found.is_partial)
    return None


def _beginnings(text: str) -> Iterator[int]:
    """Where an array or object may begin, the likeliest first."""
    starts = [match.end() for match in [_ASSIGNED.match(text)] if match]
    for start in chain(starts, (match.end() for match in _FIRST_ON_LINE.finditer(text))):
        if _PLAUSIBLE.match(text, start):
            yield start


def _checked(found: Parsed, is_partial: bool) -> JsonText | None:
    return None if excess_of(found.value) else _written(found.value, is_partial)


def _written(value: Any, is_partial: bool) -> JsonText | None:
    try:
        written = orjson.dumps(value).decode()
    except TypeError:
        # Half of a surrogate pair is not a character (RFC 8259, section 8.2).
        return None
    return JsonText(with_values_of_types(written), is_partial)


def _without_ellipses(value: Any) -> tuple[Any, bool]:
    """A value of bounded depth without the items and keys that are an ellipsis in quotes, and whether it had any."""
    if isinstance(value, list):
        items = [_without_ellipses(item) for item in value if not is_ellipsis(item)]
        return [item for item, _ in items], len(items) < len(value) or any(partial for _, partial in items)
    if isinstance(value, dict):
        members = {key: _without_ellipses(inner) for key, inner in value.items() if not is_ellipsis(key)}
        partial = len(members) < len(value) or any(partial for _, partial in members.values())
        return {key: inner for key, (inner, _) in members.items()}, partial
    return value, False
