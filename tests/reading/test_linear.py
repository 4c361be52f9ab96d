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


def test_twice_the_addresses_without_a_method_take_twice_the_work() -> None:
    """The reader looks for each address among the URLs of the page."""
    listed = "- `/owls{0}/:id/` -- one of them\n"
    called = "    https://example.com/mice{0}/7\n"

    def read(times: int) -> int:
        text = "# Owls\n\nSend GET requests.\n\n" + "".join(map(listed.format, range(times)))
        text += "\n## Calls\n\n" + "".join(map(called.format, range(times)))
        return calls_of(lambda: read_facts("owls.md", text, lambda _: None))

    # Some results are kept, so both texts are read before the calls count.
    read(20 * TIMES)
    assert read(20 * TIMES) <= 2.2 * read(10 * TIMES)


def test_twice_the_labels_with_addresses_take_twice_the_work() -> None:
    """Each list is below a label of its own, and the URLs may be anywhere below the heading."""
    listed = (
        "**Endpoints:**\n\n- `/owls{0}/:id/` -- one\n- `/mice{0}/:id/` -- one\n\n    https://example.com/cats{0}/7\n\n"
    )

    def read(times: int) -> int:
        text = "# Owls\n\nSend GET requests.\n\n## Paths\n\n" + "".join(map(listed.format, range(times)))
        return calls_of(lambda: read_facts("owls.md", text, lambda _: None))

    # Some results are kept, so both texts are read before the calls count.
    read(20 * TIMES)
    assert read(20 * TIMES) <= 2.2 * read(10 * TIMES)


@pytest.mark.parametrize(
    ("request_line", "sample"),
    [("GET /owls", "HTTP/1.1 200 OK\n\n{members}"), ("POST /owls", 'POST /owls\n\n{{"owl": {members}}}')],
    ids=["returned", "wrapped"],
)
def test_twice_the_fields_that_a_sample_moves_take_twice_the_work(request_line: str, sample: str) -> None:
    """Fields that nothing calls parameters move to the message whose sample has them."""

    def read(times: int) -> int:
        names = [f"feather{number}" for number in range(times)]
        rows = "".join(f"| {name} | string | The feather. |\n" for name in names)
        members = "{" + ", ".join(f'"{name}": "a"' for name in names) + "}"
        text = f"# Owls\n\n    {request_line}\n\n| Name | Type | Description |\n| --- | --- | --- |\n{rows}\n"
        text += "```\n" + sample.format(members=members) + "\n```\n"
        return calls_of(lambda: read_facts("owls.md", text, lambda _: None))

    # Some results are kept, so both texts are read before the calls count.
    read(20 * TIMES)
    assert read(20 * TIMES) <= 2.2 * read(10 * TIMES)
