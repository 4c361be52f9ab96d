"""The formats of a comparison: for a terminal, a program, a pull request, and a GitHub workflow."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

import msgspec

from speclift.diff.report.words import TITLES, by_rule, difference, summary, touched, where
from speclift.diff.rules.bump import Bump, as_sentence
from speclift.diff.rules.catalogue import RULES, RULES_BY_CODE
from speclift.diff.rules.change import LEVELS, Change, Comparison
from speclift.model.text import json_text, visible
from speclift.report.workflow import workflow_command

_WIDTH = 80
_GITHUB_LEVEL = {"breaking": "error", "warning": "warning", "compatible": "notice", "info": "notice"}
#: A comment on GitHub has at most 65,536 characters.
MARKDOWN_LIMIT = 60_000
_LONGEST_CELL = 200
_BACKTICKS = re.compile("`+")


def as_text(comparison: Comparison, bump: Bump | None = None) -> str:
    """A paragraph for each change, by level and rule, with lines of at most 80 columns if the words allow it."""
    lines = [visible(f"{comparison.old} → {comparison.new}: {summary(comparison)}")]
    for level in LEVELS:
        found = [change for change in comparison.changes if change.level == level]
        if found:
            lines += ["", f"{TITLES[level]} ({len(found)})"]
        for code, changes in by_rule(found):
            lines += ["", f"  {code} ({len(changes)})", *_wrapped(RULES_BY_CODE[code].meaning, "    ")]
            for change in changes:
                lines += _wrapped(_line(change), "    - ", "      ")
    if bump:
        lines += ["", *_wrapped(visible(as_sentence(bump)), "")]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    # What is visible has no white space but spaces.  To replace the rest is slow for paths of thousands of characters.
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _line(change: Change) -> str:
    place, what, who = where(change), difference(change), touched(change)
    text = f"{place}: {what}" if place and what else place or what
    return visible(f"{text} ({who})" if who and text and who != text else text or who)


def as_json(comparison: Comparison, bump: Bump | None = None) -> str:
    """`{"old", "new", "summary": {level: count}, "changes": [{"code", "level", …, "meaning"}]}`.

    With a bump, `"bump": {"part", "old", "new", "next"}` comes before the changes.
    """
    changes = [
        {**msgspec.to_builtins(change), "meaning": RULES_BY_CODE[change.code].meaning} for change in comparison.changes
    ]
    whole: dict[str, Any] = {
        "old": comparison.old,
        "new": comparison.new,
        "summary": {level: comparison.count(level) for level in LEVELS},
        **({"bump": msgspec.to_builtins(bump)} if bump else {}),
        "changes": changes,
    }
    return json_text(whole)


def as_markdown(comparison: Comparison, bump: Bump | None = None, limit: int = MARKDOWN_LIMIT) -> str:
    """Markdown for a pull request, with only breaking changes unfolded.

    Changes beyond `limit` bytes are only counted.
    """
    head = f"### API changes: {summary(comparison)}\n\n{_cell(comparison.old)} → {_cell(comparison.new)}\n"
    if bump:
        head += f"\n{_cell(as_sentence(bump))}\n"
    parts, room = [head], limit - len(head.encode()) - 200
    left_out = 0
    for level in LEVELS:
        found = [change for change in comparison.changes if change.level == level]
        if not found:
            continue
        opened = " open" if level == "breaking" else ""
        start = f"\n<details{opened}>\n<summary>{TITLES[level]} ({len(found)})</summary>\n"
        end = "\n</details>\n"
        rows = []
        room -= len((start + end).encode())
        for code, changes in by_rule(found):
            title = f"\n**`{code}`** {RULES_BY_CODE[code].meaning}\n\n"
            for index, change in enumerate(changes):
                row = f"{title if index == 0 else ''}- {_markdown_line(change)}\n"
                room -= len(row.encode())
                if room < 0:
                    left_out += 1
                else:
                    rows.append(row)
        if rows:
            parts += [start, *rows, end]
    if left_out:
        parts.append(f"\n{left_out} more changes do not fit here; `--output-format json` has them all.\n")
    return "".join(parts)


def _markdown_line(change: Change) -> str:
    place, what, who = where(change), difference(change), touched(change)
    text = ": ".join(_cell(part) for part in (place, what) if part)
    return f"{text} ({_cell(who)})" if who and text else text or _cell(who)


def _cell(text: str) -> str:
    """Text as a code span, so that nothing in it is markup (CommonMark, section 6.1); long texts end in an ellipsis."""
    short = text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}…"
    plain = visible(" ".join(short.split()))
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(plain)), default=0))
    space = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{space}{plain}{space}{fence}"


def as_github(comparison: Comparison, bump: Bump | None = None) -> str:
    """Workflow commands: GitHub shows each change beside the line that it comes from."""
    lines = []
    for change in comparison.changes:
        level, title = _GITHUB_LEVEL[change.level], f"{change.level}: {change.code}"
        message = f"{_line(change)}\n{RULES_BY_CODE[change.code].meaning}"
        lines.append(workflow_command(level, title, message, file=change.source, line=change.line))
    if bump:
        lines.append(workflow_command("notice", f"bump: {bump.part}", as_sentence(bump)))
    return "".join(lines)


FORMATS: dict[str, Callable[[Comparison, Bump | None], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "github": as_github,
}


def as_rule(code: str) -> str:
    """One rule as text: its code, level and meaning, and the rule for the reverse change."""
    rule = RULES_BY_CODE[code]
    lines = [f"{code} ({rule.level})", *_wrapped(rule.meaning, "  ")]
    if rule.opposite != code:
        lines.append(f"  The other way round: {rule.opposite} ({RULES_BY_CODE[rule.opposite].level}).")
    return "\n".join(lines) + "\n"


def as_rules() -> str:
    """All rules as text, a line for each: code, level, meaning."""
    width = max(len(rule.code) for rule in RULES)
    return "".join(f"{rule.code:{width}}  {rule.level:10}  {rule.meaning}\n" for rule in RULES)
