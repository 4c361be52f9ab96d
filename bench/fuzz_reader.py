"""Coverage-guided fuzzing of the page reader: pages made of bytes that reach new code, for a given time.

    pip install atheris
    python bench/fuzz_reader.py [--seconds 600] [--pages DIR]... [--findings DIR]

atheris is not a dependency of the project; it has wheels for Linux.  The corpus starts with the same number of real
pages from each `--pages` (default: the 2023 corpus beside the checkout, else spec/docs).  Each page is read with
includes that lead to a page that includes others, and the run goes on to the document.  An exception of a reader does
not become a finding (SL116) here: a page that crashes, takes more than 2 s or more than 1 GiB ends the run and is kept
in `--findings`, and can be given to libFuzzer as an argument later.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "2023"
SEEDS = 400
#: Bytes of a page.
LARGEST = 65536
SUFFIXES = (".md", ".mdx", ".markdown")
#: Seconds of processor time that a page may take; wall time would depend on what else the machine does.
HANG = 2.0
TOKENS = [
    *("---", "uid: ", "id: ", "title: ", "generated: true", "content_type: reference", "Enum values for "),
    *("```http", "```http!", "```http_", "```", "GET /", "HTTP/1.1 200 OK", "Content-Type: application/json"),
    *(
        "# ",
        "## Query String Parameters",
        "## Request Headers",
        "## Request Body: ",
        "## Response: ",
        "## Sample request",
    ),
    *("## Sample response", "### Response body: ", "| Path Part | Type | Description |", "|---|---|---|", "|"),
    *("| Property Name | Type | Description |", "| Response | Description |", "**Required**", "Enum: A, B", "{id}"),
    *("[!include[a](b.md)]", "[!include[", "](", "<see cref=", "</see>", "<para>", "<c>", "</c>", "&lt;p&gt;", "`"),
    *("#### ", "### Parameters", "### Response", "**Request**", "* `name` (string): ", "- `a` - b", ": ", "    GET /a"),
    *("curl -X POST 'https://a.example/b' \\", "-H 'A: b'", "-d '{}'", "<table>", "<tr><td>", "</td></tr>", "<br/>"),
    *("<Tabs>", "{% tabs %}", "{% endtab %}", ":::note", ":::", "| Method | Path |", "| `GET` | `/a` |", "Default: 1"),
    *("import A from 'b';", "{{< a >}}", "<%= a %>", "~~~", "|:--|", "1. ", "> ", "200 OK", "max 100", "(required)"),
    *("Carrier object for ", "array of ", "list of ", '{"a":', "[[", "}}", "\\u0000", "int32", "array", "object"),
]


def main() -> None:
    """Fuzz in a process of its own, and print the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--pages", type=Path, action="append", metavar="DIR")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    arguments, _ = parser.parse_known_args()
    if "--worker" in sys.argv:
        fuzz()
        return
    folders = arguments.pages or [CORPUS if CORPUS.is_dir() else ROOT / "spec" / "docs"]
    arguments.findings.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        words = Path(folder) / "tokens.dict"
        words.write_text("".join(f'"{_quoted(token)}"\n' for token in TOKENS))
        seeds = Path(folder) / "seeds"
        seeds.mkdir()
        share = max(SEEDS // len(folders), 1)
        for number, pages in enumerate(map(pages_below, folders)):
            for index, page in enumerate(pages[:: max(len(pages) // share, 1)]):
                (seeds / f"{number}-{index}").write_bytes(page.read_bytes()[:LARGEST])
        limits = ["-timeout=20", "-rss_limit_mb=1024", f"-max_len={LARGEST}", "-print_final_stats=1", "-verbosity=1"]
        command = [sys.executable, __file__, "--worker", f"-max_total_time={arguments.seconds}", *limits]
        command += [f"-dict={words}", f"-artifact_prefix={arguments.findings.resolve()}/", str(seeds)]
        raise SystemExit(subprocess.run(command).returncode)


def pages_below(folder: Path) -> list[Path]:
    """The pages below a folder, the smallest first."""
    found = (path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def _quoted(token: str) -> str:
    return token.replace("\\", "\\\\").replace('"', '\\"')


def fuzz() -> None:
    """Read the pages that libFuzzer generates until it ends the process."""
    import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["speclift"]):
        from speclift.model.reference import Reference
        from speclift.openapi.building.document import build_document
        from speclift.pipeline.recovery import api_of
        from speclift.reading.known_forms.forms import wording_of
        from speclift.reading.known_forms.operation_paths import checked
        from speclift.reading.page import read_page
        from speclift.settings import Settings
    settings = Settings()
    included = {
        "rest/Kite/b.md": b"```http\nGET /a\n```\n\n[!include[a](c.md)]\n",
        "rest/Kite/c.md": b"[!include[a](b.md)]",
    }

    def once(data: bytes) -> None:
        begin = time.process_time()
        page = checked(read_page("rest/Kite/page.md", data, included.get))
        reference = Reference((page,), wording_of({page.printed.form} if page.printed else set()))
        if not reference.is_empty:
            build_document(api_of(reference, settings), settings)
        if time.process_time() - begin > HANG:
            raise TimeoutError(f"a page took more than {HANG} s")

    libfuzzer = [argument for argument in sys.argv if argument.startswith("-") and not argument.startswith("--")]
    atheris.Setup([sys.argv[0], *libfuzzer, sys.argv[-1]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
