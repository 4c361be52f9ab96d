"""What all tests share: the corpora, if they are there, and the option that updates golden files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
EMBEDDED = ROOT / "spec" / "docs"

#: The fixtures `browser` and `page`.
pytest_plugins = ["tests.browser"]

# A law must not fail on a slow machine: the time for an example does not show whether the law holds.
settings.register_profile("speclift", deadline=None, max_examples=100)
settings.load_profile("speclift")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="rewrite the golden files instead of comparing them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run files with slow tests first, so that no worker still runs one when all the others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say after the list of skipped tests which tests were left out."""
    if config.option.markexpr == "not slow":
        terminalreporter.write_line("Tests that take long were left out: 'make test-all' runs them too.")


@pytest.fixture(scope="session", autouse=True)
def _cache_of_mypy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One cache for all runs of mypy in a worker. Otherwise each run would analyze the standard library again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPY_CACHE_DIR", str(tmp_path_factory.mktemp("mypy")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpora, the oracles and the fidelity score. Without it, the test is skipped."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the corpora are missing: there is no folder ../shared/corpus")
    return SHARED


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Path:
    """The folder with the corpora `2022` and `2023`."""
    return shared / "corpus"


@pytest.fixture(scope="session")
def embedded() -> Path:
    """The embedded example reference."""
    if not any(EMBEDDED.rglob("*.md")):
        pytest.skip("spec/docs has no pages")
    return EMBEDDED
