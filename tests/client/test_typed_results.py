"""Results of published documents: each has a type where the document has a schema with properties for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speclift.client.literals import string
from speclift.client.package import build_package
from speclift.contract.view import contract_of
from speclift.openapi.load import load
from speclift.openapi.structure.media_types import is_json

PUBLISHED = (
    "docker/oracle/v1.25.yaml",
    "github-2016/oracle/api.github.com-2021-03.json",
    "killbill/oracle/swagger.json",
    "meilisearch/oracle/open-api.yaml",
    "okta/oracle/spec-2023-03-21.yaml",
    "unitycatalog/oracle/all.yaml",
    "vault/oracle/openapi.json",
    "widdershins/oracle/adobe-reactor.yaml",
    "widdershins/oracle/airflow-v2.yaml",
    "widdershins/oracle/sendgrid.json",
)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_result_is_untyped_only_if_its_schema_says_nothing(name: str, shared: Path) -> None:
    document = load(str(shared / "references" / name)).document
    operations = {string(operation.operation_id): operation for operation in contract_of(document).operations}
    says_something = describing(document["components"]["schemas"])
    seen = 0
    for resource in build_package(document, "published").resources:
        for method in resource.methods:
            operation = operations[method.operation_id]
            schemas = [
                media.schema
                for response in operation.responses
                if response.status.startswith("2")
                for media in response.media_types
                if is_json(media.name)
            ]
            if schemas and all(map(says_something, schemas)):
                # The items of a page may be anything although the page itself is described.
                result = method.parses if method.kind == "pages" else method.returns
                assert "Any" not in result, operation.label
                seen += 1
    assert seen > 20


def describing(components: dict[str, Any]) -> Callable[[Any], bool]:
    """Whether a schema names properties, in itself, in a part of it or in its items."""

    def says_something(schema: Any, seen: tuple[str, ...] = ()) -> bool:
        if not isinstance(schema, dict):
            return False
        if target := schema.get("$ref"):
            return target not in seen and says_something(components[target.rpartition("/")[2]], (*seen, target))
        choices = schema.get("oneOf") or schema.get("anyOf") or ()
        return (
            bool(schema.get("properties"))
            or any(says_something(part, seen) for part in schema.get("allOf") or ())
            or (bool(choices) and all(says_something(part, seen) for part in choices))
            or says_something(schema.get("items"), seen)
        )

    return says_something
