"""Names of classes, methods and modules are readable, and stay the same when the reference grows."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from pydantic import BaseModel

from speclift.client.names import MODEL_RESERVED, attribute, class_name, constant, digest, snake, unique
from speclift.client.package import OPTION_RESERVED, build_package, package_name
from speclift.client.records import Package
from speclift.client.templates import Templates
from speclift.inference.known_forms.api import resolve
from speclift.model.reference import Reference
from speclift.openapi.building.document import build_document
from speclift.pipeline.client import client_files
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.client.echo import document, operation
from tests.client.wire import imported
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("GetBatchTaskInfo", "get_batch_task_info"),
        ("odata.nextLink", "odata_next_link"),
        ("CRMScriptURLs", "crm_script_urls"),
        ("Number1", "number1"),
        ("SO-AppToken", "so_app_token"),
        ("_Links", "links_"),
        ("Ärger", "arger"),
    ],
)
def test_attributes_have_names_in_python_style(spelled: str, expected: str) -> None:
    assert attribute(spelled) == expected


def test_each_kind_of_name_has_its_case() -> None:
    assert class_name("batch_task-info") == "BatchTaskInfo"
    assert class_name("BLOBInfo") == "BLOBInfo"
    assert constant("InternalAssociate") == "INTERNAL_ASSOCIATE"
    assert package_name("Pet Shop API") == "pet_shop_api"


def test_the_exact_name_wins_a_collision_and_no_name_is_numbered() -> None:
    found = unique(["name", "Name", "other"], snake)
    assert (found["name"], found["other"]) == ("name", "other")
    assert found["Name"].startswith("name_")
    assert found == {**unique(["other", "Name", "name"], snake)}


@pytest.mark.parametrize("spellings", [["a---.~.*", "a--.+*+~"], ["a.b", "a-b", f"a_b_{digest('a.b')}"]])
def test_names_with_the_same_digest_are_told_apart(spellings: list[str]) -> None:
    found = unique(spellings, snake)
    assert len({name.lower() for name in found.values()}) == len(spellings)
    assert found == {**unique(spellings[::-1], snake)}


def test_exact_names_that_differ_only_in_case_are_told_apart() -> None:
    found = unique(["Abc", "ABC"], class_name)
    assert len({name.lower() for name in found.values()}) == 2


@pytest.mark.parametrize("source", ["_client.py.jinja", "_options.py.jinja"])
def test_options_reserve_every_name_that_their_templates_use(source: str) -> None:
    text = (ROOT / "templates" / "package" / source).read_text()
    owners = ("CallOptions",) if "options" in source else ("Client", "AsyncClient")
    plain = re.sub(r"{#.*?#}|{%.*?%}", "", text, flags=re.S)
    plain = re.sub(r"\n.*{{ (option|relative|docstrings|item|constructor).*", "", plain)
    if source == "_client.py.jinja":
        head = plain[plain.index("    def __init__(") : plain.index("    ) -> None:")]
        names = set(re.findall(r"^        (\w+)(?=[:,])", head, re.M))
    else:
        head = plain[plain.index(f"class {owners[0]}") :]
        names = set(re.findall(r"^    (\w+): ", head, re.M)) | set(re.findall(r"^    def (\w+)", head, re.M))
    assert len(names) > 4
    assert names <= OPTION_RESERVED


@pytest.mark.parametrize("wire", sorted(OPTION_RESERVED))
def test_a_header_never_hides_an_option(wire: str) -> None:
    parameter = {"name": wire, "in": "header", "schema": {"type": "string"}}
    document = {
        "info": {"title": "Kites"},
        "paths": {},
        "components": {"schemas": {}, "parameters": {"a": parameter}},
    }
    files = client_files(document, "kites", Templates(None))
    for path, data in files.items():
        if path.endswith(("_client.py", "_options.py")):
            compile(data, path, "exec")
            assert f"        {wire}_: ".encode() in data


def package(reference: Reference) -> Package:
    return build_package(build_document(resolve(reference, Settings()), Settings()), "api")


def test_another_page_changes_no_existing_name(embedded: Path) -> None:
    """Each tag is left out in turn: the other names stay as they are in the whole reference."""
    reference, _ = read_reference(discover([str(embedded)]))
    whole = package(reference)
    signatures = {
        (resource.module, method.operation_id): (method.name, method.returns, [a.name for a in method.arguments])
        for resource in whole.resources
        for method in resource.methods
    }
    folders = sorted({page.file.split("/")[1] for page in reference.operations})
    changed = 0
    for folder in folders:
        pages = tuple(page for page in reference.pages if not page.printed or page.file.split("/")[1] != folder)
        smaller = package(msgspec.structs.replace(reference, pages=pages))
        for resource in smaller.resources:
            for method in resource.methods:
                before = signatures[resource.module, method.operation_id]
                assert method.name == before[0]
                changed += (method.returns, [a.name for a in method.arguments]) != before[1:]
    # A type that only the omitted pages name, or show completely, gets another name without them.
    assert changed <= len(folders)


def test_no_class_is_numbered(embedded: Path) -> None:
    reference, _ = read_reference(discover([str(embedded)]))
    found = package(reference)
    names = {model.name for module in found.modules for model in module.models}
    assert not [name for name in names if name[-1].isdigit() and name.rstrip("0123456789") in names]


def untagged(count: int, prefix: str = "/api/v1") -> dict[str, Any]:
    groups = ("flows", "runs", "blocks")
    paths: dict[str, Any] = {}
    for number in range(count):
        path = f"{prefix}/{groups[number % 3]}/{{id}}/part{number}"
        identifier = f"read_part{number}" + path.replace("/", "_").replace("{", "_").replace("}", "_") + "_get"
        paths[path] = {"get": {"operationId": identifier, "responses": {"204": {"description": "Done."}}}}
    return document(paths)


def test_many_operations_without_tags_are_grouped_by_their_paths() -> None:
    many, few = build_package(untagged(15), "api"), build_package(untagged(3), "api")
    assert [resource.module for resource in many.resources] == ["blocks", "flows", "runs"]
    assert [resource.module for resource in few.resources] == ["default"]


def test_the_path_that_a_framework_adds_to_an_operation_id_is_left_out() -> None:
    package = build_package(untagged(15), "api")
    names = [method.name for resource in package.resources for method in resource.methods]
    assert sorted(names) == sorted(f"read_part{number}" for number in range(15))


def test_classes_of_bodies_are_named_after_their_operation() -> None:
    paths = {}
    for path, name in (("/flows/", "create_flow_flows__post"), ("/runs", "create_run_runs_post"), ("/x", "x-y/z")):
        schema = {"type": "object", "properties": {"name": {"type": "string"}}}
        body = {"content": {"application/json": {"schema": schema}}}
        paths[path] = {"post": {"operationId": name, "requestBody": body, "responses": {"204": {"description": "-"}}}}
    package = build_package(document(paths), "api")
    models = {model.name for module in package.modules for model in module.models}
    assert models == {"CreateFlowRequest", "CreateRunRequest", "XYZRequest"}


def tagged(*operations: tuple[str, str, str, str], schemas: Any = None) -> Package:
    """The package of these operations: method, path, id and tag of each. An empty id or tag is left out."""
    paths: dict[str, Any] = {}
    for method, path, name, tag in operations:
        found: dict[str, Any] = {"responses": {"204": {"description": "Done."}}}
        found |= {"operationId": name} if name else {}
        paths.setdefault(path, {})[method] = found | ({"tags": [tag]} if tag else {})
    return build_package(document(paths, schemas=schemas or {}), "api")


def calls(package: Package) -> set[str]:
    return {f"{resource.module}.{method.name}" for resource in package.resources for method in resource.methods}


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        # FastAPI: the function, the path and the method; the path may be that of a router mounted elsewhere.
        ([("post", "/flows/", "create_flow_flows__post", "Flows")], {"flows.create_flow"}),
        ([("get", "/api/v1/flows/{id}", "read_flow_flows__id__get", "Flows")], {"flows.read_flow"}),
        ([("get", "/users/me", "users-read_user_me", "users")], {"users.read_user_me"}),
        # NestJS: the class and its method, whatever the tag is.
        (
            [
                ("get", "/users", "UsersController_findAll", "users"),
                ("post", "/cats", "CatsController_create", "Animals"),
                ("post", "/dogs", "DogsController_remove", "Animals"),
            ],
            {"users.find_all", "animals.create", "animals.remove"},
        ),
        ([("get", "/cats", "CatsController_findAll", "")], {"default.cats_find_all"}),
        # Django.
        (
            [
                ("get", "/users/", "users_list", "users"),
                ("patch", "/users/{id}/", "users_partial_update", "users"),
                ("get", "/api/v1/user-groups/", "api_v1_user_groups_retrieve", "user groups"),
            ],
            {"users.list", "users.partial_update", "user_groups.retrieve"},
        ),
        (
            [
                ("get", "/api/projects/{id}/exports/", "api_projects_exports_list", "export"),
                ("get", "/api/v2.1/kites/", "api_v2_1_kites_list", "wind"),
                ("get", "/kites/", "api_kites_list", "wind"),
                ("get", "/api/", "api_retrieve", "wind"),
                ("get", "/api/a/", "api_things_list", "same"),
                ("get", "/api/b/", "things_list", "same"),
                ("get", "/api/v1/api-keys/", "api_v1_api_keys_list", "api"),
                ("get", "/api/v1/keys/", "api_v1_keys_list", "api"),
                ("get", "/api/v1/", "api_root", "api"),
            ],
            {
                *("export.projects_exports_list", "wind.kites_list", "wind.api_kites_list", "wind.api_retrieve"),
                *("same.api_things_list", "same.things_list", "api.api_keys_list", "api.keys_list", "api.root"),
            },
        ),
        # Spring: the HTTP method, and a number if the name is already taken.
        (
            [
                ("get", "/users", "getAllUsingGET", "user-controller"),
                ("get", "/roles", "getAllUsingGET_1", "role-controller"),
                ("post", "/users", "add", "user-controller"),
                ("post", "/roles", "add_1", "role-controller"),
                ("get", "/heights", "level_1", "heights"),
            ],
            {"user.get_all", "user.add", "role.get_all", "role.add", "heights.level1"},
        ),
        # ASP.NET: no operation ids.
        (
            [("get", "/api/Users/{id}", "", "Users"), ("get", "/Weather", "GetWeather", "Weather")],
            {"users.get_users_id", "weather.get_weather"},
        ),
        # goa, GitHub, discovery documents, tRPC.
        ([("get", "/a", "user#show", "user")], {"user.show"}),
        ([("get", "/a", "actions/list-artifacts", "actions")], {"actions.list_artifacts"}),
        (
            [
                ("get", "/a", "storage.buckets.list", "buckets"),
                ("get", "/b", "storage.objects.get", "storage"),
                ("get", "/c", "Shelves_GetShelf", "ShelfService"),
            ],
            {"buckets.list", "storage.objects_get", "shelf_service.shelves_get_shelf"},
        ),
        # A prefix that names no owner stays.
        (
            [("get", "/a", "getUsers_byId", "users"), ("get", "/b", "create_users_batch", "users")],
            {"users.get_users_by_id", "users.create_users_batch"},
        ),
        # Two methods that would get the same name keep their owners.
        (
            [("get", "/a", "CatsController_find", "pets"), ("get", "/b", "DogsController_find", "pets")],
            {"pets.cats_controller_find", "pets.dogs_controller_find"},
        ),
    ],
)
def test_methods_have_the_names_that_a_user_would_type(
    operations: list[tuple[str, str, str, str]], expected: set[str]
) -> None:
    assert calls(tagged(*operations)) == expected


def test_arguments_of_the_same_name_are_told_apart_by_location(tmp_path: Path) -> None:
    own = [("id", "header"), ("id", "query"), ("Id", "path"), ("lang", "cookie")]
    parameters = [
        {"name": name, "in": location, "required": location == "path", "schema": {"type": "string"}}
        for name, location in own
    ]
    paths = {"/kites/{Id}": {"get": operation("find", parameters=parameters)}}
    with imported(document(paths), tmp_path, "alike_kites") as (_, module):
        names = list(inspect.signature(module.Client("http://kites.example").kites.find).parameters)
    assert names[:4] == ["id", "id_header", "id_query", "lang"]


def test_another_path_moves_no_operation_to_another_resource() -> None:
    paths = [f"/api/v2/{group}/{{id}}/part{n}" for n in range(6) for group in ("flows", "runs", "blocks")]
    given = [("get", path, "", "") for path in paths]
    before = calls(tagged(*given))
    assert {name.partition(".")[0] for name in before} == {"flows", "runs", "blocks"}
    assert calls(tagged(*given, ("get", "/health", "", ""))) == before | {"health.get_health"}
    assert calls(tagged(*given, ("get", "/x", "x", "Flows"))) >= before


def test_a_method_named_list_hides_no_type(tmp_path: Path) -> None:
    rows = {"type": "array", "items": {"type": "string"}}
    query = {"name": "only", "in": "query", "schema": rows}
    paths = {
        "/kites": {"get": operation("kites_list", rows, parameters=[query])},
        "/kites/all": {"get": operation("kites_all", rows)},
    }
    with imported(document(paths), tmp_path, "list_kites") as (_, module):
        from importlib import import_module

        resource = import_module("list_kites.resources.kites").KitesResource
        for name in ("list", "all"):
            assert (
                get_type_hints(getattr(resource, name), vars(sys.modules[resource.__module__]))["return"] == list[str]
            )
        assert module.Client("http://kites.example").kites.list


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("pkg.v1.Thing", "Thing"),
        ("io.k8s.api.core.v1.Pod", "Pod"),
        ("models.User", "User"),
        ("Acme.Sales.Models.Order", "Order"),
        ("google.protobuf.Any", "GoogleProtobufAny"),
        ("Order.Status", "OrderStatus"),
        ("pet.yaml", "Pet"),
        ("Thing_3f2a9c1b", "Thing"),
        ("Thing-d41d8cd98f00b204e9800998ecf8427e", "Thing"),
        ("Thing_0f14d0ab-9605-4a62-a9e4-5ed26688389b", "Thing"),
        ("Report_20240101", "Report20240101"),
        ("Foo-Input", "FooInput"),
        ("List_User_", "ListUser"),
        ("Union[A, B]", "UnionAB"),
        ("ResponseEntity«List«User»»", "ResponseEntityListUser"),
        ("Acme.Paged`1[[Acme.User, Acme, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null]]", "AcmePagedAcmeUser"),
    ],
)
def test_classes_have_the_names_that_a_user_would_type(spelled: str, expected: str) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    assert models(tagged(schemas={spelled: schema})) == {expected}


def test_no_class_has_the_name_of_a_built_in_class(tmp_path: Path) -> None:
    """An annotation before the class would mean the built-in one."""
    schemas = {
        "Alert": {"type": "object", "properties": {"cause": {"$ref": "#/components/schemas/TimeoutError"}}},
        "TimeoutError": {"type": "object", "properties": {"seconds": {"type": "integer"}}},
    }
    paths = {"/alert": {"get": operation("getAlert", {"$ref": "#/components/schemas/Alert"})}}
    with imported(document(paths, schemas=schemas), tmp_path, "alert_kites") as (_, module):
        found = module.models.Alert.model_validate({"cause": {"seconds": 3}})
    assert (type(found.cause).__name__, found.cause.seconds) == ("TimeoutError_", 3)


def test_only_names_that_every_model_has_are_reserved(tmp_path: Path) -> None:
    """Users of a service for AI models write the id of a model on every line."""
    names = ("model_id", "modelName", "model_fields", "model_dump")
    kite = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    key = {"name": "model_version", "in": "query", "schema": {"type": "string"}}
    paths = {"/a": {"get": operation("model_list", kite, tags=["model_providers"], parameters=[key])}}
    with imported(document(paths, schemas={"Kite": kite}), tmp_path, "model_kites") as (built, module):
        assert [item.name for item in built.attributes] == ["model_providers"]
        (method,) = built.resources[0].methods
        assert (method.name, [argument.name for argument in method.arguments]) == ("model_list", ["model_version"])
        found = module.models.Kite(model_id="1", model_name="2", model_fields_="3", model_dump_="4")
        assert found.to_wire() == dict(zip(names, "1234", strict=True))


def test_every_name_of_the_base_model_is_reserved() -> None:
    # Names of the metaclass too: pydantic warns of a field that hides one, whenever the package is imported.
    names = {name for name in (*dir(BaseModel), *dir(type(BaseModel))) if not name.startswith("_")}
    assert {name for name in names if hasattr(BaseModel, name)} <= MODEL_RESERVED


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"enum": ["created_at", "-created_at", "+1", "-1", ""]}, "CREATED_AT MINUS_CREATED_AT PLUS_1 MINUS_1 EMPTY"),
        (
            {"enum": ["=", "!=", "<", "<=", ">", ">=", "*"]},
            "EQUAL NOT_EQUAL LESS LESS_OR_EQUAL GREATER GREATER_OR_EQUAL ALL",
        ),
        ({"enum": [-1, 0, 1]}, "VALUE_MINUS_1 VALUE_0 VALUE_1"),
        ({"enum": [1, 2], "x-enum-varnames": ["ok", "NotFound"]}, "OK NOT_FOUND"),
        ({"enum": ["a", "b"], "x-enumNames": ["First", "Last"]}, "FIRST LAST"),
        # Names that do not tell the members apart are ignored.
        ({"enum": [1, 2], "x-enum-varnames": ["same", "Same"]}, "VALUE_1 VALUE_2"),
        ({"enum": [1, 2], "x-enum-varnames": ["one"]}, "VALUE_1 VALUE_2"),
        ({"enum": [1, 2], "x-enum-varnames": {"1": "one"}}, "VALUE_1 VALUE_2"),
    ],
)
def test_members_have_the_names_that_a_user_would_type(schema: dict[str, Any], expected: str, tmp_path: Path) -> None:
    kind = "string" if isinstance(schema["enum"][0], str) else "integer"
    kite = {"type": "object", "properties": {"state": {"$ref": "#/components/schemas/State"}}}
    paths = {"/kite": {"get": operation("get_kite", {"$ref": "#/components/schemas/Kite"})}}
    whole = document(paths, schemas={"Kite": kite, "State": {"type": kind, **schema}})
    with imported(whole, tmp_path, "state_kites") as (_, module):
        assert [(member.name, member.value) for member in module.models.State] == [
            *zip(expected.split(), schema["enum"], strict=True)
        ]


def test_classes_of_the_same_name_keep_their_packages() -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    names = ("apps.v1.Deployment", "apps.v2.Deployment", "apps.v1.Pod")
    assert models(tagged(schemas=dict.fromkeys(names, schema))) == {"AppsV1Deployment", "AppsV2Deployment", "Pod"}


def test_a_schema_that_a_generator_numbered_is_named_after_its_use() -> None:
    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{name}"}

    text = {"type": "string"}
    shared = {"type": "object", "properties": {"one": text}}
    schemas = {
        "Body_create_flow_flows__post": {"type": "object", "properties": {"file": text}},
        "inline_response_200_3": {"type": "object", "properties": {"page": ref("inline_response_200_4")}},
        "inline_response_200_4": {"type": "object", "properties": {"more": text}},
        "inline_object": shared,
        "Holder": {"type": "object", "properties": {"one": ref("inline_object"), "two": ref("inline_object")}},
    }
    body = {"content": {"multipart/form-data": {"schema": ref("Body_create_flow_flows__post")}}}
    paths = {
        "/flows/": {
            "post": operation("create_flow_flows__post", requestBody=body),
            "get": operation("read_flows_flows__get", ref("inline_response_200_3")),
        }
    }
    package = build_package(document(paths, schemas=schemas), "api")
    expected = {"CreateFlowRequest", "ReadFlowsResponse", "ReadFlowsResponsePage", "InlineObject", "Holder"}
    assert models(package) == expected


def models(package: Package) -> set[str]:
    return {model.name for module in package.modules for model in module.models}


def test_another_property_takes_no_name_away(tmp_path: Path) -> None:
    state = {"type": "string", "enum": ["on", "off"]}
    tail = {"type": "object", "properties": {"n": state}}
    kite = {"type": "object", "properties": {"state": state, "tail": tail}}
    names = []
    others: tuple[dict[str, Any], ...] = ({}, {"state": state, "one": tail}, {"other": state})
    for number, more in enumerate(others):
        schemas: dict[str, Any] = {
            "Kite": kite,
            "Lantern": kite,
            "A": {"type": "object", "properties": {"x": state, **more}},
        }
        paths = {"/kites": {"get": operation("getKite", {"$ref": "#/components/schemas/Kite"})}}
        with imported(document(paths, schemas=schemas), tmp_path / str(number), f"more_kites{number}") as (_, module):
            names.append(set(module.models.__all__))
            assert module.models.KiteState is module.models.LanternState
            assert module.models.Kite(state=module.models.LanternState.ON).to_wire() == {"state": "on"}
    assert names[0] <= names[1] & names[2]


def test_responses_of_several_statuses_are_named_after_them() -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    other = {"type": "object", "properties": {"code": {"type": "string"}}}
    found = operation("find", schema)
    found["responses"] |= {
        status: {"description": "So.", "content": {"application/json": {"schema": other}}}
        for status in ("202", "404", "default")
    }
    package = build_package(document({"/x": {"get": found}}), "api")
    assert models(package) == {"FindResponse", "FindResponse202", "FindResponse404", "FindResponseDefault"}


def test_a_property_that_a_component_refines_has_the_type_of_the_component(tmp_path: Path) -> None:
    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{name}"}

    text = {"type": "string"}
    any_object = {"type": "object", "readOnly": True, "description": "Any.", "x-kind": "loose"}
    schemas = {
        "Kite": {"type": "object", "properties": {"tail": any_object}},
        "RedKite": {"allOf": [ref("Kite"), {"properties": {"tail": ref("RedKiteTail")}}]},
        "RedKiteTail": {"type": "object", "properties": {"length": text}},
        # An inline object whose name another component already has.
        "Owner": {"type": "object", "properties": {"home": {"type": "object", "properties": {"town": text}}}},
        "OwnerHome": {"type": "object", "properties": {"street": text}},
    }
    with imported(document({}, schemas=schemas), tmp_path, "refined_kites") as (package, module):
        assert models(package) == {"Kite", "RedKite", "RedKiteTail", "Owner", "OwnerHome", "OwnerHomeInline"}
        assert get_type_hints(module.models.RedKite)["tail"] == module.models.RedKiteTail | None
        assert get_type_hints(module.models.Owner)["home"] == module.models.OwnerHomeInline | None


@pytest.mark.parametrize(
    ("descriptions", "shown"),
    [
        (["First one.", "Last one."], ["First", "Last"]),
        ({"a": "First one.", "b": "Last one."}, ["First", "Last"]),
        ({"b": "Last one.", "c": "First one."}, ["Last"]),
        (["First one."], ["First"]),
        ("First one.", []),
        ([5, None], []),
    ],
)
def test_descriptions_of_members_are_shown(descriptions: Any, shown: list[str], tmp_path: Path) -> None:
    state = {"type": "string", "enum": ["a", "b"], "x-enum-descriptions": descriptions}
    kite = {"type": "object", "properties": {"state": {"$ref": "#/components/schemas/State"}}}
    paths = {"/kite": {"get": operation("get_kite", {"$ref": "#/components/schemas/Kite"})}}
    with imported(document(paths, schemas={"Kite": kite, "State": state}), tmp_path, "said_kites") as (_, module):
        source = inspect.getsource(module.models.State)
    assert [word for word in ("First", "Last") if f"{word} one." in source] == shown
