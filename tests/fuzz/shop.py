"""A small shop on the standard library: a server that shares no code with speclift and has bugs in its handlers.

It breaks its contract (`shop.yaml`) in these ways: a name that starts with `x` crashes it; the price of an item is a
string in the list; an item that was deleted can still be read; a `limit` below one is accepted; deleting needs no
token.
"""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ITEMS: dict[int, dict[str, Any]] = {}


class Shop(BaseHTTPRequestHandler):
    """The operations of the shop."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/health":
            self._respond(200, {"status": "ok"})
        elif not self._has_token():
            self._respond(401, {"error": "token?"})
        elif url.path == "/items":
            limit = parse_qs(url.query).get("limit", ["10"])[0]
            if not re.fullmatch(r"-?\d{1,9}", limit):
                self._respond(400, {"error": "limit"})
                return
            listed = list(ITEMS.values())[: max(int(limit), 0)]
            self._respond(200, [{**item, "price": str(item["price"])} for item in listed])
        elif match := re.fullmatch(r"/items/(-?\d{1,9})", url.path):
            item = ITEMS.get(int(match[1]))
            self._respond(*((200, item) if item else (404, {"error": "no such item"})))
        else:
            self._respond(404, {"error": "no such page"})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        body = self.rfile.read(int(length)) if length.isdigit() else b""
        if not self._has_token():
            self._respond(401, {"error": "token?"})
            return
        if self.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            self._respond(415, {"error": "JSON only"})
            return
        try:
            value = json.loads(body)
        except ValueError:
            self._respond(400, {"error": "no JSON"})
            return
        name, price = (value.get("name"), value.get("price")) if isinstance(value, dict) else (None, None)
        is_number = isinstance(price, (int, float)) and not isinstance(price, bool)
        if self.path != "/items" or not isinstance(name, str) or not is_number:
            self._respond(422, {"error": "name and price"})
            return
        if name.startswith("x"):
            self._respond(500, {"error": "a bug"})
            return
        item = {"id": len(ITEMS) + 1, "name": name, "price": price}
        ITEMS[len(ITEMS) + 1] = item
        self._respond(201, item)

    def do_DELETE(self) -> None:
        # The bugs: nothing is deleted, and no token is needed.
        match = re.fullmatch(r"/items/(-?\d{1,9})", self.path)
        found = match is not None and int(match[1]) in ITEMS
        self._respond(204 if found else 404, None if found else {"error": "no such item"})

    def _has_token(self) -> bool:
        return self.headers.get("Authorization") == "Bearer sesame-open"

    def _respond(self, status: int, value: Any) -> None:
        data = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        if value is not None:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Respond with 405 to methods that have no handler."""
        self.send_response(405 if code == 501 else code)
        self.send_header("Allow", "GET, POST, DELETE")
        self.send_header("Content-Length", "0")
        self.end_headers()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    print(f"http://127.0.0.1:{server.server_address[1]}", file=sys.stderr, flush=True)
    server.serve_forever()
