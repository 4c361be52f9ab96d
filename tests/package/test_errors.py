"""What an error tells the person who reads it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import speclift
from speclift.errors import SourceError

PACKAGE = Path(speclift.__file__).parent
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}
#: Exceptions that no `except` of speclift names, although no command shows them.
CAUGHT_ELSEWHERE = {
    # The failure of a test: pytest shows it.
    "pytest_plugin.py": {"BrokenPromiseError"},
    # The failure of a check: schemathesis keeps it.
    "fuzz/engine/registered_checks.py": {"BrokenPromise"},
}


def deriving(roots: set[str]) -> dict[str, str]:
    """The modules of all classes of the package that derive from one of these, by the names of the classes."""
    found: dict[str, str] = {}
    size = -1
    while size < len(found):
        size = len(found)
        for module, tree in TREES.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef):
                    bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                    found |= {node.name: module} if bases & (roots | found.keys()) else {}
    return found


def caught() -> Iterator[str]:
    """The names of the exceptions that the package catches."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and node.type is not None:
                kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
                yield from (ast.unparse(kind).rpartition(".")[2] for kind in kinds)


def test_every_error_that_ends_a_run_is_in_one_module() -> None:
    """It has a code, a page in the documentation, and advice. speclift catches every other exception of its own."""
    errors = deriving({"SpecliftError"})
    assert set(errors.values()) == {"errors.py"}
    known = {name for name, value in vars(builtins).items() if isinstance(value, type)}
    known = {name for name in known if issubclass(vars(builtins)[name], BaseException)}
    others = deriving({*known, "Failure"})
    uncaught: dict[str, set[str]] = {}
    for name in others.keys() - {"SpecliftError"} - errors.keys() - set(caught()):
        uncaught.setdefault(others[name], set()).add(name)
    assert uncaught == CAUGHT_ELSEWHERE


def test_an_error_has_code_file_line_expectation_and_advice() -> None:
    error = SourceError("It is broken.", file="kites.yaml", line=3, expected="a mapping", advice="mend it")
    assert str(error) == "kites.yaml:3: E003 It is broken.\n  expected: a mapping\n  do: mend it"
    assert str(SourceError("It is broken.", file="kites.yaml")) == "kites.yaml: E003 It is broken."
