"""Rewrites the 2023 pages into the current form: two more front matter keys, and samples in separate files."""

from __future__ import annotations

import re
from pathlib import Path

#: One of this many pages keeps its samples inline, as some pages of the current site do.
INLINE_EVERY = 7

_UID = re.compile(r"^uid: *(\S+)[ \t]*$", re.M)
_SAMPLE = re.compile(r"^(## Sample (request|response)[^\n]*)\n+(`{3,})(http[!_]?)\n(.*?)^\3[ \t]*$", re.M | re.S)


def rewrite_page(text: str, kind: str, inline: bool) -> tuple[str, dict[str, str]]:
    """A 2023 page in the current form, and the files that it includes by their path below the root.

    `kind` is `agent` or `rest`. A page without `uid` describes no operation and stays as it is.
    """
    uid = _UID.search(text)
    if uid is None:
        return text, {}
    text = text[: uid.end()] + "\ngenerated: true\ncontent_type: reference" + text[uid.end() :]
    samples: dict[str, str] = {}
    if inline:
        return text, samples

    def moved(section: re.Match[str]) -> str:
        heading, side, fence, info, body = section.groups()
        path = f"samples/{kind}/{side}/{uid[1]}.md"
        samples[path] = f"{fence}{info}\n{body}{fence}\n"
        return f"{heading}\n\n[!include[sample {side}](../../{path})]"

    return _SAMPLE.sub(moved, text), samples


def rewrite_reference(source: Path, target: Path) -> None:
    """Write the 2023 reference below `source` in the current form below `target`. Other files are only copied."""
    for number, path in enumerate(sorted(source.rglob("*"))):
        if not path.is_file():
            continue
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        kind = path.relative_to(source).parts[0]
        if path.suffix != ".md" or kind not in ("agent", "rest"):
            copy.write_bytes(path.read_bytes())
            continue
        text, samples = rewrite_page(path.read_text(encoding="utf-8"), kind, inline=number % INLINE_EVERY == 0)
        copy.write_text(text, encoding="utf-8")
        for name, sample in samples.items():
            file = target / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(sample, encoding="utf-8")
