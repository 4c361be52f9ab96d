"""A command line that is wrong ends in an error like all others, which says what was meant."""

from __future__ import annotations

import pytest

from speclift.cli import main


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines of the error of a command line; nothing else is printed, and the exit code is that of usage."""
    assert main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert lines[0].startswith("speclift: E001 ")
    assert [line.partition(":")[0] for line in lines[1:]] == ["  expected", "  do"]
    return lines


@pytest.mark.parametrize(
    ("words", "message", "advice"),
    [
        (("chek", "docs"), "There is no command 'chek'.", "did you mean check?"),
        (("Spec", "docs"), "There is no command 'Spec'.", "did you mean spec?"),
        (("docs",), "There is no command 'docs'.", "'speclift --help' says what each of them does"),
        ((), "No command is named.", "'speclift --help' lists the commands"),
        (("--verson",), "speclift has no option --verson.", "did you mean --version?"),
        (("check", "docs", "--strikt"), "speclift check has no option --strikt.", "did you mean --strict?"),
        (("spec", "docs", "--ouput", "x.yaml"), "speclift spec has no option --ouput.", "did you mean --output?"),
        (("spec", "docs", "--ouput=x.yaml"), "speclift spec has no option --ouput.", "did you mean --output?"),
        (
            ("check", "docs", "--zzz"),
            "speclift check has no option --zzz.",
            "leave it out, or look at 'speclift check --help'",
        ),
        (("--quiet", "check", "docs"), "The option --quiet stands before its command.", "write it behind the command"),
        (("spec", "docs"), "speclift spec: -o/--output is missing.", "'speclift spec --help' explains it"),
        (("spec", "docs", "-o"), "-o/--output: expected one argument.", "'speclift spec --help' explains it"),
        (("spec",), "speclift spec: DOCS, -o/--output are missing.", "'speclift spec --help' explains it"),
        (
            ("spec", "docs", "-o", "x", "--openapi", "3.3"),
            "--openapi cannot be '3.3'.",
            "did you mean 3.2 or 3.1 or 3.0?",
        ),
        (("check", "docs", "--output-format", "jsn"), "--output-format cannot be 'jsn'.", "did you mean json?"),
        (("spec", "docs", "-o", "x", "--jobs", "two"), "--jobs: 'two' is no whole number.", None),
        (("spec", "docs", "-o", "x", "--jobs", "0"), "--jobs: must be 1 or more.", None),
        (("mock", "x.yaml", "--port", "70000"), "--port: must be between 0 and 65535.", None),
        (("mock", "x.yaml", "--seed", "0.5"), "--seed: '0.5' is no whole number.", None),
        (("fuzz", "x.yaml", "--min-covered", "most"), "--min-covered: 'most' is no number.", None),
        (("fuzz", "x.yaml", "--mock", "--url", "x"), "--url: not allowed with argument --mock.", None),
        (("completion", "bash", "y"), "speclift completion takes no argument y.", None),
        (("spec", "docs", "-o", "x", "--s", "y"), "--s may be several options.", "write the whole name of the option"),
        (("completion", "bsh"), "shell cannot be 'bsh'.", "did you mean bash or zsh?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_says_what_was_meant(
    words: tuple[str, ...], message: str, advice: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _, last = said(capsys, *words)
    assert first == f"speclift: E001 {message}"
    if advice:
        assert last == f"  do: {advice}"


def test_what_stands_behind_two_dashes_is_no_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--", "--docs"]) == 3
    assert "E003" in capsys.readouterr().err


@pytest.mark.parametrize(("line", "meant"), [('titel = "A"', "title"), ("[form]\nheading = {}", "headings")])
def test_an_unknown_setting_says_what_was_meant(
    line: str, meant: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = f"{tmp_path}/speclift.toml"
    with open(file, "w") as stream:
        stream.write(line)
    assert main(["check", str(tmp_path), "--settings", file]) == 3
    assert f"\n  do: did you mean {meant}?\n" in capsys.readouterr().err
