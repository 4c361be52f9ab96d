"""The lines of a method: its signature, what it hands on, and the call that it makes of its arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from speclift.client.layout import fitted
from speclift.client.records import Argument, Method


def method_lines(method: Method) -> dict[str, Any]:
    """What the template of a resource is given for a method."""
    first = [argument for argument in method.arguments if argument.is_required]
    others = [argument for argument in method.arguments if not argument.is_required]
    handed = [argument.name for argument in first]
    handed += ["body"] if method.body else []
    handed += [f"{argument.name}={argument.name}" for argument in others]
    parameters = [f"{argument.name}: {argument.annotation}" for argument in first]
    parameters += [_body_parameter(method)] if method.body else []
    defaults = ["*", *(_optional(argument) for argument in others), "options: CallOptions | None = None"]
    built = fitted(f"_{method.name}(", handed, ")", 12)
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
        "call": fitted(f"return self.{sent}(", [built, "options", *extra], ")", 8),
        "async_call": fitted(f"return {wait}self.{sent}(", [built, "options", *extra], ")", 8),
        "construction": _construction(method),
    }


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
        given = fitted("{", entries, "}", 12)
        found.append(fitted("body=with_properties(", [body.model, "body", given], ")", 8))
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
    return [fitted(f"{name}={{", entries, "}", 8)] if entries else []
