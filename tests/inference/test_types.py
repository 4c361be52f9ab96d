"""How types are built and named: one test per rule."""

from __future__ import annotations

from speclift.model.schema import Anything, ArrayOf, MapOf, Ref, Scalar
from tests.inference.pages import codes, component, operation, prop, recovered, rows

CRATE = rows(CrateId="int32", Label="string", Owner="Keeper", Extra="object")
KEEPER = {"KeeperId": 4, "Nick": "jo"}


def crate(**changes: object) -> dict[str, object]:
    """A sample of the crate, with these changes."""
    return {"CrateId": 1, "Label": "figs", "Owner": None, "Extra": {}, **changes}


def test_objects_with_equal_keys_are_one_type() -> None:
    api = recovered(
        operation("GetCrate", response=CRATE, body="Crate", answered=crate()),
        operation(
            "GetShelf",
            response=rows(ShelfId="int32", Top="Crate"),
            body="Shelf",
            answered={"ShelfId": 1, "Top": crate()},
        ),
    )
    assert prop(api, "Shelf.Top").schema == Ref("Crate")
    assert [item.name for item in api.components] == ["Crate", "Shelf"]


def test_a_sample_elsewhere_shows_the_type_of_a_null_property() -> None:
    api = recovered(
        operation("GetCrate", response=CRATE, body="Crate", answered=crate()),
        operation("GetOther", response=CRATE, body="Crate", answered=crate(Owner=KEEPER)),
    )
    assert prop(api, "Crate.Owner").schema == Ref("Keeper")
    assert prop(api, "Crate.Owner").is_nullable
    assert [p.name for p in component(api, "Keeper").properties] == ["KeeperId", "Nick"]


def test_recursive_types_stay_recursive() -> None:
    inner = {"NodeId": 2, "Children": []}
    api = recovered(
        operation(
            "GetNode",
            response=rows(NodeId="int32", Children="array"),
            body="Node",
            answered={"NodeId": 1, "Children": [inner]},
        )
    )
    assert prop(api, "Node.Children").schema == ArrayOf(Ref("Node"))


def test_properties_that_only_responses_have_are_read_only() -> None:
    pages = []
    for name in ("Crate", "Shelf", "Truck"):
        asked = {f"{name}Id": 1, "Title": "x"}
        table = rows(**{f"{name}Id": "Integer", "Title": "String"})
        full = rows(**{f"{name}Id": "int32", "Title": "string", "Stamp": "string"})
        pages.append(operation(f"Put{name}", request_name="entity", request=table, asked=asked))
        pages.append(operation(f"Get{name}", response=full, body=name, answered={**asked, "Stamp": "y"}))
    api = recovered(*pages)
    put = next(item for item in api.operations if item.operation_id == "v1Test_PutCrate")
    assert put.request is not None
    assert put.request.schema == Ref("Crate")
    assert prop(api, "Crate.Stamp").is_read_only
    assert not prop(api, "Crate.Title").is_read_only


def test_the_arguments_of_each_operation_are_a_type_of_their_own() -> None:
    api = recovered(
        operation("StartPump", request=rows(Id="Integer"), asked={"Id": 1}, answered=None),
        operation("StopPump", request=rows(Id="Integer"), asked={"Id": 1}, answered=None),
    )
    assert [item.name for item in api.components] == ["StartPumpRequest", "StopPumpRequest"]


def test_different_members_tell_types_with_equal_keys_apart() -> None:
    answered = {"DoorRight": {"Mask": "Shut", "Why": "a"}, "GateRight": {"Mask": "Barred", "Why": "b"}}
    names = ("GetA", "GetB", "GetC")
    api = recovered(
        *(operation(n, response=rows(DoorRight="", GateRight=""), body="House", answered=answered) for n in names)
    )
    assert prop(api, "House.DoorRight").schema == Ref("DoorRight")
    assert prop(api, "House.GateRight").schema == Ref("GateRight")


def test_numbered_keys_are_a_map() -> None:
    api = recovered(
        operation("GetCrate", response=CRATE, body="Crate", answered=crate(Extra={"Extra1": "a", "Extra2": "b"}))
    )
    assert prop(api, "Crate.Extra").schema == MapOf(Scalar("string"))


def test_a_property_of_type_object_is_a_map_of_the_objects_in_it() -> None:
    api = recovered(operation("GetCrate", response=CRATE, body="Crate", answered=crate(Extra={"fieldName": KEEPER})))
    schema = prop(api, "Crate.Extra").schema
    assert isinstance(schema, MapOf)
    assert isinstance(schema.values, Ref)


def test_items_whose_keys_vary_are_open_objects() -> None:
    table = rows(Rows="array")
    answered = ({"Rows": [{"A": 1, "B": 2}]}, {"Rows": [{"C": 1, "D": 2}]})
    api = recovered(*(operation(f"Get{i}", response=table, body="Page", answered=a) for i, a in enumerate(answered)))
    assert prop(api, "Page.Rows").schema == ArrayOf(Anything(is_object=True))
    assert "SL301" in codes(api)


def test_scalar_types_come_from_tables_or_samples() -> None:
    answered = {"A": 1, "B": "2020-01-02T03:04:05Z", "C": 4000000000, "D": "GIF89...", "E": 1.5, "F": True}
    table = rows(A="int32", B="String", C="", D="String", E="double", F="bool")
    api = recovered(operation("GetAll", response=table, body="Bag", answered=answered))
    found = {p.name: p.schema for p in component(api, "Bag").properties}
    assert found == {
        "A": Scalar("integer", "int32"),
        "B": Scalar("string", "date-time"),
        "C": Scalar("integer", "int64"),
        "D": Scalar("string", "byte"),
        "E": Scalar("number", "double"),
        "F": Scalar("boolean"),
    }


def test_a_description_names_the_type_of_a_null_property() -> None:
    keeper = operation("GetKeeper", response=rows(KeeperId="int32", Nick="string"), body="Keeper", answered=KEEPER)
    table = [("Boss", "", "Who runs it. Carrier object for Keeper.")]
    api = recovered(keeper, operation("GetTeam", response=table, body="Team", answered={"Boss": None}))
    assert prop(api, "Team.Boss").schema == Ref("Keeper")


def test_a_list_named_like_a_type_has_items_of_that_type() -> None:
    keeper = operation("GetKeeper", response=rows(KeeperId="int32", Nick="string"), body="Keeper", answered=KEEPER)
    api = recovered(keeper, operation("GetTeam", response=rows(Keepers="array"), body="Team", answered={"Keepers": []}))
    assert prop(api, "Team.Keepers").schema == ArrayOf(Ref("Keeper"))


def test_items_without_a_type_name_are_named_after_the_operation() -> None:
    table = rows(CargoId="int32", Weight="double")
    page = operation("GetCargoItemsByShip", kind="array", response=table, answered=[{"CargoId": 1, "Weight": 2.5}])
    assert [item.name for item in recovered(page).components] == ["CargoItem"]


def test_a_type_name_that_pages_print_for_everything_is_used_only_where_it_fits() -> None:
    pages = [
        operation(
            f"Get{n}",
            response=rows(**{f"{n}Id": "int32", "Void": "LampInfo"}),
            body="LampInfo",
            answered={f"{n}Id": 1, "Void": None},
        )
        for n in ("Crate", "Shelf", "Truck", "Wharf")
    ]
    api = recovered(*pages)
    assert [item.name for item in api.components] == ["Crate", "Shelf", "Truck", "Wharf"]
    assert codes(api).count("SL206") == 4


def test_json_patch_operations_have_a_name_of_their_own() -> None:
    asked = [{"op": "replace", "path": "/Label", "value": "x"}]
    page = operation(
        "PatchCrate", request_name="changes", request=rows(op="String", path="String", value="Object"), asked=asked
    )
    assert [item.name for item in recovered(page).components] == ["JsonPatchOperation"]
