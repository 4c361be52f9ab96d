"""Commands of curl, wget and HTTPie as the requests that they send, with the responses printed after them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import msgspec

from speclift.model.facts import MessageSample
from speclift.model.methods import SENT_METHODS
from speclift.model.schema import Place
from speclift.reading.samples.bodies import is_form, media_type_of, with_body
from speclift.reading.samples.httpie import httpie_request
from speclift.reading.samples.messages import messages_in
from speclift.reading.samples.shell_words import commands, next_command

_EMPHASIS = re.compile(r"</?(?:em|strong|b|i|code|span|var)>")
#: Options of curl that take a value, by letter and by name. A name that matters here has a kind, most often the letter
#: of the option; the kind of the others is empty.
_VALUED = frozenset("AbcCdDeEFHKmoPQrtTuUwxXyYz")
_LONG = {
    "form": "F",
    "form-string": "F",
    "header": "H",
    "method": "X",
    "request": "X",
    "user": "u",
    "cookie": "b",
    "url": "url",
    "json": "json",
    "data-urlencode": "encoded",
    "upload-file": "T",
    "oauth2-bearer": "bearer",
    "user-agent": "A",
    **dict.fromkeys(("data", "data-ascii", "data-raw", "data-binary", "post-data", "body-data"), "d"),
    **dict.fromkeys(("post-file", "body-file"), "file"),
    **dict.fromkeys(
        (
            *(
                "aws-sigv4",
                "cacert",
                "capath",
                "cert",
                "cert-type",
                "ciphers",
                "config",
                "connect-timeout",
                "connect-to",
            ),
            *("cookie-jar", "dump-header", "http-password", "http-user", "interface", "key", "key-type", "limit-rate"),
            *("max-redirs", "max-time", "noproxy", "output", "output-dir", "output-document", "pass", "password"),
            *("pinnedpubkey", "proxy", "proxy-user", "range", "referer", "resolve", "retry", "retry-delay"),
            *(
                "retry-max-time",
                "socks5",
                "stderr",
                "timeout",
                "trace",
                "trace-ascii",
                "tries",
                "unix-socket",
                "write-out",
            ),
        ),
        "",
    ),
}
_ENCODED = str.maketrans({"%": "%25", "&": "%26", "+": "%2B", "=": "%3D"})
_FLAGS = {"get": "G", "head": "I", "digest": "digest"}
_URL = re.compile(r"https?:|[/<{$]|\w[\w.-]{0,200}(?::\d{1,5})?(?:/|\Z)")
_FORM_TYPE = re.compile(r";(?:type|filename)=.*+\Z", re.S)

Option: TypeAlias = tuple[str, str]


def curl_requests(text: str, place: Place) -> tuple[MessageSample, ...]:
    """The requests that the commands in a shell block send, each with the responses that are printed after it.

    Responses have no `method`.  `place` is that of the first line of `text`.
    """
    text = text.replace("\r\n", "\n")
    if "</" in text:
        text = _EMPHASIS.sub("", text)
    found: list[MessageSample] = []
    line, counted = place.line, 0
    called = list(commands(text))
    for number, command in enumerate(called):
        line += text.count("\n", counted, command.start)
        counted = command.start
        readers: dict[str, Callable[[tuple[str, ...], Place], MessageSample | None]]
        readers = {"curl": _curl_request, "wget": _curl_request}
        request = readers.get(command.name, httpie_request)(command.words, Place(place.file, line))
        if not request:
            continue
        found.append(request)
        end = called[number + 1].start if number + 1 < len(called) else len(text)
        output = text[command.end : next_command(text, command.end, end)]
        if output.strip():
            after = Place(place.file, line + text.count("\n", command.start, command.end))
            printed = messages_in(output, "", after)
            found += [sample for sample in printed if not sample.method and _is_response(sample)]
    return tuple(found)


def _is_response(sample: MessageSample) -> bool:
    return bool(sample.status or sample.headers or sample.json[:1] in ("{", "[") or sample.body[:1] == "<")


def _curl_request(words: tuple[str, ...], place: Place) -> MessageSample | None:
    """The request that curl or wget sends with these words, None where they describe none."""
    method = target = file = ""
    headers: list[tuple[str, str]] = []
    data: list[str] = []
    form: list[tuple[str, str]] = []
    flags: set[str] = set()
    for kind, value in _options(words):
        if kind == "" and value not in SENT_METHODS and _URL.match(value) and (not target or _is_fuller(value, target)):
            target = value
        elif kind == "" and value in SENT_METHODS and not method:
            method = value
        elif kind == "url":
            target = value
        elif kind == "X":
            method = value.strip().upper() if value.isalpha() else value.strip()
        elif kind == "H" and ":" in value:
            name, _, content = value.partition(":")
            headers.append((name.strip(), content.strip()))
        elif kind in ("d", "json", "encoded"):
            # curl encodes more; these characters would be misread. Placeholders stay as they are.
            name, sign, content = value.partition("=")
            data.append(f"{name}{sign}{content.translate(_ENCODED)}" if kind == "encoded" else value)
            flags.add(kind)
        elif kind == "F":
            name, sign, content = value.partition("=")
            form += [(name.strip(), _FORM_TYPE.sub("", content))] if sign else []
        elif kind in ("T", "file"):
            file = value
            flags.add(kind)
        elif kind in ("u", "bearer", "b", "A"):
            headers += _headers(kind, value, "digest" in flags)
        else:
            flags.add(kind)
    target = "".join(line.strip() for line in target.split("\n"))
    if not target and not headers and not data and not form:
        return None
    if not method:
        has_body = bool(data or form or "file" in flags)
        method = (
            "HEAD" if "I" in flags else "PUT" if "T" in flags else "POST" if has_body and "G" not in flags else "GET"
        )
    return _built(MessageSample(place, method, target, headers=tuple(headers)), data, form, flags, file)


def _options(words: tuple[str, ...]) -> list[Option]:
    """The words as pairs of kind and value; the kind of words that are not options is empty."""
    found: list[Option] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word == "--" and position < len(words) and words[position] in _LONG:
            # Some people write `-- header`.
            word, position = f"--{words[position]}", position + 1
        name, value, is_valued = _option(word)
        if is_valued and value is None:
            value = words[position] if position < len(words) else ""
            position += 1
        if name == "H" and (value or "").endswith(":") and position < len(words) and not _is_argument(words[position]):
            value, position = f"{value} {words[position]}", position + 1
        if not is_valued and name == word:
            found.append(("", word))
        elif name:
            found.append((name, value or ""))
    return found


def _is_argument(word: str) -> bool:
    """Whether the word after `-H Name:` is the next argument. Without quotes, it is the value of the header."""
    return word.startswith(("-", "/", "$", "{")) or "://" in word


def _is_fuller(word: str, target: str) -> bool:
    """Whether a word is a URL with a scheme, and the target found before has none."""
    return "://" in word and "://" not in target


def _option(word: str) -> tuple[str, str | None, bool]:
    """The kind of an option, its value if that is in the same word, and whether it takes one."""
    if word.startswith("--") and len(word) > 2:
        name, sign, value = word[2:].partition("=")
        if name in _LONG:
            return _LONG[name], value if sign else None, True
        return _FLAGS.get(name, "-"), None, False
    if not word.startswith("-") or len(word) < 2 or not word[1].isalpha():
        return word, None, False
    flags = [letter for letter in word[1:] if letter not in _VALUED]
    first = next((index for index, letter in enumerate(word) if index and letter in _VALUED), 0)
    if not first:
        return next((letter for letter in flags if letter in "GI"), "-"), None, False
    rest = word[first + 1 :].removeprefix("=")
    kind = word[first] if word[first] in "XHdFuTbA" else ""
    return kind, rest or None, True


def _headers(kind: str, value: str, is_digest: bool) -> list[tuple[str, str]]:
    """The header that an option stands for, if it sends one."""
    if kind == "u":
        return [("Authorization", "Digest" if is_digest else "Basic")]
    if kind == "bearer":
        return [("Authorization", f"Bearer {value}")]
    if kind == "b":
        return [("Cookie", value)] if "=" in value else []
    return [("User-Agent", value)]


def _built(
    sample: MessageSample, data: list[str], form: list[tuple[str, str]], flags: set[str], file: str
) -> MessageSample:
    """The request with its body, which is a form, JSON, text or the name of a file."""
    if form:
        typed = _with_type(sample, "multipart/form-data")
        return msgspec.structs.replace(typed, form=tuple(form))
    if "json" in flags:
        sample = _with_type(sample, "application/json")
    if "G" in flags and data:
        sign = "&" if "?" in sample.target else "?"
        return msgspec.structs.replace(sample, target=sample.target + sign + "&".join(data))
    if files := [value[1:] for value in data if value.startswith("@")]:
        file = files[0]
    if file:
        return msgspec.structs.replace(sample, body_file=file)
    body = "&".join(data)
    if is_form(body) and not media_type_of(sample):
        sample = _with_type(sample, "application/x-www-form-urlencoded")
    return with_body(sample, body)


def _with_type(sample: MessageSample, media_type: str) -> MessageSample:
    """The request with the Content-Type that curl sends by default."""
    if media_type_of(sample):
        return sample
    return msgspec.structs.replace(sample, headers=(*sample.headers, ("Content-Type", media_type)))
