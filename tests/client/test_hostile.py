"""Nothing in the docs runs as code: a client has the names and texts of a hostile document, but only as data."""

from __future__ import annotations

import ast
import itertools
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from speclift.client.literals import docstring, string
from speclift.client.names import identifier, unique
from speclift.openapi.building.document import build_document
from speclift.settings import Settings
from tests.client.wire import BASE, imported, methods
from tests.inference.pages import OtherPageError, operation, recovered

PAYLOADS = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"""',
    '"""\nimport os; os.system("x")\n"""',
    "a\nimport os",
    "{__import__('os').getcwd()}",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{# comment",
    "%s %(x)s",
    "\u202etxt.exe\u202c",
    "\u2066hidden\u2069",
    "\x00",
    "\x1b[31m",
    "\u2028line",
    "class",
    "None",
    "def",
    "__class__",
    "__init__",
    "__getattr__",
    "model_config",
    "model_fields",
    "self",
    "body",
    "options",
    "int",
    "list",
    "str",
    "Any",
    "Model",
    "Field",
    "Client",
    "1st",
    "a-b",
    "a b",
    "a.b",
    "$top",
    "日本語",
    "é",
    "Ⅷ",
    "ﬁeld",
    "_",
    "__",
    "-",
    "",
    " ",
    "...",
    "#!/bin/sh",
    "# type: ignore",
    "A" * 300,
]
TEXT = st.one_of(st.sampled_from(PAYLOADS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
NAMES = st.lists(TEXT, min_size=1, max_size=6, unique=True)
SERIAL = itertools.count()

#: All that generated modules call. A name in the docs cannot make them call anything else.
CALLED = frozenset(
    {"Field", "Call", "commas", "with_properties", "delegated", "getattr", "_send", "_download", "_pages", "get"}
    | {"Tagged", "Fits", "Subtypes", "TypeAliasType", "Media", "Encoding", "Styled", "_stream", "_either"}
)


IMPORTED = ("__future__", "typing", "pydantic", "typing_extensions")


def schema(name: str, properties: list[str], values: list[str], text: str) -> dict[str, Any]:
    found: dict[str, Any] = {key: {"type": "string", "description": text} for key in properties}
    found["state"] = {"type": "string", "enum": values, "description": text}
    return {"type": "object", "description": text, "properties": found}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """An OpenAPI document whose every text is hostile."""
    # Loading gives a name to a component that has none.
    components = draw(NAMES.filter(all))
    text = draw(TEXT)
    values = draw(NAMES)
    schemas = {name: schema(name, draw(NAMES), values, text) for name in components}
    reference = {"$ref": "#/components/schemas/" + components[0].replace("~", "~0").replace("/", "~1")}
    tag, operation_id = draw(TEXT), draw(TEXT)
    parameters = [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string", "enum": values}}
        for name in draw(NAMES)
    ]
    operation = {
        "operationId": operation_id,
        "tags": [tag],
        "summary": text,
        "description": draw(TEXT),
        "parameters": parameters,
        "requestBody": {"description": text, "content": {"application/json": {"schema": reference}}},
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": reference}}},
            "404": {"description": draw(TEXT)},
        },
        "externalDocs": {"url": draw(TEXT)},
    }
    return {
        "openapi": "3.1.1",
        "info": {"title": draw(TEXT), "version": draw(TEXT), "description": text},
        "servers": [{"url": draw(TEXT)}],
        "tags": [{"name": tag, "description": text}],
        "paths": {"/" + draw(TEXT): {"post": operation}},
        "components": {
            "schemas": schemas,
            "parameters": {"h": {"name": "X-" + draw(TEXT), "in": "header", "schema": {"type": "string"}}},
            "securitySchemes": {
                draw(TEXT): {"type": "apiKey", "in": "header", "name": draw(TEXT), "description": text}
            },
        },
    }


def with_a_query_in_its_path() -> dict[str, Any]:
    posted = {"operationId": "a", "parameters": [{"name": '"', "in": "query", "schema": {"type": "string"}}]}
    return {
        "openapi": "3.1.1",
        "info": {"title": "a", "version": "1"},
        "paths": {"/?0=1": {"post": {**posted, "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": {}},
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(document=documents())
@example(document=with_a_query_in_its_path())
def test_a_client_of_a_hostile_document_has_its_names_and_runs_none_of_it(
    document: dict[str, Any], tmp_path: Path
) -> None:
    name = f"hostile{next(SERIAL)}"
    with imported(document, tmp_path, name) as (package, module):
        for path in (tmp_path / name).rglob("*.py"):
            assert_harmless(path)
        for component, given_schema in document["components"]["schemas"].items():
            assert_same_properties(module.models, component, given_schema)
        ((path, item),) = document["paths"].items()
        assert_sends(module, methods(package), path, item["post"])


@st.composite
def unions(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A document with hostile tags, constants, forms, parameters and security schemes, and values of its union."""
    tag, names, text = draw(TEXT), draw(NAMES), draw(TEXT)
    prefix = "#/components/schemas/"
    parts = {f"Part{number}": value for number, value in enumerate(names)}
    schemas: dict[str, Any] = {
        key: {
            "type": "object",
            "required": [tag],
            "properties": {tag: {"const": value}, "all": {"$ref": prefix + "All"}},
        }
        for key, value in parts.items()
    }
    references = [{"$ref": prefix + key} for key in parts]
    mapping = {value: prefix + key for key, value in parts.items()}
    schemas["One"] = {"oneOf": references, "discriminator": {"propertyName": tag, "mapping": mapping}}
    constant, listed = {"const": text}, {"type": "array", "items": {"$ref": prefix + "All"}}
    schemas["All"] = {"oneOf": [*references, listed, constant, {"type": "integer"}]}
    base = {"type": "object", "properties": {tag: {"type": "string"}}, "discriminator": {"propertyName": tag}}
    schemas["Base"] = {**base, "discriminator": {"propertyName": tag, "mapping": {text: prefix + "Child"}}}
    schemas["Child"] = {"allOf": [{"$ref": prefix + "Base"}, {"properties": {draw(TEXT): {"type": "string"}}}]}
    encoding = {text: {"contentType": draw(TEXT), "headers": {draw(TEXT): {"schema": {"const": text}}}}}
    form = {"schema": {"type": "object", "properties": {text: {"type": "string"}}}, "encoding": encoding}
    operation = {
        "operationId": "act",
        "tags": ["acts"],
        "parameters": [{"name": text, "in": "query", "style": "pipeDelimited", "explode": False, "schema": listed}],
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": prefix + "One"}}, "multipart/form-data": form}
        },
        "security": [{draw(TEXT): []}],
        "servers": [{"url": "https://" + draw(TEXT)}],
        "responses": {
            "200": {"description": text, "content": {"application/json": {"schema": {"$ref": prefix + "One"}}}},
            "201": {"description": text, "content": {"application/json": {"schema": {"$ref": prefix + "Base"}}}},
            "4XX": {"description": text, "content": {"application/json": {"schema": {"$ref": prefix + "All"}}}},
        },
    }
    document = {
        "openapi": "3.1.1",
        "info": {"title": "Acts", "version": "1"},
        "servers": [{"url": "https://{a}.test", "variables": {"a": {"default": text, "description": text}}}],
        "paths": {"/acts": {"post": operation}},
        "components": {"schemas": schemas},
    }
    return document, [{tag: value} for value in names]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given_unions=unions())
def test_hostile_tags_and_constants_are_only_values(given_unions: Any, tmp_path: Path) -> None:
    document, values = given_unions
    name = f"tags{next(SERIAL)}"
    with imported(document, tmp_path, name) as (_, module):
        for path in (tmp_path / name).rglob("*.py"):
            assert_harmless(path)
        for number, value in enumerate(values):
            http = httpx.Client(transport=httpx.MockTransport(lambda _, value=value: httpx.Response(200, json=value)))
            found = module.Client(BASE, http_client=http).acts.act(getattr(module.models, f"Part{number}")(**value))
            assert type(found).__name__ == f"Part{number}"
            assert found.to_wire() == value


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(keys=NAMES, value=TEXT, text=TEXT, member=TEXT, name=TEXT)
def test_a_client_of_hostile_pages_has_what_was_recovered(
    keys: list[str], value: str, text: str, member: str, name: str, tmp_path: Path
) -> None:
    try:
        page = operation(
            "GetCrate",
            intro=text,
            query=[("mode", f"Enum: Slim, {member}", text), (name, "string", text)],
            response=[(key, "string", text) for key in keys],
            body="Crate",
            answered=dict.fromkeys(keys, value),
            told=text,
        )
    except OtherPageError:
        reject()
    api = recovered(page)
    document = build_document(api, Settings(title=text))
    with imported(document, tmp_path, f"pages{next(SERIAL)}") as (_, module):
        for path in (tmp_path / module.__name__).rglob("*.py"):
            assert_harmless(path)
        for component in api.components:
            wire = {item.name for item in component.properties}
            classes = [getattr(module.models, found) for found in module.models.__all__]
            assert not wire or any(hasattr(c, "model_fields") and aliases(c) == wire for c in classes)


def assert_harmless(path: Path) -> None:
    """A module of models or resources has only declarations, and text of the docs is only in constants."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.parent.name not in ("models", "resources") or path.name == "__init__.py":
        return
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    for node in ast.walk(tree):
        assert not isinstance(node, ast.JoinedStr | ast.Lambda | ast.Global)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called in CALLED or called in defined, ast.unparse(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert all(n.split(".")[0] in (*IMPORTED, path.parents[1].name) for n in names)
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            # A recursive type is a string, which is evaluated once all the types that it names exist.
            assert ast.unparse(statement.value).startswith("TypeAliasType(")
            _, text = statement.value.args  # type: ignore[attr-defined]
            assert_harmless_type(ast.parse(text.value, mode="eval"))
            continue
        assert isinstance(
            statement, ast.Import | ast.ImportFrom | ast.ClassDef | ast.FunctionDef | ast.AnnAssign | ast.If | ast.Expr
        )


def assert_harmless_type(tree: ast.AST) -> None:
    for node in ast.walk(tree):
        assert not isinstance(node, ast.JoinedStr | ast.Lambda | ast.Attribute)
        assert not isinstance(node, ast.Call) or getattr(node.func, "id", "") in CALLED


def assert_same_properties(models: Any, component: str, given_schema: Mapping[str, Any]) -> None:
    wire = set(given_schema["properties"])
    same = [
        model
        for model in (getattr(models, name) for name in models.__all__)
        if hasattr(model, "model_fields") and aliases(model) == wire
    ]
    assert same, component
    values = {key: f"{key}!" for key in wire - {"state"}}
    assert any(model.model_validate(values).to_wire() == values for model in same)


def aliases(model: Any) -> set[str]:
    return {field.serialization_alias for field in model.model_fields.values()}


def assert_sends(module: Any, found: Mapping[str, Any], path: str, operation: Mapping[str, Any]) -> None:
    ((attribute, method),) = found.values()
    requests: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={})

    client = module.Client(BASE, http_client=httpx.Client(transport=httpx.MockTransport(respond)))
    arguments = {argument.name: "v" for argument in method.arguments if argument.location == "query"}
    getattr(getattr(client, attribute), method.name)(**arguments)
    sent = [name for name, _ in httpx.QueryParams(requests[0].url.query.decode()).multi_items()]
    # The client also sends what comes after a question mark in the path.
    fixed = httpx.QueryParams(path.partition("#")[0].partition("?")[2]).multi_items()
    assert sent == [*(name for name, _ in fixed), *(parameter["name"] for parameter in operation["parameters"])]


@given(TEXT)
def test_a_literal_evaluates_to_its_text(text: str) -> None:
    assert ast.literal_eval(string(text)) == text
    assert "\n" not in string(text)
    assert all(character.isprintable() for character in string(text))


@given(st.text(max_size=200) | TEXT, st.sampled_from([0, 4, 8]))
@example('"""\nimport os; os.system("x")\n"""', 4)
@example("a\\", 0)
def test_a_docstring_is_one_string(text: str, indent: int) -> None:
    source = docstring(text.encode("utf-8", "replace").decode(), indent)
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Constant)


@given(NAMES)
def test_names_become_unique_identifiers(names: list[str]) -> None:
    found = unique(names, lambda name: name)
    assert list(found) == names
    assert len(set(found.values())) == len(names)
    for name in found.values():
        assert name.isidentifier()
        assert not name.startswith("_")
        assert identifier(name, name) == name
        # Python normalizes identifiers: of two names with the same normal form, one would hide the other.
        assert unicodedata.normalize("NFKC", name) == name


@given(NAMES, TEXT)
def test_another_name_changes_no_exact_name(names: list[str], other: str) -> None:
    alone = unique(names, lambda name: name)
    together = unique([*names, other] if other not in names else names, lambda name: name)
    for name in names:
        if alone[name] == name and other.lower() != name.lower():
            assert together[name] == name
