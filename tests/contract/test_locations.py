"""The id that a Location header leads to."""

from __future__ import annotations

import pytest

from speclift.contract.locations import located_id


@pytest.mark.parametrize(
    ("path", "location", "found"),
    [
        ("/wells/{id}", "/wells/7", "7"),
        ("/wells/{id}", "https://example.com/api/v1/wells/7?dry=1#top", "7"),
        ("/wells/{id}/", "/wells/7", "7"),
        ("/wells/{id}", "/wells/a%2Fb", "a/b"),
        ("/wells/{well}/pumps/{pump}", "/wells/7/pumps/9", "9"),
        ("/wells('{id}')", "/wells('7')", "7"),
        ("/wells/{id}/depth", "/wells/7/depth", "7"),
        # Several placeholders in a segment, and a literal that is encoded in another way.
        ("/wells/{well}:{pump}", "/wells/7:9", "9"),
        ("/old wells/{id}", "/old%20wells/7", "7"),
        ("/wells/{id}", "/pumps/7", None),
        ("/wells/{id}", "/wells/", None),
        ("/wells/{id}", "7", None),
        ("/wells('{id}')", "/wells('')", None),
        ("/wells", "/wells", None),
        ("/wells/{id}", "", None),
    ],
)
def test_the_id_is_the_last_value_of_the_path(path: str, location: str, found: str | None) -> None:
    assert located_id(path, location) == found
