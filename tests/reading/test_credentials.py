"""The security schemes that the credentials of a sample request show, and those that prose names."""

from __future__ import annotations

import pytest

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.credentials import is_credential, requirement_of, schemes_in, schemes_of


@pytest.mark.parametrize(
    ("headers", "target", "schemes"),
    [
        ({"Authorization": "Bearer {token}"}, "", ("Bearer",)),
        ({"authorization": "bearer"}, "", ("Bearer",)),
        ({"Authorization": "Basic"}, "", ("Basic",)),
        ({"Authorization": "Basic dXNlcjpwYXNz"}, "", ("Basic",)),
        ({"Authorization": "SSWS ${key}"}, "", ("SSWS",)),
        ({"Authorization": "token 0a1b"}, "", ("token",)),
        ({"Authorization": "string"}, "", ("apiKey header Authorization",)),
        ({"Authorization": "<token>"}, "", ("apiKey header Authorization",)),
        ({"X-Api-Key": "x", "X-Request-Id": "1"}, "", ("apiKey header X-Api-Key",)),
        ({"X-Auth-Token": "x", "Accept": "y"}, "", ("apiKey header X-Auth-Token",)),
        ({"X-ApiKey": "x", "X-ApiSecret": "y"}, "", ("apiKey header X-ApiKey", "apiKey header X-ApiSecret")),
        ({"X-CSRF-Token": "x"}, "", ()),
        ({"Cookie": "lang=en; JSESSIONID=x"}, "", ("apiKey cookie JSESSIONID",)),
        ({}, "/bugs?api_key=x&page=2", ("apiKey query api_key",)),
        ({}, "/bugs?access-token=x", ("apiKey query access-token",)),
        ({}, "/bugs?token=x&next_token=y", ()),
        ({}, "https://me:secret@api.test/bugs", ("Basic",)),
        ({"Accept": "x"}, "/bugs", ()),
    ],
)  # fmt: skip
def test_credentials_of_a_request_show_its_schemes(
    headers: dict[str, str], target: str, schemes: tuple[str, ...]
) -> None:
    sample = MessageSample(Place("page.md", 1), "GET", target, headers=tuple(headers.items()))
    assert schemes_of(sample) == schemes


@pytest.mark.parametrize("name", ["X-Vault-Token", "private_token", "Ocp-Apim-Subscription-Key", "apikey", "accessKey"])
def test_a_name_of_a_credential_is_recognised(name: str) -> None:
    assert is_credential(name)


@pytest.mark.parametrize(
    "name", ["", "Content-Type", "Idempotency-Key", "X-Page-Token", "Monkey", "Key", "Tokenizer", "a" * 999]
)
def test_any_other_name_is_no_credential(name: str) -> None:
    assert not is_credential(name)


def test_a_requirement_has_all_schemes_of_a_request() -> None:
    headers = (("Authorization", "Basic Zm9v"), ("X-Api-Key", "a"))
    assert (
        requirement_of(MessageSample(Place("page.md", 1), "GET", "/crates", headers=headers))
        == "Basic + header:X-Api-Key"
    )
    assert not requirement_of(MessageSample(Place("page.md", 1), "GET", "/crates"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bearer {token}. Required.", ("Bearer",)),
        ("Send the key by HTTP basic authentication.", ("Basic",)),
        ("Either OAuth 2 or a bearer token", ("OAuth2", "Bearer")),
        ("No authorization required", ()),
        ("Only administrators may call it; basic knowledge helps.", ()),
    ],
)
def test_prose_names_schemes(text: str, names: tuple[str, ...]) -> None:
    assert schemes_in(text) == names
