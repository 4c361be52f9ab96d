"""Real pages, mutated and read end to end: `speclift spec` in this process on folders of them, for a given time.

    python -m bench.mutated_pages [--seconds 600] [--seed N] [--findings DIR] [--pages DIR]...

A run reads some neighbouring pages, most of them mutated (`bench/mutations.py`).  It is good if it gives a document
that the validator accepts, or says that no page describes an operation (E004).  Anything else is a fault, and so is a
page on which speclift fails (SL116): the folder is kept in `--findings`, under the number of the run.  The pages are
those below each `--pages`, else the embedded ones, the corpora and the references beside the checkout.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec

from bench.measurement import CORPORA, EMBEDDED, ROOT
from bench.mutations import mutated
from bench.references import REFERENCES
from speclift.model.finding import FAULT

#: Seconds of processor time that a run of a few pages may take; most runs take less than 0.1 s.
HANG = 20
MOST_PAGES = 40
#: The most bytes of all pages of a run.  A single page of the largest size that is allowed (2 MiB) takes seconds.
MOST_BYTES = 512 * 1024
SUFFIXES = (".md", ".mdx", ".markdown")
OPTIONS = ((), ("--openapi", "3.0"), ("--media-types", "json"), ("--split-by", "tag"), ("--format", "json"))

#: The lines that a good run prints: findings, the progress of a slow run, and the counts at the end.
_SAID = re.compile(
    r":\d+: SL\d{3} |^reading pages \d+/\d+$|^[\d,]+ operations?, [\d,]+ schemas?, [\d,]+ findings?(, [\d,]+ files)?$"
)


class Campaign(msgspec.Struct, frozen=True):
    """The number of runs, of mutated pages and of documents, and (run, what went wrong) of each fault."""

    runs: int
    pages: int
    documents: int
    faults: tuple[tuple[int, str], ...]


def page_folders() -> list[Path]:
    """The folders of all known pages: the embedded ones, and the corpora and references beside the checkout."""
    folders = [EMBEDDED, *sorted((ROOT / "spec" / "references").glob("*/docs")), CORPORA / "2022", CORPORA / "2023"]
    return [folder for folder in [*folders, *sorted(REFERENCES.glob("*/docs"))] if folder.is_dir()]


def pages_below(folder: Path) -> list[Path]:
    """The pages below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def campaign(
    seconds: float, seed: int = 0, findings: Path | None = None, folders: Sequence[Path] | None = None
) -> Campaign:
    """Make runs on pages below `folders` for some seconds; keep the folders of faults in `findings`."""
    references = [list(_neighbours(folder)) for folder in folders or page_folders()]
    references = [neighbours for neighbours in references if neighbours]
    if not references:
        raise SystemExit("bench: there are no pages to mutate")
    runs = pages = documents = 0
    faults: list[tuple[int, str]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "docs"
            random = Random(f"{seed}:{runs}")
            # The smallest reference gets as many runs as the largest.
            pages += write_pages(folder, random, random.choice(random.choice(references)))
            outcome = run_spec(folder, random.choice(OPTIONS), Path(name))
            documents += outcome == ""
            if outcome not in ("", "E004"):
                faults.append((runs, outcome))
                if findings:
                    shutil.copytree(folder, findings / f"{seed}-{runs}", dirs_exist_ok=True)
        runs += 1
    return Campaign(runs, pages, documents, tuple(faults))


def _neighbours(root: Path) -> Iterator[list[Path]]:
    """The pages of each folder below a root."""
    pages = pages_below(root)
    for folder in sorted({path.parent for path in pages}):
        yield [path for path in pages if path.parent == folder]


def write_pages(folder: Path, random: Random, neighbours: Sequence[Path]) -> int:
    """Write some of the pages, most of them mutated, as `x/0.md` and so on; return how many were mutated."""
    count = random.choice((1, 3, 8, MOST_PAGES))
    start = random.randrange(max(len(neighbours) - count, 0) + 1)
    texts: list[str] = []
    for path in neighbours[start : start + count]:
        text = path.read_text(encoding="utf-8")
        if not texts or sum(map(len, texts)) + len(text) <= MOST_BYTES:
            texts.append(text)
    (folder / "x").mkdir(parents=True)
    number = 0
    for index, text in enumerate(texts):
        is_mutated = random.random() < 0.8
        number += is_mutated
        changed = mutated(text, random, texts) if is_mutated else text
        (folder / "x" / f"{index}.md").write_bytes(changed.encode("utf-8", "replace"))
    return number


def run_spec(folder: Path, options: Sequence[str], target: Path) -> str:
    """The result of `speclift spec` on a folder: empty for a document, `E004`, or the text of a fault."""
    from speclift.cli.main import main

    messages = io.StringIO()
    output = str(target / ("specs" if "--split-by" in options else "openapi"))
    arguments = ["spec", str(folder), "-o", output, "--no-cache", "--jobs", "1", *options]
    signal.signal(signal.SIGVTALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANG)
    try:
        with contextlib.redirect_stderr(messages):
            code = main(arguments)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(frame.filename).name}:{frame.lineno})"[:300]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        # A command turns the garbage collector off, as its process ends soon, but this one goes on.
        gc.enable()
    lines = messages.getvalue().splitlines()
    faulty = next((line for line in lines if f" {FAULT} " in line), "")
    unknown = [line for line in lines if not _SAID.search(line)]
    if faulty:
        return faulty[:300]
    if code == 0 and not unknown:
        return "" if Path(output).exists() else "no document was written"
    is_without = code == 3 and any(" E004 " in line for line in unknown)
    return "E004" if is_without else f"exit {code}: {' '.join(unknown)}"[:300]


def _out_of_time(*_: object) -> None:
    raise TimeoutError(f"more than {HANG} s of the processor")


def main() -> None:
    """Make runs and print the result; exit with 1 if there was a fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--findings", type=Path)
    parser.add_argument("--pages", type=Path, action="append", metavar="DIR")
    arguments = parser.parse_args()
    found = campaign(arguments.seconds, arguments.seed, arguments.findings, arguments.pages)
    print(
        f"{found.runs:,} runs, {found.pages:,} mutated pages, {found.documents:,} documents, {len(found.faults)} faults"
    )
    for run, text in found.faults:
        print(f"run {run}: {text}")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
