"""An operation as a method: its arguments, its body, and how its answer is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from speclift.client.documentation import method_documentation
from speclift.client.hoist import is_object
from speclift.client.literals import docstring, string
from speclift.client.models import import_order
from speclift.client.names import ARGUMENT_RESERVED, MODEL_RESERVED, attribute, pascal, snake, unique
from speclift.client.operations import Operation
from speclift.client.records import Alias, Argument, Body, Imports, Method
from speclift.client.schemas import ANYTHING, Annotation, Json, SchemaReader, kinds_of, members
from speclift.contract.records import component_name

#: Up to this number of properties, those of a request object may be given as keyword arguments.
FEW_PROPERTIES = 8

_COMMAS = re.compile(r"comma[- ]separated", re.I)
_ODATA_LISTS = frozenset({"$select", "$expand", "$orderby"})
_NEXT_LINK = re.compile(r"(?:^|[.@_])next_?link$", re.I)
_OCTETS = "application/octet-stream"
_METHOD_INDENT = 8

#: The module of the runtime that each name comes from.
_RUNTIME = {
    "Content": "_binary",
    "Download": "_binary",
    "AsyncDownload": "_binary",
    "commas": "_call",
    "with_properties": "_call",
    "DateTime": "_models",
    "Date": "_models",
    "CommaSeparated": "_types",
    "NOT_GIVEN": "_types",
    "NotGiven": "_types",
    "Pages": "_paging",
    "AsyncPages": "_paging",
    "JsonPatch": "_patch",
    "MergePatch": "_patch",
}


class MethodBuilder:
    """Builds the methods of one resource and gathers what its module imports."""

    def __init__(self, reader: SchemaReader, option_headers: frozenset[str]) -> None:
        self.reader = reader
        self.option_headers = option_headers
        self.classes: set[str] = set()
        self.runtime: dict[str, set[str]] = defaultdict(set)
        self.runtime["_call"].add("Call")
        self.runtime["_options"].add("CallOptions")
        self.runtime["_resource"] |= {"AsyncResource", "Resource"}
        self.aliases: list[Alias] = []
        self.has_any = False

    def runtime_imports(self) -> tuple[Imports, ...]:
        """What the module imports from the runtime."""
        return tuple(Imports(module, import_order(names)) for module, names in sorted(self.runtime.items()) if names)

    def typing(self) -> tuple[str, ...]:
        """What the module imports from `typing`."""
        names = [("Any", self.has_any), ("Literal", self.aliases), ("TypeAlias", self.aliases)]
        return tuple(name for name, is_used in names if is_used)

    def _use(self, annotation: Annotation) -> Annotation:
        self.classes |= annotation.classes
        for name in annotation.runtime:
            self._take(name)
        return annotation

    def _take(self, *names: str) -> None:
        for name in names:
            if name in _RUNTIME:
                self.runtime[_RUNTIME[name]].add(name)
            elif name == "Any":
                self.has_any = True

    def method(self, operation: Operation, name: str) -> Method:
        source = operation.source
        body, model = self._body(operation)
        arguments = self._arguments(operation, name, model)
        if any(not argument.is_required for argument in arguments) or (
            body and not body.is_required and not body.model
        ):
            self._take("NOT_GIVEN", "NotGiven")
        if model and body:
            self._take("with_properties")
        answer = self._answer(operation)
        return Method(
            name=name,
            operation_id=string(operation.operation_id),
            http_method=operation.method.upper(),
            path=string(operation.path),
            arguments=arguments,
            body=body,
            is_read_only=operation.method in ("get", "head", "options")
            or (operation.method == "post" and source.get("x-read-only") is True),
            is_deprecated=source.get("deprecated") is True,
            docstring=docstring(method_documentation(operation, arguments, body, answer), _METHOD_INDENT),
            **{key: value for key, value in answer.items() if key != "doc"},
        )

    def _arguments(self, operation: Operation, method: str, model: Mapping[str, Any]) -> tuple[Argument, ...]:
        own = [p for p in operation.parameters if p["in"] != "header" or p["name"].lower() not in self.option_headers]
        own = [p for p in own if p["in"] != "cookie"]
        names = unique((f"{p['name']}\0{p['in']}" for p in own), _before_zero, ARGUMENT_RESERVED)
        found = [self._parameter(p, names[f"{p['name']}\0{p['in']}"], method) for p in own]
        found.sort(key=lambda argument: argument.location != "path")
        taken = {argument.name for argument in found}
        fields = unique(model, attribute, ARGUMENT_RESERVED)
        for wire, schema in model.items():
            name = f"body_{fields[wire]}" if fields[wire] in taken else fields[wire]
            annotation = self._use(self.reader.annotation(schema))
            text = str(schema.get("description", "")) if isinstance(schema, Mapping) else ""
            found.append(Argument(name, annotation.optional, "property", string(wire), False, text))
        return tuple(found)

    def _parameter(self, parameter: Json, name: str, method: str) -> Argument:
        schema = parameter.get("schema", {})
        is_required = parameter.get("required") is True or parameter["in"] == "path"
        text = str(parameter.get("description", ""))
        values = members(schema.get("enum", ())) if isinstance(schema, Mapping) else ()
        if values:
            annotation = pascal(method) + pascal(name)
            self.aliases.append(Alias(annotation, tuple(dict.fromkeys(values))))
        elif (
            parameter["in"] == "query" and kinds_of(schema)[0] == ["string"] and _takes_commas(parameter["name"], text)
        ):
            annotation = "CommaSeparated"
            self._take("CommaSeparated", "commas")
        else:
            annotation = self._use(self.reader.annotation(schema)).source
        return Argument(name, annotation, parameter["in"], string(parameter["name"]), is_required, text)

    def _body(self, operation: Operation) -> tuple[Body | None, Mapping[str, Any]]:
        """The body, and the properties that may be given as keyword arguments."""
        request = operation.source.get("requestBody")
        if not isinstance(request, Mapping) or not request.get("content"):
            return None, {}
        content: Json = request["content"]
        text = str(request.get("description", ""))
        is_required = request.get("required") is True
        kinds = _kinds(content)
        if operation.method == "patch" and "application/json-patch+json" in kinds:
            self._take("JsonPatch", "MergePatch")
            return Body("patch", "JsonPatch | MergePatch", "", "", is_required, text), {}
        files = _file_types(kinds)
        shown = [entry.get("schema", {}) for entry in content.values()]
        is_file = any(_is_binary(schema) for schema in shown) or (files and not any(shown))
        json_type = next((kinds[kind] for kind in kinds if _is_json(kind)), None)
        if is_file:
            media_type = _OCTETS if _OCTETS in files or not files else kinds[files[0]]
            self._take("Content")
            return Body("binary", "Content", string(media_type), "", is_required, text), {}
        if json_type is None:
            form = next((k for k in ("application/x-www-form-urlencoded", "multipart/form-data") if k in kinds), None)
            if form:
                annotation = self._use(self.reader.annotation(content[kinds[form]].get("schema", {})))
                kind = "form" if form.endswith("urlencoded") else "multipart"
                return Body(kind, annotation.source, string(form), "", is_required, text), {}
            self._take("Content")
            return Body("binary", "Content", string(next(iter(content))), "", is_required, text), {}
        schema = content[json_type].get("schema", {})
        annotation = self._use(self.reader.annotation(schema))
        target = component_name(schema.get("$ref", "")) if isinstance(schema, Mapping) else ""
        properties: Mapping[str, Any] = {}
        if target in self.reader.class_names and is_object(self.reader.schemas[target]):
            properties, _ = self.reader.properties.of_component(target)
        is_small = 0 < len(properties) <= FEW_PROPERTIES
        model = self.reader.class_names[target] if is_small else ""
        body = Body("json", annotation.full, string(json_type), model, is_required and not is_small, text)
        return body, properties if is_small else {}

    def _answer(self, operation: Operation) -> dict[str, str]:
        """How the answer is read: the fields of Method that say it, and `doc`."""
        found = {"kind": "nothing", "returns": "None", "parses": "None", "item": "", "items": "", "next_link": ""}
        found |= {"accept": string("*/*"), "doc": ""}
        responses: Json = operation.source.get("responses", {})
        success = [entry for status, entry in responses.items() if str(status).startswith(("2", "d")) and entry]
        described = next((entry for entry in success if entry.get("content")), None)
        if described is None:
            return found
        content: Json = described["content"]
        found["doc"] = str(described.get("description", ""))
        kinds = _kinds(content)
        json_type = next((kinds[kind] for kind in kinds if _is_json(kind)), None)
        files = _file_types(kinds)
        schema = content[json_type].get("schema", {}) if json_type else next(iter(content.values())).get("schema", {})
        if json_type is None or (files and _is_binary(schema)):
            if files or not all(kind.startswith("text/") for kind in kinds):
                self._take("Download", "AsyncDownload")
                accept = _OCTETS if _OCTETS in files else ", ".join(files or kinds)
                return found | {"kind": "binary", "returns": "Download", "accept": string(accept)}
            return found | {"kind": "text", "returns": "str", "parses": "str", "accept": string(", ".join(kinds))}
        found["accept"] = string("application/json" if "application/json" in kinds else json_type)
        paging = self._paging(schema)
        if paging:
            self._take("Pages", "AsyncPages")
            page = self._use(self.reader.annotation(schema))
            return found | paging | {"kind": "pages", "returns": f"Pages[{paging['item']}]", "parses": page.source}
        annotation = self._use(self.reader.annotation(schema))
        return found | {"kind": "value", "returns": annotation.full, "parses": annotation.full}

    def _paging(self, schema: Any) -> dict[str, str]:
        """The wire names of the items and of the link to the next page, where the answer is one page of a list."""
        name = component_name(schema.get("$ref", "")) if isinstance(schema, Mapping) else ""
        if name not in self.reader.class_names or not is_object(self.reader.schemas[name]):
            return {}
        properties, _ = self.reader.properties.of_component(name)
        links = [key for key, inner in properties.items() if _NEXT_LINK.search(key) and "string" in kinds_of(inner)[0]]
        lists = [key for key, inner in properties.items() if "array" in kinds_of(inner)[0]]
        if len(links) != 1 or len(lists) != 1:
            return {}
        item = self._use(self.reader.annotation(properties[lists[0]].get("items", {})) or ANYTHING)
        attributes = unique(properties, attribute, MODEL_RESERVED)
        return {"item": item.full, "items": attributes[lists[0]], "next_link": attributes[links[0]]}


def _before_zero(text: str) -> str:
    return snake(text.partition("\0")[0])


def _takes_commas(name: str, text: str) -> bool:
    return name.lower() in _ODATA_LISTS or bool(_COMMAS.search(text))


def _kinds(content: Json) -> dict[str, str]:
    """The media types as they are spelled, by type and subtype alone."""
    return {media_type.split(";")[0].strip().lower(): media_type for media_type in content}


def _file_types(kinds: Iterable[str]) -> list[str]:
    """The media types of files, which are neither text nor several parts."""
    return [kind for kind in kinds if not _is_textual(kind) and not kind.startswith("multipart")]


def _is_json(media_type: str) -> bool:
    return media_type in ("application/json", "text/json") or media_type.endswith("+json")


def _is_textual(media_type: str) -> bool:
    is_xml = media_type.endswith(("/xml", "+xml"))
    return _is_json(media_type) or is_xml or media_type.startswith("text/") or "urlencoded" in media_type


def _is_binary(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("format") in ("binary", "byte")
