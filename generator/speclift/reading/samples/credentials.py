"""Credentials in sample requests, and the security schemes that they imply (OpenAPI 3.1.1, section 4.8.27)."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote_plus

from speclift.model.facts import MessageSample
from speclift.reading.words.samples import (
    AUTHENTICATION_SCHEMES,
    CREDENTIAL_PAIRS,
    CREDENTIAL_WORDS,
    NO_CREDENTIAL_WORDS,
    QUERY_CREDENTIALS,
)

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40})[ \t]+\S")
_USER = re.compile(r"https?://[^/@\s]{1,200}@")
_SESSION = re.compile(r"sess|\bsid\b|^jsessionid", re.I)
_LONGEST_NAME = 100
_NAMED = re.compile(
    r"\b(?:(basic)(?=\s{1,3}(?:(?:access )?auth|scheme|credential|[<{\[$]|[\w+/=]{16})|[`\"']|\s{0,4}$)"
    r"|(bearer)|(digest)(?=\s{1,3}(?:access )?auth)|(oauth)\s{0,3}2?)",
    re.I,
)
_NAMES = ("Basic", "Bearer", "Digest", "OAuth2")


def schemes_of(sample: MessageSample) -> tuple[str, ...]:
    """The security schemes that a request uses, each once.

    Each is `Basic`, `Bearer`, `Digest` or another scheme of the Authorization header as printed (`SSWS`), or `apiKey`
    with its location and name: `apiKey header X-Api-Key`, `apiKey query api_key`, `apiKey cookie session_id`.
    """
    found: dict[str, None] = {}
    for name, value in sample.headers:
        lowered = name.lower()
        if lowered in ("authorization", "proxy-authorization"):
            found[_scheme(name, value)] = None
        elif lowered == "cookie":
            names = (pair.partition("=")[0].strip() for pair in value.split(";") if "=" in pair)
            found |= {f"apiKey cookie {key}": None for key in names if is_credential(key) or _SESSION.search(key)}
        elif is_credential(name):
            found[f"apiKey header {name}"] = None
    if _USER.match(sample.target):
        found["Basic"] = None
    query = sample.target.partition("?")[2].partition("#")[0]
    names = (unquote_plus(pair.partition("=")[0].strip()) for pair in query.split("&"))
    found |= {f"apiKey query {key}": None for key in names if _letters(key) in QUERY_CREDENTIALS}
    return tuple(found)


def requirement_of(sample: MessageSample) -> str:
    """The security requirement that a request shows: all schemes that it needs, such as `Basic + header:X-Key`.

    Empty where the request has no credentials.
    """
    return " + ".join(_spelled(scheme) for scheme in schemes_of(sample))


def _spelled(scheme: str) -> str:
    kind, _, rest = scheme.partition(" ")
    return rest.replace(" ", ":", 1) if kind == "apiKey" else scheme


def schemes_in(text: str) -> tuple[str, ...]:
    """The schemes that prose or an Authorization header names: `Bearer <token>`, "basic authentication"."""
    found = (name for match in _NAMED.finditer(text) for name, part in zip(_NAMES, match.groups(), strict=True) if part)
    return tuple(dict.fromkeys(found))


def _letters(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def is_credential(name: str) -> bool:
    """Whether the name of a header or cookie is that of a credential: `X-Api-Key`, `private_token`."""
    if not 0 < len(name) <= _LONGEST_NAME:
        return False
    words = [word.lower() for word in _WORD.findall(name)]
    if not NO_CREDENTIAL_WORDS.isdisjoint(words):
        return False
    return not CREDENTIAL_WORDS.isdisjoint(words) or not CREDENTIAL_PAIRS.isdisjoint(pairwise(words))


def _scheme(name: str, value: str) -> str:
    match = _SCHEME.match(value.strip() + ("" if " " in value.strip() else " -"))
    word = match[1] if match else ""
    if word.lower() in AUTHENTICATION_SCHEMES:
        return AUTHENTICATION_SCHEMES[word.lower()]
    # A value of one word is the credential itself.
    return word if word and " " in value.strip() else f"apiKey header {name}"
