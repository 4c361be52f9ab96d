"""Parameters and fields of forms: the values that the schema means by their texts.

The styles are those of OpenAPI 3.1.1, section 4.8.12.3 (RFC 6570, sections 3.2.5 to 3.2.8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from speclift.contract.records import Parameter
from speclift.contract.scalars import json_value, scalar_value
from speclift.contract.serialization.brackets import Tree, put, split_name, value_of
from speclift.contract.shapes import items_of, others_of, properties_of, types_of
from speclift.openapi.structure.nodes import Json

Schemas: TypeAlias = Mapping[str, Json]

#: The separators of the parts of a text, by style.
SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|", "ssv": " ", "tsv": "\t", "pipes": "|"}


def reader_of(parameter: Parameter, schemas: Schemas) -> Callable[[Sequence[str]], Any]:
    """The function that reads a parameter from its texts: one for each occurrence in the request. A text that does not
    look like the type of the schema stays a string, which the schema then refuses.
    """
    if parameter.style == "content":
        return lambda texts: json_value(texts[0])
    types = types_of(parameter.schema, schemas)
    if "array" in types:
        item_types = types_of(items_of(parameter.schema, schemas), schemas)
        if parameter.is_exploded and parameter.style in ("form", "cookie"):
            return lambda texts: [scalar_value(text, item_types) for text in texts]
        split = _splitter(parameter)

        def separated(texts: Sequence[str]) -> list[Any]:
            parts = [part for text in texts for part in split(text)] if any(texts) else []
            if parameter.location == "header":
                # Empty elements are to be ignored (RFC 9110, section 5.6.1.2).
                parts = [part for part in parts if part]
            return [scalar_value(part, item_types) for part in parts]

        return separated
    if "object" in types and not is_any_object(parameter, schemas):
        split, read = _splitter(parameter), named_reader(parameter.schema, schemas)
        return lambda texts: object_of(split(texts[0]), parameter.is_exploded, read)
    bare = _bare(parameter)
    if bare is not None:
        return lambda texts: scalar_value(bare(texts[0]), types)
    return lambda texts: scalar_value(texts[0], types)


def other_readers_of(parameter: Parameter, schemas: Schemas) -> Sequence[Callable[[str], Any]]:
    """The other ways to read a single text: a schema may allow a list or one value of it, a number or its digits."""
    if parameter.style == "content":
        return ()
    types = types_of(parameter.schema, schemas)
    scalars = types - {"array", "object"}
    bare = _bare(parameter) or str
    found: list[Callable[[str], Any]] = []
    if scalars and scalars != types:
        found.append(lambda text: scalar_value(bare(text), scalars))
    if "string" in types and len(scalars) > 1:
        found.append(bare)
    return found


def spread_reader_of(
    parameter: Parameter, schemas: Schemas, taken: Iterable[str]
) -> Callable[[Mapping[str, Sequence[str]]], Json] | None:
    """The function that reads an object from the whole query; None for a parameter under its own name. It is for the
    styles `deepObject` (`?p[a]=1`) and exploded `form` (`?a=1`); `taken` are the names of parameters.
    """
    is_deep = parameter.style == "deepObject"
    if not is_deep and not (
        parameter.style == "form"
        and parameter.is_exploded
        and "object" in types_of(parameter.schema, schemas)
        and not is_any_object(parameter, schemas)
    ):
        return None
    read = named_reader(parameter.schema, schemas)
    if is_deep:
        return lambda query: _deep_object(parameter, schemas, query)
    known, others = properties_of(parameter.schema, schemas), frozenset(taken)
    has_others = others_of(parameter.schema, schemas) is not None
    return lambda query: {
        name: read(name, texts) for name, texts in query.items() if name in known or (has_others and name not in others)
    }


def _deep_object(parameter: Parameter, schemas: Schemas, query: Mapping[str, Sequence[str]]) -> Any:
    tree: dict[str, Tree] = {}
    for key, texts in query.items():
        name, keys = split_name(key) if key.startswith(f"{parameter.name}[") else (key, [])
        if keys and name == parameter.name:
            put(tree, keys, texts)
    return value_of(tree, parameter.schema, schemas, lambda schema, texts: texts_reader_of(schema, schemas)(texts))


def is_any_object(parameter: Parameter, schemas: Schemas) -> bool:
    """Whether a parameter is an object about which nothing is known, not even the names of its properties."""
    return (
        parameter.style != "content"
        and types_of(parameter.schema, schemas) == {"object"}
        and not properties_of(parameter.schema, schemas)
        and others_of(parameter.schema, schemas) is None
    )


class JsonText(str):
    """A text that is declared as JSON, such as a part of `multipart/form-data` with that media type."""

    __slots__ = ()


def texts_reader_of(schema: Any, schemas: Schemas) -> Callable[[Sequence[str]], Any]:
    """The function that reads a field of a form: repeated texts are an array, objects are JSON."""
    types = types_of(schema, schemas)
    if "array" in types:
        item_types = types_of(items_of(schema, schemas), schemas)
        scalars = types - {"array"}

        def listed(texts: Sequence[str]) -> Any:
            if "string" in types and list(texts) == [""]:
                # Where a field may be a list or a string, an empty text is a string: an empty list has no field.
                return _field("", scalars)
            return _whole(texts) or [_field(text, item_types) for text in texts]

        return listed
    return lambda texts: _field(texts[-1], types)


def _field(text: str, types: frozenset[str]) -> Any:
    if isinstance(text, JsonText):
        return json_value(str(text))
    return json_value(text) if "object" in types else scalar_value(text, types)


def _whole(texts: Sequence[str]) -> list[Any]:
    """A list as JSON in one text; empty where there is none."""
    found = json_value(str(texts[0])) if len(texts) == 1 and isinstance(texts[0], JsonText) else None
    return found if isinstance(found, list) else []


def named_reader(schema: Any, schemas: Schemas) -> Callable[[str, Sequence[str]], Any]:
    """The function that reads a property by its name and its texts."""
    known = {name: texts_reader_of(given, schemas) for name, given in properties_of(schema, schemas).items()}
    other = texts_reader_of(others_of(schema, schemas) or {}, schemas)
    return lambda name, texts: known.get(name, other)(texts)


def _bare(parameter: Parameter) -> Callable[[str], str] | None:
    """The function that removes the prefix of the style from a text; None where there is none."""
    if parameter.style == "label":
        return lambda text: text.removeprefix(".")
    start = f"{parameter.name}="
    return (lambda text: text.removeprefix(";").removeprefix(start)) if parameter.style == "matrix" else None


def _splitter(parameter: Parameter) -> Callable[[str], list[str]]:
    """The function that splits a text by the style of a parameter."""
    bare = _bare(parameter)
    if parameter.style == "matrix" and parameter.is_exploded:
        start = f"{parameter.name}="
        return lambda text: [part.removeprefix(start) for part in text.removeprefix(";").split(";")]
    if bare is not None:
        separator = "." if parameter.is_exploded and parameter.style == "label" else ","
        return lambda text: bare(text).split(separator)
    separator = SEPARATORS.get(parameter.style, ",")
    if parameter.location == "header":
        # Blanks around the elements of a list are not part of them (RFC 9110, section 5.6.1.2).
        return lambda text: [part.strip(" \t") for part in text.split(separator)]
    return lambda text: text.split(separator)


def object_of(parts: Sequence[str], is_exploded: bool, read: Callable[[str, Sequence[str]], Any]) -> Any:
    """The object in its parts: `a=1`, `b=2` where it is exploded, else `a`, `1`, `b`, `2`."""
    if is_exploded:
        pairs = [part.partition("=")[::2] for part in parts]
    else:
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {name: read(name, (text,)) for name, text in pairs}
