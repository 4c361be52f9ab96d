"""The responses of an operation in tables, lists and sentences of statuses."""

from __future__ import annotations

import re
from http import HTTPStatus

import msgspec

from speclift.model.facts import BodyFacts, MessageSample, ResponseFacts, Unknown
from speclift.model.schema import Place
from speclift.reading.fields.columns import columns_of
from speclift.reading.markdown.blocks import Bullets, Paragraph, Table
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.markdown.prose import clean
from speclift.reading.markdown.roles import plain
from speclift.reading.operations.body_types import LISTED, instance_of, schema_of, stated_body
from speclift.reading.samples.json_text import read_json
from speclift.reading.types.printed import printed

_CODE = re.compile(r"(?<![\d.,:/-])([1-5](?:\d\d|XX|xx))(?![\d/]|[.,:]\d)")
_ITEM = re.compile(
    r"\W{0,6}(?:(?:HTTP|Status|Response|Code)\b\W{1,8}){0,3}([1-5](?:\d\d" r"|XX|xx))\b`{0,2}\*{0,2}\s{0,3}(.{0,4000})",
    re.S | re.I,
)
#: The reason phrase that ends the code span or link of a status, and the description behind it, if any.
_PHRASE = re.compile(
    r"\A\s{0,3}(?:[A-Z][\w' -]{1,40}(?:`{1,2}|\*\*|\]\([^()\s]{0,300}\))\s{0,3}[-–—:]{1,2}\s{1,3}(?=\S)"
    r"|([A-Z][\w' -]{1,40})(?:`{1,2}|\*\*|\]\([^()\s]{0,300}\))\s{0,3})"
)
#: More statuses of the same item: `4xx, 5xx`.
_OTHERS = re.compile(r"(?:\s{0,2}(?:,|/|or|and)\s{0,2}[`*]{0,4}[1-5](?:\d\d|xx)\b[`*]{0,4}){1,8}", re.I)
#: A status with its type in brackets: `200 ([User](#user)): OK`.
_TYPED = re.compile(
    r"\W{0,4}([1-5]\d\d)\W{0,4}\s\(((?:\[\])?\[[^\[\]\n]{1,200}\]\([^()\n]{1,300}\)"
    r"|[\w<>\[\]. ]{1,80})\)(?=\s{0,3}:|\s{0,3}$)"
)
_TYPE_AFTER_CODE = re.compile(r"[1-5]\d\d\W{0,4}<[a-z]{1,10}\b[^<>]{0,200}>([^<>]{1,200})</")
_MEDIA_HEADS = frozenset(("content-type", "content type", "media type", "mime type", "response content type"))
_MEDIA_TYPE = re.compile(r"(?:application|audio|image|multipart|text|video)/[\w.+*-]{1,100}", re.I)
_JSON_SPAN = re.compile(r"`{1,2}\s{0,4}([\[{][^`]{1,4000}[\]}])\s{0,4}`{1,2}")
_ANY = re.compile(r"\W{0,4}(?:default|any|other)\b", re.I)
_DIGITS = re.compile(r"[1-5]\d\d")
#: A sentence that describes a response: the verb, and the code near it.
_SENTENCE = re.compile(
    r"\b(?:returns?|returned|respon(?:ds?|se)|status(?:\s{1,3}code)?|"
    r"answers?|code|http)\b[^.\n]{0,60}?(?<![\d.])([1-5]\d\d)\b(?!\s{0,3}"
    r"(?:characters|bytes|items|seconds|results|entries|records|ms|%|"
    r"[KMG]?B\b))"
    r"|\b(?:an?|otherwise|with)\s{1,3}(?:HTTP\s{1,3})?([1-5]\d\d)\s{1,3}"
    r"(?:status|response|error|reply|answer|(?:is|will be) (?:returned|sent))\b",
    re.I,
)
#: Further codes in such a sentence: "returns `204`, and `404` where there is none".
_MORE = re.compile(
    r"(?:[,;(]|\bor\b|\band\b)\s{1,3}(?:(?:an?|or|and|with|HTTP|status|code|error)\s{1,3}){0,3}([2-5]\d\d)\b"
    r"(?!\s{0,3}(?:characters|bytes|items|seconds|results|entries|records|ms|%|[KMG]?B\b))"
)
_EMPTY = re.compile(
    r"no (?:response )?(?:body|content)|empty (?:response|body)|does(?:n't"
    r"| not) return (?:anything|any content|a (?:response )?body)"
    r"|an? empty (?:response )?body|no object in the response body|without (?:a )?(?:body|content)|empty json",
    re.I,
)
_KNOWN = frozenset(str(status.value) for status in HTTPStatus)


def responses_of_table(table: Table, place_of: PlaceOf) -> tuple[ResponseFacts, ...]:
    """The responses in a table of statuses, with the type of the body where a column has it."""
    columns = columns_of(table.head)
    at = columns.at.get("status", 0)
    media_at = [index for index, head in enumerate(table.head) if plain(head).lower() in _MEDIA_HEADS]
    found: list[ResponseFacts] = []
    for row in table.rows:
        cell = row.cells[at] if at < len(row.cells) else ""
        place = place_of(row.line)
        codes = _CODE.findall(plain(cell))
        if not codes and _ANY.match(cell):
            codes = ["default"]
        behind = [cell for index, cell in enumerate(row.cells) if index > at and index not in media_at]
        description = columns.cell(row, "description") or columns.cell(row, "notes") or " ".join(behind[:1])
        schema = columns.cell(row, "schema") or columns.cell(row, "type") or _type_after_code(cell)
        body = None
        if schema and plain(schema).lower() not in ("none", "-", "n/a", "inline", "no content", ""):
            stated = printed(schema).type
            body = BodyFacts(place, type=stated) if not isinstance(stated, Unknown) else None
        shown = _shown(row.cells[at + 1 :], place)
        if shown is not None:
            body = msgspec.structs.replace(body, samples=(shown,)) if body else BodyFacts(place, samples=(shown,))
            description = "" if _JSON_SPAN.fullmatch(description.strip()) else description
        media = tuple(found[0] for index in media_at for found in _MEDIA_TYPE.finditer(row.cells[index]))
        if media:
            body = msgspec.structs.replace(body or BodyFacts(place), media_types=media)
        is_empty = plain(schema).lower() in ("none", "no content")
        is_inline = plain(schema).lower() == "inline"
        for code in codes:
            found.append(
                ResponseFacts(
                    _code(code),
                    place,
                    one_line(description),
                    body,
                    is_empty=is_empty or (code in ("204", "304") and not is_inline and body is None),
                )
            )
    return tuple(found)


def _type_after_code(cell: str) -> str:
    """The type in an element after a status, if any: `201<span> [Loaf](#loaf)</span>`."""
    found = _TYPE_AFTER_CODE.search(cell) if "</" in cell else None
    return found[1].strip() if found else ""


def _shown(cells: tuple[str, ...], place: Place) -> MessageSample | None:
    """The sample in the first code span of JSON in these cells; None where there is none."""
    for cell in cells:
        span = _JSON_SPAN.search(cell)
        found = read_json(span[1]) if span else None
        if span and found:
            return MessageSample(place, body=span[1], json=found.json, is_partial=found.is_partial)
    return None


def responses_of_list(block: Bullets, place_of: PlaceOf) -> tuple[ResponseFacts, ...]:
    """The responses in a list whose items start with statuses; empty unless most items do."""
    found: list[ResponseFacts] = []
    matched = 0
    for item in block.items:
        first = item.blocks[0] if item.blocks else None
        match = _ITEM.match(first.text) if isinstance(first, Paragraph) else None
        if match:
            matched += 1
            others = _OTHERS.match(match[2])
            text = _PHRASE.sub(r"\1 ", match[2][others.end() if others else 0 :]).lstrip("*` -–—:)").strip()
            place = place_of(item.line)
            shown = _shown((text,), place)
            stated = schema_of(text) or instance_of(text)
            body = BodyFacts(place, type=stated or Unknown(), samples=(shown,) if shown else ())
            found.append(
                ResponseFacts(
                    _code(match[1]),
                    place,
                    one_line(text.split("**Content")[0]),
                    body if shown or stated else None,
                    is_empty=match[1] in ("204", "304"),
                )
            )
            codes = _CODE.findall(others[0]) if others else ()
            found += [msgspec.structs.replace(found[-1], status=_code(code)) for code in codes]
    return tuple(found) if matched * 2 > len(block.items) else ()


def responses_of_text(text: str, place: Place, *, is_expected: bool) -> tuple[ResponseFacts, ...]:
    """The responses that sentences state: "If successful, returns `201 Created` and a [user](…) object".

    Where the section is about responses (`is_expected`), a sentence may leave out the status, which is then empty.
    """
    typed = _TYPED.match(text) if is_expected else None
    if typed:
        stated = printed(typed[2]).type
        named = None if isinstance(stated, Unknown) else BodyFacts(place, type=stated)
        return (ResponseFacts(_code(typed[1]), place, one_line(text[typed.end() :].lstrip(" :–-")), named),)
    found: list[ResponseFacts] = []
    bare = text.replace("`", "").replace("**", "")
    for match in _SENTENCE.finditer(bare) if _DIGITS.search(bare) else ():
        code = match[1] or match[2]
        if any(known.status == code for known in found):
            continue
        around = bare[match.start() : match.end() + 160].split("\n\n")[0]
        is_empty = code in ("204", "304") or bool(_EMPTY.search(around.split(". ")[0]) and not LISTED.search(around))
        found.append(ResponseFacts(code, place, "", is_empty=is_empty))
        rest = bare[match.end() : match.end() + 300].split("\n\n")[0].split(". ")[0]
        for more in _MORE.findall(rest):
            if more in _KNOWN and all(known.status != more for known in found):
                found.append(ResponseFacts(more, place, is_empty=more in ("204", "304")))
    if not found and is_expected:
        codes = [code for code in _CODE.findall(bare) if code in _KNOWN]
        found = [ResponseFacts(_code(code), place, is_empty=code in ("204", "304")) for code in dict.fromkeys(codes)]
    body = stated_body(text) if is_expected or found else None
    if body is not None:
        index = next((i for i, one in enumerate(found) if one.status.startswith("2") and not one.is_empty), None)
        if index is not None:
            found[index] = msgspec.structs.replace(found[index], body=BodyFacts(place, type=body))
        elif is_expected and not any(one.status.startswith("2") and not one.is_empty for one in found):
            found.append(ResponseFacts("", place, body=BodyFacts(place, type=body)))
    if not found and is_expected and _EMPTY.search(bare):
        found.append(ResponseFacts("", place, is_empty=True))
    return tuple(found)


def _code(code: str) -> str:
    return code.upper() if code != "default" else code


def one_line(text: str) -> str:
    """A text in one line, without tags."""
    return " ".join(clean(text).split())
