"""The samples in a code block of any kind: messages, bodies, shell commands."""

from __future__ import annotations

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.curl import curl_requests
from speclift.reading.samples.languages import is_other_language
from speclift.reading.samples.messages import messages_in
from speclift.reading.samples.shell_words import has_command


def samples_of(text: str, info: str, place: Place) -> tuple[MessageSample, ...]:
    """All samples in a code block, in order; none where it is empty, a program, or shell without a request.

    `info` is the block's info string, `place` that of the first line of `text`.
    """
    if has_command(text):
        return () if is_other_language(info, "") else curl_requests(text, place)
    return messages_in(text, info, place)
