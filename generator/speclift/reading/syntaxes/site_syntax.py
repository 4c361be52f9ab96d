"""Syntax of site generators in a page: layout is removed, labels stay as labels.

Nothing is run.  Every line of the page stays where it was, so that line numbers are those of the file.
"""

from __future__ import annotations

import re

from speclift.reading.files.directives import targets_of
from speclift.reading.syntaxes.ruby_expressions import without_expressions

_SIGN = re.compile(r"\{[%{]|<(?:[%TCNSAIWdsMPRED]|table)|:::|===|#tab/|import |export |\[_?(?:TOC|toc)_?\]")
_TAG_LINE = re.compile(
    r"^\s{0,12}(?:\{%[^%]{0,500}%\}|\{\{[<%][^<>%]{0,500}[>%]\}\}|:::.{0,200}"
    r"|</?(?:Tabs?|TabItem|CodeGroup|CodeBlock|Note|Tip|Warning|Info|"
    r"details|Details|Accordion|AccordionGroup|Steps|Step|Capsule|Callout"
    r"|StackSelector|StatusCodes|MimeTabs|SchemaTabs|CodeTabs|CodeBlocks"
    r"|Panel|Frame|Card|CardGroup|Expandable|Properties|Row|Col|Column"
    r"|Columns|summary|div|section|aside)\b[^<>]{0,500}>"
    r"|import\s{1,4}(?:[\w*{][^'\"\n]{0,300}\sfrom\s{1,4})?['\"][^'\"\n]{1,200}['\"];?"
    r"|import\s{1,4}(?:\w{1,60}\s{0,4},\s{0,4})?\{[^{}]{0,300}"
    r"|export\s{1,4}(?:default|const|let|var|function|async|class|[{*]).{0,500})\s{0,40}$"
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
_COMMENT = re.compile(r"\{%-?\s{0,4}comment\s{0,4}-?%\}")
_END_OF_COMMENT = re.compile(r"\{%-?\s{0,4}endcomment\s{0,4}-?%\}")
#: The page that a link of Jekyll leads to.
_LINKED_PAGE = re.compile(r"\{%-?\s{0,4}(?:link|post_url)\s{1,4}([^%\s]{1,300})\s{0,4}-?%\}")
#: A shortcode of Hugo between words, with what it shows: its text, or its only value.
_INLINE_SHORTCODE = re.compile(
    r"\{\{[<%]\s{0,4}/?[a-z][\w/-]{0,60}(?:\s{1,4}\"([^\"<>\n]{0,200})\"\s{0,4}(?=[>%])"
    r"|[^<>%\n]{0,300}?\stext=\"([^\"<>\n]{0,200})\"[^<>%\n]{0,300}|[^<>%\n]{0,500})[>%]\}\}"
)
#: A statement of JavaScript in MDX that goes on, up to an empty line.
_OPEN_STATEMENT = re.compile(
    r"(?:import\s{1,4}(?:\w{1,60}\s{0,4},\s{0,4})?\{[^{}]{0,300}"
    r"|export\s{1,4}(?:default\s{1,4})?(?:const|let|var|function|async|class)\b.{0,500}[({\[,>])\s{0,10}$"
)
_CONTENTS = frozenset(("[toc]", "[[toc]]", "[[_toc_]]"))
#: The first characters of lines that are tags.
_STARTS = frozenset("{:<=#ie[")
#: A tag that is indented as code is.
_INDENTED_TAG = re.compile(r"[ ]{0,3}(?:\t|[ ]{4})[ \t]{0,40}<[a-z]")
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
    if "endcomment" in text:
        _hide_comments(lines)
    has_table = "<table" in text.lower()
    fence = ""
    in_table = in_statement = False
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        in_statement = in_statement and bool(stripped)
        if in_statement:
            lines[number] = ""
            continue
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
        if first == "<" and number + 1 < len(lines) and _INDENTED_TAG.match(lines[number + 1]):
            # Without the tag above it, this line would be indented code.
            continue
        if first in _STARTS and _may_be_tag(first, stripped) and (shown := _without_tag(line, stripped)) is not None:
            lines[number] = shown
            in_statement = first in "ie" and _OPEN_STATEMENT.match(stripped) is not None
        elif "{%" in line:
            lines[number] = _INLINE_TAG.sub("", _LINKED_PAGE.sub(r"\1", line))
        if "{{" in lines[number] and "`" not in line:
            lines[number] = _INLINE_SHORTCODE.sub(lambda found: found[1] or found[2] or "", lines[number])
    return "\n".join(lines)


def _hide_comments(lines: list[str]) -> None:
    """Empty the lines of Liquid's comments, which no page shows; one that does not end hides nothing."""
    start = -1
    for number, line in enumerate(lines):
        if "comment" not in line:
            continue
        if start < 0 and _COMMENT.search(line):
            start = number
        if start >= 0 and _END_OF_COMMENT.search(line):
            before, after = _COMMENT.split(lines[start], 1)[0], _END_OF_COMMENT.split(line)[-1]
            lines[start : number + 1] = [""] * (number + 1 - start)
            lines[start] = before
            lines[number] += after
            start = -1


def _may_be_tag(first: str, stripped: str) -> bool:
    """Whether a line may be a tag: most of those that start with such a character are headings or words."""
    if first == "#":
        return "#tab/" in stripped
    if first == "[":
        return stripped.rstrip().lower() in _CONTENTS
    return first not in "ie" or stripped.startswith(("import ", "export "))


def _without_tag(line: str, stripped: str) -> str | None:
    """The replacement of a line that is only a tag; None for any other line."""
    first = stripped[0]
    if first == "[":
        return ""
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
