"""What ARCHITECTURE.md and docs/explanation say of modules: they are there, and alone do what is said of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import speclift
from tests.conftest import ROOT

PACKAGE = Path(speclift.__file__).parent
RUNTIME = ROOT / "templates" / "package"
PAGES = (ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "explanation").rglob("*.md")))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

#: The stages between the files that are read and those that are written.
PURE = (
    *("contract", "inference", "model", "openapi/building", "openapi/structure", "report/coverage", "report/page"),
    *(f"reading/{part}" for part in ("fields", "known_forms", "learning", "markdown", "operations", "requests")),
    *(f"reading/{part}" for part in ("samples", "schemas", "syntaxes", "types", "words")),
)
OPENING = frozenset({"open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text", "Popen"})
#: What changes the disk: of `os`, of a path, and of other modules.
CHANGING = frozenset(
    {
        *(f"os.{name}" for name in ("link", "makedirs", "mkdir", "open", "remove", "removedirs", "rename", "replace")),
        *(f"os.{name}" for name in ("rmdir", "symlink", "truncate", "unlink")),
        *("shutil.copy", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree", "sqlite3.connect"),
        *("tempfile.mkdtemp", "tempfile.mkstemp", "tempfile.NamedTemporaryFile"),
    }
)
CHANGING_PATHS = frozenset({"hardlink_to", "rmdir", "symlink_to", "touch", "unlink", "write_bytes", "write_text"})
#: References whose names no reader and no rule may know.
REFERENCES = (
    *("superoffice", "rocketchat", "meilisearch", "msgraph", "okta", "docker", "vault", "killbill", "unitycatalog"),
    "github",
)
#: The language of a block of code, as pages print it.
LANGUAGES = frozenset({"msgraph-interactive"})


def calls(path: Path) -> Iterator[str]:
    """The names of all functions and methods that a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def opening(*rooms: str) -> set[str]:
    """The modules of these rooms that open files or start processes, below the package."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for room in rooms
        for path in (PACKAGE / room).rglob("*.py")
        if any(name.rpartition(".")[2] in OPENING for name in calls(path))
    }


def changes(path: Path) -> bool:
    """Whether a module makes, changes or removes files, other than a temporary folder that ends with its block."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            modes = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
            opens = name == "open" and any(set("wax+") & set(ast.unparse(mode)) for mode in modes)
            if opens or name in CHANGING or name.rpartition(".")[2] in CHANGING_PATHS:
                return True
    return False


def texts(path: Path) -> Iterator[str]:
    """The texts in a module that are no docstrings, in small letters."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value.lower()


def test_every_module_that_is_named_is_there() -> None:
    folders = [PACKAGE, *(ROOT / name for name in ("templates", "bench", "tests", "supply", "docs/manual"))]
    there = [path.as_posix() for folder in folders for path in folder.rglob("*.py*")]
    for name in sorted(set(re.findall(r"`([\w/]+\.py(?:\.jinja)?)`", TEXT))):
        assert any(path.endswith((f"/{name}", f"/{name}.jinja")) for path in there), name


def test_every_folder_that_is_named_is_there() -> None:
    for name in sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*)/`", TEXT))):
        homes = (PACKAGE, ROOT, ROOT / "templates", *(path for path in PACKAGE.iterdir() if path.is_dir()))
        assert any((home / name).is_dir() for home in homes), name


def test_every_record_that_is_named_is_there() -> None:
    for module, name in sorted(set(re.findall(r"`((?:[a-z_]+\.)+)([A-Z]\w+)`", TEXT))):
        path = PACKAGE / f"{module.rstrip('.').replace('.', '/')}.py"
        assert re.search(rf"^(class )?{name}\b", path.read_text(encoding="utf-8"), re.M), f"{module}{name}"


def test_stages_open_nothing() -> None:
    assert opening(*PURE) == set()


def test_pages_are_opened_by_one_module() -> None:
    # It opens the null device, for the errors of a process that ends with its parent.
    assert opening("reading") == {"reading/reference.py"}
    assert "`storage/regular_files.py` alone opens what others chose" in TEXT


def test_one_room_and_the_modules_that_are_named_write_files() -> None:
    modules = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if changes(path)}
    assert {name for name in modules if not name.startswith("storage/")} == {
        # The null device.
        "reading/reference.py",
        # Copies in a temporary folder.
        "diff/inputs/revisions.py",
        "report/repair/copies.py",
        # The client under test, and what a mock keeps.
        "pytest_plugin.py",
        "mock/resources/store.py",
    }
    assert "only `storage/` writes the files of a run" in " ".join(TEXT.split())


def test_the_comparison_opens_files_where_it_says() -> None:
    assert opening("diff") == {"diff/inputs/repository.py", "diff/inputs/revisions.py", "diff/rules/severity.py"}
    assert "Only `descriptions.py`, `revisions.py`, `repository.py` and `severity.py` touch files." in " ".join(
        TEXT.split()
    )


def test_one_module_of_a_client_waits() -> None:
    waiting = {path.name for path in RUNTIME.glob("_*") if re.search(r"\bsleep\(", path.read_text(encoding="utf-8"))}
    assert waiting == {"_core.py"}


def test_no_reader_and_no_rule_knows_an_api() -> None:
    for room in ("client", "contract", "inference", "reading"):
        for path in (PACKAGE / room).rglob("*.py"):
            for text in texts(path):
                assert text in LANGUAGES or not any(name in text for name in REFERENCES), (path.name, text)
