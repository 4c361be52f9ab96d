"""What printed types mean, in the spellings of many references."""

from __future__ import annotations

import string
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.model.facts import (
    Enumerated,
    ListOf,
    MapOf,
    Named,
    OneOf,
    Primitive,
    Printed,
    PrintedType,
    Unknown,
)
from speclift.reading.types.cursor import STEPS_PER_TOKEN, Cursor
from speclift.reading.types.printed import printed
from speclift.reading.types.tokens import MOST_CHARACTERS, tokens_of

TEXT = Primitive("string")
INTEGER = Primitive("integer")
NUMBER = Primitive("number")
BOOLEAN = Primitive("boolean")
OBJECT = Primitive("object")
NULL = Primitive("null")
DATE_TIME = Primitive("string", "date-time")
UUID = Primitive("string", "uuid")
FOO = Named("Foo")

PRIMITIVES: dict[PrintedType, str] = {
    TEXT: "string String STRING str text varchar char snowflake `string` **String** *string* System.String xs:string "
    "java.lang.String Edm.String cadena chaîne Zeichenkette 字符串 строка *string enum ip",
    INTEGER: "int integer Integer `integer` smallint uint Ganzzahl entero 整数",
    Primitive("integer", "int32"): "int32 Int32 Edm.Int32",
    Primitive("integer", "int64"): "long Long bigint int64 Edm.Int64",
    Primitive("integer", "uint64"): "uint64",
    NUMBER: "number Number decimal numeric Decimal",
    Primitive("number", "float"): "float Single float32",
    Primitive("number", "double"): "double float64 Edm.Double",
    BOOLEAN: "bool boolean Boolean Edm.Boolean booléen booleano 布尔",
    Primitive("string", "date"): "date Date Edm.Date",
    DATE_TIME: "datetime DateTime date-time DateTimeOffset Edm.DateTimeOffset timestamp ISO8601 ZonedDateTime",
    Primitive("string", "time"): "time TimeOfDay",
    Primitive("string", "duration"): "Duration Edm.Duration TimeSpan",
    UUID: "uuid UUID guid Guid Edm.Guid",
    Primitive("string", "uri"): "url URL uri URI",
    Primitive("string", "email"): "email",
    Primitive("string", "binary"): "file binary blob",
    Primitive("string", "byte"): "base64 byte",
    OBJECT: "object Object json JSON hash dict objet {} application/json",
    Unknown("any"): "any Any mixed Inline",
    ListOf(Unknown()): "array Array list List collection [] Array[]",
    MapOf(Unknown()): "map Map dictionary",
    Named("Foo"): "Foo `Foo` **Foo**",
    Named("foo_bar"): "foo_bar `foo_bar` foo\\_bar",
    Named("microsoft.graph.user"): "microsoft.graph.user",
    Named("sso-error-response"): "sso-error-response",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    list(chain.from_iterable(((word, type_) for word in words.split()) for type_, words in PRIMITIVES.items())),
)
def test_a_word_is_a_type(text: str, expected: PrintedType) -> None:
    assert printed(text).type == expected


PHRASES: list[tuple[str, PrintedType]] = [
    ("ISO 8601 date", DATE_TIME),
    ("ISO8601 timestamp", DATE_TIME),
    ("date time", DATE_TIME),
    ("unix timestamp", Primitive("integer", "int64")),
    ("64-bit integer", Primitive("integer", "int64")),
    ("floating point number", NUMBER),
    ("base64 encoded string", Primitive("string", "byte")),
    ("JSON object", OBJECT),
    ("comma-separated string", TEXT),
    ("a string", TEXT),
    ("type: string", TEXT),
    # Lists
    ("Integer[]", ListOf(INTEGER)),
    ("string[][]", ListOf(ListOf(TEXT))),
    ("[]string", ListOf(TEXT)),
    ("[string]", ListOf(TEXT)),
    ("array[string]", ListOf(TEXT)),
    ("array<string>", ListOf(TEXT)),
    ("array&lt;string&gt;", ListOf(TEXT)),
    ("Array\\<string\\>", ListOf(TEXT)),
    ("Array.<string>", ListOf(TEXT)),
    ("Array of strings", ListOf(TEXT)),
    ("`array` of `string`s", ListOf(TEXT)),
    ("`array` of `strings`", ListOf(TEXT)),
    ("List of String", ListOf(TEXT)),
    ("list(string)", ListOf(TEXT)),
    ("list [string]", ListOf(TEXT)),
    ("array (string)", ListOf(TEXT)),
    ("string array", ListOf(TEXT)),
    ("String collection", ListOf(TEXT)),
    ("Collection(Edm.String)", ListOf(TEXT)),
    ("array[string] (csv)", ListOf(TEXT)),
    ("array[string](multi)", ListOf(TEXT)),
    ("java.util.List<java.lang.String>", ListOf(TEXT)),
    ("List<List<Foo>>", ListOf(ListOf(FOO))),
    ("Set<Foo>", ListOf(FOO)),
    ("Array<Foo>", ListOf(FOO)),
    ("Foo[]", ListOf(FOO)),
    ("`Foo[]`", ListOf(FOO)),
    ("List of Foo", ListOf(FOO)),
    ("Array of Foo objects", ListOf(FOO)),
    ("Foo collection", ListOf(FOO)),
    ("array of arrays of strings", ListOf(ListOf(TEXT))),
    ("array of objects", ListOf(OBJECT)),
    ("array of `code`, `token`", ListOf(Enumerated(("code", "token")))),
    ("list of things that were sold", ListOf(Unknown())),
    ("(string|int)[]", ListOf(OneOf((TEXT, INTEGER)))),
    ("[]map[string]int", ListOf(MapOf(INTEGER))),
    ("lista de cadenas", ListOf(TEXT)),
    ("Array of objects (Foo)", ListOf(FOO)),
    ("Vec<String>", ListOf(TEXT)),
    ("repeated string", ListOf(TEXT)),
    ("[[Foo]](Foo.md)", ListOf(Named("Foo", "Foo.md"))),
    ("[**List&lt;Foo&gt;**](Foo.md)", ListOf(Named("Foo", "Foo.md"))),
    ("array of [Foo](#foo) or [Bar](#bar)", ListOf(OneOf((Named("Foo", "#foo"), Named("Bar", "#bar"))))),
    ("array of partial [Foo](#foo) objects", ListOf(Named("Foo", "#foo"))),
    ("array of [Foo](#foo) ids", ListOf(Unknown())),
    ("array of [Foo](#foo) names", ListOf(TEXT)),
    ("Array<{ id: string }>", ListOf(OBJECT)),
    ("\u5b57\u7b26\u4e32\u6570\u7ec4", ListOf(TEXT)),
    ("[]byte", Primitive("string", "byte")),
    ("[]*Foo", ListOf(FOO)),
    # Maps
    ("Dict[str, Any]", MapOf(Unknown("any"))),
    ("map[string]interface{}", MapOf(Unknown("any"))),
    ("map<string|string>", MapOf(TEXT)),
    ("map[string]string", MapOf(TEXT)),
    ("map[string][]string", MapOf(ListOf(TEXT))),
    ("Map<String, Foo>", MapOf(FOO)),
    ("Map[String->Object]", MapOf(OBJECT)),
    ("Record<string, number>", MapOf(NUMBER)),
    ("Dictionary<string, List<Foo>>", MapOf(ListOf(FOO))),
    ("object of strings", MapOf(TEXT)),
    ("map of string to int", MapOf(INTEGER)),
    ("key/value pairs", MapOf(Unknown())),
    ("key-value-map", MapOf(Unknown())),
    ("{[key: string]: Foo}", MapOf(FOO)),
    ("{string: integer}", MapOf(INTEGER)),
    # Names
    ("User object", Named("User")),
    ("foo_bar object", Named("foo_bar")),
    ("an object of type Foo", FOO),
    ("object (Foo)", FOO),
    ("Page<Foo>", Named("Page<Foo>")),
    ("[Foo](#schemafoo)", Named("Foo", "#schemafoo")),
    ("[**Foo**](../Models/Foo.md)", Named("Foo", "../Models/Foo.md")),
    ('<a href="x">Foo</a>', Named("Foo", "x")),
    ("[user profile object](#user-profile)", Named("user profile", "#user-profile")),
    ("[Password object](#password-object)", Named("Password", "#password-object")),
    ("[object](#a-thing)", Named("a-thing", "#a-thing")),
    ("[String](/learn/filters)", TEXT),
    ("[ISO 8601 String](https://example.com/rfc)", DATE_TIME),
    ("[identitySet][]", Named("identitySet")),
    ("[[Foo](#schemafoo)]", ListOf(Named("Foo", "#schemafoo"))),
    ("[user](../resources/user.md) collection", ListOf(Named("user", "../resources/user.md"))),
    ("Collection([user](user.md))", ListOf(Named("user", "user.md"))),
    ("array of [overwrite](#overwrite-object) objects", ListOf(Named("overwrite", "#overwrite-object"))),
    ("[**List**](Column.md)", ListOf(Named("Column", "Column.md"))),
    ("[**List**](string.md)", ListOf(TEXT)),
    ("[**List**](array.md)", ListOf(Unknown())),
    ("[**Map**](Column.md)", MapOf(Named("Column", "Column.md"))),
    ("[**Object**](.md)", OBJECT),
    # Several types
    ("integer or string", OneOf((INTEGER, TEXT))),
    ("`integer` or `string`", OneOf((INTEGER, TEXT))),
    ("string \\| integer", OneOf((TEXT, INTEGER))),
    ("string/int", OneOf((TEXT, INTEGER))),
    ("Union[str, int]", OneOf((TEXT, INTEGER))),
    ("String or Array of String", OneOf((TEXT, ListOf(TEXT)))),
    ("comma-separated string, or array of strings", OneOf((TEXT, ListOf(TEXT)))),
    ("Array<string|null>", ListOf(OneOf((TEXT, NULL)))),
    ("oneOf [Foo](#foo), [Bar](#bar)", OneOf((Named("Foo", "#foo"), Named("Bar", "#bar")))),
    ("positive integer or zero", INTEGER),
    # Enumerations
    ("string: `a` or `b`", Enumerated(("a", "b"))),
    ("enum(a, b)", Enumerated(("a", "b"))),
    ("enum: a, b", Enumerated(("a", "b"))),
    ("enum[A|B]", Enumerated(("A", "B"))),
    ("one of `x`, `y`", Enumerated(("x", "y"))),
    ("`x` or `y`", Enumerated(("x", "y"))),
    ("`x`, `y`, or `z`", Enumerated(("x", "y", "z"))),
    ('"a" | "b"', Enumerated(("a", "b"))),
    ('"asc"/"desc"', Enumerated(("asc", "desc"))),
    ("asc|desc", Enumerated(("asc", "desc"))),
    ("`asc|desc`", Enumerated(("asc", "desc"))),
    ("`ANY`, `LOW`", Enumerated(("ANY", "LOW"))),
    ("`EMAIL` or `SMS`", Enumerated(("EMAIL", "SMS"))),
    ("`NONE`, `BUILT_IN`", Enumerated(("NONE", "BUILT_IN"))),
    ("0 | 1", Enumerated(("0", "1"), "integer")),
    ("string (enum: `A`, `B`)", Enumerated(("A", "B"))),
    ("string, one of `a`, `b`", Enumerated(("a", "b"))),
    ("`GROUP_ONE`", Enumerated(("GROUP_ONE",))),
    ("string (enum)", TEXT),
    ("`true` or `false`", BOOLEAN),
    # Formats
    ("string(date-time)", DATE_TIME),
    ("string (ISO 8601 date-time)", DATE_TIME),
    ("string (uuid)", UUID),
    ("string[uuid]", UUID),
    ("`string` (UUID)", UUID),
    ("String (GUID format)", UUID),
    ("string <email>", Primitive("string", "email")),
    ("string (URL)", Primitive("string", "uri")),
    ("string(duration)", Primitive("string", "duration")),
    ("integer(int64)", Primitive("integer", "int64")),
    ("number <double>", Primitive("number", "double")),
    ("string (YYYY-MM-DD)", Primitive("string", "date")),
    ("timestamp (ms)", Primitive("integer", "int64")),
    ("time in seconds", INTEGER),
    # No types
    ("N/A", Unknown("")),
    ("", Unknown("")),
    ("-", Unknown("")),
    ("Search query", Unknown("Search query")),
    ("The name of the user", Unknown("The name of the user")),
    ("Date of birth", Unknown("Date of birth")),
    ("See the table below for a list.", Unknown("See the table below for a list.")),
    ("users, groups and roles", Unknown("users, groups and roles")),
    ("https://example.com/a/b", Unknown("https://example.com/a/b")),
]


@pytest.mark.parametrize(("text", "expected"), PHRASES)
def test_a_phrase_is_a_type(text: str, expected: PrintedType) -> None:
    assert printed(text).type == expected


NULLABLE = [
    ("?string", TEXT),
    ("string?", TEXT),
    ("string or null", TEXT),
    ("string|null", TEXT),
    ("string\u00a6null", TEXT),
    ("string, null", TEXT),
    ("string / `null`", TEXT),
    ("nullable string", TEXT),
    ("string (nullable)", TEXT),
    ("Optional[str]", TEXT),
    ("Nullable<Int32>", Primitive("integer", "int32")),
    ("Array of strings/`null`", ListOf(TEXT)),
    ("[string]\u00a6null", ListOf(TEXT)),
    ("String/Array of array of string/null", OneOf((TEXT, ListOf(ListOf(TEXT))))),
    ("?[user](user.md) object", Named("user", "user.md")),
    ('"a" | "b" | null', Enumerated(("a", "b"))),
    ("null", NULL),
]


@pytest.mark.parametrize(("text", "expected"), NULLABLE)
def test_null_is_no_alternative_but_makes_a_type_nullable(text: str, expected: PrintedType) -> None:
    assert printed(text) == Printed(expected, is_nullable=True)


ANNOTATED: list[tuple[str, Printed]] = [
    ("required", Printed(Unknown(), is_required=True)),
    ("Optional", Printed(Unknown(), is_required=False)),
    ("string, required", Printed(TEXT, is_required=True)),
    ("(optional) String", Printed(TEXT, is_required=False)),
    ("integer <int64> required", Printed(Primitive("integer", "int64"), is_required=True)),
    ("string (required: true)", Printed(TEXT, is_required=True)),
    ("string, not required", Printed(TEXT, is_required=False)),
    ("string, required if `x` is set", Printed(TEXT)),
    ("string: <required>", Printed(TEXT, is_required=True)),
    ("string: <optional>", Printed(TEXT, is_required=False)),
    ("string: <required or other>", Printed(TEXT)),
    ("string: <required-other>", Printed(TEXT)),
    ("string: <name of the key>", Printed(TEXT)),
    ("[]string: <required>", Printed(ListOf(TEXT), is_required=True)),
    ("bool: true", Printed(BOOLEAN, is_required=False, default="true")),
    ("int: 0", Printed(INTEGER, is_required=False, default="0")),
    ("int: -1", Printed(INTEGER, is_required=False, default="-1")),
    ('string: ""', Printed(TEXT, is_required=False, default="")),
    ('string: "", required', Printed(TEXT, is_required=True, default="")),
    ('string: "*"', Printed(TEXT, is_required=False, default="*")),
    ("string: pem", Printed(TEXT, is_required=False, default="pem")),
    ("string: entity-<UUID>", Printed(TEXT)),
    ("array: []", Printed(ListOf(Unknown()), is_required=False, default="[]")),
    ('list: ["a", "b"]', Printed(ListOf(Unknown()), is_required=False, default='["a", "b"]')),
    ("map<string|string>: nil", Printed(MapOf(TEXT), is_required=False)),
    (
        "list: [] or comma-delimited string",
        Printed(OneOf((ListOf(Unknown()), TEXT)), is_required=False, default="[]"),
    ),
    ('integer: 30 or string: "30s"', Printed(OneOf((INTEGER, TEXT)), is_required=False, default="30")),
    ("optional, integer, default 20", Printed(INTEGER, is_required=False, default="20")),
    ("integer, default: `20`", Printed(INTEGER, default="20")),
    ("string (default: asc)", Printed(TEXT, default="asc")),
    ("date, default is now", Printed(Primitive("string", "date"))),
    ("string, optional, max 100", Printed(TEXT, is_required=False, limits=(("maxLength", 100),))),
    ("integer, max 100", Printed(INTEGER, limits=(("maximum", 100),))),
    ("varchar(255)", Printed(TEXT, limits=(("maxLength", 255),))),
    ("string(255)", Printed(TEXT, limits=(("maxLength", 255),))),
    ("int(11)", Printed(INTEGER)),
    ("integer (1-100)", Printed(INTEGER, limits=(("minimum", 1), ("maximum", 100)))),
    ("integer >= 0", Printed(INTEGER, limits=(("minimum", 0),))),
    ("number < 10", Printed(NUMBER, limits=(("exclusiveMaximum", 10),))),
    ("string <= 100 characters", Printed(TEXT, limits=(("maxLength", 100),))),
    ("string [ 1 .. 64 ] characters", Printed(TEXT, limits=(("minLength", 1), ("maxLength", 64)))),
    ("string = 3 characters", Printed(TEXT, limits=(("minLength", 3), ("maxLength", 3)))),
    ("string, 3 to 30 characters", Printed(TEXT, limits=(("minLength", 3), ("maxLength", 30)))),
    ("string (min: 1, max: 5)", Printed(TEXT, limits=(("minLength", 1), ("maxLength", 5)))),
    ("string (minLength: 1)", Printed(TEXT, limits=(("minLength", 1),))),
    ("number, between 1 and 10", Printed(NUMBER, limits=(("minimum", 1), ("maximum", 10)))),
    ("array of strings, max 5 items", Printed(ListOf(TEXT), limits=(("maxItems", 5),))),
    ("positive integer", Printed(INTEGER, limits=(("minimum", 1),))),
    ("string with a max length of 30", Printed(TEXT, limits=(("maxLength", 30),))),
    ("string, pattern: `^a|b$`", Printed(TEXT, limits=(("pattern", "^a|b$"),))),
    ("bool = false", Printed(BOOLEAN, is_required=False, default="false")),
    ("array of positive integers", Printed(ListOf(INTEGER))),
    ("string, read-only", Printed(TEXT, is_read_only=True)),
    ("string (write only)", Printed(TEXT, is_write_only=True)),
    ("string, deprecated", Printed(TEXT, is_deprecated=True)),
    ("query, string, required", Printed(TEXT, is_required=True, location="query")),
    ("integer, in path", Printed(INTEGER, location="path")),
    ("Body", Printed(Unknown(), location="body")),
    ("String!", Printed(TEXT, is_required=True)),
    ("cadena, obligatorio", Printed(TEXT, is_required=True)),
    ("字符串, 必填", Printed(TEXT, is_required=True)),
    ("chaîne (facultatif)", Printed(TEXT, is_required=False)),
    ("string<br/>**required**", Printed(TEXT, is_required=True)),
]


@pytest.mark.parametrize(("text", "expected"), ANNOTATED)
def test_annotations_of_a_type_are_read(text: str, expected: Printed) -> None:
    assert printed(text) == expected


#: Parts of printed types, so that generated texts resemble them.
PIECES = st.sampled_from(
    [
        *string.punctuation,
        " ",
        "\n",
        "\t",
        "`",
        "[",
        "](",
        "](x.md)",
        "<a href='",
        "</a>",
        "<br/>",
        "string",
        "array",
        "of",
        "or",
        "null",
        "Foo",
        "map",
        "1",
        "-5",
        "1..3",
        "required",
        "default",
        "max",
        '"x"',
        "\u201c",
        "é",
        "数组",
        "&lt;",
        "\\|",
        "enum",
        "one of",
        "object",
        "optional",
        "`a`",
        "'",
        "Optional[",
        "()",
        "{}",
        "\x00",
        "\ud800",
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
def test_any_text_that_is_no_type_stays_as_it_is(text: str) -> None:
    read = printed(text).type
    if isinstance(read, Unknown):
        assert read.text in ("", "any", text)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "(",
        "<",
        "{",
        "array of ",
        "map<a,",
        "[]",
        "`",
        "`a` or ",
        "string|",
        "? ",
        "[a](",
        "<a ",
        "1-",
        "\\",
        '"',
        "Optional[",
        "a, ",
        "list [",
        "or ",
        "default ",
        "enum(",
        "*",
        "one of `a",
        "Foo ",
        "a/",
        "required ",
        "object of ",
        "[x](",
    ],
)
def test_a_nested_or_repeated_text_takes_few_steps(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = 0
    step = Cursor._step

    def counted(cursor: Cursor) -> None:
        nonlocal steps
        steps += 1
        step(cursor)

    monkeypatch.setattr(Cursor, "_step", counted)
    text = piece * (MOST_CHARACTERS // len(piece))
    printed.__wrapped__(text)
    assert steps <= STEPS_PER_TOKEN // 10 * len(tokens_of(text).tokens) <= STEPS_PER_TOKEN // 10 * len(text)


def test_a_text_that_takes_too_many_steps_is_no_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speclift.reading.types.cursor.STEPS_PER_TOKEN", 0)
    assert printed.__wrapped__("string or integer") == Printed(Unknown("string or integer"))


def test_a_text_beyond_the_limit_is_no_type() -> None:
    text = "string " * MOST_CHARACTERS
    assert printed(text) == Printed(Unknown(text))


@given(
    st.sampled_from([text for text, _ in PHRASES if text]),
    st.sampled_from(["{}", " {} ", "**{}**", "<b>{}</b>", "<p>{}</p>"]),
)
def test_emphasis_and_elements_around_a_type_change_nothing(text: str, around: str) -> None:
    expected = printed(text).type
    if not isinstance(expected, Unknown):
        assert printed(around.format(text)).type == expected


@given(
    st.sampled_from(
        [
            text
            for text, type_ in PHRASES
            if isinstance(type_, Primitive | Named) and not set(text) & set(",(:") and " or " not in text
        ]
    )
)
def test_a_list_of_a_type_has_it_as_its_items(text: str) -> None:
    assert printed(f"array<{text}>").type == ListOf(printed(text).type)
