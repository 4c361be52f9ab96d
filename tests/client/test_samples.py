"""A generated client parses each sample response and writes it back unchanged, and sends each sample request as shown.

The embedded reference is always tested, the corpora only where they are available.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
import pytest

from speclift.client.records import Method, Package
from speclift.inference.known_forms.api import resolve
from speclift.model.operation import Api
from speclift.model.page import OperationPage, Sample
from speclift.openapi.building.document import build_document
from speclift.openapi.building.samples import contradicting_samples, json_schemas
from speclift.reading.reference import discover, read_reference
from speclift.settings import Settings
from tests.client.wire import BASE, Recorder, imported, methods, to_wire

#: Headers whose value may differ from the sample and mean the same, or that the transport adds itself.
MAY_DIFFER = frozenset({"accept", "content-type", "host", "content-length"})


class Case:
    """A reference with its API and the package that is generated from it."""

    def __init__(self, pages: dict[str, OperationPage], api: Api, package: Package, module: ModuleType) -> None:
        self.pages = pages
        self.api = api
        self.module = module
        self.methods = methods(package)

    def bound(self, client: Any, operation_id: str) -> tuple[Any, Method]:
        attribute, method = self.methods[operation_id]
        return getattr(getattr(client, attribute), method.name), method


@pytest.fixture(scope="module", params=["embedded", "2023", "2022"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    is_embedded = request.param == "embedded"
    folder = request.getfixturevalue("embedded") if is_embedded else request.getfixturevalue("corpus") / request.param
    reference, _ = read_reference(discover([str(folder)]))
    api = resolve(reference, Settings())
    document = build_document(api, Settings())
    name = f"client_{request.param}"
    with imported(document, tmp_path_factory.mktemp(name), name) as (package, module):
        yield Case({page.operation_id: page for page in reference.operations}, api, package, module)


def test_every_sample_response_is_parsed_and_written_back_unchanged(case: Case) -> None:
    wrong = {operation.operation_id for operation, _ in contradictions(case.api)}
    seen = 0
    failures: list[str] = []
    for operation in case.api.operations:
        for response in operation.responses:
            example = response.content.example if response.content else None
            if example is None or not example.is_json or operation.operation_id in wrong:
                continue
            client = case.module.Client(BASE, http_client=Recorder(orjson.dumps(example.value)).client())
            call, method = case.bound(client, operation.operation_id)
            try:
                found = call(**arguments(case, operation.operation_id, method))
                if method.kind == "pages":
                    found = next(found.pages())
            except Exception as error:
                failures.append(f"{operation.operation_id}: {error}"[:300])
                continue
            if method.kind == "binary":
                assert found.read() == orjson.dumps(example.value)
            elif to_wire(found) != example.value:
                failures.append(operation.operation_id)
            seen += 1
    assert not failures
    assert seen > 30


def test_every_sample_request_is_sent_as_the_docs_show_it(case: Case) -> None:
    seen = 0
    failures: list[str] = []
    for operation_id, page in case.pages.items():
        sample = page.request_sample
        if sample is None:
            continue
        recorder = Recorder(b"null", status=204)
        client = case.module.Client(BASE, http_client=recorder.client())
        call, method = case.bound(client, operation_id)
        try:
            given = arguments(case, operation_id, method)
        except Exception as error:
            failures.append(f"{operation_id}: {error}"[:300])
            continue
        found = call(**given)
        if method.kind == "pages":
            list(found.pages())
        found = list(differences(recorder, sample, method))
        failures += [f"{operation_id}: {difference}" for difference in found]
        seen += 1
    assert not failures
    assert seen > 30


def contradictions(api: Api) -> Any:
    return contradicting_samples(api.operations, json_schemas(api.components))


def arguments(case: Case, operation_id: str, method: Method) -> dict[str, Any]:
    """The arguments of the sample request, and a placeholder for each required argument that it does not have."""
    page = case.pages[operation_id]
    sample = page.request_sample
    _, _, target = (sample.start if sample else "").partition(" ")
    query = dict(parse_qsl(urlsplit(target.strip()).query, keep_blank_values=True))
    given: dict[str, Any] = {}
    for argument in method.arguments:
        wire = orjson.loads(argument.wire)
        if argument.location == "path":
            given[argument.name] = f"{{{wire}}}"
        elif argument.location == "query" and wire in query:
            given[argument.name] = query[wire]
        elif argument.is_required:
            given[argument.name] = "x"
    if method.body:
        given["body"] = body(case, method, sample)
    # The docs show patches as plain JSON; by default, the client sends them with their own media types.
    own = {"accept"} if method.body and method.body.kind == "patch" else {"accept", "content-type"}
    headers = {name: value for name, value in (sample.headers if sample else ()) if name.lower() not in own}
    given["options"] = case.module.CallOptions(headers=headers)
    return given


def body(case: Case, method: Method, sample: Sample | None) -> Any:
    assert method.body is not None
    text = sample.body if sample else ""
    if method.body.kind == "binary":
        return text.encode()
    value = orjson.loads(text) if text else {}
    if method.body.kind == "patch":
        patch, merge = case.module.JsonPatch, case.module.MergePatch
        return patch(*value) if isinstance(value, list) else merge(value)
    names = {
        **vars(__import__("typing")),
        **{name: getattr(case.module.models, name) for name in case.module.models.__all__},
    }
    names |= vars(__import__(f"{case.module.__name__}._models", fromlist=["Model"]))
    reader = __import__(f"{case.module.__name__}._models", fromlist=["reader"]).reader
    return reader(eval(method.body.type, names)).validate_python(value)


def differences(recorder: Recorder, sample: Sample, method: Method) -> Iterator[str]:
    """How a request differs from the sample."""
    request = recorder.requests[0]
    verb, _, target = sample.start.partition(" ")
    shown = urlsplit(target.split(" ")[0].strip())
    if request.method != verb:
        yield f"method {request.method}"
    if unquote(request.url.path).removeprefix("/Cust1") != unquote(shown.path):
        yield f"path {request.url.path}"
    # Some samples leave out what their own table calls required.
    required = {orjson.loads(a.wire) for a in method.arguments if a.location == "query" and a.is_required}
    query = parse_qsl(shown.query, keep_blank_values=True)
    sent = parse_qsl(request.url.query.decode(), keep_blank_values=True)
    if [pair for pair in sent if pair[0] not in required or pair in query] != query:
        yield f"query {sent}, shown {query}"
    for name, value in sample.headers:
        if name.lower() not in MAY_DIFFER and request.headers.get(name) != value:
            yield f"header {name}: {request.headers.get(name)}"
    if not sample.body:
        return
    shown_type = next((value for name, value in sample.headers if name.lower() == "content-type"), "application/json")
    if essence(request.headers.get("Content-Type", "")) != essence(shown_type):
        yield f"media type {request.headers.get('Content-Type')}, shown {shown_type}"
    if request.content != sample.body.encode() and orjson.loads(request.content) != orjson.loads(sample.body):
        yield f"body {request.content[:200]!r}, shown {sample.body[:200]!r}"


def essence(media_type: str) -> str:
    return media_type.split(";")[0].strip().lower()
