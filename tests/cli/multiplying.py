"""Documents of at most 300 KiB that expand to much more, by the name of their kind."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterator, Mapping

from tests.cli.multiplying_faults import FAULTY
from tests.cli.multiplying_names import NAMED
from tests.cli.multiplying_operations import SHARED
from tests.cli.small_documents import EMPTY, Json, Make, document, many_operations, object_with, ref, returning

#: How many paths of a document are called.
_MOST_CALLS = 40


def _chain(link: Callable[[Json], Json], word: str, length: int = 60) -> Json:
    """Components that each refer to the next one, in the way that `link` defines. A refers to the first."""
    links = {f"A{n}": link(ref(f"A{n + 1}")) for n in range(length)}
    return document({"A": ref("A0"), **links, f"A{length}": object_with(word)})


def _pairs(keyword: str, word: str) -> Json:
    """Components that refer to the next one both directly and through another one, so that no two parts are equal."""
    found: Json = {"A": ref("A0"), "A60": object_with(word), "B60": object_with(word)}
    for n in range(60):
        found[f"A{n}"] = {keyword: [ref(f"A{n + 1}"), ref(f"B{n + 1}")]}
        found[f"B{n}"] = {keyword: [ref(f"A{n + 1}"), object_with(f"{word}{n}")]}
    return document(found)


def _ring(keyword: str, word: str) -> Json:
    """Components that each refer to the next one, and the last to the first."""
    parts = {f"A{n}": {keyword: [ref(f"A{(n + 1) % 1500}"), object_with(f"{word}{n}")]} for n in range(1500)}
    return document({"A": ref("A0"), **parts})


def _dense(keyword: str, word: str) -> Json:
    """Components that are each composed of all the others."""
    names = [f"A{n}" for n in range(70)]
    found = {
        name: {keyword: [*(ref(other) for other in names if other != name), object_with(word + name)]} for name in names
    }
    return document({"A": ref("A0"), **found})


def _in_two_rows(keyword: str, word: str) -> Json:
    """Components in two rows, each composed of all components of the other row."""
    rows = [[f"{row}{n}" for n in range(40)] for row in "AB"]
    found = {
        name: {keyword: [*map(ref, others), object_with(word + name)]}
        for names, others in (rows, reversed(rows))
        for name in names
    }
    return document({"A": ref("A0"), **found})


def _circles(keyword: str, word: str) -> Json:
    """Components without an object that each refer to several others, along more paths than anybody can follow."""
    names = [f"A{n}" for n in range(40)]
    found = {
        name: {keyword: [*(ref(names[(n + step) % 40]) for step in (1, 7, 11)), {"const": f"{word}{n}"}]}
        for n, name in enumerate(names)
    }
    return document({"A": ref("A0"), **found})


def _large_part(part: Json, word: str) -> Json:
    """Many components that each extend one large component a little."""
    derived = {f"A{n}": {"allOf": [ref("B"), object_with(f"{word}{n}")]} for n in range(600)}
    whole = {"type": "object", "properties": {name: ref(name) for name in derived}}
    return document({"A": whole, "B": part, **derived})


def _unions_of_large(word: str) -> Json:
    """Many unions of the same components, each of which extends one large component."""
    derived = {f"A{n}": {"allOf": [ref("B"), object_with(f"{word}x{n}")]} for n in range(70)}
    unions = {f"u{n}": {"oneOf": [ref(f"A{(n + m) % 70}") for m in range(70)]} for n in range(60)}
    large = {"type": "object", "properties": {f"{word if n % 2 else 'c'}{n}": {} for n in range(1300)}}
    return document({"A": {"type": "object", "properties": unions}, "B": large, **derived})


def _deep_names(word: str) -> Json:
    """Nested objects with names so long that a name made of all of them is longer than the document."""
    found = {"type": "object", "properties": {word: {"type": "string"}}}
    for n in range(60):
        found = {"type": "object", "properties": {f"{'n' * 1500}{n}": found}}
    return document({"A": found})


def _response_with_headers(word: str) -> Json:
    headers: Json = {f"X-{word}{n}": {"schema": {}} for n in range(2000)}
    shared = {"responses": {"R": {"description": "", "headers": headers}}}
    return many_operations(returning(ref("R", "responses")), 1000, components=shared)


def _pointers_to_a_response(word: str) -> Json:
    headers: Json = {f"X-{word}{n}": {"schema": {}} for n in range(2000)}
    first = {"get": {"operationId": "first", "responses": {"200": {"description": "", "headers": headers}}}}
    found = many_operations(returning({"$ref": "#/paths/~1first/get/responses/200"}), 1000)
    return found | {"paths": {"/first": first, **found["paths"]}}


def _shared_path(word: str) -> Json:
    parameters = [{"name": f"{word}{n}", "in": "query", "schema": {"type": "string"}} for n in range(1000)]
    item = {"parameters": parameters, "get": {"responses": {"200": {"description": ""}}}}
    paths = {f"/kites/{n}": ref("P", "pathItems") for n in range(1000)}
    return document(components={"pathItems": {"P": item}}) | {"paths": paths}


def _long_parameter(word: str) -> Json:
    shared = {"name": word, "in": "query", "description": "long " * 20_000, "schema": {}}
    return many_operations(
        lambda _: {"parameters": [ref("P", "parameters")], **EMPTY(0)}, 900, components={"parameters": {"P": shared}}
    )


def _competing_paths(word: str) -> Json:
    """Every path of eight segments, each of which is either fixed or a parameter."""
    shared = {f"P{n}": {"name": f"{word}{n}", "in": "path", "required": True, "schema": {}} for n in range(8)}
    paths = {}
    for kinds in itertools.product((False, True), repeat=8):
        path = "/".join(f"{{{word}{n}}}" if is_parameter else "x" for n, is_parameter in enumerate(kinds))
        parameters = [ref(f"P{n}", "parameters") for n, is_parameter in enumerate(kinds) if is_parameter]
        paths[f"/{path}"] = {"get": {"parameters": parameters, **EMPTY(0)}}
    return document(components={"parameters": shared}) | {"paths": paths}


def _alternatives(count: int, schema: Callable[[int], Json]) -> Json:
    return document({"A": {"anyOf": [schema(n) for n in range(count)]}})


def _discriminator(word: str) -> Json:
    names = [f"A{n}" for n in range(1000)]
    mapping = {word + name: ref(name)["$ref"] for name in names}
    kind = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    union = {"oneOf": list(map(ref, names)), "discriminator": {"propertyName": "kind", "mapping": mapping}}
    return document({"A": union, **dict.fromkeys(names, kind)})


def _derived(word: str) -> Json:
    base = {"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}}
    return document({"A": base, **{f"A{n}": {"allOf": [ref("A"), object_with(f"{word}{n}")]} for n in range(1500)}})


def _security(word: str) -> Json:
    schemes = {f"s{n}": {"type": "apiKey", "in": "header", "name": f"{word}{n}"} for n in range(800)}
    return many_operations(
        EMPTY, 1000, components={"securitySchemes": schemes}, security=[{name: []} for name in schemes]
    )


def _scopes(word: str) -> Json:
    flows = {"implicit": {"authorizationUrl": "https://kites.example", "scopes": {}}}
    scheme = {"type": "oauth2", "flows": flows}
    requirements = [{"o": [f"{word}{n}" for n in range(6000)]}]
    return many_operations(EMPTY, 1000, components={"securitySchemes": {"o": scheme}}, security=requirements)


def _many_operations_with_all_components(word: str) -> Json:
    parts = {f"A{n}": object_with(f"{word}{n}") for n in range(800)}
    whole = {"type": "object", "properties": {name: ref(name) for name in parts}}
    response = {"description": "", "content": {"application/json": {"schema": ref("A")}}}
    return many_operations(returning(response), 500, schemas={"A": whole, **parts})


def _links(word: str) -> Json:
    return _chain(lambda target: {"type": "object", "required": ["a"], "properties": {"a": target, word: target}}, word)


DOCUMENTS: Mapping[str, Make] = {
    **NAMED,
    **SHARED,
    **FAULTY,
    **{
        f"{keyword}, {name}": functools.partial(make, keyword)
        for keyword in ("allOf", "anyOf", "oneOf")
        for name, make in (
            ("pairs", _pairs),
            ("ring", _ring),
            ("circles", _circles),
            ("dense", _dense),
            ("two rows", _in_two_rows),
        )
    },
    "a large part": lambda word: _large_part(
        {"type": "object", "properties": {f"{word}{n}": {} for n in range(1500)}}, word
    ),
    "a part of many names": lambda word: _large_part(
        {"type": "object", "required": [f"{word}{n}" for n in range(4000)]}, word
    ),
    "unions of large components": _unions_of_large,
    "not": lambda word: _chain(lambda target: {"not": target, "allOf": [{"not": target}]}, word),
    "conditions": lambda word: _chain(lambda target: {"if": target, "then": target, "else": target}, word),
    "arrays": lambda word: _chain(lambda target: {"type": "array", "minItems": 10, "items": target}, word),
    "required properties": _links,
    "unevaluated properties": lambda word: _chain(
        lambda target: {"anyOf": [target, object_with(word)], "oneOf": [target, {}], "unevaluatedProperties": False},
        word,
    ),
    "references": lambda word: _chain(dict, word, 3000),
    "many parts": lambda word: document({"A": {"allOf": [object_with(f"{word}{n}") for n in range(4000)]}}),
    "products": lambda word: document(
        {"A": {"allOf": [{"anyOf": [object_with(f"{word}{n}.{m}") for m in range(10)]} for n in range(100)]}}
    ),
    "alternatives": lambda word: _alternatives(4000, lambda n: object_with(f"{word}{n}")),
    "constants": lambda word: _alternatives(5000, lambda n: {"const": f"{word}{n}"}),
    "similar alternatives": lambda word: _alternatives(2500, lambda n: {"type": "string", "maxLength": n + len(word)}),
    "discriminator": _discriminator,
    "derived components": _derived,
    "enumeration": lambda word: document({"A": {"type": "string", "enum": [f"{word}{n}" for n in range(28_000)]}}),
    "properties": lambda word: document(
        {"A": {"type": "object", "properties": {f"{word}{n}": {} for n in range(9000)}}}
    ),
    "properties of the same kind": lambda word: document(
        {
            "A": {
                "type": "object",
                "properties": {f"{word}{n}": {"anyOf": [ref("A"), {"type": "null"}]} for n in range(3000)},
            }
        }
    ),
    "required": lambda word: document({"A": {"type": "object", "required": [f"{word}{n}" for n in range(12_000)]}}),
    "names": _deep_names,
    "patterns": lambda word: document(
        {"A": {"type": "object", "properties": {f"p{n}": {"pattern": f"^({word}{n}|a+b*)+$"} for n in range(2500)}}}
    ),
    "sizes": lambda _: document(
        {
            "A": {
                "type": "array",
                "minItems": 10**9,
                "items": {"type": "string", "minLength": 10**9, "pattern": "a{9999}"},
            }
        }
    ),
    "media types": lambda word: document({"A": {}}, {f"a/{word}{n}": {} for n in range(6000)}),
    "media ranges": lambda word: document({"A": {}}, {f"{word}{n}/*": {} for n in range(6000)}),
    "media parameters": lambda word: document({"A": {}}, {f"a/b;c={word}{n}": {} for n in range(5000)}),
    "parameters": lambda word: document(
        operation={"parameters": [{"name": f"{word}{n}", "in": "query", "schema": {}} for n in range(2000)]}
    ),
    "long parameter": _long_parameter,
    "responses with headers": _response_with_headers,
    "pointers to a response": _pointers_to_a_response,
    "shared path": _shared_path,
    "competing paths": _competing_paths,
    "security": _security,
    "scopes": _scopes,
    "servers": lambda word: many_operations(
        EMPTY, 1000, servers=[{"url": f"https://{word}{n}.example/{word}"} for n in range(1500)]
    ),
    "all components in all operations": _many_operations_with_all_components,
    "tags": lambda word: many_operations(lambda n: {"tags": [f"{word}{n}"], **EMPTY(n)}, 1000),
    "examples": lambda word: document({"A": {}}, {"application/json": {"example": [{word: n} for n in range(7000)]}}),
}


def written(name: str, word: str) -> str:
    """The document of a kind as JSON, with names that contain the word."""
    return json.dumps(DOCUMENTS[name](word), separators=(",", ":"))


def calls(given: Json) -> Iterator[tuple[str, str]]:
    """The methods and paths of the requests that a mock of the document gets."""
    for path, item in list(given["paths"].items())[:_MOST_CALLS]:
        # A referenced path item has a GET.
        for method in item.keys() & {"get", "post"} or {"get"}:
            yield method.upper(), "/".join("x" if part.startswith("{") else part for part in path.split("/"))
