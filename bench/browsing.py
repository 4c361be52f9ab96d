"""`speclift serve` in headless Chromium: the first operation, a changed page, and other requests meanwhile.

    python -m bench.browsing

The reference is the 2023 corpus beside the checkout, else spec/docs; it is copied, since pages are changed.  It is
compared with plain Swagger UI on the whole document, from the same server.  The runs take turns.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Route, sync_playwright

from bench.figure import Figure, of_runs, table
from bench.measurement import RUNS, SETTINGS, SPECLIFT, copy, environment_in, reference

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

#: Swagger UI as its own documentation starts it.
PLAIN = """<!DOCTYPE html><html lang="en"><head><title>plain</title>
<link rel="stylesheet" href="/-/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/-/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "/-/openapi.json", dom_id: "#swagger-ui", deepLinking: true})</script></body></html>"""

HOW = f"from the address to the first operation in sight, nothing cached, median of {RUNS}; ratio: to speclift serve"

#: Records inside the page when a word first appears: a wait from outside would look only twice a second.
OBSERVE = """() => {
  const shown = document.getElementById("swagger-ui");
  window.seen = {};
  const look = () => shown.textContent.match(/changed\\d+now/g)?.forEach((word) => { seen[word] ??= Date.now(); });
  new MutationObserver(look).observe(shown, { subtree: true, childList: true, characterData: true });
}"""

#: The longest wait in milliseconds: the whole document takes long.
PATIENCE = 180_000


@contextmanager
def serving(docs: Path, environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    """The address of `speclift serve --watch` on a free port, and the seconds until it first responded."""
    command = [*SPECLIFT, "serve", str(docs), "--port", "0", "--watch", "--settings", str(SETTINGS)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    try:
        start = time.perf_counter()
        for line in process.stderr:
            found = re.search(r"on (http://\S+)$", line)
            if found:
                yield found[1], time.perf_counter() - start
                return
        raise SystemExit("bench: speclift serve did not start")
    finally:
        process.terminate()
        process.wait()


def first_operation(browser: Browser, url: str, *, is_plain: bool) -> float:
    """Seconds from opening the address to the first visible operation, in a browser that has nothing cached.

    A large reference begins with an overview of its tags, so the address is that of a tag.
    """
    tag = json.load(urllib.request.urlopen(f"{url}/-/index.json"))["parts"][0][0]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    if is_plain:

        def respond(route: Route) -> None:
            route.fulfill(body=PLAIN, content_type="text/html")

        page.route("**/plain.html", respond)
    start = time.perf_counter()
    page.goto(url + ("/plain.html" if is_plain else f"/?spec={tag}"), wait_until="commit", timeout=PATIENCE)
    page.wait_for_selector(".opblock", timeout=PATIENCE)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def changed_page(browser: Browser, url: str, docs: Path, runs: int) -> tuple[list[float], list[float]]:
    """The seconds from a changed page to its text in the browser, and those of each request that was made meanwhile."""
    changed = min(docs.rglob("*.md"), key=lambda path: ("GetAll" not in path.name, str(path)))
    text = changed.read_text(encoding="utf-8")
    found = re.search(r"(?m)^uid: (\S+)$", text)
    assert found
    context = browser.new_context()
    page = context.new_page()
    page.goto(url, timeout=PATIENCE)
    page.fill("#search", found[1])
    page.locator("#found li").first.click()
    page.wait_for_selector(".opblock.is-open", timeout=PATIENCE)
    page.evaluate(OBSERVE)
    seconds: list[float] = []
    waits: list[float] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.wait(0.02):
            start = time.perf_counter()
            urllib.request.urlopen(f"{url}/-/version.json").read()
            waits.append(time.perf_counter() - start)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    fence = text.index("```http")
    end = text.index("```", fence + 7) + 3
    for run in range(runs):
        word = f"changed{run}now"
        start = time.time()
        changed.write_text(f"{text[:end]}\n\nThis has {word}.\n{text[end:]}", encoding="utf-8")
        page.locator("#swagger-ui", has_text=word).wait_for(timeout=PATIENCE)
        seconds.append(page.evaluate("(word) => seen[word]", word) / 1000 - start)
        time.sleep(1)
    is_over.set()
    asking.join()
    context.close()
    return seconds, waits


def figures() -> list[Figure]:
    """The start, the first operation, a changed page and the requests meanwhile, in seconds."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        note = "chromium is not installed (Debian and Ubuntu: apt install chromium)"
        return [Figure("first operation", None, "s", HOW, note=note)]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        docs = copy(reference(), folder / "docs")
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with serving(docs, environment_in(folder)) as (url, started):
            ours: list[float] = []
            plain: list[float] = []
            for _ in range(RUNS):
                ours.append(first_operation(browser, url, is_plain=False))
                plain.append(first_operation(browser, url, is_plain=True))
            changes, waits = changed_page(browser, url, docs, RUNS)
        browser.close()
    return [
        Figure("`speclift serve` is ready, cold", started, "s", "one start"),
        of_runs("first operation", ours, "s", HOW, ratio=1.0),
        of_runs("first operation, Swagger UI on the whole", plain, "s", HOW, ratio=median(plain) / median(ours)),
        of_runs("a changed page is in the browser", changes, "s", f"from the write to the text, median of {RUNS}"),
        of_runs("a response while pages change", waits, "s", f"of {len(waits)} requests for a small file"),
    ]


if __name__ == "__main__":
    print(table(figures()))
