"""Mends of Parameter and Header Objects (OpenAPI 3.1.1, sections 4.8.12 and 4.8.21)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.structure.nodes import Json

#: The styles of each location; the first is the default (OpenAPI 3.1.1, section 4.8.12.2.3).
_STYLES: Mapping[str, tuple[str, ...]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
_LOCATIONS = ("path", "query", "header", "cookie", "querystring")

#: Fields of a schema that Swagger 2.0 writes into the parameter itself.
SCHEMA_FIELDS = (
    *("type", "format", "items", "enum", "default", "pattern", "multipleOf", "uniqueItems"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "minItems", "maxItems"),
)


def locations(node: Json, site: Site) -> Iterator[Change]:
    """A parameter is in the path, the query, a header or a cookie."""
    given = node.get("in")
    if not isinstance(given, str) or "$ref" in node:
        return
    if given in _LOCATIONS[: 5 if site.version == "3.2" else 4]:
        return
    word = given.strip().lower()
    meant = next((name for name in _LOCATIONS[:4] if word in (name, f"{name}s", f"url{name}")), "")
    if meant:
        yield Change("unknown-location", f"in is {given!r}; it is read as {meant}", "in", fields={"in": meant})
    elif given == "querystring" and node.get("content"):
        message = "in is querystring, as in OpenAPI 3.2; it is read so"
        yield Change("later-keyword", message, "in", is_kept=True, stand_in="query")
    else:
        yield Change(
            "unknown-location",
            f"in is {given[:40]!r}, which is not a location; it is left out",
            is_gone=True,
        )


def contents(node: Json, site: Site) -> Iterator[Change]:
    """A parameter has a schema or one media type, not both."""
    if "$ref" in node:
        return
    content = node.get("content")
    if isinstance(content, Mapping) and content:
        if "schema" in node:
            message = "schema and content are both there; the schema counts"
            yield Change("schema-and-content", message, "content", fields={"content": GONE})
        elif len(content) > 1:
            first = next(iter(content))
            message = "content has several media types; the first counts"
            yield Change("several-media-types", message, "content", fields={"content": {first: content[first]}})
        beside = [key for key in ("style", "explode", "allowReserved", "example", "examples") if key in node]
        if beside and "schema" not in node:
            message = f"content excludes {', '.join(beside)}; content counts"
            yield Change("schema-and-content", message, beside[0], fields=dict.fromkeys(beside, GONE))
        return
    found = {key: node[key] for key in SCHEMA_FIELDS if key in node}
    moved: Json = dict.fromkeys(found, GONE)
    if content is not None or "content" in node:
        moved["content"] = GONE
    if "schema" not in node:
        what = "the schema is missing; keywords in its place, as in Swagger 2.0, are read as one" if found else ""
        message = what or "the schema is missing; any value is allowed"
        yield Change("missing-schema", message, fields={**moved, "schema": found})
    elif "content" in moved:
        message = "content is empty; it is left out"
        yield Change("schema-and-content", message, "content", fields={"content": GONE})


def examples(node: Json, site: Site) -> Iterator[Change]:
    """A single example beside named ones becomes one of them, by the name `example`."""
    if "example" not in node or "examples" not in node or site.version != "3.0":
        return
    named = node["examples"]
    if isinstance(named, Mapping) and "example" not in named:
        message = "example and examples are both there; the example is read as one of them"
        fields = {"example": GONE, "examples": {"example": {"value": node["example"]}, **named}}
    else:
        message, fields = "example and examples are both there; example is left out", {"example": GONE}
    yield Change("example-and-examples", message, "example", fields=fields)


def styles(node: Json, site: Site) -> Iterator[Change]:
    """The style is one of those that the location allows."""
    style = node.get("style")
    allowed = _STYLES.get("header" if site.kind == "headers" else str(node.get("in")))
    if not isinstance(style, str) or not allowed or "$ref" in node:
        return
    if style not in allowed or (style == "cookie" and site.version != "3.2"):
        message = f"the style {style[:40]!r} is not allowed here; the default applies"
        yield Change("unknown-style", message, "style", fields={"style": GONE})


def requirement(node: Json, site: Site) -> Iterator[Change]:
    """A path parameter is required."""
    if node.get("in") == "path" and node.get("required") is not True and "$ref" not in node:
        message = "the path parameter is not marked as required; it is read as required"
        yield Change("optional-path-parameter", message, fields={"required": True})
