"""A reference several times as large as the one at hand: copies of its pages, with other names.

    python -m bench.copies SOURCE TARGET [--times N] [--same-types]

The first copy is the reference itself.  Each further copy adds a word before the names of operations, paths and tags,
and of types, properties and enumerations too, unless `--same-types` keeps them: then every copy is more evidence for
the same types.
"""

from __future__ import annotations

import argparse
import itertools
import re
from pathlib import Path

_WORDS = ("Amber", "Basalt", "Cedar", "Dune", "Ember", "Fjord", "Grove", "Heath", "Islet", "Jade", "Karst", "Loch")

_UID = re.compile(r"^((?:uid|id): *v1)(?=[A-Z])")
_ENUM = re.compile(r"(?<=Enum values for )(?=\S)")
_PLACE = re.compile(r"(/api/v\d+/(?:Agents/)?|^(?:title: |# )(?:GET|POST|PUT|PATCH|DEL|DELETE) (?:Agents/)?)(?=[A-Z])")
_BODY = re.compile(r"^#* *(?:Response|Request) body:", re.I)
_HEADING = re.compile(r"^#+ ")
_NAMED_BODY = re.compile(r"(?<=Response body: )(?=[A-Z])", re.I)
_ROW = re.compile(r"^\| *(\w+) *\| *(\w[\w-]*)? *\|")
_KEY = re.compile(r'^(\s*")(?=[A-Za-z_]\w*":)')
_UNTOUCHED = frozenset({"String", "Integer", "Boolean", "Number", "Array", "Object"})


def words() -> itertools.chain[str]:
    """A word for each copy, no two alike, without end."""
    pairs = (a + b.lower() for a in _WORDS for b in _WORDS)
    return itertools.chain(_WORDS, pairs)


def renamed(text: str, word: str, *, same_types: bool = False) -> str:
    """A page with `word` before the names of its operation, its path and, unless `same_types`, its types."""
    in_body = False
    lines = []
    for line in text.split("\n"):
        if _HEADING.match(line):
            in_body = bool(_BODY.match(line))
        line = _PLACE.sub(rf"\g<1>{word}", _UID.sub(rf"\g<1>{word}", line))
        if not same_types:
            line = _ENUM.sub(word, _KEY.sub(rf"\g<1>{word}", _NAMED_BODY.sub(word, line)))
            row = _ROW.match(line) if in_body else None
            if row and row[1] != "Property":
                line = _renamed_row(row, word) + line[row.end() :]
        lines.append(line)
    return "\n".join(lines)


def _renamed_row(row: re.Match[str], word: str) -> str:
    printed = row[2] or ""
    is_type = printed[:1].isupper() and printed not in _UNTOUCHED
    return f"| {word}{row[1]} | {word if is_type else ''}{printed} |"


def write_copies(source: Path, target: Path, times: int, *, same_types: bool = False) -> int:
    """Write `times` copies of the pages below `source`, each into a folder below `target`; return how many files."""
    files = 0
    for number, word in zip(range(times), itertools.chain([""], words()), strict=False):
        for path in sorted(source.rglob("*.md")):
            text = path.read_text(encoding="utf-8")
            files += 1
            # The folder gives the tag.
            *folders, name = path.relative_to(source).parts
            if folders:
                folders[-1] = word + folders[-1]
            place = target.joinpath(f"copy{number:02}", *folders, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(renamed(text, word, same_types=same_types) if word else text, encoding="utf-8")
    return files


def main() -> None:
    """Write copies, and print how large they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--times", type=int, default=8)
    parser.add_argument("--same-types", action="store_true")
    arguments = parser.parse_args()
    print(write_copies(arguments.source, arguments.target, arguments.times, same_types=arguments.same_types), "pages")


if __name__ == "__main__":
    main()
