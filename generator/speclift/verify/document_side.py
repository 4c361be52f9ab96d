"""The docs or the published document: what it says about operations, and where."""

from __future__ import annotations

from speclift.contract.connection_headers import without_connection_fields
from speclift.contract.records import Operation
from speclift.contract.validators import Validators
from speclift.diff.description import Description
from speclift.openapi.structure.nodes import Json
from speclift.openapi.structure.objects import escaped


class DocumentSide:
    """A description, and the validators of its responses. Raises SourceError where its schemas are not valid."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self.contract = without_connection_fields(description.contract)
        self.validators: Validators = self.contract.of_responses

    def label(self, schema: Json | None) -> str:
        """A schema in a few words, with the members of an enumeration."""
        found = self.description.normaliser.schema(schema)
        component = self.description.components.get(found.ref) if found.ref else None
        meant = component if component is not None and component.values is not None else found
        text = f"one of {', '.join(meant.values)}" if meant.values and len(meant.values) > 0 else found.label
        return f"{text} or null" if found.is_nullable else text

    def says_nothing_of(self, schema: Json | None) -> bool:
        """Whether a schema allows any value."""
        found = self.description.normaliser.schema(schema)
        return found.is_untyped and not found.constrains

    def place(self, operation: Operation | None, pointer: str = "", *names: str) -> str:
        """The place of a statement: the first of the names with a known file and line, else that of the operation.
        Without known lines it is the file, with a JSON Pointer into it (RFC 6901).
        """
        sources = self.description.sources
        for name in (*names, operation.label if operation else ""):
            if name in sources:
                file, line = sources[name]
                return f"{file}:{line}" if line else file
        if sources or operation is None:
            return self.description.file
        return f"{self.description.file}{pointer or operation_pointer(operation)}"


def operation_pointer(operation: Operation) -> str:
    """The JSON Pointer of an operation, as a fragment."""
    return f"#/paths/{escaped(operation.path)}/{operation.method}"
