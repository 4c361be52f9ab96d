"""The word that the description of a key says stands before it, such as `Token`.

A wrong word makes a good key useless, and no word leaves the caller free to give it. So only what can mean nothing else
counts, and nothing counts where a description names several words or speaks of what is not to be sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_QUOTE = r"[\"'`]"
#: Schemes begin with a capital, but for those that people write as they please. Sentences begin with one as well.
_NO_WORDS = "The|An?|Your?|My|This|See|Use|Using|Set|Put|Send|Add|Pass|Enter|With|GET|POST|PUT|PATCH|DELETE|HEAD"
_WORD = rf"((?!(?:{_NO_WORDS})\b)[A-Z][A-Za-z0-9-]*|bearer|token|apikey)"
_KNOWN = r"((?i:bearer|token|jwt|basic|api-?key|key))"
#: A place for something, and no link of markdown.
_PLACE = r"(?:<[^<>\n]+>|\[[^\[\]\n]+\](?!\()|\{[^{}\n]+\}|\$[\w{(])"
_KEY_INSIDE = rf"(?=[^\"'`\n]*(?i:key|token|secret|jwt|ticket|credential|password|signature)){_PLACE}"

#: An example with a place for the key or with a key, the prefix that drf-spectacular requires, one in the words of a
#: person, the scheme and the examples of ASP.NET.
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
    """The word that stands before an API key: `x-credential-prefix`, else what the description says of one in
    Authorization. Empty where there is none.
    """
    if scheme.get("type") != "apiKey":
        return ""
    given = scheme.get("x-credential-prefix")
    if given and isinstance(given, str):
        return given
    is_authorization = scheme.get("in") == "header" and str(scheme.get("name")).lower() == "authorization"
    return _word_before_key(str(scheme.get("description") or "")) if is_authorization else ""


def _word_before_key(description: str) -> str:
    """The word that stands before a key, empty where the description does not say it for sure."""
    said = [sentence for sentence in _SENTENCES.split(description) if not _DENIALS.search(sentence)]
    found = [match[1] for sentence in said for form in _FORMS for match in form.finditer(sentence)]
    return found[0] if len({word.lower() for word in found}) == 1 else ""
