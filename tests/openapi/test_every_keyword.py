"""No field of OpenAPI 3.2 is lost in silence: each tool uses it, reports that it does not, or has no use for it.

`every_keyword.txt` says what each tool does with each field:

- `done`: the result of the tool is different without the field;
- `said`: the tool reports by name and place that it does not use the field;
- `note`: the field is for people, for the server or for the code that loads the document; the tool does not need it.
"""

from __future__ import annotations

import copy
import functools
import operator
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from speclift.client.package import build_package
from speclift.client.unsupported import limits as limits_of_client
from speclift.contract.records import MediaType, Operation, Parameter
from speclift.contract.view import contract_of
from speclift.diff.compare import compare
from speclift.diff.description import Description, describe
from speclift.diff.unsupported import limits as limits_of_comparison
from speclift.errors import SourceError
from speclift.fuzz.documents.query_pairs import with_pairs
from speclift.fuzz.documents.run_document import document_of
from speclift.fuzz.transport.selection import Choice, select
from speclift.fuzz.unsupported import limits as limits_of_fuzzing
from speclift.mock.unsupported import limits as limits_of_mock
from speclift.openapi.conversion.convert import Minor, converted
from speclift.openapi.conversion.valid import valid
from speclift.openapi.load import load
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import pointer_of
from speclift.serve.catalogue import catalogue_of
from speclift.serve.unsupported import limits as limits_of_page
from tests.openapi.keywords import fields_of_the_standard, places_of_fields

HERE = Path(__file__).parent
DOCUMENT = str(HERE / "every_keyword.yaml")
TOOLS = ("client", "mock", "fuzz", "diff", "serve")
#: A license has an identifier or a URL, and the document has the identifier.
EXCLUDED = {("license", "url")}
#: Loading resolves these, so they are gone when a tool gets the document.
RESOLVED = {("schema", key) for key in ("$anchor", "$dynamicAnchor", "$dynamicRef", "$id")}


def fuzzed(document: dict[str, Any]) -> object:
    contract = with_pairs(contract_of(document))
    return document_of(contract, select(contract, Choice(), "http://localhost").called, [])


def mocked(document: dict[str, Any]) -> object:
    """What the mock uses of a document: its contract without the parts that are for other tools."""
    contract = contract_of(document)
    return msgspec.structs.replace(contract, operations=tuple(map(_for_the_mock, contract.operations)))


def _for_the_mock(operation: Operation) -> Operation:
    replace = msgspec.structs.replace

    def fields(given: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        return tuple(replace(field, description="", is_reserved=False) for field in given)

    def types(given: tuple[MediaType, ...]) -> tuple[MediaType, ...]:
        return tuple(
            replace(
                media,
                parts={
                    name: replace(part, headers=(), is_reserved=False, content_type="")
                    for name, part in media.parts.items()
                },
            )
            for media in given
        )

    return replace(
        operation,
        parameters=fields(operation.parameters),
        body=operation.body and replace(operation.body, media_types=types(operation.body.media_types), description=""),
        responses=tuple(
            replace(response, headers=fields(response.headers), media_types=types(response.media_types))
            for response in operation.responses
        ),
        documentation="",
        restriction="",
        has_own_servers=False,
        has_own_security=False,
    )


MAKES: dict[str, Callable[[dict[str, Any]], object]] = {
    "client": lambda document: build_package(document, "shop"),
    "mock": mocked,
    "fuzz": fuzzed,
    "serve": lambda document: catalogue_of(document).whole.data,
}
LIMITS: dict[str, Callable[[dict[str, Any]], Sequence[Fault]]] = {
    "client": limits_of_client,
    "mock": limits_of_mock,
    "fuzz": limits_of_fuzzing,
    "serve": limits_of_page,
}


def test_the_document_has_every_field_of_the_standard() -> None:
    found = load(DOCUMENT)
    assert not found.faults
    loaded = {(definition, key) for definition, key, _ in places_of_fields(found.document)}
    assert loaded | EXCLUDED | RESOLVED == fields_of_the_standard()


@pytest.fixture(scope="module")
def outcomes() -> dict[tuple[str, str], dict[str, str]]:
    """The best outcome of each tool for each field."""
    document = load(DOCUMENT).document
    made = {tool: repr(make(document)) for tool, make in MAKES.items()}
    reported = {tool: [fault.pointer for fault in limits(document)] for tool, limits in LIMITS.items()}
    whole = describe(document, "whole")
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for definition, key, place in places_of_fields(document):
        reduced = without(document, place)
        pointer = pointer_of(tuple(map(str, place)))
        for tool, make in MAKES.items():
            if outcome(make, reduced) != made[tool]:
                found[definition, key][tool].add("done")
            if any(pointer == limit or pointer.startswith(f"{limit}/") for limit in reported[tool]):
                found[definition, key][tool].add("said")
        found[definition, key]["diff"] |= set(compared(whole, reduced))
    return {field: {tool: best(tools[tool], tool) for tool in TOOLS} for field, tools in found.items()}


def best(found: set[str], tool: str) -> str:
    # The page gets the whole document, so its data are different without any field.
    order = ("said", "done") if tool == "serve" else ("done", "said")
    return next((name for name in order if name in found), "note")


def outcome(make: Callable[[dict[str, Any]], object], document: dict[str, Any]) -> str:
    try:
        return repr(make(document))
    except (KeyError, SourceError) as error:
        # The rest is no valid document without the field.
        return repr(error)


def compared(whole: Description, reduced: dict[str, Any]) -> Iterator[str]:
    try:
        other = describe(reduced, "less")
        if compare(whole, other).changes or compare(other, whole).changes:
            yield "done"
    except (KeyError, SourceError):
        yield "done"
        return
    if limits_of_comparison(whole.uncompared, other.uncompared):
        yield "said"


def without(document: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    found: Any = copy.deepcopy(document)
    node = found
    for key in place[:-1]:
        node = node[key]
    del node[place[-1]]
    result: dict[str, Any] = found
    return result


def test_every_tool_does_what_the_table_says(outcomes: dict[tuple[str, str], dict[str, str]]) -> None:
    lines = (HERE / "every_keyword.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    table = {(definition, key): dict(zip(TOOLS, words, strict=True)) for definition, key, *words in rows}
    assert {field: found for field, found in outcomes.items() if found != table.get(field)} == {}
    assert table.keys() == outcomes.keys()


#: Every version requires this field, so the conversion adds it even where it is missing.
ALWAYS_ADDED = {("document", "openapi")}


@pytest.mark.parametrize("minor", ["3.0", "3.1", "3.2"])
def test_a_conversion_expresses_each_field_or_reports_its_loss(minor: Minor) -> None:
    def made(document: dict[str, Any]) -> tuple[object, list[str]]:
        try:
            found, losses = converted(document, minor)
            found, left_out = valid(found)
        except SourceError as error:
            return repr(error), []
        return found, [fault.pointer for fault in (*losses, *left_out)]

    document = load(DOCUMENT).document
    whole, reported = made(document)
    lost = set()
    for definition, key, place in places_of_fields(document):
        steps = tuple(map(str, place))
        # Operations that are lost are reported one by one.
        is_map = key in ("additionalOperations", "webhooks")
        names = functools.reduce(operator.getitem, place, document) if is_map else ()
        parts = [(*steps, name) for name in names] or [steps]
        is_reported = all(any(f"{pointer_of(part)}/".startswith(f"{loss}/") for loss in reported) for part in parts)
        if not is_reported and made(without(document, place))[0] == whole:
            lost.add((definition, key))
    assert lost <= ALWAYS_ADDED
    assert "" not in reported
