"""Which operations are found to create, read, change and remove the same resource."""

from __future__ import annotations

import pytest

from speclift.contract.lifecycle import Input, Resource, resources_of, things_of
from speclift.contract.view import read_contract
from speclift.openapi.load import load
from tests.conftest import ROOT
from tests.contract.small import INTEGER, STRING, Json, document, operation, parameter, properties, ref

THING = properties(ThingId=INTEGER, Name=STRING)
LIST = {"type": "array", "items": ref("Thing")}
ONE = ref("Thing")
READ = operation("Read", answer=ONE)
REMOVE = operation("Remove", status="204")
CHANGE = operation("Change", body=ONE, answer=ONE)
CREATE = operation("Create", body=ONE, answer=ONE)
AT_ID: Json = {"parameters": [parameter("id")]}


def resources(paths: Json, schemas: Json | None = None) -> tuple[Resource, ...]:
    return resources_of(read_contract(document(paths, {"Thing": THING, **(schemas or {})})))


def roles(resource: Resource) -> dict[str, str]:
    return {step.operation.operation_id: step.role for step in resource.steps}


def agents(**operations: Json) -> tuple[Resource, ...]:
    """The resources of an agent with operations of these names."""
    paths: Json = {
        f"/Agents/Thing/{name}": {"post": {**given, "operationId": name}} for name, given in operations.items()
    }
    return resources(paths, {"ThingEntity": THING})


def by_query(name: str, schema: Json = INTEGER) -> Json:
    return {"parameters": [parameter(name, "query", schema, required=True)]}


def test_an_entity_has_its_life_cycle_on_two_paths() -> None:
    patch = operation("Patch", body={"type": "object"}, answer=ONE)
    paths = {
        "/Thing": {"get": operation("List", answer=LIST), "post": CREATE},
        "/Thing/{id}": {**AT_ID, "get": READ, "put": CHANGE, "patch": patch, "delete": REMOVE},
    }
    (resource,) = resources(paths)
    assert (resource.name, resource.schema, resource.identity) == ("/Thing", "Thing", "ThingId")
    assert roles(resource) == {
        "Read": "read",
        "Change": "update",
        "Patch": "patch",
        "Remove": "delete",
        "Create": "create",
        "List": "list",
    }
    for step in resource.steps:
        at_id = step.role not in ("create", "list")
        assert step.id_input == (Input("path", "id") if at_id else None)
    removal, change = resource.step("delete"), resource.step("save", "update", "patch")
    assert removal
    assert removal.operation.method == "delete"
    assert change
    assert change.role == "update"
    assert resource.step("save") is None


@pytest.mark.parametrize(
    ("path", "collection"),
    [
        ("/Things('{id}')", "/Things"),
        ("/Things({id})", "/Things"),
        ("/Things(ThingId={id})", "/Things"),
        ("/Boxes('{box}')/Things('{id}')", "/Boxes('{box}')/Things"),
        ("/things:{id}", "/things:"),
    ],
)
def test_an_id_may_share_a_segment_of_the_path_with_its_collection(path: str, collection: str) -> None:
    thing = {**AT_ID, "get": READ, "patch": CHANGE}
    (resource,) = resources({path: thing, collection: {"post": CREATE, "get": operation("List", answer=LIST)}})
    assert resource.name == collection
    assert roles(resource) == {"Read": "read", "Change": "patch", "Create": "create", "List": "list"}


def test_a_post_to_a_resource_is_a_change_if_it_returns_the_resource() -> None:
    expected_roles = {True: "change", False: None}
    for is_same, role in expected_roles.items():
        post = operation("Post", body=ONE, answer=ONE if is_same else properties(id=INTEGER))
        (resource,) = resources({"/Thing/{id}": {**AT_ID, "get": READ, "post": post, "delete": REMOVE}})
        assert roles(resource).get("Post") == role


def test_a_resource_that_can_only_be_read_has_no_life_cycle() -> None:
    assert resources({"/Thing/{id}": {**AT_ID, "get": READ}}) == ()
    assert resources({"/Thing": {"get": operation("List", answer=LIST)}, "/Thing/{id}": {**AT_ID, "get": READ}}) == ()


def test_a_resource_that_cannot_be_read_has_no_life_cycle() -> None:
    assert resources({"/Thing/{id}": {**AT_ID, "put": CHANGE, "delete": REMOVE}}) == ()


def test_a_resource_needs_no_component() -> None:
    inline = operation("Read", answer=THING)
    (resource,) = resources({"/Thing/{id}": {**AT_ID, "get": inline, "delete": REMOVE}})
    assert (resource.schema, resource.shape, resource.identity) == ("", THING, "ThingId")


def test_a_trailing_slash_changes_nothing() -> None:
    for one, other in (("/things/", "/things/{id}/"), ("/things/", "/things/{id}"), ("/things", "/things/{id}/")):
        paths = {
            one: {"get": operation("List", answer=LIST), "post": CREATE},
            other: {**AT_ID, "get": READ, "delete": REMOVE},
        }
        (resource,) = resources(paths)
        assert roles(resource) == {"Read": "read", "Remove": "delete", "Create": "create", "List": "list"}


@pytest.mark.parametrize("name", ["data", "thing", "result", "Thing"])
def test_a_resource_may_be_in_an_envelope(name: str) -> None:
    envelope = properties(**{name: ONE}, success={"type": "boolean"}, errors={"type": "array", "items": STRING})
    read = operation("Read", answer=envelope)
    paths = {
        "/things": {
            "post": operation("Create", body=properties(**{name: ONE}), answer=envelope),
            "get": operation("List", answer=properties(data=LIST, meta=properties(total=INTEGER))),
        },
        "/things/{id}": {**AT_ID, "get": read, "put": operation("Change", body=ONE, answer=envelope)},
    }
    (resource,) = resources(paths)
    steps = {step.role: step for step in resource.steps}
    assert (resource.schema, resource.identity) == ("Thing", "ThingId")
    assert steps["read"].id_output == steps["create"].id_output == (name, "ThingId")
    assert (steps["create"].holder, steps["update"].holder) == (name, "")
    assert steps["list"].rows == ("data",)
    assert steps["create"].id_in({name: {"ThingId": 5}}) == 5
    assert steps["create"].id_in({name: None}) is None


@pytest.mark.parametrize(
    ("answer", "keys"),
    [
        (properties(id=INTEGER), ("id",)),
        (properties(thing_id=INTEGER, owner_id=INTEGER), ("thing_id",)),
        (properties(result=properties(meta=properties(id=INTEGER))), ("result", "meta", "id")),
        (properties(created={"type": "array", "items": properties(id=INTEGER)}), ("created", 0, "id")),
        (properties(links=properties(ref=properties(thing_id=STRING))), ("links", "ref", "thing_id")),
        (properties(owner=properties(id=INTEGER, thingId=INTEGER)), ("owner", "thingId")),
        (
            properties(links=properties(thing_id=STRING), data=properties(x=properties(id=STRING))),
            ("links", "thing_id"),
        ),
        (
            properties(links=properties(thing_id=STRING), meta=properties(created=properties(id=STRING))),
            ("meta", "created", "id"),
        ),
        (properties(links=properties(owner_id=INTEGER)), None),
        (INTEGER, ()),
        (STRING, ()),
        (properties(ok={"type": "boolean"}), None),
        (properties(owner=properties(id=INTEGER)), None),
    ],
)
def test_the_response_of_a_create_may_have_the_id_in_any_place(answer: Json, keys: object) -> None:
    paths = {
        "/things": {"post": operation("Create", body=properties(name=STRING), answer=answer)},
        "/things/{id}": {**AT_ID, "get": operation("Read", answer=properties(id=INTEGER, name=STRING))},
    }
    all_resources = resources(paths)
    assert [step.id_output for resource in all_resources for step in resource.steps if step.role == "create"] == [keys]


@pytest.mark.parametrize(
    ("parameter_name", "names", "identity"),
    [
        ("name", ("id", "name"), "name"),
        ("slug", ("id", "slug", "name"), "slug"),
        ("user_name", ("name", "email"), "name"),
        ("uuid", ("id", "uuid"), "uuid"),
        ("thingKey", ("key", "name"), "key"),
        ("code", ("code", "label"), "code"),
    ],
)
def test_an_id_need_not_be_called_id(parameter_name: str, names: tuple[str, ...], identity: str) -> None:
    given = [parameter(parameter_name, schema=STRING)]
    paths: Json = {f"/x/{{{parameter_name}}}": {"parameters": given, "get": READ}}
    schemas = {"Thing": properties(**dict.fromkeys(names, STRING))}
    (resource,) = things_of(read_contract(document(paths, schemas)))
    assert resource.identity == identity


def test_a_resource_without_an_id_has_no_life_cycle() -> None:
    nameless = {"Thing": properties(Name=STRING)}
    assert resources({"/Thing/{id}": {**AT_ID, "get": READ, "delete": REMOVE}}, nameless) == ()


@pytest.mark.parametrize(
    ("collection", "names", "identity", "owners"),
    [
        ("/Owner/{owner}/Thing", ("OwnerId", "ThingId"), "ThingId", (("owner", "OwnerId"),)),
        ("/Owner/{id}/Thing", ("Id", "owner_id"), "Id", (("id", "owner_id"),)),
        ("/A/{aId}/B/{bId}/Thing", ("ThingId", "BId"), "ThingId", (("aId", ""), ("bId", "BId"))),
        ("/Owner/{owner}", ("ThingId", "Owner"), "ThingId", (("owner", "Owner"),)),
    ],
)
def test_a_nested_resource_knows_its_owners(
    collection: str, names: tuple[str, ...], identity: str, owners: tuple[tuple[str, str], ...]
) -> None:
    owner_parameters = [parameter(name) for name, _ in owners]
    paths: Json = {
        collection: {"parameters": owner_parameters, "post": CREATE},
        f"{collection}/{{thing}}": {
            "parameters": [*owner_parameters, parameter("thing")],
            "get": READ,
            "delete": REMOVE,
        },
    }
    (resource,) = resources(paths, {"Thing": properties(**dict.fromkeys(names, INTEGER))})
    assert (resource.name, resource.identity) == (collection, identity)
    assert [(owner.parameter, owner.property) for owner in resource.owners] == list(owners)
    assert roles(resource) == {"Read": "read", "Remove": "delete", "Create": "create"}
    assert {step.id_input for step in resource.steps if step.role != "create"} == {Input("path", "thing")}


def test_a_list_may_be_in_an_envelope() -> None:
    envelope = operation("List", answer=properties(value=LIST, next=STRING))
    paths = {"/Thing": {"get": envelope}, "/Thing/{id}": {**AT_ID, "get": READ, "delete": REMOVE}}
    (resource,) = resources(paths)
    assert roles(resource)["List"] == "list"


def test_an_id_is_found_under_several_names() -> None:
    for names, identity in (
        (("Name", "ThingId"), "ThingId"),
        (("Name", "thing_id"), "thing_id"),
        (("OtherId", "Name", "Id"), "Id"),
        (("Name", "PrimaryKey"), "PrimaryKey"),
        (("OtherId", "Name"), "OtherId"),
    ):
        schemas = {"Thing": properties(**dict.fromkeys(names, STRING))}
        (resource,) = resources({"/Thing/{id}": {**AT_ID, "get": READ, "delete": REMOVE}}, schemas)
        assert resource.identity == identity


def test_an_agent_has_its_life_cycle_in_names_and_bodies() -> None:
    (resource,) = agents(
        GetThingEntity=operation("", answer=ref("ThingEntity"), is_read_only=True, **by_query("thingEntityId")),
        SaveThingEntity=operation("", body=ref("ThingEntity"), answer=ref("ThingEntity")),
        DeleteThing=operation("", status="204", **by_query("thingId")),
        GetName=operation("", answer=STRING, is_read_only=True, **by_query("thingId")),
    )
    assert (resource.name, resource.schema, resource.identity) == (
        "/Agents/Thing/ThingEntity",
        "ThingEntity",
        "ThingId",
    )
    assert roles(resource) == {"GetThingEntity": "read", "SaveThingEntity": "save", "DeleteThing": "delete"}
    assert [step.id_input for step in resource.steps] == [
        Input("query", "thingEntityId"),
        None,
        Input("query", "thingId"),
    ]


def test_an_agent_may_take_ids_and_resources_in_a_body() -> None:
    (resource,) = agents(
        GetThing=operation("", body=properties(Id=INTEGER), answer=ONE, is_read_only=True),
        UpdateThing=operation("", body=properties(Thing=ONE), answer=ONE),
        RemoveThing=operation("", body=properties(ThingId=INTEGER), status="204"),
    )
    assert [(step.role, step.id_input, step.holder) for step in resource.steps] == [
        ("read", Input("body", "Id"), ""),
        ("save", None, "Thing"),
        ("delete", Input("body", "ThingId"), ""),
    ]


def test_an_agent_that_only_reads_has_no_life_cycle() -> None:
    read = operation("", answer=ONE, is_read_only=True, **by_query("thingId"))
    assert agents(GetThing=read, GetThingAgain=read) == ()


def test_a_removal_of_something_else_is_not_part_of_the_life_cycle() -> None:
    read = operation("", answer=ONE, is_read_only=True, **by_query("thingId"))
    save = operation("", body=ONE, answer=ONE)
    for name, given in (
        ("DeleteOther", operation("", status="204", **by_query("otherId"))),
        ("DeleteThings", operation("", body=properties(Ids={"type": "array", "items": INTEGER}), status="204")),
        ("EraseThing", operation("", status="204", **by_query("thingId"))),
        ("DeleteThing", operation("", answer=ONE, **by_query("thingId"))),
    ):
        (resource,) = agents(**{"GetThing": read, "SaveThing": save, name: given})
        assert "delete" not in roles(resource).values(), name


def test_a_save_with_further_input_is_not_part_of_the_life_cycle() -> None:
    read = operation("", answer=ONE, is_read_only=True, **by_query("thingId"))
    save = operation("", body=properties(Thing=ONE, Force={"type": "boolean"}), answer=ONE)
    assert agents(GetThing=read, SaveThing=save) == ()


def test_a_read_by_the_id_of_another_resource_is_not_part_of_the_life_cycle() -> None:
    read = operation("", answer=ONE, is_read_only=True, **by_query("ownerId"))
    assert agents(GetThingOfOwner=read, SaveThing=operation("", body=ONE, answer=ONE)) == ()


def test_the_life_cycles_of_the_embedded_document_are_found() -> None:
    contract = read_contract(load(str(ROOT / "spec" / "openapi.yaml")).document)
    by_schema = {resource.schema: resource for resource in resources_of(contract)}
    member, task = by_schema["ProjectMemberWithLinks"], by_schema["BatchTaskInfo"]
    assert member.identity == "ProjectmemberId"
    assert sorted(roles(member).values()) == ["create", "delete", "list", "patch", "read", "update"]
    assert task.identity == "Id"
    assert [(step.role, step.id_input, step.holder) for step in task.steps] == [
        ("read", Input("body", "Id"), ""),
        ("save", None, "BatchTaskInfo"),
        ("delete", Input("body", "BatchTaskId"), ""),
    ]
