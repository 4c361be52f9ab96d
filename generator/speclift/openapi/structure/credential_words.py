"""The word that stands before an API key, such as `Token`, by the description of the key.

A wrong word makes a good key useless; without one, the caller can still add it. So a word counts only where a text can
mean nothing else, and none counts where a description names several or speaks of what not to send.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_QUOTE = r"[\"'`]"
#: Schemes begin with a capital, except for those that people write in any case. Sentences begin with one as well.
_NO_WORDS = "The|An?|Your?|My|This|See|Use|Using|Set|Put|Send|Add|Pass|Enter|With|GET|POST|PUT|PATCH|DELETE|HEAD"
_WORD = rf"((?!(?:{_NO_WORDS})\b)[A-Z][A-Za-z0-9-]*|bearer|token|apikey)"
_KNOWN = r"((?i:bearer|token|jwt|basic|api-?key|key))"
#: A placeholder that is not a Markdown link.
_PLACE = r"(?:<[^<>\n]+>|\[[^\[\]\n]+\](?!\()|\{[^{}\n]+\}|\$[\w{(])"
_KEY_INSIDE = rf"(?=[^\"'`\n]*(?i:key|token|secret|jwt|ticket|credential|password|signature)){_PLACE}"

#: In this order: an example with a placeholder or a key, the prefix that drf-spectacular requires, a prefix in prose,
#: the scheme of ASP.NET, and examples of ASP.NET and others.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:authorization){_QUOTE}?\s*[:=]\s*{_QUOTE}?{_WORD}\s+(?:{_PLACE}|[\w.-]*[\d_])",
        rf"(?i:required prefix)\s+{_QUOTE}{_WORD}{_QUOTE}",
        rf"(?i:prefixed (?:with|by))\s+{_QUOTE}{_KNOWN} ?{_QUOTE}",
        rf"(?i:authorization header us(?:es|ing) the) {_WORD} (?:authentication )?scheme",
        rf"{_QUOTE}{_WORD}{_QUOTE}\s*\[space\]",
        rf"{_QUOTE}{_WORD}\s+{_KEY_INSIDE}[^\"'`\s]*{_QUOTE}",
    )
)

_SENTENCES = re.compile(r"(?<=[.;!?])\s+|\n\s*\n")
_DENIALS = re.compile(r"\b(?:no|not|nor|never|neither|without|unlike|instead|rather|omit)\b|n't\b", re.I)


def prefix_of(scheme: Mapping[str, Any]) -> str:
    """The word that stands before an API key: `x-credential-prefix`, else, for a key in Authorization, the word in its
    description. Empty where there is none.
    """
    if scheme.get("type") != "apiKey":
        return ""
    given = scheme.get("x-credential-prefix")
    if given and isinstance(given, str):
        return given
    is_authorization = scheme.get("in") == "header" and str(scheme.get("name")).lower() == "authorization"
    return _word_before_key(str(scheme.get("description") or "")) if is_authorization else ""


def _word_before_key(description: str) -> str:
    """The word that stands before a key, empty where the description leaves a doubt."""
    said = [sentence for sentence in _SENTENCES.split(description) if not _DENIALS.search(sentence)]
    found = [match[1] for sentence in said for form in _FORMS for match in form.finditer(sentence)]
    return found[0] if len({word.lower() for word in found}) == 1 else ""
