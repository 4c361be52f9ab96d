"""Requests that curl, wget and HTTPie send, from shell blocks as people write them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.curl import curl_requests

PLACE = Place("page.md", 10)
URL = "https://api.test/bugs"


def read(text: str) -> MessageSample:
    found = curl_requests(text, PLACE)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("text", "method", "target"),
    [
        (f"curl {URL}", "GET", URL),
        (f"$ curl '{URL}'", "GET", URL),
        (f"# curl {URL}", "GET", URL),
        (f"$curl {URL}", "GET", URL),
        (f"user@host:~$ curl {URL}", "GET", URL),
        (f"PS C:\\> curl.exe {URL}", "GET", URL),
        (f"sudo curl {URL}", "GET", URL),
        (f"cat a.json | curl -XPOST {URL}", "POST", URL),
        (f"TOKEN=$(curl -s -X POST {URL} | jq .token)", "POST", URL),
        (f'curl -X "PATCH" {URL}', "PATCH", URL),
        (f"curl -sXDELETE {URL}", "DELETE", URL),
        (f"curl --request=PUT {URL}", "PUT", URL),
        (f"curl POST {URL}", "POST", URL),
        (f"curl -I {URL}", "HEAD", URL),
        (f"curl -T a.bin {URL}", "PUT", URL),
        (f"curl -F a=b {URL}", "POST", URL),
        (f"curl --url {URL} -o out.json -w '%{{http_code}}' --max-time 3", "GET", URL),
        (f"curl -sSL -o /dev/null {URL} > out.json 2>&1", "GET", URL),
        (f"curl \\\n  -H 'A: b' \\\n  {URL}", "GET", URL),
        (f"curl ^\n  -X PUT ^\n  {URL}", "PUT", URL),
        (f"curl `\n  -X PUT `\n  {URL}", "PUT", URL),
        (f"curl {URL}\n  -X PUT\n", "PUT", URL),
        (f"curl -H 'A: b' \\\n     \n     {URL} \\\n     -X PUT", "PUT", URL),
        (f"curl -I {URL}\n$   -H 'A: b'", "HEAD", URL),
        ("curl https://api.test/bugs?a=1&b=2", "GET", "https://api.test/bugs?a=1&b=2"),
        ("curl 'https://api.test/bugs?\n   a=1\n   &b=2'", "GET", "https://api.test/bugs?a=1&b=2"),
        ("curl https://<your host>/bugs/{bug id}?key=$KEY", "GET", "https://<your host>/bugs/{bug id}?key=$KEY"),
        ("curl ${HOST}/bugs", "GET", "${HOST}/bugs"),
        ("curl {{ site.api }}/bugs -I", "HEAD", "{{ site.api }}/bugs"),
        ("curl localhost:8080/bugs", "GET", "localhost:8080/bugs"),
        ("curl http://api.test/bugs\\?a\\=1", "GET", "http://api.test/bugs?a=1"),
        ("curl \u201chttps://api.test/bugs\u201d", "GET", URL),
        (f"curl -X GET -G {URL} -d a=1 --data-urlencode 'b=x y'", "GET", f"{URL}?a=1&b=x y"),
        (f"curl '{URL}\\\n -H 'A: b' \\\n -d '{{}}'", "POST", URL),
        (f"curl <em>{URL}</em>", "GET", URL),
    ],
)
def test_a_command_gives_method_and_target(text: str, method: str, target: str) -> None:
    found = read(text)
    assert (found.method, found.target) == (method, target)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("""curl URL -d '{"a": "b"}'""", {"a": "b"}),
        ("""curl URL --data-raw '{\n  "a": [1, 2]\n}'""", {"a": [1, 2]}),
        ("""curl --data "{\\"a\\": \\"b\\"}" URL""", {"a": "b"}),
        ("""curl -d "{ "a": "b", "c": {"d": "e"} }" URL""", {"a": "b", "c": {"d": "e"}}),
        ("""curl -d "{""a"": 1}" URL""", {"a": 1}),
        ("""curl -d '{"a": "it's", "b": 1}' URL""", {"a": "it's", "b": 1}),
        ("""curl -d '{"a": "it'\\''s"}' URL""", {"a": "it's"}),
        ("""curl -d '{"a": "'"$NAME"'", "b": "'$ID'"}' URL""", {"a": "$NAME", "b": "$ID"}),
        ("""curl -d $'{"a": "it\\'s"}' URL""", {"a": "it's"}),
        ("""curl --json '{"a": 1}' URL""", {"a": 1}),
        ("""curl -d {"a":1} URL""", {"a": 1}),
        ("""curl URL -d {\n  "a": 1,\n  "b": [2]\n}""", {"a": 1, "b": [2]}),
        ("""curl URL\n--data-raw\n'{\n  "a": 1\n}'""", {"a": 1}),
        ("""curl URL -d'{"a": 1}'""", {"a": 1}),
        ("""curl URL --data='{"a": 1}'""", {"a": 1}),
        ("""curl URL -d '{\n  "a": "<id>", // which\n  "b": 1,\n}'""", {"a": "<id>", "b": 1}),
        ("""curl -d '{"a": 1} \\\n  -H "A: b" URL""", {"a": 1}),
        ("""http POST URL a=b n:=1 l:='["x"]' T:v q==2""", {"a": "b", "n": 1, "l": ["x"]}),
        ("""wget --method=PUT --body-data='{"a": 1}' URL""", {"a": 1}),
    ],
)
def test_a_json_payload_is_read(text: str, value: Any) -> None:
    found = read(text.replace("URL", URL))
    assert orjson.loads(found.json) == value
    assert found.target.partition("?")[0] == URL
    assert found.method in ("POST", "PUT")


@pytest.mark.parametrize(
    ("text", "headers"),
    [
        ("curl -H 'Accept: a/b' -H \"X-Y:z\" URL", {"Accept": "a/b", "X-Y": "z"}),
        ("curl --header 'Accept: a/b \\\n --header 'X-Y: z' URL", {"Accept": "a/b", "X-Y": "z"}),
        ("curl -H Accept: a/b' \\\n URL", {"Accept": "a/b"}),
        ("curl -- header 'A: b' URL", {"A": "b"}),
        ("curl -u user:pass URL", {"Authorization": "Basic"}),
        ("curl --digest --user user URL", {"Authorization": "Digest"}),
        ("curl --oauth2-bearer $T URL", {"Authorization": "Bearer $T"}),
        ("curl -b 'sid=1' -c jar -A me URL", {"Cookie": "sid=1", "User-Agent": "me"}),
        ("curl -b cookies.txt URL", {}),
        ("curl -d a=b URL", {"Content-Type": "application/x-www-form-urlencoded"}),
        ("curl -F a=b URL", {"Content-Type": "multipart/form-data"}),
        ("curl --json '{}' URL", {"Content-Type": "application/json"}),
        ("wget --header 'A: b' -qO- URL", {"A": "b"}),
        ("http -a me:secret URL A:b", {"Authorization": "Basic", "A": "b"}),
    ],
)
def test_headers_are_read(text: str, headers: dict[str, str]) -> None:
    assert dict(read(text.replace("URL", URL)).headers) == headers


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("curl URL -d a=1 -d 'b=x y'", (("a", "1"), ("b", "x y"))),
        ("curl URL --data-urlencode 'a=+1 & 2%' -d b=2", (("a", "+1 & 2%"), ("b", "2"))),
        ("curl URL -d 'a=1&b=2'", (("a", "1"), ("b", "2"))),
        ("curl URL -F 'a=@x.png;type=image/png' -F b=2", (("a", "@x.png"), ("b", "2"))),
        ("curl URL --form 'meta={\"k\": 1};type=application/json'", (("meta", '{"k": 1}'),)),
        ("wget --post-data 'a=1&b=2' URL", (("a", "1"), ("b", "2"))),
        ("http -f POST URL a=1 b@x.png", (("a", "1"), ("b", "@x.png"))),
    ],
)
def test_form_fields_are_read(text: str, form: tuple[tuple[str, str], ...]) -> None:
    found = read(text.replace("URL", URL))
    assert found.form == form
    assert (found.method, found.json) == ("POST", "")


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("curl URL -d @a.json", "a.json"),
        ("curl URL --data-binary '@b/a.bin'", "b/a.bin"),
        ("curl -T a.bin URL", "a.bin"),
        ("wget --post-file a.json URL", "a.json"),
        ("http URL < a.json", "a.json"),
    ],
)
def test_a_body_from_a_file_has_the_name_of_the_file(text: str, file: str) -> None:
    found = read(text.replace("URL", URL))
    assert (found.body_file, found.body, found.json) == (file, "", "")
    assert found.method in ("POST", "PUT")


def test_a_transcript_gives_requests_and_responses() -> None:
    text = (
        f'$ curl -i {URL}\nHTTP/1.1 200 OK\nX-Id: 1\n\n[{{"id": 1}}]\n\n'
        f'# and one of them\n$ curl {URL}/1 \\\n  -H "A: b"\n'
        '{\n  "id": 1\n}\n$ echo done\n'
    )
    found = curl_requests(text, PLACE)
    assert [(sample.method, sample.status, sample.json, sample.place.line) for sample in found] == [
        ("GET", "", "", 10),
        ("", "200", '[{"id": 1}]', 11),
        ("GET", "", "", 17),
        ("", "", '{\n  "id": 1\n}', 19),
    ]


def test_the_first_command_of_each_line_gives_a_request() -> None:
    text = f"curl {URL}/1\n\nOR\n\ncurl -X PUT {URL}/2 -d '{{}}'\ncurl {URL}/3 && curl {URL}/4\n"
    found = [(sample.method, sample.target[-1], sample.place.line) for sample in curl_requests(text, PLACE)]
    assert found == [("GET", "1", 10), ("PUT", "2", 14), ("GET", "3", 15)]


@pytest.mark.parametrize(
    "text", ["", "echo curl", "curl --version", "npm install curl", "the curl command", "http is a protocol"]
)
def test_text_that_sends_nothing_gives_no_request(text: str) -> None:
    assert curl_requests(text, PLACE) == ()


TOKENS = st.sampled_from(
    [
        *(
            "curl ",
            "http ",
            "wget ",
            "$ ",
            "-d ",
            "-H ",
            "--data",
            "-X",
            "'",
            '"',
            "`",
            "\\",
            "\n",
            " ",
            "{",
            "}",
            "[",
            "]",
        ),
        *(
            '"a": 1',
            "<x>",
            "$(",
            ")",
            "|",
            "&",
            ";",
            ">",
            "<",
            "@f",
            "a=b",
            "https://x.test/y",
            "^",
            "#",
            "$'",
            "\u201c",
        ),
        *("HTTP/1.1 200 OK", "GET /x", "a:=1", "a==b", "\x00", "\ud800", "{{", "}}", "--", "-", "\t", "\r\n"),
    ]
)


@settings(max_examples=300)
@given(st.lists(TOKENS, max_size=50).map("".join))
def test_any_text_gives_requests_whose_json_is_strict(text: str) -> None:
    for sample in curl_requests("curl " + text, PLACE):
        assert PLACE.line <= sample.place.line <= PLACE.line + text.count("\n")
        if sample.json:
            orjson.loads(sample.json)
