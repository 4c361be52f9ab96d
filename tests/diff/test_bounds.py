"""The effort for a comparison is bounded, whatever the documents contain."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.diff.compare import compare
from speclift.diff.description import describe
from speclift.diff.rules.change import Change
from speclift.diff.schemas.containment import Containment
from speclift.diff.schemas.schema import Schema
from speclift.diff.schemas.sides import Effort, Side
from speclift.errors import SourceError
from tests.diff.small import Json, changes, document

_COUNT = 300
_LARGE: dict[str, Json] = {
    "properties": {"type": "object", "properties": {f"p{n}": {"type": "string"} for n in range(1000)}},
    "names": {"type": "object", "required": [f"p{n}" for n in range(1000)]},
    "members": {"enum": [f"p{n}" for n in range(1000)]},
    "long strings": {"not": {"enum": ["long " * 20_000]}},
}


def _extending(part: Json, count: int) -> dict[str, Any]:
    """Components that each extend one large component."""
    more = {f"A{n}": {"allOf": [{"$ref": "#/components/schemas/B"}, {"minProperties": n + 1}]} for n in range(count)}
    return {"B": part, **more}


@pytest.mark.parametrize("kind", _LARGE)
def test_a_large_schema_that_many_others_extend_is_refused_by_name(kind: str) -> None:
    with pytest.raises(SourceError, match="allOf"):
        describe(document({}, **_extending(_LARGE[kind], _COUNT)), "old")
    describe(document({}, required=False, **_extending(_LARGE[kind], 20)), "old")


def test_a_large_document_may_copy_more() -> None:
    """Each of many components extends a base, as in large APIs, and adds as many properties."""
    base: Json = {"type": "object", "properties": {f"b{n}": {"type": "string"} for n in range(20)}}
    more = {
        f"A{n}": {
            "allOf": [
                {"$ref": "#/components/schemas/B"},
                {"type": "object", "properties": {f"p{m}": {"type": "string"} for m in range(20)}},
            ]
        }
        for n in range(3_000)
    }
    described = describe(document({}, required=False, B=base, **more), "old")
    assert len(described.components["A7"].properties) == 40


def test_long_texts_count_as_differences() -> None:
    """The text of a change may be long, and repeated for many properties, because all of them have the same schema."""
    union = {"oneOf": [{"$ref": f"#/components/schemas/{'N' * 1000}{n}"} for n in range(300)]}
    held = {f"p{n}": union for n in range(200)}
    names: Json = {f"{'N' * 1000}{n}": {"type": "integer"} for n in range(300)}
    old = document({"type": "object", "properties": held}, **names)
    new = document({"type": "object", "properties": {f"q{name}": union for name in held}}, **names)
    with pytest.raises(SourceError, match="differ too much"):
        changes(old, new)


def test_all_questions_share_one_budget() -> None:
    effort = Effort(3_000)
    side = Side({}, "request")
    schema = Schema(types=frozenset({"object"}), properties={f"p{n}": _string() for n in range(900)})
    containment = Containment(side, side, effort)
    assert [containment.covers(schema, schema) for _ in range(5)] == [True, True, True, False, False]
    assert effort.is_spent


def test_a_larger_schema_takes_more_steps() -> None:
    effort = Effort(3_000)
    side = Side({}, "request")
    schema = Schema(types=frozenset({"object"}), required=frozenset(f"p{n}" for n in range(45_000)))
    containment = Containment(side, side, effort)
    assert [containment.covers(schema, schema) for _ in range(5)] == [True, True, True, True, False]


def test_alternatives_are_paired_when_the_budget_is_spent() -> None:
    """Components that all refer to each other spend it; added and removed properties are still reported."""
    found = {change.code for change in _dense("v", "w")}
    assert found >= {"request-property-added", "response-property-removed", "request-condition-changed"}


def _string() -> Schema:
    return Schema(types=frozenset({"string"}))


def _dense(old: str, new: str) -> tuple[Change, ...]:
    names = [f"A{n}" for n in range(40)]

    def components(word: str) -> Json:
        return {
            name: {
                "oneOf": [
                    *({"$ref": f"#/components/schemas/{other}"} for other in names if other != name),
                    {"type": "object", "properties": {word + name: {}}},
                ]
            }
            for name in names
        }

    given = (document({"$ref": "#/components/schemas/A0"}, **components(word)) for word in (old, new))
    return compare(*(describe(one, "name") for one in given)).changes
