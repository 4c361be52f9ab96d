"""HTTP messages and bare bodies in code blocks, as people write them: start line, header fields, body (RFC 9112)."""

from __future__ import annotations

import re
from itertools import pairwise

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.bodies import with_body
from speclift.reading.samples.languages import is_other_language, language_of
from speclift.reading.samples.start_lines import header_field, is_known_field, is_label, request_line, status_line
from speclift.reading.words.samples import HTTP_LANGUAGES

#: Emphasis in HTML, which some pages render in code blocks.
_EMPHASIS = re.compile(r"</?(?:em|strong|b|i|code|span|var)>")
#: The marks that curl -v prints before lines of the request, of the response, and of its own remarks.
_SENT, _RECEIVED, _NOTE = re.compile(r"[ \t]{0,20}> ?"), re.compile(r"[ \t]{0,20}<(?: |\Z)"), re.compile(r"\* |[{}] \[")
_VERBOSE = re.compile(r"^[ \t]{0,20}(?:>[ \t]?[A-Z]{3,10} \S|[<>] ?HTTP/)", re.M)
_COMMENT = re.compile(r"[ \t]{0,40}(?:#|//)")
_PARAMETER = re.compile(r"[ \t]{0,80}(?:[?&]|[\w$.\[\]-]{1,100}+=)")
_INDENT = re.compile(r"[ \t]*+")


def message_of(text: str, info: str, place: Place) -> MessageSample | None:
    """The first message in a code block, or its text as a bare body; None where it is empty or in another language.

    `info` is the block's info string, `place` that of the first line of `text`.
    """
    found = messages_in(text, info, place)
    return found[0] if found else None


def messages_in(text: str, info: str, place: Place) -> tuple[MessageSample, ...]:
    """All messages in a code block in order, each as `message_of` reads it."""
    if not text.strip():
        return ()
    text = text.strip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "</" in text:
        text = _EMPHASIS.sub("", text)
    is_marked = ("<" in text or ">" in text) and _VERBOSE.search(text)
    lines = _without_marks(text.split("\n")) if is_marked else text.split("\n")
    starts = _starts(lines)
    if not starts:
        if is_other_language(info, text):
            return ()
        return (_headed(lines, language_of(info) in HTTP_LANGUAGES, place) or _bare(lines, place),)
    before = _bare(lines[: starts[0]], place)
    found = [before] if before.json else []
    for begin, following in pairwise([*starts, len(lines)]):
        end = following
        while end - 1 > begin and (not lines[end - 1].strip() or is_label(lines[end - 1])):
            end -= 1
        found.append(_message(lines[begin:end], Place(place.file, place.line + begin)))
    return tuple(found)


def _without_marks(lines: list[str]) -> list[str]:
    """The lines of `curl -v` without its marks; its own remarks become empty lines."""
    found = []
    for line in lines:
        if match := _SENT.match(line) or _RECEIVED.match(line):
            found.append(line[match.end() :])
        else:
            found.append("" if _NOTE.match(line) else line)
    return found


def _starts(lines: list[str]) -> list[int]:
    """The indices of start lines."""
    found: list[int] = []
    is_first = True
    for number, line in enumerate(lines):
        stripped = line.lstrip()
        # Few lines of a body begin with a capital or a digit, so hardly any needs a close look.
        if stripped[:1].isupper() or stripped[:1].isdigit() or (is_first and stripped):
            if request_line(line) or status_line(line, is_first):
                found.append(number)
            is_first &= bool(_COMMENT.match(line)) and not found
    return found


def _headed(lines: list[str], is_http: bool, place: Place) -> MessageSample | None:
    """A message that begins with its header fields; None where the first line is not one."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    field = header_field(lines[first])
    if not field or not (is_known_field(field[0]) or is_http):
        return None
    return _with_fields(lines[first:], MessageSample(Place(place.file, place.line + first)))


def _bare(lines: list[str], place: Place) -> MessageSample:
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return with_body(MessageSample(Place(place.file, place.line + first)), "\n".join(lines[first:]))


def _message(lines: list[str], place: Place) -> MessageSample:
    if not (request := request_line(lines[0])):
        return _with_fields(lines[1:], MessageSample(place, status=status_line(lines[0])))
    method, target = request
    read = 1
    while read < len(lines) and _goes_on(target, lines[0], lines[read]):
        target = _joined(target, lines[read])
        read += 1
    target, version = (target.rpartition(" ")[0::2]) if " HTTP/" in target[-10:] else (target, "")
    sample = MessageSample(place, method, target.removesuffix("\\").rstrip() if not version else target.rstrip())
    return _with_fields(lines[read:], sample)


def _goes_on(target: str, first: str, line: str) -> bool:
    """Whether a request target continues in the next line."""
    if not line.strip():
        return False
    if target.endswith("\\"):
        return True
    if line.lstrip()[0] in "?&":
        return True
    return target[-1:] in ("?", "&") and _indent(line) > _indent(first) and bool(_PARAMETER.match(line))


def _joined(target: str, line: str) -> str:
    return target.removesuffix("\\").rstrip() + line.strip()


def _indent(line: str) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def _with_fields(lines: list[str], sample: MessageSample) -> MessageSample:
    """The message with header fields and body from the lines after its start line."""
    fields: list[tuple[str, str]] = []
    status = sample.status
    read = 0
    while read < len(lines):
        line = lines[read]
        if not line.strip():
            if not _is_field_after_blank(lines, read, bool(fields)):
                break
            read += 1
            continue
        field = header_field(line)
        if field and field[0].lower() == "status" and not status and field[1][:3].isdigit():
            status = field[1][:3]
        elif field and (not fields or field[0].lower() != "status"):
            fields.append(field)
        elif not field and fields and line[0] in " \t" and line.lstrip()[:1] not in ("{", "["):
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}".strip())
        elif not field:
            read += is_label(line)
            break
        read += 1
    headed = MessageSample(sample.place, sample.method, sample.target, status, tuple(fields))
    return with_body(headed, "\n".join(lines[read:]))


def _is_field_after_blank(lines: list[str], blank: int, has_fields: bool) -> bool:
    """Whether header fields follow an empty line: generated docs print one before them, and some between them."""
    following = next((line for line in lines[blank:] if line.strip()), "")
    field = header_field(following)
    return field is not None and (
        is_known_field(field[0]) or (not has_fields and ": " in following and "-" in field[0])
    )
