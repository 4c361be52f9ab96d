"""Life cycles as other people's APIs have them: slashes at the end, envelopes, ids anywhere, keys that are no ids."""

from __future__ import annotations

from typing import Any

import pytest

from speclift.mock.app import Mock
from tests.contract.small import INTEGER, STRING, Json, content, document, operation, parameter, properties, ref
from tests.mock.calls import ask, mock_of

NULLABLE: Json = {"type": ["string", "null"]}
THING: Json = {**properties(id=INTEGER, name=STRING, note=NULLABLE), "required": ["id", "name"]}
NEW: Json = {**properties(name=STRING, note=NULLABLE), "required": ["name"]}
LIST: Json = {"type": "array", "items": ref("Thing")}


def things(
    one: Json,
    *,
    new: Json = NEW,
    made: Json | None = None,
    listed: Json = LIST,
    slash: str = "",
    key: str = "id",
    key_schema: Json = INTEGER,
    schemas: Json | None = None,
) -> Mock:
    """A mock of things that are answered as `one`, made as `new`, answered then as `made`, and listed as `listed`."""
    at_key = {
        "parameters": [parameter(key, schema=key_schema)],
        "get": operation("Read", answer=one),
        "put": operation("Change", body=new, answer=one),
        "patch": operation("Patch", body={**new, "required": []}, answer=one),
        "delete": operation("Remove", status="204"),
    }
    paths = {
        f"/things{slash}": {
            "get": operation("List", answer=listed),
            "post": operation("Create", body=new, answer=made or one, status="201"),
        },
        f"/things/{{{key}}}{slash}": at_key,
    }
    return mock_of(document(paths, {"Thing": THING, **(schemas or {})}))


def live(server: Mock, slash: str, wrap: str, made_id: Any = None, body_wrap: str = "") -> None:
    """Make, read, change, patch and remove a thing, which stands in the envelope `wrap`."""

    def thing(response: Any) -> Json:
        assert response.status_code in (200, 201), response.text
        found: Json = response.json()
        return found[wrap] if wrap else found

    def given(**body: Any) -> Json:
        return {body_wrap: body} if body_wrap else body

    made = ask(server, "POST", f"/things{slash}", json=given(name="mine"))
    assert made.status_code == 201, made.text
    identity = made_id(made.json()) if made_id else thing(made)["id"]
    target = f"/things/{identity}{slash}"
    assert thing(ask(server, "GET", target))["name"] == "mine"
    assert str(thing(ask(server, "GET", target))["id"]) == str(identity)
    assert thing(ask(server, "PUT", target, json=given(name="yours")))["name"] == "yours"
    patched = thing(ask(server, "PATCH", target, json=given(note="a")))
    assert (patched["name"], patched["note"]) == ("yours", "a")
    assert thing(ask(server, "PATCH", target, json=given(note=None)))["note"] is None
    assert thing(ask(server, "GET", target))["note"] is None
    rows = ask(server, "GET", f"/things{slash}").json()
    rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
    assert [row["name"] for row in rows if str(row["id"]) == str(identity)] == ["yours"]
    assert ask(server, "DELETE", target).status_code == 204
    assert ask(server, "GET", target).status_code == 404
    rows = ask(server, "GET", f"/things{slash}").json()
    rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
    assert not [row for row in rows if str(row["id"]) == str(identity)]


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_slash_at_the_end_changes_nothing(slash: str) -> None:
    live(things(ref("Thing"), slash=slash), slash, "")


@pytest.mark.parametrize("name", ["data", "thing", "result"])
@pytest.mark.parametrize("is_required", [True, False])
def test_a_thing_in_an_envelope_lives(name: str, is_required: bool) -> None:
    envelope = {**properties(**{name: ref("Thing")}, success={"type": "boolean"}), "required": [name] * is_required}
    server = things(envelope, listed=properties(items=LIST, total=INTEGER))
    live(server, "", name)
    wrapped = things(envelope, new={**properties(**{name: {**NEW, "required": []}}), "required": [name]})
    live(wrapped, "", name, body_wrap=name)


def test_a_thing_without_a_component_lives() -> None:
    live(things(properties(data=THING), listed={"type": "array", "items": THING}), "", "data")


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (properties(id=INTEGER), lambda body: body["id"]),
        (properties(thing_id=STRING), lambda body: body["thing_id"]),
        (properties(result=properties(meta=properties(id=INTEGER))), lambda body: body["result"]["meta"]["id"]),
        (
            {**properties(created={"type": "array", "items": properties(id=INTEGER), "minItems": 1})},
            lambda body: body["created"][0]["id"],
        ),
        (INTEGER, lambda body: body),
    ],
)
def test_the_id_that_a_create_answers_anywhere_can_be_read(answer: Json, found: Any) -> None:
    live(things(ref("Thing"), made=answer), "", "", found)


def test_a_resource_object_of_json_api_keeps_what_it_is_given() -> None:
    attributes = {**properties(title=STRING, body=STRING), "required": ["title", "body"]}
    resource = {**properties(id=STRING, type={"const": "things"}, attributes=attributes), "required": ["id", "type"]}
    one = {**properties(data=ref("Resource")), "required": ["data"]}
    new = properties(data=properties(type=STRING, attributes=properties(title=STRING, body=STRING)))
    server = things(one, new=new, key_schema=STRING, schemas={"Resource": resource})
    body = {"data": {"type": "things", "attributes": {"title": "mine"}}}
    made = ask(server, "POST", "/things", json=body).json()["data"]
    assert made["attributes"]["title"] == "mine"
    assert made["attributes"].keys() == {"title", "body"}
    target = f"/things/{made['id']}"
    assert ask(server, "GET", target).json()["data"] == made
    patch = {"data": {"id": made["id"], "type": "things", "attributes": {"body": "new"}}}
    changed = ask(server, "PATCH", target, json=patch).json()["data"]
    assert changed["attributes"] == {"title": "mine", "body": "new"}


@pytest.mark.parametrize("key", ["slug", "name", "code"])
def test_a_key_that_the_client_gives_is_kept(key: str) -> None:
    thing = {**properties(**{key: STRING}, label=STRING), "required": [key]}
    server = things(ref("Named"), new=ref("Named"), key=key, key_schema=STRING, schemas={"Named": thing})
    assert ask(server, "POST", "/things", json={key: "mine", "label": "a"}).json() == {key: "mine", "label": "a"}
    assert ask(server, "GET", "/things/mine").json() == {key: "mine", "label": "a"}
    assert ask(server, "GET", "/things/other").json()[key] == "other"


@pytest.mark.parametrize(
    ("key", "schema", "named"),
    [
        ("id", INTEGER, "id"),
        ("id", INTEGER, "ThingId"),
        ("id", INTEGER, "thing_id"),
        ("thingId", INTEGER, "id"),
        ("uuid", {"type": "string", "format": "uuid"}, "uuid"),
        ("slug", STRING, "slug"),
        ("id", STRING, "primaryKey"),
        ("number", INTEGER, "number"),
    ],
)
def test_what_can_only_be_read_answers_the_id_that_was_asked_for(key: str, schema: Json, named: str) -> None:
    given = operation("Read")
    shown = {named: "6f7c1b6e-8d0e-4c53-9f55-3a3c5a1f5d10" if schema != INTEGER else 7, "label": "x"}
    given["responses"]["200"]["content"] = content(properties(**{named: schema}, label=STRING), shown=shown)
    server = mock_of(document({f"/things/{{{key}}}": {"get": given, "parameters": [parameter(key, schema=schema)]}}))
    wanted = 42 if schema == INTEGER else "0b0c8a1e-5a1c-4f9e-8d52-0d7f5c1f2a11"
    assert ask(server, "GET", f"/things/{wanted}").json() == {named: wanted, "label": "x"}


UUID: Json = {"type": "string", "format": "uuid"}
SHOWN = "6f7c1b6e-8d0e-4c53-9f55-3a3c5a1f5d10"


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        ({"type": "string", "enum": ["mail", "push"]}, "push"),
        ({"type": "string", "minLength": 20}, "a" * 20),
        ({"type": "string", "pattern": "^T-[0-9]+$"}, "T-7"),
        (UUID, SHOWN),
        (ref("Key"), SHOWN),
        ({"type": "integer", "maximum": 10}, 7),
    ],
)
@pytest.mark.parametrize("wrap", ["", "data"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_id_stands_only_where_the_schema_takes_it(schema: Json, shown: Any, wrap: str, method: str) -> None:
    answer = properties(id=schema, label=STRING)
    example: Json = {"id": shown, "label": "x"}
    given = {"get": operation("Read"), "put": operation("Put", body=properties(label=STRING))}
    for each in given.values():
        whole = content(properties(data=answer) if wrap else answer, shown={wrap: example} if wrap else example)
        each["responses"]["200"]["content"] = whole
    at_id = {**given, "parameters": [parameter("id", schema=STRING)]}
    server = mock_of(document({"/things/{id}": at_id}, {"Key": UUID}))
    body = {"json": {"label": "x"}} if method == "PUT" else {}
    for asked in ("other", "42"):
        found = ask(server, method, f"/things/{asked}", **body).json()
        assert (found[wrap] if wrap else found) == example


def test_an_id_goes_into_a_sample_whose_own_id_does_not_fit() -> None:
    given = operation("Read")
    given["responses"]["200"]["content"] = content(properties(id=UUID, label=STRING), shown={"id": "abc", "label": "x"})
    server = mock_of(document({"/things/{id}": {"get": given, "parameters": [parameter("id", schema=STRING)]}}))
    assert ask(server, "GET", "/things/other").json()["id"] == "other"


def test_what_a_receipt_says_of_a_thing_fits_the_receipt() -> None:
    thing = properties(id=STRING, state=STRING)
    receipt = properties(id={"type": "string", "pattern": "^R[0-9]+$"}, state={"type": "string", "enum": ["stored"]})
    put = operation("Put", body=properties(state=STRING))
    put["responses"]["200"]["content"] = content(receipt, shown={"id": "R1", "state": "stored"})
    at_id = {"parameters": [parameter("id", schema=STRING)], "get": operation("Read", answer=thing), "put": put}
    server = mock_of(document({"/things/{id}": at_id}))
    assert ask(server, "PUT", "/things/mine", json={"state": "new"}).json() == {"id": "R1", "state": "stored"}
    assert ask(server, "GET", "/things/mine").json() == {"id": "mine", "state": "new"}


def shown_faulty() -> Mock:
    team = {**properties(id=INTEGER, kind=STRING), "required": ["id", "kind"]}
    pull = {
        **properties(id=INTEGER, state=STRING, teams={"type": "array", "items": team}),
        "required": ["id", "state", "teams"],
    }
    shown = {"id": 1, "state": "closed", "teams": [{"id": 7}]}

    def answering(given: Json) -> Json:
        given["responses"]["200"]["content"] = content(ref("Pull"), shown=shown)
        return given

    patch = {"type": "object", "properties": {"state": {"type": "string", "enum": ["open", "closed"]}}}
    change = answering(operation("Patch", body=patch))
    change["requestBody"]["content"]["application/merge-patch+json"] = {"schema": patch}
    at_id = {
        "parameters": [parameter("id")],
        "get": answering(operation("Read")),
        "patch": change,
        "put": answering(operation("Put", body=patch)),
    }
    return mock_of(document({"/pulls/{id}": at_id}, {"Pull": pull}))


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_sample_that_does_not_fit_is_no_fault_of_a_request(media_type: str, method: str) -> None:
    if method == "PUT" and media_type != "application/json":
        pytest.skip("a PUT takes no patch")
    server = shown_faulty()
    response = ask(server, method, "/pulls/5", json={"state": "open"}, headers={"Content-Type": media_type})
    assert response.status_code == 200, response.text
    assert response.json() == {"id": 5, "state": "open", "teams": [{"id": 7}]}
    assert ask(server, "GET", "/pulls/5").json()["state"] == "open"


def test_a_patch_without_a_body_leaves_a_thing_as_it_is() -> None:
    at_id = {
        "parameters": [parameter("id")],
        "get": operation("Read", answer=ref("Thing")),
        "patch": operation("Patch", answer=ref("Thing")),
    }
    server = mock_of(document({"/things/{id}": at_id}, {"Thing": THING}))
    assert ask(server, "PATCH", "/things/5").json() == ask(server, "GET", "/things/5").json()


def test_null_is_kept_from_where_it_does_not_fit() -> None:
    server = things(ref("Thing"), new=properties(name=NULLABLE, note=NULLABLE))
    before = ask(server, "GET", "/things/5").json()
    response = ask(server, "PATCH", "/things/5", json={"name": None, "note": None})
    assert response.status_code == 200
    assert response.json() == {**before, "note": None}


def test_a_form_that_is_posted_to_a_thing_changes_it() -> None:
    change = operation("Change", answer=ref("Thing"))
    change["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": {**NEW, "required": []}}}}
    at_id = {"parameters": [parameter("id")], "get": operation("Read", answer=ref("Thing")), "post": change}
    server = mock_of(document({"/things/{id}": at_id}, {"Thing": THING}))
    assert ask(server, "POST", "/things/5", data={"name": "new"}).json()["name"] == "new"
    assert ask(server, "GET", "/things/5").json()["name"] == "new"
    assert ask(server, "GET", "/things/6").json()["name"] != "new"


def test_keys_of_odata_stand_in_parentheses_and_collections_stay_apart() -> None:
    key = {"parameters": [parameter("id", schema=STRING)]}
    thing, patch = {**properties(id=STRING, name=STRING), "required": ["id", "name"]}, properties(name=STRING)
    paths: Json = {}
    for name in ("boxes", "kites"):
        made = operation(f"make_{name}", body=patch, answer=thing, status="201")
        changed = operation(f"change_{name}", body=patch, answer=thing)
        paths[f"/{name}"] = {"post": made}
        paths[f"/{name}('{{id}}')"] = {**key, "get": operation(f"read_{name}", answer=thing), "patch": changed}
    server = mock_of(document(paths, {}))
    identity = ask(server, "POST", "/kites", json={"name": "mine"}).json()["id"]
    assert ask(server, "GET", f"/kites('{identity}')").json()["name"] == "mine"
    assert ask(server, "PATCH", f"/boxes('{identity}')", json={"name": "oak"}).status_code in (200, 404)
    assert ask(server, "GET", f"/kites('{identity}')").json()["name"] == "mine"
