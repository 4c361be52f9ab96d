"""Text of the docs as people see it: no character controls a terminal, or hides or reorders the text around it."""

from __future__ import annotations

import re
from typing import Any

_NO_KEY = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_KEY = 200
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_MEDIA_TYPE = re.compile(r"(?:\*|[A-Za-z0-9!#$&^_.+-]{1,100})/(?:\*|[A-Za-z0-9!#$&^_.+-]{1,100})")
#: Characters that may need an escape: all but printable ASCII and line ends.
_UNSEEN = re.compile(r"[^\n -~]+")
_SHORT = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}


def visible(text: str) -> str:
    """The text with every unprintable character except the space as an escape: `\\x1b`.

    Those are control characters and terminal escapes, line ends, marks of writing direction, lone surrogates and
    characters that Unicode does not assign.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(ord(char)) for char in text)


def _escape(code: int) -> str:
    if code in _SHORT:
        return _SHORT[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_text(data: Any) -> str:
    """Data as indented JSON, in which every unprintable character is an escape, as in `visible`."""
    import json

    text = json.dumps(data, indent=2, ensure_ascii=False)

    def shown(found: re.Match[str]) -> str:
        return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in found[0])

    return _UNSEEN.sub(shown, text) + "\n"


def component_key(name: str) -> str:
    """A name as the key of a component, which allows few characters (OpenAPI 3.1.1, 4.8.7); others become `_`."""
    return _NO_KEY.sub("_", name[:_LONGEST_KEY]) or "_"


def is_component_key(name: str) -> bool:
    """Whether a name can be the key of a component as it is."""
    return 0 < len(name) <= _LONGEST_KEY and not _NO_KEY.search(name)


def is_utf8(text: str) -> bool:
    """Whether a text can be written as UTF-8: it has no surrogate, unlike a file name that is not UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its noun: `1 finding`, `1,200 findings`; `several` is a plural that does not just add an s."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def first_sentence(text: str, limit: int = 120) -> str:
    """The first sentence of a description on one line, cut at a word where it is longer than `limit`."""
    line = " ".join(text.split("\n\n", 1)[0].split())
    end = _SENTENCE_END.search(line)
    sentence = line[: end.start()] if end else line
    if len(sentence) <= limit:
        return sentence.rstrip(":;, ")
    return sentence[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def is_media_type(text: str) -> bool:
    """Whether a text is a media type without parameters, or a range of them (RFC 9110, 8.3.1 and 12.5.1)."""
    return bool(_MEDIA_TYPE.fullmatch(text))
