"""The document of a tree nursery, and a server with the responses of a test."""

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

#: Status, media type and body of a response.
Response: TypeAlias = tuple[int, str, bytes]
#: By path, a function from the query to the response; a path that is missing gives 404.
Responses: TypeAlias = Mapping[str, Callable[[Mapping[str, str]], Response]]

OAK: Json = {"id": 7, "name": "Old oak", "kind": "oak"}


def as_json(value: Any, status: int = 200) -> Response:
    """A response with JSON."""
    return status, "application/json", json.dumps(value).encode()


def nursery() -> Json:
    """The document: operations for a list of trees, for one tree, and for whether the nursery is open."""
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


def responses(tree: Json = OAK, others: Responses | None = None) -> dict[str, Callable[[Mapping[str, str]], Response]]:
    """The responses of a server that follows the document and has one tree."""
    return {
        "/trees": lambda query: as_json([tree] if query.get("kind") in (None, "oak", "elm") else "?", _status(query)),
        f"/trees/{tree.get('id', 7)}": lambda _: as_json(tree),
        "/open": lambda _: as_json({"isOpen": True}),
        **(others or {}),
    }


def _status(query: Mapping[str, str]) -> int:
    return 200 if query.get("kind") in (None, "oak", "elm") else 400


def changed(change: Callable[[Json], object]) -> Json:
    """The document of the nursery after a change."""
    api = copy.deepcopy(nursery())
    change(api)
    return api


@contextmanager
def serving(responses: Responses, seen: list[str] | None = None) -> Iterator[str]:
    """The URL of a server with these responses; `seen` gets a line for each request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append(f"{self.command} {self.path} {self.headers.get('Authorization', '')}".strip())
            url = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(url.query).items()}
            response = responses[url.path](query) if url.path in responses else (404, "text/plain", b"nothing here")
            status, kind, body = response
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


def verified(docs: Json, published: Json, responses: Responses) -> Verification:
    """The result of a verification of both documents and a server with these responses."""
    with serving(responses) as url:
        sides = describe(docs, "docs", file="docs.yaml"), describe(published, "published", file="published.yaml")
        return verify(*sides, Server(url), Choice())


def faults(result: Verification) -> list[tuple[str, str, str]]:
    """Fact, place and who is wrong, without drift."""
    return [(row.fact, row.where, row.wrong) for row in result.disagreements if row.level == "fault"]
