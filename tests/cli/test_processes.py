"""Work in a second process has the same result as in this one."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from speclift.errors import InvalidDocumentError
from speclift.model.schema import ArrayOf, Component, MapOf, Property, Ref, Scalar
from speclift.processes import Forked, forked

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


@pytest.fixture(params=[signal.SIG_DFL, signal.SIG_IGN], ids=["", "no status"])
def with_and_without_status(request: pytest.FixtureRequest) -> Iterator[None]:
    """The system keeps no status of a process that ends while SIGCHLD is ignored."""
    before = signal.signal(signal.SIGCHLD, request.param)
    yield
    signal.signal(signal.SIGCHLD, before)


@pytest.mark.usefixtures("with_and_without_status")
def test_the_work_of_a_process_that_is_killed_while_it_writes_is_repeated() -> None:
    # More than a pipe holds.
    result = forked(lambda: f"{os.getpid()}" * 2**20, str, is_parallel=True)
    assert isinstance(result, Forked)
    assert select.select([result._stream], [], [], 60)[0]
    os.kill(result._child, signal.SIGKILL)
    assert result() == f"{os.getpid()}" * 2**20


@pytest.mark.usefixtures("with_and_without_status")
def test_a_long_result_comes_back() -> None:
    result = forked(lambda: f"{os.getpid()}" * 2**20, str, is_parallel=True)
    assert set(result().split(f"{os.getpid()}")) != {""}


def test_an_error_of_the_system_in_the_other_process_is_none_of_this_one(tmp_path: Path) -> None:
    parent = os.getpid()

    def work() -> int:
        if os.getpid() != parent:
            (tmp_path / "nowhere").read_bytes()
        return 42

    assert forked(work, int, is_parallel=True)() == 42


def test_an_error_of_the_system_in_both_processes_is_raised(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        forked((tmp_path / "nowhere").read_bytes, bytes, is_parallel=True)()


def test_without_a_null_device_the_work_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "devnull", str(tmp_path / "nowhere"))
    assert forked(os.getpid, int, is_parallel=True)() == os.getpid()
