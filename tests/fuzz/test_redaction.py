"""No report and no other text of a run has a credential, however a server spells it."""

from __future__ import annotations

import base64
import errno
import gzip
import html
import json
import logging
import re
import threading
import time
import traceback
import tracemalloc
import warnings
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.cli.main import main
from speclift.errors import BrokenRunError, OutputError, UsageError
from speclift.fuzz.exchange import Request
from speclift.fuzz.finding import Finding, Result
from speclift.fuzz.secrets.credentials import REDACTED, Redactor
from speclift.fuzz.secrets.logging import redacting
from speclift.fuzz.secrets.redaction import KEPT, redacted
from speclift.storage.files import write_files
from tests.contract.small import document, operation, parameter, properties
from tests.fuzz.findings import finding_of
from tests.fuzz.hostile import Response, answering

TOKEN = "q+7/Zt&w=k<9>'x~é%41"
USER, PASSWORD = "alice.b", 'op sesame+"é'
PAIR = f"{USER}:{PASSWORD}"
BASIC = base64.b64encode(PAIR.encode()).decode()
HEADERS = {"Authorization": f"Basic {BASIC}", "X-Key": TOKEN, "Cookie": "sid=cookie-val; b=2"}


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def quoted_printable(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode())


def percent_encoded(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


#: The ways in which servers spell a text that they repeat.
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON of .NET": lambda text: re.sub(r"[^\w ]", lambda found: f"\\u{ord(found[0]):04X}", text),
    "JSON of PHP": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "JSON with each character escaped": lambda text: "".join(f"\\u{ord(character):04x}" for character in text),
    "JSON of aiohttp": lambda text: json.dumps(text.encode("latin-1").decode(errors="surrogateescape"))[1:-1],
    "JavaScript": lambda text: "".join(f"\\u{{{ord(character):x}}}" for character in text),
    "Python": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode("latin-1")),
    "HTML": html.escape,
    "HTML with named entities": lambda text: (
        html.escape(text).replace("+", "&plus;").replace("/", "&sol;").replace(".", "&period;")
    ),
    "HTML with decimal entities": lambda text: "".join(f"&#{ord(character):05d};" for character in text),
    "HTML with hexadecimal entities": lambda text: "".join(f"&#x{ord(character):X};" for character in text),
    "percent": lambda text: quote(text, safe=""),
    "percent for some characters": lambda text: quote(text, safe="/+&=~"),
    "percent in lower case": percent_encoded,
    "percent twice": lambda text: quote(percent_encoded(text), safe=""),
    "percent-u of IIS": lambda text: "".join(f"%u{ord(character):04x}" for character in text),
    "form": quote_plus,
    "base64": base64_of,
    "base64 after one byte": lambda text: base64_of(f"x{text}yz"),
    "base64 after two bytes": lambda text: base64_of(f"xy{text}z"),
    "base64 for URLs": lambda text: base64.urlsafe_b64encode(f"?{text}".encode()).decode().rstrip("="),
    "base64 of a header line": lambda text: base64_of(f"Authorization: Basic {text}"),
    "base64 of JSON": lambda text: base64_of(json.dumps({"a": text})),
    "base64 in a URL": lambda text: quote(base64_of(text), safe=""),
    "base64 in lines": lambda text: base64.encodebytes(f"{text:>80}".encode()).decode(),
    "base64 twice": lambda text: base64_of(base64_of(text)),
    "base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in upper case": lambda text: f"A{text.encode().hex().upper()}",
    "hexadecimal with spaces": lambda text: text.encode().hex(" "),
    "hexadecimal with colons": lambda text: text.encode().hex(":"),
    "hexadecimal in lines": lambda text: text.encode().hex("\n"),
    "base32": lambda text: base64.b32encode(b"ab" + text.encode()).decode(),
    "numbers": lambda text: json.dumps(list(text.encode())),
    "numbers in lines": lambda text: json.dumps(list(text.encode()), indent=2),
    "numbers of Go": lambda text: str(list(text.encode())).replace(",", ""),
    "numbers by their numbers": lambda text: json.dumps(dict(enumerate(text.encode()))),
    "characters": lambda text: json.dumps(list(text), indent=1),
    "characters of Python": lambda text: str(list(text)),
    "characters by their numbers": lambda text: json.dumps(dict(enumerate(text)), separators=(",", ":")),
    "octal, short": lambda text: "".join(f"\\{ord(character):o}" for character in text),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode()),
    "long escapes": lambda text: "".join(f"\\U{ord(character):08x}" for character in text),
    "HTML with long entities": lambda text: "".join(f"&#{ord(character):012d};" for character in text),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "quoted-printable in lines": lambda text: f"{quoted_printable(text[:5])}=\r\n{quoted_printable(text[5:])}",
    "wrapped": lambda text: f"{text[:5]}\r\n  {text[5:]}",
    "with a break": lambda text: f"{text[:5]}<wbr>{text[5:]}",
    "HTML with a soft hyphen": lambda text: f"{html.escape(text[:5])}&shy;{html.escape(text[5:])}",
    "with a zero-width space": lambda text: f"{text[:5]}\u200b{text[5:]}",
    "gzip in base64": lambda text: base64.b64encode(gzip.compress(f"a: {text}".encode())).decode(),
    "deflate in base64": lambda text: base64.b64encode(zlib.compress(text.encode())).decode(),
    "JSON in HTML in a query": lambda text: quote(html.escape(json.dumps(text)[1:-1]), safe=""),
}
SECRETS = {
    "token": TOKEN,
    "user": USER,
    "password": PASSWORD,
    "user and password": PAIR,
    "basic credential": BASIC,
    "cookie": "cookie-value-1",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("around", [("", ""), ("a: ", "."), ('{"a":"', '"}'), ("a=", "&b=c"), ("abc", "xyz")])
def test_no_spelling_of_a_secret_is_left(spelling: str, name: str, around: tuple[str, str]) -> None:
    spelled = SPELLINGS[spelling](SECRETS[name])
    text = spelled.join(around)
    for shown in (Redactor(HEADERS).text(text), Redactor(HEADERS).data(text.encode()).decode()):
        assert REDACTED in shown
        # Its first characters may stay: they may share a group of digits with the text in front of them.
        assert spelled[len(spelled) // 2 :] not in shown
        assert shown.startswith(around[0][:-3])


@pytest.mark.parametrize("token", ["Of-Sixteen-Or-So", "aB3+/cD4&eF5"])
def test_a_secret_is_found_in_upper_and_lower_case(token: str) -> None:
    redactor = Redactor({"X-Key": token})
    for spelled in (token.upper(), token.lower(), token.swapcase(), html.escape(token.upper())):
        assert redactor.text(f"a {spelled}.") == f"a {REDACTED}."
        assert redactor.data(f"a {spelled}.".encode()) == f"a {REDACTED}.".encode()


@pytest.mark.parametrize("packed", [gzip.compress(TOKEN.encode()), zlib.compress(TOKEN.encode())], ids=["gzip", "zlib"])
def test_a_secret_in_compressed_bytes_is_not_shown(packed: bytes) -> None:
    shown = Redactor(HEADERS).data(b"a " + packed + b" z")
    assert shown.startswith(f"a {REDACTED}".encode())
    assert packed[-10:] not in shown
    other = gzip.compress(b"nothing to hide")
    assert Redactor(HEADERS).data(other) == other


def test_a_gzip_bomb_is_unpacked_only_in_part() -> None:
    bomb = gzip.compress(bytes(200 * 2**20))
    tracemalloc.start()
    try:
        Redactor(HEADERS).data(bomb[:KEPT] * 2)
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("spelling", ["plain", "JSON of .NET", "percent", "base64"])
@pytest.mark.parametrize("token", ["of-sixteen-or-so", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.signature-of-it"])
def test_a_part_of_a_token_is_redacted_too(spelling: str, token: str) -> None:
    """Servers and checks cut long values down to their start or their end."""
    redactor = Redactor({"Authorization": f"Bearer {token}"})
    for part in (token[: len(token) // 2 + 2], token[-len(token) // 2 - 2 :], token[:14], token[-14:]):
        spelled = SPELLINGS[spelling](part)
        shown = redactor.text(f"no such token: {spelled}")
        assert REDACTED in shown
        assert spelled[3:-3] not in shown
    assert redactor.text("Bearer of none, eyJhbG") == "Bearer of none, eyJhbG"


def test_a_secret_of_four_characters_is_redacted_and_one_of_three_is_not() -> None:
    redactor = Redactor({"X-Key": "abc", "X-Other": "wxyz"})
    assert redactor.text("abc wxyz") == f"abc {REDACTED}"


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), min_size=4), st.text(), st.text())
def test_text_without_a_secret_stays(secret: str, before: str, after: str) -> None:
    redactor = Redactor({"X-Key": secret.strip() or "none"})
    shown = redactor.text(f"{before}\n{secret}\n{after}")
    assert secret.strip() in REDACTED or len(secret.strip()) < 4 or secret.strip() not in shown.replace(REDACTED, "")
    assert Redactor({}).text(before) == before
    assert Redactor({}).data(before.encode(errors="replace")) == before.encode(errors="replace")


@pytest.mark.parametrize(
    "text",
    [
        "An order of 3 % is %zz, and &unknown; is \\uXYZ.",
        '{"name": "caf\\u00e9", "link": "a%20b", "data": "aGVsbG8gd29ybGQ="}',
        "<p>Fish &amp; chips</p> de:ad:be:ef 0x41, 0x42",
        "\0\x01\\",
    ],
)
def test_escapes_without_a_secret_stay_as_they_are(text: str) -> None:
    assert Redactor(HEADERS).text(text) == text


#: Bodies on which a pattern that backtracks takes long.
BODIES: Mapping[str, bytes] = {
    "base64": base64.b64encode(bytes(range(256)) * 12),
    "lines": base64.encodebytes(bytes(range(256)) * 12),
    "hexadecimal": bytes(range(256)).hex(" ").encode() * 16,
    "percent": b"%25" * 4000,
    "percent signs": b"%" * 16_000,
    "escapes": b"\\\\u0041" * 2000,
    "backslashes": b"\\" * 16_000,
    "entities": b"&abcdefghijklmnopqrstuvwxyz" * 600,
    "ampersands": b"&#" * 8000,
    "gaps": b"41 " * 5000,
    "breaks": b"a\r\n  " * 3000,
    "spaces": b"a\n" + b" " * 16_000,
    "zeros": b"\0" * 16_000,
    "secrets": TOKEN.encode() * 700,
    "letters": b"A" * 16_000,
    "numbers": b"104, 105, " * 1600,
    "numbers and gaps": b"104," + b" " * 16_000,
    "quoted": b"=41=\r\n" * 2600,
    "characters": b'"a", ' * 3200,
    "quotes": b"'\"" * 8000,
    "keys": b'"a"' + b" " * 16_000,
    "zeros of HTML": b"&#" + b"0" * 16_000,
    "compressed": gzip.compress(b"a" * 100) * 200,
    "as if compressed": b"\x1f\x8b\x08x\x9c" * 3200,
}


@pytest.mark.parametrize("body", BODIES)
def test_the_time_of_redaction_grows_in_proportion_to_the_text(body: str) -> None:
    """Sixteen times the text takes about sixteen times as long; quadratic work would take 256 times as long."""

    def seconds(data: bytes) -> float:
        started = time.process_time()
        Redactor(HEADERS).data(data)
        return time.process_time() - started

    small, large = (min(seconds(BODIES[body] * times) for _ in range(3)) for times in (1, 16))
    assert large < 0.02 + 80 * small


def finding(content: bytes, message: str = "") -> Finding:
    headers = {"x-of": f"not {quote(TOKEN)}", f"x-{TOKEN}": "a"}
    return finding_of(message=message, headers=headers, content=content)


#: Fields with text of the document or of speclift; a server address with credentials is refused.
WITHOUT_SECRETS = {"operation_id", "label", "check", "level", "source", "phase", "stopped", "url"}


def test_no_text_of_a_result_has_a_credential() -> None:
    """This holds for each field that has text, also for those that are added later."""
    url = f"http://localhost/things/{quote(TOKEN, safe='')}?key={quote_plus(TOKEN)}"
    request = Request("GET", url, {"X-Other": TOKEN, f"X-{TOKEN}": "a"}, TOKEN.encode())
    filled: dict[str, object] = {"sent": (request,), "content": TOKEN.encode()}
    plain = finding(b"")
    for field in msgspec.structs.fields(Finding):
        if field.type is str and field.name not in WITHOUT_SECRETS:
            filled[field.name] = TOKEN
        # `others` lists operations of the document.
        if field.type == tuple[str, ...] and field.name != "others":
            filled[field.name] = (TOKEN,)
    result = Result((msgspec.structs.replace(plain, **filled),), (), 1, 1, 0.1, url="http://localhost")
    texts = {field.name: TOKEN for field in msgspec.structs.fields(Result) if field.type is str}
    lists = {field.name: (TOKEN,) for field in msgspec.structs.fields(Result) if field.type == tuple[str, ...]}
    assert filled.keys() >= {"title", "message", "cause", "places"}
    assert set(lists) == {"problems", "notes", "refused"}
    for name in WITHOUT_SECRETS:
        texts.pop(name, None)
    shown = redacted(msgspec.structs.replace(result, **texts, **lists), Redactor(HEADERS))
    text = msgspec.json.encode(shown).decode() + repr(shown)
    assert text.count(REDACTED) > 10
    for spelled in (TOKEN, quote(TOKEN, safe=""), quote_plus(TOKEN), json.dumps(TOKEN)[1:-1], base64_of(TOKEN)):
        assert spelled not in text


def test_a_secret_that_was_cut_is_not_shown() -> None:
    """Redaction shortens a text, so that the cut secret at its end moves into the part that is shown."""
    many = (percent_encoded(percent_encoded(TOKEN)) + " ") * 2000
    text = many[: KEPT + 20]
    result = Result((finding(text.encode(), text),), (), 1, 1, 0.1, url="http://localhost")
    found = redacted(result, Redactor(HEADERS)).findings[0]
    assert REDACTED in found.content.decode()
    for shown in (found.content.decode(), found.message):
        assert not re.search("%(?:25)+", shown)
    assert TOKEN not in json.dumps(found.headers, ensure_ascii=False)
    assert quote(TOKEN) not in json.dumps(found.headers)


def echoing(spell: Callable[[str], str]) -> Callable[[str, Mapping[str, str]], Response]:
    """Responses that repeat the credential in the body, in a header and in a value that causes a finding of its own."""

    def respond(target: str, fields: Mapping[str, str]) -> Response:
        shown = spell(fields.get("X-Key", "nobody").encode("latin-1").decode("utf-8", "replace"))
        data = json.dumps({"name": 1, "kind": shown, shown: {"a": shown}, "at": "2024-01-01T00:00:00"}).encode()
        return (500 if "?" in target else 200), {"X-Shown": shown.replace("\n", " ").encode().decode("latin-1")}, data

    return respond


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """All that is written during a run: what a killed run leaves behind."""
    contents: list[bytes] = []

    def write(files: Mapping[str, bytes]) -> tuple[str, ...]:
        contents.extend(files.values())
        return write_files(files)

    monkeypatch.setattr("speclift.fuzz.runs.heartbeat._FIRST_KEPT", 0)
    monkeypatch.setattr("speclift.storage.files.write_files", write)
    return contents


ECHOED_TOKEN = "token+of/nobody&0123=="


@pytest.mark.parametrize("spelling", ["plain", "JSON of .NET", "HTML", "percent twice", "base64", "hexadecimal"])
def test_no_report_has_a_credential(
    spelling: str,
    tmp_path: Path,
    written: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spell = SPELLINGS[spelling]
    monkeypatch.setenv("API_AUTH", f"X-Key: {ECHOED_TOKEN}")
    kind = {"type": "string", "enum": ["a", "b"]}
    answer = properties(name={"type": "string"}, kind=kind, at={"type": "string", "format": "date-time"})
    asking = parameter("q", "query", {"type": "string"}, example="a")
    listed = operation("list", answer=answer, parameters=[asking])
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document({"/things": {"get": listed}})))
    files = {kind: tmp_path / f"report.{kind}" for kind in ("json", "junit", "sarif", "html")}
    reports = [option for kind, path in files.items() for option in (f"--report-{kind}", str(path))]
    baseline = tmp_path / "known.json"
    with answering(echoing(spell)) as server:
        command = ["fuzz", str(spec), "--url", server.url, "--auth-env", "API_AUTH", "--max-examples", "2"]
        assert main([*command, *reports, "--write-baseline", str(baseline)]) == 1
        run_output = capsys.readouterr()
        assert main([*command, "--replay", str(files["json"])]) == 1
        replay_output = capsys.readouterr()
    assert any(fields.get("X-Key") == ECHOED_TOKEN for _, _, fields, _ in server.requests)
    assert len(json.loads(files["json"].read_text())["findings"]) > 2
    texts = [run_output.out, run_output.err, replay_output.out, replay_output.err]
    interim = [data.decode() for data in written]
    assert len(interim) > 2 * len(files)
    for text in (*texts, *interim, *(path.read_text() for path in (*files.values(), baseline))):
        for spelled in {
            ECHOED_TOKEN,
            spell(ECHOED_TOKEN),
            json.dumps(spell(ECHOED_TOKEN))[1:-1],
            html.escape(spell(ECHOED_TOKEN)),
        }:
            assert spelled not in text


def test_a_finding_is_printed_with_the_key_that_reports_and_baselines_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key does not depend on the credential: a new token is no new finding, even if the server repeats it."""
    marks = {"type": "object", "additionalProperties": {"type": "integer"}}
    spec, report, baseline_file = (tmp_path / name for name in ("api.json", "report.json", "known.json"))
    spec.write_text(json.dumps(document({"/things": {"get": operation("list", answer=properties(marks=marks))}})))
    command = ["fuzz", str(spec), "--auth-env", "API_AUTH", "--phases", "none", "--report-json", str(report)]

    def respond(_: str, fields: Mapping[str, str]) -> Response:
        return 200, {}, json.dumps({"marks": {fields.get("X-Key", "nobody"): "good"}}).encode()

    printed = []
    with answering(respond) as server:
        for token, baseline in ((ECHOED_TOKEN, "--write-baseline"), (f"other-{ECHOED_TOKEN}", "--baseline")):
            monkeypatch.setenv("API_AUTH", f"X-Key: {token}")
            main([*command, "--url", server.url, baseline, str(baseline_file)])
            errors = capsys.readouterr().err
            printed.append(re.findall(r"^FAILURE .*\(([0-9a-f]{12})\)$", errors, re.M))
            assert token not in errors
    findings = json.loads(report.read_text())["findings"]
    with_token = [finding["key"] for finding in findings if REDACTED in finding["cause"]]
    assert len(with_token) == 1
    assert set(with_token) <= set(printed[0]) <= {finding["key"] for finding in findings}
    assert printed[1] == []


def warn_and_raise() -> None:
    """Log, warn and raise, as libraries do with a request that they cannot send."""
    logging.getLogger("urllib3").warning("a header field: %s", TOKEN)
    warnings.warn(TOKEN, stacklevel=1)
    error = ValueError(f"no such token: {quote(TOKEN)}")
    error.add_note(f"curl -H 'X-Key: {TOKEN}'")
    raise error from KeyError(TOKEN)


def find_no_folder() -> None:
    """Raise what `tempfile` does on a system without a folder for temporary files."""
    try:
        warn_and_raise()
    except ValueError:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']") from None


def raise_usage_error() -> None:
    thread = threading.Thread(target=warn_and_raise)
    thread.start()
    thread.join()
    raise UsageError(f"{TOKEN} is wrong", expected=quote(TOKEN), advice=html.escape(TOKEN))


def test_a_system_without_a_folder_for_temporary_files_is_the_error_of_every_command() -> None:
    with pytest.raises(OutputError, match="no folder for temporary files") as caught, redacting(Redactor(HEADERS)):
        find_no_folder()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_not_there_is_no_lack_of_a_folder() -> None:
    with pytest.raises(BrokenRunError, match="No such file"), redacting(Redactor(HEADERS)):
        Path("/nowhere/at/all").read_bytes()


@pytest.mark.parametrize(("fails", "kind"), [(warn_and_raise, BrokenRunError), (raise_usage_error, UsageError)])
def test_no_exception_log_or_warning_has_a_secret(
    fails: Callable[[], None],
    kind: type[Exception],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    recwarn: pytest.WarningsRecorder,
) -> None:
    with pytest.raises(kind) as caught, redacting(Redactor(HEADERS)):
        fails()
    output = capsys.readouterr()
    assert ("a thread ended early: ValueError" in output.err) == (fails is raise_usage_error)
    assert (caplog.records, recwarn.list) == ([], [])
    assert REDACTED in str(caught.value)
    traced = "".join(traceback.format_exception(caught.value))
    for text in (str(caught.value), str(caught.value.__cause__), traced, output.err, output.out):
        assert not any(spell(TOKEN) in text for spell in SPELLINGS.values())


@pytest.mark.parametrize("command", ["fuzz", "fuzz --replay", "verify"])
def test_no_command_ends_with_an_exception_that_has_a_secret(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever fails in a run, the terminal shows the kind of the exception and no credential."""
    monkeypatch.setenv("API_AUTH", f"X-Key: {ECHOED_TOKEN}")
    spec = tmp_path / "api.json"
    spec.write_text(json.dumps(document({"/things": {"get": operation("list", answer=properties(id={}))}})))

    def fail(*_: object, **__: object) -> None:
        raise ValueError(f"curl -H 'X-Key: {quote(ECHOED_TOKEN)}'")

    name, _, option = command.partition(" ")
    monkeypatch.setattr(f"speclift.cli.commands.{name}._{option.strip('-') or name}", fail)
    more = {"fuzz": (), "fuzz --replay": ("--replay", "report.json"), "verify": ("--against", str(spec))}[command]
    assert main([name, str(spec), "--url", "http://127.0.0.1:9", "--auth-env", "API_AUTH", *more]) == 3
    errors = capsys.readouterr().err
    assert f"E009 The run broke off: ValueError: curl -H 'X-Key: {REDACTED}'" in errors
