"""What a user of a generated client relies on, tested with the client of the embedded reference."""

from __future__ import annotations

import asyncio
import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from superoffice import (
    ApiError,
    AsyncClient,
    BasicAuth,
    BearerAuth,
    CallOptions,
    Client,
    ConnectionFailedError,
    ForbiddenError,
    Hooks,
    JsonPatch,
    MergePatch,
    NotFoundError,
    ParseError,
    Retry,
    ServerError,
    SoTicketAuth,
    StatusError,
    TimedOutError,
    TooManyRequestsError,
    UnauthorizedError,
    UnsafeLinkError,
    XsrfAuth,
)
from superoffice.models import BatchJob, ContactEntityWithLinks, GetBatchTaskInfoRequest

from tests.client.waiting import waits
from tests.client.wire import BASE, Recorder

AT_ONCE = Retry(first_delay=0)
Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler, **options: object) -> Client:
    http = httpx.Client(transport=httpx.MockTransport(handler))
    return Client(BASE, http_client=http, **options)  # type: ignore[arg-type]


def async_client(handler: Handler, **options: object) -> AsyncClient:
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return AsyncClient(BASE, http_client=http, **options)  # type: ignore[arg-type]


def in_turn(*responses: httpx.Response | Exception) -> tuple[Handler, list[httpx.Request]]:
    """A handler that returns these responses in order, and the requests that it receives."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        # A copy: after a 401 the request itself gets other credentials.
        requests.append(
            httpx.Request(request.method, request.url, headers=request.headers, extensions=request.extensions)
        )
        response = responses[len(requests) - 1]
        if isinstance(response, Exception):
            raise response
        return response

    return handler, requests


def contact(**properties: object) -> httpx.Response:
    return httpx.Response(200, json={"ContactId": 42, **properties})


def test_the_example_of_the_readme_works() -> None:
    recorder = Recorder(json.dumps({"Id": 189, "Name": "Sync"}).encode())
    with Client(BASE + "/", auth=BearerAuth("t"), http_client=recorder.client()) as so:
        task = so.batch.get_batch_task_info(id=189, select=["Name", "State"])
        so.contact.get_contact_entity(42)
    assert (task.id, task.name) == (189, "Sync")
    first, second = recorder.requests
    assert str(first.url) == f"{BASE}/api/v1/Agents/Batch/GetBatchTaskInfo?$select=Name%2CState"
    assert (first.method, json.loads(first.content)) == ("POST", {"Id": 189})
    assert (second.method, str(second.url)) == ("GET", f"{BASE}/api/v1/Contact/42")
    assert first.headers["Authorization"] == "Bearer t"


def test_an_argument_that_is_not_given_null_and_a_value_are_told_apart() -> None:
    recorder = Recorder(b"{}")
    so = Client(BASE, http_client=recorder.client())
    so.batch_agent.get_batch_task_info()
    so.batch_agent.get_batch_task_info(id=None)
    so.batch_agent.get_batch_task_info(GetBatchTaskInfoRequest(id=7))
    assert [json.loads(request.content) for request in recorder.requests] == [{}, {"Id": None}, {"Id": 7}]
    read = BatchJob.model_validate({"Name": None})
    assert (read.is_given("name"), read.is_given("state")) == (True, False)
    assert read.to_wire() == {"Name": None}
    with pytest.raises(TypeError, match="not both"):
        so.batch_agent.get_batch_task_info(GetBatchTaskInfoRequest(id=7), id=8)


def test_undocumented_values_are_kept_and_are_errors_only_if_strict() -> None:
    sent = {"Id": 1, "State": "Paused", "Colour": {"Hue": 7}}
    so = client(lambda _: httpx.Response(200, json=sent))
    task = so.batch_agent.get_batch_task_info(id=1)
    assert task.state is not None
    assert task.state == "Paused"
    assert task.model_extra == {"Colour": {"Hue": 7}}
    assert task.to_wire() == sent
    for expected, value in (("Colour", sent), ("Paused", {"State": "Paused"})):
        strict = client(lambda _, value=value: httpx.Response(200, json=value), strict=True)  # type: ignore[misc]
        with pytest.raises(ParseError, match=expected) as caught:
            strict.batch_agent.get_batch_task_info(id=1)
        assert caught.value.json() == value
    lenient = client(lambda _: httpx.Response(200, json=sent), strict=True)
    assert lenient.batch_agent.get_batch_task_info(id=1, options=CallOptions(strict=False)).id == 1


def test_dates_are_parsed_and_sent_back_unchanged() -> None:
    text = "2026-03-02T09:15:00.1234567+01:00"
    found = ContactEntityWithLinks.model_validate({"UpdatedDate": text})
    assert found.updated_date == datetime.datetime.fromisoformat("2026-03-02T09:15:00.123456+01:00")
    assert found.to_wire() == {"UpdatedDate": text}
    found.updated_date = datetime.datetime(2026, 1, 2, 3, 4, 5)
    assert found.to_wire() == {"UpdatedDate": "2026-01-02T03:04:05"}


@pytest.mark.parametrize(
    ("status", "kind"), [(403, ForbiddenError), (404, NotFoundError), (418, StatusError), (500, ServerError)]
)
def test_each_status_has_its_error_with_the_whole_response(status: int, kind: type[StatusError]) -> None:
    so = client(lambda _: httpx.Response(status, json={"Message": "no"}, headers={"X-Trace": "7"}))
    with pytest.raises(ApiError) as caught:
        so.contact.get_contact_entity(42)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.headers["X-Trace"], error.json()) == (status, "7", {"Message": "no"})
    assert error.operation == "v1ContactEntity_GetContactEntity"


@pytest.mark.parametrize("body", [b"<html>", b'{"ContactId": "many"}', b""])
def test_a_body_that_does_not_parse_is_an_error_with_the_response(body: bytes) -> None:
    so = client(lambda _: httpx.Response(200, content=body))
    with pytest.raises(ParseError) as caught:
        so.contact.get_contact_entity(42)
    assert (caught.value.status, caught.value.body) == (200, body)
    raw = so.raw(so.contact.get_contact_entity, 42)
    assert (raw.status, raw.content) == (200, body)


def test_the_raw_response_parses_to_what_the_call_returns() -> None:
    so = client(lambda _: contact(Name="Sund"))
    raw = so.raw(so.contact.get_contact_entity, id=42)
    assert raw.headers["Content-Type"] == "application/json"
    assert raw.parse().name == "Sund"

    async def main() -> None:
        found = await async_client(lambda _: contact(Name="Sund")).raw(
            async_client(lambda _: contact(Name="Holm")).contact.get_contact_entity, 42
        )
        assert found.parse().name == "Holm"

    asyncio.run(main())


def test_safe_calls_are_retried_and_others_are_not() -> None:
    broken = httpx.ConnectError("no route")
    handler, requests = in_turn(broken, httpx.Response(503), contact())
    assert client(handler, retry=AT_ONCE).contact.get_contact_entity(42).contact_id == 42
    assert len(requests) == 3
    handler, requests = in_turn(httpx.Response(502), httpx.Response(200, json={"Id": 1}))
    assert client(handler, retry=AT_ONCE).batch_agent.get_batch_task_info(id=1).id == 1
    handler, requests = in_turn(httpx.Response(503), httpx.Response(200, json={}))
    with pytest.raises(ServerError):
        client(handler, retry=AT_ONCE).batch_agent.stop_batch_job(id=1)
    assert len(requests) == 1
    handler, requests = in_turn(httpx.Response(503), httpx.Response(204))
    client(handler).batch_agent.stop_batch_job(id=1, options=CallOptions(retry=Retry(writes=True, first_delay=0)))
    assert len(requests) == 2


def test_retries_end_with_an_error_that_says_why() -> None:
    handler, requests = in_turn(*[httpx.ReadTimeout("slow")] * 3)
    with pytest.raises(TimedOutError, match="GetContactEntity: slow"):
        client(handler, retry=AT_ONCE).contact.get_contact_entity(42)
    assert len(requests) == 3
    handler, requests = in_turn(httpx.ConnectError("refused"))
    with pytest.raises(ConnectionFailedError, match="refused"):
        client(handler, retry=Retry(attempts=1)).contact.get_contact_entity(42)


@pytest.mark.parametrize(("retry_after", "waited"), [("2", 2.0), ("900", 30.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)])
def test_the_client_waits_as_long_as_the_server_says(
    retry_after: str, waited: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    delays = waits("superoffice", monkeypatch)
    handler, _ = in_turn(httpx.Response(429, headers={"Retry-After": retry_after}), contact())
    client(handler).contact.get_contact_entity(42)
    assert delays == [waited]
    handler, _ = in_turn(*[httpx.Response(429)] * 3)
    with pytest.raises(TooManyRequestsError):
        client(handler).contact.get_contact_entity(42)
    assert 0 <= delays[1] <= 0.5
    assert 0 <= delays[2] <= 1.0


def test_credentials_are_sent_and_refreshed_when_refused() -> None:
    tokens = iter(["old", "new"])
    handler, requests = in_turn(httpx.Response(401), contact(), contact())
    so = client(handler, auth=[BearerAuth(lambda: next(tokens)), XsrfAuth("x")])
    so.contact.get_contact_entity(42)
    so.contact.get_contact_entity(42)
    assert [request.headers["Authorization"] for request in requests] == ["Bearer old", "Bearer new", "Bearer new"]
    assert {request.headers["X-XSRF-TOKEN"] for request in requests} == {"x"}
    passwords = iter(["stale", "secret"])
    handler, requests = in_turn(httpx.Response(401), contact())
    client(handler, auth=BasicAuth("anna", lambda: next(passwords))).contact.get_contact_entity(42)
    assert requests[1].headers["Authorization"] == "Basic YW5uYTpzZWNyZXQ="
    for auth, expected in (
        (BasicAuth("anna", "secret"), "Basic YW5uYTpzZWNyZXQ="),
        (SoTicketAuth("7T:a"), "SoTicket 7T:a"),
    ):
        handler, requests = in_turn(contact())
        client(handler, auth=auth).contact.get_contact_entity(42)
        assert requests[0].headers["Authorization"] == expected
        assert expected not in repr(auth)


def test_a_coroutine_may_fetch_the_credential_of_an_asynchronous_client() -> None:
    async def token() -> str:
        return "fresh"

    handler, requests = in_turn(contact())

    async def main() -> None:
        async with async_client(handler, auth=BearerAuth(token)) as so:
            assert (await so.contact.get_contact_entity(42)).contact_id == 42

    asyncio.run(main())
    assert requests[0].headers["Authorization"] == "Bearer fresh"
    with pytest.raises(TypeError, match="AsyncClient"):
        client(lambda _: contact(), auth=BearerAuth(token)).contact.get_contact_entity(42)


def test_options_of_the_client_can_be_overridden_by_a_call() -> None:
    handler, requests = in_turn(contact(), contact())
    so = client(handler, so_language="nb", so_app_token="app", headers={"X-A": "1"}, timeout=5)
    so.contact.get_contact_entity(42)
    so.contact.get_contact_entity(42, options=CallOptions(so_language="de", headers={"X-B": "2"}, timeout=9))
    first, second = (request.headers for request in requests)
    assert (first["SO-Language"], first["SO-AppToken"], first["X-A"]) == ("nb", "app", "1")
    assert (second["SO-Language"], second["SO-AppToken"], second["X-A"], second["X-B"]) == ("de", "app", "1", "2")
    assert [request.extensions["timeout"]["read"] for request in requests] == [5, 9]


def test_lists_are_read_page_by_page_and_never_from_another_server() -> None:
    link = f"{BASE}/api/v1/Contact?$skip=2"
    contents = (
        {"odata.nextLink": link, "value": [{"name": "a"}, {"name": "b"}]},
        {"odata.nextLink": None, "value": [{"name": "c"}]},
    )
    handler, requests = in_turn(*(httpx.Response(200, json=content) for content in contents))
    so = client(handler, auth=BearerAuth("t"))
    rows = list(so.contact.get_all(filter="name begins 'S'", select=["name"]))
    assert [row["name"] for row in rows] == ["a", "b", "c"]
    assert [str(request.url) for request in requests] == [
        f"{BASE}/api/v1/Contact?$select=name&$filter=name%20begins%20%27S%27",
        link,
    ]
    assert requests[1].headers["Authorization"] == "Bearer t"
    handler, requests = in_turn(httpx.Response(200, json={"odata.nextLink": "https://evil.test/", "value": []}))
    with pytest.raises(UnsafeLinkError, match=r"evil\.test"):
        list(client(handler, auth=BearerAuth("t")).contact.get_all())

    handler, _ = in_turn(*(httpx.Response(200, json=contents[0]) for _ in range(9)))
    with pytest.raises(UnsafeLinkError, match="before"):
        list(client(handler).contact.get_all())

    async def main() -> list[str]:
        handler, _ = in_turn(*(httpx.Response(200, json=content) for content in contents))
        return [row["name"] async for row in async_client(handler).contact.get_all()]

    assert asyncio.run(main()) == ["a", "b", "c"]


def test_patches_are_sent_with_their_own_media_type() -> None:
    recorder = Recorder(b"{}")
    so = Client(BASE, http_client=recorder.client())
    so.project_member.patch_project_member(7, JsonPatch().replace("/Comment", "x").remove("/Phone"))
    so.project_member.patch_project_member(7, MergePatch({"Comment": None}))
    first, second = recorder.requests
    assert first.headers["Content-Type"] == "application/json-patch+json"
    assert json.loads(first.content) == [
        {"op": "replace", "path": "/Comment", "value": "x"},
        {"op": "remove", "path": "/Phone"},
    ]
    assert second.headers["Content-Type"] == "application/merge-patch+json"
    assert json.loads(second.content) == {"Comment": None}


def test_files_are_uploaded_from_any_source_and_downloaded_to_a_file(tmp_path: Path) -> None:
    data = bytes(range(256)) * 1000
    path = tmp_path / "up.bin"
    path.write_bytes(data)
    recorder = Recorder(b"{}")
    so = Client(BASE, http_client=recorder.client())
    with path.open("rb") as stream:
        for content in (data, path, stream, [data[:1000], data[1000:]]):
            so.attachment.upload_attachment(7, content)
    assert all(request.read() == data for request in recorder.requests)
    assert recorder.requests[1].headers["Content-Length"] == str(len(data))
    target = tmp_path / "down.bin"
    so = client(lambda _: httpx.Response(200, content=data, headers={"Content-Type": "image/png"}))
    found = so.attachment.get_attachment_stream(7)
    assert found.media_type == "image/png"
    assert found.save(target) == len(data)
    assert target.read_bytes() == data
    assert so.attachment.get_attachment_stream(7).read() == data

    async def main() -> None:
        uploads = Recorder(b"{}")
        http = httpx.AsyncClient(transport=httpx.MockTransport(uploads))
        so = AsyncClient(BASE, http_client=http)
        await so.attachment.upload_attachment(7, path)
        assert await uploads.requests[0].aread() == data
        down = await async_client(lambda _: httpx.Response(200, content=data)).attachment.get_attachment_stream(7)
        assert await down.save(tmp_path / "async.bin") == len(data)

    asyncio.run(main())
    assert (tmp_path / "async.bin").read_bytes() == data


def test_a_body_that_can_be_read_only_once_is_not_sent_again() -> None:
    """Neither after an error of the server nor with new credentials: the second body would be empty."""

    class StreamingTransport(httpx.BaseTransport):
        """Reads a body chunk by chunk, as a connection does, and keeps no copy for another attempt."""

        def __init__(self, status: int) -> None:
            self.status = status
            self.bodies: list[bytes] = []

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            assert isinstance(request.stream, httpx.SyncByteStream)
            self.bodies.append(b"".join(request.stream))
            return httpx.Response(self.status)

    for status, kind in ((401, UnauthorizedError), (503, ServerError)):
        transport = StreamingTransport(status)
        http = httpx.Client(transport=transport)
        retry = Retry(writes=True, first_delay=0)
        so = Client(BASE, http_client=http, auth=BearerAuth(lambda: "t"), retry=retry)
        with pytest.raises(kind):
            so.attachment.upload_attachment(7, iter([b"on", b"ce"]))
        assert transport.bodies == [b"once"]
    again = StreamingTransport(503)
    so = Client(BASE, http_client=httpx.Client(transport=again), retry=Retry(writes=True, first_delay=0))
    with pytest.raises(ServerError):
        so.attachment.upload_attachment(7, b"all")
    assert again.bodies == [b"all"] * 3


def test_hooks_see_every_attempt() -> None:
    seen: list[object] = []
    hooks = Hooks(
        request=lambda request: seen.append(request.method),
        response=lambda response: seen.append(response.status_code),
        retry=lambda operation, attempt, delay: seen.append((operation, attempt)),
    )
    handler, _ = in_turn(httpx.Response(503), contact())
    client(handler, hooks=hooks, retry=AT_ONCE).contact.get_contact_entity(42)
    assert seen == ["GET", 503, ("v1ContactEntity_GetContactEntity", 1), "GET", 200]


def test_values_in_a_path_are_escaped() -> None:
    handler, requests = in_turn(httpx.Response(200, json={}))
    client(handler).list_web_panel.get_web_panel_entity("a/b ?ü")  # type: ignore[arg-type]
    assert requests[0].url.raw_path.decode().endswith("/a%2Fb%20%3F%C3%BC")


def test_agents_and_entities_are_told_apart() -> None:
    so = client(lambda _: httpx.Response(200, json={}))
    assert not hasattr(so.contact_agent, "get_contact_entity")
    assert hasattr(so.contact, "get_contact_entity")
    assert hasattr(so.contact, "get_address")


def test_importing_the_package_loads_no_heavy_module() -> None:
    code = (
        "import sys, superoffice; print([m for m in ('httpx', 'pydantic', 'superoffice._client') if m in sys.modules])"
    )
    folder = Path(__file__).parents[2] / "generated"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
