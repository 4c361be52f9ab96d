"""The security schemes that requirements name: by the name of a component or, from OpenAPI 3.2 on, by a reference
(OpenAPI 3.2.0, section 4.30).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from speclift.openapi.structure.mappings import is_reference
from speclift.openapi.structure.nodes import mapping, sequence
from speclift.openapi.structure.references import component_name
from speclift.openapi.structure.versions import version_of

_SCHEMES = "#/components/securitySchemes/"


def scheme_named(document: Mapping[str, Any], key: str) -> str:
    """The component that a key of a requirement means, empty where it means none. A name counts before a reference."""
    schemes = mapping(mapping(document.get("components")).get("securitySchemes"))
    if key in schemes:
        return key
    own = document.get("$self")
    target = key.removeprefix(own) if isinstance(own, str) else key
    if not takes_references(document) or not target.startswith(_SCHEMES) or "/" in target.removeprefix(_SCHEMES):
        return ""
    name = component_name(target)
    return name if name in schemes else ""


def scheme_references(owner: Mapping[str, Any], document: Mapping[str, Any]) -> list[str]:
    """The references to schemes in the requirements of a document or an operation, which may be in another file."""
    if not takes_references(document):
        return []
    schemes = mapping(mapping(document.get("components")).get("securitySchemes"))
    keys = (key for alternative in sequence(owner.get("security")) for key in mapping(alternative))
    return [key for key in keys if is_reference(key) and key not in schemes]


def renamed(requirements: Any, meant: Callable[[str], str]) -> Any:
    """Requirements with their keys as they are meant; two that mean the same scheme become one."""
    return [_renamed(given, meant) for given in requirements] if isinstance(requirements, list) else requirements


def _renamed(alternative: Any, meant: Callable[[str], str]) -> Any:
    found: dict[str, Any] = {}
    for key, scopes in mapping(alternative).items():
        name = meant(key)
        found[name] = _both(found[name], scopes) if name in found else scopes
    return found if isinstance(alternative, Mapping) else alternative


def _both(first: Any, second: Any) -> Any:
    """The scopes of two keys that mean the same scheme."""
    are_lists = isinstance(first, list) and isinstance(second, list)
    return [*first, *(scope for scope in second if scope not in first)] if are_lists else first


def takes_references(document: Mapping[str, Any]) -> bool:
    """Whether requirements of a document may have references in place of names."""
    return version_of(document.get("openapi")).startswith("3.2")
