"""No command opens anything but the named files, wherever a document points."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_parsers import command_parsers
from tests.cli.watched import SECRET, Canaries, Watched, canaries
from tests.http.answer import answer_to
from tests.patience import patience
from tests.verify.nursery import as_json, serving

Json = dict[str, Any]

#: Seconds: longer than any of these commands takes. A command that reads from the pipe never ends.
PATIENCE = 300


def document(target: str, version: str) -> Json:
    """A document with a reference to `target` wherever data may stand."""
    outside = {"$ref": target}
    nested = {"a": [outside], "$ref": target}
    schema: Json = {
        "type": "object",
        "default": nested,
        "example": nested,
        "enum": [nested, {"a": 1}],
        "x-more": nested,
        "externalDocs": {"url": target},
        "properties": {
            "a": {"default": outside, "example": outside, "x-more": {"schema": outside}},
            "$ref": {"type": "string"},
        },
    }
    if version != "3.0.4":
        schema |= {"const": nested, "examples": [nested, outside], "$comment": target}
        del schema["enum"]
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}, "example": nested}}
    with_examples = {
        "application/json": {
            "schema": {"type": "object"},
            "examples": {"e": {"value": nested}, "x": {"externalValue": target}},
        }
    }
    operation: Json = {
        "operationId": "op",
        "x-more": nested,
        "externalDocs": {"url": target},
        "parameters": [
            {"name": "q", "in": "query", "schema": {"type": "object", "default": outside}, "example": outside},
            {"name": "r", "in": "query", "schema": {"type": "object"}, "examples": {"e": {"value": outside}}},
        ],
        "requestBody": {"content": body},
        "responses": {
            "200": {
                "description": target,
                "content": with_examples,
                "headers": {"H": {"schema": {"type": "object"}, "example": outside}},
                "links": {"l": {"operationId": "op", "parameters": {"q": target}, "requestBody": nested}},
            }
        },
        "callbacks": {
            "c": {
                "{$request.body#/u}": {
                    "post": {"requestBody": {"content": body}, "responses": {"200": {"description": ""}}}
                }
            }
        },
    }
    return {
        "openapi": version,
        "info": {"title": "Kites", "version": "1", "termsOfService": target, "x-more": nested},
        "externalDocs": {"url": target},
        "x-more": nested,
        "paths": {"/kites": {"post": operation, "x-more": nested}, "x-more": nested},
        "components": {"schemas": {"A": schema}, "examples": {"E": {"value": nested}}, "x-more": nested},
    }


def _set(path: str, value: Callable[[str], Any]) -> Callable[[Json, str], None]:
    def change(given: Json, target: str) -> None:
        *parts, last = path.split(" ")
        node: Any = given
        for part in parts:
            node = node[int(part)] if isinstance(node, list) else node[part]
        node[last] = value(target)

    return change


_REF: Callable[[str], Any] = lambda target: {"$ref": target}  # noqa: E731
_POST = "paths /kites post"
#: Where `$ref` is a reference: each of these documents is refused, because it refers to something outside its folder.
POSITIONS: dict[str, Callable[[Json, str], None]] = {
    "schema": _set("components schemas A", _REF),
    "property": _set("components schemas A properties b", _REF),
    "items": _set("components schemas B", lambda target: {"type": "array", "items": {"$ref": target}}),
    "allOf": _set("components schemas B", lambda target: {"allOf": [{"$ref": f"{target}#/a"}]}),
    "discriminator": _set(
        "components schemas B",
        lambda target: {"oneOf": [{"$ref": target}], "discriminator": {"propertyName": "a", "mapping": {"a": target}}},
    ),
    "parameter": _set(f"{_POST} parameters", lambda target: [{"$ref": target}]),
    "body": _set(f"{_POST} requestBody", _REF),
    "response": _set(f"{_POST} responses 200", _REF),
    "header": _set(f"{_POST} responses 200 headers H", _REF),
    "link": _set(f"{_POST} responses 200 links l", _REF),
    "example": _set(f"{_POST} responses 200 content application/json examples e", _REF),
    "callback": _set(f"{_POST} callbacks c", _REF),
    "path item": _set("paths /more", _REF),
    "security scheme": _set("components securitySchemes", lambda target: {"s": {"$ref": target}}),
}
#: Where an address is only a name: each of these documents has a fault, and nothing is read.
NAMES: dict[str, Callable[[Json, str], None]] = {
    "dialect": _set("components schemas B", lambda target: {"$schema": target, "type": "object"}),
    "dialect of all": _set("jsonSchemaDialect", str),
}


_SCHEMA = "components schemas B"
#: Further places of references, each of which is refused by the command that reads all of a document.
MORE_POSITIONS: dict[str, Callable[[Json, str], None]] = {
    "base of a reference": _set(_SCHEMA, lambda target: {"$id": target, "items": {"$ref": "other.json"}}),
    "dynamic reference": _set(_SCHEMA, lambda target: {"$dynamicRef": f"{target}#a"}),
    "not": _set(_SCHEMA, lambda target: {"not": {"$ref": target}}),
    "if": _set(_SCHEMA, lambda target: {"if": {"$ref": target}}),
    "pattern": _set(_SCHEMA, lambda target: {"patternProperties": {"a": {"$ref": target}}}),
    "content": _set(_SCHEMA, lambda target: {"contentSchema": {"$ref": target}}),
    "webhook": _set("webhooks", lambda target: {"w": {"$ref": target}}),
    "path item of components": _set("components pathItems", lambda target: {"w": {"$ref": target}}),
    "media type": _set("components mediaTypes", lambda target: {"w": {"$ref": target}}),
    "header of an encoding": _set(
        f"{_POST} requestBody content application/json encoding",
        lambda target: {"a": {"headers": {"H": {"$ref": target}}}},
    ),
}
#: Further places of addresses that are never followed.
MORE_NAMES: dict[str, Callable[[Json, str], None]] = {
    "base of the document": _set("$self", str),
    "operation of a link": _set(f"{_POST} responses 200 links m", lambda target: {"operationRef": f"{target}#/a"}),
    "old recursive reference": _set(_SCHEMA, lambda target: {"$recursiveRef": target}),
    "vocabulary": _set(_SCHEMA, lambda target: {"$vocabulary": {target: True}, "type": "object"}),
    "mapping": _set(
        _SCHEMA, lambda target: {"discriminator": {"propertyName": "a", "mapping": {"a": target}}, "type": "object"}
    ),
    "login": _set(
        "components securitySchemes", lambda target: {"s": {"type": "openIdConnect", "openIdConnectUrl": target}}
    ),
}


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return Watched(tmp_path_factory.mktemp("watched"))


@pytest.fixture
def untouched(tmp_path: Path, watched: Watched) -> Iterator[Canaries]:
    """The canaries, which nothing has touched when the test ends."""
    watched.forget()
    with canaries(tmp_path / "canaries") as found:
        yield found
        assert found.requests == []
        assert watched.unexpected() == []


def _output(process: subprocess.Popen[str]) -> str:
    try:
        output, _ = process.communicate(timeout=patience(PATIENCE))
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    assert SECRET not in output
    assert "Traceback" not in output
    return output


def _results(watched: Watched, commands: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """The exit code of each command, and its output."""
    output = _output(watched.start_in_turn(commands))
    results = re.findall(r"(.*?)^exit code (\d+)\n", output, re.M | re.S)
    assert len(results) == len(commands), output
    return [(int(code), text) for text, code in results]


def _changed(change: Callable[[Json, str], None], watched: Watched, untouched: Canaries) -> list[str]:
    """Two documents: one that refers to the pipe, one that refers to the server."""
    found = []
    for number, target in enumerate((untouched.pipe, untouched.server)):
        given = copy.deepcopy(document("#/x", "3.1.1"))
        change(given, target)
        spec = watched.folder / f"changed-{number}.json"
        spec.write_text(json.dumps(given))
        found.append(str(spec))
    return found


def _targets(untouched: Canaries) -> tuple[str, ...]:
    return (
        untouched.file,
        untouched.pipe,
        untouched.server,
        untouched.file.removeprefix("file://"),
        "//canary.invalid/x",
    )


def _commands(spec: str) -> dict[str, tuple[str, ...]]:
    return {
        "client": ("client", spec, "-o", "out"),
        "diff": ("diff", spec, spec),
        "bundle": ("bundle", spec, "-o", "bundled.yaml"),
        "models": ("models", spec, "-o", "models.py"),
        "fuzz, dry": ("fuzz", spec, "--url", "http://127.0.0.1:1", "--dry-run"),
        "verify, dry": ("verify", spec, "--against", spec, "--url", "http://127.0.0.1:1", "--dry-run"),
    }


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
@pytest.mark.parametrize("command", _commands(""))
def test_a_ref_inside_data_is_no_reference(command: str, version: str, watched: Watched, untouched: Canaries) -> None:
    commands = []
    for number, target in enumerate(_targets(untouched)):
        spec = watched.folder / f"data-{number}.json"
        spec.write_text(json.dumps(document(target, version)))
        commands.append(_commands(str(spec))[command])
    for code, output in _results(watched, commands):
        assert code == 0, output


def old_document(target: str) -> Json:
    """A Swagger 2.0 document with a reference to `target` wherever data may stand."""
    outside = {"$ref": target}
    nested = {"a": [outside], "$ref": target}
    schema = {
        "type": "object",
        "default": nested,
        "example": nested,
        "enum": [nested, {"a": 1}],
        "x-more": nested,
        "properties": {"a": {"type": "object", "default": outside, "example": outside}},
    }
    answer = {"description": target, "schema": {"$ref": "#/definitions/A"}, "examples": {"application/json": nested}}
    operation = {
        "x-more": nested,
        "parameters": [{"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}, "x-example": nested}],
        "responses": {"200": answer},
    }
    return {
        "swagger": "2.0",
        "info": {"title": "Kites", "version": "1", "x-more": nested},
        "x-more": nested,
        "paths": {"/kites": {"post": operation, "x-more": nested}},
        "definitions": {"A": schema},
    }


def test_a_ref_inside_data_of_swagger_is_no_reference(watched: Watched, untouched: Canaries) -> None:
    commands: list[tuple[str, ...]] = []
    for number, target in enumerate((untouched.pipe, untouched.server)):
        spec = watched.folder / f"swagger-{number}.json"
        spec.write_text(json.dumps(old_document(target)))
        commands += _commands(str(spec)).values()
    for code, output in _results(watched, commands):
        assert code == 0, output


@pytest.mark.parametrize("position", POSITIONS)
def test_a_reference_to_the_outside_is_refused(position: str, watched: Watched, untouched: Canaries) -> None:
    commands = []
    for spec in _changed(POSITIONS[position], watched, untouched):
        more = [("mock", spec, "--port", "0"), ("serve", spec, "--port", "0"), ("fuzz", spec, "--mock")]
        commands += [*_commands(spec).values(), *more]
    for code, output in _results(watched, commands):
        assert code == 3, output
        assert "E003" in output


@pytest.mark.parametrize("position", NAMES)
def test_an_unknown_dialect_is_reported_and_not_read(position: str, watched: Watched, untouched: Canaries) -> None:
    commands = [
        command for spec in _changed(NAMES[position], watched, untouched) for command in _commands(spec).values()
    ]
    for code, output in _results(watched, commands):
        assert code == 0, output
        assert "warning unknown-dialect" in output


def test_further_addresses_of_a_document_lead_nowhere(watched: Watched, untouched: Canaries) -> None:
    commands, expected = [], []
    for code, positions in ((3, MORE_POSITIONS), (0, MORE_NAMES)):
        for name, change in positions.items():
            for spec in _changed(change, watched, untouched):
                place = watched.folder / f"{name.replace(' ', '-')}-{Path(spec).name}"
                Path(spec).rename(place)
                tried = [*_commands(str(place)).values()]
                # They serve what they do not refuse.
                tried += [(command, str(place), "--port", "0") for command in ("mock", "serve") if code]
                commands += tried
                expected += [(name, words[0], code) for words in tried]
    for (name, command, code), (found, output) in zip(expected, _results(watched, commands), strict=True):
        assert found == code, (name, command, output)


def test_an_overlay_opens_nothing(watched: Watched, untouched: Canaries) -> None:
    """What it extends is only compared with the document, and a reference that it adds leads to no file."""
    spec = watched.folder / "plain.json"
    spec.write_text(json.dumps(document("#/x", "3.1.1")))
    commands: list[tuple[str, ...]] = []
    for number, target in enumerate(_targets(untouched)):
        reference = {"$ref": target}
        actions = [
            {"target": "$.components.schemas", "update": {"B": reference, "C": {"items": reference}}},
            {"target": "$.paths", "update": {"/more": reference}},
            {"target": "$.paths['/kites'].post", "update": {"x-more": reference, "externalDocs": {"url": target}}},
        ]
        given = {"overlay": "1.1.0", "info": {"title": "F", "version": "1"}, "extends": target, "actions": actions}
        overlay = watched.folder / f"overlay-{number}.json"
        overlay.write_text(json.dumps(given))
        commands += [(*words, "--overlay", str(overlay)) for words in _commands(str(spec)).values()]
    for code, output in _results(watched, commands):
        assert code == 0, output
        assert "warning dangling-reference" in output


def test_the_mock_reads_nothing(watched: Watched, untouched: Canaries) -> None:
    for number, target in enumerate((untouched.pipe, untouched.server)):
        spec = watched.folder / f"mock-{number}.json"
        spec.write_text(json.dumps(document(target, "3.1.1")))
        process = watched.start("mock", str(spec), "--port", "0")
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://127.0.0.1:" in line)
            address = "http://" + line.rpartition("http://")[2].split()[0].rstrip("/.,")
            answer_to(f"{address}/kites", "POST", b'{"a": 1}')
        finally:
            process.kill()
            process.wait()


def test_the_fuzzer_reads_nothing(watched: Watched, untouched: Canaries) -> None:
    for number, target in enumerate((untouched.server, untouched.pipe)):
        spec = watched.folder / f"fuzz-{number}.json"
        spec.write_text(json.dumps(document(target, "3.1.1")))
        _output(watched.start("fuzz", str(spec), "--mock", "--max-examples", "1"))


def _with_get(given: Json) -> Json:
    """The document with an operation that reads, which a server without POST responds to."""
    get = {name: value for name, value in given["paths"]["/kites"]["post"].items() if name != "requestBody"}
    given["paths"]["/kites"]["get"] = {**get, "operationId": "list"}
    return given


@pytest.mark.parametrize("processes", ["--workers", "--scheduler"])
def test_no_process_of_the_fuzzer_reads_anything(processes: str, watched: Watched, untouched: Canaries) -> None:
    if processes == "--scheduler":
        pytest.importorskip("distributed", reason="the extra 'distributed' is not installed")
    number = "local:1" if processes == "--scheduler" else "2"
    seen: list[str] = []
    with serving({"/kites": lambda _: as_json({"a": 1})}, seen) as url:
        for index, target in enumerate((untouched.pipe, untouched.server)):
            spec = watched.folder / f"processes-{index}.json"
            spec.write_text(json.dumps(_with_get(document(target, "3.1.1"))))
            options = ("--max-examples", "1", "--phases", "examples", processes, number)
            _output(watched.start("fuzz", str(spec), "--url", url, *options))
    assert any(line.startswith("GET /kites") for line in seen)


def test_the_pytest_plugin_reads_nothing(watched: Watched, untouched: Canaries) -> None:
    (watched.folder / "test_fixtures.py").write_text(
        "def test_all(speclift_mock, speclift_client, speclift_async_client): pass\n"
    )
    seen: list[str] = []
    with serving({"/kites": lambda _: as_json({"a": 1})}, seen) as url:
        for number, target in enumerate((untouched.pipe, untouched.server)):
            spec = watched.folder / f"tests-{number}.json"
            spec.write_text(json.dumps(_with_get(document(target, "3.1.1"))))
            for options in ((), ("--speclift-url", url)):
                output = _output(watched.start_tests("test_fixtures.py", "--speclift-spec", str(spec), *options))
                assert ("1 failed, 2 passed" if options else "3 passed") in output
    assert any(line.startswith("GET /kites") for line in seen)
    for refused in _changed(POSITIONS["schema"], watched, untouched):
        assert "E003" in _output(watched.start_tests("test_fixtures.py", "--speclift-spec", refused))


def test_a_verification_reads_nothing(watched: Watched, untouched: Canaries) -> None:
    commands = []
    seen: list[str] = []
    with serving({"/kites": lambda _: as_json({"a": 1})}, seen) as url:
        for number, target in enumerate((untouched.pipe, untouched.server)):
            spec = watched.folder / f"verify-{number}.json"
            spec.write_text(json.dumps(_with_get(document(target, "3.1.1"))))
            commands.append(("verify", str(spec), "--against", str(spec), "--url", url))
        for code, output in _results(watched, commands):
            assert code in (0, 1), output
    assert seen


def test_the_reference_validator_reads_nothing(untouched: Canaries) -> None:
    from speclift.openapi.checking.reference_validator import reference_faults

    # The pipe comes last: reading from it never ends.
    for target in (untouched.server, untouched.file, untouched.pipe):
        given = document(target, "3.1.1")
        given["components"]["schemas"]["B"] = {"$ref": target}
        assert SECRET not in str(list(reference_faults(given)))


def test_the_served_page_reads_nothing(watched: Watched, untouched: Canaries) -> None:
    for number, target in enumerate((untouched.pipe, untouched.server)):
        spec = watched.folder / f"serve-{number}.json"
        spec.write_text(json.dumps(document(target, "3.1.1")))
        process = watched.start("serve", str(spec), "--mock", "--port", "0")
        try:
            assert process.stdout is not None
            line = next(line for line in process.stdout if "http://127.0.0.1:" in line)
            address = "http://" + line.rpartition("http://")[2].split()[0].rstrip("/.,")
            for path in ("/", "/-/openapi.json"):
                assert answer_to(address + path)[0] == 200
        finally:
            process.kill()
            process.wait()


#: A page that refers to `{0}` in every way that a page can.
PAGE = """# Kites

See [the list]({0}) and ![a kite]({0}). <img src="{0}"> <script src="{0}"></script>

[!include[x]({0})]

@include '{0}'

## Add a kite

`POST {0}`

`POST /kites`

| Name | Type | Description |
| --- | --- | --- |
| a | [Kite]({0}) | One of [these]({0}). |

```json
{{"$ref": "{0}", "a": {{"$ref": "{0}"}}}}
```

### Response

```json
{{"$ref": "{0}", "$schema": "{0}"}}
```
"""


#: Commands that read the pages in a folder.
OF_PAGES: tuple[tuple[str, ...], ...] = (
    ("spec", "{docs}", "-o", "openapi.yaml", "--no-cache"),
    ("generate", "{docs}", "-o", "out", "--no-cache"),
    ("check", "{docs}", "--no-cache"),
    ("report", "{docs}", "-o", "report.html", "--no-cache"),
    ("explain", "{docs}", "POST /kites", "--no-cache"),
    ("coverage", "{docs}", "--no-cache"),
    ("learn", "{docs}"),
    ("diff", "{docs}", "{docs}"),
    ("client", "{docs}", "-o", "client"),
    ("models", "{docs}", "-o", "pages.py"),
    ("verify", "{docs}", "--against", "{docs}", "--url", "http://127.0.0.1:1", "--dry-run"),
)


@pytest.mark.parametrize("command", OF_PAGES, ids=lambda words: words[0])
def test_pages_lead_nowhere(command: tuple[str, ...], watched: Watched, untouched: Canaries) -> None:
    commands = []
    for number, target in enumerate(_targets(untouched)):
        docs = watched.folder / f"docs-{number}"
        docs.mkdir(exist_ok=True)
        (docs / "kites.md").write_text(PAGE.format(target))
        commands.append([word.format(docs=docs.name) for word in command])
    for code, output in _results(watched, commands):
        assert code in (0, 1), output


@pytest.mark.parametrize("command", ["mock", "serve"])
def test_pages_that_are_served_lead_nowhere(command: str, watched: Watched, untouched: Canaries) -> None:
    docs = watched.folder / "served"
    docs.mkdir(exist_ok=True)
    for number, target in enumerate(_targets(untouched)):
        (docs / f"kites{number}.md").write_text(PAGE.format(target).replace("/kites", f"/kites{number}"))
    process = watched.start(command, docs.name, "--port", "0")
    try:
        assert process.stdout is not None
        # Findings of the pages quote the address of the canary.
        lines = (line for line in process.stdout if untouched.server.rpartition("/")[0] not in line)
        line = next(line for line in lines if "http://127.0.0.1:" in line)
        address = "http://" + line.rpartition("http://")[2].split()[0].rstrip("/.,")
        for path in ("/", "/-/openapi.json") if command == "serve" else ("/kites0", "/kites2"):
            answer_to(address + path, *(() if command == "serve" else ("POST", b'{"a": 1}')))
    finally:
        process.kill()
        process.wait()


#: The commands that these tests run on pages, and on documents. `mock` and `serve` have tests of their own.
READERS_OF_PAGES = frozenset({"mock", "serve", *(words[0] for words in OF_PAGES)})
READERS_OF_DOCUMENTS = frozenset({"mock", "serve", *(words[0] for words in _commands("").values())})


def test_every_command_is_watched() -> None:
    """`completion` reads no files."""
    assert command_parsers().keys() - {"completion"} == READERS_OF_PAGES | READERS_OF_DOCUMENTS
