"""The environment variables that tell a client where its server is and what its credentials are."""

from __future__ import annotations

import re

import msgspec

from speclift.client.names import constant, unique
from speclift.client.package import server_path
from speclift.client.records import Package

#: What the names of other variables end in.
_TAKEN = frozenset({"BASE_URL", "TOKEN", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET"})

#: Characters that a product token of the User-Agent header cannot have (RFC 9110, section 5.6.2).
_NO_TOKEN = re.compile(r"[^A-Za-z0-9.+_-]+")


class Variable(msgspec.Struct, frozen=True):
    """An environment variable: its name and its meaning. `credential` is the class that takes its value, empty where it
    is no credential; `second` the variable that goes with it.
    """

    name: str
    doc: str
    credential: str = ""
    second: str = ""


def base_url_variable(package: Package) -> str:
    """The variable with the address."""
    return f"{constant(package.name)}_BASE_URL"


def variables_of(package: Package) -> tuple[Variable, ...]:
    """The variables that a client reads: the address, and the credentials that the document asks for.

    Where it names none, they are a token, or a user name and a password.
    """
    prefix = constant(package.name)
    schemes = dict(package.http_schemes)
    names_none = not package.credentials and not any(schemes.values())
    path = server_path(package.servers)
    address = f"The address of the API, with its path `{path}`." if path else "The address of the API."
    found = [Variable(base_url_variable(package), address)]
    for wire, name in server_variables(package).items():
        found.append(Variable(name, f"The part `{wire}` of the address."))
    if names_none or schemes.get("BearerAuth"):
        found.append(Variable(f"{prefix}_TOKEN", "The token of `BearerAuth`.", "BearerAuth"))
    if names_none or schemes.get("BasicAuth"):
        second = f"{prefix}_PASSWORD"
        doc = f"The user name of `BasicAuth`; {second} has the password."
        found.append(Variable(f"{prefix}_USERNAME", doc, "BasicAuth", second))
    if package.token_url:
        second = f"{prefix}_CLIENT_SECRET"
        doc = f"The id of `ClientCredentialsAuth`; {second} has the secret."
        found.append(Variable(f"{prefix}_CLIENT_ID", doc, "ClientCredentialsAuth", second))
    keys = unique((item.name for item in package.credentials), _key, _TAKEN)
    for item in package.credentials:
        name = f"{prefix}_{keys[item.name]}"
        found.append(Variable(name, f"The secret of `{item.name}`.", item.name))
    return tuple(found)


def _key(credential: str) -> str:
    """The name of the variable for a credential: `API_KEY` for `ApiKeyAuth`. `TOKEN` is that of `BearerAuth`, so
    `TokenAuth` has `TOKEN_AUTH`.
    """
    short = constant(credential.removesuffix("Auth"))
    return constant(credential) if short in _TAKEN else short


def server_variables(package: Package) -> dict[str, str]:
    """The environment variable for each variable of the server's address, by the name of the latter."""
    names = unique((item.wire for item in package.variables), lambda wire: f"SERVER_{constant(wire)}")
    return {wire: f"{constant(package.name)}_{name}" for wire, name in names.items()}


def user_agent(package: Package) -> str:
    """How a client identifies itself: the package and the version of the API (RFC 9110, section 10.1.5)."""
    version = _NO_TOKEN.sub("-", package.version).strip("-")
    name = _NO_TOKEN.sub("-", package.name).strip("-") or "client"
    return f"{name}/{version}" if version else name
