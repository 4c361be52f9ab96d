"""`speclift client`: which files it writes, which it leaves alone, and what it says about bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.client.type_faults import type_faults

ROOT = Path(__file__).parents[2]

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pet Shop", "version": "2.1"},
    "paths": {
        "/pets/{petId}": {
            "get": {
                "operationId": "getPetById",
                "tags": ["pets"],
                "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "A pet.",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            }
        },
        "/pets": {
            "post": {
                "operationId": "addPet",
                "tags": ["pets"],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"petName": {"type": "string", "nullable": True}},
                            }
                        }
                    }
                },
                "responses": {"201": {"description": "Added."}},
            }
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "integer"},
                    "petName": {"type": "string"},
                    "kind": {"type": "string", "enum": ["cat", "dog"]},
                    "owner": {"allOf": [{"$ref": "#/components/schemas/Owner"}], "nullable": True},
                },
            },
            "Owner": {
                "type": "object",
                "properties": {
                    "fullName": {"type": "string"},
                    "pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
                },
            },
        }
    },
}


#: What the first document lacks: references to all kinds of components, forms, unions, `allOf`, recursion, and
#: operations without ids.
ODD = """
openapi: 3.1.0
info: {title: Odd Things, version: "1.0"}
paths:
  /things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
      - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      - {name: sid, in: cookie, schema: {type: string}}
      - {name: X-Trace, in: header, schema: {type: integer}}
    get:
      responses:
        "200": {$ref: "#/components/responses/Thing"}
        default: {description: other}
    put:
      operationId: put-thing
      requestBody: {$ref: "#/components/requestBodies/Thing"}
      responses: {"200": {description: ok, content: {text/plain: {schema: {type: string}}}}}
    post:
      operationId: upload
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}, note: {type: string}}}
      responses: {"204": {description: gone}}
    delete:
      operationId: form
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {a: {type: integer}, b: {type: array, items: {type: string}}}}
      responses: {"204": {description: gone}}
components:
  requestBodies: {Thing: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
  responses: {Thing: {description: one, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
  schemas:
    Base: {type: object, required: [kind], properties: {kind: {type: string}}}
    Thing:
      allOf:
        - $ref: "#/components/schemas/Base"
        - type: object
          properties:
            size: {type: [integer, "null"]}
            parts: {type: array, items: {type: object, properties: {name: {type: string}}}}
            any: {oneOf: [{type: string}, {$ref: "#/components/schemas/Base"}]}
            when: {type: string, format: date}
            level: {type: integer, enum: [1, 2, 3]}
            loop: {$ref: "#/components/schemas/Loop"}
            map: {type: object, additionalProperties: {$ref: "#/components/schemas/Thing"}}
    Loop: {type: array, items: {$ref: "#/components/schemas/Loop"}}
"""


def speclift(tmp_path: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator"), "SPECLIFT_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "speclift", *map(str, arguments)]
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "pets.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def run(folder: Path, code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_client_is_made_from_any_openapi_3_document(tmp_path: Path, spec: Path) -> None:
    assert speclift(tmp_path, "client", spec, "-o", "out").returncode == 0
    code = (
        "from pet_shop import Client; from pet_shop.models import Owner, Pet, PetKind; import httpx\n"
        "seen = []\n"
        "def respond(request):\n"
        "    seen.append(request)\n"
        "    return httpx.Response(200, json={'id': 7, 'petName': 'Rex', 'kind': 'cow', 'owner': None})\n"
        "client = Client('http://x', http_client=httpx.Client(transport=httpx.MockTransport(respond)))\n"
        "pet = client.pets.get_pet_by_id(7)\n"
        "print(pet.pet_name, pet.kind == 'cow', PetKind.CAT.value, pet.to_wire())\n"
        "client.pets.add_pet(pet_name=None)\n"
        "print(seen[1].content, Pet(id=1, owner=Owner(pets=[Pet(id=2)])).to_wire())\n"
    )
    printed = run(tmp_path / "out", code)
    assert printed == (
        "Rex True cat {'id': 7, 'petName': 'Rex', 'kind': 'cow', 'owner': None}\n"
        "b'{\"petName\":null}' {'id': 1, 'owner': {'pets': [{'id': 2}]}}\n"
    )
    ruff = [sys.executable, "-m", "ruff", "format", "--check", "pet_shop"]
    done = subprocess.run(ruff, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert type_faults(tmp_path / "out", "pet_shop") == []


def test_a_client_is_made_from_unusual_documents_too(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(ODD)
    assert speclift(tmp_path, "client", "odd.yaml", "-o", "out").returncode == 0
    code = (
        "from odd_things import Client; from odd_things.models import *; import httpx\n"
        "seen = []\n"
        "thing = {'kind': 'x', 'size': None, 'parts': [{'name': 'p'}], 'any': {'kind': 'q'}, 'level': 7,\n"
        "         'when': '2026-01-02', 'loop': [[], [[]]], 'map': {'k': {'kind': 'z'}}}\n"
        "def respond(request):\n"
        "    media_type = request.headers.get('Content-Type', '').split(';')[0]\n"
        "    seen.append((request.url.raw_path.decode(), media_type, request.read()))\n"
        "    return httpx.Response(200, json=thing) if request.method == 'GET' else httpx.Response(200, text='ok')\n"
        "client = Client('http://x', http_client=httpx.Client(transport=httpx.MockTransport(respond))).default\n"
        "assert client.get_things_id('e/1', tags=['a', 'b'], x_trace=5).to_wire() == thing\n"
        "assert client.put_thing('1', kind='x', level=ThingLevel.VALUE_2) == 'ok'\n"
        "client.upload('1', UploadRequest(file=bytes([255, 0]), note='n'))\n"
        "client.form('1', FormRequest(a=1, b=['x', 'y']))\n"
        "assert seen[0][0] == '/things/e%2F1?tags=a&tags=b'\n"
        'assert seen[1][1:] == (\'application/json\', b\'{"kind":"x","level":2}\')\n'
        "assert seen[2][1] == 'multipart/form-data' and bytes([255, 0]) in seen[2][2]\n"
        "assert seen[3][1:] == ('application/x-www-form-urlencoded', b'a=1&b=x&b=y')\n"
    )
    run(tmp_path / "out", code)
    assert type_faults(tmp_path / "out", "odd_things") == []


def test_unchanged_files_keep_their_times_and_files_of_the_user_stay(tmp_path: Path, spec: Path) -> None:
    speclift(tmp_path, "client", spec, "-o", "out")
    out = tmp_path / "out"
    (out / "notes.txt").write_text("mine")
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    assert speclift(tmp_path, "client", spec, "-o", "out").stderr.startswith("0 of ")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before
    renamed = json.loads(json.dumps(DOCUMENT).replace('["pets"]', '["animals"]'))
    spec.write_text(json.dumps(renamed))
    speclift(tmp_path, "client", spec, "-o", "out")
    assert not (out / "pet_shop" / "resources" / "pets.py").exists()
    assert (out / "pet_shop" / "resources" / "animals.py").exists()
    assert (out / "notes.txt").read_text() == "mine"


def test_a_template_of_the_user_replaces_the_one_with_the_same_path(tmp_path: Path, spec: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "README.md.jinja").write_text("Client of {{ title }}, package {{ name }}.\n")
    speclift(tmp_path, "client", spec, "-o", "out", "--templates", own, "--package", "shop")
    assert (tmp_path / "out" / "README.md").read_text() == "Client of Pet Shop, package shop.\n"
    assert (tmp_path / "out" / "shop" / "_client.py").exists()
    (own / "README.md.jinja").write_text("\n{{ colour }}\n")
    done = speclift(tmp_path, "client", spec, "-o", "out", "--templates", own)
    assert done.returncode == 3
    assert "E007" in done.stderr
    assert "README.md.jinja" in done.stderr
    assert (tmp_path / "out" / "README.md").read_text() == "Client of Pet Shop, package shop.\n"
    assert "E007" in speclift(tmp_path, "client", spec, "-o", "out", "--templates", "nowhere").stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": 7}}',
            "The document cannot be mended",
        ),
        ("{", "neither JSON nor YAML"),
        ("[]", "neither OpenAPI 3"),
        ('{"swagger": "2.0"}', "paths is missing"),
        ("a: [", "neither"),
    ],
)
def test_a_file_that_is_no_document_is_reported(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "bad.yaml").write_text(content)
    done = speclift(tmp_path, "client", "bad.yaml", "-o", "out")
    assert done.returncode == 3
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_package_name_must_be_valid_and_free(tmp_path: Path, spec: Path) -> None:
    for name in ("class", "calendar", "Pydantic", "typing_extensions"):
        done = speclift(tmp_path, "client", spec, "-o", "out", "--package", name)
        assert (done.returncode, "E001" in done.stderr, "--package" in done.stderr) == (2, True, True)
        assert not (tmp_path / "out").exists()


def test_settings_cannot_name_a_package_that_exists(tmp_path: Path) -> None:
    (tmp_path / "speclift.toml").write_text('package = "email"\n')
    done = speclift(tmp_path, "generate", ROOT / "spec" / "docs", "-o", "out", "--settings", "speclift.toml")
    assert (done.returncode, "E002" in done.stderr, "speclift.toml" in done.stderr) == (3, True, True)
    assert not (tmp_path / "out").exists()


def test_the_generated_project_can_be_installed_on_its_own(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*command, "--target", str(tmp_path / "site"), str(ROOT / "generated")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "superoffice" / "py.typed").exists()
    printed = run(tmp_path / "site", "import superoffice; print(superoffice.__file__, superoffice.Client.__name__)")
    assert printed.split() == [str(tmp_path / "site" / "superoffice" / "__init__.py"), "Client"]
