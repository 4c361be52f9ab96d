"""What others may import from speclift: its public names, and a function of the library for each command."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import speclift
from speclift.cli.main import build_parser

NAMES = [
    "Mock",
    "Settings",
    "SpecliftError",
    "__version__",
    "client_files",
    "compare",
    "generate",
    "load",
    "load_settings",
    "read_contract",
    "read_description",
    "recover",
    "specify",
]
#: The function that each command calls. `completion` has none: another library makes its script from the parser.
LIBRARY = {
    "spec": "speclift.pipeline.run:specify",
    "check": "speclift.pipeline.recovery:recover",
    "coverage": "speclift.report.coverage.count:coverage_of",
    "learn": "speclift.reading.learning.proposal:learn",
    "explain": "speclift.report.explain:explain",
    "report": "speclift.report.page.count:overview_of",
    "diff": "speclift.diff.compare:compare",
    "bundle": "speclift.openapi.load:load",
    "generate": "speclift.pipeline.run:generate",
    "client": "speclift.pipeline.client:client_files",
    "models": "speclift.client.datamodel_code_generator:models_of",
    "mock": "speclift.mock.app:Mock",
    "serve": "speclift.serve.app:Browse",
    "fuzz": "speclift.fuzz.runs.run:fuzz",
    "verify": "speclift.verify.run:verify",
}


def test_the_public_names_are_listed_and_documented() -> None:
    assert speclift.__all__ == NAMES
    assert not [name for name in NAMES if name != "__version__" and not getattr(speclift, name).__doc__]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'recovr'"):
        _ = speclift.recovr


def test_importing_speclift_imports_nothing_else() -> None:
    program = "import sys; before = set(sys.modules); import speclift; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['speclift']"


def test_each_command_has_a_function_in_the_library() -> None:
    (listed,) = [action for action in build_parser()._actions if action.metavar == "COMMAND"]
    assert {*LIBRARY, "completion"} == set(listed.choices or ())


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_the_function_of_a_command_is_documented(name: str) -> None:
    module, _, function = LIBRARY[name].partition(":")
    found = importlib.import_module(module)
    assert found.__doc__
    assert getattr(found, function).__doc__
