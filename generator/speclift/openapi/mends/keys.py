"""Keys of a map that are not spelled as OpenAPI spells them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from speclift.openapi.mends.change import Change
from speclift.openapi.structure.nodes import Json


def renamed(
    node: Json, field: str, kind: str, meant: Callable[[str], str | None], words: tuple[str, str]
) -> Iterator[Change]:
    """Changes that rename the keys of a map in a field as they are meant, and leave out those with no meaning or with
    one that is taken. `meant` returns the meaning of a key, None where it has none; an empty key may mean itself.
    `words` are what messages call a key and its value.
    """
    given = node.get(field)
    if not isinstance(given, Mapping):
        return
    key_word, value_word = words
    kept: Json = {}
    names: dict[str, str] = {}
    found: list[Change] = []
    for key, value in given.items():
        name = meant(key)
        shown = f"{key[:60]!r} is not a {key_word}"
        if name == key:
            kept[key] = value
        elif name is not None and name not in given and name not in kept:
            kept[name], names[name] = value, key
            found.append(Change(kind, f"{shown}; it is read as {name[:60]!r}", (field, key)))
        else:
            found.append(Change(kind, f"{shown}; the {value_word} is left out", (field, key)))
    if found:
        *others, last = found
        yield from others
        yield Change(last.kind, last.message, last.key, fields={field: kept}, names={field: names})
