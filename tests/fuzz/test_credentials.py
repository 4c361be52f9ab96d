"""A credential that no request can carry is refused before anything is sent, by its place and without its value."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.errors import UsageError
from speclift.fuzz.secrets.credentials import from_command, from_environment, from_file
from tests.contract.small import STRING, document, operation, parameter, properties
from tests.fuzz.hostile import answering

SPEC = document({"/things": {"get": operation("list", answer=properties(id=STRING))}})

#: Lines that cannot be sent, and the position of the character at fault.
UNFIT = [
    ("Bearer sesame-\u20acopen", 15),
    ("X-Key: sesame-\u20acopen", 15),
    ("X-Key: sesame-\x00open", 15),
    ("X-Key: sesame-\ropen", 15),
    ("X-Key: sesame-\x0bopen", 15),
    ("X-Key: sesame-\x7fopen", 15),
    ("X-Key: sesame-\x85open", 15),
    ("X-Key: sesame-\u2028open", 15),
    ("X-Key: sesame-open ", 19),
    ("X-Key: sesame-open\t", 19),
    (" Bearer sesame-open", 1),
    ("Bearer sesame-open\r\r", 19),
]


@pytest.mark.parametrize(("line", "place"), UNFIT)
def test_a_credential_that_no_header_can_carry_is_refused_with_its_place(line: str, place: int, tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_text(f"X-Other: fine\n\n{line}\n", encoding="utf-8", newline="")
    printing = f"import sys; sys.stdout.buffer.write(open({str(path)!r}, 'rb').read())"
    command = shlex.join([sys.executable, "-c", printing])
    for read, argument, source in (
        (from_file, str(path), f"the file {path}"),
        (from_command, command, "what --auth-command printed"),
    ):
        with pytest.raises(UsageError) as caught:
            read(argument)
        message = str(caught.value)
        assert f"In {source}, line 3, character {place} is " in message
        for part in ("sesame", "open", line[place - 1] if not line[place - 1].isspace() else "sesame"):
            assert part not in message.replace(str(path), "")


@pytest.mark.parametrize("line", ["Bearer sesame-\u20acopen", "Bearer sesame-open ", "Bearer sesame\udcff"])
def test_an_error_names_the_environment_variable(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "API_AUTH", line)
    with pytest.raises(UsageError, match="the environment variable API_AUTH, line 1, character") as caught:
        from_environment("API_AUTH")
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "line", ["Host: evil.example", "Content-Length: 3", "transfer-encoding: chunked", "Connection: sesame", "X-Key:"]
)
def test_a_header_that_is_not_a_credential_is_refused(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_AUTH", line)
    with pytest.raises(UsageError, match="API_AUTH"):
        from_environment("API_AUTH")


@pytest.mark.parametrize(
    "text",
    ["Basic bG9uZy11c2VyOmxvbmctc2VzYW1l\nb3Blbg==", "X-Key: sesame\nx-key: open", "Cookie: a=sesame\nCookie: b=1"],
)
def test_two_lines_for_one_header_are_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second would take the place of the first, as with a value that `base64` has wrapped."""
    monkeypatch.setenv("API_AUTH", text)
    with pytest.raises(UsageError, match="API_AUTH, line 2 is for the same header") as caught:
        from_environment("API_AUTH")
    assert "sesame" not in str(caught.value)
    assert "bG9" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("\ufeffBearer a\r\nX-Key:  b\tc \xe9\r\n \r\n", {"Authorization": "Bearer a", "X-Key": "b\tc \xe9"}),
        ("Bearer a${HOME}$${b", {"Authorization": "Bearer a${HOME}$${b"}),
    ],
)
def test_lines_are_read_without_expansion(text: str, headers: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "credentials"
    path.write_text(text, encoding="utf-8", newline="")
    assert from_file(str(path)) == headers


def test_a_credential_in_place_of_its_source_is_not_repeated(tmp_path: Path) -> None:
    """A user who passes the token itself by mistake finds no copy of it in the log."""
    (tmp_path / "latin").write_bytes(b"Bearer sesame-\xff")
    for read, argument in (
        (from_environment, "Bearer sesame"),
        (from_file, "Bearer sesame"),
        (from_file, "Bearer sesame\0"),
        (from_file, str(tmp_path / "latin")),
        (from_command, "sesame"),
        (from_command, "echo 'sesame"),
        (from_command, f'{sys.executable} -c \'print("sesame"); raise SystemExit("sesame")\''),
    ):
        with pytest.raises(UsageError) as caught:
            read(argument)
        assert "sesame" not in str(caught.value)


@pytest.mark.parametrize("line", ["Bearer sesame-\u20acopen", "X-Key: sesame\x01open"])
@pytest.mark.parametrize("phases", ["none", "fuzzing"])
def test_nothing_is_sent_with_a_credential_that_is_refused(
    line: str, phases: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_AUTH", line)
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(SPEC))
    with answering() as server:
        assert main(["fuzz", str(spec), "--url", server.url, "--auth-env", "API_AUTH", "--phases", phases]) == 2
    assert not server.requests
    output = capsys.readouterr()
    assert "sesame" not in output.err + output.out


def test_a_placeholder_in_a_credential_means_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("API_AUTH", "X-Key: ${HOME}$${HOME}${{}")
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(SPEC))
    with answering() as server:
        main(["fuzz", str(spec), "--url", server.url, "--auth-env", "API_AUTH", "--max-examples", "1"])
    keys = {fields["X-Key"] for _, _, fields, _ in server.requests if "X-Key" in fields}
    assert keys == {"${HOME}$${HOME}${{}"}
    assert "${HOME}" not in capsys.readouterr().out


def test_a_documented_header_that_cannot_be_sent_does_not_end_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The documented value is not valid in a header, and the engine would print a curl line with the credential."""
    monkeypatch.setenv("API_AUTH", "Bearer sesame-open")
    place = parameter("X-Place", "header", STRING, required=True, example="\u0141\u00f3d\u017a")
    api = document({**SPEC["paths"], "/places": {"get": operation("places", parameters=[place])}})
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(api))
    with answering() as server:
        code = main(["fuzz", str(spec), "--url", server.url, "--auth-env", "API_AUTH", "--max-examples", "1"])
    output = capsys.readouterr()
    assert code in (0, 1, 4)
    assert "GET /places" in output.out
    assert any(target.startswith("/things") for _, target in server.targets)
    assert "sesame" not in output.err + output.out
    assert "Traceback" not in output.err
