"""Objects whose properties are pairs of the query (style `form`, exploded), as the parameters that a server sees.

What makes requests knows only parameters with a single value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.shapes import properties_of, types_of


def with_pairs(contract: Contract) -> Contract:
    """The contract with a query parameter for each property of such an object, in place of the object."""
    return msgspec.structs.replace(
        contract, operations=tuple(_with_pairs(contract, operation) for operation in contract.operations)
    )


def _with_pairs(contract: Contract, operation: Operation) -> Operation:
    if not any(map(_is_exploded, operation.parameters)):
        return operation
    found = tuple(pair for parameter in operation.parameters for pair in _pairs(contract, operation, parameter))
    return msgspec.structs.replace(operation, parameters=found)


def _is_exploded(parameter: Parameter) -> bool:
    return parameter.location == "query" and parameter.style == "form" and parameter.is_exploded


def _pairs(contract: Contract, operation: Operation, parameter: Parameter) -> Iterator[Parameter]:
    """A parameter for each property of an object; the parameter itself if it is not such an object, or if another
    parameter already has one of the names.
    """
    properties = properties_of(parameter.schema, contract.schemas) if _is_exploded(parameter) else {}
    names = {other.name for other in operation.parameters if other is not parameter}
    if not properties or names & properties.keys() or types_of(parameter.schema, contract.schemas) != {"object"}:
        yield parameter
        return
    shown = parameter.example if isinstance(parameter.example, Mapping) else {}
    required = contract.schema_of(parameter.schema).get("required") or () if parameter.is_required else ()
    if parameter.is_required and not required:
        # Without any pair, the required parameter would be absent from the query.
        required = (next(iter(properties)),)
    for name, schema in properties.items():
        yield msgspec.structs.replace(
            parameter, name=name, schema=schema, is_required=name in required, example=shown.get(name)
        )
