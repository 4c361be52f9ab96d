"""`speclift serve` in headless Chromium: the first operation, a changed page, and what is answered meanwhile.

    python bench/browsing.py [DOCS] [--runs N]

DOCS is a reference (default: the 2023 corpus beside the checkout, else spec/docs); it is copied, since pages are
changed.  Beside it stands Swagger UI as it comes, on the document in one piece, from the same server.  The runs take
turns.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "2023"
EMBEDDED = ROOT / "spec" / "docs"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

#: Swagger UI as its own documentation starts it.
PLAIN = """<!DOCTYPE html><html lang="en"><head><title>plain</title>
<link rel="stylesheet" href="/-/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/-/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({url: "/-/openapi.json", dom_id: "#swagger-ui", deepLinking: true})</script></body></html>"""

#: Milliseconds for whatever is waited for: the document in one piece takes long.
PATIENCE = 180_000


@contextmanager
def serving(docs: Path) -> Iterator[str]:
    """The address of `speclift serve --watch` on a free port."""
    command = [sys.executable, "-m", "speclift", "serve", str(docs), "--port", "0", "--watch"]
    command += ["--settings", str(ROOT / "pyproject.toml")] if docs.name == "2023" else []
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        start = time.perf_counter()
        for line in process.stderr:
            found = re.search(r"on (http://\S+)$", line)
            if found:
                print(f"ready after {time.perf_counter() - start:.2f} s: {line.strip()}")
                yield found[1]
                return
        raise SystemExit("bench: speclift serve did not start")
    finally:
        process.terminate()
        process.wait()


def first_operation(browser: Browser, url: str, *, is_plain: bool) -> float:
    """Seconds from the address to the first operation that can be seen, in a browser that has nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    if is_plain:

        def answer(route: Route) -> None:
            route.fulfill(body=PLAIN, content_type="text/html")

        page.route("**/plain.html", answer)
    start = time.perf_counter()
    page.goto(url + ("/plain.html" if is_plain else "/"), wait_until="commit", timeout=PATIENCE)
    page.wait_for_selector(".opblock", timeout=PATIENCE)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def changed_page(browser: Browser, url: str, docs: Path, runs: int) -> tuple[list[float], list[float]]:
    """Seconds from a changed page to its text in the browser, and of the requests that were made meanwhile."""
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
    seconds: list[float] = []
    answers: list[float] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.wait(0.02):
            start = time.perf_counter()
            urllib.request.urlopen(f"{url}/-/version.json").read()
            answers.append(time.perf_counter() - start)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    fence = text.index("```http")
    end = text.index("```", fence + 7) + 3
    for run in range(runs):
        word = f"changed{run}now"
        start = time.perf_counter()
        changed.write_text(f"{text[:end]}\n\nThis has {word}.\n{text[end:]}", encoding="utf-8")
        page.locator("#swagger-ui", has_text=word).wait_for(timeout=PATIENCE)
        seconds.append(time.perf_counter() - start)
        time.sleep(1)
    is_over.set()
    asking.join()
    context.close()
    return seconds, answers


def row(name: str, seconds: list[float]) -> str:
    """A line of the table: median, extremes."""
    return f"{name:44} {statistics.median(seconds):8.2f} {min(seconds):8.2f} {max(seconds):8.2f}"


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description="Measure speclift serve in a browser.")
    parser.add_argument("docs", nargs="?", type=Path, default=CORPUS if CORPUS.is_dir() else EMBEDDED)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("bench: chromium is not installed (Debian and Ubuntu: apt install chromium)")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        docs = Path(shutil.copytree(arguments.docs, Path(folder) / arguments.docs.resolve().name))
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with serving(docs) as url:
            ours: list[float] = []
            plain: list[float] = []
            for _ in range(arguments.runs):
                ours.append(first_operation(browser, url, is_plain=False))
                plain.append(first_operation(browser, url, is_plain=True))
            changes, answers = changed_page(browser, url, docs, arguments.runs)
        browser.close()
    print(f"{'seconds':44} {'median':>8} {'min':>8} {'max':>8}")
    print(row("first operation", ours))
    print(row("the same, Swagger UI on the unsplit document", plain))
    print(row("a changed page is in the browser", changes))
    print(row("an answer while pages change", answers))


if __name__ == "__main__":
    main()
