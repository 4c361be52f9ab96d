"""The words by which docs say where an API is served, in the languages that references use."""

from __future__ import annotations

import re

#: What stands before the address: `Base URL:`, "All URIs are relative to", "The API is served at".
LEADS = re.compile(
    r"\b(?:base|root|api|server|service|host)[ -]?(?:ur[li]|uri|path|address|endpoint)s?\b(?:[ :|]| is| of (?:the|this) api is)"
    r"|\b(?:ur[li]s?|uris|paths?|requests?|endpoints?|calls?|addresses|routes|resources)\b[^.\n]{0,60}?"
    r"\b(?:relative to|start(?:s|ing)? (?:with|at|from)|begins? with|prefixed (?:with|by)|based (?:on|at)|go(?:es)? to|sent to|made to|live (?:at|under))\b"
    r"|\b(?:api|service|server|endpoints?)\b[^.\n]{0,40}?\b(?:is|are|can be) "
    r"(?:served|available|hosted|reachable|reached|accessible|accessed|located|exposed|found|deployed)\b[^.\n]{0,30}?"
    r"\b(?:at|on|under|from|via|through)\b"
    r"|^\s{0,4}\**host\**\s{0,3}:|\burl[ -]base\b|\bbasis[ -]?url\b|\burl (?:de base|racine)\b|\bбазовый (?:url|адрес)\b"
    r"|(?:基础|基本|根)(?:url|路径|地址)|ベースurl|기본 url",
    re.I | re.M,
)
#: What may stand between those words and the address.
BETWEEN = re.compile(r"[\s:：=|*`_\"'<(\[]{0,12}(?:the |following |at |is |: ){0,3}[\s:：=|*`_\"'<(\[]{0,12}", re.I)
URL = re.compile(r"https?://[^\s`*<>\"')\]|,]{1,300}|(?<=[`*_\s])/[A-Za-z][\w./{}-]{0,100}(?=[`*_\s.,]|\Z)")
