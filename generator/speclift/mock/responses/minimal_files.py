"""The smallest files of common media types that programs can open."""

from __future__ import annotations

import functools
import gzip
import struct
import zlib
from collections.abc import Callable, Mapping

from speclift.openapi.structure.media_types import is_xml

#: One black pixel (GIF89a).
_GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
#: One pixel, lossless (RFC 9649).
_WEBP = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
#: An empty archive (APPNOTE.TXT, section 4.3.16).
_ZIP = b"PK\x05\x06" + bytes(18)
#: The content for an unknown type: any bytes are a file.
_ANY = b"mock\n"
_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<root/>\n'
_HTML = b"<!doctype html><title>mock</title><p>mock</p>\n"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'


def file_of(media_type: str) -> bytes | None:
    """A file of a media type without parameters; None for an unknown type."""
    make = _FILES.get(media_type)
    return make() if make else _ZIP if media_type.startswith(_ZIPPED) or media_type.endswith("+zip") else None


def any_file(media_type: str) -> bytes:
    """A file of a media type without parameters; an empty element for XML, and some bytes for an unknown type."""
    return file_of(media_type) or (_XML if is_xml(media_type) else _ANY)


@functools.cache
def _png() -> bytes:
    """One grey pixel (PNG, third edition, section 5)."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@functools.cache
def _jpeg() -> bytes:
    """One grey pixel (ITU-T T.81, annex B): two Huffman tables of one code each, and two bits that use them."""
    huffman = b"\1" + bytes(15) + b"\0"
    segments = (
        (0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        (0xDB, b"\0" + b"\1" * 64),
        (0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\1\x11\0"),
        (0xC4, b"\0" + huffman),
        (0xC4, b"\x10" + huffman),
        (0xDA, b"\1\1\0\0\x3f\0"),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data for marker, data in segments)
    return b"\xff\xd8" + head + b"\x3f\xff\xd9"


@functools.cache
def _bitmap() -> bytes:
    """One white pixel (BITMAPINFOHEADER, 24 bits)."""
    header = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + 4, 0, 0, 14 + len(header)) + header + b"\xff\xff\xff\0"


@functools.cache
def _pdf() -> bytes:
    """One empty page (ISO 32000-1, section 7.5)."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
    )
    found, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(found))
        found += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return found + end % (table, len(found))


@functools.cache
def _wave() -> bytes:
    """One sample of silence (RIFF, 8 bits, 8,000 Hz)."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", 1) + b"\x80\0"
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def _gzip() -> bytes:
    return gzip.compress(_ANY, mtime=0)


_ZIPPED = ("application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.")
_FILES: Mapping[str, Callable[[], bytes]] = {
    "application/gzip": _gzip,
    "application/java-archive": lambda: _ZIP,
    "application/octet-stream": lambda: _ANY,
    "application/pdf": _pdf,
    "application/x-gzip": _gzip,
    # Two empty blocks end an archive (POSIX, pax, "ustar Interchange Format").
    "application/x-tar": lambda: bytes(1024),
    "application/x-zip-compressed": lambda: _ZIP,
    "application/zip": lambda: _ZIP,
    "audio/wav": _wave,
    "audio/wave": _wave,
    "audio/x-wav": _wave,
    "image/bmp": _bitmap,
    "image/gif": lambda: _GIF,
    "image/jpeg": _jpeg,
    "image/jpg": _jpeg,
    "image/pjpeg": _jpeg,
    "image/png": _png,
    "image/svg+xml": lambda: _SVG,
    "image/webp": lambda: _WEBP,
    "text/html": lambda: _HTML,
    "application/xhtml+xml": lambda: (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>mock</title></head><body/></html>\n'
    ),
}
