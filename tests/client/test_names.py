"""Names of classes, methods and modules: readable, and the same when the reference grows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from speclift.client.names import attribute, class_name, constant, digest, snake, unique
from speclift.client.package import OPTION_RESERVED, build_package, package_name
from speclift.client.records import Package
from speclift.client.templates import Templates
from speclift.document.openapi import build_document
from speclift.model.reference import Reference
from speclift.read.reference import discover, read_reference
from speclift.resolve.api import resolve
from speclift.run import client_files
from speclift.settings import Settings
from tests.client.echo import document
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
def test_attributes_read_as_python_does(spelled: str, expected: str) -> None:
    assert attribute(spelled) == expected


def test_each_kind_of_name_has_its_case() -> None:
    assert class_name("batch_task-info") == "BatchTaskInfo"
    assert class_name("BLOBInfo") == "BLOBInfo"
    assert constant("InternalAssociate") == "INTERNAL_ASSOCIATE"
    assert package_name("Pet Shop API") == "pet_shop_api"


def test_colliding_names_keep_the_exact_one_and_are_never_numbered() -> None:
    found = unique(["name", "Name", "other"], snake)
    assert (found["name"], found["other"]) == ("name", "other")
    assert found["Name"].startswith("name_")
    assert found == {**unique(["other", "Name", "name"], snake)}


@pytest.mark.parametrize("spellings", [["a---.~.*", "a--.+*+~"], ["a.b", "a-b", f"a_b_{digest('a.b')}"]])
def test_names_with_one_digest_are_told_apart(spellings: list[str]) -> None:
    found = unique(spellings, snake)
    assert len({name.lower() for name in found.values()}) == len(spellings)
    assert found == {**unique(spellings[::-1], snake)}


def test_exact_names_that_differ_in_case_alone_are_told_apart() -> None:
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
def test_a_header_field_never_hides_an_option(wire: str) -> None:
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


def test_a_page_more_changes_no_other_name(embedded: Path) -> None:
    """Each tag is left out in turn: what the others are called stays as it is in the whole reference."""
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
    # A type that only the page left out names, or shows whole, is called otherwise without it.
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


def test_operations_without_tags_are_grouped_by_their_paths_where_there_are_many() -> None:
    many, few = build_package(untagged(15), "api"), build_package(untagged(3), "api")
    assert [resource.module for resource in many.resources] == ["blocks", "flows", "runs"]
    assert [resource.module for resource in few.resources] == ["default"]


def test_the_path_that_a_framework_adds_to_a_name_is_left_out() -> None:
    package = build_package(untagged(15), "api")
    names = [method.name for resource in package.resources for method in resource.methods]
    assert sorted(names) == sorted(f"read_part{number}" for number in range(15))


def test_classes_of_bodies_are_called_after_their_operation() -> None:
    paths = {}
    for path, name in (("/flows/", "create_flow_flows__post"), ("/runs", "create_run_runs_post"), ("/x", "x-y/z")):
        schema = {"type": "object", "properties": {"name": {"type": "string"}}}
        body = {"content": {"application/json": {"schema": schema}}}
        paths[path] = {"post": {"operationId": name, "requestBody": body, "responses": {"204": {"description": "-"}}}}
    package = build_package(document(paths), "api")
    models = {model.name for module in package.modules for model in module.models}
    assert models == {"CreateFlowRequest", "CreateRunRequest", "XYZRequest"}
