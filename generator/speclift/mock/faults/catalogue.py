"""All faults, by family, each with the checks of the fuzzer that find it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from speclift.contract.next_links import NEXT_LINK
from speclift.contract.scalars import json_types
from speclift.mock.faults.fault import Fault
from speclift.mock.faults.fitting import (
    gives_id,
    has_input,
    has_known_properties,
    has_option,
    has_role,
    has_typed_body,
    is_alone,
    is_list,
    is_plain_read,
    is_rest,
    requires_query,
    returns_array,
    returns_container,
    returns_json,
    returns_object,
    success_status,
    takes,
)
from speclift.mock.faults.spoiling import (
    any_number,
    any_text,
    at_leaf,
    is_deep_scalar,
    is_strict,
    of_type,
    with_body,
    with_media_type,
    with_status,
    with_value,
    without_first,
    written,
)
from speclift.mock.requests.check import Call
from speclift.mock.responses.sites import Site

_SCHEMA = ("response_schema_conformance",)
_TYPE = ("content_type_conformance",)
_REJECTION = ("negative_data_rejection",)
_CRASH = ("not_a_server_error",)
_LONG = 1000
_SLOW = 1.0


def _changed(name: str, family: str, found_by: tuple[str, ...], how: tuple[Callable[[Site], bool], Any]) -> Fault:
    return Fault(name, family, found_by, how[0], how[1])


def _crash(name: str, kinds: tuple[str, ...], crashes: Callable[[Call], bool]) -> Fault:
    return Fault(name, "crash", _CRASH, takes(*kinds), crashes=crashes)


def _lenient(name: str, found_by: tuple[str, ...], fits: Callable[[Site], bool], *through: str) -> Fault:
    return Fault(name, "accepts", found_by, fits, lets_through=frozenset(through))


def _forgetful(name: str, family: str, found_by: tuple[str, ...], fits: Callable[[Site], bool], what: str) -> Fault:
    return Fault(name, family, found_by, fits, forgets=frozenset({what}))


def _can_skip(site: Site) -> bool:
    return is_list(site) and has_option(site, "$skip")


def _can_continue(site: Site) -> bool:
    """Whether the response has a place for the link to the next page: without one, it is the whole list."""
    return _can_skip(site) and any(NEXT_LINK.search(name) for name in site.sample)


_ALL = (
    Fault("status-202", "status", ("status_code_conformance",), is_plain_read, with_status(202)),
    Fault("status-203", "status", ("status_code_conformance",), returns_array, with_status(203)),
    Fault("status-418", "status", ("status_code_conformance",), is_plain_read, with_status(418)),
    Fault("content-type-html", "content-type", _TYPE, returns_json, with_media_type("text/html")),
    Fault("content-type-csv", "content-type", _TYPE, returns_array, with_media_type("text/csv")),
    Fault(
        "content-type-missing",
        "content-type",
        (*_TYPE, *_SCHEMA),
        returns_json,
        with_media_type(""),
    ),
    Fault("json-truncated", "json", _SCHEMA, returns_container, written(lambda data: data[: len(data) // 2])),
    Fault("json-empty", "json", _SCHEMA, returns_json, written(lambda _: b"")),
    Fault("json-trailing", "json", _SCHEMA, returns_json, written(lambda data: data + b"}")),
    Fault("root-type", "type", _SCHEMA, returns_json, with_value(str)),
    Fault("array-for-object", "type", _SCHEMA, returns_object, with_value(lambda value: [value])),
    Fault("object-for-array", "type", _SCHEMA, returns_array, with_value(lambda value: {"items": value})),
    _changed("integer-as-string", "type", _SCHEMA, at_leaf(of_type("integer"), str)),
    _changed("string-as-number", "type", _SCHEMA, at_leaf(of_type("string"), lambda _: 17)),
    _changed("boolean-as-string", "type", _SCHEMA, at_leaf(of_type("boolean"), lambda value: str(value).lower())),
    _changed("deep-type", "type", _SCHEMA, at_leaf(is_deep_scalar, lambda _: {"unexpected": []})),
    Fault("property-missing", "property", ("documented_properties",), is_plain_read, with_value(without_first)),
    Fault(
        "property-extra",
        "property",
        ("unknown_property",),
        has_known_properties,
        with_value(lambda value: {**value, "Undocumented": 1} if isinstance(value, dict) else value),
    ),
    _changed(
        "null-property",
        "null",
        ("null_conformance", *_SCHEMA),
        at_leaf(lambda leaf: len(leaf.path) == 1 and is_strict(leaf), lambda _: None),
    ),
    _changed(
        "null-deep",
        "null",
        ("null_conformance", *_SCHEMA),
        at_leaf(lambda leaf: len(leaf.path) >= 2 and is_strict(leaf), lambda _: None),
    ),
    _changed(
        "enum-unknown",
        "enum",
        ("unknown_enum_value",),
        at_leaf(lambda leaf: "enum" in leaf.schema and isinstance(leaf.value, str), lambda _: "Unheard"),
    ),
    _changed(
        "format-date-time",
        "format",
        _SCHEMA,
        at_leaf(
            lambda leaf: leaf.schema.get("format") == "date-time" and isinstance(leaf.value, str), lambda _: "yesterday"
        ),
    ),
    _changed(
        "date-without-offset",
        "format",
        ("date_offset",),
        at_leaf(
            lambda leaf: leaf.schema.get("format") == "date-time" and isinstance(leaf.value, str),
            lambda _: "2024-05-06T07:08:09",
        ),
    ),
    _changed(
        "integer-too-large",
        "format",
        _SCHEMA,
        at_leaf(lambda leaf: leaf.schema.get("format") == "int32" and isinstance(leaf.value, int), lambda _: 2**40),
    ),
    _forgetful(
        "ignores-select",
        "options",
        ("select",),
        lambda site: has_option(site, "$select") and returns_object(site) and not is_list(site),
        "select",
    ),
    _forgetful("ignores-top", "options", ("top",), is_list, "top"),
    _forgetful("ignores-skip", "options", ("paging",), _can_skip, "skip"),
    _forgetful("list-truncated", "options", ("paging",), _can_continue, "next-link"),
    _crash("crash-empty-string", ("string",), any_text(lambda text: text == "")),
    _crash("crash-zero", ("integer",), any_number(lambda number: number == 0)),
    _crash("crash-negative", ("integer",), any_number(lambda number: number < 0)),
    _crash("crash-large", ("integer",), any_number(lambda number: number == 2**31 - 1)),
    _crash("crash-long-string", ("string",), any_text(lambda text: len(text) > _LONG)),
    _crash("crash-unicode", ("string",), any_text(lambda text: any(ord(c) > 0xFFFF for c in text))),
    _crash("crash-null-byte", ("string",), any_text(lambda text: "\0" in text)),
    _lenient("accepts-invalid-body", _REJECTION, has_typed_body, "body:type"),
    _lenient(
        "accepts-malformed-json",
        (*_REJECTION, "malformed_body"),
        lambda site: site.operation.body is not None,
        "syntax",
    ),
    _lenient(
        "accepts-missing-body",
        (*_REJECTION, "missing_body"),
        lambda site: bool(site.operation.body and site.operation.body.is_required),
        "body:required",
    ),
    _lenient("accepts-missing-parameter", _REJECTION, requires_query, "query:required"),
    _lenient(
        "accepts-invalid-path",
        _REJECTION,
        has_input(lambda p: p.location == "path" and "integer" in json_types(p.schema)),
        "path:*",
    ),
    _lenient("accepts-unknown-member", _REJECTION, has_input(lambda p: "enum" in p.schema), "path:enum", "query:enum"),
    _lenient(
        "accepts-media-type",
        ("unsupported_media_type", *_REJECTION),
        lambda site: site.operation.body is not None,
        "media-type",
    ),
    _lenient("ignores-auth", ("ignored_auth",), lambda site: bool(site.operation.security), "credential"),
    _forgetful("accepts-method", "accepts", ("unsupported_method",), is_alone, "method"),
    Fault("body-with-204", "no-content", ("no_content",), lambda site: success_status(site) == "204", with_body),
    _forgetful(
        "challenge-missing", "header", ("required_header",), lambda site: bool(site.operation.security), "challenge"
    ),
    _forgetful(
        "allow-missing",
        "header",
        ("required_header", "unsupported_method"),
        is_alone,
        "allow",
    ),
    _forgetful(
        "stale-read", "state", ("stale_read",), lambda site: is_rest(site) and has_role("update")(site), "update"
    ),
    _forgetful("stale-read-after-patch", "state", ("stale_read",), has_role("patch"), "update"),
    _forgetful("stale-read-after-save", "state", ("stale_read",), has_role("save"), "update"),
    _forgetful(
        "read-after-delete",
        "state",
        ("read_after_delete", "use_after_free"),
        lambda site: is_rest(site) and has_role("delete")(site),
        "delete",
    ),
    _forgetful(
        "read-after-delete-by-post",
        "state",
        ("read_after_delete", "use_after_free"),
        lambda site: not is_rest(site) and has_role("delete")(site),
        "delete",
    ),
    _forgetful(
        "created-is-lost",
        "state",
        ("created_is_readable", "ensure_resource_availability"),
        lambda site: has_role("create")(site) and gives_id(site),
        "create",
    ),
    Fault("slow-answer", "time", ("max_response_time",), returns_json, delay=_SLOW),
)


#: All faults by name.
FAULTS: Mapping[str, Fault] = {fault.name: fault for fault in _ALL}
