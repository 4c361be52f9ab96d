"""Texts that do harm where they are not treated as text. Whatever shows, writes or runs docs must survive them."""

from __future__ import annotations

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "[click](javascript:alert(1))",
    "</textarea><iframe src='javascript:alert(1)'>",
    "]]><x/>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
)
TEMPLATES = (
    "{{ 7 * 7 }}",
    "{% for x in (1, 2) %}x{% endfor %}",
    "{{ self.__init__.__globals__ }}",
    "{# gone",
    "${7*7}",
    "%s%n",
)
PYTHON = (
    '"""\nraise SystemExit(7)\n"""',
    "'''\nraise SystemExit(7)\n'''",
    '\\"""\nraise SystemExit(7)\n#',
    "\\",
    "\\N{BULLET}",
    "\\x41\\",
    "__import__('os').system('x')",
    "{__import__('os')}",
    "# -*- coding: utf-7 -*-",
)
SHELL = ("$(touch pwned)", "`touch pwned`", "; touch pwned #", "| touch pwned", "-rf", "--output=pwned")
YAML = (
    '!!python/object/apply:os.system ["x"]',
    "&a [*a]",
    "<<: *a",
    "%YAML 1.1",
    "--- x",
    "? y : z",
    "- - - -",
    "no",
    "1_000",
)
TERMINAL = (
    "\x1b[2J\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\b\b\bover",
    "a\rb",
    "\u202etxt.exe\u202c",
    "\u2066hidden\u2069",
    "\u200bzero",
)
GITHUB = ("::set-output name=a::b", "a\n::error file=x::y", "a\r::add-mask::b", "%0A::warning::x", "::endgroup::")

#: All payloads, and those that fit in a name or a table cell of a page, because they have no line end and no bar.
PAYLOADS = (*MARKUP, *TEMPLATES, *PYTHON, *SHELL, *YAML, *TERMINAL, *GITHUB)
IN_LINE = tuple(payload for payload in PAYLOADS if not set(payload) & set("\n\r|"))
