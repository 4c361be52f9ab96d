"""Headers that only sample requests show, and the security requirements that follow from them."""

from __future__ import annotations

from speclift.model.facts import MessageSample, OperationFacts
from speclift.openapi.building.document import build_document
from speclift.settings import Settings
from tests.inference.facts import at, field, inferred, operation, parameters

KEY = "header:X-Crate-Token"


def sent(target: str, *headers: str, method: str = "GET") -> MessageSample:
    """A sample request with headers, each given as `Name: value`."""
    pairs = tuple((name, value.strip()) for name, _, value in (text.partition(":") for text in headers))
    return MessageSample(at(40), method, target, headers=pairs)


def crates(number: int, *headers: str, keys: tuple[str, ...] = (KEY,)) -> OperationFacts:
    """`GET /crates<number>` with a sample request that sends `headers`; `keys` are its security requirements."""
    return operation(
        f"GET /crates{number}", request_samples=(sent("/crates", *headers),), security=keys, at_line=number
    )


def test_a_header_of_a_sample_is_a_parameter() -> None:
    api = inferred(operation("GET /crates", request_samples=(sent("/crates", "X-Reason: 12", "Accept: text/csv"),)))
    (found,) = parameters(api).values()
    assert (found.name, found.location, found.is_required) == ("X-Reason", "header", False)
    assert [fact.rule for fact in found.facts] == ["sample-header"]


def test_a_listed_header_stays_as_it_is_listed() -> None:
    listed = field("x-reason", location="header", required=True)
    api = inferred(operation("GET /crates", listed, request_samples=(sent("/crates", "X-Reason: a"),)))
    (found,) = parameters(api).values()
    assert (found.name, found.is_required) == ("x-reason", True)


def test_general_headers_are_no_parameters() -> None:
    general = ("Host: a", "User-Agent: b", "Cookie: c=d", "Cache-Control: e", "Content-MD5: f", "Authorization: g")
    assert not parameters(inferred(operation("GET /crates", request_samples=(sent("/crates", *general),))))


def test_a_credential_is_required_where_every_sample_has_it() -> None:
    samples = (sent("/crates", "X-Crate-Token: a"), sent("/crates"))
    always = inferred(operation("GET /crates", request_samples=samples[:1], security=(KEY,)))
    sometimes = inferred(operation("GET /crates", request_samples=samples, security=(KEY,)))
    assert parameters(always)["header X-Crate-Token"].is_required
    assert not parameters(sometimes)["header X-Crate-Token"].is_required


def test_a_header_that_is_always_sent_with_a_credential_is_required_with_it() -> None:
    operations = [crates(number, "X-Crate-Token: a", "X-Crate-User: b") for number in range(1, 4)]
    for found in inferred(*operations).operations:
        assert found.security == ("header:X-Crate-Token + header:X-Crate-User",)
        assert all(item.is_required for item in found.parameters)


def test_a_header_that_is_also_sent_without_a_credential_is_not_required_with_it() -> None:
    operations = [crates(number, "X-Crate-Token: a", "X-Crate-User: b") for number in range(1, 4)]
    api = inferred(*operations, crates(4, "X-Crate-User: b", keys=()))
    assert api.operations[0].security == (KEY,)


def test_a_scheme_has_one_spelling_and_its_parts_are_needed_together() -> None:
    usual = [crates(number, "X-Crate-Token: a", keys=(f"Basic + {KEY}",)) for number in range(1, 4)]
    odd = crates(4, "x-crate-TOKEN: a", keys=("header:x-crate-TOKEN",))
    document = build_document(inferred(*usual, odd), Settings())
    assert set(document["components"]["securitySchemes"]) == {"basic", "X-Crate-Token"}
    assert document["paths"]["/crates1"]["get"]["security"] == [{"basic": [], "X-Crate-Token": []}]
    assert document["paths"]["/crates4"]["get"]["security"] == [{"X-Crate-Token": []}]
