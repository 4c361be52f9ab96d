"""The client of the document that Label Studio serves, against that server, if Label Studio is installed.

It accepts files, and its lists are paged: by links to the next page, or by page numbers that end with a 404.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.client.foreign_server import client_of, foreign_server

pytestmark = pytest.mark.skipif(
    shutil.which("label-studio") is None,
    reason="Label Studio is not installed: pip install label-studio, and put it on the PATH",
)

TOKEN = "0123456789abcdef0123456789abcdef01234567"
FORM = '<View><Text name="text" value="$text"/></View>'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that stores its projects in a folder of its own."""
    folder = tmp_path_factory.mktemp("studio")
    command = ["label-studio", "start", "--port", "{port}", "--data-dir", str(folder), "--no-browser"]
    command += ["--username", "kite@example.com", "--password", "a-pass-word", "--user-token", TOKEN]
    environment = {**os.environ, "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "COLLECT_ANALYTICS": "false"}
    with foreign_server(command, folder, environment) as url:
        yield url


@pytest.fixture(scope="module")
def package(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(f"{address}/docs/api/schema/json/", tmp_path_factory.mktemp("api"), "studio_api") as module:
        yield module


@pytest.fixture
def client(package: ModuleType, address: str) -> Iterator[Any]:
    with package.Client(address, auth=package.TokenAuth(TOKEN)) as opened:
        yield opened


def test_projects_are_created_paged_updated_filled_and_deleted(package: ModuleType, client: Any) -> None:
    made = [client.projects.create({"title": f"kites {number}", "label_config": FORM}) for number in range(5)]
    pages = [[item.title for item in page.results] for page in client.projects.list(page_size=2).pages()]
    assert pages == [["kites 4", "kites 3"], ["kites 2", "kites 1"], ["kites 0"]]
    assert {item.id for item in client.projects.list(page_size=2)} == {item.id for item in made}

    first = made[0].id
    assert client.projects.partial_update(first, {"title": "kestrels"}).title == "kestrels"
    assert client.projects.retrieve(first).title == "kestrels"
    task = client.tasks.create(project=first, data={"text": "one"})
    assert client.tasks.partial_update(str(task.id), data={"text": "two"}).data == {"text": "two"}

    # The document does not name the form field for files.
    table = package.Part(b"text\nthree\nfour\nfive\n", filename="kites.csv")
    done = client.request("POST", f"/api/projects/{first}/import", form={"file": table}).json()
    assert (done["task_count"], done["found_formats"]) == (3, {".csv": 1})
    assert [upload.id for upload in client.import_.projects_file_uploads_list(first, all=True)] == [
        done["file_upload_ids"][0]
    ]
    listed = [item.data["text"] for item in client.tasks.list(project=first, page_size=2)]
    assert sorted(listed) == ["five", "four", "three", "two"]

    for item in made:
        assert client.projects.destroy(item.id) is None
    assert list(client.projects.list()) == []
    with pytest.raises(package.NotFoundError) as caught:
        client.projects.retrieve(first)
    assert caught.value.json()["status_code"] == 404


def test_both_clients_send_the_token_of_the_user(package: ModuleType, address: str, client: Any) -> None:
    assert client.users.current_user_whoami_retrieve().email == "kite@example.com"

    async def main() -> Any:
        async with package.AsyncClient(address, auth=package.TokenAuth(TOKEN)) as opened:
            return await opened.users.current_user_whoami_retrieve()

    assert asyncio.run(main()).email == "kite@example.com"
    with package.Client(address) as anonymous, pytest.raises(package.UnauthorizedError):
        anonymous.projects.retrieve(1)
