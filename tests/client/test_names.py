"""Names of classes, methods and modules: readable, and the same when the reference grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from speclift.client.names import attribute, class_name, constant, snake, unique
from speclift.client.package import build_package, package_name
from speclift.client.records import Package
from speclift.document.openapi import build_document
from speclift.model.page import Reference
from speclift.read.reference import discover, read_reference
from speclift.resolve.api import resolve
from speclift.settings import Settings


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
        pages = tuple(page for page in reference.operations if page.file.split("/")[1] != folder)
        smaller = package(Reference(pages, reference.enumerations, reference.navigation, ()))
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
