"""What validators accept, and that a component is compiled once, however many schemas refer to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from speclift.contract.validators import Validators
from speclift.errors import SourceError
from speclift.openapi.structure.nodes import Json
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, properties, ref

TREE: Json = {
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
}


@pytest.mark.parametrize("is_foreseen", [True, False])
def test_a_fault_has_its_place_in_the_value(is_foreseen: bool) -> None:
    schema = properties(a=ref("A"))
    validators = Validators({"A": properties(b=INTEGER)}, foreseen=[schema, STRING] if is_foreseen else [])
    assert validators.of(schema).accepts({"a": {"b": 1}})
    assert [(f.pointer, f.rule) for f in validators.of(schema).faults({"a": {"b": "x"}})] == [("/a/b", "type")]
    assert [(f.pointer, f.rule) for f in validators.of(schema).faults(5)] == [("", "type")]
    assert not validators.of(STRING).accepts(5)


def test_an_invalid_foreseen_schema_leaves_the_others_usable() -> None:
    bad = {"type": "string", "pattern": "("}
    validators = Validators({}, foreseen=[INTEGER, bad, STRING])
    assert validators.of(INTEGER).accepts(1)
    assert validators.of(STRING).accepts("a")
    for _ in range(2):
        with pytest.raises(SourceError):
            validators.of(bad)


def test_dynamic_references_lead_to_the_anchor() -> None:
    accepts = Validators({"Tree": TREE}).of(ref("Tree")).accepts
    assert accepts({"children": [{"children": []}]})
    assert not accepts({"children": [{"children": 5}]})


def test_a_dynamic_reference_leads_to_the_outermost_anchor() -> None:
    tree = {"$id": "https://example.com/tree", **TREE}
    strict = {
        "$id": "https://example.com/strict",
        "$dynamicAnchor": "node",
        **ref("Tree"),
        "unevaluatedProperties": False,
    }
    validators = Validators({"Tree": tree, "Strict": strict})
    wrong: Json = {"children": [{"chidlren": []}]}
    assert validators.of(ref("Tree")).accepts(wrong)
    assert not validators.of(ref("Strict")).accepts(wrong)


def test_nothing_outside_of_the_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"type": "string"}')
    outside = {"$ref": (tmp_path / "schema.json").as_uri()}
    with pytest.raises(SourceError, match="cannot be checked against"):
        Validators({}).of(outside)
    with pytest.raises(SourceError, match="cannot be checked against"):
        Validators({"A": properties(a=outside)}).of(ref("A"))


_MANY = """
import re, sys
from speclift.contract.validators import Validators
from speclift.contract.view import contract_of
names = [f"T{number}" for number in range(150)]
schemas = {
    name: {"type": "object", "properties": {other: {"$ref": f"#/components/schemas/{other}"} for other in names[::5]}}
    for name in names
}
def megabytes():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
bodies = [{"allOf": [{"$ref": f"#/components/schemas/{name}"}]} for name in names]
def content(body):
    return {"content": {"application/json": {"schema": body}}}
operations = {
    f"/{n}": {"put": {"requestBody": content(body), "responses": {"200": {"description": "", **content(body)}}}}
    for n, body in enumerate(bodies)
}
contract = contract_of({"openapi": "3.1.1", "paths": operations, "components": {"schemas": schemas}})
assert len(contract.operations) == len(bodies)
validators = eval(sys.argv[1])
before = megabytes()
assert all(validators.of(body).accepts({}) for body in bodies)
print(megabytes() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the test reads /proc")
@pytest.mark.parametrize(
    "validators", ["Validators(schemas, foreseen=bodies)", "contract.of_requests", "contract.of_responses"]
)
def test_a_component_is_compiled_once_for_all_schemas_that_refer_to_it(validators: str) -> None:
    """Compiled alone, each of these would take megabytes, because it refers to all the others."""
    result = subprocess.run(
        [sys.executable, "-c", _MANY, validators],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "generator")},
    )
    assert float(result.stdout) < 30


def test_schemas_that_unevaluated_properties_would_copy_too_often_are_refused() -> None:
    """Each component refers to the next one twice, and `unevaluatedProperties` repeats them all once more."""

    def chain(length: int) -> dict[str, Json]:
        links: dict[str, Json] = {
            f"A{n}": {"anyOf": [ref(f"A{n + 1}"), {}], "oneOf": [ref(f"A{n + 1}")], "unevaluatedProperties": False}
            for n in range(length)
        }
        return {**links, f"A{length}": {"type": "object"}}

    assert Validators(chain(5)).of(ref("A0")).accepts({})
    with pytest.raises(SourceError, match="unevaluatedProperties would copy too many schemas"):
        Validators(chain(60))
    inner = {f"A{n}": {"anyOf": [ref(f"A{n + 1}"), ref(f"A{n + 1}")]} for n in range(60)}
    with pytest.raises(SourceError, match="unevaluatedProperties would copy too many schemas"):
        Validators(inner).of({"allOf": [ref("A0")], "unevaluatedItems": False})


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "object", "required": [f"p{n}" for n in range(2000)]}, {"a": list(range(20_000))}),
        ({"type": "array", "items": {"enum": [f"v{n}" for n in range(8000)]}}, ["x"] * 10_000),
        ({"anyOf": [{"const": n} for n in range(2000)]}, ["x" * 1_000_000]),
    ],
    ids=("many missing properties", "not in the enumeration", "no alternative"),
)
def test_faults_of_a_large_value_are_not_listed(schema: Json, value: Json) -> None:
    # A list of all would take gigabytes.
    validator = Validators({"A": schema}).of(ref("A"))
    (fault,) = validator.faults(value)
    assert "is too large to say where" in fault.message


def test_a_large_value_without_faults_has_none() -> None:
    validator = Validators({"A": {"items": {"enum": list(range(8000))}}}).of(ref("A"))
    assert list(validator.faults(list(range(8000)))) == []
