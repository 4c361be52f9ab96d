"""Types that a code block declares, in TypeScript or as a JSON Schema.

interface Kite extends Toy {     type Colour = "red" | "blue";     { name: string; size?: number }
  name: string; // What it is called
  tail?: Tail[];
}
"""

from __future__ import annotations

import re

import msgspec

from speclift.model.facts import Enumerated, Field, Named, PrintedType, Unknown
from speclift.reading.fields.field import FieldParts, field_of
from speclift.reading.markdown.blocks import Code
from speclift.reading.markdown.places import PlaceOf
from speclift.reading.samples.languages import language_of
from speclift.reading.schemas.json_schemas import fields_in, schema_in, type_in
from speclift.reading.types.printed import printed

_LANGUAGES = frozenset(("ts", "typescript", "tsx", "mts", "dts"))
_DECLARED = re.compile(
    r"(?:export[ \t]{1,8}|declare[ \t]{1,8}){0,2}(interface|type|enum)[ \t]{1,8}"
    r"([A-Za-z_$][\w$]{0,100})(?:<[^<>{}=\n]{1,200}>)?"
    r"(?:[ \t]{1,8}extends[ \t]{1,8}([A-Za-z_$][\w$]{0,100})[^{}=\n]{0,200})?[ \t\n]{0,8}(?:=[ \t\n]{0,20})?"
)
_MEMBER = re.compile(
    r"(?:readonly[ \t]{1,8})?(?:\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'|([A-Za-z_$@][\w$@-]{0,200}))"
    r"[ \t]{0,8}(\??)[ \t]{0,8}:[ \t]{0,20}"
)
_INDEXED = re.compile(r"\[[^\[\]\n]{1,100}\][ \t]{0,8}\??[ \t]{0,8}:[ \t]{0,8}")
_COMMENT = re.compile(r"//([^\n]{0,2000})|/\*(.{0,4000}?)\*/", re.S)
_STAR = re.compile(r"\n[ \t]{0,40}\*?[ \t]?|^\*")
_SPACE = re.compile(r"[\s;,]{1,400}")
_ENDING = re.compile(r"[;,]?[ \t]{0,80}")
_CONSTANT = re.compile(
    r"([A-Za-z_$][\w$]{0,100})[ \t]{0,8}(?:=[ \t]{0,8}(?:\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'|(-?\d{1,20})))?"
)
_FIRST_MEMBER = re.compile(
    r"\{\s{0,200}(?:(?://[^\n]{0,2000}\n|/\*[^*]{0,2000}\*/)\s{0,200}){0,4}"
    r"(?:readonly\s)?[\"']?[A-Za-z_$][\w$-]{0,200}[\"']?[ \t]{0,4}\??[ \t]{0,4}:[ \t]{0,8}"
    r"(?:string|number|boolean|null|any|unknown|object|Record<|Array<"
    r"|[A-Z][\w.]{1,80}(?:\[\])?[ \t]{0,4}[;,|\n/}]|\"[^\"\n]{1,100}\"[ \t]{0,4}\|)"
)
_DEEPEST = 8
_MOST_MEMBERS = 2_000


class DeclaredType(msgspec.Struct, frozen=True):
    """A declared type: its name (empty where it has none), its line, and its fields, values or base type."""

    name: str
    line: int
    fields: tuple[Field, ...] = ()
    values: tuple[str, ...] = ()
    base: PrintedType = Unknown()


def declared_types(code: Code, place_of: PlaceOf) -> tuple[DeclaredType, ...]:
    """The types that a block declares; empty where it has anything but declarations."""
    text = code.text
    schema = schema_in(text)
    if schema is not None:
        place = place_of(code.line)
        is_list = schema.get("type") == "array"
        fields = fields_in(schema["items"] if is_list else schema, place)
        return (DeclaredType("", code.line, fields, base=type_in(schema) if is_list else Unknown()),)
    is_typed = language_of(code.info) in _LANGUAGES
    if not is_typed and (language_of(code.info) or not _DECLARED.match(text.lstrip())):
        return ()
    reader = _Reader(text, code.line, place_of)
    found = reader.declarations(is_anonymous=is_typed)
    return tuple(found) if found is not None else ()


class _Reader:
    """Reads the declarations in the text of a block, whose first character is in `line`."""

    def __init__(self, text: str, line: int, place_of: PlaceOf) -> None:
        self.text, self.place_of = text, place_of
        self.at = self.counted = 0
        self.line = line
        self.members = 0

    def declarations(self, *, is_anonymous: bool) -> list[DeclaredType] | None:
        found: list[DeclaredType] = []
        while True:
            self._skip()
            if self.at >= len(self.text):
                return found
            one = self._declaration() or (self._anonymous() if is_anonymous else None)
            if one is None:
                return None
            found.append(one)

    def _declaration(self) -> DeclaredType | None:
        start = _DECLARED.match(self.text, self.at)
        if not start:
            return None
        line = self._line_of(self.at)
        self.at = start.end()
        if start[1] == "enum":
            return DeclaredType(start[2], line, values=self._constants())
        if self.text.startswith("{", self.at):
            fields = self._object(0)
            base = Named(start[3]) if start[3] else Unknown()
            return DeclaredType(start[2], line, fields, base=base) if fields is not None else None
        if start[1] == "interface":
            return None
        kind, inner, _ = self._type(0)
        stated = printed(kind).type
        if isinstance(stated, Enumerated):
            return DeclaredType(start[2], line, values=stated.values)
        return DeclaredType(start[2], line, inner, base=Unknown() if inner else stated)

    def _anonymous(self) -> DeclaredType | None:
        """An object without a name, or the name of a type that ends the block: either stands for the body."""
        line = self._line_of(self.at)
        if self.text.startswith("{", self.at):
            fields = self._object(0) if _FIRST_MEMBER.match(self.text, self.at) else None
            return DeclaredType("", line, fields) if fields else None
        kind, inner, _ = self._type(0)
        self._skip()
        stated = printed(kind).type
        if not kind or self.at < len(self.text) or inner or isinstance(stated, Unknown | Enumerated):
            return None
        return DeclaredType("", line, base=stated)

    def _constants(self) -> tuple[str, ...]:
        found: list[str] = []
        self.at += self.text.startswith("{", self.at)
        while self.at < len(self.text) and len(found) < _MOST_MEMBERS:
            self._skip()
            constant = _CONSTANT.match(self.text, self.at)
            if not constant:
                break
            found.append(next((group for group in constant.groups()[1:] if group), constant[1]))
            self.at = constant.end()
        self.at += self.text.startswith("}", self.at)
        return tuple(found)

    def _object(self, depth: int) -> tuple[Field, ...] | None:
        """The members of the object that starts here; None where it cannot be read."""
        self.at += 1
        found: list[Field] = []
        while self.members < _MOST_MEMBERS:
            above = self._skip()
            if self.text.startswith("}", self.at):
                self.at += 1
                return tuple(found)
            indexed = _INDEXED.match(self.text, self.at)
            member = _MEMBER.match(self.text, self.at)
            start = self.at
            if (not member and not indexed) or depth > _DEEPEST:
                return None
            self.members += 1
            line = self._line_of(start)
            self.at = (member or indexed).end()  # type: ignore[union-attr]
            kind, inner, comment = self._type(depth)
            if member and kind:
                name = member[1] or member[2] or member[3]
                parts = FieldParts(name=f"`{name}`", type=kind, description=comment or above, required=not member[4])
                field = field_of(parts, self.place_of(line))
                if field is not None:
                    found.append(msgspec.structs.replace(field, fields=inner) if inner else field)
        return None

    def _type(self, depth: int) -> tuple[str, tuple[Field, ...], str]:
        """A type up to the end of its member: its text, the fields of the object in it, and the comment after it."""
        parts: list[str] = []
        inner: tuple[Field, ...] = ()
        brackets = 0
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "{":
                found = self._object(depth + 1)
                if found is None:
                    self.at = len(self.text)
                    break
                inner = inner or found
                parts.append("object")
                continue
            comment = _COMMENT.match(self.text, self.at) if char == "/" else None
            if comment:
                self.at = comment.end()
                if comment[2] is None:
                    return "".join(parts).strip(" ;,"), inner, _said(comment)
                continue
            if char in "\"'":
                end = self.text.find(char, self.at + 1)
                end = len(self.text) if end < 0 else end + 1
                parts.append(self.text[self.at : end])
                self.at = end
                continue
            if not brackets and (char in ";,}" or (char == "\n" and not self._goes_on(parts))):
                break
            brackets += (char in "<([") - (char in ">)]" and brackets > 0)
            parts.append(" " if char == "\n" else char)
            self.at += 1
        return "".join(parts).strip(), inner, self._comment_after()

    def _goes_on(self, parts: list[str]) -> bool:
        """Whether a type continues after the end of a line: with `|` there or at the start of the next."""
        return "".join(parts[-3:]).rstrip().endswith("|") or self.text[self.at : self.at + 80].lstrip().startswith("|")

    def _comment_after(self) -> str:
        """The comment after a member on the same line."""
        rest = _ENDING.match(self.text, self.at)
        comment = _COMMENT.match(self.text, rest.end()) if rest else None
        if comment and comment[2] is None:
            self.at = comment.end()
            return _said(comment)
        return ""

    def _skip(self) -> str:
        """Skip spaces and comments. Returns the text of the last comment."""
        said = ""
        while True:
            space = _SPACE.match(self.text, self.at)
            if space:
                self.at = space.end()
                continue
            comment = _COMMENT.match(self.text, self.at)
            if not comment:
                return said
            said = _said(comment)
            self.at = comment.end()

    def _line_of(self, at: int) -> int:
        self.line += self.text.count("\n", self.counted, at)
        self.counted = at
        return self.line


def _said(comment: re.Match[str]) -> str:
    text = comment[1] if comment[1] is not None else comment[2]
    return " ".join(_STAR.sub(" ", text.strip()).split()).strip("* ")
