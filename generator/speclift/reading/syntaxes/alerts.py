"""Alerts of GitHub and DocFX in quotes, as the bold word that other pages start a note with.

    > [!NOTE]                  > **Note:**
    > The oldest first.        > The oldest first.

Every line of the page stays where it was.
"""

from __future__ import annotations

import re

_ALERT = re.compile(
    r"(>[ \t]{0,4})\[!(note|tip|important|warning|caution|info|danger)\][ \t]{0,10}(?=\n|\Z|[^\s(\[])", re.I
)
#: The mark of a link in a quote that DocFX shows as a button.
_LAYOUT = re.compile(r"(>[ \t]{0,4})\[!div[^\[\]\n]{0,200}\][ \t]{0,10}$", re.I | re.M)


def with_bold_alerts(text: str) -> str:
    """The page with such alerts in bold."""
    if "[!" not in text:
        return text
    return _LAYOUT.sub(r"\1", _ALERT.sub(_in_bold, text))


def _in_bold(found: re.Match[str]) -> str:
    is_alone = found.string[found.end() : found.end() + 1] in ("", "\n")
    return f"{found[1]}**{found[2].capitalize()}:**" + ("" if is_alone else " ")
