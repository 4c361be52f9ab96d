"""Which rooms of the package take from which: imports point one way, and no tool imports another.

A room is a folder or a module right below `speclift`.  A tool that needs another starts it as a process.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import speclift

ROOT = Path(speclift.__file__).parent
TOOLS = frozenset({"browse", "client", "diff", "fuzz", "mock"})
#: Rooms that take from nothing but these: errors and the records that all share.
SHARED = frozenset({"errors", "model"})
#: What each room may take from, besides SHARED.
RULES: dict[str, frozenset[str]] = {
    "assembly": frozenset({"beside", "document", "read", "recovery", "resolve", "settings"}),
    "beside": frozenset(),
    "browse": frozenset({"document", "openapi", "processes", "recovery", "report", "run", "settings", "web", "write"}),
    "client": frozenset({"contract", "dialect", "openapi"}),
    "contract": frozenset({"openapi"}),
    "coverage": frozenset(),
    "dialect": frozenset(),
    "diff": frozenset({"contract", "openapi", "read", "recovery", "report", "run", "settings", "write"}),
    "document": frozenset({"openapi", "settings"}),
    "errors": frozenset(),
    "evidence": frozenset({"read"}),
    "fuzz": frozenset({"contract", "openapi", "processes", "report", "standalone"}),
    "inference": frozenset({"dialect", "resolve", "settings"}),
    "learn": frozenset({"dialect", "read", "reading"}),
    "mock": frozenset({"contract", "openapi", "web"}),
    "model": frozenset(),
    "models": frozenset({"client", "openapi"}),
    "openapi": frozenset({"read", "yaml"}),
    "overview": frozenset({"coverage", "resolve", "settings", "standalone"}),
    "processes": frozenset(),
    "read": frozenset({"dialect", "processes", "reading"}),
    "reading": frozenset({"dialect", "read"}),
    "recovery": frozenset({"document", "inference", "learn", "read", "resolve", "settings", "write"}),
    "repair": frozenset(),
    "report": frozenset(),
    "resolve": frozenset({"evidence", "read", "settings"}),
    "run": frozenset({"assembly", "client", "document", "openapi", "read", "recovery", "settings", "write", "yaml"}),
    "settings": frozenset({"client", "dialect", "read"}),
    "standalone": frozenset(),
    "testing": frozenset({"contract", "openapi"}),
    "verify": frozenset({"contract", "diff", "fuzz", "openapi", "testing"}),
    "web": frozenset(),
    "write": frozenset({"document", "yaml"}),
    "yaml": frozenset({"beside", "read"}),
}
#: The rooms that put the others together, and may take from any.
FACES = frozenset({"__init__", "__main__", "cli", "commands", "pytest_plugin"})
#: What starts another tool as a process: the module, and the one module that it takes for that.
PROCESSES = {("fuzz/sparring.py", "speclift.mock.process")}


def imports() -> Iterator[tuple[str, str, str]]:
    """Each import of a room by another: the room, the module that it stands in, and what is imported."""
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        room = relative.parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert not node.level, f"{relative} imports relatively"
                names = [node.module or ""]
                if names == ["speclift"]:
                    names = [f"speclift.{alias.name}" for alias in node.names]
            for name in names:
                if name.startswith("speclift.") and name.split(".")[1] != room:
                    yield room, relative.as_posix(), name


def test_no_room_takes_from_another_that_the_rules_do_not_name() -> None:
    found = {
        (module, name)
        for room, module, name in imports()
        if room not in FACES
        and (target := name.split(".")[1]) not in RULES.get(room, frozenset()) | SHARED | {"__version__"}
        and (module, name) not in PROCESSES
        and target != room
    }
    assert found == set()


def test_no_tool_may_take_from_another() -> None:
    assert not {tool: others for tool in TOOLS if (others := RULES[tool] & TOOLS)}


def test_the_rules_are_those_of_the_package() -> None:
    used: dict[str, set[str]] = {}
    for room, _, name in imports():
        used.setdefault(room, set()).add(name.split(".")[1])
    idle = {room: rule - used.get(room, set()) for room, rule in RULES.items()}
    assert not {room: names for room, names in idle.items() if names}
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - FACES == RULES.keys()
