"""Where a text contains a secret, in any encoding."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterable, Iterator

from speclift.fuzz.secrets.encodings import View, digits, layers, lowered, rewritten, unpacked

#: Shorter texts than this would match nearly everywhere.
_SHORTEST = 4

#: A part of a long secret is found as well, since some servers show a part of a token: half of it, or this number of
#: characters from its start or end.
_LONGEST_PART = 12
_SHORTEST_PART = 8

#: Secrets of at least this length are also found in another letter case.
_SHORTEST_FOLDED = 8

#: How often decoded digits are searched for digits again.
_WRAPPINGS = 2

_VALUE = re.compile(r'="?([^",;\s]+)')
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{6,}={0,2}")
_STANDARD = str.maketrans("-_", "+/")


def spans(text: str, secrets: Collection[str], wrappings: int = _WRAPPINGS) -> Iterator[tuple[int, int]]:
    """The parts of a text, as start and end, that are a secret or decode to a text with one.

    `wrappings` is how often decoded digits and decompressed data are searched for further ones.
    """
    yield from _found(text, secrets)
    last = None
    for view in layers(text):
        last = view
        yield from _through(view, _found(view.text, secrets))
    yield from _otherwise(text, secrets, wrappings)
    if last is not None:
        yield from _through(last, _otherwise(last.text, secrets, wrappings))


def _otherwise(text: str, secrets: Collection[str], wrappings: int) -> Iterator[tuple[int, int]]:
    """The parts of a text that have a secret in another letter case, across lines, or in what they decode to."""
    yield from _found(lowered(text), [lowered(secret) for secret in secrets if len(secret) >= _SHORTEST_FOLDED])
    for view in rewritten(text):
        yield from _through(view, _found(view.text, secrets))
    shortest = min((_part(secret) or len(secret) for secret in secrets), default=0)
    if wrappings and shortest:
        for views in (unpacked(text), digits(text, shortest)):
            for view in views:
                yield from _through(view, spans(view.text, secrets, wrappings - 1))


def _through(view: View, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of the encoded text that these parts of a view come from."""
    return (view.span(*span) for span in found)


def secrets_in(value: str) -> Iterator[str]:
    """The parts of the value of a header that may appear elsewhere."""
    yield value
    yield from value.split()[1:]
    yield from _VALUE.findall(value)
    yield from (pair.partition("=")[2].strip() for pair in value.split(";"))
    for pair in pairs_in(value):
        yield pair
        yield pair.partition(":")[2]


def pairs_in(value: str) -> Iterator[str]:
    """The texts in base64 in a value, such as user and password of Basic (RFC 7617, section 2)."""
    for found in _BASE64.findall(value):
        word = found.rstrip("=").translate(_STANDARD)
        try:
            data = base64.b64decode(word + "=" * (-len(word) % 4))
        except binascii.Error:
            continue
        # Only the server knows which of the two encodings it uses.
        texts = {data.decode("latin-1"), data.decode(errors="replace")}
        yield from (text for text in texts if text.isprintable())


def spelled(secrets: Iterable[str]) -> Collection[str]:
    """The secrets as they may appear in a decoded text, the longest first.

    Such a text has the bytes of UTF-8 as characters, and may have `+` for a space (WHATWG URL, section 5.1).  A secret
    with escapes in it also appears without them, since it is decoded like the text around it.
    """
    decoded = {text for secret in secrets for text in (secret, *(view.text for view in layers(secret)))}
    spaced = decoded | {text.replace(" ", "+") for text in decoded}
    both = spaced | {text.encode(errors="surrogatepass").decode("latin-1") for text in spaced}
    return sorted((text for text in both if len(text) >= _SHORTEST), key=len, reverse=True)


def _found(text: str, secrets: Collection[str]) -> Iterator[tuple[int, int]]:
    for secret in secrets:
        yield from ((start, start + len(secret)) for start in _places(text, secret))
        size = _part(secret)
        if not size:
            continue
        for start in _places(text, secret[:size]):
            yield start, start + _alike(text[start : start + len(secret)], secret)
        for start in _places(text, secret[-size:]):
            end = start + size
            yield end - _alike(text[max(end - len(secret), 0) : end][::-1], secret[::-1]), end


def _part(secret: str) -> int:
    """How many characters of a secret give it away; 0 if only the whole secret does."""
    size = min(len(secret) // 2, _LONGEST_PART)
    return 0 if size < _SHORTEST_PART or " " in secret else size


def _places(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + len(part))


def _alike(text: str, other: str) -> int:
    """The length of the start that both texts have in common."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((index for index, (one, another) in pairs if one != another), min(len(text), len(other)))
