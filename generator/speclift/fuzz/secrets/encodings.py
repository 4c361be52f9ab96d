"""What a text decodes to, and where in the text each decoded part comes from.

This covers escapes of JSON, HTML and programs, percent-encoding, quoted-printable, broken lines, digits of base64,
base32, hexadecimal and decimal numbers, lists of characters, and the output of gzip or deflate.

A view is a text that was decoded from another one, and it knows which part of that text each part of it comes from.
Bytes are read as Latin-1, so that nothing is lost and each byte is one character.  All functions take linear time.
"""

from __future__ import annotations

import base64
import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator
from html.entities import html5
from itertools import accumulate, islice

#: How often decoded text is decoded again: JSON in a query in JSON needs three times.
LAYERS = 4

_ESCAPE = re.compile(
    r"%(?:[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
    r"|\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[ux]\{[0-9A-Fa-f]{1,6}\}"
    r"|[0-3][0-7]{2}|[4-7][0-7](?![0-7])|[^ux])"
    r"|&(?:\#0{0,32}[0-9]{1,8}|\#[xX]0{0,32}[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?",
    re.S,
)
#: Zero bytes, such as every other byte of ASCII text in UTF-16.
_FILLING = re.compile(r"\x00+")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_LARGEST = 0x10FFFF
#: The characters that stand for bytes that are not UTF-8 (Python, PEP 383), and the number of that of byte 0.
_ESCAPED_BYTES, _ESCAPED_ZERO = range(0xDC80, 0xDD00), 0xDC00

#: Base64 in lines (RFC 2045, section 6.8), and separate bytes: `41 42`, `41:42`, `0x41, 0x42`.
_FOLD = re.compile(r"(?<=[A-Za-z0-9+/_-])\r?\n[ \t]*(?=[A-Za-z0-9+/_-])")
_GAP = re.compile(r"(?<=[0-9A-Fa-f]{2})(?:[ :+-]|\r?\n|, ?)(?:0x)?(?=[0-9A-Fa-f]{2})")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{4,}")
_BASE32 = re.compile(r"[A-Z2-7]{4,}")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{4,}")
_STANDARD = str.maketrans("-_", "+/")

#: Quoted-printable (RFC 2045, section 6.7).
_QUOTED = re.compile(r"=(?:[0-9A-Fa-f]{2}|\r?\n)")
#: Line breaks and optional line breaks with their marks: as text, and as the bytes of UTF-8.
_BREAK = re.compile(
    r"[=\\]?\r?\n[ \t]*|<wbr ?/?>|[\u200b-\u200d\u2060\ufeff]|\xe2\x80[\x8b-\x8d]|\xe2\x81\xa0|\xef\xbb\xbf|\xc2?\xad"
)
#: Bytes as programs print a list of them: `[104, 105]`, `[104 105]`, one a line, `{"0": 104, "1": 105}`.
_NUMBERS = re.compile(
    r"""(?<![0-9])[0-9]{1,3}(?:(?:,\s{0,80}(?:"[0-9]{1,6}"\s{0,8}:\s{0,8})?| )[0-9]{1,3}){3,}(?![0-9])"""
)
_NUMBER = re.compile(r"""(?:"[0-9]{1,6}"\s{0,8}:\s{0,8})?([0-9]+)""")
#: Quoted characters, as programs print a text that they took for a list: `["a", "b"]` or `{"0": "a"}`. The number of a
#: character is skipped, and a character may be several bytes of UTF-8.
_CHARACTERS = re.compile(
    r"""(["'])(?:[0-9]{1,6}\1\s{0,8}(?::|=>)|\\?([^\\\x80-\xff]|[\x80-\xff]{1,4}|\\)\1(?![0-9A-Za-z]))"""
)
_LARGEST_BYTE = 0xFF

#: The start of compressed data: gzip (RFC 1952, section 2.3) and the usual starts of zlib (RFC 1950, section 2.2).
_PACKED = re.compile("\x1f\x8b\x08|x[\x01\x5e\x9c\xda]")
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
#: The most compressed data that is examined, and the most places.
_MOST_UNPACKED, _MOST_PACKED = 2**20, 32


class View:
    """A decoded text; `span` says where its parts come from."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The start and end of the part of the encoded text that this part of the decoded text comes from."""
        raise NotImplementedError


class _Replaced(View):
    """A text in which escapes were replaced by what they mean."""

    def __init__(self, source: str, found: list[tuple[int, int, str]]) -> None:
        parts: list[str] = []
        #: Where each replaced part starts and ends in the decoded text, and in the encoded one.
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        position = size = 0
        for start, end, meaning in found:
            parts += source[position:start], meaning
            size += start - position
            self._starts.append(size)
            size += len(meaning)
            self._ends.append(size)
            self._from.append(start)
            self._to.append(end)
            position = end
        parts.append(source[position:])
        super().__init__("".join(parts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, index: int) -> tuple[int, int]:
        number = bisect_right(self._starts, index) - 1
        if number < 0:
            return index, index + 1
        if index < self._ends[number]:
            return self._from[number], self._to[number]
        place = self._to[number] + index - self._ends[number]
        return place, place + 1


class _Numbers(View):
    """The bytes that lists of decimal numbers stand for."""

    def __init__(self, source: str) -> None:
        self._places: list[tuple[int, int]] = []
        parts: list[str] = []
        for run in _NUMBERS.finditer(source):
            for found in _NUMBER.finditer(source, *run.span()):
                number = int(found[1])
                # A number beyond the range of a byte must not match any byte.
                parts.append(chr(number) if number <= _LARGEST_BYTE else chr(_LARGEST))
                self._places.append(found.span(1))
        super().__init__("".join(parts))

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._places[start][0], self._places[end - 1][1]


class _Characters(View):
    """The quoted characters of a text, one after the other."""

    def __init__(self, source: str) -> None:
        found = [(match[2], match.span()) for match in _CHARACTERS.finditer(source) if match[2]]
        self._places = [place for part, place in found for _ in part]
        super().__init__("".join(part for part, _ in found))

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._places[start][0], self._places[end - 1][1]


class _Unpacked(View):
    """The text that gzip or deflate compressed; every part of it comes from all compressed bytes."""

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text)
        self._whole = start, end

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._whole


#: By the bits of a digit: how many digits make whole bytes, the digit for zero, and the decoder.
_KINDS: dict[int, tuple[int, str, Callable[[str], bytes]]] = {
    6: (4, "A", lambda text: base64.b64decode(text.translate(_STANDARD))),
    5: (8, "A", base64.b32decode),
    4: (2, "0", bytes.fromhex),
}


class _Digits(View):
    """The bytes that runs of digits stand for, each run from its digit number `offset` on.

    A digit has `bits` bits.  Runs are padded with zeros, so that each starts with a byte of its own.
    """

    def __init__(self, source: str, runs: list[tuple[int, int]], offset: int, bits: int) -> None:
        self._bits = bits
        self._places = [start + offset for start, _ in runs]
        group, filling, bytes_of = _KINDS[bits]
        parts = []
        for start, end in runs:
            part = source[start + offset : end]
            parts.append(part + filling * (-len(part) % group))
        self._starts = [0, *accumulate(map(len, parts))]
        super().__init__(bytes_of("".join(parts)).decode("latin-1"))

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._place(start * 8 // self._bits), self._place((end * 8 - 1) // self._bits) + 1

    def _place(self, digit: int) -> int:
        number = bisect_right(self._starts, digit) - 1
        return self._places[number] + digit - self._starts[number]


class Chain(View):
    """A text that was decoded twice; `span` leads to the text before the first decoding."""

    def __init__(self, first: View, second: View) -> None:
        super().__init__(second.text)
        self._first = first
        self._second = second

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._first.span(*self._second.span(start, end))


def unescaped(text: str) -> View | None:
    """The text without one layer of escapes; None if it has no escapes."""
    if "\0" in text:
        return _Replaced(text, [(match.start(), match.end(), "") for match in _FILLING.finditer(text)])
    found = [(m.start(), m.end(), meaning) for m in _ESCAPE.finditer(text) if (meaning := _meaning(m[0])) is not None]
    return _Replaced(text, found) if found else None


def layers(text: str) -> Iterator[View]:
    """The text without one layer of escapes, without two, and so on, up to `LAYERS`."""
    view = unescaped(text)
    for _ in range(LAYERS):
        if view is None:
            return
        yield view
        deeper = unescaped(view.text)
        view = deeper and Chain(view, deeper)


def rewritten(text: str) -> Iterator[View]:
    """The text without quoted-printable, the text with its lines joined, the bytes of its lists of numbers, and the
    characters that are quoted one by one.

    Each of the four is left out if the text has nothing of the kind.
    """
    for pattern in (_QUOTED, _BREAK):
        found = [(m.start(), m.end(), _quoted(m[0]) if pattern is _QUOTED else "") for m in pattern.finditer(text)]
        if found:
            yield _Replaced(text, found)
    if _NUMBERS.search(text):
        yield _Numbers(text)
    if _CHARACTERS.search(text):
        yield _Characters(text)


def unpacked(text: str) -> Iterator[View]:
    """The decompressed texts from each place where data of gzip or deflate may start, within the limits."""
    room = _MOST_UNPACKED
    for match in islice(_PACKED.finditer(text), _MOST_PACKED):
        packed = text[match.start() :]
        try:
            stream = zlib.decompressobj(_GZIP_OR_ZLIB)
            data = stream.decompress(packed.encode("latin-1"), room)
        except (zlib.error, UnicodeEncodeError):
            continue
        room -= len(data)
        if data:
            yield _Unpacked(data.decode("latin-1"), match.start(), len(text) - len(stream.unused_data))
        if room <= 0:
            return


def lowered(text: str) -> str:
    """The text in lower case, with the same number of characters."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(char.lower()[:1] for char in text)


def digits(text: str, shortest: int) -> Iterator[View]:
    """What the runs of digits decode to, for each possible start of a group; runs of fewer than `shortest` bytes are
    left out.
    """
    for separator, run, bits in ((_FOLD, _BASE64, 6), (_FOLD, _BASE32, 5), (_GAP, _HEXADECIMAL, 4)):
        gaps = [(match.start(), match.end(), "") for match in separator.finditer(text)]
        joined = _Replaced(text, gaps)
        least = -(-shortest * 8 // bits)
        runs = [match.span() for match in run.finditer(joined.text) if match.end() - match.start() >= least]
        for offset in range(_KINDS[bits][0]) if runs else ():
            yield Chain(joined, _Digits(joined.text, runs, offset, bits))


def _meaning(escape: str) -> str | None:
    """What an escape stands for; None if it is not an escape after all."""
    kind, rest = escape[0], escape[1:]
    if kind == "%":
        return chr(int(rest.removeprefix("u"), 16))
    if kind == "\\":
        if len(rest) == 1:
            return _CONTROLS.get(rest, rest)
        if rest[0] in "01234567":
            return chr(int(rest, 8))
        return _character(int(rest[1:].strip("{}"), 16))
    if rest.startswith(("#x", "#X")):
        return _character(int(rest[2:].rstrip(";"), 16))
    if rest.startswith("#"):
        return _character(int(rest[1:].rstrip(";")))
    return html5.get(rest)


def _quoted(escape: str) -> str:
    return chr(int(escape[1:], 16)) if escape[1:].isalnum() else ""


def _character(number: int) -> str | None:
    if number in _ESCAPED_BYTES:
        number -= _ESCAPED_ZERO
    return chr(number) if number <= _LARGEST else None
