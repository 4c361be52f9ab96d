"""ARCHITECTURE.md and docs/explanation are right about modules: they exist, and only they do what the pages say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import speclift
from tests.conftest import ROOT

PACKAGE = Path(speclift.__file__).parent
RUNTIME = ROOT / "templates" / "package"
PAGES = (ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "explanation").rglob("*.md")))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

#: The stages between reading files and writing files, which open none themselves.
PURE = (
    *("client", "contract", "inference", "model", "openapi/building", "openapi/structure", "openapi/writing"),
    *("report/coverage", "report/page"),
    *(f"reading/{part}" for part in ("fields", "known_forms", "learning", "markdown", "operations", "requests")),
    *(f"reading/{part}" for part in ("samples", "schemas", "syntaxes", "types", "words")),
)
OPENING = frozenset({"open", "fdopen", "read_bytes", "read_text", "write_bytes", "write_text", "Popen"})
#: Functions of `os` and of other modules that change the disk.
CHANGING = frozenset(
    {
        *(f"os.{name}" for name in ("chmod", "chown", "ftruncate", "link", "makedirs", "mkdir", "mkfifo", "open")),
        *(f"os.{name}" for name in ("remove", "removedirs", "rename", "renames", "replace", "rmdir", "symlink")),
        *(f"os.{name}" for name in ("truncate", "unlink", "utime", "write")),
        *(f"shutil.{name}" for name in ("copy", "copy2", "copyfile", "copytree", "move", "rmtree")),
        *(f"tempfile.{name}" for name in ("mkdtemp", "mkstemp", "NamedTemporaryFile", "SpooledTemporaryFile")),
        *("sqlite3.connect", "tempfile.TemporaryFile"),
    }
)
#: Methods of a path that change the disk.
CHANGING_PATHS = frozenset(
    {
        *("chmod", "hardlink_to", "lchmod", "mkdir", "rmdir", "symlink_to", "touch", "unlink"),
        *("write_bytes", "write_text"),
    }
)
#: What jsonschema-rs compiles schemas with, or gives them to.
READING_VALIDATORS = re.compile(
    r"jsonschema_rs\.(?:Draft\w+Validator|Registry|is_valid|validate|validator_for|evaluate|iter_errors|bundle)"
)
#: References whose names must not be in any reader or rule.
REFERENCES = (
    *("superoffice", "rocketchat", "meilisearch", "msgraph", "okta", "docker", "vault", "killbill", "unitycatalog"),
    "github",
)
#: Languages of code blocks, which may contain such a name.
LANGUAGES = frozenset({"msgraph-interactive"})


def calls(path: Path) -> Iterator[str]:
    """The names of all functions and methods that a module calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def imported(path: Path) -> set[str]:
    """The names of the packages that a module imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found |= {name.partition(".")[0] for name in names}
    return found


def opening(*rooms: str) -> set[str]:
    """The modules of these rooms that open files or start processes, by their path in the package."""
    return {
        path.relative_to(PACKAGE).as_posix()
        for room in rooms
        for path in (PACKAGE / room).rglob("*.py")
        if any(name.rpartition(".")[2] in OPENING for name in calls(path))
    }


def changes(text: str) -> bool:
    """Whether a module creates, changes or removes files, apart from a temporary folder that its block removes."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in CHANGING or name.rpartition(".")[2] in CHANGING_PATHS or _opens_to_write(node):
                return True
    return False


def _opens_to_write(call: ast.Call) -> bool:
    """Whether a call opens a file, or wraps a number of one, to write."""
    of, _, name = ast.unparse(call.func).rpartition(".")
    if name not in ("open", "fdopen"):
        return False
    # The mode is the first argument of the method of a path, and the second of the function.
    given = call.args[1:2] if of in ("", "io", "os", "codecs", "gzip") else call.args[:1]
    modes = [*given, *(word.value for word in call.keywords if word.arg == "mode")]
    return any(set("wax+") & set(ast.unparse(mode)) for mode in modes)


def texts(path: Path) -> Iterator[str]:
    """The string constants of a module without its docstrings, in lower case."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value.lower()


def test_every_named_module_exists() -> None:
    folders = [PACKAGE, *(ROOT / name for name in ("templates", "bench", "tests", "supply", "docs/manual"))]
    existing = [path.as_posix() for folder in folders for path in folder.rglob("*.py*")]
    for name in sorted(set(re.findall(r"`([\w/]+\.py(?:\.jinja)?)`", TEXT))):
        assert any(path.endswith((f"/{name}", f"/{name}.jinja")) for path in existing), name


def test_every_named_folder_exists() -> None:
    for name in sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*)/`", TEXT))):
        homes = (PACKAGE, ROOT, ROOT / "templates", *(path for path in PACKAGE.iterdir() if path.is_dir()))
        assert any((home / name).is_dir() for home in homes), name


def test_every_command_has_a_module_of_its_own() -> None:
    """Whoever looks for a command finds it by its name."""
    from docs.manual.commands import commands_of
    from speclift.cli.main import build_parser

    modules = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert modules == set(commands_of(build_parser()))
    for name in modules:
        tree = ast.parse((PACKAGE / "cli" / "commands" / f"{name}.py").read_text(encoding="utf-8"))
        assert "add" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name


def test_every_named_record_exists() -> None:
    for module, name in sorted(set(re.findall(r"`((?:[a-z_]+\.)+)([A-Z]\w+)`", TEXT))):
        path = PACKAGE / f"{module.rstrip('.').replace('.', '/')}.py"
        assert re.search(rf"^(class )?{name}\b", path.read_text(encoding="utf-8"), re.M), f"{module}{name}"


def test_stages_open_nothing() -> None:
    # It reads the templates.
    assert opening(*PURE) == {"client/templates.py"}
    assert "`client/templates.py`, which reads the templates" in " ".join(TEXT.split())


def test_only_one_module_opens_pages() -> None:
    # It opens only the null device, for the errors of a process that ends with its parent.
    assert opening("reading") == {"reading/reference.py"}
    assert "`storage/regular_files.py` alone opens what others chose" in TEXT


def test_only_storage_and_the_listed_modules_write_files() -> None:
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    modules = {name for name, text in sources.items() if changes(text)}
    assert {name for name in modules if not name.startswith("storage/")} == {
        # The null device.
        "reading/reference.py",
        # The null device, and a pipe.
        "processes.py",
        # What git gets and what it complains about, in temporary files without a name.
        "diff/inputs/repository.py",
        # Copies in a temporary folder.
        "diff/inputs/revisions.py",
        "report/repair/copies.py",
        # The client under test, and the state of a mock.
        "pytest_plugin.py",
        "mock/resources/store.py",
    }
    assert "only `storage/` writes the files of a run" in " ".join(TEXT.split())


@pytest.mark.parametrize(
    "call",
    [
        *('open(path, "w")', 'open(path, mode="ab")', 'Path(path).open("w")', 'path.open(mode="r+")'),
        *('os.fdopen(number, "wb")', "os.write(number, data)", "os.chmod(path, 0o600)", "path.mkdir()"),
        *("path.chmod(0o600)", "shutil.copy2(path, other)", "tempfile.TemporaryFile()"),
    ],
)
def test_a_call_that_writes_is_seen(call: str) -> None:
    assert changes(call)


@pytest.mark.parametrize("call", ["open(path)", 'open(path, "rb")', 'path.open("r")', 'os.fdopen(number, "rb")'])
def test_a_call_that_reads_is_allowed(call: str) -> None:
    assert not changes(call)


def test_only_the_named_modules_of_the_comparison_open_files() -> None:
    assert opening("diff") == {"diff/inputs/repository.py", "diff/inputs/revisions.py", "diff/rules/severity.py"}
    assert "Only `descriptions.py`, `revisions.py`, `repository.py` and `severity.py` touch files." in " ".join(
        TEXT.split()
    )


def test_only_one_module_of_a_client_waits() -> None:
    waiting = {path.name for path in RUNTIME.glob("_*") if re.search(r"\bsleep\(", path.read_text(encoding="utf-8"))}
    assert waiting == {"_core.py"}


def test_stages_hand_frozen_records_to_each_other() -> None:
    records = [
        node
        for path in (PACKAGE / "model").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and "msgspec.Struct" in map(ast.unparse, node.bases)
    ]
    assert len(records) > 20
    for node in records:
        assert "frozen=True" in [f"{word.arg}={ast.unparse(word.value)}" for word in node.keywords], node.name


def test_only_one_package_knows_the_libraries_for_yaml() -> None:
    """Whatever reads or writes YAML works without the wheel of fastyaml-rs, since it does not know that library."""
    importing = {
        (path.relative_to(PACKAGE).as_posix(), name)
        for path in PACKAGE.rglob("*.py")
        for name in imported(path) & {"fast_yaml", "yaml"}
    }
    assert {item for item in importing if not item[0].startswith("openapi/text/")} == {
        # It looks for the lines of faults, in a text that has been read.
        ("openapi/checking/lines.py", "yaml")
    }
    decision = (ROOT / "docs" / "decisions" / "yaml.md").read_text(encoding="utf-8")
    assert "PyYAML otherwise, behind `speclift.openapi.text`" in decision


def test_every_validator_of_json_schema_refuses_to_read() -> None:
    """Without a retriever of ours, jsonschema-rs opens the files and addresses that a schema refers to."""
    seen = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and READING_VALIDATORS.fullmatch(ast.unparse(node.func)):
                seen.add(path.name)
                retrievers = [ast.unparse(word.value) for word in node.keywords if word.arg == "retriever"]
                assert retrievers in (["refuse"], ["_refuse"]), ast.unparse(node)
    assert {"published.py", "patterns.py", "validators.py"} <= seen


def test_no_reader_and_no_rule_names_an_api() -> None:
    for room in ("client", "contract", "inference", "reading"):
        for path in (PACKAGE / room).rglob("*.py"):
            for text in texts(path):
                assert text in LANGUAGES or not any(name in text for name in REFERENCES), (path.name, text)
