"""Which operation a path leads to."""

from __future__ import annotations

import re
import string
import time
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.contract.routes import Routes, parameter_names
from tests.patience import patience

VALUES = st.text(min_size=1, max_size=12)
_LITERALS = st.text(string.ascii_letters + "$", min_size=1, max_size=6)
_PARTS = st.lists(_LITERALS, min_size=1, max_size=3, unique=True).map(
    lambda names: "".join(f"{name}{{{name}}}" if name[0] == "$" else f"({{{name}}})" for name in names)
)
SEGMENTS = st.one_of(_LITERALS, _LITERALS.map(lambda name: f"{{{name}}}"), _PARTS)


def routes(*paths: str) -> Routes[str]:
    tree: Routes[str] = Routes()
    for path in paths:
        tree.add(path, "get", path)
    return tree


def lookup(tree: Routes[str], path: str) -> tuple[str, tuple[str, ...]] | None:
    match = tree.find(path)
    return (match.targets["get"], tuple(match.values)) if match else None


def test_a_literal_comes_before_a_template() -> None:
    for paths in (["/a/{id}", "/a/default"], ["/a/default", "/a/{id}"]):
        tree = routes(*paths)
        assert lookup(tree, "/a/default") == ("/a/default", ())
        assert lookup(tree, "/a/7") == ("/a/{id}", ("7",))


def test_the_search_goes_back_from_a_literal_that_leads_nowhere() -> None:
    tree = routes("/a/default/x", "/a/{id}/y", "/{any}/default/z")
    assert lookup(tree, "/a/default/x") == ("/a/default/x", ())
    assert lookup(tree, "/a/default/y") == ("/a/{id}/y", ("default",))
    assert lookup(tree, "/a/default/z") == ("/{any}/default/z", ("a",))
    assert lookup(tree, "/a/default/w") is None


def test_a_template_may_be_part_of_a_segment() -> None:
    tree = routes("/{any}", "/a({id})", "/a({id},{lang})", "/files/{name}.{format}")
    assert lookup(tree, "/a(7)") == ("/a({id})", ("7",))
    assert lookup(tree, "/a(7,en)") in [("/a({id},{lang})", ("7", "en")), ("/a({id})", ("7,en",))]
    assert lookup(tree, "/a()") == ("/{any}", ("a()",))
    assert lookup(tree, "/files/map.png") == ("/files/{name}.{format}", ("map", "png"))


def test_encoded_slashes_do_not_divide_a_path() -> None:
    tree = routes("/a/{id}", "/a/{id}/b")
    assert lookup(tree, "/a/x%2Fb") == ("/a/{id}", ("x%2Fb",))
    assert lookup(tree, "/a/x/b") == ("/a/{id}/b", ("x",))


def test_a_trailing_slash_makes_another_path() -> None:
    tree = routes("/a", "/b/", "/c/{id}")
    assert lookup(tree, "/a/") is None
    assert lookup(tree, "/b/") == ("/b/", ())
    assert lookup(tree, "/b") is None
    assert lookup(tree, "/c/") is None
    assert lookup(tree, "/c/7/") is None


def test_the_root_is_a_path() -> None:
    assert lookup(routes("/"), "/") == ("/", ())
    assert lookup(routes("/a"), "/") is None


def test_methods_share_a_path_whatever_their_parameters_are_called() -> None:
    tree: Routes[str] = Routes()
    tree.add("/a/{id}", "get", "read")
    tree.add("/a/{key}", "delete", "remove")
    match = tree.find("/a/7")
    assert match
    assert match.targets == {"get": "read", "delete": "remove"}


@pytest.mark.parametrize("segment", ["(" + "," * 60_000, "(" + "a=b," * 15_000, ")" * 60_000])
def test_no_path_takes_long_to_find(segment: str) -> None:
    tree = routes("/a({x},{y},{z})", "/a/({x},{y},{z})", "/a/{x}=b,{y}=b,{z}!")
    start = time.process_time()
    tree.find(f"/a/{segment}")
    # A cost that grows with the square of the length would take minutes.
    assert time.process_time() - start < patience(10)


@given(st.lists(SEGMENTS, min_size=1, max_size=4), st.data())
def test_a_path_made_from_a_template_is_found_with_its_values(segments: list[str], data: st.DataObject) -> None:
    template = "/" + "/".join(segments)
    values = tuple(quote(data.draw(VALUES), safe="") for _ in parameter_names(template))
    remaining = iter(values)
    path = re.sub(r"\{[^{}]+\}", lambda _: next(remaining), template)
    match = routes("/never/mind", template).find(path)
    assert match
    assert match.targets == {"get": template}
    assert tuple(match.values) == values
    assert [quote(unquote(value), safe="") for value in match.values] == list(values)


def test_a_path_may_have_thousands_of_segments() -> None:
    path = "/".join(f"{{p{n}}}" for n in range(3000))
    match = routes(f"/{path}", "/{p0}/b").find("/a" * 3000)
    assert match is not None
    assert match.values == ("a",) * 3000
