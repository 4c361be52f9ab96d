"""The words of samples: what stands for a value, for what was left out, and for the language of a code block."""

from __future__ import annotations

from typing import Any

#: Bare words that are a value: JSON's own and those of Python, Ruby, JavaScript and Go.
LITERALS: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "nil": None,
    "undefined": None,
    "nan": None,
    "inf": None,
    "infinity": None,
    "yes": True,
    "no": False,
}

#: Bare words that name a type where a value is expected, and a value of that type.  What names a string, and every
#: other word, stands for itself.  `[]` and `{}` stand for a list and an object of which nothing is shown.
TYPE_WORDS: dict[str, Any] = {
    **dict.fromkeys(
        ("int", "integer", "int8", "int16", "int32", "int64", "uint", "uint32", "uint64", "long", "short", "bigint"), 0
    ),
    **dict.fromkeys(("number", "float", "double", "decimal", "float32", "float64", "numeric", "real"), 0.0),
    **dict.fromkeys(("boolean", "bool"), True),
    **dict.fromkeys(("object", "map", "dict", "hash", "json", "struct"), {}),
    **dict.fromkeys(("array", "list"), []),
    **dict.fromkeys(("any", "mixed", "value"), None),
}

#: Calls around a value that give it another type than that of what stands between the parentheses.
STRING_CALLS = frozenset(
    {"isodate", "objectid", "date", "timestamp", "uuid", "binary", "bindata", "datetime", "symbol"}
)

#: Words of a comment or of text behind an ellipsis that tell of members which are not shown.
OMISSION_WORDS = frozenset(
    {
        *("additional", "abbreviated", "and", "continued", "cut", "elided", "etc", "further", "more", "omitted"),
        *("other", "others", "removed", "remaining", "rest", "several", "shortened", "skipped", "snip", "snipped"),
        *("truncated", "trimmed"),
    }
)
