"""A response that the mock generates for lack of a sample is checked before it is sent."""

from __future__ import annotations

import pytest

from speclift.contract.validators import Validators
from tests.contract.small import INTEGER, STRING, Json, document, operation, properties
from tests.mock.calls import ask, mock_of

CHOICE: Json = {**properties(card=STRING, iban=STRING), "oneOf": [{"required": ["card"]}, {"required": ["iban"]}]}


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param(CHOICE, id="exactly one"),
        pytest.param(properties(deep={"type": "array", "items": CHOICE, "minItems": 2}), id="exactly one in an array"),
        pytest.param(
            {"allOf": [{**properties(n=INTEGER), "required": ["n"]}, properties(n={"minimum": 5, "maximum": 5})]},
            id="bounds in allOf",
        ),
        pytest.param({"type": "array", "items": {"enum": [1, 2]}, "minItems": 2, "uniqueItems": True}, id="unique"),
        pytest.param({"type": "object", "minProperties": 2, "additionalProperties": STRING}, id="two properties"),
        pytest.param({"type": "array", "prefixItems": [STRING, INTEGER], "items": False, "minItems": 2}, id="tuple"),
        pytest.param({"type": "integer", "minimum": 1, "maximum": 2, "not": {"const": 1}}, id="not"),
        pytest.param(
            {**properties(a=STRING, z=STRING), "dependentRequired": {"a": ["z"]}, "minProperties": 1},
            id="dependentRequired",
        ),
    ],
)
@pytest.mark.parametrize("preference", ["", "dynamic=true"])
def test_a_generated_response_fits_its_schema(schema: Json, preference: str) -> None:
    accepts = Validators({}).of(schema).accepts
    for seed in range(5):
        server = mock_of(document({"/a": {"get": operation("Get", answer=schema)}}), seed=seed)
        response = ask(server, "GET", "/a", headers={"Prefer": preference} if preference else {})
        assert accepts(response.json()), response.text
