"""The docstring of a method: what it does, its arguments, result and errors, and a link to its documentation."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from http import HTTPStatus

from speclift.client.operations.responses import Result
from speclift.client.records import Argument, BodyArgument
from speclift.contract.records import Operation

#: The error classes of the runtime by status.
ERRORS = {
    400: "BadRequestError",
    401: "UnauthorizedError",
    403: "ForbiddenError",
    404: "NotFoundError",
    409: "ConflictError",
    412: "PreconditionFailedError",
    422: "UnprocessableError",
    429: "TooManyRequestsError",
}


def method_documentation(
    operation: Operation, arguments: Sequence[Argument], body: BodyArgument | None, result: Result, call: str = ""
) -> str:
    """The text of the docstring: what the method does, its arguments, result and errors, an example, and a link.

    The README has what is the same for all calls: `options` and errors of the connection.
    """
    # Frameworks take descriptions from docstrings, with the indentation of the code around them.
    summary = inspect.cleandoc(operation.summary or operation.description or operation.operation_id)
    first, _, more = summary.partition("\n")
    parts = [first if first.endswith((".", "!", "?")) else f"{first}."]
    description = inspect.cleandoc(operation.description or more)
    if description and description.rstrip(".") != summary.rstrip("."):
        parts.append(description.removeprefix(parts[0]).strip() or description)
    if operation.is_deprecated:
        parts.append("Deprecated.")
    if operation.restriction:
        parts.append(operation.restriction)
    lines = []
    if body:
        also = "; or give its properties" if body.model else ""
        lines.append(f"    body: {_one_line(body.doc) or 'The request body'}{also}")
    lines += [f"    {item.name}: {_one_line(item.doc) or f'The {item.location} {item.wire}.'}" for item in arguments]
    if lines:
        parts.append("\n".join(["Args:", *lines]))
    if result.kind != "nothing":
        text = _one_line(result.doc)
        parts.append(f"Returns:\n    {text if len(text.split()) > 1 else 'The response.'}")
    errors = []
    for response in operation.responses:
        status = response.status
        if status[:1] in "45" and status.isdigit():
            error = ERRORS.get(int(status), "ServerError" if status[0] == "5" else "StatusError")
            text = _one_line(response.description) or _phrase(int(status))
            errors.append(f"    {error}: {text}")
    if errors:
        parts.append("\n".join(["Raises:", *errors]))
    if call:
        parts.append(f"Example:\n    {call}")
    link = operation.documentation or operation.source
    if link:
        parts.append(f"Docs: {link}")
    return "\n\n".join(parts)


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else str(status)


def _one_line(text: str) -> str:
    return " ".join(text.split())
