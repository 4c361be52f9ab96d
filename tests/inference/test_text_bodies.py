"""Bodies that are no values: texts and bytes."""

from __future__ import annotations

import pytest

from speclift.model.facts import MessageSample
from speclift.model.schema import Anything, Scalar, Schema
from tests.inference.facts import answer, answered, at, body, inferred, operation


@pytest.mark.parametrize(
    ("media_type", "schema"),
    [
        ("text/plain", Scalar("string")),
        ("application/xml", Scalar("string")),
        ("application/x-tar", Scalar("string", "binary")),
        ("application/json", Anything()),
    ],
)
def test_the_media_type_tells_a_text_from_bytes(media_type: str, schema: Schema) -> None:
    content = body(media_types=(media_type,))
    shown = MessageSample(at(50), status="200", body="a crate")
    api = inferred(operation("GET /crates", responses=(answer("200", content),)))
    assert answered(api) == schema
    with_sample = answer("200", type(content)(content.place, samples=(shown,), media_types=(media_type,)))
    assert answered(inferred(operation("GET /crates", responses=(with_sample,)))) == schema
