"""A curl line sends the same request that caused a finding, whatever is in it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speclift.fuzz.curl import curl_line
from speclift.fuzz.exchange import Request
from tests.fuzz.answers import ReceivedRequest, Server, serving

JSON = {"Content-Type": "application/json"}
PARTS = (
    b'--b0\r\nContent-Disposition: form-data; name="file"; filename="it\'s.bin"\r\n\r\n\0\x01\xff`id`\r\n'
    b'--b0\r\nContent-Disposition: form-data; name="note"\r\n\r\n"quoted" \\ $HOME\r\n--b0--\r\n'
)

pytestmark = [
    pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="curl and bash are not installed"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(lambda _: (200, {"Content-Type": "text/plain"}, b"here")) as running:
        yield running


def sent(server: Server, request: Request, folder: Path | None = None, shell: str = "bash") -> ReceivedRequest:
    """The request that arrives when a shell runs the curl line of a request."""
    server.requests.clear()
    command = [shell, "-c", f"{curl_line(request)} --silent --max-time 10"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    (received,) = server.requests
    return received


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": "a\0b"}',
        b'{"name": "it\'s \\"quoted\\""}',
        b"\0",
        b"\0'\\",
        b"%s%%\0\\0101",
        b"@here",
        b"@\0here",
        b"line\nanother\r\n",
        b"\xff\xfe\x80",
        "ü\U0001f680 \u202e".encode(),
        b"$HOME `id` $(id) !!",
    ],
)
def test_every_byte_of_a_body_arrives(server: Server, body: bytes, tmp_path: Path) -> None:
    (tmp_path / "here").write_text("a file")
    assert sent(server, Request("POST", f"{server.url}/things", JSON, body), tmp_path).body == body


@pytest.mark.parametrize(
    "body", [b"line\nanother", b"\xff\xfe\x80", b"-%s\t\\n", "\u202e it's \x85".encode(), b"$HOME `id` $(id) !!"]
)
def test_only_bodies_with_nul_or_a_last_line_end_need_bash(server: Server, body: bytes) -> None:
    assert sent(server, Request("POST", f"{server.url}/things", JSON, body), shell="sh").body == body


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=200))
def test_any_body_arrives(server: Server, body: bytes) -> None:
    assert sent(server, Request("POST", f"{server.url}/things", JSON, body)).body == body


def test_a_multipart_body_arrives_unchanged(server: Server) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b0"}
    received = sent(server, Request("POST", f"{server.url}/files", headers, PARTS))
    assert (received.headers["content-type"], received.body) == (headers["Content-Type"], PARTS)


@pytest.mark.parametrize(
    "target", ["/things?tag[]=a&tag[]=b", "/things/{id}?q={a,b}", "/a?b='c'&d=%22", "/things/.hidden?x=[1-3]"]
)
def test_a_url_with_special_characters_arrives_unchanged(server: Server, target: str) -> None:
    assert sent(server, Request("GET", f"{server.url}{target}", {})).target == target


def test_the_headers_arrive_and_no_others_are_added(server: Server) -> None:
    headers = {"X-Empty": "", "X-Quote": 'it\'s "so"', "Accept": "text/csv", "Cookie": "a=1; b=2"}
    received = sent(server, Request("POST", f"{server.url}/things", headers, b"{}"))
    assert {name: received.headers.get(name.lower()) for name in headers} == headers
    # The request had no media type.
    assert "content-type" not in received.headers


@pytest.mark.parametrize("method", ["HEAD", "DELETE", "OPTIONS", "QUERY"])
def test_the_method_arrives_and_curl_does_not_wait_for_a_body(server: Server, method: str) -> None:
    assert sent(server, Request(method, f"{server.url}/things", {})).method == method
