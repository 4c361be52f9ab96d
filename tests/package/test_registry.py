"""What the audit reads from the responses of a package index, which have the forms of PEP 691 and PEP 700."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from supply import audit, registry
from supply.registry import SIMPLE, Facts, Index, NotAskedError, facts_of

ALL = "3.11, 3.12, 3.13, 3.14"


def project(*names: str, **more: Any) -> dict[str, Any]:
    """The response of the simple API for these files."""
    times = (f"2026-0{number + 1}-15T10:00:00.000000Z" for number in range(9))
    return {"files": [{"filename": name, "upload-time": next(times), **more} for name in names]}


def facts(*names: str, version: str = "1.0", marker: str = "", about: Any = None) -> Facts:
    return facts_of("nut-bolt", version, marker, project(*names), about)


def test_a_wheel_of_pure_python_runs_everywhere() -> None:
    found = facts("nut_bolt-1.0.tar.gz", "nut_bolt-1.0-py3-none-any.whl")
    assert (found.gaps, found.last_release) == ((), "2026-02-15")
    assert "wheels everywhere" in str(found)


def test_a_source_distribution_alone_has_no_wheel_anywhere() -> None:
    assert facts("nut_bolt-1.0.tar.gz").gaps == tuple(f"{system} {ALL}" for system in registry.SYSTEMS)


def test_a_wheel_fits_one_python_and_a_wheel_of_the_stable_abi_all_later_ones_too() -> None:
    found = facts(
        "nut_bolt-1.0-cp311-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "nut_bolt-1.0-cp312-abi3-musllinux_1_2_x86_64.whl",
        "nut_bolt-1.0-cp39-abi3-manylinux_2_28_aarch64.whl",
        "nut_bolt-1.0-cp311-cp311-macosx_10_12_universal2.whl",
        "nut_bolt-1.0-cp313-cp313-macosx_11_0_arm64.whl",
        "nut_bolt-1.0-py3-none-win_amd64.whl",
        # Other builds of CPython, other interpreters and other machines do not count.
        "nut_bolt-1.0-cp314-cp314t-macosx_11_0_arm64.whl",
        "nut_bolt-1.0-pp311-pypy311_pp73-musllinux_1_2_x86_64.whl",
        "nut_bolt-1.0-cp314-cp314-manylinux_2_17_s390x.whl",
    )
    assert found.gaps == (
        "Linux (musl) 3.11",
        "macOS (arm64) 3.12, 3.14",
        "macOS (x86_64) 3.12, 3.13, 3.14",
    )


def test_other_versions_and_yanked_files_do_not_count() -> None:
    assert len(facts("nut_bolt-2.0-py3-none-any.whl", "other-1.0-py3-none-any.whl", "nut_bolt.whl").gaps) == 6
    yanked = project("nut_bolt-1.0-py3-none-any.whl", yanked="broken")
    assert len(facts_of("nut-bolt", "1.0", "", yanked, None).gaps) == 6


def test_no_wheel_is_missing_for_systems_that_the_marker_excludes() -> None:
    found = facts("nut_bolt-1.0-cp311-abi3-macosx_11_0_universal2.whl", marker="sys_platform == 'darwin'")
    assert found.gaps == ()
    found = facts(marker="python_version < '3.12' and sys_platform == 'win32'")
    assert found.gaps == ("Windows 3.11",)


@pytest.mark.parametrize(
    ("about", "maintainers"),
    [
        ({"ownership": {"roles": [{"role": "Owner", "user": "ada"}, {"role": "Maintainer", "user": "ada"}]}}, ("ada",)),
        ({"ownership": {"organization": "looms", "roles": []}}, ("organization looms",)),
        ({"info": {"author": " ", "maintainer_email": "Ada <ada@example.org>"}}, ("Ada <ada@example.org>",)),
        ({"ownership": None, "info": None}, ()),
        (["what", "nobody", "knows"], ()),
        (None, ()),
    ],
)
def test_maintainers_are_those_who_may_release_or_who_are_named(about: Any, maintainers: tuple[str, ...]) -> None:
    found = facts("nut_bolt-1.0-py3-none-any.whl", about=about)
    assert found.maintainers == maintainers
    assert maintainers or "the index names nobody" in str(found)


@pytest.mark.parametrize("response", [None, [], {"files": None}, {"files": [3, {"filename": None}, {}]}])
def test_a_response_of_another_form_yields_no_facts(response: Any) -> None:
    found = facts_of("nut-bolt", "1.0", "", response, None)
    assert (found.last_release, len(found.gaps)) == ("", 6)


class Handler(http.server.BaseHTTPRequestHandler):
    """An index with one project."""

    files: dict[str, tuple[str, bytes]] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        media_type, body = self.files.get(self.path, ("text/html", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index on this machine, which pip is configured to use."""
    files = project("nut_bolt-1.0-py3-none-any.whl")
    about = {"ownership": {"organization": None, "roles": [{"user": "ada"}]}}
    monkeypatch.setattr(
        Handler,
        "files",
        {
            "/root/simple/nut-bolt/": (SIMPLE, json.dumps(files).encode()),
            "/root/pypi/nut-bolt/json": ("application/json", json.dumps(about).encode()),
            "/root/simple/old/": ("text/html", b"<a>old-1.0.tar.gz</a>"),
            "/root/simple/broken/": (SIMPLE, b"{"),
        },
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{server.server_address[1]}/root/simple"
    monkeypatch.setenv("PIP_INDEX_URL", f"http://ada:secret@{address}/")
    monkeypatch.setenv("NO_PROXY", "*")
    yield f"http://{address}"
    server.shutdown()
    server.server_close()


def test_the_index_is_the_one_of_pip_without_its_credentials(index: str) -> None:
    found = Index()
    assert found.url == index
    received = facts_of("Nut.Bolt", "1.0", "", *found.ask("Nut.Bolt"))
    assert (received.maintainers, received.gaps) == (("ada",), ())
    for name in ("missing", "old", "broken"):
        with pytest.raises(NotAskedError):
            found.ask(name)


def test_the_index_is_asked_through_the_proxy_of_the_machine(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = "http://index.invalid/root/simple"
    page = Handler.files["/root/simple/nut-bolt/"]
    monkeypatch.setattr(Handler, "files", {f"{behind}/nut-bolt/": page})
    monkeypatch.setenv("PIP_INDEX_URL", behind)
    monkeypatch.setenv("http_proxy", index.removesuffix("/root/simple"))
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("no_proxy", "")
    project, about = Index().ask("nut-bolt")
    assert (project["files"][0]["filename"], about) == ("nut_bolt-1.0-py3-none-any.whl", None)


@pytest.mark.usefixtures("index")
def test_each_dependency_is_reported_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        audit, "locked", lambda _: [("nut-bolt", "1.0", ""), ("nut-bolt", "2.0", ""), ("missing", "1", "")]
    )
    assert audit.check_registry() == []
    with_wheels, without_wheels, missing = capsys.readouterr().out.splitlines()
    assert with_wheels == "nut-bolt 1.0: last release 2026-01-15; ada; wheels everywhere"
    assert without_wheels.startswith(
        "nut-bolt 2.0: last release 2026-01-15; ada; no wheel for Linux (glibc) 3.11, 3.12, 3.13"
    )
    assert missing == "missing: NOT CHECKED, the index has no usable response"


@pytest.mark.parametrize("address", ["file:///nowhere", "http://127.0.0.1:9/simple"])
def test_an_unreachable_index_is_reported_but_is_no_fault(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", address)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(audit, "locked", lambda _: [("nut-bolt", "1.0", "")])
    assert audit.check_registry() == []
    assert "NOT CHECKED" in capsys.readouterr().out


def test_locked_requirements_are_read_with_their_markers() -> None:
    found = {name: (version, marker) for name, version, marker in audit.locked(audit.ROOT / audit.LOCKS[0])}
    assert found["uvloop"][1] == "sys_platform != 'win32'"
    assert all(version and "\\" not in marker for version, marker in found.values())
    assert [*found] == [name for name, _, _ in audit.requirements(audit.ROOT / audit.LOCKS[0])]
