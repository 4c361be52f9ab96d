"""Recognises other formats than OpenAPI by their typical marks, and says what to do with such a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from speclift.model.text import visible
from speclift.openapi.structure.nodes import mapping

#: The most fields of an unknown object that are named, and the most characters of each.
_MOST_FIELDS, _LONGEST_FIELD = 5, 40


class OtherFormat(msgspec.Struct, frozen=True):
    """What a file is, with its article, and what to do with it."""

    name: str
    advice: str


_CONVERT = "convert it to OpenAPI first, for example with {}"
#: The start of a file. These formats have no fields, or fields that show nothing.
_BY_START: tuple[tuple[re.Pattern[str], OtherFormat], ...] = (
    (
        re.compile(r"\A\s*+(?:<!--.*?-->\s*+)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S),
        OtherFormat("an HTML page", "save the document itself: the page that shows it links to the raw file"),
    ),
    (re.compile(r"\A\s*+<[?!\w]"), OtherFormat("XML, such as WSDL or WADL", _CONVERT.format("a tool for its format"))),
    (re.compile(r"#%RAML"), OtherFormat("RAML", _CONVERT.format("the npm package webapi-parser"))),
    (re.compile(r"\A\s*+FORMAT:\s*+1A"), OtherFormat("an API Blueprint", _CONVERT.format("npx apib2swagger"))),
    (
        re.compile(r"\A(?:\s++|//[^\n]*+\n|/\*.*?\*/)*+syntax\s*+=\s*+[\"']proto", re.S),
        OtherFormat("a Protocol Buffers definition", _CONVERT.format("protoc-gen-openapi")),
    ),
    (
        re.compile(
            r"\A(?:\s++|#[^\n]*+\n|\"[^\"]*+\")*+(?:extend\s++)?"
            r"(?:(?:type|interface|input|enum|union)\s++\w++[^:\n{=]*+[{=]|schema\s*+(?:@[^{]*+)?\{|scalar\s++\w++\s"
            r"|directive\s++@)"
        ),
        OtherFormat(
            "a GraphQL schema", "name the OpenAPI document of the API: GraphQL has one operation for everything"
        ),
    ),
    (re.compile("\x1f\ufffd|PK\x03\x04|BZh|\ufffd7zXZ"), OtherFormat("an archive", "unpack it first")),
    (re.compile("%PDF-"), OtherFormat("a PDF", "ask the authors for the document that it was made from")),
)
#: A text in quotes, which may be cut off at the end, and what a comment starts with.
_QUOTED = re.compile(r"""\"(?:[^"\\\n]|\\.)*(?:"|\Z)|'[^'\n]*(?:'|\Z)""")
_COMMENT = re.compile(r"(?:^|[\s,{}\[\]])(?://|/\*)")
JSON_WITH_COMMENTS = OtherFormat("JSON with comments", "remove them; only YAML has comments, after `#`")
_Test = Callable[[Mapping[str, Any]], bool]
#: What the fields of a file show.
_BY_FIELDS: tuple[tuple[_Test, OtherFormat], ...] = (
    (
        lambda found: "asyncapi" in found,
        OtherFormat("an AsyncAPI document", "name the OpenAPI document of the same service: AsyncAPI has no paths"),
    ),
    (
        lambda found: "arazzo" in found,
        OtherFormat("an Arazzo document", "name one of the OpenAPI documents in its `sourceDescriptions`"),
    ),
    (
        lambda found: "overlay" in found and "actions" in found,
        OtherFormat("an overlay", "name the document that it changes, and the overlay with --overlay"),
    ),
    (
        lambda found: str(found.get("openapi")).startswith("2"),
        OtherFormat("Swagger 2.0 that calls itself OpenAPI", "write `swagger: '2.0'` in place of the field `openapi`"),
    ),
    (
        lambda found: "swaggerVersion" in found or str(found.get("swagger")).startswith("1"),
        OtherFormat("a Swagger 1 document", "convert it to Swagger 2.0 first, for example with npx swagger-converter"),
    ),
    (
        lambda found: (
            "_postman_id" in mapping(found.get("info")) or "getpostman" in str(mapping(found.get("info")).get("schema"))
        ),
        OtherFormat("a Postman collection", _CONVERT.format("npx postman-to-openapi")),
    ),
    (
        lambda found: found.get("_type") == "export" and "resources" in found,
        OtherFormat("an Insomnia export", "export the document of its design tab in place of the requests"),
    ),
    (
        lambda found: "entries" in mapping(found.get("log")),
        OtherFormat("a recording of requests (HAR)", _CONVERT.format("npx har-to-openapi")),
    ),
    (
        lambda found: "__schema" in found or "__schema" in mapping(found.get("data")),
        OtherFormat(
            "a GraphQL schema", "name the OpenAPI document of the API: GraphQL has one operation for everything"
        ),
    ),
    (
        lambda found: "discoveryVersion" in found,
        OtherFormat("a Google API discovery document", _CONVERT.format("npx google-discovery-to-swagger")),
    ),
    (
        lambda found: "apiVersion" in found and "kind" in found,
        OtherFormat("a Kubernetes manifest", "name the document that is in it, or that the cluster serves"),
    ),
    (
        lambda found: "json-schema.org" in str(found.get("$schema")),
        OtherFormat("a JSON Schema", "name the document whose operations use it"),
    ),
    (
        lambda found: "openapi" not in found and isinstance(found.get("paths"), dict) and "info" in found,
        OtherFormat(
            "a document that does not state its version", "add `openapi: 3.1.1`, or the version that it is written in"
        ),
    ),
)


def by_text(text: str) -> OtherFormat | None:
    """The format of a text, by its start; None where the start does not show it."""
    return next((found for pattern, found in _BY_START if pattern.match(text)), None)


def by_fields(found: Any) -> OtherFormat | None:
    """The format of parsed data, by its fields; None where they do not show it."""
    if not isinstance(found, dict):
        return None
    return next((other for test, other in _BY_FIELDS if test(found)), None)


def described(found: Any) -> str:
    """What data without known marks is, as the end of the sentence `The file is …`."""
    if isinstance(found, dict):
        names = [visible(str(name)[:_LONGEST_FIELD]) for name in list(found)[:_MOST_FIELDS]]
        if "openapi" in found:
            return visible(f"of OpenAPI {str(found['openapi'])[:_LONGEST_FIELD]}")
        return f"an object with {', '.join(f'`{name}`' for name in names)}" if names else "an empty object"
    if isinstance(found, list):
        return "a list"
    return "empty" if found is None else "plain text" if isinstance(found, str) else "a single value"


def has_comments(text: str) -> bool:
    """Whether a text would be JSON without its comments, which editors and JSON5 allow."""
    start = text.lstrip()
    if not start.startswith(("{", "[", "//", "/*")):
        return False
    return _COMMENT.search(_QUOTED.sub("''", start)) is not None
