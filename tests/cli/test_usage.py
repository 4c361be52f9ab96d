"""A wrong command line ends in an error of the usual form, which suggests what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.client import templates


def usage_error(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The lines of the usage error of a command line, which prints nothing else."""
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
        (("--quiet", "check", "docs"), "The option --quiet comes before its command.", "write it after the command"),
        (("spec", "docs"), "speclift spec: -o/--output is missing.", "'speclift spec --help' explains it"),
        (("spec", "docs", "-o"), "-o/--output: expected one argument.", "'speclift spec --help' explains it"),
        (("spec",), "speclift spec: DOCS, -o/--output are missing.", "'speclift spec --help' explains it"),
        (
            ("spec", "docs", "-o", "x", "--openapi", "3.3"),
            "--openapi cannot be '3.3'.",
            "did you mean 3.2 or 3.1 or 3.0?",
        ),
        (("check", "docs", "--output-format", "jsn"), "--output-format cannot be 'jsn'.", "did you mean json?"),
        (("serve", "docs", "--wach"), "speclift serve has no option --wach.", "did you mean --watch?"),
        (("check", "docs", "--strict=yes"), "--strict takes no value 'yes'.", "'speclift check --help' explains it"),
        (("spec", "docs", "-o", "x", "--jobs", "two"), "--jobs: 'two' is not a whole number.", None),
        (("spec", "docs", "-o", "x", "--jobs", "0"), "--jobs: must be 1 or more.", None),
        (("mock", "x.yaml", "--port", "70000"), "--port: must be between 0 and 65535.", None),
        (("mock", "x.yaml", "--seed", "0.5"), "--seed: '0.5' is not a whole number.", None),
        (("fuzz", "x.yaml", "--min-covered", "most"), "--min-covered: 'most' is not a number.", None),
        (("fuzz", "x.yaml", "--mock", "--url", "x"), "--url: not allowed with argument --mock.", None),
        (("completion", "bash", "y"), "speclift completion takes no argument y.", None),
        (
            ("spec", "docs", "-o", "x", "--s", "y"),
            "--s may stand for several options.",
            "write the whole name of the option",
        ),
        (("completion", "bsh"), "shell cannot be 'bsh'.", "did you mean bash or zsh?"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_line_suggests_what_was_meant(
    words: tuple[str, ...], message: str, advice: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _, last = usage_error(capsys, *words)
    assert first == f"speclift: E001 {message}"
    if advice:
        assert last == f"  do: {advice}"


@pytest.mark.parametrize("url", ["http://user:hunter22@api.example.com/", "https://hunter22@api.example.com:99999"])
@pytest.mark.parametrize(
    "words",
    [
        ("fuzz", "x.json", "{}"),
        ("verify", "x.json", "--against", "y.json", "--url", "http://localhost", "{}"),
        ("client", "{}", "-o", "x"),
        ("diff", "{}", "x.json"),
        ("check", "{}"),
        ("{}",),
    ],
)
def test_the_login_of_a_url_in_the_wrong_place_is_not_repeated(
    words: tuple[str, ...], url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(url) for word in words]) in (2, 3)
    output = capsys.readouterr()
    assert "hunter22" not in output.out + output.err
    assert "[redacted]@api.example.com" in output.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("verify", "docs", "--url", "x"), "speclift verify DOCS|SPEC --against SPEC --url URL"),
        (("verify", "docs", "--against", "x", "--url"), "--url URL"),
        (("spec", "docs", "-o", "x", "--jobs", "two"), "--jobs N"),
        (("spec", "docs", "-o", "x", "--quiet=y"), "--quiet"),
        (("completion",), "speclift completion shell"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_expected_names_each_value(
    words: tuple[str, ...], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert usage_error(capsys, *words)[1] == f"  expected: {expected}"


def test_words_after_two_dashes_are_no_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--", "--docs"]) == 3
    assert "E003" in capsys.readouterr().err


@pytest.mark.parametrize(("line", "meant"), [('titel = "A"', "title"), ("[form]\nheading = {}", "headings")])
def test_an_unknown_setting_suggests_what_was_meant(
    line: str, meant: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = f"{tmp_path}/speclift.toml"
    with open(file, "w") as stream:
        stream.write(line)
    assert main(["check", str(tmp_path), "--settings", file]) == 3
    assert f"\n  do: did you mean {meant}?\n" in capsys.readouterr().err


PAGE = "# Kites\n\n## List kites\n\n`GET /kites`\n\nReturns `200 OK`.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with docs and other files in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPECLIFT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "kites.md").write_text(PAGE)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x\n")
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.1\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {'200': {description: A}}}}}\n"
    )
    (tmp_path / "openapi.json").write_text("{}")
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("check", "docs", "--settings", "nowhere.toml"), 3, "nowhere.toml: E002 The settings cannot be read"),
        (("check", "docs", "--settings", "docs"), 3, "docs: E002 The settings cannot be read: Is a directory."),
        (("check", "docs", "--include-root", "nowhere"), 2, "nowhere: E001 There is no folder 'nowhere'."),
        (("check", "docs", "--include-root", "file"), 2, "file: E001 There is no folder 'file'."),
        (("check", "openapi.yaml"), 3, "openapi.yaml: E004 No page describes an operation."),
        (("check", "empty"), 3, "empty: E004 There is no markdown page."),
        (("learn", "empty"), 3, "empty: E004 There is no markdown page."),
        (("spec", "docs", "-o", "docs"), 3, "docs: E005 The output cannot be written: Is a directory."),
        (("spec", "docs", "-o", "/proc/x.yaml"), 3, "/proc/x.yaml: E005 The output cannot be written"),
        (("spec", "docs", "-o", "x.yaml", "--overlay", "no.yaml"), 3, "no.yaml: E003 The file cannot be read"),
        (("bundle", "docs"), 3, "docs: E003 The file cannot be read: Is a directory."),
        (("bundle", "nowhere.yaml"), 3, "nowhere.yaml: E003 The file cannot be read: No such file or directory."),
        (("bundle", "openapi.yaml", "--allow-ref", "nowhere"), 2, "E001 There is no folder 'nowhere'."),
        (("models", "openapi.yaml", "-o", "x.txt"), 2, "E001 'x.txt' is neither a module nor a package."),
        (("client", "openapi.yaml", "-o", "out", "--package", ""), 2, "E001 The value of --package is empty."),
        (("mock", "openapi.yaml", "--faults", ""), 2, "E001 --faults: names nothing."),
        (("mock", "openapi.yaml", "--faults", "json-empt"), 2, "E001 There is no fault 'json-empt'."),
        (("mock", "openapi.yaml", "--host", "no.invalid"), 3, "E005 Nothing can listen on no.invalid:8080: Name or"),
        (("diff", "openapi.yaml", "openapi.yaml", "--only", "operation-remvoed"), 2, "E001 There is no rule 'op"),
        (("diff", "openapi.yaml", ","), 3, ",: E003 The file cannot be read: No such file or directory."),
        (("diff", "openapi.yaml", "openapi.yaml", "--severity", "no"), 3, "no: E002 The severities cannot be read"),
        (("fuzz", "openapi.yaml", "--mock", "--replay", "no"), 3, "no: E003 The report cannot be read: No such file"),
        (("fuzz", "openapi.yaml", "--url", "localhost"), 2, "E001 The value of --url is not the base URL of a server."),
        (("fuzz", "merge", "openapi.json"), 3, "openapi.json: E003 The report cannot be read: "),
        (("fuzz", "openapi.yaml", "--mock", "--baseline", "no"), 3, "no: E003 The baseline cannot be read: No such"),
        (("explain", "docs", "get"), 2, "E001 The docs have nothing with the name 'get'."),
        (("spec", "docs", "-z"), 2, "E001 speclift spec has no option -z."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_argument_is_reported_with_advice(
    words: tuple[str, ...], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == code
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"speclift: {message}")
    assert [line.partition(":")[0] for line in lines[1:]] == ["  expected", "  do"]
    assert "Errno" not in lines[0]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("docs", [("docs", "docs"), ("docs", "./docs/"), ("docs", "docs/kites.md")], ids=" ".join)
def test_pages_that_are_given_twice_count_once(docs: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "docs"]) == 0
    once = capsys.readouterr().out
    assert main(["coverage", *docs]) == 0
    assert capsys.readouterr().out == once


@pytest.mark.usefixtures("here")
def test_codes_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "docs", "SL205"]) == 0
    assert capsys.readouterr().out.endswith("  The docs have no such finding.\n")
    assert main(["explain", "docs", "E004"]) == 0
    assert capsys.readouterr().out.startswith("E004 ends a run: No page describes an operation")
    for word, meant in (("E04", "E004"), ("operation-remved", "operation-removed"), ("sl205", "SL205")):
        assert main(["explain", "docs", word]) == 2
        assert f"  do: did you mean {meant}" in capsys.readouterr().err


def test_an_override_that_changes_nothing_is_reported_with_the_path_of_its_file(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether or not the settings come with the docs."""
    text = '[[overrides]]\ntarget = "Nothing.at_all"\ntype = "string"\n'
    for place in ("docs/speclift.toml", "speclift.toml"):
        (here / place).write_text(text)
        assert main(["check", "docs"]) == 0
        file, _, code = capsys.readouterr().out.splitlines()[0].split(":")[:3]
        assert (file, code.split()[0]) == (place, "SL401")
        assert main(["explain", "docs", "SL401"]) == 0
        assert f"  {place}:" in capsys.readouterr().out
        (here / place).unlink()


def test_an_override_that_changes_nothing_is_reported_with_its_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever else is in the file, and even if only the line numbers changed since the last run."""
    text = (
        '# target = "Not.this"\ntitle = """\ntarget = "Nor.this"\n"""\n[tags]\ntarget = "nor this"\n'
        '[[overrides]]\ntarget = "getKites"\n[[overrides]]\ntype = "string"\n"t\\u0061rget" = "Kite.a"\n'
        '[[overrides]]\ntarget = "Kite.a"\n'
    )
    inline = 'overrides = [\n  { target = "getKites" },\n  # Two more.\n  { type = "string", target = "Kite.a" },\n]\n'
    project = text.replace("[[overrides]]", "[[tool.speclift.overrides]]").replace("[tags]", "[tool.speclift.tags]")
    for file, written, lines in (
        ("speclift.toml", text, [11, 13]),
        ("speclift.toml", f"\n{text}", [12, 14]),
        ("speclift.toml", inline, [4]),
        ("pyproject.toml", f"[[overrides]]\ntarget = 1\n[tool.speclift]\n{project}", [14, 16]),
        ("pyproject.toml", f"[tool]\nspeclift.{inline}", [5]),
    ):
        (here / "speclift.toml").unlink(missing_ok=True)
        (here / file).write_text(written)
        assert main(["check", "docs"]) == 0
        found = re.findall(r"^(.*): SL401", capsys.readouterr().out, re.M)
        assert found == [f"{file}:{line}" for line in lines]


@pytest.mark.parametrize("text", [b"{{ 1 // 0 }}", b"{{ nothing.at.all }}", b"{% if", b"\xff\xfe\x00", b"{{ [][1] }}"])
def test_a_template_that_cannot_be_used_is_reported(
    here: Path, text: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "mine" / "package").mkdir(parents=True)
    (here / "mine" / "package" / "__init__.py.jinja").write_bytes(text)
    assert main(["client", "openapi.yaml", "-o", "out", "--templates", "mine"]) == 3
    assert "E007 The template cannot be rendered: " in capsys.readouterr().err
    assert not (here / "out").exists()


def test_a_page_that_cannot_be_read_is_reported_with_its_relative_path(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "empty" / "a.md").write_bytes(b"\xff\xfe")
    (here / "empty" / "b.md").write_bytes(b"\xff\xfe")
    assert main(["check", "empty"]) == 3
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("  do: mend empty/a.md:1: SL101 ")
    assert last.endswith(" That is the first of 2 errors on 2 pages.")


def test_missing_templates_are_an_error_and_make_no_empty_client(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(templates, "__file__", str(here / "lib" / "python" / "speclift" / "client" / "templates.py"))
    assert main(["client", "openapi.yaml", "-o", "out"]) == 3
    assert "E007 The templates of speclift are missing." in capsys.readouterr().err
    assert not (here / "out").exists()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("generate", "docs", "-o", "out"), "1 operation, 0 schemas, 0 findings, "),
        (("report", "docs", "-o", "out.html"), "1 operation, 0 components, 0 findings"),
        (("check", "docs", "--fix"), "0 mended in 0 files; 0 findings left, "),
        (("coverage", "docs"), "Read 2 of 2 blocks"),
        (("coverage", "docs"), "Outside of them: 0 blocks. With operations or types: 1 of 1 file."),
        (("learn", "docs"), "# 1 file: 1 operation, 0 types; "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_one_of_a_kind_is_in_the_singular(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    printed = capsys.readouterr()
    assert said in printed.out + printed.err


@pytest.mark.usefixtures("here")
def test_learn_does_not_speak_of_settings_that_are_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    for place, end in (("docs/speclift.toml", "was not made"), ("docs/speclift.toml", "stays as it is")):
        assert main(["learn", "docs", "--write"]) == 0
        assert capsys.readouterr().err == f"nothing is new, so {place} {end}\n"
        Path(place).write_text("")
