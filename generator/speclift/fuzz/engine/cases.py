"""The documented requests as cases of schemathesis, so that it can check the responses to them."""

from __future__ import annotations

from typing import Any

from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import (
    CaseMetadata,
    ComponentInfo,
    FuzzingPhaseData,
    GenerationInfo,
    PhaseInfo,
    TestPhase,
)
from schemathesis.generation.modes import GenerationMode
from schemathesis.schemas import BaseSchema

from speclift.contract.records import Contract, Operation, Parameter
from speclift.contract.sample_values import parameter_value, sample_body
from speclift.contract.serialization.writing import field_text, path_text, query_pairs


class Cases:
    """Makes cases of schemathesis for the operations of a contract."""

    def __init__(self, contract: Contract, schema: BaseSchema) -> None:
        self._contract = contract
        self._schema = schema

    def sample(self, operation: Operation, *, with_options: bool) -> Case[Any]:
        """The documented request; `with_options` adds the optional query parameters that the docs show."""
        found = self._schema.find_operation_by_label(operation.label)
        assert found is not None
        given: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
        for parameter in operation.parameters:
            is_shown = with_options and parameter.example is not None and parameter.location == "query"
            if parameter.location in given and (parameter.is_required or is_shown):
                value = parameter_value(self._contract, operation, parameter)
                given[parameter.location] |= _written(parameter, value)
        sample = sample_body(self._contract, operation)
        more = {"body": sample[1], "media_type": sample[0].name} if sample else {}
        components = {
            location: ComponentInfo(mode=GenerationMode.POSITIVE)
            for location, is_there in (
                (ParameterLocation.PATH, given["path"]),
                (ParameterLocation.QUERY, given["query"]),
                (ParameterLocation.BODY, sample),
            )
            if is_there
        }
        meta = CaseMetadata(
            generation=GenerationInfo(time=0.0, mode=GenerationMode.POSITIVE),
            components=components,
            phase=PhaseInfo(name=TestPhase.EXAMPLES, data=FuzzingPhaseData(None, None, None, None)),
        )
        return found.Case(
            path_parameters=given["path"],
            query=given["query"],
            headers=given["header"],
            cookies=given["cookie"],
            _meta=meta,
            **more,
        )


def _written(parameter: Parameter, value: Any) -> dict[str, Any]:
    """The texts of a parameter by name, as they are sent: the engine quotes only the values that it makes."""
    if parameter.location == "path":
        return {parameter.name: path_text(parameter, value)}
    if parameter.location == "query":
        found: dict[str, list[str]] = {}
        for name, text in query_pairs(parameter, value):
            found.setdefault(name, []).append(text)
        return {name: texts[0] if len(texts) == 1 else texts for name, texts in found.items()}
    return {parameter.name: field_text(parameter, value)}
