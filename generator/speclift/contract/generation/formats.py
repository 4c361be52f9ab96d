"""Strings of the formats that JSON Schema and OpenAPI define."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

WORDS = (
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "island",
    "juniper",
    "lagoon",
    "maple",
)
#: Networks for documentation (RFC 5737).
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def spellings(form: str, text: str) -> tuple[str, ...]:
    """A text of a format in the variants that patterns ask for: three for a time in UTC, two for a UUID, else one."""
    match form:
        case "date-time":
            moment = text.removesuffix("+00:00")
            return text, f"{moment}Z", f"{moment}.000Z"
        case "uuid":
            return text, text.upper()
    return (text,)


def text_of(form: str, random: Random) -> str:
    """A text of a format; a word where the format is unknown here."""
    moment = _EPOCH + timedelta(seconds=random.randrange(5 * 365 * 86400))
    word = random.choice(WORDS)
    match form:
        case "date-time":
            return moment.isoformat()
        case "date":
            return moment.date().isoformat()
        case "time":
            return moment.timetz().isoformat()
        case "duration":
            return "PT1H"
        case "uuid":
            return str(UUID(int=random.getrandbits(128), version=4))
        case "email" | "idn-email":
            return f"{word}@example.com"
        case "uri" | "url" | "iri" | "uri-reference" | "iri-reference" | "uri-template":
            return f"https://example.com/{word}"
        case "hostname" | "idn-hostname":
            return f"{word}.example.com"
        case "ipv4":
            return f"{random.choice(_NETWORKS)}.{random.randrange(1, 255)}"
        case "ipv6":
            return f"2001:db8::{random.randrange(1, 0x10000):x}"
        case "json-pointer":
            return f"/{word}"
        case "relative-json-pointer":
            return "0"
        case "byte" | "base64":
            return base64.b64encode(word.encode()).decode()
    return word
