"""The help of each command, and completion in a real shell."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from speclift.cli.main import build_parser, main
from speclift.mock.faults.catalogue import FAULTS
from tests.cli.command_parsers import command_parsers
from tests.conftest import ROOT

SHELLS = ("bash", "zsh", "fish")


@pytest.mark.parametrize("name", command_parsers())
def test_the_help_of_a_command_has_description_examples_and_exit_codes(name: str) -> None:
    """Nobody has to look elsewhere to use a command."""
    text = command_parsers()[name].format_help()
    for part in (f"usage: speclift {name}", "examples:", "exit codes:"):
        assert part in text
    assert all(action.help for action in command_parsers()[name]._actions)


@pytest.mark.parametrize("name", command_parsers())
def test_examples_are_command_lines_that_parse(name: str) -> None:
    """A copied example is accepted."""
    epilog = command_parsers()[name].epilog or ""
    examples = [
        line.strip() for line in epilog.partition("exit codes:")[0].splitlines() if line.startswith("  speclift ")
    ]
    assert examples
    for line in examples:
        words = shlex.split(line)[1:]
        ends = [number for number, word in enumerate(words) if word in (">", "|")]
        parsed = build_parser().parse_args(words[: ends[0]] if ends else words)
        assert words[0] == name
        assert callable(parsed.run)


def test_the_example_of_the_mock_names_a_fault_that_exists() -> None:
    """The name is in the list that the command prints."""
    example = re.search(r"--faults (\S+)", command_parsers()["mock"].epilog or "")
    assert example
    assert example[1] in FAULTS


@pytest.mark.parametrize("name", command_parsers())
def test_the_help_fits_a_narrow_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Text is wrapped to the width of the terminal; examples stay on one line, so that they can be copied."""
    monkeypatch.setenv("COLUMNS", "60")
    text = command_parsers()[name].format_help().partition("examples:")[0]
    assert max(map(len, text.splitlines())) <= 60


def _completion(shell: str, path: Path) -> Path:
    done = subprocess.run([sys.executable, "-m", "speclift", "completion", shell], capture_output=True, check=True)
    path.write_bytes(done.stdout)
    return path


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("speclift", "gen"), {"generate"}),
        (("speclift", "spec", "--openapi", ""), {"3.2", "3.1", "3.0"}),
        (("speclift", "check", "--output-f"), {"--output-format"}),
        (("speclift", "diff", ""), {"docs", "document.yaml"}),
        (("speclift", "diff", "document.yaml", "do"), {"docs", "document.yaml"}),
        (("speclift", "diff", "--git", "HEAD", "docu"), {"document.yaml"}),
        (("speclift", "serve", "do"), {"docs", "document.yaml"}),
        (("speclift", "mock", "docum"), {"document.yaml"}),
        (("speclift", "spec", "docs/"), {"docs/page.md"}),
        (("speclift", "generate", "docs", "--output", "do"), {"docs"}),
    ],
)
def test_bash_completes_commands_options_and_paths(words: tuple[str, ...], expected: set[str], tmp_path: Path) -> None:
    """Commands, options, values and files are completed, and only folders where an argument must be one."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("bash is not installed")
    script = _completion("bash", tmp_path / "speclift.bash")
    folder = tmp_path / "here"
    (folder / "docs").mkdir(parents=True)
    for name in ("document.yaml", "docs/page.md"):
        (folder / name).touch()
    typed = f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}"
    line = f'{typed}; _shtab_speclift; printf "%s\\n" "${{COMPREPLY[@]}}"'
    command = [bash, "-c", f"source {script}; {line}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_every_shell_of_the_reference_completes_all_commands(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The script contains each command and its options."""
    page = (ROOT / "docs" / "reference" / "commands" / "index.md").read_text(encoding="utf-8")
    assert shell in page.partition("# completion for ")[2].partition("\n")[0]
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for name, parser in command_parsers().items():
        assert re.search(rf"\b{name}\b", script), name
        for action in parser._actions:
            if action.help != argparse.SUPPRESS and action.option_strings:
                long = action.option_strings[-1].lstrip("-")
                assert long in script, f"{name} {long}"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_accepts_its_script(shell: str, tmp_path: Path) -> None:
    """The script has no syntax that its shell refuses."""
    program = shutil.which(shell)
    if not program:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([program, "-n", _completion(shell, tmp_path / "script")], check=True, capture_output=True)
