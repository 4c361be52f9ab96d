"""Life cycles as other APIs have them: trailing slashes, envelopes, ids in any place, keys that are not called id."""

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


def mock_of_things(
    one: Json,
    *,
    new: Json = NEW,
    created: Json | None = None,
    listed: Json = LIST,
    slash: str = "",
    key: str = "id",
    key_schema: Json = INTEGER,
    schemas: Json | None = None,
) -> Mock:
    """A mock of a resource with the schema `one`; `new` is the body of a create, `created` its response."""
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
            "post": operation("Create", body=new, answer=created or one, status="201"),
        },
        f"/things/{{{key}}}{slash}": at_key,
    }
    return mock_of(document(paths, {"Thing": THING, **(schemas or {})}))


def check_life_cycle(server: Mock, slash: str, wrap: str, id_of: Any = None, body_wrap: str = "") -> None:
    """Create, read, change, patch and remove a resource that is in the envelope `wrap`."""

    def unwrapped(response: Any) -> Json:
        assert response.status_code in (200, 201), response.text
        body: Json = response.json()
        return body[wrap] if wrap else body

    def wrapped(**values: Any) -> Json:
        return {body_wrap: values} if body_wrap else values

    created = ask(server, "POST", f"/things{slash}", json=wrapped(name="mine"))
    assert created.status_code == 201, created.text
    identity = id_of(created.json()) if id_of else unwrapped(created)["id"]
    target = f"/things/{identity}{slash}"
    assert unwrapped(ask(server, "GET", target))["name"] == "mine"
    assert str(unwrapped(ask(server, "GET", target))["id"]) == str(identity)
    assert unwrapped(ask(server, "PUT", target, json=wrapped(name="yours")))["name"] == "yours"
    patched = unwrapped(ask(server, "PATCH", target, json=wrapped(note="a")))
    assert (patched["name"], patched["note"]) == ("yours", "a")
    assert unwrapped(ask(server, "PATCH", target, json=wrapped(note=None)))["note"] is None
    assert unwrapped(ask(server, "GET", target))["note"] is None
    rows = ask(server, "GET", f"/things{slash}").json()
    rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
    assert [row["name"] for row in rows if str(row["id"]) == str(identity)] == ["yours"]
    assert ask(server, "DELETE", target).status_code == 204
    assert ask(server, "GET", target).status_code == 404
    rows = ask(server, "GET", f"/things{slash}").json()
    rows = rows if isinstance(rows, list) else next(value for value in rows.values() if isinstance(value, list))
    assert not [row for row in rows if str(row["id"]) == str(identity)]


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_trailing_slash_changes_nothing(slash: str) -> None:
    check_life_cycle(mock_of_things(ref("Thing"), slash=slash), slash, "")


@pytest.mark.parametrize("name", ["data", "thing", "result"])
@pytest.mark.parametrize("is_required", [True, False])
def test_a_resource_in_an_envelope_has_a_life_cycle(name: str, is_required: bool) -> None:
    envelope = {**properties(**{name: ref("Thing")}, success={"type": "boolean"}), "required": [name] * is_required}
    server = mock_of_things(envelope, listed=properties(items=LIST, total=INTEGER))
    check_life_cycle(server, "", name)
    wrapped = mock_of_things(envelope, new={**properties(**{name: {**NEW, "required": []}}), "required": [name]})
    check_life_cycle(wrapped, "", name, body_wrap=name)


def test_a_resource_without_a_component_has_a_life_cycle() -> None:
    check_life_cycle(mock_of_things(properties(data=THING), listed={"type": "array", "items": THING}), "", "data")


@pytest.mark.parametrize(
    ("schema", "id_of"),
    [
        (properties(id=INTEGER), lambda body: body["id"]),
        (properties(thing_id=STRING), lambda body: body["thing_id"]),
        (properties(result=properties(meta=properties(id=INTEGER))), lambda body: body["result"]["meta"]["id"]),
        (
            {**properties(created={"type": "array", "items": properties(id=INTEGER), "minItems": 1})},
            lambda body: body["created"][0]["id"],
        ),
        (
            properties(links=properties(ref=properties(thing_id=STRING))),
            lambda body: body["links"]["ref"]["thing_id"],
        ),
        (INTEGER, lambda body: body),
        (properties(ids={"type": "array", "items": INTEGER}), lambda body: body["ids"][0]),
        (
            properties(result=properties(thingIds={"type": "array", "items": STRING})),
            lambda body: body["result"]["thingIds"][0],
        ),
        (LIST, lambda body: body[0]["id"]),
        ({"type": "array", "items": properties(thing_id=INTEGER)}, lambda body: body[0]["thing_id"]),
    ],
)
def test_the_response_of_a_create_may_have_the_id_in_any_place(schema: Json, id_of: Any) -> None:
    check_life_cycle(mock_of_things(ref("Thing"), created=schema), "", "", id_of)


def test_a_resource_without_a_component_is_known_by_its_schema_under_any_name() -> None:
    """The name of the member says nothing of the resource here."""
    envelope = properties(state=STRING, gadget=THING)
    listed = {"type": "array", "items": THING}
    check_life_cycle(mock_of_things(THING, created=envelope, listed=listed), "", "", lambda body: body["gadget"]["id"])


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("has_body", [False, True])
@pytest.mark.parametrize("schema", [STRING, {"type": "string", "format": "uri"}, {"type": "string", "pattern": "^/"}])
def test_the_location_of_a_create_leads_to_the_new_resource(slash: str, has_body: bool, schema: Json) -> None:
    create = operation("Create", body=NEW, answer=ref("Thing") if has_body else None, status="201")
    create["responses"]["201"]["headers"] = {"Location": {"schema": schema, "example": "/elsewhere/5"}}
    key = parameter("id")
    read = {"parameters": [key], "get": operation("Read", answer=ref("Thing"))}
    paths = {f"/shops/{{shop}}/things{slash}": {"parameters": [parameter("shop", schema=STRING)], "post": create}}
    paths[f"/shops/{{shop}}/things/{{id}}{slash}"] = {**read, "parameters": [parameter("shop", schema=STRING), key]}
    server = mock_of(document(paths, {"Thing": THING}))
    made = ask(server, "POST", f"/shops/a%20b/things{slash}", json={"name": "mine"})
    target = made.headers["location"].removeprefix("http://mock.example")
    assert target.startswith("/shops/a%20b/things/")
    assert ask(server, "GET", target).json()["name"] == "mine"


def test_a_resource_object_of_json_api_keeps_what_it_is_given() -> None:
    attributes = {**properties(title=STRING, body=STRING), "required": ["title", "body"]}
    resource = {**properties(id=STRING, type={"const": "things"}, attributes=attributes), "required": ["id", "type"]}
    one = {**properties(data=ref("Resource")), "required": ["data"]}
    new = properties(data=properties(type=STRING, attributes=properties(title=STRING, body=STRING)))
    server = mock_of_things(one, new=new, key_schema=STRING, schemas={"Resource": resource})
    body = {"data": {"type": "things", "attributes": {"title": "mine"}}}
    created = ask(server, "POST", "/things", json=body).json()["data"]
    assert created["attributes"]["title"] == "mine"
    assert created["attributes"].keys() == {"title", "body"}
    target = f"/things/{created['id']}"
    assert ask(server, "GET", target).json()["data"] == created
    patch = {"data": {"id": created["id"], "type": "things", "attributes": {"body": "new"}}}
    changed = ask(server, "PATCH", target, json=patch).json()["data"]
    assert changed["attributes"] == {"title": "mine", "body": "new"}


@pytest.mark.parametrize("key", ["slug", "name", "code"])
def test_a_key_that_the_client_gives_is_kept(key: str) -> None:
    thing = {**properties(**{key: STRING}, label=STRING), "required": [key]}
    server = mock_of_things(ref("Named"), new=ref("Named"), key=key, key_schema=STRING, schemas={"Named": thing})
    assert ask(server, "POST", "/things", json={key: "mine", "label": "a"}).json() == {key: "mine", "label": "a"}
    assert ask(server, "GET", "/things/mine").json() == {key: "mine", "label": "a"}
    assert ask(server, "GET", "/things/other").json()[key] == "other"


@pytest.mark.parametrize(
    ("key", "schema", "property_name"),
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
def test_a_resource_that_can_only_be_read_has_the_requested_id(key: str, schema: Json, property_name: str) -> None:
    get = operation("Read")
    shown = {property_name: "6f7c1b6e-8d0e-4c53-9f55-3a3c5a1f5d10" if schema != INTEGER else 7, "label": "x"}
    get["responses"]["200"]["content"] = content(properties(**{property_name: schema}, label=STRING), shown=shown)
    server = mock_of(document({f"/things/{{{key}}}": {"get": get, "parameters": [parameter(key, schema=schema)]}}))
    requested = 42 if schema == INTEGER else "0b0c8a1e-5a1c-4f9e-8d52-0d7f5c1f2a11"
    assert ask(server, "GET", f"/things/{requested}").json() == {property_name: requested, "label": "x"}


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
def test_the_requested_id_is_used_only_where_the_schema_allows_it(
    schema: Json, shown: Any, wrap: str, method: str
) -> None:
    documented = properties(id=schema, label=STRING)
    example: Json = {"id": shown, "label": "x"}
    methods = {"get": operation("Read"), "put": operation("Put", body=properties(label=STRING))}
    for described in methods.values():
        whole = content(properties(data=documented) if wrap else documented, shown={wrap: example} if wrap else example)
        described["responses"]["200"]["content"] = whole
    at_id = {**methods, "parameters": [parameter("id", schema=STRING)]}
    server = mock_of(document({"/things/{id}": at_id}, {"Key": UUID}))
    body = {"json": {"label": "x"}} if method == "PUT" else {}
    for requested in ("other", "42"):
        returned = ask(server, method, f"/things/{requested}", **body).json()
        assert (returned[wrap] if wrap else returned) == example


def test_the_requested_id_replaces_an_id_in_the_sample_that_does_not_fit() -> None:
    get = operation("Read")
    get["responses"]["200"]["content"] = content(properties(id=UUID, label=STRING), shown={"id": "abc", "label": "x"})
    server = mock_of(document({"/things/{id}": {"get": get, "parameters": [parameter("id", schema=STRING)]}}))
    assert ask(server, "GET", "/things/other").json()["id"] == "other"


def test_a_receipt_fits_its_own_schema() -> None:
    thing = properties(id=STRING, state=STRING)
    receipt = properties(id={"type": "string", "pattern": "^R[0-9]+$"}, state={"type": "string", "enum": ["stored"]})
    put = operation("Put", body=properties(state=STRING))
    put["responses"]["200"]["content"] = content(receipt, shown={"id": "R1", "state": "stored"})
    at_id = {"parameters": [parameter("id", schema=STRING)], "get": operation("Read", answer=thing), "put": put}
    server = mock_of(document({"/things/{id}": at_id}))
    assert ask(server, "PUT", "/things/mine", json={"state": "new"}).json() == {"id": "R1", "state": "stored"}
    assert ask(server, "GET", "/things/mine").json() == {"id": "mine", "state": "new"}


def mock_with_invalid_sample() -> Mock:
    team = {**properties(id=INTEGER, kind=STRING), "required": ["id", "kind"]}
    pull = {
        **properties(id=INTEGER, state=STRING, teams={"type": "array", "items": team}),
        "required": ["id", "state", "teams"],
    }
    shown = {"id": 1, "state": "closed", "teams": [{"id": 7}]}

    def with_sample(described: Json) -> Json:
        described["responses"]["200"]["content"] = content(ref("Pull"), shown=shown)
        return described

    patch = {"type": "object", "properties": {"state": {"type": "string", "enum": ["open", "closed"]}}}
    change = with_sample(operation("Patch", body=patch))
    change["requestBody"]["content"]["application/merge-patch+json"] = {"schema": patch}
    at_id = {
        "parameters": [parameter("id")],
        "get": with_sample(operation("Read")),
        "patch": change,
        "put": with_sample(operation("Put", body=patch)),
    }
    return mock_of(document({"/pulls/{id}": at_id}, {"Pull": pull}))


@pytest.mark.parametrize("media_type", ["application/json", "application/merge-patch+json"])
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_request_is_not_refused_because_the_sample_is_invalid(media_type: str, method: str) -> None:
    if method == "PUT" and media_type != "application/json":
        pytest.skip("a PUT has no patch as its body")
    server = mock_with_invalid_sample()
    response = ask(server, method, "/pulls/5", json={"state": "open"}, headers={"Content-Type": media_type})
    assert response.status_code == 200, response.text
    assert response.json() == {"id": 5, "state": "open", "teams": [{"id": 7}]}
    assert ask(server, "GET", "/pulls/5").json()["state"] == "open"


def test_a_patch_without_a_body_leaves_a_resource_as_it_is() -> None:
    at_id = {
        "parameters": [parameter("id")],
        "get": operation("Read", answer=ref("Thing")),
        "patch": operation("Patch", answer=ref("Thing")),
    }
    server = mock_of(document({"/things/{id}": at_id}, {"Thing": THING}))
    assert ask(server, "PATCH", "/things/5").json() == ask(server, "GET", "/things/5").json()


def test_null_is_ignored_where_it_does_not_fit() -> None:
    server = mock_of_things(ref("Thing"), new=properties(name=NULLABLE, note=NULLABLE))
    before = ask(server, "GET", "/things/5").json()
    response = ask(server, "PATCH", "/things/5", json={"name": None, "note": None})
    assert response.status_code == 200
    assert response.json() == {**before, "note": None}


def test_a_form_that_is_posted_to_a_resource_changes_it() -> None:
    change = operation("Change", answer=ref("Thing"))
    change["requestBody"] = {"content": {"application/x-www-form-urlencoded": {"schema": {**NEW, "required": []}}}}
    at_id = {"parameters": [parameter("id")], "get": operation("Read", answer=ref("Thing")), "post": change}
    server = mock_of(document({"/things/{id}": at_id}, {"Thing": THING}))
    assert ask(server, "POST", "/things/5", data={"name": "new"}).json()["name"] == "new"
    assert ask(server, "GET", "/things/5").json()["name"] == "new"
    assert ask(server, "GET", "/things/6").json()["name"] != "new"


def test_odata_keys_in_parentheses_belong_to_their_own_collection() -> None:
    key = {"parameters": [parameter("id", schema=STRING)]}
    thing, patch = {**properties(id=STRING, name=STRING), "required": ["id", "name"]}, properties(name=STRING)
    paths: Json = {}
    for name in ("boxes", "kites"):
        create = operation(f"make_{name}", body=patch, answer=thing, status="201")
        change = operation(f"change_{name}", body=patch, answer=thing)
        paths[f"/{name}"] = {"post": create}
        paths[f"/{name}('{{id}}')"] = {**key, "get": operation(f"read_{name}", answer=thing), "patch": change}
    server = mock_of(document(paths, {}))
    identity = ask(server, "POST", "/kites", json={"name": "mine"}).json()["id"]
    assert ask(server, "GET", f"/kites('{identity}')").json()["name"] == "mine"
    assert ask(server, "PATCH", f"/boxes('{identity}')", json={"name": "oak"}).status_code == 200
    assert ask(server, "GET", f"/boxes('{identity}')").json() == {"id": identity, "name": "oak"}
    assert ask(server, "GET", f"/kites('{identity}')").json() == {"id": identity, "name": "mine"}
