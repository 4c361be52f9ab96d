"""The lines of a method: its signature, what it passes on, and the call that it makes of its arguments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from speclift.client.literals import WIDTH, string
from speclift.client.records import Argument, Media, Method
from speclift.client.schemas.layout import broken, fitted, parameter, returned, spread


def method_lines(method: Method) -> dict[str, Any]:
    """The values that the template of a resource gets for a method."""
    first = [argument for argument in method.arguments if argument.is_required]
    others = [argument for argument in method.arguments if not argument.is_required]
    handed = [argument.name for argument in first]
    handed += ["body"] if method.body else []
    handed += [f"{argument.name}={argument.name}" for argument in others]
    parameters = [(argument.name, argument.annotation, "") for argument in first]
    parameters += [_body_parameter(method)] if method.body else []
    more = [(argument.name, _given(argument), "NOT_GIVEN") for argument in others]
    built = fitted(f"_{method.name}(", handed, ")", 12)
    sent = _SENT.get(method.kind, "_send")
    extra = [fitted("Paging(", method.paging, ")", 12)] if method.kind == "pages" else []
    wait = "" if method.kind == "pages" else "await "
    async_names = {
        "binary": "AsyncDownload",
        "pages": f"Async{method.returns}",
        "stream": f"Async{method.returns}",
        "either": method.returns.replace("EventStream[", "AsyncEventStream["),
    }
    return {
        "name": method.name,
        "kind": method.kind,
        "promised": returned(f"Call[{_promised(method)}]", 0, "" if parameters or more else f"def _{method.name}("),
        "returns": returned(method.returns, 4),
        "async_returns": returned(async_names.get(method.kind, method.returns), 4),
        "docstring": method.docstring,
        "signature": [
            *(parameter(*item, 8) for item in parameters),
            "*",
            *(parameter(*item, 8) for item in more),
            "options: CallOptions | None = None",
        ],
        "parameters": [
            *(parameter(name, annotation, "", 4) for name, annotation, _ in parameters),
            *(["*"] if more else []),
            *(parameter(name, annotation, "", 4) for name, annotation, _ in more),
        ],
        "call": fitted(f"return self.{sent}(", [built, "options", *extra], ")", 8),
        "async_call": fitted(f"return {wait}self.{sent}(", [built, "options", *extra], ")", 8),
        "construction": _construction(method),
    }


#: The function that sends a call of each kind.
_SENT = {"binary": "_download", "pages": "_pages", "stream": "_stream", "either": "_either"}


def _promised(method: Method) -> str:
    """What type checkers know about a call: the type of its result, of its items, or of both."""
    match method.kind:
        case "binary" | "nothing":
            return "None"
        case "stream":
            return method.item
        case "either":
            return f"tuple[{method.parses}, {method.item}]"
        case "pages":
            return f"tuple[{method.item}, {method.parses}]"
    return method.returns


def _given(argument: Argument) -> str:
    """The annotation of an argument that may be left out; None comes last in a union."""
    if argument.is_required:
        return argument.annotation
    plain = argument.annotation.removesuffix(" | None")
    if plain == "None":
        return "NotGiven | None"
    return f"{plain} | NotGiven | None" if plain != argument.annotation else f"{plain} | NotGiven"


def _body_parameter(method: Method) -> tuple[str, str, str]:
    """Name, annotation and default of the body."""
    body = method.body
    assert body is not None
    if body.model and body.is_nullable:
        return "body", f"{body.annotation.removesuffix(' | None')} | NotGiven | None", "NOT_GIVEN"
    if body.model:
        return "body", f"{body.annotation.removesuffix(' | None')} | None", "None"
    return ("body", body.annotation, "") if body.is_required else ("body", f"{body.annotation} | NotGiven", "NOT_GIVEN")


def _construction(method: Method) -> list[str]:
    """The arguments of Call, without those that equal the defaults."""
    found = [f"operation={method.operation_id}", f"method={string(method.http_method)}", f"path={method.path}"]
    for field, location in (("parts", "path"), ("query", "query"), ("fields", "header"), ("cookies", "cookie")):
        values = [f"{a.wire}: {a.written or a.name}" for a in method.arguments if a.location == location]
        found += _mapping(field, values)
    found += [f"ready={argument.written}" for argument in method.arguments if argument.location == "querystring"]
    body = method.body
    if body and body.model:
        entries = [
            f"{argument.wire}: {argument.name}" for argument in method.arguments if argument.location == "property"
        ]
        given = fitted("{", entries, "}", 12)
        kinds = {"is_nullable=True": body.is_nullable, "is_needed=False": not body.is_needed}
        kinds["is_partial=True"] = body.is_partial
        notes = [note for note, is_so in kinds.items() if is_so]
        found.append(fitted("body=with_properties(", [body.model, "body", given, *notes], ")", 8))
    elif body:
        found.append("body=body")
    # A model knows its own type; where all ways take the same model, the type need not distinguish them.
    is_said = bool(body and body.model and all(other.type in ("", body.type) for other in body.others))
    if body and body.kind in ("json", "form", "multipart", "lines") and not is_said:
        found.append(_keyword("body_type", body.type))
    if body and body.kind != "json":
        found.append(f'form="{body.kind}"')
    if body and body.media_type not in ("", '"application/json"'):
        found.append(f"media_type={body.media_type}")
    if body:
        found += _encoding(body.encoding, 8)
        others = [msgspec.structs.replace(other, type="") for other in body.others] if is_said else body.others
        found += [_others(others)] if others else []
    if method.accept != '"*/*"':
        found.append(f"accept={method.accept}")
    if method.kind not in ("nothing", "binary", "stream"):
        found.append(_keyword("parses", method.parses))
    if method.kind in ("stream", "either"):
        found.append(_keyword("streams", method.item))
    for name, types in (("answers", method.answers), ("errors", method.errors)):
        found += _mapping(name, [f"{status}: {spread(kind, 12, len(status) + 3)}" for status, kind in types])
    if method.security is not None:
        found.append(f"security={security_source(method.security, 8, 'security=')}")
    if method.server:
        found.append(f"server={method.server}")
    if method.idempotency_header:
        found.append(f"idempotency_header={method.idempotency_header}")
    if method.is_read_only and method.http_method not in ("GET", "HEAD", "OPTIONS"):
        found.append("is_read_only=True")
    return found


def _keyword(name: str, annotation: str) -> str:
    return f"{name}={spread(annotation, 8, len(name) + 2)}"


def security_source(security: Sequence[Sequence[str]], indent: int, head: str) -> str:
    """Alternatives of security schemes as an expression that follows `head`."""
    return _tuple([schemes_source(names) for names in security], indent, head)


def schemes_source(names: Sequence[str]) -> str:
    """Security schemes as an expression."""
    return _tuple([string(name) for name in names], 0, "")


def _tuple(items: Sequence[str], indent: int, head: str) -> str:
    line = f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    fits = indent + len(head) + len(line) < WIDTH or not head
    return line if fits else broken("(", items, ")", indent)


def _others(others: Sequence[Media]) -> str:
    if len(others) > 1:
        return fitted("others=(", [_other(other) for other in others], ")", 8)
    # A tuple of one has its comma on one line, too.
    line = f"others=({_other(others[0])},)"
    if "\n" not in line and len(line) + 9 <= WIDTH:
        return line
    return broken("others=(", [_other(others[0])], ")", 8)


def _other(media: Media) -> str:
    arguments = [f'"{media.kind}"', media.media_type]
    arguments += [spread(media.type, 16, 1)] if media.type else []
    return fitted("Media(", [*arguments, *_encoding(media.encoding, 16)], ")", 12)


def _encoding(encoding: Sequence[tuple[str, Sequence[str]]], indent: int) -> list[str]:
    entries = [fitted(f"{name}: Encoding(", arguments, ")", indent + 4) for name, arguments in encoding]
    return [fitted("encoding={", entries, "}", indent)] if entries else []


def _mapping(name: str, entries: Sequence[str]) -> list[str]:
    return [fitted(f"{name}={{", entries, "}", 8)] if entries else []
