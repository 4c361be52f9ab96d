"""HTTPie commands: `http POST example.org/bugs title=x count:=3 X-Token:abc page==2`."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import orjson

from speclift.model.facts import MessageSample
from speclift.model.methods import SENT_METHODS
from speclift.model.schema import Place
from speclift.reading.samples.bodies import with_body
from speclift.reading.samples.json_text import read_json

_ITEM = re.compile(
    r"(?P<name>[\w$.\[\]-]{1,200}?)(?P<sign>:=@|:=|==|=@|=|@|:(?!//|\d{2,5}(?:/|\Z)))(?P<value>.*+)", re.S
)
_VALUED = frozenset({"-a", "--auth", "-A", "--auth-type", "-o", "--output", "-p", "--print", "--timeout", "--session"})


def httpie_request(words: tuple[str, ...], place: Place) -> MessageSample | None:
    """What HTTPie sends with these words, None where there is no URL."""
    method = target = file = ""
    headers: list[tuple[str, str]] = []
    query: list[str] = []
    fields: dict[str, Any] = {}
    is_form = False
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word in _VALUED or word.startswith(("--auth=", "-a")) or word == "<":
            value = word.partition("=")[2] or (words[position] if position < len(words) else "")
            position += "=" not in word
            headers += [("Authorization", "Basic")] if word in ("-a", "--auth") or word.startswith("--auth=") else []
            file = value if word == "<" else file
        elif word.startswith("-"):
            is_form |= word in ("-f", "--form", "--multipart")
        elif not method and not target and word.upper() in SENT_METHODS:
            method = word.upper()
        elif not target:
            target = f"http://localhost{word}" if word.startswith((":", "/")) else word
        elif match := _ITEM.match(word):
            name, sign, value = match["name"], match["sign"], match["value"]
            if sign == ":":
                headers.append((name, value.strip()))
            elif sign == "==":
                query.append(f"{name}={value}")
            elif sign == ":=":
                found = read_json(value)
                fields[name] = orjson.loads(found.json) if found else value
            else:
                is_form |= sign == "@"
                fields[name] = f"@{value}" if "@" in sign else value
    if not target or not re.match(r"\S*[./:$<{]|localhost", target):
        return None
    if query:
        target += ("&" if "?" in target else "?") + "&".join(query)
    sample = MessageSample(place, method or ("POST" if fields or file else "GET"), target, headers=tuple(headers))
    if fields and is_form:
        return msgspec.structs.replace(sample, form=tuple((name, str(value)) for name, value in fields.items()))
    if fields:
        return with_body(sample, orjson.dumps(fields).decode())
    return msgspec.structs.replace(sample, body_file=file) if file else sample
