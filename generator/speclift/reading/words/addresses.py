"""The words with which docs state the address of an API, in the languages that references use."""

from __future__ import annotations

import re

#: Text before the address that names it: `Base URL:`, `URL base:`.
NAMES = re.compile(
    r"\b(?:base|root|api|server|service|host)[ -]?(?:ur[li]|path|address|endpoint)s?\b(?=[ :|\n]|$)"
    r"|\burl[ -]base\b|\bbasis[ -]?url\b|\burl (?:de base|racine)\b|\bбазовый (?:url|адрес)\b"
    r"|^host(?=: )"
    r"|(?:基础|基本|根)(?:url|路径|地址)|ベースurl|기본 url",
    re.I | re.M,
)
#: Text before it in a sentence about requests: "… are relative to", "… start with".
RELATIONS = re.compile(
    r"\b(?:relative to|start(?:s|ing)? (?:with|at|from)|begins? with|prefixed (?:with|by)|based (?:on|at)|goe?s? to"
    r"|(?:sent|made) to|live (?:at|under)"
    r"|(?:served|available|hosted|reachable|reached|accessible|accessed|located|exposed|found|deployed) "
    r"(?:at|on|under|from|via|through|over))(?= )",
    re.I,
)
#: Subjects of such a sentence.
SUBJECTS = re.compile(
    r"\b(?:ur[li]s?|uris|paths?|requests?|endpoints?|calls?|addresses|routes|resources|apis?|service|server)\b", re.I
)
#: Text that may be between those words and the address.
BETWEEN = re.compile(r"[\s:：=|*`_\"'<(\[]{0,12}(?:the |following |at |is |: ){0,3}[\s:：=|*`_\"'<(\[]{0,12}", re.I)
URL = re.compile(r"https?://[^\s`*<>\"')\]|,]{1,300}|(?<=[`*_\s])/[A-Za-z][\w./{}-]{0,100}(?=[`*_\s.,]|\Z)")
