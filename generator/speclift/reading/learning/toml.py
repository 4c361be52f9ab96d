"""Write a proposed form as TOML with the evidence in comments, or merge it into existing settings."""

from __future__ import annotations

import tomllib
from itertools import groupby
from typing import Any

import msgspec

from speclift.errors import SettingsError
from speclift.model.form import Form
from speclift.model.text import counted, visible
from speclift.reading.learning.proposal import Learned, Proposal

_LONGEST_SHOWN = 70
#: Tables that need no header of their own if they only hold other tables.
_SUPER_TABLES = ("form", "tool", "speclift")


def as_toml(learned: Learned, prefix: str = "") -> str:
    """What was found as comments, and the proposals as tables of `[form]`; `prefix` comes before the name of the table.
    A word is only a comment where nothing shows its meaning, or where it is doubtful.
    """
    lines = [
        f"# {counted(learned.files, 'file')}: {counted(learned.operations, 'operation')}, "
        f"{counted(learned.types, 'type')}; "
        f"{learned.blocks - learned.unread:,} of {learned.blocks:,} blocks were read.",
    ]
    if learned.constructs:
        lines += ["#", f"# {'blocks':>8}  construct, and where the first one is"]
        for one in learned.constructs:
            name = one.reader if one.kind in one.reader else f"{one.reader} ({one.kind})"
            lines.append(f"# {one.blocks:>8,}  {name}, {visible(one.place.file)}:{one.place.line}")
    if not learned.proposals:
        return "\n".join([*lines, "#", "# Nothing was found to propose."]) + "\n"
    for table, proposals in groupby(learned.proposals, key=lambda one: one.table):
        lines += ["", f"[{prefix}form.{table}]"]
        for proposal in proposals:
            mark = "" if proposal.meaning and not proposal.is_doubtful else "# "
            lines += [f"# {evidence(proposal)}", f"{mark}{_toml_key(proposal.word)} = {_toml_string(proposal.meaning)}"]
    return "\n".join(lines) + "\n"


def evidence(proposal: Proposal) -> str:
    """How often an unknown word occurs, its first place, and the text there, in one line."""
    shown = " ".join(proposal.shown.split())
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 1] + "…"
    times = "once" if proposal.count == 1 else f"{proposal.count:,} times, first"
    return visible(f"{times} at {proposal.place.file}:{proposal.place.line}: {shown}")


def merged(text: str, learned: Learned, file: str) -> tuple[str, int]:
    """The settings with the proposals added, and how many words are new; the existing text stays as it is. `file` is
    the file of the settings: in a `pyproject.toml`, they are in `[tool.speclift]`.  Raises SettingsError where the
    settings have a shape that words cannot be added to.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document: Any = tomlkit.parse(text)
        table = document
        for name in ("tool", "speclift") if file.endswith("pyproject.toml") else ():
            table = _subtable(table, name)
        form = _subtable(table, "form")
        count = 0
        for one in learned.proposals:
            if one.meaning and not one.is_doubtful:
                words = _subtable(form, one.table)
                known = {str(word).lower() for word in words}
                if one.word.lower() not in known:
                    if isinstance(words, tomlkit.items.Table):
                        words.add(tomlkit.comment(evidence(one)))
                    words[one.word] = one.meaning
                    count += 1
        found = tomlkit.dumps(document)
        _check(found, file)
    except (TOMLKitError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            "The proposed words cannot be added to the settings.",
            file=file,
            expected="a table [form] with tables of words, or none",
            advice="copy what speclift learn prints without --write",
        ) from error
    return found, count


def _subtable(table: Any, name: str) -> Any:
    import tomlkit

    if name not in table:
        is_inline = isinstance(table, tomlkit.items.InlineTable)
        table[name] = tomlkit.inline_table() if is_inline else tomlkit.table(is_super_table=name in _SUPER_TABLES)
    return table[name]


def _check(text: str, file: str) -> None:
    """Raise ValueError unless the text is TOML and its form is valid."""
    data = tomllib.loads(text)
    if file.endswith("pyproject.toml"):
        data = data["tool"]["speclift"]
    msgspec.convert(data.get("form", {}), Form)


def _toml_key(word: str) -> str:
    import tomlkit

    return tomlkit.key([word]).as_string() if word.replace("-", "").replace("_", "").isalnum() else _toml_string(word)


def _toml_string(text: str) -> str:
    import tomlkit

    return tomlkit.string(text).as_string()
