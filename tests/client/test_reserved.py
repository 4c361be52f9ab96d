"""A client never hides a package that it requires or a module of Python, whatever the name of the API."""

from __future__ import annotations

import importlib.metadata
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from speclift.client.package import package_name
from speclift.errors import SettingsError
from speclift.model.package_names import REQUIRED, fault_of, is_taken
from speclift.settings import Settings
from tests.client.wire import imported
from tests.contract.small import STRING, document, operation, parameter, properties, ref


def required(names: tuple[str, ...]) -> Iterator[str]:
    """These distributions and all that they require, as installed here."""
    for name in names:
        yield name
        found = map(Requirement, importlib.metadata.requires(name) or ())
        yield from required(tuple(r.name for r in found if not r.marker or r.marker.evaluate({"extra": ""})))


def test_every_package_that_a_client_requires_is_reserved() -> None:
    assert {name.replace("-", "_") for name in required(("httpx", "pydantic", "pytest"))} <= REQUIRED


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Statistics", "statistics_client"),
        ("SECRETS", "secrets_client"),
        ("Concurrent", "concurrent_client"),
        ("Httpcore", "httpcore_client"),
        ("Annotated-Types", "annotated_types_client"),
        ("Typing.Inspection", "typing_inspection_client"),
        ("Imp", "imp_client"),
        ("Test", "test_client"),
        ("Nul", "nul_client"),
        ("Pytest", "pytest_client"),
        ("Secrets API", "secrets_api"),
        ("Import", "import_"),
    ],
)
def test_a_package_whose_name_is_taken_gets_a_suffix(title: str, name: str) -> None:
    assert package_name(title) == name
    assert not fault_of(name)


def test_no_title_becomes_the_name_of_a_module() -> None:
    for module in (*sys.stdlib_module_names, *REQUIRED):
        for title in (module, module.upper(), module.replace("_", "-"), module.replace("_", " ").title()):
            assert not is_taken(package_name(title)), title


#: A name in full-width letters, which Python normalizes to ASCII.
WIDE = "\uff51\uff55\uff45\uff55\uff45"


@pytest.mark.parametrize("name", ["queue", "Queue", "QUEUE", "httpx", "Pydantic_Core", "sitecustomize", WIDE, "a-b"])
def test_a_package_name_that_is_taken_is_refused_in_settings(name: str) -> None:
    assert fault_of(name)
    with pytest.raises(SettingsError) as caught:
        Settings(package=name)
    assert caught.value.code == "E002"


def test_names_within_a_package_may_equal_the_names_of_modules(tmp_path: Path) -> None:
    names = sorted(name for name in (*sys.stdlib_module_names, *REQUIRED) if not name.startswith("_"))
    paths = {
        f"/{name}/{{{name}}}": {
            "parameters": [parameter(name, schema=STRING)],
            "get": operation(name, answer=ref("Thing"), tags=[name]),
        }
        for name in names
    }
    schema = properties(**{name: {"type": "string", "format": "date-time"} for name in names})
    with imported(document(paths, {"Thing": schema}), tmp_path, "everything") as (package, module):
        for found in pkgutil.walk_packages(module.__path__, "everything."):
            import_module(found.name)
        client = module.Client("http://127.0.0.1:1")
        for resource in package.attributes:
            assert getattr(client, resource.name)
        assert module.models.Thing.model_validate({names[0]: "2020-01-01T00:00:00Z"}).to_wire()


def test_no_module_has_the_name_of_a_device(tmp_path: Path) -> None:
    devices = {f"/{tag}": {"get": operation(tag, status="204", tags=[tag])} for tag in ("Con", "aux", "COM1", "lpt9")}
    with imported(document(devices), tmp_path, "devices"):
        files = {path.stem.lower() for path in tmp_path.rglob("*.py")}
    assert not files & {"con", "aux", "com1", "lpt9"}
    assert {"con_", "aux_"} <= files
