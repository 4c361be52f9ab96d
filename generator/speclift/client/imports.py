"""What modules of a client import, and the order of the names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from speclift.client.annotations import RUNTIME_MODULES, SchemaReader
from speclift.client.records import Imports

#: The function that makes the default of a property that only the server sets.
READ_ONLY = "read_only"

#: What the module of a model takes from the runtime, and from which module.
MODEL_RUNTIME = {
    **RUNTIME_MODULES,
    "Model": "_models",
    "OpenInt": "_models",
    "OpenStr": "_models",
    "WRITE_ONLY": "_models",
    READ_ONLY: "_models",
    "Subtypes": "_reading",
}

_DIGITS = re.compile(r"([0-9]+)")


def runtime_imports(names: Iterable[str]) -> tuple[Imports, ...]:
    """The imports of those names that the runtime has, by module."""
    by_module: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name in MODEL_RUNTIME:
            by_module[MODEL_RUNTIME[name]].add(name)
    return tuple(Imports(module, import_order(by_module[module])) for module in sorted(by_module))


def class_imports(
    names: Iterable[str], reader: SchemaReader, places: Mapping[str, str], inputs: Iterable[str] = ()
) -> tuple[Imports, ...]:
    """The imports of the classes of components, and of the dictionaries of `inputs`, sorted as isort does."""
    by_module: dict[str, set[str]] = defaultdict(set)
    for name in inputs:
        by_module[places[name]].add(reader.inputs[name])
    for name in names:
        by_module[places[name]].add(reader.class_names[name])
    return tuple(Imports(f"models.{module}", import_order(by_module[module])) for module in sorted(by_module))


def import_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as ruff sorts them after `import`: constants, classes, others; case is ignored, numbers go by value."""
    return tuple(sorted(names, key=import_key))


def export_order(names: Iterable[str]) -> tuple[str, ...]:
    """Names as ruff sorts them in `__all__`: as after `import`, but capitals before small letters."""
    return tuple(sorted(names, key=lambda name: (import_key(name)[0], _natural(name))))


def import_key(name: str) -> tuple[int, list[tuple[int, int, str]], str]:
    """The sort key of names after `import`."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower()), name


def _natural(name: str) -> list[tuple[int, int, str]]:
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(name) if part]
