"""Syntax of site generators in a page: layout is removed, labels stay as labels.

Nothing is run.  Every line of the page stays where it was, so that line numbers are those of the file.
"""

from __future__ import annotations

import re

from speclift.reading.files.directives import targets_of
from speclift.reading.syntaxes.ruby_expressions import without_expressions

_SIGN = re.compile(r"\{[%{]|<(?:[%TCNSAIWdsMPRED]|table)|:::|===|#tab/|import ")
_TAG_LINE = re.compile(
    r"^\s{0,12}(?:\{%[^%]{0,500}%\}|\{\{[<%][^<>%]{0,500}[>%]\}\}|:::.{0,200}"
    r"|</?(?:Tabs?|TabItem|CodeGroup|CodeBlock|Note|Tip|Warning|Info|"
    r"details|Details|Accordion|AccordionGroup|Steps|Step|Capsule|Callout"
    r"|StackSelector|StatusCodes|MimeTabs|SchemaTabs|CodeTabs|CodeBlocks"
    r"|Panel|Frame|Card|CardGroup|Expandable|Properties|Row|Col|Column"
    r"|Columns|summary|div|section|aside)\b[^<>]{0,500}>|import .{1,300}"
    r"|export .{1,300})\s{0,40}$"
)
_TAB_TITLE = re.compile(
    r"""(?:\{%\s{0,4}(?:tab|swagger-response|swagger-parameter)\b[^%]{0,300}?\b(?:title|status)=["']([^"'%]{1,80})["'][^%]{0,300}%\}|<(?:TabItem|Tab)\b[^<>]{0,300}?\b(?:label|title|value(?![^<>]{0,300}\b(?:label|title)=))=\{?["']([^"'<>]{1,80})["'][^<>]{0,300}>|===\s{1,4}"([^"]{1,80})"|#{1,6}\s{1,4}\[([^\[\]]{1,60})\]\(#tab/[^()]{1,80}\))"""
)
#: Code in tags of Liquid and Hugo, which becomes a fence.
_HIGHLIGHT = re.compile(
    r"(?:\{%-?\s{0,4}(?:end)?highlight\s{0,4}(\w{0,20})[^%]{0,100}%\}"
    r"|\{\{[<%]\s{0,4}/?\s{0,2}(?:highlight|code)\s{0,4}(\w{0,20})[^<>%]{0,100}[>%]\}\})\s{0,10}$"
)
_MEDIA_TYPE = re.compile(r"(?:application|text|multipart|image)/[\w.+*-]{1,60}$")
_ANCHOR = re.compile(r"""<a\s{1,4}href=["']([^"'\s()<>]{1,300})["'][^<>]{0,200}>([^<>\[\]\n]{1,200})</a>""")
#: The targets of Hugo's `{{< ref "page#part" >}}` and `relref`.
_REFERENCE = re.compile(r"\{\{[<%]\s{0,4}(?:rel)?ref\s{1,4}[\"']?([^\"'\s<>{}]{1,300})[\"']?\s{0,4}[>%]\}\}")
_INLINE_TAG = re.compile(r"\{%[^%\n]{0,500}%\}")
#: The first characters of lines that are tags.
_STARTS = frozenset("{:<=#ie")
_BLANK_IN_TABLE = "<!-- -->"


def without_site_syntax(text: str) -> str:
    """The page without tags of templates; titles of tabs become labels, blank lines within an HTML table comments."""
    if "ref " in text and "{{" in text:
        text = _REFERENCE.sub(r"\1", text)
    if "</a>" in text and "href=" in text:
        text = _with_links(text)
    if not _SIGN.search(text):
        return text
    lines = text.split("\n")
    if "<%=" in text:
        without_expressions(lines)
    has_table = "<table" in text.lower()
    fence = ""
    in_table = False
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if stripped.startswith(("```", "~~~")):
            mark = stripped[:3]
            fence = "" if fence == mark else fence or mark
            continue
        if fence:
            continue
        if has_table:
            lower = stripped.lower()
            if "<table" in lower and "</table" not in lower:
                in_table = True
            if in_table:
                if "</table" in lower:
                    in_table = False
                elif not stripped:
                    lines[number] = _BLANK_IN_TABLE
                continue
        first = stripped[:1]
        if first in _STARTS and _may_be_tag(first, stripped) and (shown := _without_tag(line, stripped)) is not None:
            lines[number] = shown
        elif "{%" in line:
            lines[number] = _INLINE_TAG.sub("", line)
    return "\n".join(lines)


def _may_be_tag(first: str, stripped: str) -> bool:
    """Whether a line may be a tag: most of those that start with such a character are headings or words."""
    if first == "#":
        return "#tab/" in stripped
    return first not in "ie" or stripped.startswith(("import ", "export "))


def _without_tag(line: str, stripped: str) -> str | None:
    """The replacement of a line that is only a tag; None for any other line."""
    first = stripped[0]
    if first == "{":
        highlight = _HIGHLIGHT.match(stripped)
        if highlight:
            return f"```{highlight[1] or highlight[2] or ''}"
        included = targets_of(stripped)
        if included:
            return " ".join(f"@include '{target.path}'" for target in included)
    title = _TAB_TITLE.match(stripped)
    if title:
        label = next(group for group in title.groups() if group)
        return "" if _MEDIA_TYPE.match(label) else f"**{label}**"
    return "" if _TAG_LINE.match(line) else None


def _with_links(text: str) -> str:
    """The page with links of markdown in place of those of HTML, in lines that are neither HTML nor code."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        if stripped.startswith(("```", "~~~")):
            fence = "" if fence == stripped[:3] else fence or stripped[:3]
        elif not fence and "</a>" in line and not stripped.startswith("<") and "`<a" not in line:
            lines[number] = _ANCHOR.sub(r"[\2](\1)", line)
    return "\n".join(lines)
