"""Which code blocks hold programs."""

from __future__ import annotations

import pytest

from speclift.reading.samples.languages import is_other_language, language_of

PROGRAMS = [
    ("python", "x = 1"),
    ("Ruby", "{}"),
    ("{.java}", "x"),
    ('go title="main.go"', ""),
    ("javascript", "const headers = {\n  'Accept': 'a/b'\n};\nfetch('/x', {headers})"),
    ("js", "const api: shop.BugApi = new shop.BugApi(config);"),
    ("", "import requests\n\nr = requests.get('x')"),
    ("", "<?php\n$ch = curl_init();"),
    ("", 'var client = new RestClient("x");'),
    ("", 'HttpResponse<String> response = Unirest.get("x")'),
    ("", "func main() {\n}"),
    ("powershell", "$body = @{}\nInvoke-RestMethod -Uri x"),
    ("", "public class Bug {\n}"),
    ("text", "def close\nend"),
]

OTHERS = [
    ("json", '{"import": "x"}'),
    ("javascript", '{\n  "success": true\n}'),
    ("http", "POST /x\n\nimport a"),
    ("bash", "curl x\nreturn 1"),
    ("shell-session", "$ vault write x"),
    ("", "GET /classes"),
    ("", "<bug><id>1</id></bug>"),
    ("", "HTTP/1.1 200 OK\nContent-Type: a/b"),
    ("xml", "<a/>"),
    ("yaml", "a: b"),
    ("powershell", "curl --location 'https://api.test'"),
    ("", ""),
    ("text", "The class of the bug, and what it returns."),
]


@pytest.mark.parametrize(("info", "text"), PROGRAMS)
def test_a_block_in_a_programming_language_is_recognised(info: str, text: str) -> None:
    assert is_other_language(info, text)


@pytest.mark.parametrize(("info", "text"), OTHERS)
def test_any_other_block_is_no_program(info: str, text: str) -> None:
    assert not is_other_language(info, text)


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("JSON", "json"),
        ("json {linenos=true}", "json"),
        ("{.http .x}", "http"),
        ("{ .sh }", "sh"),
        ("language-js", "js"),
        ("ruby,ignore", "ruby"),
        ("", ""),
        ("{}", ""),
    ],
)
def test_the_language_of_an_info_string(info: str, language: str) -> None:
    assert language_of(info) == language
