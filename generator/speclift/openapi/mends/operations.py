"""Mends of paths and their operations (OpenAPI 3.1.1, sections 4.8.8 to 4.8.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from speclift.openapi.checking.semantics import variables_missing
from speclift.openapi.mends.change import GONE, Change, Site
from speclift.openapi.mends.edits import Edit
from speclift.openapi.mends.parameters import SCHEMA_FIELDS
from speclift.openapi.structure.media_types import FORM_DATA
from speclift.openapi.structure.nodes import Json, mapping, sequence
from speclift.openapi.structure.objects import is_extension
from speclift.openapi.structure.path_items import operations_of, path_items
from speclift.openapi.structure.paths import METHODS, OTHER_METHODS, TEMPLATE_PART, keys_to, operations_in, paths_of
from speclift.openapi.structure.references import followed
from speclift.openapi.structure.steps import Steps, steps_of

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def methods(node: Json, site: Site) -> Iterator[Change]:
    """Methods are written in lower case."""
    for key in [key for key in node if key not in METHODS and key.lower() in METHODS]:
        if key.lower() in node:
            message = f"{key} and {key.lower()} are both there; {key} is left out"
            yield Change("method", message, key, fields={key: GONE})
        else:
            fields = {key: GONE, key.lower(): node[key]}
            message = f"{key} is not a method; it is read as {key.lower()}"
            yield Change("method", message, key, fields=fields, names={"": {key.lower(): key}})
    others = mapping(node.get(OTHER_METHODS))
    for key in [key for key in others if key.lower() in METHODS]:
        kept = {name: operation for name, operation in others.items() if name != key}
        fields = {OTHER_METHODS: kept}
        message = f"{key} has a field of its own; it is left out"
        if key.lower() not in node and key not in node:
            fields |= {key.lower(): others[key]}
            message = f"{key} has a field of its own; it is read as {key.lower()}"
        yield Change("method", message, (OTHER_METHODS, key), fields=fields)
        others = kept


def query_strings(node: Json, site: Site) -> Iterator[Change]:
    """The query is described as one value or by parameters, not both (OpenAPI 3.2.0, section 4.12.1)."""
    given = sequence(node.get("parameters"))
    components = mapping(site.document.get("components"))
    places = [followed(entry, "parameters", components).get("in") for entry in given]
    if "query" in places and "querystring" in places:
        kept = [GONE if place == "querystring" else entry for place, entry in zip(places, given, strict=True)]
        message = "querystring and query parameters are both there; querystring is left out"
        place = ("parameters", str(places.index("querystring")))
        yield Change("query-string", message, place, fields={"parameters": kept})
    elif places.count("querystring") > 1:
        first = places.index("querystring")
        surplus = [index for index, found in enumerate(places) if found == "querystring" and index > first]
        message = "another parameter is the whole query; this one is left out"
        for index in surplus[:-1]:
            yield Change("query-string", message, ("parameters", str(index)))
        kept = [GONE if index in surplus else entry for index, entry in enumerate(given)]
        yield Change("query-string", message, ("parameters", str(surplus[-1])), fields={"parameters": kept})


def server_variables(node: Json, site: Site) -> Iterator[Change]:
    """The variables in the address of a server are described: a caller has to know what to put there."""
    missing = variables_missing(node)
    if missing:
        message = f"the variable {missing[0][:60]} is not described; it is empty unless it is given"
        known: Any = node.get("variables")
        variables = {**(known if isinstance(known, dict) else {}), **{name: {"default": ""} for name in missing}}
        yield Change("server-variable", message, fields={"variables": variables})


def bodies_of_2_0(node: Json, site: Site) -> Iterator[Change]:
    """Bodies are not parameters. In Swagger 2.0 they are: one in `body`, or the fields of a form in `formData`."""
    given = node.get("parameters")
    bodies = [
        (index, parameter)
        for index, parameter in enumerate(given if isinstance(given, list) else ())
        if isinstance(parameter, dict) and parameter.get("in") in ("body", "formData")
    ]
    if not bodies or "requestBody" in node:
        return
    body = next((parameter for _, parameter in bodies if parameter["in"] == "body"), None)
    if body is not None:
        content: Json = {"application/json": {"schema": body.get("schema", {})}}
        is_required = body.get("required") is True
    else:
        fields = {str(parameter.get("name")): parameter for _, parameter in bodies}
        required = [name for name, parameter in fields.items() if parameter.get("required") is True]
        schema = {
            "type": "object",
            "properties": {name: _schema_of(parameter) for name, parameter in fields.items()},
            **({"required": required} if required else {}),
        }
        content = {FORM_DATA: {"schema": schema}}
        is_required = bool(required)
    indexes = {index for index, _ in bodies}
    *others, last = sorted(indexes)
    message = "a parameter is a body, as in Swagger 2.0; it is read as the request body"
    for index in others:
        yield Change("swagger-field", message, ("parameters", str(index)))
    kept = [GONE if index in indexes else parameter for index, parameter in enumerate(given or ())]
    made = {"parameters": kept, "requestBody": {"required": is_required, "content": content}}
    yield Change("swagger-field", message, ("parameters", str(last)), fields=made)


def _schema_of(parameter: Json) -> Any:
    """The schema of a form parameter: in `schema`, as in OpenAPI 3, or its own keywords, as in Swagger 2.0."""
    if "schema" in parameter:
        return parameter["schema"]
    return {key: parameter[key] for key in SCHEMA_FIELDS if key in parameter}


def path(key: str) -> str | None:
    """What is meant by a key of `paths`: a path starts with a slash, and an address is not a path."""
    if key.startswith("/") or is_extension(key):
        return key
    return None if _ADDRESS.match(key) else f"/{key}"


def surplus_parameters(document: Json) -> Iterator[Edit]:
    """A list has each parameter once, and the path has a part for each path parameter."""
    components = mapping(document.get("components"))
    for here, item in path_items(document):
        place = steps_of(here)
        has_path = place[:-1] == ("paths",)
        parts = frozenset(TEMPLATE_PART.findall(place[-1])) if has_path else frozenset()
        lists = [((*place, "parameters"), item.get("parameters"))]
        lists += [
            ((*place, *keys_to(method), "parameters"), operation.get("parameters"))
            for method, operation in operations_in(item)
        ]
        for where, given in lists:
            entries = sequence(given)
            parameters = [followed(entry, "parameters", components) for entry in entries]
            missing = parts - {parameter.get("name") for parameter in parameters if parameter.get("in") == "path"}
            spelled: dict[str, list[str]] = {}
            for part in missing:
                spelled.setdefault(_letters(part), []).append(part)
            seen: set[tuple[str, str]] = set()
            for index, parameter in enumerate(parameters):
                key = str(parameter.get("name")), str(parameter.get("in"))
                entry = (*where, str(index))
                if parameter and key in seen:
                    message = f"the {key[1]} parameter {key[0]} is listed twice; the first counts"
                    yield Edit("duplicate-parameter", message, entry)
                elif has_path and key[1] == "path" and key[0] not in parts:
                    meant = [] if "$ref" in entries[index] else spelled.get(_letters(key[0]), [])
                    yield _unused(key[0], entry, meant)
                seen.add(key)


def _unused(name: str, here: Steps, meant: Sequence[str]) -> Edit:
    """The edit of a path parameter whose name the path does not have; `meant` are parts that are spelled like it."""
    if len(meant) == 1:
        message = f"the path has no part {name}; the parameter is read as that of {meant[0]}"
        return Edit("unused-path-parameter", message, here, (*here, "name"), meant[0])
    return Edit("unused-path-parameter", f"the path has no part {name}; the parameter is left out", here)


def _letters(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def missing_parameters(document: Json) -> Iterator[Edit]:
    """Each part of a path is described by a parameter."""
    components = mapping(document.get("components"))
    for path, item in paths_of(document):
        place = ("paths", path)
        parts = list(dict.fromkeys(TEMPLATE_PART.findall(path)))
        for method, operation in operations_in(item) if parts else ():
            own = list(sequence(operation.get("parameters")))
            found = [followed(given, "parameters", components) for given in (*sequence(item.get("parameters")), *own)]
            if not all(found):
                # A reference leads into the middle of something: the document is checked again once all are followed.
                continue
            declared = {parameter.get("name") for parameter in found if parameter.get("in") == "path"}
            more = [
                {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
                for part in parts
                if part not in declared
            ]
            where, completed = (*place, *keys_to(method)), [*own, *more]
            for added in more:
                message = f"no parameter describes the part {added['name']} of the path; it is taken as a string"
                yield Edit("undeclared-path-parameter", message, where, (*where, "parameters"), completed)


def operation_ids(document: Json) -> Iterator[Edit]:
    """Operation ids are unique: a second one gets its method and path, or its place in a webhook, a callback or the
    components, which other changes do not affect.
    """
    operations = [(steps_of(place), operation) for place, operation in operations_of(document)]
    known = {operation["operationId"] for _, operation in operations if isinstance(operation.get("operationId"), str)}
    seen: set[str] = set()
    for place, operation in operations:
        name = operation.get("operationId")
        if not isinstance(name, str):
            continue
        if name in seen:
            steps = [step for step in place[1:-1] if step != OTHER_METHODS]
            suffix = "_".join(re.findall(r"[A-Za-z0-9]+", " ".join((place[-1], *steps))))
            unique, number = f"{name}_{suffix}", 2
            while unique in known:
                unique, number = f"{name}_{suffix}_{number}", number + 1
            known.add(unique)
            message = f"the operation id {name} is used twice; this operation is called {unique}"
            where = (*place, "operationId")
            yield Edit("duplicate-operation-id", message, where, where, unique)
        seen.add(name)
