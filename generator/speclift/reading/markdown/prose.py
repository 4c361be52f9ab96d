"""Turn the XML documentation markup, HTML and entities of a description into clean markdown."""

from __future__ import annotations

import functools
import html
import re

from speclift.reading.markdown.spans import code_spans, replace_elements

_SEE_START = re.compile(r"<(see|seealso|a)\b([^<>]*)(?<!/)>", re.I)
_SEE_END = re.compile(r"</(see|seealso|a)\s*>", re.I)
_SEE = re.compile(r"<(?:see|seealso|paramref|typeparamref)\b([^<>]*)>", re.I)
_ATTRIBUTE = re.compile(r"""(cref|href|langword|name)\s*=\s*["']([^"']*)["']""", re.I)
_CODE_START = re.compile(r"<(c|code|tt)>", re.I)
_CODE_END = re.compile(r"</(c|code|tt)>", re.I)
_STRONG = re.compile(r"</?(?:b|strong)>", re.I)
_EMPHASIS = re.compile(r"</?(?:i|em)>", re.I)
_BREAK = re.compile(r"<(?:br|/?para|/?p|/?summary|/?remarks|/?ul|/?ol|/?list|/?description|/?term)\b[^<>]*>", re.I)
_ITEM = re.compile(r"<(?:li|item)\b[^<>]*>", re.I)
_TAG = re.compile(r"(?<!\\)</?[A-Za-z][^<>]*>")
# Some descriptions are escaped once too often: `&lt;para/&gt;` is markup, `&lt;template variable&gt;` is text.
_ESCAPED_TAG = re.compile(
    r"&lt;(/?(?:para|p|br|b|strong|i|em|c|code|tt|ul|ol|li|list|item|description|term|summary|remarks|see|seealso)"
    r"(?:\s(?:[^<>&]|&(?![lg]t;))*)?/?)&gt;",
    re.I,
)
_TEXT_BRACKET = re.compile(r"(?<!\\)<(?=/?[A-Za-z])")
_BRACED = re.compile(r"\{((?:[A-Z]:)?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\}")
#: Where comments of HTML and MDX start and end.
_COMMENTS = (("<!--", "-->"), ("{/*", "*/}"))
_SPACES = re.compile(r"[ \t]+")
_LINES = re.compile(r" ?\n ?(?:\n ?)+")


@functools.lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """A description as markdown: `<para>` ends a paragraph, `<see cref="T:A.B"/>` becomes `` `B` ``.

    Comments are left out.  Code spans are left as they are.  Cleaning the result again changes nothing that matters.
    """
    if not ("<" in text or "&" in text or "{" in text):
        return _tidy(text)
    for opening, closing in _COMMENTS:
        if opening in text:
            text = _without_comments(text, opening, closing)
    parts: list[str] = []
    last = 0
    for start, end in code_spans(text):
        parts += (_markup(text[last:start]), text[start:end])
        last = end
    parts.append(_markup(text[last:]))
    return _tidy("".join(parts))


def _without_comments(text: str, opening: str, closing: str) -> str:
    """The text without its comments, unless they are shown as code."""
    parts: list[str] = []
    at = 0
    spans = code_spans(text)
    span = next(spans, None)
    start = text.find(opening)
    while start >= 0:
        while span and span[1] <= start:
            span = next(spans, None)
        shown = span[1] if span and span[0] <= start else -1
        end = shown if shown > 0 else text.find(closing, start + len(opening))
        if end < 0:
            break
        parts.append(text[at : end if shown > 0 else start])
        at = end if shown > 0 else end + len(closing)
        start = text.find(opening, at)
    return "".join([*parts, text[at:]])


def _tidy(text: str) -> str:
    return (
        _LINES.sub("\n\n", _SPACES.sub(" ", text)).strip()
        if "  " in text or "\n" in text or "\t" in text
        else text.strip()
    )


def _markup(text: str) -> str:
    text = _ESCAPED_TAG.sub(r"<\1>", text)
    text = replace_elements(text, _SEE_START, _SEE_END, _link)
    text = _SEE.sub(lambda tag: _code(_target(tag[1])), text)
    text = replace_elements(text, _CODE_START, _CODE_END, lambda _, content: f"`{content}`")
    text = _STRONG.sub("**", text)
    text = _EMPHASIS.sub("*", text)
    text = _ITEM.sub("\n- ", text)
    text = _BREAK.sub("\n\n", text)
    text = _TAG.sub("", text)
    text = _BRACED.sub(lambda name: _code(name[1]), text)
    # Text that still looks like a tag must not become HTML when the markdown is rendered.
    return _TEXT_BRACKET.sub(r"\\<", html.unescape(text))


def _link(tag: re.Match[str], content: str) -> str:
    label = content.strip()
    target = _target(tag[2])
    if tag[1].lower() == "a" or "://" in target:
        return f"[{label or target}]({target})" if target else label
    return label or _code(target)


def _target(attributes: str) -> str:
    found = _ATTRIBUTE.search(attributes)
    return found[2] if found else ""


def _code(name: str) -> str:
    """A code span for an XML documentation id: `` `IOrderService` `` for `T:Shop.Orders.IOrderService`. The name of a
    member keeps the name of its type.
    """
    if not name:
        return ""
    kind, _, rest = name.rpartition(":")
    parts = (rest or name).split("(")[0].split(".")
    return "`" + ".".join(parts[-2:] if kind in ("P", "M", "F", "E") else parts[-1:]) + "`"
