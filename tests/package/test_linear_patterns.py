"""Every regular expression of the generator takes linear time: each is tried with texts that make it backtrack.

For each repetition in a pattern, one text reaches it, repeats it thousands of times and then fails.  Another text
repeats the beginning of the pattern.  For these texts a quadratic pattern takes seconds, an exponential one practically
never ends, and a linear one takes milliseconds.
"""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as codes  # type: ignore[import-not-found, unused-ignore]
import re._parser as parser  # type: ignore[import-not-found, unused-ignore]
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.patience import patience

SOURCES = Path(__file__).parents[2] / "generator"
ROUNDS = (30, 20_000)
#: Seconds on an ordinary machine. A linear pattern takes milliseconds; 20,000 rounds squared take seconds, and 2 to the
#: 30th takes hours.
SECONDS = 0.5
#: Methods of a pattern that start at one position of a text, and those that try every position.
ANCHORED = ("match", "fullmatch")
SEARCHING = ("search", "sub", "subn", "split", "findall", "finditer")
#: Modules that make patterns at run time: one for a path template, with a possessive group for each segment; and those
#: of a document, which are only compiled to see whether they are valid, and never matched.
DYNAMIC = {"speclift/contract/routes.py", "speclift/openapi/structure/patterns.py"}


def patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Every pattern for text in the sources by its place, and whether it is searched at every position of a text."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCES.rglob("*.py"))}
    everywhere = _names(trees.values(), ANCHORED) - _names(trees.values(), SEARCHING)
    found: dict[str, tuple[re.Pattern[str], bool]] = {}
    for path, tree in trees.items():
        private = _names([tree], ANCHORED) - _names([tree], SEARCHING)
        anchored = {name for name in private if name.startswith("_")} | everywhere
        targets = {
            id(node.value): node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_re(node.func)]
        name = path.relative_to(SOURCES).as_posix()
        for call in calls:
            if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
                flags = ast.unparse(call.args[1]) if _takes_flags(call) else "0"
                pattern = re.compile(call.args[0].value, eval(flags, {"re": re}))
                called = targets.get(id(call), ast.unparse(call.func).removeprefix("re."))
                found[f"{name}:{call.lineno}"] = (pattern, called not in (*anchored, *ANCHORED))
        rest = [call for call in calls if not isinstance(call.args[0], ast.Constant)]
        if rest and name not in DYNAMIC:
            module = importlib.import_module(name.removesuffix(".py").replace("/", "."))
            made = {k: v for k, v in vars(module).items() if isinstance(v, re.Pattern) and isinstance(v.pattern, str)}
            top = [node for statement in tree.body for node in ast.walk(statement)
                   if not isinstance(statement, ast.FunctionDef | ast.ClassDef)]  # fmt: skip
            assert all(call in top for call in rest), f"{name} makes a pattern at run time"
            found |= {f"{name}:{key}": (value, key not in anchored) for key, value in made.items()}
    return found


def _names(trees: Iterable[ast.AST], methods: Sequence[str]) -> set[str]:
    """The names on which one of these methods is used anywhere in the sources."""
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {node.value.id for node in nodes if isinstance(node.value, ast.Name) and node.attr in methods}


def _is_re(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "re"
        and node.attr in ("compile", *ANCHORED, *SEARCHING)
    )


def _takes_flags(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "compile" and len(call.args) > 1


def shortest(tree: Any) -> str:
    """A short text that a parsed pattern matches, apart from its assertions."""
    return "".join(_of(operation, argument) for operation, argument in tree)


def _of(operation: Any, argument: Any) -> str:
    match operation:
        case codes.LITERAL:
            return chr(argument)
        case codes.NOT_LITERAL:
            return "a" if argument != ord("a") else "b"
        case codes.ANY:
            return "a"
        case codes.IN:
            return str(members(argument)[0])
        case codes.BRANCH:
            return shortest(argument[1][0])
        case codes.SUBPATTERN:
            return shortest(argument[3])
        case codes.ATOMIC_GROUP:
            return shortest(argument)
        case codes.MAX_REPEAT | codes.MIN_REPEAT | codes.POSSESSIVE_REPEAT:
            return shortest(argument[2]) * int(argument[0])
    return ""


def members(argument: Any) -> list[str]:
    """Characters that a set matches, at least one for each of its parts."""
    tested = [*"aA0_ \t\n-.:;,<>[](){}/\\'\"`*#|=~!?+%&$é", "\u00a0"]
    listed = [chr(value if operation is codes.LITERAL else value[0]) for operation, value in argument
              if operation in (codes.LITERAL, codes.RANGE) and argument[0][0] is not codes.NEGATE]  # fmt: skip
    chosen = [char for char in tested if _in_set(char, argument)]
    return [*dict.fromkeys([*listed, *chosen])] or ["a"]


def _in_set(char: str, argument: Any) -> bool:
    is_negated = argument[0][0] is codes.NEGATE
    found = False
    for operation, value in argument[is_negated:]:
        if operation is codes.LITERAL:
            found |= ord(char) == value
        elif operation is codes.RANGE:
            found |= value[0] <= ord(char) <= value[1]
        elif operation is codes.CATEGORY:
            found |= bool(re.match(CATEGORIES[value], char))
    return found != bool(is_negated)


CATEGORIES = {
    codes.CATEGORY_DIGIT: r"\d",
    codes.CATEGORY_NOT_DIGIT: r"\D",
    codes.CATEGORY_SPACE: r"\s",
    codes.CATEGORY_NOT_SPACE: r"\S",
    codes.CATEGORY_WORD: r"\w",
    codes.CATEGORY_NOT_WORD: r"\W",
}


def attacks(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """The beginning of a text and what it repeats, for each repetition and for each beginning of the pattern itself."""
    prefix = before
    for operation, argument in tree:
        if operation in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[1] > 50:
            inner = argument[2]
            for pump in _pumps(inner):
                yield prefix, pump
            yield from attacks(inner, prefix)
        elif operation in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            yield from attacks(argument[2], prefix)
        elif operation is codes.SUBPATTERN:
            yield from attacks(argument[3], prefix)
        elif operation is codes.BRANCH:
            for branch in argument[1]:
                yield from attacks(branch, prefix)
        prefix += _of(operation, argument)
        if len(prefix) > len(before):
            yield "", prefix


def _pumps(inner: Any) -> list[str]:
    if len(inner) == 1 and inner[0][0] is codes.IN:
        return members(inner[0][1])[:12]
    if len(inner) == 1 and inner[0][0] is codes.BRANCH:
        return [shortest(branch) for branch in inner[0][1][1]]
    return [shortest(inner), *("a" if operation is codes.ANY else "" for operation, _ in inner)]


def slowest(pattern: re.Pattern[str], is_searched: bool) -> tuple[float, str]:
    """The longest time that a text takes to be matched and searched, and a description of that text."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    worst = (0.0, "")
    for beginning, pump in dict.fromkeys(attacks(tree)):
        if not pump:
            continue
        for end in ("\x00", "_"):
            for rounds in ROUNDS:
                text = beginning + pump * rounds + end
                begin = time.thread_time()
                pattern.match(text)
                if is_searched:
                    pattern.search(text)
                took = time.thread_time() - begin
                worst = max(worst, (took, f"{beginning[:30]!r} + {pump[:30]!r} * {rounds} + {end!r}"))
                if took > patience(SECONDS):
                    return worst
    return worst


PATTERNS = patterns()


class TookTooLongError(Exception):
    """A pattern took too long for a text."""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no timer that interrupts a search")
@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_linear_time(place: str) -> None:
    pattern, is_searched = PATTERNS[place]

    def give_up(*_: object) -> None:
        raise TookTooLongError(place)

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    try:
        took, text = slowest(pattern, is_searched)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert took < patience(SECONDS), f"{pattern.pattern!r} takes {took:.2f} s for {text}"


@pytest.mark.parametrize(
    "pattern", [r"(a+)+$", r"(?:a|a)*b", r"a*a*b", r"\s*x", r"<a([^>]*)>", r"(.*?)\d+$", r"(`+)(?!`)(.*?[^`])\1(?!`)"]
)
def test_the_texts_expose_patterns_that_are_not_linear(pattern: str) -> None:
    def give_up(*_: object) -> None:
        raise TookTooLongError(pattern)

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, patience(1))
    try:
        took, _ = slowest(re.compile(pattern), True)
    except TookTooLongError:
        took = patience(1)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    assert took >= patience(SECONDS)
