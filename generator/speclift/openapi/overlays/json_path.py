"""JSONPath queries (RFC 9535) within limits, by python-jsonpath; patterns in them take linear time."""

from __future__ import annotations

import re
from typing import Any, ClassVar, TypeAlias

from speclift.limits import DEEPEST_DOCUMENT, LONGEST_MESSAGE
from speclift.openapi.structure.patterns import refuse
from speclift.openapi.structure.steps import node_count

#: The steps to a value: names of members and indexes of items.
Location: TypeAlias = tuple[str | int, ...]

#: The most characters of a query, and the most `..` that may multiply in it.
_LONGEST_QUERY, _MOST_DESCENTS = 2_000, 2
#: A string without an end also matches: otherwise each of its quotes would be tried as a start.
_TOKEN = re.compile(r"""'(?:[^'\\]|\\.?)*+'?|"(?:[^"\\]|\\.?)*+"?|\.\.|[][@$]""", re.DOTALL)


#: The steps that queries may take in any document, and those for each of its objects and lists. A query that searches
#: the whole document for each part of it takes the square of their number.
_MOST_STEPS, _MOST_STEPS_EACH = 250_000, 25
#: The most objects and lists that are counted, the steps that it costs to compile a pattern, and how many compiled
#: patterns are kept.
_MOST_COUNTED, _STEPS_OF_PATTERN, _MOST_PATTERNS = 4_000_000, 10_000, 50


class QueryError(ValueError):
    """A text is not a query, or exceeds the limits. The message completes a sentence that starts with the query."""


class Steps:
    """The steps that all queries on a document may still take together."""

    def __init__(self, document: Any) -> None:
        self._left = _MOST_STEPS + _MOST_STEPS_EACH * node_count(document, _MOST_COUNTED)

    def spend(self, steps: int) -> None:
        """Take a number of steps. Raises QueryError where not enough are left."""
        self._left -= steps
        if self._left < 0:
            raise QueryError("takes, with those before it, more steps than queries on a document of this size may")


def locations(query: str, document: Any, most: int, steps: Steps) -> list[Location]:
    """The places that a query selects, each once, in the order of the document.

    Raises QueryError where it is not a query, selects more than `most` values, or takes more steps than are left.
    """
    from jsonpath.exceptions import JSONPathError

    from speclift.openapi.overlays.counted_queries import environment_of, finditer

    if len(query) > _LONGEST_QUERY:
        raise QueryError(f"has more than {_LONGEST_QUERY:,} characters")
    if _descents(query) > _MOST_DESCENTS:
        raise QueryError(f"has more than {_MOST_DESCENTS} `..` that multiply each other")
    environment = environment_of(steps.spend)
    environment.max_recursion_depth = 2 * DEEPEST_DOCUMENT
    environment.function_extensions["match"] = _matcher("^(?:{})$", steps)
    environment.function_extensions["search"] = _matcher("{}", steps)
    found: dict[Location, None] = {}
    try:
        for number, match in enumerate(finditer(environment, query, document)):
            if number >= most:
                raise QueryError(f"selects more than {most:,} values")
            found[tuple(match.parts)] = None
    except (JSONPathError, RecursionError) as error:
        reason = next(iter(str(error).splitlines()), "")[:LONGEST_MESSAGE]
        raise QueryError(f"is not a JSONPath query: {reason or type(error).__name__}") from error
    return list(found)


def _descents(query: str) -> int:
    """How many `..` multiply: those in a filter run for each value that the query around it selects."""
    most, here, around = 0, 0, list[int]()
    for token in _TOKEN.findall(query):
        if token == "[":
            around.append(here)
        elif token == "]":
            here = around.pop() if around else 0
        elif token in "@$" and around:
            here = around[-1]
        elif token == "..":
            here += 1
            most = max(most, here)
    return most


def _matcher(form: str, steps: Steps) -> Any:
    """A filter function that returns whether a string matches a pattern (RFC 9485), put into `form`."""
    import jsonschema_rs
    from jsonpath.function_extensions import ExpressionType, FilterFunction

    known: dict[str, Any] = {}

    class Matcher(FilterFunction):
        arg_types: ClassVar = [ExpressionType.VALUE, ExpressionType.VALUE]
        return_type = ExpressionType.LOGICAL

        def __call__(self, value: object, pattern: object) -> bool:
            if not isinstance(value, str) or not isinstance(pattern, str):
                return False
            if pattern not in known:
                # A pattern may come from the document, and be another one for each of its values.
                steps.spend(_STEPS_OF_PATTERN + len(pattern))
                if len(known) >= _MOST_PATTERNS:
                    known.clear()
                try:
                    known[pattern] = jsonschema_rs.Draft202012Validator(
                        {"pattern": form.format(pattern)},
                        retriever=refuse,
                        pattern_options=jsonschema_rs.RegexOptions(),
                    )
                except (ValueError, jsonschema_rs.ValidationError):
                    known[pattern] = None
            validator = known[pattern]
            return validator is not None and bool(validator.is_valid(value))

    return Matcher()


def value_at(document: Any, location: Location) -> Any:
    """The value at a place."""
    for step in location:
        document = document[step]
    return document


def in_document_order(found: list[Location]) -> list[Location]:
    """Places, sorted, without those within another of them; the items of a list are sorted by index."""
    chosen: set[Location] = set(found)
    outer = [place for place in found if not any(place[:end] in chosen for end in range(len(place)))]
    return sorted(
        outer,
        key=lambda place: [(isinstance(step, str), str(step) if isinstance(step, str) else step) for step in place],
    )
