"""Which of the methods of a section a text is about."""

from __future__ import annotations

import re
from collections.abc import Set

_METHOD = re.compile(r"\b[A-Z]{3,9}\b")


def named_method(text: str, methods: Set[str]) -> str:
    """The one of several methods that a text names in capitals: "Body of the POST:". Empty if it names none or several.

    LIST means GET if LIST is not one of the methods.
    """
    if len(methods) < 2:
        return ""
    words = {"GET" if word == "LIST" and word not in methods else word for word in _METHOD.findall(text)}
    named = words & methods
    return named.pop() if len(named) == 1 else ""
