"""Names of the document as Python names: readable, never a keyword, the same from run to run.

A name depends only on what it is made from. Where two names of one scope would be equal, each that differs from its
spelling gets a digest of that spelling, so that neither their order nor a third name changes it.
"""

from __future__ import annotations

import builtins
import functools
import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set

#: The most characters of a name, and of a name that becomes a file.
LONGEST, LONGEST_FILE = 100, 60

#: The bytes of the digest that distinguishes names; as many are added where the digests are equal.
DIGEST_SIZE = 3

_WORDS = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SEPARATOR = re.compile(r"[\W_]+")
_BEFORE_DIGIT = re.compile(r"(?<=[a-z])_(?=\d)")

#: Attributes that every pydantic model has, or that annotations in its body must be able to name.
MODEL_RESERVED = frozenset(
    {
        "model_computed_fields",
        "model_config",
        "model_construct",
        "model_copy",
        "model_dump",
        "model_dump_json",
        "model_extra",
        "model_fields",
        "model_fields_set",
        "model_json_schema",
        "model_parametrized_name",
        "model_post_init",
        "model_rebuild",
        "model_validate",
        "model_validate_json",
        "model_validate_strings",
        "is_given",
        "problems",
        "to_wire",
        "construct",
        "copy",
        "dict",
        "from_orm",
        "json",
        "mro",
        "parse_file",
        "parse_obj",
        "parse_raw",
        "register",
        "schema",
        "schema_json",
        "update_forward_refs",
        "validate",
        "int",
        "str",
        "float",
        "bool",
        "bytes",
        "list",
        "object",
    }
)

#: Names that the modules import or that Python gives them: no class has such a name.
CLASS_RESERVED = frozenset(
    {
        "Annotated",
        "Any",
        "ClassVar",
        "DateTime",
        "Date",
        "Base64",
        "Base64Url",
        "Decimal",
        "DecimalNumber",
        "Mapping",
        "Required",
        "TypedDict",
        "Duration",
        "Uuid",
        "EventStream",
        "AsyncEventStream",
        "File",
        "Fits",
        "Encoding",
        "Media",
        "Styled",
        "Part",
        "Subtypes",
        "Tagged",
        "TypeAlias",
        "TypeAliasType",
        "UnknownVariant",
        "Field",
        "Literal",
        "Model",
        "OpenInt",
        "OpenStr",
        "Call",
        "CallOptions",
        "NotGiven",
        "Pages",
        "AsyncPages",
        "Download",
        "AsyncDownload",
        "Content",
        "JsonPatch",
        "MergePatch",
        "CommaSeparated",
        "Resource",
        "AsyncResource",
        # Python gives these to every module, so the name would mean them until the class is defined.
        *(name for name in dir(builtins) if name[:1].isupper()),
        "PythonFinalizationError",
    }
)

#: Names that a method of a resource uses itself.
ARGUMENT_RESERVED = frozenset(
    {
        "self",
        "body",
        "options",
        "int",
        "str",
        "float",
        "bool",
        "bytes",
        "list",
        "dict",
        "commas",
        "with_properties",
    }
)

#: Names that all resources have, and methods that would hide a type from the annotations below them; `list` is allowed.
METHOD_RESERVED = frozenset({"with_options", "int", "str", "float", "bool", "bytes", "dict", "object"})


def words(text: str) -> list[str]:
    """The words of a name in any case style, lower-cased: `GetURLs2` gives get, urls, 2.

    Accents are removed; letters of all scripts count; characters that are neither letters nor digits separate words.
    """
    return list(_words_of(text))


@functools.lru_cache(maxsize=16384)
def _words_of(text: str) -> tuple[str, ...]:
    plain = text if text.isascii() else _without_accents(text)
    found: list[str] = []
    for part in _SEPARATOR.split(plain):
        ascii_words = _WORDS.findall(part)
        found += ascii_words if "".join(ascii_words) == part else [part] if part else []
    return tuple(word.lower() for word in found)


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


@functools.lru_cache(maxsize=16384)
def snake(text: str) -> str:
    """`GetOrderInfo` as `get_order_info`; digits stay with the word before them."""
    return _BEFORE_DIGIT.sub("", "_".join(_words_of(text)))


def attribute(text: str) -> str:
    """`Links` as `links`, and `_Links` as `links_`: a leading underscore would make it private."""
    return f"{snake(text)}_" if text.startswith("_") else snake(text)


def pascal(text: str) -> str:
    """`order_line-info` as `OrderLineInfo`; a name that is in PascalCase already stays as it is."""
    if text.isascii() and text.isidentifier() and text[0].isupper() and "_" not in text:
        return text
    return "".join(word[:1].upper() + word[1:] for word in words(text))


def class_name(text: str) -> str:
    """A name in PascalCase; its first letter is a capital, so that it equals no attribute or argument."""
    name = pascal(text)
    return name if name[:1].isupper() else f"X{name or digest(text)}"


def constant(text: str) -> str:
    """`InternalAssociate` as `INTERNAL_ASSOCIATE`."""
    return snake(text).upper()


def identifier(name: str, spelled: str, reserved: Set[str] = frozenset(), longest: int = LONGEST) -> str:
    """`name` as an identifier: keywords and reserved names get a final `_`, and what is not an identifier a prefix.

    `spelled` is the text that the name was made from; its digest names a text without letters and digits.
    """
    is_usual = name.isascii() and f"x{name}".isidentifier()
    plain = name.lstrip("_") if is_usual else _identifier_characters(name)
    if not plain:
        return f"x{digest(spelled)}"
    if not plain.isidentifier() or not plain[0].isalpha():
        plain = unicodedata.normalize("NFKC", f"x{plain}")
    if len(plain) > longest:
        plain = _with_digest(plain[: longest - 7], spelled)
    return f"{plain}_" if keyword.iskeyword(plain) or plain in reserved else plain


def _identifier_characters(name: str) -> str:
    """The characters of a name that an identifier may have, normalised as Python does (Language Reference, 2.3)."""
    plain = unicodedata.normalize("NFKC", name)
    plain = "".join(character for character in plain if f"x{character}".isidentifier()).lstrip("_")
    return unicodedata.normalize("NFKC", plain)


def digest(text: str, size: int = DIGEST_SIZE) -> str:
    """A digest that distinguishes spellings: two hexadecimal digits for each of `size` bytes."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()


def unique(
    spellings: Iterable[str],
    style: Callable[[str], str],
    reserved: Set[str] = frozenset(),
    longest: int = LONGEST,
) -> dict[str, str]:
    """The Python name of each spelling of one scope, in their order; names that differ only in case count as equal."""
    plain = {spelled: identifier(style(spelled), spelled, reserved, longest) for spelled in spellings}
    if len({name.lower() for name in plain.values()}) == len(plain):
        return plain
    taken = Counter(name.lower() for name in plain.values())
    exact = Counter(name.lower() for spelled, name in plain.items() if spelled == name)
    found: dict[str, str] = {}
    size = DIGEST_SIZE
    for spelled, name in plain.items():
        is_alone = taken[name.lower()] == 1 or (spelled == name and exact[name.lower()] == 1)
        found[spelled] = name if is_alone else _with_digest(name, spelled)
    while alike := _alike(found):
        # Digests are equal, or a name is spelled like another name with its digest.
        size += DIGEST_SIZE
        found.update({spelled: _with_digest(plain[spelled], spelled, size) for spelled in alike})
    return found


def _alike(names: Mapping[str, str]) -> list[str]:
    """The spellings whose name another spelling has too, except those that are spelled exactly like their name."""
    counts = Counter(name.lower() for name in names.values())
    return [spelled for spelled, name in names.items() if counts[name.lower()] > 1 and spelled != name]


def _with_digest(name: str, spelled: str, size: int = DIGEST_SIZE) -> str:
    """A name with the digest of what it was made from, in the name's own style."""
    return f"{name}{'_' if name.islower() or '_' in name else ''}{digest(spelled, size)}"
