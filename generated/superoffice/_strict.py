"""What the strict switch looks for: properties and enumeration values that the reference does not know."""

from __future__ import annotations

from typing import Any

from ._models import Model, OpenInt, OpenStr
from ._types import is_list, is_mapping


def unknown(value: Any, place: str = "") -> str:
    """The first place in an answer that the reference does not know, empty where it knows all of it."""
    if isinstance(value, OpenStr | OpenInt):
        return "" if value.is_known else f"{place or 'the answer'} has the value {value.value!r}"
    if isinstance(value, Model):
        for name in value.model_extra or ():
            return f"{place or 'the answer'} has the property {name!r}"
        children = [(f"{place}.{name}", getattr(value, name)) for name in value.model_fields_set]
    elif is_list(value):
        children = [(f"{place}[{index}]", item) for index, item in enumerate(value)]
    elif is_mapping(value):
        children = [(f"{place}[{key!r}]", item) for key, item in value.items()]
    else:
        return ""
    return next((found for where, item in children if (found := unknown(item, where))), "")
