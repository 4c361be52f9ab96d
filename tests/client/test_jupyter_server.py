"""The client of the document that comes with Jupyter Server, against that server, if it is installed.

The document is Swagger 2.0, has no operation ids, and has small errors. None of its lists is paged.
"""

from __future__ import annotations

import asyncio
import base64
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from speclift.client.templates import Templates
from speclift.openapi.load import load
from speclift.pipeline.client import client_files
from tests.client.foreign_server import foreign_server
from tests.client.wire import importing

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jupyter_server") is None,
    reason="Jupyter Server is not installed: pip install jupyter_server",
)

TOKEN = "s3cret"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    found = importlib.util.find_spec("jupyter_server")
    assert found is not None
    assert found.origin is not None
    document = load(str(Path(found.origin).parent / "services" / "api" / "api.yaml")).document
    files = client_files(document, "jupyter_api", Templates())
    with importing(files, tmp_path_factory.mktemp("jupyter"), "jupyter_api") as module:
        yield module


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that stores its files in a folder of its own."""
    root = tmp_path_factory.mktemp("notebooks")
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={TOKEN}"]
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(root / ".run"), "JUPYTER_CONFIG_DIR": str(root / ".config")}
    with foreign_server(command, root, environment) as url:
        yield url


def test_files_are_created_listed_updated_uploaded_and_deleted(package: ModuleType, address: str) -> None:
    with package.Client(address, headers={"Authorization": f"token {TOKEN}"}) as client:
        assert client.status.get_status().kernels == 0
        # The path of the root is empty, and a path parameter may not be.
        made = client.request("POST", "/api/contents", json={"type": "directory"}).json()
        folder = client.contents.patch_contents_path(made["path"], body_path="shelf")
        assert folder.type is package.models.ContentsType.DIRECTORY
        folder = folder.path
        text = client.contents.put_contents_path(f"{folder}/note.txt", type="file", format="text", content="one")
        assert (text.name, text.size) == ("note.txt", 3)
        data = bytes(range(256))
        upload = base64.b64encode(data).decode()
        client.contents.put_contents_path(f"{folder}/data.bin", type="file", format="base64", content=upload)
        client.contents.put_contents_path(f"{folder}/note.txt", type="file", format="text", content="other")

        # The content of a folder is a list, although the document says that it is a string.
        shelf = client.contents.get_contents_path(folder)
        assert sorted(item["name"] for item in shelf.content) == ["data.bin", "note.txt"]
        assert "content" in {str(problem.path[0]) for problem in shelf.problems}
        assert client.contents.get_contents_path(f"{folder}/note.txt", content=1).content == "other"
        back = client.contents.get_contents_path(f"{folder}/data.bin", format="base64").content
        assert base64.b64decode(back) == data

        for name in ("note.txt", "data.bin"):
            assert client.contents.delete_contents_path(f"{folder}/{name}") is None
        with pytest.raises(package.NotFoundError) as caught:
            client.contents.get_contents_path(f"{folder}/note.txt")
        assert caught.value.url == f"{address}/api/contents/shelf%2Fnote.txt"
        assert client.contents.get_contents_path(folder).content == []
        client.contents.delete_contents_path(folder)


def test_both_clients_read_the_state_of_the_server(package: ModuleType, address: str) -> None:
    with package.Client(address, headers={"Authorization": f"token {TOKEN}"}) as client:
        assert client.sessions.get_sessions() is not None
        assert client.kernels.get_kernels() == []

    async def main() -> str:
        async with package.AsyncClient(address, headers={"Authorization": f"token {TOKEN}"}) as client:
            return str((await client.default.get_api()).version)

    assert asyncio.run(main()) == importlib.metadata.version("jupyter-server")
    with package.Client(address) as anonymous, pytest.raises(package.ForbiddenError):
        anonymous.kernels.get_kernels()
