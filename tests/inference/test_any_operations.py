"""How operations are put together: paths, duplicates, ids, tags, servers, and objects that several operations have."""

from __future__ import annotations

import pytest

from speclift.inference.any_form.paths import template_of
from speclift.inference.join import join_apis
from speclift.model.facts import Named
from speclift.model.schema import ArrayOf, ObjectOf, Ref, Scalar
from speclift.settings import Override, Settings
from tests.inference.facts import (
    INTEGER,
    STRING,
    at,
    body,
    by_name,
    codes,
    component,
    described,
    field,
    inferred,
    only_operation,
    operation,
    page,
    parameters,
    request,
    response,
)


@pytest.mark.parametrize(
    ("printed", "path"),
    [
        ("/a/{id}", "/a/{id}"),
        ("a/{id}", "/a/{id}"),
        ("/a/{id}/b/{id}", "/a/{id}/b/{id2}"),
        ("/a/{}/b", "/a/{aId}/b"),
        ("/a/{id", "/a/id"),
        ("/a/{user id}", "/a/{user_id}"),
        ("/a/{id | name}", "/a/{id}"),
        ("/a?x={x}", "/a"),
        ("/a//b", "/a/b"),
        ("/users('{id}')", "/users('{id}')"),
    ],
)
def test_paths_become_templates(printed: str, path: str) -> None:
    found = template_of(printed)
    assert found
    assert found.path == path


def test_a_request_line_that_openapi_cannot_express_is_a_finding() -> None:
    api = inferred(operation("COPY /a"), operation("GET "), operation("GET /b/{"), operation("GET /c"))
    assert [item.path for item in api.operations] == ["/b/", "/c"]
    assert sorted(codes(api)) == ["SL111", "SL112", "SL211"]


def test_templates_that_differ_only_in_parameter_names_are_one_path() -> None:
    api = inferred(operation("GET /a/{id}"), operation("PUT /a/{key}"), operation("DELETE /a/{id}"))
    assert {item.path for item in api.operations} == {"/a/{id}"}
    assert all(item.parameters[0].name == "id" for item in api.operations)


def test_the_richest_section_wins_and_others_add_to_it() -> None:
    api = inferred(
        page(operation("GET /a/{id}", title="Index row", is_indexed=True), file="a.md"),
        page(
            operation("GET /a/{key}", field("key", INTEGER), field("full", STRING), title="Get", place=at(3, "b.md")),
            operation("GET /a/{id}", field("page", INTEGER), responses=(response("404"),), place=at(9, "b.md")),
            file="b.md",
        ),
    )
    found = only_operation(api)
    assert (found.summary, found.path) == ("Get", "/a/{id}")
    assert set(parameters(api)) == {"path id", "query full", "query page"}
    assert [item.status for item in found.responses] == ["404"]
    assert parameters(api)["path id"].schema == Scalar("integer")
    assert not codes(api)


def test_a_parameter_that_sections_spell_differently_is_one_parameter() -> None:
    api = inferred(
        operation("GET /a", field("page_size", INTEGER), field("kind", STRING)),
        operation("GET /a", field("pageSize", INTEGER), field("Kind", STRING), at_line=29),
    )
    assert set(parameters(api)) == {"query page_size", "query kind"}


def test_sections_that_contradict_each_other_are_a_finding() -> None:
    api = inferred(
        operation("GET /a", field("n", INTEGER), field("m", INTEGER)),
        operation("GET /a", field("n", STRING, line=30), at_line=29),
    )
    assert parameters(api)["query n"].schema == Scalar("integer")
    assert [(item.code, item.line) for item in api.findings] == [("SL202", 30)]


def test_ids_come_from_the_docs_or_from_method_and_path() -> None:
    api = inferred(
        operation("GET /users", operation_id="listUsers"),
        operation("GET /users/{id}/posts/{postId}"),
        operation("GET /"),
        operation("POST /a-b"),
        operation("POST /a/b"),
        operation("PUT /x", operation_id="same"),
        operation("PUT /y", operation_id="same"),
    )
    found = {f"{item.method} {item.path}": item.operation_id for item in api.operations}
    assert found["get /users"] == "listUsers"
    assert found["get /users/{id}/posts/{postId}"] == "getUsersByIdPostsByPostId"
    assert found["get /"] == "getRoot"
    assert found["put /x"] == "putX"
    assert all(found[path].startswith("postAB_") for path in ("post /a-b", "post /a/b"))
    assert len(set(found.values())) == len(found)
    assert codes(api) == ["SL203", "SL203"]


def test_tags_are_headings_or_else_folders_and_settings_rename_them() -> None:
    api = inferred(
        page(operation("GET /a", tag="Crates"), file="docs/a.md", title="Crates", description="All crates."),
        page(operation("GET /b", place=at(1, "docs/b.md")), file="docs/b.md"),
        page(file="docs/index.md", title="Docs", description="The rest."),
        settings=Settings(tags={"docs": "Others"}),
    )
    assert [(tag.name, tag.description) for tag in api.tags] == [("Crates", "All crates."), ("Others", "The rest.")]


@pytest.mark.parametrize(
    ("titles", "tags"),
    [
        # One operation per page: tags are the resources that paths name.
        ((("Show an owl",), ("List nests",)), ["nests", "owls"]),
        # Several operations per page: tags are the titles of pages.
        ((("Show an owl", "Add an owl"), ("List nests", "Add a nest")), ["About nests", "About owls"]),
    ],
)
def test_a_folder_with_all_operations_is_no_tag(titles: tuple[tuple[str, ...], ...], tags: list[str]) -> None:
    pages = [
        page(
            *(
                operation(f"{method} /api/v2/{name}/{{id}}", title=title, place=at(line, f"api/{name}.md"))
                for line, (method, title) in enumerate(zip(("GET", "POST"), titles_of_page, strict=False), start=1)
            ),
            file=f"api/{name}.md",
            title=f"About {name}",
        )
        for name, titles_of_page in zip(("owls", "nests"), titles, strict=True)
    ]
    assert [tag.name for tag in inferred(*pages).tags] == tags
    # With operations in another folder as well, the folder says something, and is a tag.
    other = [page(operation(f"GET /c{n}", place=at(n, "admin/c.md")), file="admin/c.md") for n in range(1, 3)]
    assert "api" in [tag.name for tag in inferred(*pages, *other).tags]


def test_samples_win_where_a_documented_string_is_a_list_or_an_object() -> None:
    documented = (field("tags", STRING), field("links", STRING), field("note", STRING))
    shown = {"tags": ["a"], "links": {"self": "/a"}, "note": "n"}
    api = inferred(operation("GET /a", responses=(response("200", body(*documented, sample_values=[shown])),)))
    content = only_operation(api).responses[0].content
    assert content
    assert isinstance(content.schema, ObjectOf)
    kinds = {item.name: item.schema for item in content.schema.properties}
    assert kinds["tags"] == ArrayOf(Scalar("string"))
    assert isinstance(kinds["links"], ObjectOf)
    assert kinds["note"] == Scalar("string")
    assert codes(api) == ["SL208", "SL208"]
    # Where one sample shows a string, the documented type stays.
    both = [shown, {"tags": "a,b", "links": "/a", "note": "n"}]
    api = inferred(operation("GET /a", responses=(response("200", body(*documented, sample_values=both)),)))
    assert codes(api) == []


def test_servers_security_title_and_description_come_from_the_pages() -> None:
    api = inferred(
        page(
            operation("GET /a", server="https://x.example/v1", security=("header:X-Key", "no auth at all")), file="a.md"
        ),
        page(
            operation("GET /b", server="https://y.example"),
            operation("GET /c", server="https://x.example/v1"),
            file="b.md",
        ),
        page(file="index.md", title="Crate API", description="Keeps crates.", security=("bearer",)),
    )
    assert api.servers == ("https://x.example/v1", "https://y.example")
    assert [item.server for item in api.operations] == ["", "https://y.example", ""]
    assert (api.title, api.description, api.security) == ("Crate API", "Keeps crates.", ("Bearer",))
    # The names of headers are case-insensitive (RFC 9110, section 5.1).
    assert api.operations[0].security == ("header:x-key",)


@pytest.mark.parametrize(
    ("targets", "servers"),
    [
        # The documented path may be only the end of the path in the sample.
        (("https://crates.io/api/v4/a/5?b=1", "https://crates.io/api/v4/b"), ("https://crates.io/api/v4",)),
        # A placeholder for a host shows only the path of the server.
        (("https://crates.example.com/api/v4/a/5", "http://localhost:80/api/v4/b/"), ("/api/v4",)),
        (("http://127.0.0.1:8200/a/5", "http://127.0.0.1:8200/b"), ()),
        (("https://YOUR_HOST/v1/a/5", "https://your-host:8200/v1/b"), ("/v1",)),
        # One sample of two is no majority, and one sample alone is not enough.
        (("https://crates.io/v1/a/5", "https://other.io/v1/b"), ()),
        (("https://crates.io/v1/a/5", ""), ()),
        (("https://crates.io/v1/other/5", "https://crates.io/v1/b/c", "/v1/b"), ()),
        (("ftp://crates.io/a/5", "ftp://crates.io/b"), ()),
        (("https://$HOST/v1/a/5", "https://<host>/v1/b"), ()),
    ],
)
def test_samples_show_the_server_where_no_page_states_it(targets: tuple[str, ...], servers: tuple[str, ...]) -> None:
    first, *others = targets
    given = (
        operation("GET /a/{id}", request_samples=(request(first),)),
        operation("GET /b", request_samples=tuple(map(request, others))),
    )
    assert inferred(*given).servers == servers
    # A server that a page states takes precedence over the samples.
    assert inferred(page(*given, servers=("https://z.io",))).servers == ("https://z.io",)


def test_https_wins_where_samples_show_a_server_with_both_schemes() -> None:
    given = (
        operation(
            f"GET {path}", request_samples=tuple(request(f"{scheme}://z.io{path}") for scheme in ("http", "https"))
        )
        for path in ("/a", "/b")
    )
    assert inferred(*given).servers == ("https://z.io",)


def test_an_object_of_several_operations_becomes_a_component() -> None:
    error = {"code": 1, "message": "no", "help": "https://x.example/help"}
    api = inferred(
        *(operation(f"GET /{name}", responses=(response("400", body(sample_values=(error,))),)) for name in ("a", "b")),
        operation("GET /c", responses=(response("200", body(sample_values=({"own": 1, "of": 2, "it": 3},))),)),
    )
    assert [item.name for item in api.components] == ["Error"]
    contents = [item.responses[0].content for item in api.operations]
    assert [item.schema == Ref("Error") for item in contents if item] == [True, True, False]


def test_another_page_changes_no_name() -> None:
    pages = [
        page(
            *(
                operation(
                    f"GET /{name}",
                    responses=(response("200", body(sample_values=({"a": {"x": 1, "y": 2, name: 3}},))),),
                )
                for name in ("one", "two")
            ),
            *(
                operation(
                    f"PUT /{name}", responses=(response("200", body(sample_values=({"a": {"x": 1, "y": 2, "z": 3}},))),)
                )
                for name in ("one", "two")
            ),
            file="a.md",
        )
    ]
    before = inferred(*pages)
    another = page(
        operation("GET /more", responses=(response("200", body(sample_values=({"b": {"k": 1}},))),)), file="b.md"
    )
    after = inferred(*pages, another)
    assert {item.name for item in before.components} <= {item.name for item in after.components}
    assert {item.operation_id for item in before.operations} <= {item.operation_id for item in after.operations}


def test_overrides_apply_and_one_without_a_target_is_a_finding() -> None:
    settings = Settings(overrides=(Override("User.id", type="string"), Override("Nothing.at.all", type="string")))
    api = inferred(described("User", field("id", INTEGER)), operation("GET /a"), settings=settings)
    assert by_name(component(api, "User"))["id"].schema == Scalar("string")
    assert codes(api) == ["SL401"]


def test_two_apis_are_joined_and_equal_names_are_told_apart() -> None:
    first = inferred(described("User", field("id", INTEGER)), operation("GET /a/{id}"))
    second = inferred(
        page(
            described("User", field("key", STRING)),
            operation("GET /a/{key}", place=at(3, "b.md")),
            operation("GET /b", responses=(response("200", body(field("user", Named("User")))),), place=at(9, "b.md")),
            file="b.md",
        )
    )
    api = join_apis(first, second)
    assert [item.path for item in api.operations] == ["/a/{id}", "/b"]
    assert [(item.code, item.file) for item in api.findings] == [("SL202", "b.md")]
    other = next(item.name for item in api.components if item.name != "User")
    content = api.operations[1].responses[0].content
    assert content
    assert by_name(content.schema)["user"].schema == Ref(other)
