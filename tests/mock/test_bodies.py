"""Reading a body takes no more memory and time than its media type needs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from speclift.contract.serialization.bodies import MalformedBodyError, reader_of
from speclift.http.asgi import Message
from speclift.mock.problems import Problem
from speclift.mock.requests.parse import Waiting, read_body
from speclift.mock.resources.patches import PatchError, patched

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=frontier"
MEBIBYTE = 2**20


def parsed(body: bytes, content_type: str = "application/json") -> Any:
    return reader_of(content_type, None, {})(body)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[" + b"{}," * 300_000 + b"{}]"),
        ("application/json", b"[" + b"1," * 300_000 + b"1]"),
        ("application/xml", b"<a>" * 300_000),
        (FORM, b"a=" + b"%41" * 400_000),
        (PARTS, b"--frontier\r\n\r\nx\r\n" * 5000 + b"--frontier--\r\n"),
        (PARTS, b"--frontier\r\n" + b"Name: value\r\n" * 5000 + b"\r\nx\r\n--frontier--\r\n"),
    ],
    ids=["objects", "numbers", "tags", "form", "parts", "headers of a part"],
)
def test_a_body_that_would_take_many_times_its_size_in_memory_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(MalformedBodyError) as caught:
        parsed(body, content_type)
    assert caught.value.status == 413


def test_brackets_and_commas_in_a_string_do_not_count_as_values() -> None:
    text = '[{"a,": "\\\\"}, ' * 100_000
    body = b'{"text": "%s", "end": [1, 2]}' % text.replace("\\", "\\\\").replace('"', '\\"').encode()
    assert parsed(body) == {"text": text, "end": [1, 2]}


@pytest.mark.parametrize("text", [b"1e400", b'{"a": [1, -1e999]}', b"9" * 400])
def test_a_number_that_is_too_large_to_be_read_is_json(text: bytes) -> None:
    with pytest.raises(MalformedBodyError, match="has a number that is too large to be read, at line 1") as caught:
        parsed(text)
    assert caught.value.status == 400
    with pytest.raises(MalformedBodyError, match="is not JSON"):
        parsed(b'["number is infinity" 1]')


def test_parts_are_read_as_they_are_sent() -> None:
    image = bytes(range(256)) * 3
    body = (
        b"what comes before is for nobody\r\n"
        b'--frontier\r\nContent-Disposition: form-data; name="note"\r\n\r\nline\r\nand -- line\r\n'
        b'--frontier\r\ncontent-disposition: form-data; name="file"; filename="a"\r\nContent-Type: image/png\r\n\r\n'
        + image
        + b'\r\n--frontier  \r\nContent-Disposition: form-data; name="note"\r\n\r\n\r\n'
        b'--frontier\r\nContent-Disposition: form-data; name="coded"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nYWJj\r\n"
        b"--frontier\r\n\r\nwithout a name\r\n"
        b"--frontier--\r\nwhat comes after too"
    )
    notes = {"type": "object", "properties": {"note": {"type": "array", "items": {"type": "string"}}}}
    assert reader_of(PARTS, notes, {})(body) == {
        "note": ["line\r\nand -- line", ""],
        "file": image.decode(errors="replace"),
        "coded": "abc",
    }


@pytest.mark.parametrize("body", [b"", b"--fronti", b"--other\r\n\r\nx\r\n--other--\r\n"])
def test_a_multipart_body_without_parts_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBodyError, match="no part"):
        parsed(body, PARTS)


def test_the_copies_of_a_patch_are_counted_before_they_are_made() -> None:
    resource = {"a": ["x" * 1000] * 1000}
    with pytest.raises(PatchError, match="copies too much"):
        patched(resource, [{"op": "copy", "from": "", "path": "/b"}] * 30)
    with pytest.raises(PatchError, match="copies too much"):
        # The resource does not grow, but the copying goes on and on.
        patched(resource, [{"op": "copy", "from": "/a", "path": "/b"}] * 1000)
    assert patched(resource, [{"op": "copy", "from": "/a", "path": "/b"}])["b"] == resource["a"]


class Parts:
    """A body that arrives in parts, and then waits until `end` is set."""

    def __init__(self, *parts: bytes) -> None:
        self._parts = list(parts)
        self.end = asyncio.Event()

    async def __call__(self) -> Message:
        if self._parts:
            return {"type": "http.request", "body": self._parts.pop(0), "more_body": True}
        await self.end.wait()
        return {"type": "http.request", "body": b"", "more_body": False}


def test_bodies_that_arrive_at_the_same_time_share_one_limit() -> None:
    async def run() -> tuple[list[bytes | Problem | None], list[bytes | Problem | None]]:
        waiting = Waiting(2 * MEBIBYTE)
        large = [Parts(*[b"x" * 2**16] * 12) for _ in range(6)]
        small = [Parts(b"x" * 1000) for _ in range(6)]
        reading = [asyncio.create_task(read_body({}, body, 10 * MEBIBYTE, 60, waiting)) for body in (*large, *small)]
        await asyncio.sleep(0)
        refused = [task for task in reading if task.done()]
        for body in (*large, *small):
            body.end.set()
        first = [await task for task in reading]
        assert [task.result() for task in refused] == [body for body in first if isinstance(body, Problem)]
        again = [await read_body({}, body, 10 * MEBIBYTE, 60, waiting) for body in map(_ended, range(6))]
        return first, again

    first, again = asyncio.run(run())
    refused = [body.status for body in first if isinstance(body, Problem)]
    assert refused == [503] * 4
    assert [len(body) for body in first[6:] if isinstance(body, bytes)] == [1000] * 6
    # Bodies that were read or refused no longer count.
    assert [len(body) for body in again if isinstance(body, bytes)] == [12 * 2**16] * 6


def _ended(_: int) -> Parts:
    parts = Parts(*[b"x" * 2**16] * 12)
    parts.end.set()
    return parts
