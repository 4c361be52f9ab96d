"""Which rooms of the package import which: imports point down, and there are no circles.

A room is a folder or a module right below `speclift`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import speclift

ROOT = Path(speclift.__file__).parent
#: The floors, the lowest first.  A room imports only from the floors below its own, never from its own floor.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "limits", "model", "processes"),
    ("http", "settings", "storage"),
    ("openapi", "reading", "settings_files"),
    ("contract", "inference"),
    ("client", "report"),
    ("pipeline",),
    ("diff", "fuzz", "mock", "serve"),
    ("verify",),
    ("cli", "pytest_plugin"),
    ("__main__",),
)
#: What users run. `verify` is no such room: it stands above, since it compares and calls as `diff` and `fuzz` do.
TOOLS = frozenset({"client", "diff", "fuzz", "mock", "serve"})
#: Exceptions: a module that starts another tool as a process, and the one module that it imports for that.
PROCESSES = {("fuzz.mock_server", "mock.process")}

#: Modules of `model` that are about texts, and not about facts of pages.
TEXTS = {"model.text", "model.unique_names"}
ARCHITECTURE = (ROOT.parent.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")


def imports() -> Iterator[tuple[str, str]]:
    """Each import between modules of the package: the importing and the imported module, without `speclift.`."""
    names = {module(path): path for path in sorted(ROOT.rglob("*.py"))}
    # `speclift` itself names modules of many rooms, but imports each only when it is used.
    for name, path in list(names.items())[1:]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                wholes = (alias.name.removeprefix("speclift.") for alias in node.names)
                yield from ((name, whole) for whole in wholes if whole in names and whole != name)
            elif isinstance(node, ast.ImportFrom):
                assert not node.level, f"{name} imports relatively"
                package, _, rest = (node.module or "").partition(".")
                for alias in node.names if package == "speclift" else ():
                    whole = f"{rest}.{alias.name}".lstrip(".")
                    found = whole if whole in names else rest
                    if found in names and found != name:
                        yield name, found


def module(path: Path) -> str:
    """The name of a module without `speclift.`. A package has the name of its folder; that of `speclift` is empty."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part(name: str) -> str:
    """The package within a room that a module belongs to, or else the module itself."""
    return name.rpartition(".")[0] if name.count(".") > 1 else name


def circle_in(imported: Mapping[str, set[str]]) -> str:
    """A circle of imports, or an empty string if there is none."""
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        return " -> ".join(error.args[1])
    return ""


def test_every_room_is_on_one_floor() -> None:
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(room for floor in FLOORS for room in floor) == sorted(rooms - {"__init__"})


def test_the_floors_are_those_that_the_architecture_shows() -> None:
    text = ARCHITECTURE.partition("<!-- imports -->")[2].partition("```\n")[2].partition("```")[0]
    shown = [frozenset(line.split()) for line in text.splitlines()]
    assert shown == [frozenset(floor) for floor in FLOORS[-2::-1]]


def test_the_modules_beside_the_rooms_are_those_that_the_architecture_names() -> None:
    text = ARCHITECTURE.partition("Five modules stand beside the rooms:")[2].partition("<!--")[0]
    modules = {path.name for path in ROOT.glob("[a-z]*.py")}
    assert set(re.findall(r"`(\w+\.py)`", text)) == modules
    assert len(modules) == 5 + len({"pytest_plugin.py"})


def test_only_one_part_of_openapi_knows_what_pages_say() -> None:
    knowing = {
        part(name)
        for name, found in imports()
        if name.startswith("openapi.") and found.startswith("model.") and found not in TEXTS
    }
    assert knowing == {"openapi.building"}


def test_imports_point_down() -> None:
    floors = {room: number for number, floor in enumerate(FLOORS) for room in floor}
    wrong = {
        (name, found)
        for name, found in imports()
        if found and (room := name.partition(".")[0]) != (other := found.partition(".")[0])
        if floors[room] <= floors[other] and (name, found) not in PROCESSES
    }
    assert wrong == set()


def test_no_tool_imports_another() -> None:
    wrong = {
        (name, found)
        for name, found in imports()
        if len({name.partition(".")[0], found.partition(".")[0]} & TOOLS) == 2 and (name, found) not in PROCESSES
    }
    assert wrong == set()


def test_there_are_no_circular_imports() -> None:
    modules: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for name, found in imports():
        modules.setdefault(name, set()).add(found)
        if part(name) != part(found):
            parts.setdefault(part(name), set()).add(part(found))
    assert circle_in(modules) == ""
    assert circle_in(parts) == ""
