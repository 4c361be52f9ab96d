"""Text of the docs where it is shown to people: nothing in it acts, hides or reorders what stands around it."""

from __future__ import annotations

import re
from typing import Any

_NO_KEY = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_KEY = 200
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_MEDIA_TYPE = re.compile(r"(?:\*|[A-Za-z0-9!#$&^_.+-]{1,100})/(?:\*|[A-Za-z0-9!#$&^_.+-]{1,100})")
#: What JSON may hold as it is and a terminal would act on: all but ASCII text that does not print.
_UNSEEN = re.compile(r"[^\n -~]+")
_SHORT = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}


def visible(text: str) -> str:
    """The text with every character that prints nothing of its own, but for the space, as an escape: `\\x1b`.

    Those are control characters and terminal escapes, line ends, marks of writing direction, lone surrogates and what
    Unicode leaves without a meaning.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(ord(char)) for char in text)


def _escape(code: int) -> str:
    if code in _SHORT:
        return _SHORT[code]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def json_text(data: Any) -> str:
    """Data as JSON in lines, in which every character that prints nothing is an escape, as in `visible`."""
    import json

    text = json.dumps(data, indent=2, ensure_ascii=False)

    def shown(found: re.Match[str]) -> str:
        return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in found[0])

    return _UNSEEN.sub(shown, text) + "\n"


def component_key(name: str) -> str:
    """A name as the key of a component, which has few characters (OpenAPI 3.1.1, 4.8.7); others become `_`."""
    return _NO_KEY.sub("_", name[:_LONGEST_KEY]) or "_"


def is_component_key(name: str) -> bool:
    """Whether a name can be the key of a component as it stands."""
    return 0 < len(name) <= _LONGEST_KEY and not _NO_KEY.search(name)


def is_utf8(text: str) -> bool:
    """Whether a text can be written as UTF-8: it has no surrogate, as a file name that is not UTF-8 has."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


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
