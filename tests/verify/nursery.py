"""A tree nursery as a document, and a server that answers as it is told to."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

from speclift.diff.description import describe
from speclift.fuzz.transport.selection import Choice
from speclift.verify.records import Verification
from speclift.verify.run import Server, verify
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, ref

#: Status, media type and body of an answer.
Answer: TypeAlias = tuple[int, str, bytes]
#: What is answered to a path, given the query; None where there is no such operation.
Answers: TypeAlias = Mapping[str, Callable[[Mapping[str, str]], Answer]]

OAK: Json = {"id": 7, "name": "Old oak", "kind": "oak"}


def as_json(value: Any, status: int = 200) -> Answer:
    """An answer of JSON."""
    return status, "application/json", json.dumps(value).encode()


def nursery() -> Json:
    """A list of trees, one tree, and whether the nursery is open."""
    tree = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": INTEGER, "name": STRING, "kind": {"type": "string", "enum": ["oak", "elm"]}},
    }
    kind = parameter("kind", "query", {"type": "string", "enum": ["oak", "elm"]})
    shown = operation("getTree", answer=ref("Tree"), parameters=[parameter("id", example=1)])
    shown["responses"]["404"] = {"description": "", "content": content({"type": "object"})}
    paths = {
        "/trees": {"get": operation("listTrees", answer={"type": "array", "items": ref("Tree")}, parameters=[kind])},
        "/trees/{id}": {"get": shown},
        "/open": {"get": operation("isOpen", answer={"type": "object", "properties": {"isOpen": {"type": "boolean"}}})},
    }
    return document(paths, {"Tree": tree})


def answers(tree: Json = OAK, others: Answers | None = None) -> dict[str, Callable[[Mapping[str, str]], Answer]]:
    """What a nursery answers that keeps its document, with one tree."""
    return {
        "/trees": lambda query: as_json([tree] if query.get("kind") in (None, "oak", "elm") else "?", _kind(query)),
        f"/trees/{tree.get('id', 7)}": lambda _: as_json(tree),
        "/open": lambda _: as_json({"isOpen": True}),
        **(others or {}),
    }


def _kind(query: Mapping[str, str]) -> int:
    return 200 if query.get("kind") in (None, "oak", "elm") else 400


def changed(change: Callable[[Json], object]) -> Json:
    """The document of the nursery after a change."""
    found = copy.deepcopy(nursery())
    change(found)
    return found


@contextmanager
def serving(given: Answers, seen: list[str] | None = None) -> Iterator[str]:
    """The address of a server that answers so, and 404 to all else."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append(f"{self.command} {self.path} {self.headers.get('Authorization', '')}".strip())
            url = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(url.query).items()}
            found = given[url.path](query) if url.path in given else (404, "text/plain", b"nothing here")
            status, kind, body = found
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def verified(docs: Json, published: Json, given: Answers) -> Verification:
    """What is found of the three."""
    with serving(given) as url:
        sides = describe(docs, "docs", file="docs.yaml"), describe(published, "published", file="published.yaml")
        return verify(*sides, Server(url), Choice())


def wrongs(found: Verification) -> list[tuple[str, str, str]]:
    """Fact, place and who is wrong, drift aside."""
    return [(row.fact, row.where, row.wrong) for row in found.disagreements if row.level == "fault"]
