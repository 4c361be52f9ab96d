"""`--watch` misses nothing: changes during the start, folders that are replaced, symlinks, a reader that dies."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.mock.served import Server
from tests.serve.served import Served, copied_docs, serving

SPEC = (
    "openapi: 3.0.4\ninfo: {title: Shop, version: '1'}\npaths:\n  /crates:\n    get:\n      operationId: x\n"
    "      summary: WORDS\n      responses: {'200': {description: OK}}\n"
)
PATIENCE = 15.0


def says(url: str, words: str) -> bool:
    return words in httpx.get(f"{url}/-/openapi.json").text


def wait_until_it_says(url: str, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while not says(url, words):
        assert time.monotonic() < end, f"never shown: {words}"
        time.sleep(0.05)


def problem_of(url: str) -> str:
    with httpx.stream("GET", f"{url}/-/events") as events:
        return str(json.loads(next(events.iter_lines()).removeprefix("data: "))["problem"])


def wait_for_problem(url: str, words: str) -> str:
    end = time.monotonic() + PATIENCE
    while words not in (problem := problem_of(url)):
        assert time.monotonic() < end, f"the banner says {problem!r}"
        time.sleep(0.05)
    return problem


def wait_until_no_problem(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while problem := problem_of(url):
        assert time.monotonic() < end, f"the banner says {problem!r}"
        time.sleep(0.05)


@pytest.fixture
def docs(tmp_path: Path) -> Iterator[Served]:
    with serving(copied_docs(tmp_path), tmp_path, "--watch") as served:
        yield served


def page_of(docs: Path) -> Path:
    return next(docs.rglob("*ContactEntity_GetAll.md"))


def test_a_folder_that_is_replaced_is_followed(docs: Served, tmp_path: Path) -> None:
    shutil.copytree(docs.source, tmp_path / "next")
    os.rename(docs.source, tmp_path / "last")
    os.rename(tmp_path / "next", docs.source)
    for words in ("Words of the new folder", "And words after them"):
        page = page_of(docs.source)
        page.write_text(page.read_text() + f"\n\n{words}\n")
        (docs.source / "rest" / "note.md").write_text(words)
        text = page.read_text().replace("```\n", f"```\n\n{words}.\n", 1)
        page.write_text(text)
        wait_until_it_says(docs.url, words)


def test_a_folder_that_is_gone_is_a_problem_until_it_is_back(docs: Served, tmp_path: Path) -> None:
    os.rename(docs.source, tmp_path / "away")
    wait_for_problem(docs.url, "E003")
    os.rename(tmp_path / "away", docs.source)
    wait_until_no_problem(docs.url)


def test_errors_of_pages_are_in_the_banner_and_on_the_terminal(docs: Served) -> None:
    page = page_of(docs.source)
    good = page.read_bytes()
    page.write_bytes(b"\xff\xfe" + good)
    assert "GetAll.md:1: SL101" in wait_for_problem(docs.url, "SL101")
    # A page that is opened now shows it too.
    assert "SL101" in httpx.get(docs.url).text
    page.write_bytes(good)
    wait_until_no_problem(docs.url)
    assert 'role="alert" hidden' in httpx.get(docs.url).text


def test_errors_at_startup_are_reported(tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    page_of(docs).write_bytes(b"\xff\xfe")
    with serving(docs, tmp_path) as served:
        assert "SL101" in served.server.log.read_text()
        assert "SL101" in httpx.get(served.url).text


def test_a_symlink_with_a_new_target_is_followed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "api.yaml").write_text(SPEC.replace("WORDS", f"Words of {name}"))
    spec = tmp_path / "spec.yaml"
    spec.symlink_to("one/api.yaml")
    with serving(spec, tmp_path, "--watch") as served:
        assert says(served.url, "Words of one")
        other = tmp_path / "other"
        other.symlink_to("two/api.yaml")
        os.replace(other, spec)
        wait_until_it_says(served.url, "Words of two")
        (tmp_path / "two" / "api.yaml").write_text(SPEC.replace("WORDS", "Later words"))
        wait_until_it_says(served.url, "Later words")


def test_a_single_file_needs_no_watch_of_all_folders_next_to_it(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / "deep" / str(number)).mkdir(parents=True)
    spec = tmp_path / "api.yaml"
    spec.write_text(SPEC)
    with serving(spec, tmp_path, "--watch") as served:
        wait_until_it_says(served.url, "WORDS")
        time.sleep(0.5)
        watches = 0
        for path in Path(f"/proc/{served.server.process.pid}/fdinfo").iterdir():
            watches += path.read_text().count("inotify wd:")
        assert 0 < watches < 5


def test_a_change_during_the_start_is_shown(tmp_path: Path) -> None:
    docs = copied_docs(tmp_path)
    page = page_of(docs)
    command = ("-m", "speclift", "serve", str(docs), "--port", "0", "--no-cache", "--watch")
    server = Server(tmp_path / "log", *command)
    try:
        # The docs were read once, but the watch may not have begun.
        page.write_text(page.read_text().replace("```\n", "```\n\nChanged at the start.\n", 1))
        wait_until_it_says(f"http://127.0.0.1:{server.port}", "Changed at the start")
    finally:
        server.stop()


def test_a_change_of_the_settings_is_read_once(docs: Served) -> None:
    settings = docs.source / "speclift.toml"
    wait_until_no_problem(docs.url)
    # The docs are read once more when the watch has begun.
    time.sleep(2)
    with httpx.stream("GET", f"{docs.url}/-/events", timeout=1.5) as events:
        lines = (line for line in events.iter_lines() if line)
        next(lines)
        new = docs.source / "new"
        new.write_text(settings.read_text() + "# More.\n")
        os.replace(new, settings)
        later: list[str] = []
        with contextlib.suppress(httpx.ReadTimeout):
            later += (line for line in lines)
    assert len(later) == 1


def test_a_reader_that_was_killed_is_reported(docs: Served) -> None:
    children = Path(f"/proc/{docs.server.process.pid}/task/{docs.server.process.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    page = page_of(docs.source)
    page.write_text(page.read_text() + "\nMore.\n")
    problem = wait_for_problem(docs.url, "has ended")
    assert "start speclift serve again" in problem


def test_the_server_stops_while_a_change_is_being_read(docs: Served) -> None:
    children = Path(f"/proc/{docs.server.process.pid}/task/{docs.server.process.pid}/children").read_text().split()
    for child in children:
        os.kill(int(child), signal.SIGSTOP)
    page = page_of(docs.source)
    page.write_text(page.read_text() + "\nMore.\n")
    time.sleep(0.5)
    docs.server.process.send_signal(signal.SIGTERM)
    assert docs.server.process.wait(10) == 0


def test_all_files_of_a_document_are_followed(tmp_path: Path) -> None:
    """Also a file that another one refers to before it exists."""
    folder = tmp_path / "api"
    (folder / "more").mkdir(parents=True)
    (folder / "crates.yaml").write_text(
        SPEC.replace("  /crates:\n    get:", "  /crates:\n    $ref: more/a.yaml\n  /b:\n    get:")
    )
    item = "get: {operationId: a, summary: WORDS, responses: {'200': {description: OK}}}"
    (folder / "more" / "a.yaml").write_text(item.replace("WORDS", "First"))
    with serving(folder / "crates.yaml", tmp_path, "--watch") as served:
        wait_until_it_says(served.url, "First")
        (folder / "more" / "a.yaml").write_text(item.replace("WORDS", "Second"))
        wait_until_it_says(served.url, "Second")
        (folder / "more" / "a.yaml").write_text("$ref: ../deeper/b.yaml")
        (folder / "deeper").mkdir()
        (folder / "deeper" / "b.yaml").write_text(item.replace("WORDS", "Third"))
        wait_until_it_says(served.url, "Third")
        (folder / "deeper" / "b.yaml").write_text(item.replace("WORDS", "Fourth"))
        wait_until_it_says(served.url, "Fourth")
