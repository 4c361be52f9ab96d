"""Requests that are wrong in every way that a client or an attacker can think of.

A request with `Attack.is_whole` is framed as HTTP requires, so the server must respond to it.  For any other request,
the server may respond or just close the connection.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

MEMBER = b"/api/v1/ProjectMember"
TASK = b"/api/v1/Agents/Batch/GetBatchTaskInfo"
UPLOAD = b"/api/v1/Attachment/7/Content"
JSON = b"application/json"

Headers = list[tuple[bytes, bytes]]


class Attack(NamedTuple):
    """The bytes of one request, and whether they are a complete request."""

    name: str
    data: bytes
    is_whole: bool = True


def request(method: bytes, target: bytes, *headers: tuple[bytes, bytes], body: bytes | None = None) -> bytes:
    """A well-framed request with a credential."""
    all_headers: Headers = [(b"Host", b"localhost"), (b"Authorization", b"Bearer x"), *headers]
    if body is not None:
        all_headers.append((b"Content-Length", b"%d" % len(body)))
    return head(method, target, all_headers) + (body or b"")


def head(method: bytes, target: bytes, headers: Headers, version: bytes = b"HTTP/1.1") -> bytes:
    lines = [b"%s %s %s" % (method, target, version), *(b"%s: %s" % header for header in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def post(body: bytes, media_type: bytes = JSON, target: bytes = TASK) -> bytes:
    return request(b"POST", target, (b"Content-Type", media_type), body=body)


def noise(rng: random.Random, max_length: int) -> bytes:
    return rng.randbytes(rng.randint(1, max_length))


def _broken_json(rng: random.Random) -> bytes:
    good = b'{"Id": 12, "More": ["a", {"b": null}], "Text": "\\u00e9"}'
    cut = rng.randrange(1, len(good))
    # None of these is JSON: they are cut off, end too late, have a control character, or have the wrong quotes.
    return rng.choice((good[:cut], good + b"}", good[:cut] + b"\x01" + good[cut:], good.replace(b"12", b"'12'")))


def _odd_value(rng: random.Random) -> bytes:
    value = rng.choice(
        (
            b"NaN",
            b"Infinity",
            b"-Infinity",
            b"1e400",
            b"9" * rng.choice((20, 400, 5000, 50_000)),
            b"-" + b"9" * 400,
            b"1." + b"3" * 1000 + b"1",
            b"0x10",
            b"01",
            b"+1",
            b".5",
            b"--1",
            b'"12"',
            b"true",
            b"[]",
            b"{}",
            b"null,",
            b'"\\ud800"',
            b'"\\udc00\\ud800"',
            b'"\\u0000"',
            b'"\x00"',
            b'"\\x"',
            b'"\xff\xfe"',
            b'"\xc0\xaf"',
            b'"\xed\xa0\x80"',
            b'"\xf4\x90\x80\x80"',
            b'"' + noise(rng, 40),
        )
    )
    return b'{"Id": %s}' % value


def _deep(rng: random.Random) -> bytes:
    opening, closing = rng.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")))
    depth = rng.choice((101, 255, 1000, 2000, 100_000 if rng.random() < 0.3 else 5000))
    return opening * depth + (b"1" + closing * depth if rng.random() < 0.5 else b"")


def _json(rng: random.Random) -> Attack:
    kind = rng.choice((_broken_json, _odd_value, _odd_value, _deep))
    return Attack(kind.__name__, post(kind(rng)))


def _media_type(rng: random.Random) -> Attack:
    body, media_type = rng.choice(
        (
            (b"{}", b"application/json; charset=utf-16"),
            (b"{}", b"application/json; charset=" + b"x" * 500),
            ('{"Id": 1}'.encode("utf-16"), JSON),
            (b"\xef\xbb\xbf{}", JSON),
            (b"{}", b"text/nonsense"),
            (b"{}", b"json"),
            (b"{}", b"*/*"),
            (b"{}", b"application/json, application/json"),
            (b"{}", b"\xff\xfe/\x80"),
            (b"{}", b";;;"),
            (b"Id=x", b"application/x-www-form-urlencoded"),
            (b"&&&=&%", b"application/x-www-form-urlencoded"),
            (b"Id=%FF", b"application/x-www-form-urlencoded"),
            (b"&".join([b"a"] * 3000), b"application/x-www-form-urlencoded"),
        )
    )
    return Attack("media type", post(body, media_type))


def _multipart(rng: random.Random) -> Attack:
    body = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n--b--\r\n'
    parameters = rng.choice((b"", b"; boundary=", b'; boundary=""', b"; boundary=other", b"; boundary", b"; b=b"))
    return Attack("multipart", post(body, b"multipart/form-data" + parameters, UPLOAD))


def _xml(rng: random.Random) -> Attack:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    body = rng.choice(
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">' + entities + b"]><a>&e9;</a>",
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
            b"<a>" * 10_000,
            b"<a",
            b"",
            b"<a>\xff</a>",
            b'<?xml version="1.0" encoding="nonsense"?><a/>',
            b"<a>&unknown;</a>",
            b"<a b='1' b='2'/>",
        )
    )
    return Attack("xml", post(body, rng.choice((b"application/xml", b"text/xml"))))


def _target(rng: random.Random) -> Attack:
    target = rng.choice(
        (
            MEMBER + b"/%FF",
            MEMBER + b"/%C0%AF",
            MEMBER + b"/%",
            MEMBER + b"/%zz",
            MEMBER + b"/%00",
            MEMBER + b"/7%0d%0aX-Own:1",
            MEMBER + b"/%2e%2e",
            MEMBER + b"/../../etc/passwd",
            MEMBER + b"/" + b"9" * 6000,
            MEMBER + b"/-",
            MEMBER + b"/1e5",
            MEMBER + b"/%D9%A1",
            MEMBER + b"?$top=" + b"9" * 6000,
            MEMBER + b"?$top=%FF",
            MEMBER + b"?$top=1&$top=2",
            MEMBER + b"?" + b"a=1&" * 5000,
            MEMBER + b"?__code=" + b"9" * 5000,
            MEMBER + b"?__example=%0d%0aX-Own:1",
            MEMBER + b"/7?$select=" + b"a" * 66_000,
            b"/" + b"a/" * 35_000,
            b"//////",
            b"/",
            b"/nowhere" + bytes(rng.choices(b"abc/%?&=;:@", k=30)),
            b"http://other.example/nowhere",
            b"/%2e%2e/%2e%2e",
        )
    )
    return Attack("target", request(b"GET", target))


def _method(rng: random.Random) -> Attack:
    method = rng.choice((b"DELETE", b"PUT", b"PATCH", b"TRACE", b"PROPFIND", b"MKCOL", b"LOCK", b"SEARCH"))
    return Attack("method", request(method, MEMBER))


def _headers(rng: random.Random) -> Attack:
    target = rng.choice((MEMBER, MEMBER + b"/7"))
    host, login = (b"Host", b"localhost"), (b"Authorization", b"Bearer x")
    headers = rng.choice(
        (
            [login],
            [(b"Host", b"evil.example"), login],
            [host, (b"Host", b"evil.example"), login],
            [host, host, login],
            [host],
            [host, login, login, (b"Authorization", b"Basic !"), (b"Content-Type", JSON), (b"Accept", b"audio/x")],
            [host, (b"Authorization", b"Basic " + b"=" * 100)],
            [host, (b"Authorization", b"Bearer")],
            [host, (b"Authorization", noise(rng, 30).replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b""))],
            [host, login, (b"Accept", b"audio/x")],
            [host, login, (b"Accept", b"application/json;q=nan")],
            [host, login, (b"Accept", b"a/b," * 3000)],
            [host, login, (b"Prefer", b"code=" + b"9" * 5000)],
            [host, login, (b"Prefer", b'example="nowhere"')],
            [host, login, (b"X-Large", b"a" * rng.choice((17_000, 60_000)))],
            [host, login, *[(b"X-%d" % n, b"a") for n in range(rng.choice((201, 2000)))]],
            [host, login, *[(b"Cookie", b"a=b")] * 1000],
        )
    )
    # A header value with control characters is not valid HTTP.
    is_text = all(byte >= 32 and byte != 127 for _, value in headers for byte in value)
    return Attack("headers", head(b"GET", target, headers), is_text)


def _chunked(rng: random.Random) -> Attack:
    body = rng.choice((b"{", b"[" * 5000, b'{"Id": "x"}', b"\xff"))
    parts = b"".join(b"1\r\n%c\r\n" % byte for byte in body[:50]) + b"0\r\n\r\n"
    headers = (b"Content-Type", JSON), (b"Transfer-Encoding", b"chunked")
    return Attack("chunked", request(b"POST", TASK, *headers) + parts)


def _too_large(rng: random.Random) -> Attack:
    size = rng.choice((b"10485761", b"99999999999"))
    headers = (b"Content-Type", JSON), (b"Content-Length", size)
    return Attack("too large", request(b"POST", TASK, *headers))


def _length(rng: random.Random) -> Attack:
    lengths = rng.choice(
        (
            [b"-1"],
            [b"1", b"2"],
            [b"x"],
            [b"1x"],
            [b"0x10"],
            [b"+5"],
            [b"1,1"],
            [b"9" * 30],
            [b"18446744073709551616"],
            [b""],
            [b"3"],
            [b"2000"],
        )
    )
    headers = [(b"Content-Length", length) for length in lengths]
    return Attack("length", request(b"POST", TASK, (b"Content-Type", JSON), *headers) + b'{"Id": "x"}', False)


def _bad_chunks(rng: random.Random) -> Attack:
    parts = rng.choice(
        (
            b"zz\r\n{\r\n0\r\n\r\n",
            b"5\r\n{\r\n0\r\n\r\n",
            b"-1\r\n{\r\n0\r\n\r\n",
            b"ffffffffffffffffff\r\n{",
            b"1\r\n{",
            b"1\r\n{\r\n",
            b"1{0",
            b"\r\n\r\n",
            b"1;" + b"x" * 9000 + b"\r\n{\r\n0\r\n\r\n",
            b"1\r\n{\r\n0\r\nContent-Length: 5\r\nAuthorization: Bearer y\r\n\r\n",
            b"0\r\n" + b"X-Trailer: a\r\n" * 500 + b"\r\n",
        )
    )
    coding = rng.choice(
        (b"chunked", b"chunked", b"chunked", b"gzip", b"chunked, identity", b"xchunked", b"chunked\x0b")
    )
    conflicting: Headers = [(b"Content-Length", b"5")] if rng.random() < 0.2 else []
    headers = [(b"Content-Type", JSON), (b"Transfer-Encoding", coding), *conflicting]
    return Attack("bad chunks", request(b"POST", TASK, *headers) + parts, False)


def _not_http(rng: random.Random) -> Attack:
    good: Headers = [(b"Host", b"localhost"), (b"Authorization", b"Bearer x")]
    data = rng.choice(
        (
            head(b"FOO", MEMBER, good),
            head(b"CONNECT", b"localhost:80", good),
            head(b"CONNECT", MEMBER, good),
            head(b"", MEMBER, good),
            head(b"G" * 100_000, MEMBER, good),
            head(b"get", MEMBER, good),
            head(b"GET", b"", good),
            head(b"GET", b"nowhere", good),
            head(b"GET", b"*", good),
            head(b"GET", b"/a b c", good),
            head(b"GET", b"/\xff\xfe", good),
            head(b"GET", b"/\x00", good),
            head(b"GET", b"http://", good),
            head(b"GET", b"/nowhere", good, b"HTTP/9.9"),
            head(b"GET", b"/nowhere", good, b"HTTP/1.0"),
            head(b"GET", b"/nowhere", good, b"HTP/1.1"),
            head(b"GET", b"/nowhere", [*good, (b"X-\x00", b"a")]),
            head(b"GET", b"/nowhere", [*good, (b"X Y", b"a")]),
            head(b"GET", b"/nowhere", [*good, (b"X-A ", b"a")]),
            head(b"GET", b"/nowhere", [*good, (b"X-A", b"a\r b")]),
            head(b"GET", b"/nowhere", [*good, (b"X-A", b"a\x00b")]),
            head(b"GET", b"/nowhere", [*good, (b"", b"a")]),
            head(b"GET", b"/nowhere", [*good, (b"Upgrade", b"websocket"), (b"Connection", b"Upgrade")]),
            head(b"GET", b"/nowhere", good).replace(b"\r\n", b"\n"),
            head(b"GET", b"/nowhere", good).replace(b"\r\n", b"\r"),
            head(b"GET", b"/nowhere", good).replace(b": ", b" "),
            b"GET /nowhere\r\n",
            b"GET /nowhere\r\n\r\n",
            b"GET /nowhere HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
            b"GET /nowhere HTTP/1.1\r\nHost: mock",
            b"GET /nowhere HTTP/1.1\r\n" + b"X-A: a\r\n" * 30_000,
            b"GET /nowhere HTTP/1.1\r\nX-A: " + b"a" * 600_000,
            b"GET /" + b"a" * 600_000,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00" * 9,
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + rng.randbytes(200),
            b"\r\n" * 1000 + b"x",
            b"\x00" * 100,
            noise(rng, 500),
        )
    )
    return Attack("not http", data, False)


_KINDS: tuple[tuple[int, Callable[[random.Random], Attack]], ...] = (
    (24, _json),
    (10, _media_type),
    (5, _multipart),
    (8, _xml),
    (16, _target),
    (8, _method),
    (10, _headers),
    (5, _chunked),
    (2, _too_large),
    (6, _length),
    (6, _bad_chunks),
    (10, _not_http),
)


def attack(rng: random.Random) -> Attack:
    """One random request; a generator with the same seed gives the same requests."""
    (kind,) = rng.choices([kind for _, kind in _KINDS], [weight for weight, _ in _KINDS])
    return kind(rng)
