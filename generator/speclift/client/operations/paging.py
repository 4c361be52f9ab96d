"""How the pages of a list lead to each other, by what the document says of an operation, or by a hint of the settings.

A response with one list is a page where it has a link or a cursor to the next one or a `Link` header, or where the
operation takes a page number or an offset.  Only common words count, never the names of one API.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from speclift.client.annotations import SchemaReader, kinds_of
from speclift.client.media import schema_of
from speclift.client.names import words
from speclift.client.operations import page_names
from speclift.client.operations.page_schemas import attributes_of, kinds_in, list_of, meant, properties_of, schema_at
from speclift.contract.next_links import NEXT_LINK
from speclift.contract.records import Operation, Parameter
from speclift.model.client_settings import PagingHint


class Pagination(msgspec.Struct, frozen=True):
    """How pages lead to each other: the arguments of `Paging` of the runtime, and the schema of an item.

    `items`, `next`, `key` and from `more` on all are paths of attributes with dots, `parameter` is a wire name; with
    `in_body` it is that of a property of the body.
    """

    items: str
    item: Any
    next: str = ""
    parameter: str = ""
    in_body: bool = False
    step: str = ""
    start: int = 0
    key: str = ""
    more: str = ""
    end: str = ""
    total: str = ""
    pages: str = ""
    number: str = ""


#: How descriptions say that the first page is page 0: `(0..N)`, "zero-based", "starting from 0".
_FROM_ZERO = re.compile(
    r"\b0\.\.n\b|\b(?:zero|0)[- ](?:based|indexed)\b"
    r"|\b(?:starts|starting|begins|beginning|counted) (?:at|from|with) (?:zero|0)\b",
    re.IGNORECASE,
)


def pagination_of(
    operation: Operation, schema: Any, headers: Sequence[Parameter], reader: SchemaReader, hints: Sequence[PagingHint]
) -> Pagination | None:
    """How the pages of an operation lead to each other; None where its response is not a page.

    `schema` is that of its response, `headers` are the documented headers of that response.
    """
    hint = next((hint for hint in hints if _applies(hint, operation)), None)
    if hint is not None:
        return _hinted(hint, operation, schema, reader)
    if operation.method != "get":
        return None
    found = list_of(schema, reader, operation.path)
    if found is None:
        return None
    items, item = found
    parameters = {parameter.name: parameter for parameter in operation.parameters_in("query")}
    marks = list(_marks(schema, items.rpartition(".")[0], reader))
    more = _first(marks, page_names.MORE, "boolean")
    has_link = any(header.name.lower() == "link" for header in headers)
    plain = Pagination(attributes_of(schema, items, reader), item, more=attributes_of(schema, more, reader))
    followed = _next(marks, parameters)
    if followed:
        path, parameter = followed
        return msgspec.structs.replace(plain, next=attributes_of(schema, path, reader), parameter=parameter)
    counts = {
        field: attributes_of(schema, _first(marks, names, kind), reader)
        for field, names, kind in (
            ("total", page_names.TOTALS, "integer"),
            ("pages", page_names.PAGE_COUNTS, "integer"),
            ("number", page_names.NUMBERS, "integer"),
            ("end", page_names.ENDS, "boolean"),
        )
    }
    stepped = _stepped(msgspec.structs.replace(plain, **counts), parameters, item, reader)
    return stepped or (plain if has_link else None)


def _first(marks: Sequence[tuple[str, str, list[str]]], names: Container[str], kind: str) -> str:
    """The path to the first property of a page that has one of these names and this type; empty where there is none."""
    return next((path for path, name, kinds in marks if name in names and kind in kinds), "")


def _applies(hint: PagingHint, operation: Operation) -> bool:
    names = (operation.operation_id, operation.label)
    return any(fnmatchcase(name, pattern) for pattern in hint.operations for name in names)


def _hinted(hint: PagingHint, operation: Operation, schema: Any, reader: SchemaReader) -> Pagination | None:
    if hint.by == "none":
        return None
    listed = list_of(schema, reader, "")
    items = hint.items or (listed[0] if listed else "")
    step = {"offset": "items", "page": "pages", "last": "last"}.get(hint.by, "")
    item = meant(schema_at(schema, items, reader), reader).get("items", {})
    return Pagination(
        items=attributes_of(schema, items, reader),
        item=item,
        next=attributes_of(schema, hint.next, reader) if hint.by == "next" else "",
        parameter=hint.parameter,
        in_body=_is_in_body(hint.parameter, operation, reader),
        step=step,
        start=(1 if hint.by == "page" else 0) if hint.start is None else hint.start,
        key=attributes_of(item, hint.key, reader) if hint.by == "last" else "",
        more=attributes_of(schema, hint.more, reader),
    )


def _is_in_body(name: str, operation: Operation, reader: SchemaReader) -> bool:
    """Whether a parameter is a property of the body, and not in the query."""
    in_query = any(parameter.name == name for parameter in operation.parameters_in("query"))
    media_types = operation.body.media_types if operation.body else ()
    return not in_query and any(name in properties_of(schema_of(media), reader) for media in media_types)


def _stepped(
    plain: Pagination, parameters: Mapping[str, Parameter], item: Any, reader: SchemaReader
) -> Pagination | None:
    """Pages that are counted: by offsets, by their numbers, or by the last item if the response says if there is more.
    `$skip` and `$top` do not count: a caller who asks OData for the first five wants five and no more.
    """
    named = {" ".join(words(name)): name for name in parameters if not name.startswith("$")}
    has_size = any(name in page_names.SIZES for name in named)
    # The numbers of pages mean something only where pages are counted.
    without = msgspec.structs.replace(plain, pages="", number="")
    for name in page_names.OFFSETS:
        if name in named and has_size and _is_number(parameters[named[name]], reader):
            return msgspec.structs.replace(without, parameter=named[name], step="items")
    for name in page_names.PAGES:
        if name in named and _is_number(parameters[named[name]], reader):
            start = _first_page(parameters[named[name]], reader)
            number = plain.number if start is None else ""
            first = 1 if start is None else start
            return msgspec.structs.replace(plain, parameter=named[name], step="pages", start=first, number=number)
    for name in page_names.LAST:
        if name in named and plain.more and "id" in properties_of(item, reader):
            key = attributes_of(item, "id", reader)
            return msgspec.structs.replace(without, parameter=named[name], step="last", key=key)
    return None


def _is_number(parameter: Parameter, reader: SchemaReader) -> bool:
    """Whether a parameter is a number and nothing else; some documents use `number` for integers as well."""
    return kinds_in(parameter.schema, reader) in (["integer"], ["number"])


def _first_page(parameter: Parameter, reader: SchemaReader) -> int | None:
    """The number of the first page: the default, else the minimum, else what the description says; None where the
    document does not say it.
    """
    schema = parameter.schema
    given = {**meant(schema, reader), **(schema if isinstance(schema, dict) else {})}
    for key in ("default", "minimum"):
        value = given.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value in (0, 1):
            return value
    text = f"{parameter.description} {given.get('description', '')}"
    return 0 if _FROM_ZERO.search(text) else None


def _next(marks: Sequence[tuple[str, str, list[str]]], parameters: Mapping[str, Parameter]) -> tuple[str, str] | None:
    """The path to the link or cursor to the next page, and the query parameter for a cursor; None without either."""
    links: list[str] = []
    cursors: list[tuple[str, str]] = []
    for path, name, kinds in marks:
        parts = name.split()
        if not ({"string", "integer"} & set(kinds)):
            continue
        is_next = "next" in parts or path.lower().startswith("next")
        if "string" in kinds and (NEXT_LINK.search(path) or (is_next and page_names.LINK_WORDS & set(parts))):
            links.append(path)
        elif is_next or name in ("end cursor", "cursor", "continuation token", "continuation", "continue"):
            parameter = _parameter_for(name, parameters)
            if parameter and (len(parts) == 1 or page_names.CURSORS & set(parts)):
                cursors.append((path, parameter))
            elif name in ("next", "next page") and "string" in kinds:
                links.append(path)
    if len(links) == 1 or (links and not cursors):
        return links[0], ""
    return cursors[0] if cursors else None


def _parameter_for(name: str, parameters: Mapping[str, Parameter]) -> str:
    """The query parameter that takes a cursor of this name, empty where there is none."""
    named = {" ".join(words(wire)): wire for wire in parameters if not wire.startswith("$")}
    plain = name.removeprefix("next ").removeprefix("end ")
    for wanted in (plain, name, *page_names.CURSOR_PARAMETERS):
        if wanted in named:
            return named[wanted]
    return ""


def _marks(schema: Any, envelope: str, reader: SchemaReader) -> Iterator[tuple[str, str, list[str]]]:
    """The other properties of a page: path, words of the name, JSON types. `envelope` is the property with the list."""
    for wire, inner in properties_of(schema, reader).items():
        name = " ".join(words(wire))
        nested = properties_of(inner, reader)
        if not nested:
            yield wire, name, kinds_in(inner, reader)
        elif wire == envelope or name in page_names.HOLDERS:
            for key, part in nested.items():
                deeper = properties_of(part, reader)
                yield f"{wire}.{key}", " ".join(words(key)), kinds_in(part, reader)
                if deeper and words(key) == ["next"]:
                    for last, found in deeper.items():
                        yield f"{wire}.{key}.{last}", f"next {' '.join(words(last))}", kinds_of(found)[0]
