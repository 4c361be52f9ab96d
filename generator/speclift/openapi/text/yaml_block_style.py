"""JSON-like data as YAML in block style: every line is structure, and every string is on one line. This is what
fastyaml-rs writes, byte for byte, so that a document does not depend on whether that package is installed. The only
exception is the last digit of a float that two shortest texts are equally near to, such as 2**46 + 0.125.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Strings that a reader of YAML 1.1 or 1.2 would take for something else.
_WORDS = frozenset(
    word for name in ("yes", "no", "true", "false", "on", "off", "null") for word in (name, name.title(), name.upper())
) | {"~"}
_FIRST = frozenset(" &*?|-<>=!%@.")
_SPECIAL = re.compile(r"[:{}\[\],#`\"'\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?(?:inf|infinity|nan)", re.IGNORECASE
)
#: What some reader might take for a number or a date.
_ODD_NUMBER = re.compile(r"(?=.*_)[-+]?[0-9][-+0-9_.eE]*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
_ESCAPED = re.compile(r"[\"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHORT = {"\0": "\\0", '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def block_style(entry: dict[str, Any]) -> str:
    """The text of a mapping with at least one entry; it ends in a newline."""
    return "".join(f"{line}\n" for line in _mapping(entry))


def _mapping(mapping: dict[str, Any]) -> Iterator[str]:
    for key, value in mapping.items():
        name = _string(key)
        if isinstance(value, dict) and value:
            yield f"{name}:"
            yield from (f"  {line}" for line in _mapping(value))
        elif isinstance(value, list) and value:
            yield f"{name}:"
            yield from (f"  {line}" for line in _sequence(value))
        else:
            yield f"{name}: {_scalar(value)}"


def _sequence(items: list[Any]) -> Iterator[str]:
    for item in items:
        lines = (
            _mapping(item)
            if isinstance(item, dict) and item
            else _sequence(item)
            if isinstance(item, list) and item
            else iter((_scalar(item),))
        )
        yield f"- {next(lines)}"
        yield from (f"  {line}" for line in lines)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, bool):
        return {None: "~", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return _float(value) if isinstance(value, float) else str(value)


def _float(value: float) -> str:
    text = repr(value)
    if text in ("inf", "-inf", "nan"):
        return text.replace("inf", ".inf").replace("nan", ".nan")
    digits, mark, exponent = text.partition("e")
    digits = digits if "." in digits else f"{digits}.0"
    return f"{digits}e{int(exponent):+d}" if mark else digits


def _string(text: str) -> str:
    is_plain = (
        text
        and text[0] not in _FIRST
        and text[-1] != " "
        and text not in _WORDS
        and not text.startswith("0x")
        and not _SPECIAL.search(text)
        and not _NUMBER.fullmatch(text)
        and not _ODD_NUMBER.fullmatch(text)
    )
    return text if is_plain else f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _SHORT.get(found[0]) or (f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}")
