"""The form of one reference: what its own words mean, in words that every reader knows."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from speclift.model.methods import Method

#: What a heading or label says about the text below it; each is a heading that the reader knows.  `name` says that
#: the heading names an operation, a type or a topic, and has no role.
HeadingMeaning: TypeAlias = Literal[
    "name", "endpoint", "request", "request body", "request headers", "path parameters", "query parameters", "cookies",
    "form parameters", "parameters", "response", "response body", "response headers", "returns", "status codes",
    "errors", "example", "request example", "response example", "authorization", "notes",
]  # fmt: skip

#: What a column of a table holds. `ignored` says nothing about a field.
ColumnMeaning: TypeAlias = Literal[
    "name", "type", "location", "required", "optional", "default", "description", "example", "values", "nullable",
    "read-only", "notes", "method", "path", "request", "status", "schema", "format", "minimum", "maximum",
    "min-length", "max-length", "ignored",
]  # fmt: skip

Column: TypeAlias = Literal[
    "name", "type", "location", "required", "optional", "default", "description", "example", "values", "nullable",
    "read-only", "notes", "method", "path", "request", "status", "schema", "link", "ignored", "value", "format",
    "minimum", "maximum", "min-length", "max-length",
]  # fmt: skip

LocationMeaning: TypeAlias = Literal["path", "query", "header", "cookie", "body", "form"]
MarkMeaning: TypeAlias = Literal[
    "required", "optional", "nullable", "deprecated", "read-only", "write-only", "yes", "no"
]
MethodMeaning: TypeAlias = Method
AttributeMeaning: TypeAlias = Literal["method", "path"]
LanguageMeaning: TypeAlias = Literal["http", "json", "shell", "other"]


#: The most words of one table, and the most characters of a word: settings may come with docs that nobody checked.
MOST_WORDS = 500
LONGEST_WORD = 200


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of one reference, each with its meaning; case matters only in methods.

    `headings` are whole headings and labels, `columns` whole heads of columns, `locations` the cells of a column of
    locations. `types` are words of types, with the type that they mean in its usual spelling (`string (uuid)`). `marks`
    are words that mark a field, `methods` spellings of methods, `attributes` those of components that state a request,
    `languages` the info strings of code blocks.
    """

    headings: Annotated[dict[str, HeadingMeaning], Meta(description="Whole headings and labels")] = {}
    columns: Annotated[dict[str, ColumnMeaning], Meta(description="Whole heads of columns")] = {}
    locations: Annotated[dict[str, LocationMeaning], Meta(description="Cells of a column of locations")] = {}
    types: Annotated[dict[str, str], Meta(description="Words of types, and the type that each means")] = {}
    marks: Annotated[dict[str, MarkMeaning], Meta(description="Words that mark a field")] = {}
    methods: Annotated[dict[str, MethodMeaning], Meta(description="Words in the place of a method")] = {}
    attributes: Annotated[dict[str, AttributeMeaning], Meta(description="Attributes of a component")] = {}
    languages: Annotated[dict[str, LanguageMeaning], Meta(description="Languages of code blocks")] = {}

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            table: dict[str, str] = getattr(self, name)
            if len(table) > MOST_WORDS:
                raise ValueError(f"`{name}` has more than {MOST_WORDS} words")
            for word, meaning in table.items():
                if not word.strip() or len(word) > LONGEST_WORD or not meaning or len(meaning) > LONGEST_WORD:
                    raise ValueError(f"`{name}` has an empty word, or one of more than {LONGEST_WORD} characters")

    @property
    def is_empty(self) -> bool:
        """Whether the reference needs no words of its own."""
        return not any(getattr(self, name) for name in self.__struct_fields__)


#: The heads of columns that the reader knows, one for each meaning that a form can give.
HEAD_OF: dict[ColumnMeaning, str] = {
    "name": "name", "type": "type", "location": "in", "required": "required", "optional": "optional",
    "default": "default", "description": "description", "example": "example", "values": "allowed values",
    "nullable": "nullable", "read-only": "read-only", "notes": "notes", "method": "method", "path": "path",
    "request": "http request", "status": "status", "schema": "schema", "format": "format", "minimum": "minimum",
    "maximum": "maximum", "min-length": "min length", "max-length": "max length", "ignored": "since",
}  # fmt: skip

#: The info strings of code blocks for each meaning that a form can give.
LANGUAGE_OF: dict[LanguageMeaning, str] = {"http": "http", "json": "json", "shell": "bash", "other": "python"}

#: What the words of each table of a form can mean; `types` may mean any type that a reference can print.
MEANINGS: dict[str, tuple[Any, ...]] = {
    "headings": get_args(HeadingMeaning), "columns": get_args(ColumnMeaning), "locations": get_args(LocationMeaning),
    "marks": get_args(MarkMeaning), "methods": get_args(MethodMeaning), "attributes": get_args(AttributeMeaning),
    "languages": get_args(LanguageMeaning),
}  # fmt: skip

#: Words that some references print in place of a method, and the method that they mean.
METHOD_WORDS: dict[str, MethodMeaning] = {
    "DEL": "DELETE", "REMOVE": "DELETE", "DESTROY": "DELETE", "FETCH": "GET", "READ": "GET", "RETRIEVE": "GET",
    "SHOW": "GET", "CREATE": "POST", "ADD": "POST", "INSERT": "POST", "REPLACE": "PUT", "UPDATE": "PUT",
    "MODIFY": "PATCH",
}  # fmt: skip
