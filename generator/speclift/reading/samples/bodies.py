"""Bodies of messages: JSON, forms, or text that stays as it is."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import msgspec

from speclift.model.facts import MessageSample
from speclift.reading.samples.json_scalars import is_ellipsis
from speclift.reading.samples.json_text import read_json

_PAIR = re.compile(r"[\w$.\[\]%{}-]{1,200}+=[^=\n]*+")
_PART_NAME = re.compile(r"\bname=\"?([^\"\n;]{1,200})", re.I)
_TAG = re.compile(r"<(?:\?xml|!DOCTYPE|[A-Za-z][\w.:-]{0,100}+(?:[ \t\n][^<>]*+)?/?>\s*+<)", re.I)


def with_body(sample: MessageSample, text: str) -> MessageSample:
    """The message with a body, which is read by its Content-Type or, without one, by its look."""
    body = text.strip("\n").rstrip()
    if not body.strip():
        return sample
    media_type = media_type_of(sample)
    if media_type == "application/x-www-form-urlencoded" or (sample.method and is_form(body)):
        if form := _form(body):
            return msgspec.structs.replace(sample, body=body, form=form)
    elif media_type.startswith("multipart/"):
        return msgspec.structs.replace(sample, body=body, form=_parts(body))
    found = None if _is_markup(body) else read_json(body)
    if found is None:
        return msgspec.structs.replace(sample, body=body, is_partial=is_ellipsis(body))
    return msgspec.structs.replace(sample, body=body, json=found.json, is_partial=found.is_partial)


def media_type_of(sample: MessageSample) -> str:
    """The media type of Content-Type in lower case and without parameters, empty where there is none."""
    values = (value for name, value in sample.headers if name.lower() == "content-type")
    return next(values, "").split(";")[0].strip().lower()


def _is_markup(body: str) -> bool:
    return bool(_TAG.match(body.lstrip()))


def is_form(body: str) -> bool:
    """Whether a text looks like a URL-encoded form."""
    pairs = body.split("&")
    return all(_PAIR.fullmatch(pair.strip()) for pair in pairs)


def _form(body: str) -> tuple[tuple[str, str], ...]:
    """The fields of a URL-encoded form, all on one line or one per line."""
    if body.lstrip()[:1] in ("{", "["):
        return ()
    pairs = (pair.strip().rstrip("\\").strip().partition("=") for pair in body.replace("\n", "&").split("&"))
    return tuple((unquote_plus(name.strip()), unquote_plus(value.strip())) for name, sign, value in pairs if sign)


def _parts(body: str) -> tuple[tuple[str, str], ...]:
    """The fields of a multipart form (RFC 7578): name and content; the content of a file is `@` and its name."""
    found = []
    for part in re.split(r"^--[^\n]*+", body, flags=re.M):
        head, _, content = part.strip("\n").partition("\n\n")
        disposition = next((line for line in head.split("\n") if "content-disposition" in line.lower()), "")
        before, _, file = disposition.partition("filename=")
        if match := _PART_NAME.search(before):
            found.append((match[1], f"@{file.strip().strip(chr(34))}" if file else content.strip()))
    return tuple(found)
