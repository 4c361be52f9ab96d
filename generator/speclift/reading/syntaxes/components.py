"""Components that state an operation, a field or a response, as the headings and bullets of other pages.

`<ParamField query="limit" type="integer">`, `{% swagger-parameter in="path" name="id" %}` and the like become a bullet
``- `limit` (query, integer)``, inner ones bullets below it; `{% swagger method="get" path="/x" %}` becomes a heading.
Every line stays where it was, so that line numbers are those of the file.
"""

from __future__ import annotations

import re

import orjson

from speclift.model.methods import METHODS
from speclift.reading.syntaxes.site_tags import Tag, tags_of

#: The deepest heading of markdown; the content of a component is below all other headings.
_DEEPEST = 6
#: How far fields in fields are indented.
_MOST_NESTED = 10

#: Suffixes of the names of tags that state a field.
_FIELD_NAMES = (
    "Param", "Parameter", "Field", "Property", "Attribute", "Argument", "SchemaItem", "Prop", "ParamsItem",
    "swagger-parameter", "api-method-parameter",
)  # fmt: skip
_IN_RESPONSE = re.compile(r"Response|Schema|Return|Result")
_RESPONSE = re.compile(r"swagger-response$|api-method-response-example$|openapi-response$")
_LOCATION_KEYS = ("query", "path", "header", "body", "cookie", "form")
_LOCATION_OF_TAG = {
    "api-method-path-parameters": "path",
    "api-method-query-parameters": "query",
    "api-method-headers": "header",
    "api-method-body-parameters": "body",
    "api-method-form-data-parameters": "form",
}
#: Shortcodes that mark a field.
_MARK_NAMES = frozenset(("required", "optional", "deprecated", "nullable"))
_EXAMPLES = {"RequestExample": "Request example", "ResponseExample": "Response example"}
_PATH_KEYS = ("path", "route", "url", "uri", "endpoint")
_SUMMARY = re.compile(r"\{% api-method-summary %\}\s{0,8}([^\n{}]{1,200})")
_LONGEST_SUMMARY = 1_000
_MARKUP = re.compile(r"<[^<>]{0,200}>|[`*]")
_REQUEST = re.compile(rf"(?:{'|'.join(METHODS)})\s{{1,8}}\S")
_BELOW_SUMMARY = re.compile(r"</summary>\s{0,40}(#{1,6})\s")
_LAYOUT = re.compile(r"</?[A-Z][^<>]{0,500}>$")
_FENCE = re.compile(r"\s{0,20}(?:>\s?)?(```|~~~)")
_HEADING = re.compile(r"(#{1,6})\s")
_CANDIDATE = re.compile(
    r"<[A-Z]\w{0,40}(?:Param|Parameter|Field|Property|Attribute|Argument|SchemaItem|Prop|ParamsItem|Example)\b|<(?:Property|Attribute|Heading|Required|Optional)\b|<summary\b"
    r"|\{%-?\s{0,4}(?:swagger|api-method|openapi|include|include_relative)\b|\{\{[<%]"
)


def without_components(text: str) -> str:
    """The page with components that state something as markdown; unchanged where it has none."""
    if ("<" not in text and "{" not in text) or not _CANDIDATE.search(text):
        return text
    return _Rewriter(text).text()


class _Rewriter:
    """Goes through the lines of a page once; `open` are the tags around the current line."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.lines: list[str] = []
        self.open: list[Tag] = []
        self.level = 1
        self.is_response = False
        self.summary_level = _summary_level(text)

    def text(self) -> str:
        marks = self._replacements()
        pieces: list[str] = []
        position = 0
        for tag, replacement in marks:
            pieces.append(self.source[position : tag.start])
            pieces.append(replacement + "\n" * self.source.count("\n", tag.start, tag.end))
            position = tag.end
        pieces.append(self.source[position:])
        return self._indented("".join(pieces))

    def _replacements(self) -> list[tuple[Tag, str]]:
        found: list[tuple[Tag, str]] = []
        position = 0
        depth = 0
        for tag in tags_of(_without_fences(self.source)):
            for line in self.source[position : tag.start].split("\n"):
                heading = _HEADING.match(line)
                if heading:
                    self.level, self.is_response = len(heading[1]), False
            position = tag.end
            replacement = self._replacement(tag, depth)
            if replacement is None:
                continue
            if _is_field(tag):
                depth += (tag.kind == "open") - (tag.kind == "close")
                depth = max(depth, 0)
            found.append((tag, replacement))
        return found

    def _replacement(self, tag: Tag, depth: int) -> str | None:
        """The replacement of a tag; None where the tag stays."""
        if _is_field(tag):
            if tag.kind == "close":
                return _CLOSE
            return self._field(tag, depth)
        if tag.name in _EXAMPLES:
            self.is_response = False
            return f"###### {_EXAMPLES[tag.name]}" if tag.kind == "open" else ""
        if tag.name in _MARK_NAMES and not tag.name[:1].isupper():
            return f"**{tag.name.capitalize()}.**"
        if tag.name.lower() in _MARK_NAMES and tag.kind == "empty" and not tag.attributes:
            return f"*{tag.name.lower()}*"
        if _RESPONSE.search(tag.name):
            status = tag.attributes.get("status") or tag.attributes.get("httpcode") or ""
            return f"###### Response {status[:3]}" if tag.kind == "open" else ""
        if tag.name in _LOCATION_OF_TAG:
            self.open = [tag] if tag.kind == "open" else []
            return ""
        if tag.name == "Heading" and tag.kind != "close":
            level = tag.attributes.get("as", "h2")[1:]
            self.level = int(level) if level in "123456" and level else 2
            return f"{'#' * self.level} {tag.attributes.get('children', '')}"
        if tag.kind == "close":
            return "" if tag.name in ("Heading", "summary") or tag.name.startswith(("swagger", "api-method")) else None
        return self._request(tag)

    def _request(self, tag: Tag) -> str | None:
        """The heading or request line of a tag with a method and a path."""
        attributes = tag.attributes
        values = (*attributes.values(), *tag.values)
        method = next((value.strip().upper() for value in values if value.strip().upper() in METHODS), "")
        path = next((attributes[key] for key in _PATH_KEYS if "/" in attributes.get(key, "")), "") or next(
            (value for value in tag.values if value.startswith(("/", "http"))), ""
        )
        if tag.name == "summary":
            return self._summary(tag)
        if method and path and tag.name[:1].isupper() and "\n" in self.source[tag.start : tag.end]:
            return f"`{method} {path}`"
        if not method or not path or tag.name[:1].isupper():
            return "" if tag.name.startswith(("swagger", "api-method")) else None
        host = attributes.get("baseurl") or attributes.get("host") or ""
        target = f"{host.rstrip('/')}/{path.lstrip('/')}" if host and "://" not in path else path
        if tag.name not in ("swagger", "api-method", "openapi", "openapi-operation"):
            return f"`{method} {target}`"
        summary = attributes.get("summary", "")
        if tag.name == "api-method":
            found = _SUMMARY.search(self.source, tag.end, tag.end + 1_000)
            summary = found[1].strip() if found else ""
        level = min(self.level + 1, _DEEPEST - 1)
        return f"{'#' * level} {method} {target}{f' — {summary}' if summary else ''}"

    def _summary(self, tag: Tag) -> str:
        """The marks that make a heading of a summary that is a request; empty for any other."""
        end = self.source.find("</summary>", tag.end, tag.end + _LONGEST_SUMMARY)
        text = _MARKUP.sub("", self.source[tag.end : end]) if end >= 0 else ""
        if _REQUEST.match(text.strip()):
            return "#" * self.summary_level + " "
        return ""

    def _field(self, tag: Tag, depth: int) -> str:
        """The bullet of a field: its name, and in brackets its location, its type and marks."""
        attributes = tag.attributes
        schema = _json(attributes.get("param", "")) or {}
        name = attributes.get("name") or str(schema.get("name", ""))
        location = attributes.get("in") or str(schema.get("in", ""))
        for key in _LOCATION_KEYS:
            if key in attributes and not name:
                name, location = attributes[key], key
        location = location or next((_LOCATION_OF_TAG[tag.name] for tag in self.open), "")
        stated = schema.get("schema")
        inner: dict[str, object] = stated if isinstance(stated, dict) else {}
        inner = inner or _json(attributes.get("schema", "")) or {}
        kind = attributes.get("type") or attributes.get("schemaname") or _type(inner)
        required = attributes.get("required") or str(schema.get("required", "")).lower()
        parts = [location, kind]
        parts += ["required"] if required == "true" else ["optional"] if required == "false" else []
        parts += ["deprecated"] if attributes.get("deprecated") == "true" else []
        brackets = ", ".join(part for part in parts if part)
        default = attributes.get("default") or attributes.get("defaultvalue") or str(inner.get("default", ""))
        listed = inner.get("enum")
        values = listed if isinstance(listed, list) else None
        said = [str(schema.get("description", "")).replace("\n", " ")]
        said += [f"Default: `{default}`."] if default else []
        said += [f"One of {', '.join(f'`{value}`' for value in values)}."] if values else []
        end = _CLOSE if tag.kind == "empty" else ""
        heading = self._side(tag) if not depth else ""
        return (
            f"{heading}{_OPEN}- `{name}`{f' ({brackets})' if brackets else ''} – {' '.join(filter(None, said))} {end}"
        )

    def _side(self, tag: Tag) -> str:
        """The mark of a heading that says whether fields are sent or returned, where that changes."""
        is_response = bool(_IN_RESPONSE.search(tag.name))
        if is_response == self.is_response:
            return ""
        self.is_response = is_response
        return _RESPONSE_SIDE if is_response else _REQUEST_SIDE

    def _indented(self, text: str) -> str:
        """The text with the content of a field indented below its bullet, and a heading wherever the side changes."""
        depth = 0
        lines = text.split("\n")
        for number, line in enumerate(lines):
            starts = line.count(_OPEN)
            if not starts and not depth:
                lines[number] = line.replace(_CLOSE, "")
                continue
            for mark, heading in ((_RESPONSE_SIDE, "###### Response"), (_REQUEST_SIDE, "###### Parameters")):
                if mark in line and number and not lines[number - 1].strip():
                    lines[number - 1] = heading
            if depth and _LAYOUT.match(line.strip()):
                lines[number] = ""
                continue
            bare = (
                line.replace(_OPEN, "")
                .replace(_CLOSE, "")
                .replace(_RESPONSE_SIDE, "")
                .replace(_REQUEST_SIDE, "")
                .strip()
            )
            lines[number] = "  " * min(depth, _MOST_NESTED) + bare if bare else ""
            depth = max(depth + starts - line.count(_CLOSE), 0)
        return "\n".join(lines)


#: Where a field starts and ends, and where the side changes, until the lines are put together; no page has these.
_OPEN, _CLOSE, _RESPONSE_SIDE, _REQUEST_SIDE = "\ue000", "\ue001", "\ue002", "\ue003"


def _is_field(tag: Tag) -> bool:
    if not tag.name.endswith(_FIELD_NAMES):
        return False
    keys = tag.attributes.keys()
    return tag.kind == "close" or bool(keys & {"name", "param", *_LOCATION_KEYS})


def _summary_level(text: str) -> int:
    """The level of headings that summaries become: above the headings of their content."""
    levels = [len(found[1]) for found in _BELOW_SUMMARY.finditer(text)]
    return max(min(levels, default=_DEEPEST) - 1, 2)


def _without_fences(text: str) -> str:
    """The text with the lines of fenced code blanked, each as long as it was."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found:
            fence = "" if fence == found[1] else fence or found[1]
        elif fence:
            lines[number] = " " * len(line)
    return "\n".join(lines)


def _json(text: str) -> dict[str, object] | None:
    if not text.startswith("{"):
        return None
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _type(schema: dict[str, object]) -> str:
    """The type of a JSON Schema as docs print it."""
    kind = schema.get("type")
    if kind == "array" and isinstance(schema.get("items"), dict):
        return f"{_type(schema['items']) or 'any'}[]"  # type: ignore[arg-type]
    form = schema.get("format")
    return (
        f"{kind}<{form}>" if isinstance(kind, str) and isinstance(form, str) else kind if isinstance(kind, str) else ""
    )
