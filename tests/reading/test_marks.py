"""What descriptions say about their fields, and what they only seem to say."""

from __future__ import annotations

import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speclift.model.facts import ListOf, MapOf, Primitive, PrintedType, Unknown
from speclift.reading.fields.mark_values import values_in
from speclift.reading.fields.marks import MOST_CHARACTERS, Marks, described
from speclift.reading.fields.yes_no import truth

REQUIRED = [
    ("**Required**. The name of the thing.", True, "The name of the thing."),
    ("**Required.** The name.", True, "The name."),
    ("(required) The name.", True, "The name."),
    ("[required] The name.", True, "The name."),
    ("Required. The name.", True, "The name."),
    ("Required: the name.", True, "the name."),
    ("Required - the name.", True, "the name."),
    ("`required` The name.", True, "The name."),
    ("Required", True, ""),
    ("_Optional_. The name.", False, "The name."),
    ("(Optional) The name.", False, "The name."),
    ("Optional. The name.", False, "The name."),
    ("[optional] [default to null]", False, ""),
    ("Obligatorio. El nombre.", True, "El nombre."),
    ("Optional name of the thing.", False, "Optional name of the thing."),
    ("An optional name.", False, "An optional name."),
    ("The name. Required.", True, "The name. Required."),
    ("The name (required).", True, "The name (required)."),
    ("The name (string, optional).", False, "The name (string, optional)."),
    ("The name. This field is required.", True, "The name. This field is required."),
    ("The name. This parameter is not required.", False, "The name. This parameter is not required."),
]


@pytest.mark.parametrize(("text", "expected", "rest"), REQUIRED)
def test_a_description_says_whether_its_field_is_required(text: str, expected: bool, rest: str) -> None:
    read = described(text)
    assert (read.is_required, read.text) == (expected, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Required if `type` is set.",
        "Required when the type is `x`.",
        "**Required** if no name is given.",
        "**Required**, unless `id` is given.",
        "(required if no name is given) The id.",
        "Optional, if the id is given.",
        "Required fields of the thing.",
        "The required version of the thing.",
        "This field is required if the thing is new.",
        "This field is required for new things.",
        "Lists the options.",
    ],
)
def test_conditions_and_other_uses_of_required_say_nothing(text: str) -> None:
    assert described(text).is_required is None
    assert described(text).text == text


DEFAULTS = [
    ("Default: `x`", "x"),
    ("**Default:** `x`", "x"),
    ("Default `false`.", "false"),
    ("The order. Default is `asc`.", "asc"),
    ("Default value is `asc`.", "asc"),
    ("The order. _Default value: asc_<br>_Which way the bees fly_", "asc"),
    ("Default value: 20", "20"),
    ("Default = true.", "true"),
    ("Defaults to 20.", "20"),
    ("Defaults to LARGE.", "LARGE"),
    ("Defaults to 20 if not given.", "20"),
    ('Defaults to "a b".', "a b"),
    ('Default: `""`', ""),
    ("The default value is 1.5.", "1.5"),
    ("Defaulting to `x`.", "x"),
    ("Page size (default 20, max 100)", "20"),
    ("Page size (default: 20)", "20"),
    ("Page size [default to 20]", "20"),
    ("The order. By default, `asc`.", "asc"),
    ("Signal to stop. `TERM` by default.", "TERM"),
    ("`asc` (default) or `desc`", "asc"),
    ("One of `asc` (default) or `desc`.", "asc"),
    ("The page size. _Default: `20`_", "20"),
    ("_Default value: 20_", "20"),
    ("Maximum number of bees to return. Defaults to 20 bees.", "20"),
    ("Default: `desc` when nothing is given, otherwise `asc`.", None),
    ("Defaults to `x` if `y` is set.", None),
    ("Defaults to `x` or `y`.", None),
    ("The default value is the current user.", None),
    ("Default: now", None),
    ("[default to null]", None),
    ("Default: 30 days", None),
    ("By default, the name is used.", None),
    ("By default `x` is sent along.", None),
    ("Runs after the build (default behavior).", None),
    ("The default for new things.", None),
    ("The default branch.", None),
]


@pytest.mark.parametrize(("text", "expected"), DEFAULTS)
def test_a_default_is_a_literal(text: str, expected: str | None) -> None:
    assert described(text).default == expected


VALUES: list[tuple[str, tuple[str, ...]]] = [
    ("Can be one of: `x`, `y`", ("x", "y")),
    ("Can be `x`, `y` or `z`.", ("x", "y", "z")),
    ("Can be either `x` or `y`. Default: `x`", ("x", "y")),
    ("Must be one of `all`, `none` or `some`.", ("all", "none", "some")),
    ("Must be one of the following: `x`, `y`.", ("x", "y")),
    ("Either `x` or `y`", ("x", "y")),
    ("The sort order, either `ASC` or `DESC`", ("ASC", "DESC")),
    ("Possible values are `x` and `y`", ("x", "y")),
    ("The possible values are: `none`, `x`, `unknownFutureValue`.", ("none", "x", "unknownFutureValue")),
    ("Possible values: 'x', 'y'", ("x", "y")),
    ("Can be one of:<br/>* `x`: The first.<br/>* `y`: The second.<br/> Default: `y`", ("x", "y")),
    ("Must be one of:<br>`x`<br>`y`", ("x", "y")),
    ("Allowed values: <br/>\u2022 `x` \u2013 the first<br/>\u2022 `y` \u2013 the second", ("x", "y")),
    ("One of the following:<ul><li>`x`</li><li>`y`: the second</li></ul>", ("x", "y")),
    ("Can be set to two values: <ul><li>__X__ - The first.</li><li>__Y__ - The second.</li></ul>", ("X", "Y")),
    ("Valid values: a, b, c", ("a", "b", "c")),
    ("Valid values are LOW, MIDDLE and HIGH.", ("LOW", "MIDDLE", "HIGH")),
    ("Allowed values: `x` | `y`", ("x", "y")),
    ("Accepted value: `PEM`", ("PEM",)),
    ("Values: active, deleted.", ("active", "deleted")),
    ("[default to null] [enum: READ, READ_WRITE]", ("READ", "READ_WRITE")),
    ("Available options: `x`, `y`.", ("x", "y")),
    ("Possible states are **One**, **Two**, and **Three**.", ("One", "Two", "Three")),
    ("What to do. Possible values:\n- `x`: one\n- `y`: two", ("x", "y")),
    ("What to do. One of:\n\n* `x` - one, or more\n* `y` - two", ("x", "y")),
    ("Possible values are: `x` (the first), `y` (the other).", ("x", "y")),
    ("The state. Either `x`, `y`, or `z` to filter.", ("x", "y", "z")),
    ("Supported values: 1, 2, 3", ("1", "2", "3")),
    ("Valid values: x, y", ("x", "y")),
    ("Possible values: `x`, `y`.\n* The other is not used.", ("x", "y")),
    ("Can be `x`, `y` or `null`.", ("x", "y")),
    ('_Enum:_ `"x"`, `"y"`', ("x", "y")),
    ("One of: `[x.y, z]`.", ("x.y", "z")),
    ("Sets the order of the bees to `x`, `y`, `z`.", ("x", "y", "z")),
    ("What to look for, `x` or `y`", ("x", "y")),
    ("For example, `x` or `y`", ()),
    ("The order: ASC for ascending, DESC for descending.", ("ASC", "DESC")),
    ("Use `asc` for ascending and `desc` for descending order", ("asc", "desc")),
    ("Bees in ascending order", ()),
    ("Letters with `-`, `.` or `_`", ()),
    ("one of the servers", ()),
    ("Either `name` or `id` must be given.", ()),
    ("The valid values depend on the type.", ()),
    ("Valid values are the names of things.", ()),
    ("Can be a name or an id.", ()),
    ("Must be `x` characters long.", ()),
    ("Can be `<name>` or `<name>:<tag>`.", ()),
    ("Use `x` and `y` with care.", ()),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_members_are_listed_literals(text: str, expected: tuple[str, ...]) -> None:
    assert described(text).values == expected


@pytest.mark.parametrize(
    "phrase",
    [
        *("Possible values", "Allowed options", "Supported choices", "Valid types", "Accepted states"),
        *("Available statuses", "Supported formats", "Allowed modes", "Valid levels", "Enum", "Valores posibles"),
        *("Valeurs possibles", "Mögliche Werte", "Valori possibili", "Mogelijke waarden", "Возможные значения"),
        *("指定可能な値", "가능한 값", "可选值"),
    ],
)
def test_each_phrase_introduces_members(phrase: str) -> None:
    text = f"{phrase}: `red`, `blue`"
    assert values_in(text, text.lower()).values == ("red", "blue")


def test_a_list_of_members_may_be_incomplete() -> None:
    assert described("Values include `x`, `y`.").has_more_values
    assert described("Possible values: `x`, `y`, etc.").has_more_values
    assert not described("Possible values: `x`, `y`.").has_more_values


def test_null_among_members_makes_the_field_nullable() -> None:
    assert described("Can be `x`, `y` or `null`.").is_nullable is True


MARKS = [
    ("Deprecated", Marks("Deprecated", is_deprecated=True)),
    ("**Deprecated.** Use `y`.", Marks("**Deprecated.** Use `y`.", is_deprecated=True)),
    ("Deprecated in favour of `y`.", Marks("Deprecated in favour of `y`.", is_deprecated=True)),
    ("The name. This field is deprecated.", Marks("The name. This field is deprecated.", is_deprecated=True)),
    ("Lists deprecated things.", Marks("Lists deprecated things.")),
    ("Read-only.", Marks("Read-only.", is_read_only=True)),
    ("The id. Read only.", Marks("The id. Read only.", is_read_only=True)),
    ("The id (read-only).", Marks("The id (read-only).", is_read_only=True)),
    ("The key. Write-only.", Marks("The key. Write-only.", is_write_only=True)),
    ("Read-only. Not nullable.", Marks("Read-only. Not nullable.", is_read_only=True, is_nullable=False)),
    ("Read-only mode for guests.", Marks("Read-only mode for guests.")),
    ("Nullable.", Marks("Nullable.", is_nullable=True)),
    ("The time of deletion. Can be null.", Marks("The time of deletion. Can be null.", is_nullable=True)),
    ("`null` if not deleted.", Marks("`null` if not deleted.", is_nullable=True)),
    ("The zone, e.g. `x/y`", Marks("The zone, e.g. `x/y`", example="x/y")),
    ("The zone. Example: x", Marks("The zone. Example: x", example="x")),
    ("The zone; for example: `x`.", Marks("The zone; for example: `x`.", example="x")),
    ("An example of the zone.", Marks("An example of the zone.")),
]


@pytest.mark.parametrize(("text", "expected"), MARKS)
def test_a_description_gives_marks(text: str, expected: Marks) -> None:
    assert described(text) == expected


LIMITS: list[tuple[str, dict[str, int | float | str]]] = [
    ("The page. Minimum: 1", {"minimum": 1}),
    ("Page size (max 100)", {"maximum": 100}),
    ("Page size. Maximum value is 100.", {"maximum": 100}),
    ("Maximum length 255", {"maxLength": 255}),
    ("Maximum length is 64 characters.", {"maxLength": 64}),
    ("Max. length: 1,024 characters.", {"maxLength": 1024}),
    ("Up to 100 characters.", {"maxLength": 100}),
    ("Must be at least 8 characters.", {"minLength": 8}),
    ("A number between 1 and 100.", {"minimum": 1, "maximum": 100}),
    ("Between `-5` and `5`.", {"minimum": -5, "maximum": 5}),
    ("The name (3-30 characters)", {"minLength": 3, "maxLength": 30}),
    ("A value with a length between 1 and 5.", {"minLength": 1, "maxLength": 5}),
    ("Pattern: `^[a-z]+$`", {"pattern": "^[a-z]+$"}),
    ("The number of bees to return. Max 40 bees.", {"maximum": 40}),
    ("The number of bees. Max 40 characters.", {"maxLength": 40}),
    ("How long to wait. Max 40 seconds.", {}),
    ("Maximum: 100 MB", {}),
    ("Between 1 and 3 days later.", {}),
    ("The maximum size of the thing.", {}),
    ("Up to 3 things at a time.", {}),
]


@pytest.mark.parametrize(("text", "expected"), LIMITS)
def test_limits_are_plain_numbers_or_numbers_of_characters(text: str, expected: dict[str, int | float | str]) -> None:
    assert dict(described(text).limits) == expected


TYPES: list[tuple[str, PrintedType]] = [
    ("Boolean value, opens the input.", Primitive("boolean")),
    ("1/True/true or 0/False/false, show all.", Primitive("boolean")),
    ("Whether to show all.", Primitive("boolean")),
    ("If true, all are shown.", Primitive("boolean")),
    ("If set to `true`, all are shown.", Primitive("boolean")),
    ("Set to `true` to show all.", Primitive("boolean")),
    ("if `false` all are shown.", Primitive("boolean")),
    ("An optional set of strings.", ListOf(Primitive("string"))),
    ("A set of rules.", Unknown()),
    ("The integer ID of the last bee.", Primitive("integer")),
    ("A string identifier", Primitive("string")),
    ("The ID of the last bee.", Unknown()),
    ("Indicates whether all are shown.", Primitive("boolean")),
    ("A string value containing the name.", Primitive("string")),
    ("String value holding the name", Primitive("string")),
    ("An integer value containing the weight.", Primitive("integer")),
    ("The number of things.", Primitive("integer")),
    ("Total number of things", Primitive("integer")),
    ("Unix timestamp of the start.", Primitive("integer", "int64")),
    ("The start, in milliseconds since the epoch.", Primitive("integer", "int64")),
    ("Time in epoch milliseconds", Primitive("integer", "int64")),
    ("Comma-separated list of names.", Primitive("string")),
    ("A JSON encoded value of the filters.", Primitive("string")),
    ("An array of strings.", ListOf(Primitive("string"))),
    ("A list of string values to attach", ListOf(Primitive("string"))),
    ("A list of volumes to remove.", ListOf(Unknown())),
    ("An object mapping ports to nothing.", MapOf(Unknown())),
    ("A map of names to things.", MapOf(Unknown())),
    ("(optional) A boolean.", Primitive("boolean")),
    ("Number the pages.", Unknown()),
    ("The list price.", Unknown()),
    ("String theory for all.", Unknown()),
    ("The name of the thing.", Unknown()),
    ("Object id.", Unknown()),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_a_sentence_names_the_type(text: str, expected: PrintedType) -> None:
    assert described(text).type == expected


FORMATS = [
    ("The start in RFC 3339 format.", "date-time"),
    ("The start (ISO 8601).", "date-time"),
    ("An ISO 8601 duration.", "duration"),
    ("The day, as YYYY-MM-DD.", "date"),
    ("The day in the form `YYYY-MM-DDTHH:MM:SSZ`.", ""),
    ("The date and time when it started.", "date-time"),
    ("The email address of the user.", "email"),
    ("Email address", "email"),
    ("The URL of the picture.", "uri"),
    ("The UUID of the thing.", "uuid"),
    ("Base64-encoded content.", "byte"),
    ("Whether to show the email address.", ""),
    ("The UUID or name of the thing.", ""),
    ("The url path.", ""),
    ("The date of birth.", ""),
]


@pytest.mark.parametrize(("text", "expected"), FORMATS)
def test_a_sentence_names_the_format(text: str, expected: str) -> None:
    assert described(text).format == expected


ANSWERS = {
    True: (
        "yes|Yes|YES|`yes`|**Yes**|y`es`|[`Yes`](../auth/)|true|TRUE|Y|x|X|\u2713|\u2714|\u2705|"
        "required|Required|mandatory|s\xed|oui|ja|\u662f|\u5fc5\u586b|sim|yes*|Yes (see below)|required."
    ),
    False: (
        "no|No.|NO|`no`|false|FALSE|FALSE (default)|N|-|\u2013|\u2717|optional|Optional|"
        "Optional Default: `false`|not required|nein|non|\u5426|\u53ef\u9009|none|n\xe3o|opcional"
    ),
    None: (
        "|N/A|conditional|Conditional|Required if no name|Required(if no `id`)|yes, if new|"
        "TRUE, unless the type is `x`|Optional, if new|one of the ids|required when new|see below|"
        "name, id"
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"), [(text, answer) for answer, texts in ANSWERS.items() for text in texts.split("|")]
)
def test_a_cell_answers_a_question(text: str, expected: bool | None) -> None:
    assert truth(text) is expected


def test_a_description_without_marks_stays_as_it_is() -> None:
    text = "The name that people see wherever the thing is shown, with its spelling."
    assert described(text) == Marks(text)


PIECES = st.sampled_from(
    [
        *string.punctuation,
        " ",
        "\n",
        "`x`",
        "**",
        "Required",
        "Default:",
        "one of",
        "Possible values are",
        "- `a`",
        "min 1",
        "between 1 and 2",
        "e.g.",
        "read-only",
        "(",
        ")",
        "null",
        "(optional",
        "1",
        "\u201c",
        "\u5fc5\u586b",
        "\ud800",
        "Either",
        "or",
        "and",
        "Deprecated",
        "pattern `",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=120)


@given(TEXTS)
def test_any_description_is_read_and_loses_at_most_its_beginning(text: str) -> None:
    read = described(text)
    assert text.endswith(read.text)
    assert truth(text) in (True, False, None)
    assert all(value for value in read.values)


@given(TEXTS)
def test_text_after_a_list_of_members_takes_no_member_away(text: str) -> None:
    before = described(f"Possible values: `k`, `l`. {text}")
    assert before.values[:2] == ("k", "l")


@pytest.mark.parametrize(
    "piece",
    [
        "`a`, ",
        "(optional ",
        "Default: ",
        "one of ",
        "- `a`\n",
        "[",
        "**",
        "Possible values ",
        "e.g. ",
        "max 1 ",
        "`",
        "or ",
    ],
)
def test_no_mark_is_read_beyond_the_limit(piece: str) -> None:
    text = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    more = piece * MOST_CHARACTERS + ". This field is required. It is deprecated. Nullable. Maximum: 5. Read-only."
    marks = described(text)
    assert described(text + more) == msgspec.structs.replace(marks, text=marks.text + more)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('Level of detail: "none", "some", or "all"', ("none", "some", "all")),
        ('Level of detail: "none" (the default), or "all".', ("none", "all")),
        ("What to send: `name`, `color` and `size`", ()),
        ('A color, for example: "red" or "blue"', ()),
        ('Level of detail: "none" or "all", as before', ()),
    ],
)
def test_alternatives_after_a_colon_are_values(text: str, values: tuple[str, ...]) -> None:
    assert described(text).values == values


@pytest.mark.parametrize(
    ("text", "values", "default"),
    [
        ("Color of the crate (red|blue).", ("red", "blue"), None),
        ("Color (`red` or `blue`, defaults to `red`).", ("red", "blue"), "red"),
        ("Color (`red` and `blue` are mixed)", (), None),
        ("Format is one of: `a:b`, `c`", (), None),
        ("A letter or `ctrl-<key>` where `<key>` is one of: `a`, `b`", (), None),
    ],
)
def test_brackets_that_hold_nothing_else_list_values(text: str, values: tuple[str, ...], default: str | None) -> None:
    assert (described(text).values, described(text).default) == (values, default)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("1/True/true or 0/False/false, show all.", "boolean"),
        ("Boolean (0/1, false/true). Stack it.", "boolean"),
        ('If "1", "true", or "True" then it is stacked.', "boolean"),
        ("Weight of the crate in bytes. At least 1.", "integer"),
        ("Time to wait between two crates in nanoseconds (optional)", "integer"),
        ("Maximum returned results", "integer"),
    ],
)
def test_literals_and_units_in_a_description_show_the_type(text: str, type_: str) -> None:
    assert described(text).type == Primitive(type_)


def test_required_may_be_a_sentence_at_the_end_of_the_first_paragraph() -> None:
    assert described("The crate. Required.\n\nIt may be red.").is_required is True


def test_a_sentence_continues_on_the_next_line() -> None:
    text = "The color. This can be\n`red`, `blue`, or\n`green`; defaults to\n`red`. Nothing else."
    assert (described(text).values, described(text).default) == (("red", "blue", "green"), "red")


def test_an_encoding_with_a_condition_is_no_format() -> None:
    assert described("The label, encoded in base64.").format == "byte"
    assert described("The label. If `raw`, it is base64 encoded.").format == ""


def test_a_parameter_that_is_called_mandatory_is_required() -> None:
    assert described("Mandatory header with the name of the packer.").is_required is True
    assert described("Required parameter if the crate is full.").is_required is None
