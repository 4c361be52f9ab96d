"""Lines of Python as ruff formats them: on one line if that fits, else on one line for each part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from speclift.client.imports import import_order
from speclift.client.literals import WIDTH
from speclift.client.records import Imports

#: Literals in a type, brackets, and what stands between parts of it.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|[\[\]]| \| |, ")


def fitted(head: str, parts: Iterable[str], tail: str, indent: int, *, has_comma: bool = True) -> str:
    """A bracket on one line where it fits, else with one part per line and a trailing comma. The comma makes ruff keep
    the lines; a single argument needs none.
    """
    listed = list(parts)
    line = head + ", ".join(listed) + tail
    if "\n" not in line and not head.endswith("import (") and indent + len(line) + 1 <= WIDTH:
        return line
    return broken(head, listed, tail, indent, has_comma=has_comma)


def broken(head: str, parts: Iterable[str], tail: str, indent: int, *, has_comma: bool = True) -> str:
    """A bracket with one part per line."""
    pad = " " * (indent + 4)
    comma = "," if has_comma else ""
    return head + "\n" + "".join(f"{pad}{part}{comma}\n" for part in parts) + " " * indent + tail


def import_source(package: str, item: Imports) -> str:
    """`from package.module import A, B` as isort writes it."""
    return fitted_import(f"from {package}.{item.module} import ", item.names, 0)


def fitted_import(head: str, names: Sequence[str], indent: int) -> str:
    """An import of names that follows `head`; in brackets if it does not fit on one line."""
    line = head + ", ".join(names)
    return line if indent + len(line) <= WIDTH else fitted(f"{head}(", names, ")", indent)


def relative_import(module: str, names: Iterable[str], indent: int) -> str:
    """`from .module import A, B` as isort writes it."""
    return fitted_import(f"from .{module} import ", import_order(names), indent)


def parameter(name: str, annotation: str, default: str, indent: int) -> str:
    """A parameter of a function; a union that does not fit has one line for each of its types."""
    rest = f" = {default}" if default else ""
    return f"{name}: {spread(annotation, indent, len(name) + len(rest) + 3)}{rest}"


def returned(annotation: str, indent: int, head: str = "") -> str:
    """The type that a function returns, after its `)` at `indent`, which follows `head`.

    A union that does not fit stands in brackets.
    """
    beside = len(f"{head}) -> :")
    if indent + beside + len(annotation) <= WIDTH or len(alternatives(annotation)) == 1:
        return spread(annotation, indent, beside)
    return _bracketed(annotation, indent)


def spread(annotation: str, indent: int, beside: int) -> str:
    """A type in a line at `indent` that has `beside` more characters; what does not fit is broken as ruff does it.

    Each type of a union has a line, and so has each argument of a type.
    """
    if indent + beside + len(annotation) <= WIDTH:
        return annotation
    pad = " " * indent
    union = alternatives(annotation)
    if len(union) > 1:
        return f"\n{pad}| ".join(spread(part, indent, len("| ")) for part in union)
    name, bracket, rest = annotation.partition("[")
    if not bracket:
        return annotation
    inner, arguments = rest[:-1], _parts(rest[:-1], ", ")
    if indent + 4 + len(inner) <= WIDTH:
        lines = [inner]
    elif len(arguments) == 1:
        lines = [spread(inner, indent + 4, 0)]
    else:
        lines = [f"{spread(argument, indent + 4, 1)}," for argument in arguments]
    return f"{name}[\n" + "".join(f"{pad}    {line}\n" for line in lines) + f"{pad}]"


def attribute(name: str, annotation: str, default: str, indent: int) -> str:
    """An attribute of a class, in brackets if it does not fit."""
    line = f"{name}: {annotation}" + (f" = {default}" if default else "")
    if indent + len(line) <= WIDTH:
        return line
    if default and indent + len(f"{name}: {annotation} = (") <= WIDTH:
        return assigned(f"{name}: {annotation}", default, indent)
    return f"{name}: {_bracketed(annotation, indent)}" + (f" = {default}" if default else "")


def attribute_made(name: str, annotation: str, maker: str, arguments: Sequence[str], indent: int) -> str:
    """An attribute of a class whose default a function makes."""
    head = f"{name}: {annotation} = "
    if indent + len(f"{head}{maker}(") <= WIDTH:
        return fitted(f"{head}{maker}(", arguments, ")", indent)
    pad = " " * indent
    if indent + len(f"{head}(") <= WIDTH:
        return f"{head}(\n{pad}    {fitted(f'{maker}(', arguments, ')', indent + 4)}\n{pad})"
    return f"{name}: {fitted(f'{_bracketed(annotation, indent)} = {maker}(', arguments, ')', indent)}"


def assigned(target: str, value: str, indent: int) -> str:
    """An assignment; a value that fits only on a line of its own goes there, in brackets."""
    line = f"{target} = {value}"
    pad = " " * indent
    if indent + len(line) <= WIDTH or indent + 4 + len(value) > WIDTH:
        return line
    return f"{target} = (\n{pad}    {value}\n{pad})"


def _bracketed(annotation: str, indent: int) -> str:
    """A type that does not fit: in its own brackets where it has some, else in others."""
    if len(alternatives(annotation)) == 1 and annotation.endswith("]"):
        return spread(annotation, indent, WIDTH)
    pad = " " * indent
    return f"(\n{pad}    {spread(annotation, indent + 4, 0)}\n{pad})"


def alternatives(annotation: str) -> list[str]:
    """The types of a union, brackets left whole."""
    return _parts(annotation, " | ")


def _parts(annotation: str, mark: str) -> list[str]:
    """The parts of a type between marks; marks in brackets and in strings do not count."""
    found, depth, start = [], 0, 0
    for token in _TOKEN.finditer(annotation):
        depth += {"[": 1, "]": -1}.get(token[0], 0)
        if token[0] == mark and depth == 0:
            found.append(annotation[start : token.start()])
            start = token.end()
    return [*found, annotation[start:]]
