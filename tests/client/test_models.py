"""Models of each style can be imported, are typed, and hold the values that the document describes."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import msgspec
import pytest
from packaging.requirements import Requirement

from tests.client.echo import document
from tests.client.type_faults import type_faults
from tests.client.wire import imported
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("datamodel_code_generator") is None,
    reason="datamodel-code-generator is not installed: pip install 'speclift[models]'",
)

ROOT = Path(__file__).parents[2]
STYLES = ("pydantic", "dataclass", "typeddict", "msgspec")

#: What the code of models may import and call.
MODULES = {"__future__", "collections.abc", "dataclasses", "datetime", "enum", "msgspec", "pydantic", "typing"}
CALLS = {"ConfigDict", "Field", "Meta", "StringConstraints", "TypedDict", "dataclass", "field"}

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
DOCUMENT = document(
    {},
    schemas={
        "kite_order": {
            "type": "object",
            "required": ["orderId", "made"],
            "properties": {
                "orderId": WHOLE,
                "made": {"type": "string", "format": "date-time"},
                "note": {"type": ["string", "null"]},
                "state": {"type": "string", "enum": ["open", "paid"]},
                "lines": {
                    "type": "array",
                    "items": {"type": "object", "properties": {"from": TEXT, "metersOfLine": {"type": "number"}}},
                },
                "more": {"type": "object", "additionalProperties": WHOLE},
            },
        }
    },
)
VALUE = {
    "orderId": 7,
    "made": "2026-03-04T05:06:07Z",
    "note": None,
    "state": "paid",
    "lines": [{"from": "a", "metersOfLine": 2.5}],
    "more": {"n": 1},
}


def make(source: str, target: Path, style: str) -> None:
    command = [sys.executable, "-m", "speclift", "models", source, "-o", str(target), "--style", style, "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def test_the_version_of_the_generator_is_bounded() -> None:
    """Its options and their meanings change from release to release."""
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["models"]
    (required,) = map(Requirement, extra)
    assert required.name == "datamodel-code-generator"
    assert {bound.operator for bound in required.specifier} == {">=", "<"}
    assert importlib.metadata.version(required.name) in required.specifier


@pytest.mark.parametrize("style", STYLES)
def test_models_of_each_style_can_be_imported_and_are_typed(style: str, tmp_path: Path) -> None:
    spec = tmp_path / "openapi.json"
    spec.write_text(json.dumps(DOCUMENT))
    target = tmp_path / f"kites_{style}.py"
    make(str(spec), target, style)
    module = load(target)
    for name in ("KiteOrder", "KiteOrderLinesItem", "KiteOrderState"):
        assert hasattr(module, name), dir(module)
    _assert_holds_value(module.KiteOrder, style)
    assert type_faults(tmp_path, target.name) == []


@pytest.mark.parametrize("style", STYLES)
def test_classes_have_the_names_that_they_have_in_the_client(style: Any, tmp_path: Path) -> None:
    from speclift.client.datamodel_code_generator import models_of

    line = {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}}
    order = {"type": "object", "properties": {"lines": {"type": "array", "items": line}}}
    spelled = ("shop.v1.Order", "Thing_3f2a9c1b", "HTTPError", "Paged[Kite]", "Order-Body", "kite_order2")
    reserved = ("Field", "Literal", "TimeoutError")
    given = document({}, schemas=dict.fromkeys((*spelled, *reserved), order))
    (target := tmp_path / f"same_{style}.py").write_bytes(models_of(given, style))
    module = load(target)
    made = {name for name, kind in vars(module).items() if getattr(kind, "__module__", "") == module.__name__}
    with imported(given, tmp_path, "same_kites") as (_, package):
        names = [name for name in dir(package.models) if isinstance(getattr(package.models, name), type)]
    expected = {"Order", "OrderLinesItem", "Thing", "HTTPError", "PagedKite", *(f"{name}_" for name in reserved)}
    assert expected <= made <= set(names)


@pytest.mark.parametrize("style", STYLES)
def test_models_with_the_names_of_methods_of_pydantic_are_imported_without_a_warning(
    style: Any, tmp_path: Path
) -> None:
    from speclift.client.datamodel_code_generator import models_of

    names = ("model_dump", "model_validate", "modelName", "model_config", "json", "copy")
    inner = {"type": "object", "properties": {"model_dump_json": TEXT}}
    kite = {"type": "object", "properties": {**dict.fromkeys(names, TEXT), "inner": inner}}
    for number, schema in enumerate((kite, {"type": "object", "properties": {"inner": inner}})):
        target = tmp_path / f"named_{style}_{number}.py"
        target.write_bytes(models_of(document({}, schemas={"Kite": schema}), style))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            module = load(target)
        assert hasattr(module, "Kite")


#: Keywords that would make the generator import or call something.
KEYWORDS: dict[str, Any] = {
    "customTypePath": "os.system",
    "customBasePath": "os.system",
    "x-python-import": {"module": "os", "name": "system"},
    "x-python-type": "os.system",
    "default_factory": "list",
}


def _payload(text: str, keywords: dict[str, Any]) -> Any:
    """Components with this text wherever data may be, and with these keywords of the generator in each schema."""
    shown = {"title": text, "description": text, "default": text, "example": text}
    properties = {
        text: {"type": "string", "pattern": text, "format": text, **shown},
        "state": {"type": "string", "enum": [text, "a"], "x-enum-varnames": [text, text], **shown},
        "fixed": {"const": text},
        "number": {"type": "number", **keywords},
        "name": {"type": "string", **keywords},
        "inner": {"type": "object", "properties": {text: TEXT}, **keywords},
        "data": {"type": "object", "default": keywords, "example": keywords},
    }
    whole = {"type": "object", "properties": properties, "required": [text], **shown, "default": {}, **keywords}
    return document(
        {}, schemas={"A": whole, "B": {"type": "string", **keywords}, "C": {"allOf": [{"type": "object", **keywords}]}}
    )


@pytest.mark.parametrize("style", STYLES)
def test_no_text_of_a_document_becomes_code_in_its_models(style: Any) -> None:
    from speclift.client.datamodel_code_generator import models_of

    payloads: list[tuple[str, dict[str, Any]]] = [(text, {}) for text in PAYLOADS]
    payloads += [("a", {key: value}) for key, value in KEYWORDS.items()]
    for text, keywords in payloads:
        tree = ast.parse(models_of(_payload(text, keywords), style))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom | ast.Import):
                modules = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
                assert set(modules) <= MODULES, text
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) in CALLS, text


@pytest.mark.parametrize(
    "described",
    [["Not yet paid.", "Done."], ["Not yet paid."], {"open": "Not yet paid.", "paid": "Done."}, {"open": 5}, "text"],
    ids=["a list", "a short list", "a map", "a number", "a text"],
)
@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["UNPAID", "DONE"], ["UNPAID", "DONE"]),
        (["UNPAID"], ["OPEN", "PAID"]),
        (["DONE", "DONE"], ["OPEN", "PAID"]),
        ({"open": "UNPAID"}, ["OPEN", "PAID"]),
        ("UNPAID", ["OPEN", "PAID"]),
    ],
    ids=["a list", "a short list", "equal names", "a map", "a text"],
)
def test_names_and_descriptions_of_enumerated_values_may_have_any_form(
    described: Any, names: Any, expected: list[str]
) -> None:
    from speclift.client.datamodel_code_generator import models_of

    schema = {"type": "string", "enum": ["open", "paid"], "x-enum-varnames": names, "x-enum-descriptions": described}
    tree = ast.parse(models_of(document({}, schemas={"State": schema}), "pydantic"))
    (state,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    assert [ast.unparse(node.targets[0]) for node in state.body if isinstance(node, ast.Assign)] == expected


MODE = {"type": "string", "enum": ["on", "off"]}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("mode", "annotation"),
    [
        ({"allOf": [{"$ref": "#/components/schemas/Mode"}, {"type": "string", "description": "How."}]}, "Mode"),
        ({"allOf": [{"$ref": "#/components/schemas/Mode"}, {"title": "Mode"}], "nullable": True}, "Mode"),
        ({"allOf": [{"$ref": "#/components/schemas/Line"}, {"properties": {"own": TEXT}}]}, "KiteMode"),
        ({"allOf": [{"$ref": "#/components/schemas/Line"}, {"properties": {"mode": MODE}}]}, "KiteMode"),
        ({"allOf": [{"properties": {"own": TEXT}}]}, "KiteMode"),
        ({"allOf": [True, {"$ref": "#/components/schemas/Mode"}]}, "Mode"),
    ],
    ids=["described", "titled", "extended", "extended by its own name", "inline", "beside a part that allows all"],
)
def test_a_property_of_several_parts_takes_no_name_of_a_component(
    mode: dict[str, Any], annotation: str, style: Any, tmp_path: Path
) -> None:
    from speclift.client.datamodel_code_generator import models_of

    kite = {"type": "object", "properties": {"mode": mode}}
    line = {"type": "object", "properties": {"length": WHOLE}}
    target = tmp_path / f"parts_{style}_{annotation}.py"
    target.write_bytes(models_of(document({}, schemas={"Kite": kite, "Line": line, "Mode": MODE}), style))
    module = load(target)
    assert {"Kite", "Line", "Mode", annotation} <= set(vars(module))
    assert re.search(rf"^    mode: .*\b{annotation}\b", target.read_text("utf-8"), re.M)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["Tag", "Tags", "TagItem"])
@pytest.mark.parametrize("key", ["tag", "tags", "Tag", "Tags"])
def test_the_items_of_a_list_take_no_name_of_a_component(key: str, name: str, style: Any, tmp_path: Path) -> None:
    from speclift.client.datamodel_code_generator import models_of

    # The items have a rule, so the generator makes a class of them, and makes it before that of the component.
    kite = {"type": "object", "properties": {key: {"type": "array", "items": {"type": "string", "minLength": 1}}}}
    tag = {"type": "object", "properties": {"length": WHOLE}}
    target = tmp_path / f"items_{style}_{key}_{name}.py"
    components = {"Kite": kite, name: tag}
    target.write_bytes(models_of(document({}, schemas=components), style))
    module = load(target)
    assert {name, "Kite"} <= set(vars(module))
    assert "length" in getattr(module, name).__annotations__


@pytest.mark.parametrize("style", STYLES)
def test_models_need_no_package_beside_the_one_of_their_style(style: Any, tmp_path: Path) -> None:
    from speclift.client.datamodel_code_generator import models_of

    formats = ("email", "idn-email", "uri", "ipv4", "hostname", "uuid", "byte", "binary", "date", "password", "kite")
    schema = {"type": "object", "properties": {name: {**TEXT, "format": name} for name in formats}}
    target = tmp_path / f"formats_{style}.py"
    target.write_bytes(models_of(document({}, schemas={"Kite": schema}), style))
    assert load(target).Kite


def test_a_document_without_schemas_is_refused_with_an_error() -> None:
    from speclift.client.datamodel_code_generator import models_of
    from speclift.errors import SourceError

    with pytest.raises(SourceError, match="has no schemas"):
        models_of(document({}), "pydantic")


def test_long_chains_of_names_end_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    from speclift.client import datamodel_code_generator

    monkeypatch.setattr(datamodel_code_generator, "_LONGEST", 20)
    names = [f"A{n}" for n in range(1500)]
    chain = {
        name: {"$ref": f"#/components/schemas/{after}"} for name, after in zip(names, [*names[1:], "Kite"], strict=True)
    }
    schemas = {**chain, "Kite": {"properties": {"name": TEXT}}}
    found = datamodel_code_generator.models_of(document({}, schemas=schemas), "pydantic").decode()
    assert all(re.search(rf"^(?:class )?{name}\b", found, re.M) for name in ("A0", "A1499", "Kite"))


def test_components_that_are_parts_of_each_other_are_refused_by_name() -> None:
    from speclift.client.datamodel_code_generator import models_of
    from speclift.errors import SourceError

    names = [f"A{n}" for n in range(40)]
    parts = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schemas = {name: {"allOf": [part for part in parts if not part["$ref"].endswith(f"/{name}")]} for name in names}
    with pytest.raises(SourceError, match="40 components are parts of each other"):
        models_of(document({}, schemas=schemas), "pydantic")


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "string", "enum": [f"v{n}" for n in range(5001)]}, "#/components/schemas/Kite"),
        ({"properties": {f"v{n}": TEXT for n in range(2001)}}, "#/components/schemas/Kite"),
        (
            {"properties": {"state": {"type": "string", "enum": [f"v{n}" for n in range(5001)]}}},
            "#/components/schemas/KiteState",
        ),
    ],
    ids=["values", "properties", "values of a property"],
)
def test_a_schema_that_is_too_large_for_the_generator_is_refused_by_name(schema: dict[str, Any], place: str) -> None:
    from speclift.client.datamodel_code_generator import models_of
    from speclift.errors import SourceError

    with pytest.raises(SourceError, match=f"{place} is too large"):
        models_of(document({}, schemas={"Kite": schema}), "pydantic")


@pytest.mark.parametrize(("parts", "children"), [(21, 1), (19, 150)], ids=["one", "all"])
def test_components_that_inherit_too_much_are_refused_by_name(parts: int, children: int) -> None:
    """Each part has 100 properties; the children have those of all parts."""
    from speclift.client.datamodel_code_generator import models_of
    from speclift.errors import SourceError

    schemas: dict[str, Any] = {
        f"Part{part}": {"properties": {f"p{part}_{number}": TEXT for number in range(100)}} for part in range(parts)
    }
    schemas["All"] = {"allOf": [{"$ref": f"#/components/schemas/Part{part}"} for part in range(parts)]}
    schemas |= {f"Child{n}": {"allOf": [{"$ref": "#/components/schemas/All"}]} for n in range(children)}
    with pytest.raises(SourceError, match=f"#/components/schemas/All alone {parts * 100:,}"):
        models_of(document({}, schemas=schemas), "pydantic")


def test_schemas_that_the_generator_cannot_handle_are_refused_with_an_error() -> None:
    from speclift.client.datamodel_code_generator import models_of
    from speclift.errors import SourceError

    with pytest.raises(SourceError, match="cannot make models"):
        models_of(document({}, schemas=_ring(1500)), "pydantic")


def _ring(size: int) -> dict[str, Any]:
    """Components that refer to each other in a cycle."""
    names = [f"A{n}" for n in range(size)]
    return {
        name: {"anyOf": [{"$ref": f"#/components/schemas/{other}"}, TEXT]}
        for name, other in zip(names, [*names[1:], names[0]], strict=True)
    }


def test_the_generator_is_stopped_after_a_limited_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from speclift.client import datamodel_code_generator
    from speclift.errors import SourceError

    monkeypatch.setattr(datamodel_code_generator, "_LONGEST", 0.01)
    with pytest.raises(SourceError, match="took more than"):
        datamodel_code_generator.models_of(document({}, schemas=_ring(200)), "pydantic")


def _assert_holds_value(kind: Any, style: str) -> None:
    """The class parses the value if its style can parse; otherwise, it has the fields of the value."""
    if style == "pydantic":
        found = kind.model_validate(VALUE)
        assert (found.order_id, found.lines[0].meters_of_line) == (7, 2.5)
        assert json.loads(found.model_dump_json(by_alias=True, exclude_unset=True)) == VALUE
    elif style == "msgspec":
        found = msgspec.convert(VALUE, kind)
        assert (found.order_id, found.lines[0].meters_of_line, found.made.year) == (7, 2.5, 2026)
        assert msgspec.to_builtins(found) == VALUE
    elif style == "dataclass":
        assert {"orderId", "made", "note", "state", "lines", "more"} == {f.name for f in dataclasses.fields(kind)}
        assert kind(orderId=7, made=None).lines is None
        with pytest.raises(TypeError):
            kind(7, None)  # Another property in the document must not move the others.
    else:
        assert set(get_type_hints(kind)) == set(VALUE)
        assert kind(**VALUE) == VALUE
        assert kind.__required_keys__ == {"orderId", "made"}


#: The attribute that only the classes of a style have.
_MARKS = {
    "pydantic": "model_fields",
    "dataclass": "__dataclass_fields__",
    "typeddict": "__total__",
    "msgspec": "__struct_fields__",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_reference_becomes_a_package_of_models(style: str, tmp_path: Path) -> None:
    source = ROOT / "spec" / "docs" if style == "pydantic" else ROOT / "spec" / "openapi.yaml"
    name = f"crm_{style}"
    make(str(source), tmp_path / name, style)
    program = (
        f"import {name} as m; print(len([n for n in dir(m) if isinstance(getattr(m, n), type)]),"
        " *(mark for mark in MARKS if hasattr(m.BatchTaskInfo, mark)))"
    ).replace("MARKS", repr(tuple(_MARKS.values())))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    count, *marks = done.stdout.split()
    assert int(count) > 50
    assert marks == [_MARKS[style]]
    assert type_faults(tmp_path, name) == []
    # A second run leaves an unchanged file alone.
    before = (tmp_path / name / "models.py").stat().st_mtime_ns
    make(str(source), tmp_path / name, style)
    assert (tmp_path / name / "models.py").stat().st_mtime_ns == before
