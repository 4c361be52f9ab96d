"""What the strict switch looks for: what an answer has that the reference does not know, or lacks."""

from __future__ import annotations

import inspect
from typing import Any

from ._models import Model, OpenInt, OpenStr, read_only
from ._types import is_list, is_mapping


def unknown(value: Any, place: str = "") -> str:
    """The first place in an answer that is not as the reference says, empty where all of it is."""
    if isinstance(value, OpenStr | OpenInt):
        return "" if value.is_known else f"{place or 'the answer'} has the value {value.value!r}"
    if isinstance(value, Model):
        for name, field in type(value).model_fields.items():
            if field.default_factory is read_only and name not in value.model_fields_set:
                return f"{place or 'the answer'} lacks the property {name!r}"
        is_open = "__pydantic_extra__" in inspect.get_annotations(type(value))
        for name in () if is_open else value.model_extra or ():
            return f"{place or 'the answer'} has the property {name!r}"
        children = [(f"{place}.{name}", getattr(value, name)) for name in value.model_fields_set]
    elif is_list(value):
        children = [(f"{place}[{index}]", item) for index, item in enumerate(value)]
    elif is_mapping(value):
        children = [(f"{place}[{key!r}]", item) for key, item in value.items()]
    else:
        return ""
    return next((found for where, item in children if (found := unknown(item, where))), "")
