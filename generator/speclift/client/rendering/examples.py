"""Calls for the README of a client: the first of each kind that an API has, with arguments that fit."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import msgspec

from speclift.client.literals import WIDTH
from speclift.client.names import words
from speclift.client.operations.page_names import SIZES
from speclift.client.records import Argument, Attribute, Method, Package
from speclift.client.schemas.layout import broken

#: A value for each annotation that an example may need.
_VALUES = {"int": "42", "str": '"text"', "bool": "True", "float": "1.5", "list[int]": "[1, 2]", "list[str]": '["text"]'}
_VALUES |= {"CommaSeparated": '["name"]', "File": 'b"text"'}


class Example(msgspec.Struct, frozen=True):
    """A call: the dotted name of the method, and its arguments without the body."""

    function: str
    arguments: tuple[str, ...]

    def call(self, *more: str, indent: int = 0, beside: int = 0) -> str:
        """The source of the call with further arguments, in a line at `indent` with `beside` more characters.

        A call that does not fit on one line is broken as ruff does it.
        """
        given = [*self.arguments, *more]
        line = f"{self.function}({', '.join(given)})"
        if indent + len(line) + beside <= WIDTH or not given:
            return line
        pad = " " * (indent + 4)
        if indent + 4 + len(", ".join(given)) <= WIDTH:
            return f"{self.function}(\n{pad}{', '.join(given)}\n{' ' * indent})"
        return broken(f"{self.function}(", given, ")", indent)


class Examples(msgspec.Struct, frozen=True):
    """An example of each kind of call, None where the API has no such operation. `reads_model` says that what is read
    is a model.
    """

    read: Example | None
    properties: Example | None
    pages: Example | None
    patch: Example | None
    upload: Example | None
    download: Example | None
    reads_model: bool


def examples_of(package: Package) -> Examples:
    """The examples of a package."""

    def is_listing(method: Method) -> bool:
        return method.kind == "pages"

    def is_read(method: Method) -> bool:
        return method.kind == "value" and method.http_method == "GET" and method.body is None

    models = {model.name for module in package.modules for model in module.models}
    read = _first(package, lambda m: is_read(m) and m.returns in models, optional=0)
    return Examples(
        read=read or _first(package, is_read, optional=0),
        reads_model=read is not None,
        properties=_first(package, lambda m: bool(m.body and m.body.model), optional=2, location="property"),
        pages=_first(package, is_listing, optional=1, location="query", takes=_is_size)
        or _first(package, is_listing, optional=0),
        patch=_first(package, lambda m: bool(m.body and m.body.kind == "patch"), optional=0),
        upload=_first(package, lambda m: bool(m.body and m.body.kind == "binary"), optional=0),
        download=_first(package, lambda m: m.kind == "binary" and m.body is None, optional=0),
    )


def _is_size(argument: Argument) -> bool:
    """Whether an argument says how many items a page has: most other arguments are filters that may leave nothing.

    `$top` says how many there are in all.
    """
    wire = ast.literal_eval(argument.wire)
    is_whole = argument.annotation.removesuffix(" | None") == "int"
    return is_whole and not wire.startswith("$") and " ".join(words(wire)) in SIZES


def _first(
    package: Package,
    fits: Callable[[Method], bool],
    *,
    optional: int,
    location: str = "",
    takes: Callable[[Argument], bool] = lambda argument: True,
) -> Example | None:
    """A call of the first method that fits and needs only arguments of simple types; None where there is none.

    It shows up to `optional` other arguments, those in the location that `takes` accepts.
    """
    for attribute, method in _methods(package):
        if not fits(method):
            continue
        required = [argument for argument in method.arguments if argument.is_required]
        others = [a for a in method.arguments if not a.is_required and a.location == location]
        needed = [argument for argument in others if argument.is_needed]
        others = [a for a in others if a not in needed and _value(a) and takes(a)]
        if all(_value(argument) for argument in (*required, *needed)) and len([*needed, *others]) >= bool(optional):
            shown = [*needed, *others[: max(optional - len(needed), 0)]]
            given = [_value(argument) for argument in required]
            given += [f"{argument.name}={_value(argument)}" for argument in shown]
            return Example(f"client.{attribute.name}.{method.name}", tuple(given))
    return None


class Listed(msgspec.Struct, frozen=True):
    """A resource as the README lists it: how it is reached, and its methods with what each is for."""

    attribute: str
    tag: str
    methods: tuple[tuple[str, str], ...]


#: Up to this number of operations, the README shows each with its method and path; beyond it, only the names.
MOST_DESCRIBED = 300


def listed(package: Package) -> tuple[Listed, ...]:
    """All resources and their methods, as the README lists them."""
    by_module: dict[str, list[tuple[str, str]]] = {}
    names: dict[str, tuple[str, str]] = {}
    tags = {resource.module: resource.tag for resource in package.resources}
    for attribute in sorted(package.attributes, key=lambda item: (len(item.name), item.name)):
        names.setdefault(attribute.module, (attribute.name, tags[attribute.module]))
    is_described = sum(len(resource.methods) for resource in package.resources) <= MOST_DESCRIBED
    for resource in package.resources:
        by_module[resource.module] = [
            (method.name, f"{method.http_method} {ast.literal_eval(method.path)}" if is_described else "")
            for method in resource.methods
        ]
    return tuple(
        Listed(*names[module], tuple(methods)) for module, methods in sorted(by_module.items()) if module in names
    )


def credentials_shown(package: Package) -> tuple[tuple[str, ...], str]:
    """The classes of the credentials that the document asks for first, and an expression that makes them; empty
    without any.
    """
    schemes = {name: item.name for item in package.credentials for name in [ast.literal_eval(item.scheme)]}
    schemes |= {scheme: kind for kind, names in package.http_schemes for scheme in names}
    alternatives = [*(package.security or ()), *((name,) for name in schemes)]
    known = ([schemes[name] for name in names if name in schemes] for names in alternatives)
    classes = tuple(dict.fromkeys(next(filter(None, known), [])))
    calls = [f'{name}("name", "password")' if name == "BasicAuth" else f'{name}("token")' for name in classes]
    return classes, f"[{', '.join(calls)}]" if len(calls) > 1 else "".join(calls)


def _methods(package: Package) -> Iterator[tuple[Attribute, Method]]:
    """The methods with the shortest attribute that leads to each."""
    shortest: dict[str, Attribute] = {}
    for attribute in sorted(package.attributes, key=lambda item: (len(item.name), item.name)):
        shortest.setdefault(attribute.module, attribute)
    for resource in package.resources:
        for method in resource.methods:
            if resource.module in shortest and not method.is_deprecated:
                yield shortest[resource.module], method


def _value(argument: Argument) -> str:
    return _VALUES.get(argument.annotation.removesuffix(" | None"), "")
