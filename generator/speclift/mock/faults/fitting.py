"""Which operations a fault fits: what an operation must have so that the fault can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from speclift.contract.records import Parameter
from speclift.contract.scalars import json_types
from speclift.mock.responses.sites import Site
from speclift.openapi.structure.nodes import Json


def returns_json(site: Site) -> bool:
    return site.is_json


def returns_container(site: Site) -> bool:
    """Whether the first half of the JSON is never valid JSON: half of a number may be a number."""
    return returns_object(site) or returns_array(site)


def returns_object(site: Site) -> bool:
    return isinstance(site.sample, dict) and "object" in json_types(site.contract.schema_of(site.schema))


def returns_array(site: Site) -> bool:
    return isinstance(site.sample, list) and "array" in json_types(site.contract.schema_of(site.schema))


def is_plain_read(site: Site) -> bool:
    """Whether the response is an object, and no other operation changes it."""
    return returns_object(site) and site.step is None


def has_known_properties(site: Site) -> bool:
    """Whether the response is such an object with a fixed list of properties: a map has none that could be unknown."""
    schema = site.contract.schema_of(site.schema)
    return is_plain_read(site) and "properties" in schema and "additionalProperties" not in schema


def is_list(site: Site) -> bool:
    return isinstance(site.sample, dict) and isinstance(site.sample.get("value"), list) and has_option(site, "$top")


def has_option(site: Site, option: str) -> bool:
    return site.operation.query_option(option) is not None


def has_role(*roles: str) -> Callable[[Site], bool]:
    return lambda site: site.step is not None and site.step.role in roles


def gives_id(site: Site) -> bool:
    """Whether the response has the id of the resource, or leads to it."""
    return site.step is not None and (site.step.id_output is not None or bool(site.step.located))


def is_rest(site: Site) -> bool:
    return site.resource is not None and site.step is not None and site.step.operation.method != "post"


def has_input(fits: Callable[[Parameter], bool]) -> Callable[[Site], bool]:
    return lambda site: any(
        fits(parameter) for parameter in site.operation.parameters if parameter.location in ("path", "query")
    )


def takes(*kinds: str) -> Callable[[Site], bool]:
    """Whether a property of the JSON body, or a query parameter, has one of these types."""

    def fits(site: Site) -> bool:
        return any(json_types(schema) & set(kinds) for schema in _inputs(site))

    return fits


def _inputs(site: Site) -> Iterator[Json]:
    """The schemas of the values that a request may choose freely: they have no enumeration, and no special format."""
    own = (p.schema for p in site.operation.parameters_in("query") if not p.name.startswith("$"))
    for schema in (*own, *_body_properties(site).values()):
        if "enum" not in schema and schema.get("format") in (None, "int32", "int64"):
            yield schema


def _body_properties(site: Site) -> Mapping[str, Json]:
    body = site.operation.body
    schema = site.contract.schema_of(body.media_types[0].schema) if body else {}
    found: Mapping[str, Json] = schema.get("properties", {})
    return found


def has_typed_body(site: Site) -> bool:
    return any(json_types(schema) & {"integer", "array", "boolean"} for schema in _body_properties(site).values())


def is_alone(site: Site) -> bool:
    """Whether the operation is a GET, and the only operation of its path."""
    operation = site.operation
    return operation.method == "get" and sum(op.path == operation.path for op in site.contract.operations) == 1


def requires_query(site: Site) -> bool:
    return any(p.is_required for p in site.operation.parameters_in("query"))


def success_status(site: Site) -> str:
    return site.operation.success.status if site.operation.success else ""
