"""Changes by a JSON Patch (RFC 6902) or a JSON Merge Patch (RFC 7396)."""

from __future__ import annotations

import math
from typing import Any

import orjson

from speclift.contract.json_bytes import json_bytes

#: The media type of RFC 7396.
MERGE_PATCH = "application/merge-patch+json"

_MOST_STEPS = 1000
_LARGEST = 4 * 2**20


class PatchError(Exception):
    """The patch is malformed, or cannot be applied to the resource as it is."""


def patched(value: Any, patch: Any) -> Any:
    """The value after a patch: a list is a JSON Patch, anything else is a merge patch. Raises PatchError."""
    return _patched(value, patch) if isinstance(patch, list) else merged(value, patch)


def merged(value: Any, patch: Any) -> Any:
    """The value after a merge patch (RFC 7396, section 2)."""
    if not isinstance(patch, dict):
        return patch
    found = dict(value) if isinstance(value, dict) else {}
    for name, part in patch.items():
        if part is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), part)
    return found


def overlaid(value: Any, new: Any) -> Any:
    """The new value, but two objects are merged at every depth. Null is a value like any other."""
    if not isinstance(value, dict) or not isinstance(new, dict):
        return new
    return {**value, **{name: overlaid(value.get(name), part) for name, part in new.items()}}


def overlaid_parts(entity: Any, body: Any) -> Any:
    """A body whose partial objects are completed with the rest of the objects that they change."""
    if not isinstance(body, dict) or not isinstance(entity, dict):
        return body
    return {name: overlaid(entity.get(name), part) for name, part in body.items()}


def _patched(value: Any, patch: list[Any]) -> Any:
    import jsonpatch
    import jsonpointer

    if len(patch) > _MOST_STEPS:
        raise PatchError(f"The patch has more than {_MOST_STEPS} operations.")
    found = orjson.loads(json_bytes(value))
    copied = 0.0
    for number, step in enumerate(patch):
        try:
            if isinstance(step, dict) and step.get("op") == "copy":
                # A copy of the whole into itself doubles its size each time, and copies take time.
                copied += _size(jsonpointer.resolve_pointer(found, step["from"]))
                if copied > _LARGEST:
                    raise PatchError(f"Operation {number} makes the resource too large, or copies too much.")
            found = jsonpatch.apply_patch(found, [step], in_place=True)
        except (jsonpatch.JsonPatchException, jsonpointer.JsonPointerException) as error:
            raise PatchError(f"Operation {number}: {error}") from error
        except (TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
            # The library raises these for values that are not operations.
            raise PatchError(f"Operation {number} is not an operation of RFC 6902.") from error
    if _size(found) > _LARGEST:
        raise PatchError("The patch makes the resource too large.")
    return found


def _size(value: Any) -> float:
    """The bytes of a value as JSON."""
    try:
        return len(orjson.dumps(value))
    except orjson.JSONEncodeError:
        # The value is nested too deeply to be written.
        return math.inf
