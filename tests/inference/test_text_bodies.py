"""Bodies that are not JSON: text and bytes."""

from __future__ import annotations

import pytest

from speclift.model.facts import MessageSample
from speclift.model.schema import Anything, Scalar, Schema
from tests.inference.facts import at, body, inferred, operation, response, response_schema


@pytest.mark.parametrize(
    ("media_type", "schema"),
    [
        ("text/plain", Scalar("string")),
        ("application/xml", Scalar("string")),
        ("application/x-tar", Scalar("string", "binary")),
        ("application/json", Anything()),
    ],
)
def test_the_media_type_distinguishes_text_from_bytes(media_type: str, schema: Schema) -> None:
    content = body(media_types=(media_type,))
    shown = MessageSample(at(50), status="200", body="a crate")
    api = inferred(operation("GET /crates", responses=(response("200", content),)))
    assert response_schema(api) == schema
    with_sample = response("200", type(content)(content.place, samples=(shown,), media_types=(media_type,)))
    assert response_schema(inferred(operation("GET /crates", responses=(with_sample,)))) == schema
