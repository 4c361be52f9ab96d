"""A page of twice the length takes twice the work. The tests count calls, so they do not depend on the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from speclift.reading.facts import read_facts

FORMS = Path(__file__).parent / "forms"
LONG = ("index_then_sections.md", "fields_by_status.md", "produces_tables.md", "bullet_template.md", "html_tables.md")
#: How often the page is repeated in the shorter text.
TIMES = 20


def calls_of(work: Callable[[], object]) -> int:
    """The number of function calls that some work takes."""
    count = 0

    def counted(frame: FrameType, event: str, value: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", LONG)
def test_a_page_of_twice_the_length_takes_twice_the_work(name: str) -> None:
    text = (FORMS / name).read_text(encoding="utf-8")

    def read(times: int) -> int:
        return calls_of(lambda: read_facts(name, (text + "\n") * times, lambda _: None))

    read(TIMES)
    assert read(2 * TIMES) <= 2.2 * read(TIMES)


def test_twice_the_requests_with_a_query_take_twice_the_work() -> None:
    """The reader looks for the line of each parameter in the code of the whole page."""
    request = "```\nGET /crates/{0}?size=1&age=2\n```\n\n| Name | Type |\n| --- | --- |\n| part{0} | string |\n\n"

    def read(times: int) -> int:
        text = "# Crates\n\n" + "".join(map(request.format, range(times)))
        return calls_of(lambda: read_facts("crates.md", text, lambda _: None))

    read(TIMES)
    assert read(2 * TIMES) <= 2.2 * read(TIMES)
