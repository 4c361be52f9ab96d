"""The wheel and the source distribution have the same bytes wherever they are built, and only the necessary files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent

#: What a build reads. A checkout has many more files.
SOURCES = ("generator", "templates", "README.md", "ARCHITECTURE.md", "LICENSE", "pyproject.toml", ".gitignore")


def checkout(folder: Path) -> Path:
    """A copy of the sources in a new folder, with more files that belong in no distribution."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    for name in ("tests/test_x.py", "generated/x/__init__.py", "spec/openapi.yaml", ".speclift-files", "bench/x.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    return folder


def build(source: Path, target: Path, kind: str, umask: int = 0o022, **environment: str) -> Path:
    """The distribution that hatchling builds without a network. `kind` is wheel or sdist."""
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target), "-t", kind]
    subprocess.run(command, cwd=source, umask=umask, env={**os.environ, **environment}, check=True, capture_output=True)
    (built,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_two_builds_have_the_same_bytes(kind: str, tmp_path: Path) -> None:
    first = tmp_path / "first"
    second = tmp_path / "elsewhere" / "second"
    checkout(first)
    checkout(second)
    for path in second.rglob("*"):
        os.utime(path, (10**9, 10**9))
    one = build(first, tmp_path / "one", kind, LC_ALL="C", TZ="UTC", PYTHONHASHSEED="1")
    other = build(second, tmp_path / "two", kind, 0o077, LC_ALL="C.UTF-8", TZ="Asia/Tokyo", PYTHONHASHSEED="2")
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_the_source_distribution_builds_the_same_wheel(tmp_path: Path) -> None:
    source = checkout(tmp_path / "source")
    with tarfile.open(build(source, tmp_path / "sdist", "sdist")) as archive:
        # Python 3.11.2 of Debian 12 has no filters.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    direct = build(source, tmp_path / "direct", "wheel")
    assert build(unpacked, tmp_path / "indirect", "wheel").read_bytes() == direct.read_bytes()


def test_the_wheel_has_the_package_and_its_metadata(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(checkout(tmp_path / "source"), tmp_path / "wheel", "wheel")) as archive:
        names = {item.filename for item in archive.infolist() if not item.is_dir()}
    package = ROOT / "generator" / "speclift"
    expected = {f"speclift/{path.relative_to(package).as_posix()}" for path in files(package)}
    expected |= {
        f"speclift/templates/{path.relative_to(ROOT / 'templates').as_posix()}" for path in files(ROOT / "templates")
    }
    about = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
    about |= {"licenses/generator/speclift/openapi/checking/published_schemas/LICENSE"}
    assert {name for name in names if ".dist-info/" not in name} == expected
    assert {name.partition(".dist-info/")[2] for name in names if ".dist-info/" in name} == about
    assert "speclift/py.typed" in names


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_schemas_of_openapi_come_with_their_licence(kind: str, tmp_path: Path) -> None:
    built = build(checkout(tmp_path / "source"), tmp_path / "built", kind)
    shutil.unpack_archive(built, tmp_path / "unpacked", "zip" if kind == "wheel" else "gztar")
    (schema,) = (tmp_path / "unpacked").rglob("openapi-3.1.json")
    licence = schema.with_name("LICENSE").read_text()
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    notice = schema.with_name("NOTICE").read_text()
    assert "OpenAPI Initiative" in notice
    (about,) = (tmp_path / "unpacked").rglob("METADATA" if kind == "wheel" else "PKG-INFO")
    assert "License-Expression: MIT AND Apache-2.0" in about.read_text().splitlines()


def test_the_source_distribution_has_the_sources(tmp_path: Path) -> None:
    with tarfile.open(build(checkout(tmp_path / "source"), tmp_path / "sdist", "sdist")) as archive:
        names = {item.name.partition("/")[2] for item in archive.getmembers() if item.isfile()}
    folders = {path.relative_to(ROOT).as_posix() for name in ("generator", "templates") for path in files(ROOT / name)}
    assert names == folders | {"README.md", "ARCHITECTURE.md", "LICENSE", "pyproject.toml", ".gitignore", "PKG-INFO"}


def files(folder: Path) -> list[Path]:
    """The files of a folder without the caches of Python."""
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


@pytest.mark.parametrize(
    ("machine", "implementation", "has_wheel"),
    [
        ("x86_64", "CPython", True),
        ("aarch64", "CPython", True),
        ("AMD64", "CPython", True),
        ("riscv64", "CPython", False),
        ("x86_64", "PyPy", False),
    ],
)
def test_a_system_without_a_wheel_gets_the_libraries_that_need_none(
    machine: str, implementation: str, has_wheel: bool
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    system = {"platform_machine": machine, "platform_python_implementation": implementation}
    asked = {
        found.name
        for found in map(Requirement, project["dependencies"])
        if not found.marker or found.marker.evaluate(system)
    }
    assert {"PyYAML", "markdown-it-py"} <= asked
    assert ({"fastyaml-rs", "pyromark"} <= asked) == has_wheel
    assert bool({"fastyaml-rs", "pyromark"} & asked) == has_wheel
