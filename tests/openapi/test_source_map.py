"""A fault is reported where people can fix it: with its place in the file that contains it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from speclift.client.unsupported import limits
from speclift.diff.inputs.descriptions import Reading, read_description
from speclift.mock.unsupported import limits as mock_limits
from speclift.openapi.files.parse import read_data
from speclift.openapi.load import Loaded, Loading, load
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.steps import entry_of, steps_of
from speclift.openapi.swagger.document import converted
from speclift.openapi.swagger.places import Places
from speclift.serve.unsupported import limits as page_limits

#: The mark `# !` ends every line with a fault.
SWAGGER = """\
swagger: '2.0'
info: {title: Kites, version: '1'}
consumes: [application/json, application/xml]
paths:
  /kites/{id}:
    parameters:
      - {$ref: '#/parameters/change'}
      - {name: id, in: path, type: string, required: true, pattern: '('}  # !
    post:
      parameters:
        - name: kite
          in: body
          schema:
            required: [a, a]  # !
            properties: {n: {type: integer, default: long}}  # !
        - {name: first, in: query, type: string}
        - {name: most, in: query, type: integer, default: lots}  # !
      responses:
        '200':
          description: A kite.
          schema: {required: [b, b]}  # !
          headers:
            X-Rate: {type: integer, default: none}  # !
        4xx: {description: No.}  # !
        '404': {$ref: '#/responses/gone'}  # !
        '409': {$ref: '#/responses/wrong'}
    put:
      responses: {'200': {description: Done.}}
  /files:
    post:
      consumes: [multipart/form-data]
      produces: [text/plain]
      parameters:
        - {name: file, in: formData, type: file}
        - {name: size, in: formData, type: integer, default: huge}  # !
        - {$ref: '#/parameters/field'}
      responses: {'200': {$ref: '#/responses/wrong'}}
  /more: {$ref: '#/x-items/more'}
x-items:
  more:
    get:
      parameters: [{name: q, in: query, type: integer, default: q}]  # !
      responses: {'200': {description: A.}}
parameters:
  change: {name: change, in: body, schema: {required: [c, c]}}  # !
  field: {name: field, in: formData, type: integer, default: f}  # !
  skip: {name: skip, in: query, type: integer, default: s}  # !
responses:
  wrong: {description: Wrong., schema: {required: [d, d]}}  # !
definitions:
  Kite of paper: {required: [e, e]}  # !
  Tail: {properties: {knot: {type: integer, default: k}, end: {$ref: '#/definitions/Tail/properties/knot'}}}  # !
securityDefinitions:
  key: {type: apikey, in: query, name: key}  # !
"""
POINTERS = """\
/definitions/Kite of paper/required
/definitions/Tail/properties/knot/default
/parameters/change/schema/required
/parameters/field/default
/parameters/skip/default
/paths/~1files/post/parameters/1/default
/paths/~1kites~1{id}/parameters/1/pattern
/paths/~1kites~1{id}/post/parameters/0/schema/properties/n/default
/paths/~1kites~1{id}/post/parameters/0/schema/required
/paths/~1kites~1{id}/post/parameters/2/default
/paths/~1kites~1{id}/post/responses/200/headers/X-Rate/default
/paths/~1kites~1{id}/post/responses/200/schema/required
/paths/~1kites~1{id}/post/responses/404
/paths/~1kites~1{id}/post/responses/4xx
/responses/wrong/schema/required
/securityDefinitions/key/type
/x-items/more/get/parameters/0/default
"""


def marked_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# !")]


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_fault_in_swagger_is_reported_once_with_its_place_in_swagger(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"api.{suffix}"
    path.write_text(SWAGGER)
    if suffix == "json":
        text = json.dumps(read_data(str(path)), indent=1)
        path.write_text(text)
    found = [fault for fault in load(str(path)).faults if fault.kind != "form-and-body"]
    assert sorted(fault.pointer for fault in found) == POINTERS.splitlines()
    if suffix == "yaml":
        assert sorted({fault.line for fault in found}) == marked_lines(SWAGGER)
    else:
        key = [fault.pointer.rpartition("/")[2] for fault in found]
        lines = path.read_text().splitlines()
        assert all(
            lines[fault.line - 1].strip().startswith(f'"{name}":') for fault, name in zip(found, key, strict=True)
        )


def test_a_reference_in_swagger_that_leads_nowhere_is_named_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    given = {"swagger": "2.0", "info": {"title": "Kites", "version": "1"}, "paths": {}}
    definitions = {"Kite": {"properties": {"owner": {"$ref": "#/definitions/No"}}}}
    path.write_text(json.dumps({**given, "definitions": definitions}))
    (fault,) = load(str(path)).faults
    assert fault.pointer == "/definitions/Kite/properties/owner"
    assert fault.message.startswith("the reference #/definitions/No leads nowhere")


def test_a_fault_in_an_openapi_3_field_of_swagger_has_its_place_in_that_field(tmp_path: Path) -> None:
    wrong = {"application/json": {"schema": {"type": "wrong"}}}
    responses = {"200": {"description": "", "content": wrong}}
    change = {"requestBody": {"content": wrong}, "servers": [{"url": 5}], "responses": responses}
    given = {"swagger": "2.0", "info": {"title": "Kites", "version": "1"}, "servers": [{"url": 5}]}
    path = tmp_path / "api.json"
    path.write_text(json.dumps({**given, "paths": {"/kites": {"put": change}}}))
    found = [fault.pointer for fault in load(str(path)).faults if fault.kind != "later-keyword"]
    schema = "content/application~1json/schema/type"
    assert sorted(found) == [
        f"/paths/~1kites/put/requestBody/{schema}",
        f"/paths/~1kites/put/responses/200/{schema}",
        "/paths/~1kites/put/servers/0/url",
        "/servers/0/url",
    ]


def test_every_object_of_a_converted_document_has_a_place_in_swagger() -> None:
    swagger = read_data(str(Path(__file__).parent / "swagger-2.0.yaml"))
    found = converted(swagger)
    places = Places(swagger, found.pointed)
    lost = {
        places.original(steps)
        for node, kind, place in walk(found.document)
        if kind not in ("document", "components")
        and entry_of(swagger, places.original(steps := steps_of(place))) is None
    }
    # Only the conversion adds `items`: the array in the Swagger document has none.
    assert lost == {("definitions", "Owner", "properties", "list", "items")}


def placed(found: Sequence[Fault], folder: Path) -> list[tuple[str, str]]:
    return sorted((fault.file.removeprefix(f"{folder}/"), fault.pointer) for fault in found)


OVERLAID = """\
openapi: 3.1.1
info: {title: Kites, version: '1'}
tags:
- {name: a}
- {name: a}  # !
paths:
  /kites:
    get:
      parameters:
      - {name: a, in: query, schema: {type: string}}
      - {name: b, in: query, schema: {type: integer, default: b}}  # !
      - {name: c, in: query, schema: {type: string}}
      - {name: d, in: query, schema: {type: integer, default: d}}  # !
      responses: {'200': {description: A.}}
"""
FIRST = """\
overlay: 1.0.0
info: {title: First, version: '1'}
actions:
- {target: '$.paths.*.get.parameters[?@.name == "a" || @.name == "c"]', remove: true}
- target: $.paths['/kites'].get
  update:
    parameters:
    - {name: e, in: query, schema: {type: integer, default: e}}  # !
    responses: {4xx: {description: No.}}  # !
- target: $.paths['/kites'].get.responses['200']
  update: {description: 7}  # !
"""
SECOND = """\
overlay: 1.1.0
info: {title: Second, version: '1'}
actions:
- {target: '$.paths.*.get.parameters[?@.name == "b"]', remove: true}
- {target: '$', update: {components: {schemas: {A: {}}}}}
- {target: '$.components.schemas.A', copy: '$.paths.*.get.parameters[?@.name == "d"].schema'}
- {target: '$.tags', update: {name: a}}  # !
"""


def test_a_fault_is_reported_in_the_overlay_that_wrote_it_or_at_its_original_place(tmp_path: Path) -> None:
    files = {"api.yaml": OVERLAID, "first.yaml": FIRST, "second.yaml": SECOND}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    overlays = (str(tmp_path / "first.yaml"), str(tmp_path / "second.yaml"))
    found = load(str(tmp_path / "api.yaml"), loading=Loading(overlays=overlays)).faults
    assert placed(found, tmp_path) == [
        ("", "/paths/~1kites/get/parameters/3/schema/default"),
        ("", "/tags/1"),
        ("first.yaml", "/actions/1/update/parameters/0/schema/default"),
        ("first.yaml", "/actions/1/update/responses/4xx"),
        ("first.yaml", "/actions/2/update/description"),
        ("second.yaml", "/actions/3/update"),
    ]
    for fault in found:
        assert fault.line in marked_lines(files[Path(fault.file or "api.yaml").name])


LIMITED = """\
openapi: 3.1.1
info: {title: Kites, version: '1'}
paths:
  /kites: {$ref: 'parts/kites.yaml#/item'}
"""
PART = """\
item:
  get:
    responses:
      '200':
        description: A.
        links: {next: {operationRef: '#/item/get'}}
        content: {application/json: {schema: {$ref: '#/Kite'}}}
Kite: {type: object, xml: {name: kite}}
"""


def load_parts(folder: Path) -> Loaded:
    (folder / "parts").mkdir()
    (folder / "api.yaml").write_text(LIMITED)
    (folder / "parts" / "kites.yaml").write_text(PART)
    return load(str(folder / "api.yaml"), name="api.yaml")


def test_what_a_tool_does_not_support_is_reported_with_its_place_in_its_file(tmp_path: Path) -> None:
    found = load_parts(tmp_path)
    reported = found.sources.in_files(limits(found.document))
    assert placed(reported, tmp_path) == [
        ("parts/kites.yaml", "/Kite/xml"),
        ("parts/kites.yaml", "/item/get/responses/200/links"),
    ]


SHORTENED = """\
openapi: 3.1.1
info: {title: Kites, version: '1'}
paths:
  /kites:
    get:
      parameters:
      - {name: q, in: query, schema: {type: string}}
      - {name: q, in: query, schema: {type: string}}
      - name: r
        in: query
        schema: {type: string}
        examples:
          far: {externalValue: https://kites.example/r}
      responses: {'200': {description: A.}}
"""


LISTS = """\
swagger: '2.0'
info: {title: Kites, version: '1'}
paths:
  /kites:
    parameters:
    - {name: a, in: query, type: array, items: {type: array, items: {type: string}, collectionFormat: pipes}}
    get:
      parameters:
      - {name: b, in: query, type: array, items: {type: string}, collectionFormat: tsv}
      responses: {'200': {description: A.}}
    put:
      parameters:
      - {name: c, in: formData, type: array, items: {type: array, items: {type: string}, collectionFormat: ssv}}
      responses: {'200': {description: A.}}
"""


@pytest.mark.parametrize("minor", ["3.0", "3.1"])
def test_a_place_after_a_parameter_that_is_left_out_is_the_original_one(tmp_path: Path, minor: str) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(SHORTENED.replace("3.1.1", f"{minor}.1"))
    found = load(str(path))
    assert [fault.pointer for fault in found.faults if "parameters" in fault.pointer] == [
        "/paths/~1kites/get/parameters/1"
    ]
    reported = found.sources.in_files(mock_limits(found.document))
    assert "/paths/~1kites/get/parameters/2/examples/far/externalValue" in {fault.pointer for fault in reported}


def test_what_openapi_3_lacks_is_reported_with_its_place_in_swagger(tmp_path: Path) -> None:
    path = tmp_path / "api.yaml"
    path.write_text(LISTS)
    found = load(str(path))
    reported = found.sources.in_files(page_limits(found.document))
    assert {fault.pointer for fault in reported} == {
        "/paths/~1kites/parameters/0/items/collectionFormat",
        "/paths/~1kites/get/parameters/0/collectionFormat",
        "/paths/~1kites/put/parameters/0/items/collectionFormat",
    }


def test_what_is_not_compared_is_reported_with_its_place_in_its_file(tmp_path: Path) -> None:
    load_parts(tmp_path)
    found = read_description(str(tmp_path / "api.yaml"), Reading())
    reported = [fault for fault, _ in found.uncompared]
    assert [(Path(fault.file).name, fault.pointer) for fault in reported] == [
        ("kites.yaml", "/Kite/xml"),
        ("kites.yaml", "/item/get/responses/200/links"),
    ]
