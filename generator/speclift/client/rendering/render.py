"""Render the records of a package with the templates as the files of a client. The templates look like their output:
all decisions are made here or before. Every line comes out as ruff formats it, so nothing has to format it afterwards.
"""

from __future__ import annotations

import ast
import re
from typing import Any

import msgspec

from speclift.client.imports import export_order, import_order
from speclift.client.literals import WIDTH, docstring, string
from speclift.client.operations.resources import combined_class
from speclift.client.package import is_address, server_path
from speclift.client.records import Alias, Attribute, Method, ModelModule, Package, Resource
from speclift.client.rendering.environment import base_url_variable, server_variables, user_agent, variables_of
from speclift.client.rendering.examples import credentials_shown, examples_of, listed
from speclift.client.rendering.method_lines import method_lines, schemes_source, security_source
from speclift.client.rendering.model_lines import module_lines
from speclift.client.schemas.layout import (
    broken,
    fitted,
    fitted_import,
    import_source,
    relative_import,
)
from speclift.client.templates import Templates

_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?")

#: The type of a list in an annotation, and string literals, in which the word is not a type.
_LIST = re.compile(r"\blist\[|\"(?:[^\"\\]|\\.)*+(?:\"|\\?\Z)|'(?:[^'\\]|\\.)*+(?:'|\\?\Z)", re.S)

#: The beginning of the statement with the security requirements of the document.
_SECURITY = "SECURITY: tuple[tuple[str, ...], ...] | None = "

#: What the package offers at its top besides the models: the names of each module.
_EXPORTS = {
    "_auth": ("Auth", "BasicAuth", "BearerAuth", "ClientCredentialsAuth", "RefreshTokenAuth"),
    "_bodies": ("JsonPatch", "MergePatch"),
    "_client": ("AsyncClient", "Client"),
    "_errors": (
        "AnsweredError",
        "ApiError",
        "BadRequestError",
        "ConflictError",
        "ConnectionFailedError",
        "ForbiddenError",
        "InvalidUrlError",
        "NotFoundError",
        "ParseError",
        "PreconditionFailedError",
        "ServerError",
        "StatusError",
        "TimedOutError",
        "TooManyRequestsError",
        "UnauthorizedError",
        "UnprocessableError",
        "UnsafeLinkError",
    ),
    "_models": ("Model", "OpenInt", "OpenStr", "Problem"),
    "_options": ("CallOptions", "Hooks", "Retry"),
    "_raw": ("AsyncDownload", "Download", "RawResponse"),
    "_reading": ("UnknownVariant",),
    "_resource": ("AsyncPages", "Pages"),
    "_streams": ("AsyncEventStream", "EventStream", "ServerSentEvent"),
    "_values": ("NOT_GIVEN", "NotGiven", "Part"),
}


def render_package(package: Package, templates: Templates) -> dict[str, bytes]:
    """The files of a client by their paths below the output folder."""
    per_document = _document_context(package)
    files: dict[str, bytes] = {}
    for name in templates.names():
        target = name.replace("package/", f"{package.name}/", 1).removesuffix(".jinja")
        if name == "package/models/module.py.jinja":
            for module in package.modules:
                path = f"{package.name}/models/{module.name}.py"
                files[path] = templates.render(name, **_shared(package), module=module_lines(module))
        elif name == "package/resources/module.py.jinja":
            for resource in package.resources:
                path = f"{package.name}/resources/{resource.module}.py"
                files[path] = templates.render(name, **_shared(package), resource=_resource(resource))
        elif name.endswith(".jinja"):
            files[target] = templates.render(name, **per_document)
        else:
            files[target] = templates.verbatim(name)
    return files


def _shared(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "import_source": lambda item: import_source(package.name, item),
        "package_import": lambda module, names, indent: fitted_import(
            f"from {package.name}.{module} import ", import_order(names), indent
        ),
    }


def _document_context(package: Package) -> dict[str, Any]:
    credentials = tuple(credential.name for credential in package.credentials)
    exports = {**_EXPORTS, "_auth": tuple(sorted((*_EXPORTS["_auth"], *credentials)))}
    server = next((url for url in package.servers if is_address(url)), "")
    title = package.title or package.name
    environment = variables_of(package)
    at_server = server_variables(package)
    return {
        **_shared(package),
        "title": title,
        "version": package.version,
        "is_version": bool(_VERSION.fullmatch(package.version)),
        "alias_style": package.alias_style,
        "credentials": package.credentials,
        "has_query_key": any(item.location == "query" for item in package.credentials),
        "header_options": package.header_options,
        "server": server,
        "server_path": server_path(package.servers),
        "variables": [
            {
                **msgspec.structs.asdict(item),
                "found": _from_environment(f"{item.name}=found", variable, item.default, 12),
            }
            for item in package.variables
            for variable in [at_server[item.wire]]
        ],
        "server_from_environment": _from_environment("return self", base_url_variable(package), server, 8),
        "environment": environment,
        "base_url_variable": base_url_variable(package),
        "user_agent": user_agent(package),
        "secrets": _secrets(package),
        "security": "None" if package.security is None else security_source(package.security, 0, _SECURITY),
        "schemes": {name: schemes_source(keys) for name, keys in package.http_schemes},
        "token_url": package.token_url,
        "refresh_url": package.refresh_url,
        "examples": examples_of(package),
        "circular": [string(name) for name in package.circular],
        "listed": listed(package),
        "shown": credentials_shown(package),
        "described": _described(package),
        "exports": sorted(exports.items()),
        "exported": export_order(name for names in exports.values() for name in names),
        "relative_import": relative_import,
        "model_names": export_order(name for module in package.modules for name in _class_names(module)),
        "docstrings": {
            "package": docstring(f"A typed client of {title}.", 0),
            "client": docstring(f"A synchronous client of {title}.", 4),
            "async_client": docstring(f"An asynchronous client of {title}.", 4),
        },
        "resources": [
            {"module": module, "names": sorted(names)} for module, names in sorted(_classes_by_module(package).items())
        ],
        "attributes": [_attribute(item) for item in package.attributes],
        "modules": [
            {
                "name": module.name,
                "names": import_order(_class_names(module)),
                "source": relative_import(module.name, _class_names(module), 4),
            }
            for module in package.modules
        ],
    }


def _attribute(item: Attribute) -> dict[str, str]:
    head = f"def {item.name}("
    return {
        **msgspec.structs.asdict(item),
        "doc": docstring(item.doc, 8),
        "signature": fitted(head, ["self"], f") -> {item.class_name}", 4),
        "async_signature": fitted(head, ["self"], f") -> Async{item.class_name}", 4),
    }


def _from_environment(head: str, variable: str, default: str, indent: int) -> str:
    """The expression that reads an environment variable, with its default."""
    return fitted(f"{head}.get(", [string(variable), string(default)], ")", indent)


def _described(package: Package) -> list[tuple[str, str]]:
    """The credentials that the document asks for: a call of each class, and what it is."""
    found = []
    schemes = dict(package.http_schemes)
    if schemes.get("BearerAuth"):
        found.append(('BearerAuth("token")', "a bearer token"))
    if schemes.get("BasicAuth"):
        found.append(('BasicAuth("name", "password")', "a user name and a password"))
    if package.token_url:
        what = "gets its tokens itself and renews them, as `RefreshTokenAuth` does"
        found.append(('ClientCredentialsAuth("id", "secret")', what))
    for item in package.credentials:
        place = {"header": "header", "query": "query parameter", "cookie": "cookie"}[item.location]
        prefix = ast.literal_eval(item.prefix)
        before = f"; the client adds the prefix `{_plain(prefix)}`" if prefix else ""
        found.append((f'{item.name}("secret")', f"the {place} `{_plain(item.wire)}`{before}"))
    for name, kind in package.brought_schemes:
        given = "verify=context" if kind == "mutualTLS" else "auth=..."
        what = "a certificate, in an `ssl.SSLContext`" if kind == "mutualTLS" else f"what `{kind}` negotiates"
        found.append((f"http_client=httpx.Client({given})", f"{what}: `{_plain(name)}`"))
    return found


def _plain(text: str) -> str:
    """A name that can stand in inline code of markdown, on one line."""
    return " ".join(text.replace("`", "'").split())


def _secrets(package: Package) -> str:
    """The statement with the names of the headers, parameters and cookies that hold credentials."""
    names = sorted({string(item.wire.lower()) for item in package.credentials})
    head = "SECRETS: frozenset[str] = frozenset("
    line = f"{head}{{{', '.join(names)}}})" if names else f"{head})"
    return line if len(line) <= WIDTH else broken(head, [broken("{", names, "}", 4)], ")", 0, has_comma=False)


def _resource(resource: Resource) -> dict[str, Any]:
    methods = resource.methods
    if any(method.name == "list" for method in methods):
        methods = tuple(_with_builtins(method) for method in methods)
    return {
        "needs_builtins": methods != resource.methods,
        "module_docstring": docstring(f"The operations of `{resource.tag}`.", 0),
        "typing": ("TYPE_CHECKING", *resource.typing) if resource.entity else resource.typing,
        "imports": resource.imports,
        "aliases": [_alias(alias) for alias in resource.aliases],
        "name": resource.name,
        "docstring": resource.docstring,
        "methods": [method_lines(method) for method in methods],
        "entity": resource.entity,
        "combined": combined_class(resource.name),
        "delegated": _delegated,
    }


def _with_builtins(method: Method) -> Method:
    """A method of a class with a method `list`, by which annotations would mean that: they have `builtins.list`."""
    body = method.body
    return msgspec.structs.replace(
        method,
        arguments=tuple(
            msgspec.structs.replace(argument, annotation=_builtin(argument.annotation)) for argument in method.arguments
        ),
        body=msgspec.structs.replace(body, annotation=_builtin(body.annotation)) if body else None,
        returns=_builtin(method.returns),
    )


def _builtin(annotation: str) -> str:
    return _LIST.sub(lambda match: "builtins.list[" if match[0] == "list[" else match[0], annotation)


def _alias(alias: Alias) -> str:
    return fitted(f"{alias.name}: TypeAlias = Literal[", alias.values, "]", 0)


def _delegated(method: str, class_name: str) -> str:
    return fitted(f"{method} = delegated(", [f"{class_name}.{method}"], ")", 8, has_comma=False)


def _classes_by_module(package: Package) -> dict[str, set[str]]:
    """The classes that the client names, by the module of the resource."""
    found: dict[str, set[str]] = {}
    for item in package.attributes:
        found.setdefault(item.module, set()).update((item.class_name, f"Async{item.class_name}"))
    return found


def _class_names(module: ModelModule) -> list[str]:
    groups = (module.enumerations, module.models, module.unions, module.inputs)
    return [item.name for items in groups for item in items]
