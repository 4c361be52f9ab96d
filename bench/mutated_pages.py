"""Real pages, mutated end to end: `speclift spec` in this process on folders of them, for as long as is wanted.

    python -m bench.mutated_pages [--seconds 600] [--seed N] [--findings DIR] [--pages DIR]...

A run reads some pages that lie beside each other, most of them mutated (`bench/mutations.py`), and gives a document
that the validator accepts, or says that no page describes an operation (E004).  Anything else is a fault, and so is a
page that speclift fails on (SL116), whatever comes of the others: the folder is kept in `--findings`, under the number
of its run.  The pages are those below each `--pages`, else the embedded ones, the corpora and the references beside the
checkout; those that are mutated together are neighbours.
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

#: Seconds of the processor that a run of a few pages may take; most take less than a tenth of one.
HANG = 20
MOST_PAGES = 40
#: Bytes of the pages of a run.  What a page may have at most (2 MiB) takes seconds by itself.
MOST_BYTES = 512 * 1024
SUFFIXES = (".md", ".mdx", ".markdown")
OPTIONS = ((), ("--openapi", "3.0"), ("--media-types", "json"), ("--split-by", "tag"), ("--format", "json"))

#: The lines that a run prints whose pages were read: the errors of the docs, and what was found.
_SAID = re.compile(r":\d+: SL\d{3} |^\d+ operations, \d+ schemas, \d+ findings(, \d+ files)?$")


class Campaign(msgspec.Struct, frozen=True):
    """How many runs read how many mutated pages, how many gave a document, and what went wrong in which run."""

    runs: int
    pages: int
    documents: int
    faults: tuple[tuple[int, str], ...]


def page_folders() -> list[Path]:
    """The folders of all pages that there are: embedded, and of corpora and references beside the checkout."""
    folders = [EMBEDDED, *sorted((ROOT / "spec" / "references").glob("*/docs")), CORPORA / "2022", CORPORA / "2023"]
    return [folder for folder in [*folders, *sorted(REFERENCES.glob("*/docs"))] if folder.is_dir()]


def pages_below(folder: Path) -> list[Path]:
    """The pages below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())


def campaign(
    seconds: float, seed: int = 0, findings: Path | None = None, folders: Sequence[Path] | None = None
) -> Campaign:
    """Run after run on pages below `folders` until the time is over; what goes wrong is kept in `findings`."""
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
    """Write some of the pages, most of them mutated, as `x/0.md` and so on; how many were."""
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
    """What `speclift spec` on a folder ends with: nothing, `E004`, or what is a fault."""
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
        # A command leaves its records to the end of its process, and looks for no cycles in them.
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
    """Mutate, and print what came of it; exit with 1 where anything went wrong."""
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
