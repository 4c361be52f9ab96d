"""Lines of Python as ruff formats them: on one line if that fits, else on one line for each part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speclift.client.imports import import_order
from speclift.client.literals import WIDTH
from speclift.client.records import Imports


def fitted(head: str, parts: Iterable[str], tail: str, indent: int, *, has_comma: bool = True) -> str:
    """A bracket on one line where it fits, else with one part per line and a trailing comma. The comma makes ruff keep
    the lines; a single argument needs none.
    """
    listed = list(parts)
    line = head + ", ".join(listed) + tail
    if "\n" not in line and not head.endswith("import (") and indent + len(line) + 1 <= WIDTH:
        return line
    pad = " " * (indent + 4)
    comma = "," if has_comma else ""
    return head + "\n" + "".join(f"{pad}{part}{comma}\n" for part in listed) + " " * indent + tail


def import_source(package: str, item: Imports) -> str:
    """`from package.module import A, B` as isort writes it."""
    return fitted_import(f"from {package}.{item.module} import ", item.names, 0)


def fitted_import(head: str, names: Sequence[str], indent: int) -> str:
    line = head + ", ".join(names)
    return line if indent + len(line) <= WIDTH else fitted(f"{head}(", names, ")", indent)


def relative_import(module: str, names: Iterable[str], indent: int) -> str:
    return fitted_import(f"from .{module} import ", import_order(names), indent)


def parameter(name: str, annotation: str, default: str, indent: int) -> str:
    """A parameter of a function; a union that does not fit has one line for each of its types."""
    rest = f" = {default}" if default else ""
    line = f"{name}: {annotation}{rest}"
    if indent + len(line) + 1 <= WIDTH:
        return line
    parts = alternatives(annotation)
    return f"{name}: " + f"\n{' ' * indent}| ".join(parts) + rest


def attribute(name: str, annotation: str, default: str, indent: int) -> str:
    """An attribute of a class, in brackets if it does not fit."""
    line = f"{name}: {annotation}" + (f" = {default}" if default else "")
    if not default or indent + len(line) <= WIDTH:
        return line
    pad = " " * indent
    if indent + len(f"{name}: {annotation} = (") <= WIDTH:
        return f"{name}: {annotation} = (\n{pad}    {default}\n{pad})"
    return f"{name}: (\n{pad}    {annotation}\n{pad}) = {default}"


def alternatives(annotation: str) -> list[str]:
    """The types of a union, brackets left whole."""
    found, depth = [""], 0
    for part in annotation.split(" | "):
        found[-1] += part
        depth += part.count("[") - part.count("]")
        if depth == 0:
            found.append("")
        else:
            found[-1] += " | "
    return found[:-1]
