"""A YAML text as data, from the events that PyYAML parses it into.

Only the data is built, without a graph of nodes, so that a large text needs little memory. An alias stands for a copy,
and the sum of all copies is limited.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Any, TypeAlias

from speclift.limits import DEEPEST_DOCUMENT, LARGEST_ALIASES
from speclift.openapi.text.yaml_core_schema import LARGEST_KEY, resolved

_MERGE = object()
_NO_KEY = object()

#: Line ends of YAML 1.1, which are characters like others in 1.2 (section 5.4).
_OLD_LINE_ENDS = "\x85\u2028\u2029"

#: Receives a key, such as each duplicate one: the steps to it, and its line.
Twice: TypeAlias = Callable[[list[Any], int], None]

#: The weight of a node besides its characters, where aliases repeat it.
_BYTES_OF_A_NODE = 8


class YamlError(ValueError):
    """The text is not YAML, or exceeds a limit; `line` counts from 1 and is 0 where it is unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def from_events(text: str, twice: Twice | None = None, fraction: Twice | None = None) -> Any:
    """Parse the text as `yaml_parser.parse` describes. With `fraction`, all keys are strings: a whole number as Python
    writes it, and any other number as it is written, of which `fraction` receives each. Raises YamlError.
    """
    import yaml

    from speclift.openapi.text.yaml_loader import event_loader

    substitutes, restored = _without_old_line_ends(text)
    builder = _Builder(yaml, restored, twice, fraction)
    try:
        for event in yaml.parse(text.translate(substitutes) if substitutes else text, Loader=event_loader()):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(error.problem or error.context or "it is not YAML", mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error)) from error
    except RecursionError as error:
        raise YamlError(f"it nests deeper than {DEEPEST_DOCUMENT} levels") from error
    return builder.document


def _without_old_line_ends(text: str) -> tuple[dict[int, str], Callable[[str], str]]:
    """A table that replaces old line ends with other characters for the parser, and a function to restore them."""
    found = [char for char in _OLD_LINE_ENDS if char in text]
    if not found:
        return {}, str
    free: Iterator[str] = (char for char in map(chr, range(0xE000, 0xF8FF)) if char not in text)
    names = {ord(char): next(free) for char in found}
    back = {ord(name): chr(code) for code, name in names.items()}
    return names, lambda value: value.translate(back)


class _Collection:
    """A list or a mapping that is being read, and its weight where an alias repeats it: bytes and levels."""

    def __init__(self, anchor: str | None, *, is_mapping: bool, line: int) -> None:
        self.anchor = anchor
        self.is_mapping = is_mapping
        self.line = line
        self.size = _BYTES_OF_A_NODE
        self.levels = 1
        self.items: list[Any] = []
        self.entries: dict[Hashable, Any] = {}
        self.merged: list[dict[Hashable, Any]] | None = None
        self._key: Any = _NO_KEY

    def step(self) -> Any:
        """The step to the entry that is being read."""
        return self._key if self.is_mapping else len(self.items)

    def takes_key(self) -> bool:
        return self.is_mapping and self._key is _NO_KEY

    def add(self, node: Any, size: int, levels: int, line: int) -> bool:
        """Add a node; True where it is a duplicate key."""
        self.size += size
        self.levels = max(self.levels, levels + 1)
        if not self.is_mapping:
            self.items.append(node)
        elif self._key is _NO_KEY:
            self._key = _checked_key(node, line)
            return self._key in self.entries or (self._key is _MERGE and self.merged is not None)
        elif self._key is _MERGE:
            self.merged = [*(self.merged or ()), *_mappings(node, line)]
            self._key = _NO_KEY
        else:
            self.entries[self._key] = node
            self._key = _NO_KEY
        return False

    def value(self) -> Any:
        if not self.is_mapping:
            return self.items
        if self.merged is None:
            return self.entries
        found: dict[Hashable, Any] = {}
        for mapping in self.merged:
            # Of merged mappings, the first with a key counts.
            found = {**found, **{key: value for key, value in mapping.items() if key not in found}}
        return {**found, **self.entries}


class _Builder:
    def __init__(self, yaml: Any, restored: Callable[[str], str], twice: Twice | None, fraction: Twice | None) -> None:
        self._yaml = yaml
        self._twice = twice
        self._fraction = fraction
        self._restored = restored
        self._open: list[_Collection] = []
        self._anchors: dict[str, tuple[Any, int, int] | None] = {}
        self._aliased = 0
        self._documents = 0
        self.document: Any = None

    def take(self, event: Any) -> None:
        yaml, line = self._yaml, event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            found = self._open.pop()
            self._add(found.value(), found.size, found.levels, found.anchor, found.line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor, line)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise YamlError("another document starts here, but only one is expected", line)

    def _scalar(self, event: Any, line: int) -> None:
        text = self._restored(event.value)
        is_plain = event.style is None or event.style == ""
        is_merge = text == "<<" and ((is_plain and event.tag is None) or event.tag == "tag:yaml.org,2002:merge")
        if is_merge and self._open and self._open[-1].takes_key():
            self._add(_MERGE, _BYTES_OF_A_NODE, 0, None, line)
            return
        try:
            node = resolved(text, event.tag, is_plain=is_plain)
        except (ValueError, OverflowError) as error:
            raise YamlError(str(error), line) from error
        if isinstance(node, bool) and self._twice and self._open and self._open[-1].takes_key():
            # In Python, these are the same keys as 1 and 0.
            node = str(node).lower()
        self._add(node, len(text) + _BYTES_OF_A_NODE, 0, event.anchor, line, text)

    def _start(self, event: Any, line: int) -> None:
        self._check_levels(1, line)
        is_mapping = isinstance(event, self._yaml.MappingStartEvent)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Collection(event.anchor, is_mapping=is_mapping, line=line))

    def _alias(self, anchor: str, line: int) -> None:
        if anchor not in self._anchors:
            raise YamlError(f"no anchor is called {anchor}", line)
        known = self._anchors[anchor]
        if known is None:
            raise YamlError(f"the anchor {anchor} contains itself", line)
        node, size, levels = known
        self._check_levels(levels, line)
        self._aliased += size
        if self._aliased > LARGEST_ALIASES:
            raise YamlError(f"its aliases stand for more than {LARGEST_ALIASES:,} bytes", line)
        self._add(node, size, levels, None, line)

    def _check_levels(self, more: int, line: int) -> None:
        if len(self._open) + more > DEEPEST_DOCUMENT:
            raise YamlError(f"it nests deeper than {DEEPEST_DOCUMENT} levels", line)

    def _add(self, node: Any, size: int, levels: int, anchor: str | None, line: int, text: str = "") -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size, levels)
        if self._fraction and self._open and self._open[-1].takes_key():
            if isinstance(node, float):
                self._fraction([*(found.step() for found in self._open[:-1]), text or str(node)], line)
            node = _named(node, text)
        if not self._open:
            self.document = node
        elif self._open[-1].add(node, size, levels, line):
            key = "<<" if node is _MERGE else node
            if self._twice is None:
                raise YamlError(f"the key {key} is twice in its mapping", line)
            self._twice([*(found.step() for found in self._open[:-1]), key], line)


def _named(key: Any, text: str) -> Any:
    """A key as a string, where it is a scalar; `text` is what is written, empty for an alias."""
    if isinstance(key, float):
        return text or str(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key) if isinstance(key, int) and abs(key) < LARGEST_KEY else key


def _checked_key(node: Any, line: int) -> Any:
    if isinstance(node, list | dict):
        raise YamlError("a key is a list or a mapping", line)
    if isinstance(node, int) and abs(node) >= LARGEST_KEY:
        # Very many of these numbers have the same hash.
        raise YamlError("a key is a number with too many digits", line)
    return node


def _mappings(node: Any, line: int) -> list[dict[Hashable, Any]]:
    found = node if isinstance(node, list) else [node]
    if not all(isinstance(part, dict) for part in found):
        raise YamlError("a merge key has no mapping", line)
    return found
