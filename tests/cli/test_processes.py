"""Work in a second process has the same result as in this one."""

from __future__ import annotations

import os

import pytest

from speclift.errors import InvalidDocumentError
from speclift.model.schema import ArrayOf, Component, MapOf, Property, Ref, Scalar
from speclift.processes import forked

COMPONENT = Component(
    "Crate",
    properties=(
        Property("Keepers", ArrayOf(MapOf(Ref("Keeper"))), is_nullable=True),
        Property("Kind", Scalar("string", values=("A", "B"), is_open=True)),
    ),
)


@pytest.mark.parametrize("is_parallel", [True, False])
def test_the_result_comes_back(is_parallel: bool) -> None:
    result = forked(lambda: COMPONENT, Component, is_parallel=is_parallel)
    assert result() == COMPONENT


@pytest.mark.parametrize("is_parallel", [True, False])
def test_the_error_comes_back_with_all_its_parts(is_parallel: bool) -> None:
    def fail() -> None:
        raise InvalidDocumentError("Wrong.", file="a.md", line=7, expected="right", advice="mend it")

    result = forked(fail, type(None), is_parallel=is_parallel)
    with pytest.raises(InvalidDocumentError) as caught:
        result()
    assert (caught.value.file, caught.value.line, caught.value.expected) == ("a.md", 7, "right")


def test_the_work_of_a_process_that_dies_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def work() -> int:
        if os.getpid() != parent:
            os._exit(9)
        return 42

    assert forked(work, int, is_parallel=True)() == 42
