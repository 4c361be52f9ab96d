"""The client of the document that Chroma serves, against that server, if Chroma is installed. Its lists are paged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.client.foreign_server import client_of, foreign_server

pytestmark = pytest.mark.skipif(
    shutil.which("chroma") is None, reason="Chroma is not installed: pip install chromadb, and put it on the PATH"
)

#: The tenant and the database of a new server.
HOME = ("default_tenant", "default_database")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that stores its collections in a folder of its own."""
    folder = tmp_path_factory.mktemp("chroma")
    command = ["chroma", "run", "--host", "127.0.0.1", "--port", "{port}", "--path", str(folder)]
    with foreign_server(command, folder) as url:
        yield url


@pytest.fixture(scope="module")
def package(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    with client_of(f"{address}/openapi.json", tmp_path_factory.mktemp("api"), "chroma_api") as module:
        yield module


def test_collections_are_created_paged_updated_filled_and_deleted(package: ModuleType, address: str) -> None:
    with package.Client(address) as client:
        made = [client.collection.create_collection(*HOME, name=f"kites{number}") for number in range(5)]
        assert not any(collection.problems for collection in made)
        pages = [[item.name for item in page] for page in client.collection.list_collections(*HOME, limit=2).pages()]
        assert [len(page) for page in pages][:3] == [2, 2, 1]
        assert sorted(name for page in pages for name in page) == sorted(collection.name for collection in made)
        assert len(list(client.collection.list_collections(*HOME, limit=2))) == 5

        first = made[0]
        client.collection.update_collection(*HOME, str(first.id), new_name="kestrels")
        assert client.collection.get_collection(*HOME, "kestrels").id == first.id
        vectors = [[1.0, 0.0], [0.0, 1.0]]
        client.record.collection_add(*HOME, str(first.id), ids=["a", "b"], embeddings=vectors, documents=["one", "two"])
        assert client.record.collection_count(*HOME, str(first.id)) == 2
        found = client.record.collection_get(*HOME, str(first.id), include=["documents", "embeddings"])
        assert dict(zip(found.ids, found.documents, strict=True)) == {"a": "one", "b": "two"}
        assert sorted(found.embeddings) == sorted(vectors)

        for name in ("kestrels", *(collection.name for collection in made[1:])):
            client.collection.delete_collection(*HOME, name)
        assert client.collection.count_collections(*HOME) == 0
        with pytest.raises(package.NotFoundError):
            client.collection.get_collection(*HOME, "kestrels")
