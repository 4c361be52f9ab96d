"""Guess what the cells below an unknown head mean, and which JSON type the values of a name have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set

import orjson

from speclift.model.facts import ListOf, MapOf, MessageSample, Primitive, PrintedType
from speclift.model.form import ColumnMeaning
from speclift.model.methods import METHODS
from speclift.reading.fields.columns import location_of
from speclift.reading.fields.yes_no import truth
from speclift.reading.types.printed import printed

_NAME = re.compile(r"[`*_\s]{0,4}[A-Za-z_$@][\w.$@\[\]{}-]{0,80}[`*\s?]{0,4}$")
_STATUS = re.compile(r"[`*\s]{0,4}[1-5](?:\d\d|XX)\b")
#: The share of cells that must be of a kind, and the most cells of a column and items of a list that are examined.
_SHARE = 0.8
_MOST_EXAMINED = 50
#: The average number of words in a cell from which a column holds descriptions.
_WORDS_OF_PROSE = 4
#: A column of locations has fewer different words than this, beside the one for the path.
_FEW_WORDS = 6
#: How deep samples are examined.
_DEEPEST = 12


def column_meaning(cells: Sequence[str], known: Iterable[str | None]) -> ColumnMeaning | None:
    """What a column with these cells holds, beside columns of the meanings in `known`; None where nothing shows it."""
    shown = [cell.strip() for cell in cells[:_MOST_EXAMINED] if cell.strip()]
    known = frozenset(known)
    if not shown:
        return None
    if _most_are(shown, lambda cell: cell.strip("`* ").upper() in METHODS):
        return "method"
    if _most_are(shown, lambda cell: cell.strip("`* ").startswith("/")):
        return "path"
    if _most_are(shown, lambda cell: bool(_STATUS.match(cell))):
        return "status"
    if "location" not in known and _most_are(shown, lambda cell: len(cell) < 30 and bool(location_of(cell))):
        return "location"
    if "required" not in known and _most_are(shown, lambda cell: not cell.isdigit() and truth(cell) is not None):
        return "required"
    if "type" not in known and _most_are(shown, lambda cell: len(cell) < 60 and is_known_type(printed(cell).type)):
        return "type"
    if (
        "name" not in known
        and len(set(shown)) * 2 > len(shown)
        and _most_are(shown, lambda cell: bool(_NAME.match(cell)))
    ):
        return "name"
    if "description" not in known and sum(len(cell.split()) for cell in shown) >= _WORDS_OF_PROSE * len(shown):
        return "description"
    return None


def column_of_words(
    cells: Sequence[str],
    names: Sequence[str],
    in_path: Set[str],
    shown: dict[str, set[str]],
    known: Iterable[str | None],
) -> ColumnMeaning | None:
    """What a column of unknown words holds, by the fields (`names`) in its rows; None where nothing shows it.

    It holds locations if one word stands for all fields that are `in_path`, and for no others. It holds types if, for
    each word, the samples show values of only one type for its fields (`shown`: the types by name of the field).
    """
    known = frozenset(known)
    words = {name: cell.strip("`* ") for name, cell in zip(names, cells, strict=True) if cell.strip()}
    if any(len(word) > 30 or len(word.split()) > 4 for word in words.values()):
        return None
    of_path = {word for name, word in words.items() if name in in_path}
    others = {word for name, word in words.items() if name not in in_path}
    if "location" not in known and "required" in known and len(of_path) == 1 and 0 < len(others - of_path) < _FEW_WORDS:
        return None if of_path & others else "location"
    types: dict[str, set[str]] = {}
    for name, word in words.items():
        if name in shown:
            types.setdefault(word, set()).update(shown[name])
    if "type" not in known and len(types) > 1 and all(len(one) == 1 for one in types.values()):
        return None if {word.lower() for word in types} & {name.lower() for name in names} else "type"
    return None


def is_known_type(kind: PrintedType) -> bool:
    """Whether a type is a primitive, or a list or map of known types."""
    match kind:
        case Primitive():
            return True
        case ListOf(items=inner) | MapOf(values=inner):
            return is_known_type(inner)
    return False


def shown_types(samples: Iterable[MessageSample]) -> dict[str, set[str]]:
    """The JSON Schema types of the values that samples show for each name, at any depth."""
    found: dict[str, set[str]] = {}
    for sample in samples:
        if sample.json:
            _collect(orjson.loads(sample.json), found, 0)
    return found


def _collect(value: object, found: dict[str, set[str]], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            if inner is not None:
                found.setdefault(name, set()).add(json_type(inner))
            _collect(inner, found, depth + 1)
    elif isinstance(value, list):
        for inner in value[:_MOST_EXAMINED]:
            _collect(inner, found, depth + 1)


def json_type(value: object) -> str:
    """The JSON Schema type of a value."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def type_of_text(text: str) -> str:
    """The JSON Schema type of a value given as text; empty where the text is not JSON, so it may be a string."""
    try:
        return json_type(orjson.loads(text)) if text else ""
    except orjson.JSONDecodeError:
        return ""


def _most_are(cells: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return sum(is_one(cell) for cell in cells) >= _SHARE * len(cells)
