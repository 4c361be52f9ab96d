"""The rules of inference in the words of authors of docs: a few kinds of evidence, and a sentence for each rule."""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A kind of evidence, the strongest first in `KINDS`: what it is called, and what it means."""

    key: str
    name: str
    meaning: str


class RuleText(msgspec.Struct, frozen=True):
    """The kind of evidence that a rule uses, and what the rule says."""

    kind: str
    meaning: str


KINDS: tuple[Kind, ...] = (
    Kind("page", "Page itself", "Written on the page: the http block, or a section about a body."),
    Kind("table", "Table", "Printed in a table of parameters or properties."),
    Kind("sample", "Sample", "Seen in a sample request or response."),
    Kind("list", "Enumeration page", "The members are listed, on a page of their own or in a parameter's table."),
    Kind("elsewhere", "Concluded", "Not printed anywhere; it follows from other pages, from names or from prose."),
    Kind("named", "Name given", "No page prints a name for this type, so it was named after its place."),
    Kind("settings", "Settings", "Set by hand, in the settings file."),
    Kind("unknown", "Not known", "Nothing in the reference shows it."),
    Kind("other", "Another rule", "By another rule."),
)

#: Every rule that a `Fact` may have, and the two for what needs no rule.
RULE_TEXTS: dict[str, RuleText] = {
    "http-block": RuleText("page", "The http block of a page gives method and path."),
    "request-section": RuleText("page", "A page has a section about its request body."),
    "response-section": RuleText("page", "A page has a section about its response body."),
    "parameter-table": RuleText("table", "A row of a table describes a path, query or header parameter."),
    "property-table": RuleText("table", "A row of a table describes a property and may print its type."),
    "request-line": RuleText("page", "The section of an operation gives method and path."),
    "index-row": RuleText("page", "A row of an index gives method and path, and no section says more."),
    "stated-status": RuleText("page", "The docs name the status of the response."),
    "type-section": RuleText("page", "A page or section describes the type."),
    "path-placeholder": RuleText("page", "The path has a placeholder of this name."),
    "stated-location": RuleText("table", "A column, a heading or a label says where the parameter is sent."),
    "stated-type": RuleText("table", "The type is printed beside the name."),
    "named-type": RuleText("table", "The printed type is the name of one that the reference describes."),
    "linked-type": RuleText("table", "The printed type links to where it is described."),
    "nested-fields": RuleText("table", "Fields are listed below this one."),
    "listed-fields": RuleText("table", "The fields of the body are listed."),
    "form-fields": RuleText("table", "The fields of a form are listed."),
    "sample-query": RuleText("sample", "A sample request has it in the query of its target."),
    "sample-header": RuleText("sample", "A sample request has it as a header."),
    "sample-body": RuleText("sample", "A sample request or response has it in its body."),
    "sample-path": RuleText("sample", "Sample requests show values in its place in the path."),
    "sample-envelope": RuleText("sample", "A sample shows where in the body the described objects are."),
    "sample-map": RuleText("sample", "Samples show an object there whose keys are data."),
    "sample-types": RuleText("sample", "Samples show values of several types there."),
    "equal-objects": RuleText("named", "Equal objects of several operations are one type, named after its place."),
    "listed-values": RuleText("list", "The values that it may have are listed beside it."),
    "header-name": RuleText("elsewhere", "It has the name of a header."),
    "whole-body": RuleText("elsewhere", "It has the name of its own type, like the body as a whole."),
    "path-property": RuleText("elsewhere", "The response has a property of the placeholder's name."),
    "beside-body": RuleText("elsewhere", "The members of the body are listed separately, and this is not one of them."),
    "beside-sample": RuleText("elsewhere", "The sample body is complete and does not have it."),
    "method-location": RuleText("elsewhere", "Requests of this method have their parameters there."),
    "stated-number": RuleText(
        "elsewhere", "The type is printed as a number, and many docs call whole numbers that too."
    ),
    "stated-text-list": RuleText(
        "elsewhere", "The type is printed as a string, and its description says that it is a list."
    ),
    "sample-contradicts": RuleText("elsewhere", "The type is printed, and a sample shows a value of another one."),
    "sample-integer": RuleText("elsewhere", "Samples show whole numbers there; others may be possible."),
    "example-value": RuleText("elsewhere", "The example or default that is printed is of this type."),
    "count-name": RuleText("elsewhere", "It has the name of an identifier, limit or count, which are whole numbers."),
    "brackets": RuleText("elsewhere", "Its name ends with brackets, like those of parameters that may be repeated."),
    "text": RuleText("unknown", "No type is printed; in a query or header it is a string."),
    "path-text": RuleText("unknown", "No type is printed; in a path it is a string."),
    "assumed-status": RuleText("unknown", "The docs describe no response."),
    "printed-scalar": RuleText("table", "A table prints a simple type such as string or int32."),
    "printed-name": RuleText("table", "A page prints the name of the type."),
    "sample": RuleText("sample", "A sample shows a whole body."),
    "sample-object": RuleText("sample", "A sample shows the object that the property holds."),
    "sample-scalar": RuleText("sample", "A sample shows a string, number or boolean there."),
    "sample-null": RuleText("sample", "A sample shows null there, so null is allowed."),
    "varying-keys": RuleText("sample", "Samples show a different object each time; any object is allowed."),
    "any-value": RuleText("sample", "The table prints Object and samples show other values; any value is allowed."),
    "equal-keys": RuleText("sample", "Objects that are shown with the same properties are one type."),
    "members-seen": RuleText("sample", "Samples show the same word again and again: one member of an enumeration."),
    "enum-page": RuleText("list", "A page lists the members of the enumeration."),
    "listed-members": RuleText("list", "The values that samples show are members of a list of the reference."),
    "same-noun": RuleText("elsewhere", "A type or the response of a path has the name of this list."),
    "sent-values": RuleText("elsewhere", "Requests to the same path list the members that may be sent."),
    "same-property": RuleText("elsewhere", "Properties of this name have the same type on other pages."),
    "told-type": RuleText("elsewhere", "The description names the type that the property has."),
    "listed": RuleText("elsewhere", "The description says what the property is a list of."),
    "named-alike": RuleText("elsewhere", "The property has the name of a type."),
    "key-words": RuleText("elsewhere", "A printed name starts with the same word as most properties of the type."),
    "sql-privileges": RuleText("elsewhere", "Access rights are listed together with the other rights of their kind."),
    "json-patch": RuleText("elsewhere", "The properties are those of a JSON Patch operation (RFC 6902)."),
    "request-of-operation": RuleText("named", "The arguments of an operation are named after the operation."),
    "operation-subject": RuleText("named", "Named after what the operation is about."),
    "operation-owner": RuleText("named", "Named after the group of the operation."),
    "body-name": RuleText("named", "Named after the heading of the body."),
    "prose-name": RuleText("named", "Named as in a description."),
    "property-name": RuleText("named", "Named after the property that holds it."),
    "owner-and-property": RuleText("named", "Named after the type and the property that hold it."),
    "numbered": RuleText("named", "Named like another type, with a number."),
    "override": RuleText("settings", "The settings say so."),
    "unknown": RuleText("unknown", "Only null, an empty object or nothing at all is shown."),
}

#: What can be known, in the order of the chart.
SUBJECTS: tuple[str, ...] = (
    "Operations",
    "Parameters",
    "Bodies",
    "Responses",
    "Component names",
    "Component shapes",
    "Enumerations",
    "Property rows",
    "Property types",
)

#: Rules that conclude what a property holds from something other than what is printed or shown for it.
INFERRING = frozenset(rule for rule, text in RULE_TEXTS.items() if text.kind == "elsewhere")


def kind_of(rule: str) -> str:
    """The kind of evidence that a rule uses; `other` for a rule without a text here."""
    text = RULE_TEXTS.get(rule)
    return text.kind if text else "other"


def meaning_of(rule: str) -> str:
    """What a rule says; only its name where it has no text here."""
    text = RULE_TEXTS.get(rule)
    return text.meaning if text else f"The rule {rule}."
