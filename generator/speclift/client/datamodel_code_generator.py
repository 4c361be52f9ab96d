"""The schemas of a document as classes of one of four styles, made by datamodel-code-generator under our names.

It needs the extra `models`.  Objects and enumerations without a name get the same name as in the client, after their
place.
"""

from __future__ import annotations

import functools
import json
import signal
import threading
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from typing import Any, Literal, NoReturn, TypeAlias

from speclift.client.names import CLASS_RESERVED, class_name, identifier, snake
from speclift.client.schemas.enumerations import descriptions_of, titles_of
from speclift.client.schemas.hoist import hoist
from speclift.client.schemas.models import class_names
from speclift.errors import SourceError
from speclift.limits import MOST_INHERITED, MOST_MEMBERS, MOST_PROPERTIES
from speclift.openapi.structure.circles import circles
from speclift.openapi.structure.fields import SCALARS, fields_of
from speclift.openapi.structure.nodes import Json, mapping, sequence
from speclift.openapi.structure.objects import walk
from speclift.openapi.structure.references import REFERENCE, reference_to, refers_to
from speclift.openapi.structure.steps import pointer_of, steps_of

Style: TypeAlias = Literal["pydantic", "dataclass", "typeddict", "msgspec"]

#: The name that datamodel-code-generator has for each style.
STYLES: Mapping[Style, str] = {
    "pydantic": "pydantic_v2.BaseModel",
    "dataclass": "dataclasses.dataclass",
    "typeddict": "typing.TypedDict",
    "msgspec": "msgspec.Struct",
}

#: Keywords that a schema may pass to the generator: those of JSON Schema and of OpenAPI. With the generator's own
#: keywords (`customTypePath`, `x-python-import`, …) a document could import anything.
_KEYWORDS = frozenset(
    {
        *fields_of("schemas"),
        *SCALARS["schemas"],
        *(REFERENCE, "const", "default", "definitions", "example", "exclusiveMaximum", "exclusiveMinimum", "type"),
    }
)

#: The CPU seconds that the generator may take: the largest documents of the corpora take ten.
_LONGEST = 120

#: How many components may be parts of each other: the generator merges them again along every path through them.
_LARGEST_CIRCLE = 10

#: The file of a package that has the classes; `__init__.py` has their names.
MODULE = "models.py"


def models_of(document: Mapping[str, Any], style: Style) -> bytes:
    """A module with a class for each component of an OpenAPI 3 document.

    Raises ModuleNotFoundError where datamodel-code-generator is not installed, and SourceError where it fails or takes
    too long, or where the document has no schemas or one of them is too large.
    """
    from datamodel_code_generator import InputFileType, generate
    from datamodel_code_generator.config import GenerateConfig
    from datamodel_code_generator.enums import DataModelType
    from datamodel_code_generator.format import DatetimeClassType, Formatter, PythonVersion

    whole = hoist(document, has_aliases=False, is_composed=False)
    schemas = whole["components"]["schemas"]
    if not schemas:
        raise SourceError(
            "The document has no schemas to make models of.",
            expected="types in `components.schemas`, or in the bodies of operations",
            advice="generate the client, which needs no types",
        )
    _refuse_large(schemas)
    is_pydantic = style == "pydantic"
    try:
        names = class_names(schemas)
        with _bounded():
            found = generate(
                json.dumps(
                    {
                        "openapi": whole["openapi"],
                        "info": whole["info"],
                        "paths": {},
                        "components": _plain(_direct(schemas)),
                    }
                ),
                config=GenerateConfig(
                    input_file_type=InputFileType.OpenAPI,
                    output_model_type=DataModelType(STYLES[style]),
                    target_python_version=PythonVersion.PY_311,
                    model_name_map={_location(key): name for key, name in names.items()},
                    custom_class_name_generator=functools.partial(_class_name, frozenset(names.values())),
                    # Its own formatter takes a fifth of the time of the others.
                    formatters=[Formatter.BUILTIN],
                    custom_file_header=f'"""{_title(whole)}"""',
                    use_double_quotes=True,
                    use_standard_collections=True,
                    use_union_operator=True,
                    use_schema_description=True,
                    use_field_description=not is_pydantic,
                    use_attribute_docstrings=is_pydantic,
                    use_annotated=is_pydantic or style == "msgspec",
                    # The keys of a dictionary are the names on the wire.
                    snake_case_field=style not in ("typeddict", "dataclass"),
                    allow_population_by_field_name=is_pydantic,
                    extra_fields="allow" if is_pydantic else None,
                    output_datetime_class=None if style == "typeddict" else DatetimeClassType.Datetime,
                    keyword_only=style in ("dataclass", "msgspec"),
                    capitalise_enum_members=True,
                    # In an annotation that is a string, only type checkers would see `NotRequired` (PEP 655).
                    disable_future_imports=style == "typeddict",
                    extra_template_data=_further_settings(schemas) if is_pydantic else None,
                    # Addresses of type EmailStr would need one more package to be imported.
                    type_mappings=["string+email=string", "string+idn-email=string"],
                    allow_remote_refs=False,
                ),
            )
    except SourceError:
        raise
    except Exception as error:
        # A document that it does not understand may make it raise any exception, not only its own.
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise SourceError(
            f"datamodel-code-generator cannot make models of the document: {reason}",
            expected="schemas that it supports",
            advice="generate the client, which has models of its own, or report this to datamodel-code-generator",
        ) from error
    return f"{str(found).rstrip()}\n".encode()


def _further_settings(schemas: Json) -> defaultdict[str, dict[str, Any]]:
    """What classes of pydantic need besides options: otherwise it warns of properties such as `model_dump`."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    nodes = (node for node, kind, _ in walk({"schemas": schemas}, "components") if kind == "schemas")
    if any(snake(str(name)).startswith("model_") for node in nodes for name in mapping(node.get("properties"))):
        found["#all#"] = {"config": {"protected_namespaces": ()}}
    return found


def _refuse_large(schemas: Json) -> None:
    parts = {name: mapping(schema).get("allOf") for name, schema in schemas.items()}
    links = {name: [refers_to(part) for part in sequence(given)] for name, given in parts.items()}
    links = {name: [target for target in targets if target in links] for name, targets in links.items()}
    group = max(circles(links), key=len, default=[])
    if len(group) > _LARGEST_CIRCLE:
        raise SourceError(
            f"{len(group):,} components are parts of each other (`allOf`), #/components/schemas/{group[0]} among them. "
            "This takes datamodel-code-generator too long.",
            expected="types that are not parts of themselves",
            advice="leave out the parts that lead back",
        )
    for node, kind, place in walk({"schemas": schemas}, "components"):
        if kind != "schemas":
            continue
        for key, most in (("enum", MOST_MEMBERS), ("properties", MOST_PROPERTIES)):
            given = node.get(key)
            if isinstance(given, list | dict) and len(given) > most:
                raise SourceError(
                    f"#/components{pointer_of(steps_of(place))} is too large for datamodel-code-generator: its `{key}` "
                    f"has {len(given):,} entries.",
                    expected=f"at most {most:,}",
                    advice="generate the client, which has models of its own",
                )
    _refuse_inherited(schemas, links)


def _refuse_inherited(schemas: Json, links: Mapping[str, Sequence[str]]) -> None:
    """Raise SourceError where components have too many properties through `allOf`: each class compares all of its
    own. `links` are the components that are parts of each.
    """
    counts: dict[str, int] = {}
    todo, entered = list(schemas), set[str]()
    while todo:
        name = todo[-1]
        missing = [part for part in links[name] if part not in counts and part not in entered]
        if name not in counts and missing and name not in entered:
            entered.add(name)
            todo += missing
            continue
        todo.pop()
        parts = (schemas[name], *sequence(mapping(schemas[name]).get("allOf")))
        own = sum(len(mapping(mapping(part).get("properties"))) for part in parts)
        counts.setdefault(name, own + sum(counts.get(part, 0) for part in links[name]))
    largest = max(counts, key=counts.__getitem__, default="")
    if counts and (counts[largest] > MOST_PROPERTIES or sum(counts.values()) > MOST_INHERITED):
        raise SourceError(
            f"The components are too large for datamodel-code-generator: with those of their parts (`allOf`) they have "
            f"{sum(counts.values()):,} properties, #/components/schemas/{largest} alone {counts[largest]:,}.",
            expected=f"at most {MOST_PROPERTIES:,} in a component, and {MOST_INHERITED:,} in all",
            advice="generate the client, which has models of its own",
        )


class _TooLongError(BaseException):
    """The generator took too long. As a BaseException, this passes the generator's own handlers."""


def _direct(schemas: Json) -> Json:
    """The components; those that are only other names refer to what they mean in the end. The generator follows a chain
    of names anew from each of them.
    """
    ends: dict[str, str] = {}
    for name in schemas:
        chain: dict[str, None] = {}
        while name in schemas and name not in ends and name not in chain and refers_to(schemas[name]):
            chain[name] = None
            name = refers_to(schemas[name])
        ends |= dict.fromkeys(chain, ends.get(name, name))
    return {
        name: {**schema, **reference_to(ends[name])} if name in ends else schema for name, schema in schemas.items()
    }


def _plain(schemas: Json) -> Json:
    """Components of these schemas with only `_KEYWORDS` and what they say of enumerated values; data stays as it is."""
    found: Json = {"schemas": json.loads(json.dumps(schemas))}
    for node, kind, _ in walk(found, "components"):
        if kind == "schemas":
            names = _names_of_values(node)
            for key in node.keys() - _KEYWORDS:
                del node[key]
            node.update(names)
    return found


def _names_of_values(schema: Json) -> Json:
    """The names and descriptions of enumerated values as lists of a text for each value that is not null. The generator
    refuses documents that have them in another form.
    """
    values = schema.get("enum")
    if not isinstance(values, list):
        return {}
    given = [str(value) for value in values if value is not None]
    texts = descriptions_of(schema)
    names = titles_of(schema, len(given))
    descriptions = [texts.get(value) for value in given] if texts else []
    found = {"x-enum-varnames": names, "x-enum-descriptions": descriptions}
    return {key: value for key, value in found.items() if value}


@contextmanager
def _bounded() -> Iterator[None]:
    """Silence the generator, and refuse documents that take it too long, where signals can interrupt it."""
    can_be_interrupted = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGVTALRM, _give_up) if can_be_interrupted else None
    try:
        if can_be_interrupted:
            signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST, 1)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _TooLongError:
        raise SourceError(
            f"datamodel-code-generator took more than {_LONGEST} s for the document.",
            expected="schemas that refer to each other over fewer steps",
            advice="generate the client, which has models of its own",
        ) from None
    finally:
        if can_be_interrupted:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)


def _give_up(*_: object) -> NoReturn:
    raise _TooLongError


def models_package(document: Mapping[str, Any], style: Style) -> dict[str, bytes]:
    """The files of a package with the classes, by their paths in its folder.  Raises as `models_of` does."""
    about = f'"""{_title(document)}"""\n\nfrom .models import *\n'
    return {"__init__.py": about.encode(), MODULE: models_of(document, style), "py.typed": b""}


def _class_name(known: Set[str], name: str) -> str:
    """The name of a class before the map of names: none of the known names, nor the plural of one.

    The generator makes classes of items first, by the singular of a property, and drops most of them. Such a class
    must not take the name of a component.
    """
    from datamodel_code_generator.reference import get_singular_name

    found = identifier(class_name(name), name, CLASS_RESERVED)
    while found in known or get_singular_name(found) in known:
        found += "_"
    return found


def _location(component: str) -> str:
    """The place of a component, as the generator writes it; a bare name would also match nested classes."""
    return f"#/components/schemas/{component.replace('~', '~0').replace('/', '~1')}"


def _title(document: Mapping[str, Any]) -> str:
    title = " ".join(str((document.get("info") or {}).get("title") or "the API").split())
    safe = "".join(character for character in title if character.isprintable() and character not in '\\"')
    return f"Models of {safe or 'the API'}."
