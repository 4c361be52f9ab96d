"""A page for each code: of a finding, of an error, of a change in `speclift diff`."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from docs.manual.example import played
from speclift.diff.rules.catalogue import RULES as CHANGES
from speclift.diff.rules.catalogue import RULES_BY_CODE as CHANGES_BY_CODE
from speclift.diff.rules.change import LEVELS
from speclift.diff.rules.change import Rule as ChangeRule
from speclift.errors import SpecliftError
from speclift.model.finding import RULES as FINDINGS
from speclift.model.finding import Rule
from speclift.report.page.advice import advice_for
from speclift.report.repair.mends import MENDED

EXAMPLES = Path(__file__).parent / "examples"

_LEVELS = {
    "breaking": "A client that worked before fails now.",
    "warning": "Some clients may fail, or a person should look at it.",
    "compatible": "No client fails.",
    "info": "Nothing changes that a client could notice.",
}


def finding_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the list of all findings, then of the page of each."""
    rows = [f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {rule.meaning} |" for rule in FINDINGS]
    intro = (
        "A finding says what is wrong with the docs. It does not end the run; `speclift check` lists them all, and\n"
        "[`--fix` mends some of them](../../how-to/mend-docs.md). A note only says what speclift does not know. With\n"
        "`--strict`, a finding that is more than a note gives exit code 1."
    )
    head = "| code | name | severity | meaning |\n| --- | --- | --- | --- |"
    yield "reference/findings/index.md", "\n".join(("# Findings", "", intro, "", head, *rows, ""))
    for rule in FINDINGS:
        yield f"reference/findings/{rule.code}.md", _finding(rule)


def _finding(rule: Rule) -> str:
    advice = advice_for(rule.code)
    mended = (
        "\n\nWhere only one change of the page can be right, `speclift check --fix` makes it: see\n"
        "[Mend the docs](../../how-to/mend-docs.md)."
        if rule.code in MENDED
        else ""
    )
    return (
        f"# {rule.code}: {advice.title}\n\n"
        f"`{rule.name}`, {_article(rule.severity)}.\n\n"
        f"## What it means\n\n{rule.meaning} {advice.harm}\n\n"
        f"## Example\n\n{_shown('findings', rule.code)}\n"
        f"## What to do\n\n{advice.repair}{mended}\n"
    )


def error_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the list of all errors, then of the page of each."""
    errors = sorted(SpecliftError.__subclasses__(), key=lambda error: error.code)
    rows = [f"| [{error.code}]({error.code}.md) | {_meaning(error)} | {error.exit_code} |" for error in errors]
    intro = "An error ends the run. It names the file and line where there is one, what was expected and what to do."
    head = "| code | meaning | exit code |\n| --- | --- | --- |"
    yield "reference/errors/index.md", "\n".join(("# Errors", "", intro, "", head, *rows, ""))
    for error in errors:
        yield (
            f"reference/errors/{error.code}.md",
            f"# {error.code}\n\n{_meaning(error)}\n\nThe exit code is {error.exit_code}.\n\n"
            f"## Example\n\n{_shown('errors', error.code)}",
        )


def _meaning(error: type[SpecliftError]) -> str:
    """The first paragraph of the docstring of an error, on one line."""
    return " ".join(inspect.cleandoc(error.__doc__ or "").partition("\n\n")[0].split())


def _shown(kind: str, code: str) -> str:
    """The example of a code, with what its commands print now, and the advice below it if it has any."""
    text = (EXAMPLES / kind / f"{code}.md").read_text(encoding="utf-8")
    example, heading, advice = text.partition("\n## What to do\n")
    blocks = "".join(f"```console\n$ {done.command}\n{done.printed}```\n" for done in played(text))
    # The blocks take the place of the commands.
    files, _, _ = example.partition("```console")
    return f"{files}{blocks}{heading}{advice}"


def change_pages() -> Iterator[tuple[str, str]]:
    """(path below docs, markdown) of the list of all changes, then of the page of each.

    The example of each is the two documents that its test compares.
    """
    from tests.diff.test_every_rule import FIRING

    lines = ["# Changes", ""]
    lines += ["`speclift diff` reports each change under one of these codes.", ""]
    for level in LEVELS:
        lines += [f"## {level.capitalize()}", "", _LEVELS[level], "", "| code | meaning |", "| --- | --- |"]
        lines += [f"| [{rule.code}]({rule.code}.md) | {rule.meaning} |" for rule in CHANGES if rule.level == level]
        lines += [""]
    yield "reference/changes/index.md", "\n".join(lines)
    for rule in CHANGES:
        yield f"reference/changes/{rule.code}.md", _change(rule, *FIRING[rule.code])


def _change(rule: ChangeRule, old: Any, new: Any) -> str:
    opposite = CHANGES_BY_CODE[rule.opposite]
    back = (
        f"The other way round it is [{opposite.code}]({opposite.code}.md) ({opposite.level}).\n\n"
        if opposite is not rule
        else ""
    )
    return (
        f"# {rule.code}\n\n{_article(rule.level).capitalize()} change. {rule.meaning}\n\n"
        f"{_LEVELS[rule.level]} {back}\n\n"
        f"## Example\n\nLines with a minus are in the old document, lines with a plus in the new one:\n\n"
        f"```diff\n{_difference(old, new)}```\n\n"
        f"## What to do\n\n{_todo(rule)}\n"
    )


def _difference(old: Any, new: Any) -> str:
    before, after = _lines(old), _lines(new)
    # The whole of a small document tells more than a part of it.
    found = list(difflib.unified_diff(before, after, n=max(len(before), len(after)), lineterm=""))[3:]
    return "".join(f"{line}\n" for line in found or before)


class _Plain(yaml.SafeDumper):
    """Writes a value that stands in two places twice, without aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _lines(document: Any) -> list[str]:
    return yaml.dump(document, Dumper=_Plain, sort_keys=False, width=110).splitlines()


def _todo(rule: ChangeRule) -> str:
    if rule.level in ("breaking", "warning"):
        return (
            "Keep the old beside the new, and mark it as deprecated, until no client needs it. If the change is "
            "necessary,\nraise the version (`--bump` says which part) and tell the people who write clients. If it "
            f"does no harm in\nyour API, give `{rule.code}` another level with `--severity`, or under "
            "`[diff.severity]` of the settings."
        )
    return f"Nothing. `--ignore {rule.code}` leaves it out of the list."


def _article(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"
