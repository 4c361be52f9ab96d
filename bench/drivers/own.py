"""Calls the operations of a client of speclift, as its README shows it."""

from __future__ import annotations

import importlib
import json
import sys
from typing import Any

sys.path.insert(0, sys.argv[1])


def main() -> None:
    client = importlib.import_module("wire").Client(sys.argv[2])
    said: dict[str, Any] = {}
    for case in json.load(sys.stdin):
        try:
            body = case["body"]
            for name in case["files"]:
                body[name] = [text.encode() for text in body[name]]
            given = body if isinstance(body, dict) else {}
            first = [body] if body is not None and not given else []
            found = getattr(client.calls, case["name"])(*first, **case["arguments"], **given)
            said[case["name"]] = {"kind": type(found).__name__, "value": found and found.to_wire()}
        except Exception as error:  # what fails is the result
            said[case["name"]] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(said))


main()
