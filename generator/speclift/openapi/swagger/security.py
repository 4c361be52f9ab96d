"""Security definitions of Swagger 2.0 as the security schemes of OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import is_extension

_FLOWS = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_OF_FLOW = ("authorizationUrl", "tokenUrl", "refreshUrl", "scopes")


def scheme_of(given: Any) -> Any:
    """A scheme in OpenAPI 3.0; one of a type that Swagger 2.0 does not have stays as it is."""
    if not isinstance(given, Mapping):
        return given
    match given.get("type"):
        case "basic":
            return {**given, "type": "http", "scheme": "basic"}
        case "oauth2" if "flows" not in given:
            return _oauth2(given)
    return dict(given)


def _oauth2(given: Mapping[str, Any]) -> Json:
    name = str(given.get("flow"))
    flow: Json = {key: given[key] for key in _OF_FLOW if key in given}
    scopes = flow.get("scopes")
    if isinstance(scopes, Mapping):
        flow["scopes"] = {str(scope): text for scope, text in scopes.items() if not is_extension(scope)}
    flow.setdefault("scopes", {})
    found = {key: value for key, value in given.items() if key not in (*_OF_FLOW, "flow")}
    return {**found, "flows": {_FLOWS.get(name, "implicit" if name == "None" else name): flow}}
