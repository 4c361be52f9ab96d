"""The security schemes that requirements name: by the name of a component or, from OpenAPI 3.2 on, by a reference
(OpenAPI 3.2.0, section 4.30).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import mapping
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


def takes_references(document: Mapping[str, Any]) -> bool:
    """Whether requirements of a document may have references in place of names."""
    return version_of(document.get("openapi")).startswith("3.2")
