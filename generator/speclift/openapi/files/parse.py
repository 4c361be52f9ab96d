"""An OpenAPI document from a file: YAML or JSON, of bounded size and depth."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.errors import SourceError
from speclift.limits import DEEPEST_DOCUMENT, LARGEST_DOCUMENT, LONGEST_MESSAGE
from speclift.model.text import visible
from speclift.openapi.files.duplicate_keys import DUPLICATE, duplicate_key, duplicate_keys
from speclift.openapi.structure.fault import Fault
from speclift.openapi.structure.steps import pointer_of
from speclift.openapi.text.json_text import as_json
from speclift.openapi.text.lost_keys import is_json_whole
from speclift.openapi.text.yaml_core_schema import LARGEST_KEY

_JSON_START = re.compile(rb"\s*[\[{]")
#: The number of bytes at the start of a file that show what it is.
_START = 4_096


class Parsed(msgspec.Struct, frozen=True, eq=False):
    """The content of a file, and `text`, the same as compact JSON, None where JSON cannot hold it. `start` is the start
    of the file, and `faults` are the duplicate keys in its objects, and the keys that are numbers such as 1.10.
    """

    data: Any
    text: bytes | None = None
    start: str = ""
    faults: tuple[Fault, ...] = ()


def read_data(path: str, name: str = "") -> Any:
    """The YAML or JSON in a file, as `parsed` returns it. Raises SourceError for duplicate keys, too."""
    found = parsed(path, name)
    if found.faults:
        fault = found.faults[0]
        raise SourceError(
            f"{fault}.",
            file=name or path,
            line=fault.line,
            expected="keys that are strings and unique in their object",
            advice="remove one of the two" if fault.kind == DUPLICATE else "put the key in quotes",
        )
    return found.data


def parsed(path: str, name: str = "") -> Parsed:
    """The content of the YAML or JSON in a file, within the limits, with strings as keys.

    `name` is what errors call the file.  Raises SourceError.
    """
    shown = name or path
    try:
        with open(path, "rb") as stream:
            data = stream.read(LARGEST_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        is_folder = isinstance(error, IsADirectoryError)
        raise SourceError(
            f"The file cannot be read: {reason}.",
            file=shown or repr(path),
            expected="an OpenAPI document, YAML or JSON",
            advice="where it holds pages, 'speclift spec FOLDER -o openapi.yaml' makes a document from them"
            if is_folder
            else "check the path; it is taken from the current directory",
        ) from error
    if len(data) > LARGEST_DOCUMENT:
        raise _beyond(shown, f"has more than {LARGEST_DOCUMENT:,} bytes")
    return parsed_bytes(data, shown)


def parsed_bytes(data: bytes, shown: str) -> Parsed:
    """The content of the bytes of a file, as `parsed` returns it. Raises SourceError, which calls the file `shown`."""
    data = _in_utf8(data, shown)
    faults: list[Fault] = []
    found, text = _read(data, shown, faults)
    start = data[:_START].decode(errors="replace")
    if not isinstance(found, dict | list):
        return Parsed(found, start=start)
    # What is JSON has only strings as keys, and no number that is too large.
    text = text or as_json(found)
    if text is None:
        if not _name_keys(found):
            found = _with_written_keys(data.decode(), shown, faults)
        _shorten_numbers(found, shown)
    return Parsed(found, text, start, tuple(faults))


def _read(data: bytes, path: str, faults: list[Fault]) -> tuple[Any, bytes | None]:
    """What the YAML or JSON in a file says, and the same as compact JSON, None where that is unknown.

    `path` is what errors call the file, `faults` gets the duplicate keys.  Raises SourceError where it is neither.
    """
    import orjson

    if not _JSON_START.match(data):
        # The start shows this at once; the parser would first check whether all of it is UTF-8.
        return _parsed_yaml(data, path, faults)
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return _parsed_yaml(data, path, faults)
    if isinstance(found, dict | list) and _is_deep(found):
        raise _beyond(path, f"nests deeper than {DEEPEST_DOCUMENT} levels")
    text = orjson.dumps(found)
    if not is_json_whole(data, text):
        faults += duplicate_keys(data)
    return found, text


def _parsed_yaml(data: bytes, path: str, faults: list[Fault]) -> tuple[Any, bytes | None]:
    from speclift.openapi.text.yaml_events import YamlError
    from speclift.openapi.text.yaml_parser import parse_with_json

    def twice(steps: Sequence[Any], line: int) -> None:
        faults.append(duplicate_key(tuple(str(_name(step)) for step in steps), line))

    try:
        return parse_with_json(data.decode(), twice)
    except UnicodeDecodeError as error:
        raise _unreadable(data.decode(errors="replace"), "it is not text in UTF-8", path, 0) from error
    except ValueError as error:
        line = error.line if isinstance(error, YamlError) else 0
        raise _unreadable(data.decode(errors="replace"), str(error), path, line) from error


def _unreadable(text: str, reason: str, path: str, line: int) -> SourceError:
    """The error of a text that is neither JSON nor YAML; `reason` says why it is not YAML."""
    from speclift.openapi.files.other_formats import JSON_WITH_COMMENTS, by_text, has_comments

    other = by_text(text[:_START]) or (JSON_WITH_COMMENTS if has_comments(text) else None)
    advice = "mend the file"
    if other:
        message, advice = f"The file is {other.name}", other.advice
    elif line and _is_indented_by_tabs(text, line):
        message, advice = "The file is YAML that is indented by tabs", "indent it by spaces, as YAML requires"
    elif text.lstrip()[:1] in ("{", "["):
        message, line = _json_fault(text)
    else:
        message = f"The file is neither JSON nor YAML: {' '.join(reason[:LONGEST_MESSAGE].split())}"
    return SourceError(
        f"{visible(message)}.", file=path, line=line, expected="an OpenAPI document in UTF-8", advice=advice
    )


def _is_indented_by_tabs(text: str, line: int) -> bool:
    """Whether a line, counted from 1, or the next one starts with a tab, or with spaces and a tab."""
    lines = text.splitlines()[max(0, line - 1) : line + 1]
    return any("\t" in found[: len(found) - len(found.lstrip())] for found in lines)


def _json_fault(text: str) -> tuple[str, int]:
    """The reason why a text is not JSON, as the start of a sentence, and its line."""
    import json

    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"The file is neither JSON nor YAML: as JSON, {error.msg[:1].lower()}{error.msg[1:]}", error.lineno
    except (ValueError, RecursionError):
        pass
    return "The file is neither JSON nor YAML", 0


def _in_utf8(data: bytes, path: str) -> bytes:
    """The text of a file in UTF-8, without a byte order mark, which is not a part of it (YAML 1.2.2, section 5.2)."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise SourceError(
            "The file is in UTF-32.",
            file=path,
            expected="an OpenAPI document in UTF-8",
            advice="save it in UTF-8",
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # PowerShell writes this.
        return data.decode("utf-16", errors="replace").encode()
    return data.removeprefix(codecs.BOM_UTF8)


def _is_deep(document: Any) -> bool:
    """Whether arrays and objects nest deeper than a document may."""
    level = [document]
    for _ in range(DEEPEST_DOCUMENT):
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _name_keys(node: Any) -> bool:
    """Turn the keys of all mappings into strings, as OpenAPI requires (3.1.1, 4.2): people write `200:`.

    False where the spelling of a key is lost, or two keys become the same: the data is then of no use.
    """
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict | list) and not _name_keys(inner):
            return False
    if isinstance(node, list) or all(isinstance(key, str) for key in node):
        return True
    entries = [(_name(key), inner) for key, inner in node.items()]
    node.clear()
    node.update(entries)
    return None not in node and len(node) == len(entries)


def _with_written_keys(text: str, path: str, faults: list[Fault]) -> Any:
    """The data of a YAML text whose keys are strings as they are written; of two equal ones the last counts. `faults`
    gets these keys. Raises SourceError where a key is a list or a mapping.
    """
    from speclift.openapi.text.yaml_events import YamlError, from_events

    faults.clear()

    def twice(steps: Sequence[Any], line: int) -> None:
        faults.append(duplicate_key(tuple(map(str, steps)), line))

    def fraction(steps: Sequence[Any], line: int) -> None:
        message = f"the key {steps[-1][:60]} is a number where a string belongs; it is read as a string"
        faults.append(Fault(pointer_of(tuple(map(str, steps))), message, "wrong-value", line))

    try:
        return from_events(text, twice, fraction)
    except YamlError as error:
        raise _unreadable(text, str(error), path, error.line) from error


def _shorten_numbers(node: Any, path: str) -> None:
    """Make whole numbers of more than 64 bits floating-point numbers, as other tools read them (RFC 8259, 6). Raises
    SourceError where one is too large even for that.
    """
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        if isinstance(value, dict | list):
            _shorten_numbers(value, path)
        elif isinstance(value, int) and not -(2**63) <= value < 2**64:
            try:
                node[key] = float(value)
            except OverflowError as error:
                raise _beyond(path, "has a number with too many digits") from error


def _name(key: object) -> str | None:
    """A mapping key as JSON writes it; None for a number such as 1.10, which is read as 1.1, and for a collection."""
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key) if isinstance(key, int) and abs(key) < LARGEST_KEY else None


def _beyond(path: str, what: str) -> SourceError:
    return SourceError(
        f"The document {what}.",
        file=path,
        expected="an OpenAPI document of a usual size",
        advice="split the document, or write deep schemas as components",
    )
