"""The records of a package through the templates to the files of a client.

The templates look like what they give: all that decides something stands here or before.  Every line comes out as ruff
formats it, so nothing has to format it afterwards.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from speclift.client.examples import examples_of
from speclift.client.literals import WIDTH, docstring, harmless, string
from speclift.client.models import export_order, import_order
from speclift.client.operations import combined_class
from speclift.client.records import Alias, Argument, Field, Imports, Method, ModelModule, Package, Resource
from speclift.errors import TemplateError

if TYPE_CHECKING:
    import jinja2

_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?")

#: What the package offers at its top besides the models: the names of each module.
_EXPORTS = {
    "_auth": ("Auth", "BasicAuth", "BearerAuth"),
    "_binary": ("AsyncDownload", "Download"),
    "_client": ("AsyncClient", "Client"),
    "_errors": (
        "AnsweredError",
        "ApiError",
        "BadRequestError",
        "ConflictError",
        "ConnectionFailedError",
        "ForbiddenError",
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
    "_models": ("Model", "OpenInt", "OpenStr"),
    "_options": ("CallOptions", "Hooks"),
    "_paging": ("AsyncPages", "Pages"),
    "_patch": ("JsonPatch", "MergePatch"),
    "_raw": ("RawResponse",),
    "_retry": ("Retry",),
    "_types": ("NOT_GIVEN", "NotGiven"),
}


def templates_folder() -> Path:
    """The folder of the templates: inside of the installed package, else of the checkout."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "templates"
    return installed if installed.is_dir() else here.parents[1] / "templates"


class Templates:
    """The templates by their paths; a file of the user's folder stands in place of the one of the same path."""

    def __init__(self, own: str | None = None) -> None:
        """Raises TemplateError where `own` is no folder."""
        if own is not None and not os.path.isdir(own):
            raise TemplateError(
                f"There is no folder {own!r}.",
                file=own,
                expected="a folder with templates such as package/_client.py.jinja",
                advice="check the path; files that are not there are taken from speclift",
            )
        self.folders = [Path(own)] if own else []
        self.folders.append(templates_folder())

    @functools.cached_property
    def environment(self) -> jinja2.Environment:
        """Jinja with the filters that the templates may use."""
        import jinja2

        found = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.folders),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
        )
        found.filters |= {"literal": string, "toml": _toml, "md": _markdown, "harmless": harmless}
        return found

    def digest(self) -> bytes:
        """What tells apart the states of the templates."""
        found = hashlib.blake2b(digest_size=16)
        for name in self.names():
            data = self.verbatim(name)
            found.update(f"{name}\0{len(data)}\0".encode() + data)
        return found.digest()

    def names(self) -> list[str]:
        """The paths of all templates and of the files that are taken as they are."""
        found = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in folder.rglob("*")
            if path.is_file() and path.name != "README.md" and "__pycache__" not in path.parts
        }
        return sorted(found)

    def verbatim(self, name: str) -> bytes:
        """A file that is taken as it is."""
        return next(folder / name for folder in self.folders if (folder / name).is_file()).read_bytes()

    def render(self, template: str, **context: Any) -> bytes:
        """A rendered template.  Raises TemplateError where it is not Jinja or asks for what there is not."""
        import jinja2

        try:
            text = self.environment.get_template(template).render(**context)
        except jinja2.TemplateError as error:
            raise TemplateError(
                f"The template cannot be rendered: {error}.",
                file=str(getattr(error, "filename", None) or template),
                line=getattr(error, "lineno", None) or 0,
                expected="a Jinja template that uses what ARCHITECTURE.md lists",
                advice="mend the template, or leave it out to use the one of speclift",
            ) from error
        return (text.rstrip("\n") + "\n").encode()


def render_package(package: Package, templates: Templates) -> dict[str, bytes]:
    """The files of a client by their paths below the output folder."""
    per_document = _document_context(package)
    files: dict[str, bytes] = {}
    for name in templates.names():
        target = name.replace("package/", f"{package.name}/", 1).removesuffix(".jinja")
        if name == "package/models/module.py.jinja":
            for module in package.modules:
                path = f"{package.name}/models/{module.name}.py"
                files[path] = templates.render(name, **_shared(package), module=_model_module(module))
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
        "package_import": lambda module, names, indent: _fitted_import(
            f"from {package.name}.{module} import ", import_order(names), indent
        ),
    }


def _document_context(package: Package) -> dict[str, Any]:
    credentials = tuple(credential.name for credential in package.credentials)
    exports = {**_EXPORTS, "_auth": tuple(sorted((*_EXPORTS["_auth"], *credentials)))}
    server = next((url for url in package.servers if url.startswith(("http://", "https://"))), "")
    title = package.title or package.name
    return {
        **_shared(package),
        "title": title,
        "version": package.version,
        "is_version": bool(_VERSION.fullmatch(package.version)),
        "alias_style": package.alias_style,
        "credentials": package.credentials,
        "header_options": package.header_options,
        "server": server,
        "examples": examples_of(package),
        "exports": sorted(exports.items()),
        "exported": export_order(name for names in exports.values() for name in names),
        "relative_import": _relative_import,
        "model_names": export_order(name for module in package.modules for name in _class_names(module)),
        "docstrings": {
            "package": docstring(f"A typed client of {title}.", 0),
            "client": docstring(f"A client of {title} that waits for each answer.", 4),
            "async_client": docstring(f"A client of {title} for asynchronous programs.", 4),
        },
        "resources": [
            {"module": module, "names": sorted(names)} for module, names in sorted(_classes_by_module(package).items())
        ],
        "attributes": [{**msgspec.structs.asdict(item), "doc": docstring(item.doc, 8)} for item in package.attributes],
        "modules": [
            {
                "name": module.name,
                "names": import_order(_class_names(module)),
                "source": _relative_import(module.name, _class_names(module), 4),
            }
            for module in package.modules
        ],
    }


def _model_module(module: ModelModule) -> dict[str, Any]:
    return {
        "docstring": docstring(module.title, 0),
        "typing": module.typing,
        "has_aliases": any(field.alias for model in module.models for field in model.fields),
        "imports": module.imports,
        "enumerations": module.enumerations,
        "models": [
            {
                "name": model.name,
                "docstring": model.docstring,
                "fields": [{"source": _field(field), "docstring": field.docstring} for field in model.fields],
            }
            for model in module.models
        ],
    }


def _field(field: Field) -> str:
    """The line of an attribute.  Type checkers know `alias` as the name of the argument, so it is given as two."""
    if not field.alias:
        return f"{field.name}: {field.annotation}" + (f" = {field.default}" if field.default else "")
    arguments = [f"validation_alias={field.alias}", f"serialization_alias={field.alias}"]
    if field.default:
        arguments.insert(0, field.default)
    return _fitted(f"{field.name}: {field.annotation} = Field(", arguments, ")", 4)


def _resource(resource: Resource) -> dict[str, Any]:
    return {
        "module_docstring": docstring(f"The operations of `{resource.tag}`.", 0),
        "typing": ("TYPE_CHECKING", *resource.typing) if resource.entity else resource.typing,
        "imports": resource.imports,
        "aliases": [_alias(alias) for alias in resource.aliases],
        "name": resource.name,
        "docstring": resource.docstring,
        "methods": [_method(method) for method in resource.methods],
        "entity": resource.entity,
        "combined": combined_class(resource.name),
        "delegated": _delegated,
    }


def _alias(alias: Alias) -> str:
    return _fitted(f"{alias.name}: TypeAlias = Literal[", alias.values, "]", 0)


def _method(method: Method) -> dict[str, Any]:
    first = [argument for argument in method.arguments if argument.is_required]
    others = [argument for argument in method.arguments if not argument.is_required]
    handed = [argument.name for argument in first]
    handed += ["body"] if method.body else []
    handed += [f"{argument.name}={argument.name}" for argument in others]
    parameters = [f"{argument.name}: {argument.annotation}" for argument in first]
    parameters += [_body_parameter(method)] if method.body else []
    defaults = ["*", *(_optional(argument) for argument in others), "options: CallOptions | None = None"]
    built = _fitted(f"_{method.name}(", handed, ")", 12)
    sent = {"binary": "_download", "pages": "_pages"}.get(method.kind, "_send")
    extra = [f'items="{method.items}"', f'next_link="{method.next_link}"'] if method.kind == "pages" else []
    wait = "" if method.kind == "pages" else "await "
    async_names = {"binary": "AsyncDownload", "pages": f"Async{method.returns}"}
    return {
        "name": method.name,
        "kind": method.kind,
        "item": method.item,
        "promised": "None" if method.kind in ("binary", "nothing") else method.returns,
        "returns": method.returns,
        "async_returns": async_names.get(method.kind, method.returns),
        "docstring": method.docstring,
        "signature": [*parameters, *defaults],
        "parameters": [
            *(parameter.removesuffix(" = None").removesuffix(" = NOT_GIVEN") for parameter in parameters),
            *(["*"] if others else []),
            *(f"{argument.name}: {_given(argument)}" for argument in others),
        ],
        "call": _fitted(f"return self.{sent}(", [built, "options", *extra], ")", 8),
        "async_call": _fitted(f"return {wait}self.{sent}(", [built, "options", *extra], ")", 8),
        "construction": _construction(method),
    }


def _delegated(method: str, class_name: str) -> str:
    return _fitted(f"{method} = delegated(", [f"{class_name}.{method}"], ")", 8, has_comma=False)


def _classes_by_module(package: Package) -> dict[str, set[str]]:
    """The classes that the client names, by the module of the resource."""
    found: dict[str, set[str]] = {}
    for item in package.attributes:
        found.setdefault(item.module, set()).update((item.class_name, f"Async{item.class_name}"))
    return found


def _class_names(module: ModelModule) -> list[str]:
    return [*(item.name for item in module.enumerations), *(item.name for item in module.models)]


def _relative_import(module: str, names: Iterable[str], indent: int) -> str:
    return _fitted_import(f"from .{module} import ", import_order(names), indent)


def _given(argument: Argument) -> str:
    """The annotation of an argument that may be left out; None stands at the end of a union."""
    if argument.is_required:
        return argument.annotation
    plain = argument.annotation.removesuffix(" | None")
    return f"{plain} | NotGiven | None" if plain != argument.annotation else f"{plain} | NotGiven"


def _optional(argument: Argument) -> str:
    return f"{argument.name}: {_given(argument)}" + ("" if argument.is_required else " = NOT_GIVEN")


def _body_parameter(method: Method) -> str:
    body = method.body
    assert body is not None
    if body.model:
        return f"body: {body.annotation} | None = None"
    return f"body: {body.annotation}" if body.is_required else f"body: {body.annotation} | NotGiven = NOT_GIVEN"


def _construction(method: Method) -> list[str]:
    """The arguments of Call, without those that say what is the rule anyway."""
    found = [f"operation={method.operation_id}", f'method="{method.http_method}"', f"path={method.path}"]
    for field, location in (("parts", "path"), ("query", "query"), ("fields", "header")):
        found += _mapping(
            field,
            [
                f"{a.wire}: commas({a.name})" if a.annotation == "CommaSeparated" else f"{a.wire}: {a.name}"
                for a in method.arguments
                if a.location == location
            ],
        )
    body = method.body
    if body and body.model:
        entries = [
            f"{argument.wire}: {argument.name}" for argument in method.arguments if argument.location == "property"
        ]
        given = _fitted("{", entries, "}", 12)
        found.append(_fitted("body=with_properties(", [body.model, "body", given], ")", 8))
    elif body:
        found.append("body=body")
        if body.kind == "json":
            found.append(f"body_type={body.annotation}")
        elif body.kind != "json":
            found.append(f'form="{body.kind}"')
    if body and body.media_type not in ("", '"application/json"'):
        found.append(f"media_type={body.media_type}")
    found.append(f"accept={method.accept}")
    if method.kind not in ("nothing", "binary"):
        found.append(f"parses={method.parses}")
    if method.is_read_only and method.http_method not in ("GET", "HEAD", "OPTIONS"):
        found.append("is_read_only=True")
    return found


def _mapping(name: str, entries: Sequence[str]) -> list[str]:
    return [_fitted(f"{name}={{", entries, "}", 8)] if entries else []


def _fitted(head: str, parts: Iterable[str], tail: str, indent: int, *, has_comma: bool = True) -> str:
    """A bracket on one line where it fits, one part a line and a trailing comma where not.

    The comma makes ruff keep the lines apart; a single argument needs none.
    """
    listed = list(parts)
    line = head + ", ".join(listed) + tail
    if "\n" not in line and not head.endswith("import (") and indent + len(line) + 1 <= WIDTH:
        return line
    pad = " " * (indent + 4)
    comma = "," if has_comma else ""
    return head + "\n" + "".join(f"{pad}{part}{comma}\n" for part in listed) + " " * indent + tail


def import_source(package: str, item: Imports) -> str:
    """`from package.module import A, B` as isort writes it."""
    return _fitted_import(f"from {package}.{item.module} import ", item.names, 0)


def _fitted_import(head: str, names: Sequence[str], indent: int) -> str:
    line = head + ", ".join(names)
    return line if indent + len(line) <= WIDTH else _fitted(f"{head}(", names, ")", indent)


def _toml(text: str) -> str:
    """A TOML basic string (TOML 1.0, section String)."""
    escaped = "".join(
        f"\\u{ord(c):04x}" if c in '"\\' or ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or not c.isprintable() else c
        for c in text
        if ord(c) < 0x10000
    )
    return f'"{escaped}"'


def _markdown(text: str) -> str:
    """Text that markdown takes for nothing but text, on one line."""
    return re.sub(r"([\\`*_{}\[\]<>#|!])", r"\\\1", " ".join(text.split()))
