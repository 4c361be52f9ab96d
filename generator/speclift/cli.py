"""The command line: parse arguments, call the library, print, choose the exit code.

Everything heavy is imported where it is used, so that `speclift --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

from speclift import __version__
from speclift.commands import fuzz, mock
from speclift.errors import SpecliftError, UsageError

if TYPE_CHECKING:
    from speclift.model.finding import Finding
    from speclift.run import Options, Specification
    from speclift.settings import Settings
    from speclift.write.cache import Cache, Outcome

T = TypeVar("T")

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 short of --strict, 2 usage, 3 bad input, 130 interrupted."""
    return _run(_parser().parse_args(argv))


def _run(arguments: argparse.Namespace) -> int:
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SpecliftError as error:
        print(f"speclift: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("speclift: interrupted; nothing was written", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; keep the interpreter from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def entry() -> NoReturn:
    """`main` as a process of its own: it ends without taking the records of the run apart one by one."""
    arguments = _parser().parse_args()
    try:
        code = _run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        # A second one, while the first was answered.
        code = INTERRUPTED
    os._exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="speclift", description="Recover an OpenAPI document from a markdown API reference."
    )
    parser.add_argument("--version", action="version", version=f"speclift {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    spec = commands.add_parser("spec", help="write the OpenAPI document of a reference")
    spec.add_argument("docs", nargs="+", metavar="DOCS", help="folder of pages")
    spec.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="file to write, - for standard output; a folder with --split-by",
    )
    spec.add_argument("--openapi", choices=("3.1", "3.0"), default="3.1", help="OpenAPI version (default: 3.1)")
    spec.add_argument("--format", choices=("yaml", "json"), help="default: by the suffix of the output, else yaml")
    spec.add_argument("--split-by", choices=("tag",), help="write one document for each tag")
    spec.add_argument(
        "--media-types", choices=("all", "json"), default="all", help="leave out media types that are not JSON"
    )
    spec.add_argument(
        "--validator", choices=("fast", "reference"), default="fast", help="validator of the written document"
    )
    _common(spec, with_strict=True)
    spec.set_defaults(run=_spec)

    check = commands.add_parser("check", help="report what is wrong with the docs")
    check.add_argument("docs", nargs="+", metavar="DOCS", help="folder of pages")
    check.add_argument("--output-format", choices=("text", "json", "sarif", "github"), default="text")
    check.add_argument("-o", "--output", metavar="FILE", default="-", help="file to write (default: standard output)")
    _common(check, with_strict=True)
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="print where each fact about a name comes from")
    explain.add_argument("docs", nargs="+", metavar="DOCS", help="folder of pages")
    explain.add_argument(
        "name",
        metavar="NAME",
        help="operation id, 'METHOD /path', Schema, Schema.property, operationId.parameter, SL code",
    )
    _common(explain, with_strict=False)
    explain.set_defaults(run=_explain)

    generate = commands.add_parser("generate", help="make everything that can be made from a reference")
    generate.add_argument("docs", nargs="+", metavar="DOCS", help="folder of pages")
    generate.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="folder; OUT/spec/openapi.yaml and OUT/generated/ are written",
    )
    _templates(generate)
    _common(generate, with_strict=True)
    generate.set_defaults(run=_generate)

    client = commands.add_parser("client", help="make a typed Python client of an OpenAPI 3 document")
    client.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    client.add_argument("-o", "--output", required=True, metavar="DIR", help="folder of the client's project")
    client.add_argument("--package", metavar="NAME", help="import package (default: after the document's title)")
    _templates(client)
    client.add_argument("--quiet", action="store_true", help="print nothing but errors")
    client.set_defaults(run=_client)

    mock.add(commands)
    fuzz.add(commands)
    return parser


def _templates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--templates", metavar="DIR", help="folder of templates that stand in place of those of the same path"
    )


def _common(parser: argparse.ArgumentParser, *, with_strict: bool) -> None:
    if with_strict:
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 where the docs have errors or contradictions"
        )
    parser.add_argument(
        "--settings",
        metavar="FILE",
        help="default: speclift.toml in DOCS or here, or [tool.speclift] in pyproject.toml",
    )
    parser.add_argument(
        "--jobs", type=_positive, metavar="N", help="processes that read pages (default: one a core, at most 4)"
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument("--no-cache", action="store_true", help="neither use nor keep results of earlier runs")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _spec(arguments: argparse.Namespace) -> int:
    from speclift.run import Options

    form: Literal["yaml", "json"] = arguments.format or _format_of(arguments.output)
    if arguments.split_by and arguments.output == "-":
        raise UsageError("--split-by writes several files.", expected="a folder behind -o", advice="name a folder")
    options = Options(
        version=arguments.openapi,
        format=form,
        split=arguments.split_by is not None,
        json_only=arguments.media_types == "json",
        validator=arguments.validator,
    )
    return _write(arguments, options)


def _generate(arguments: argparse.Namespace) -> int:
    from speclift.report.findings import is_short
    from speclift.run import Options, generate
    from speclift.write.tree import write_tree

    generated = _long(
        arguments,
        Options(),
        lambda settings, **more: generate(arguments.docs, settings, templates=arguments.templates, **more),
    )
    outcome = generated.outcome
    changed = write_tree(arguments.output, outcome.files)
    _summarise(arguments, outcome, f", {len(changed)} of {len(outcome.files)} files changed")
    return int(arguments.strict and is_short(outcome.findings))


def _client(arguments: argparse.Namespace) -> int:
    import gc

    from speclift.client.templates import Templates
    from speclift.run import client_files, load_document
    from speclift.write.tree import write_tree

    gc.disable()
    files = client_files(load_document(arguments.spec), arguments.package, Templates(arguments.templates))
    changed = write_tree(arguments.output, files)
    if not arguments.quiet:
        print(f"{len(changed)} of {len(files)} files changed", file=sys.stderr)
    return 0


def _write(arguments: argparse.Namespace, options: Options) -> int:
    from speclift.report.findings import is_short
    from speclift.write.files import write_files
    from speclift.write.tree import write_tree

    outcome = _specification(arguments, options).outcome
    if arguments.output == "-":
        sys.stdout.buffer.write(b"".join(outcome.files.values()))
    elif options.split:
        write_tree(arguments.output, outcome.files)
    else:
        (data,) = outcome.files.values()
        write_files({arguments.output: data})
    _summarise(arguments, outcome, f", {len(outcome.files)} files" if len(outcome.files) > 1 else "")
    return int(arguments.strict and is_short(outcome.findings))


def _summarise(arguments: argparse.Namespace, outcome: Outcome, files: str) -> None:
    if not arguments.quiet:
        _print_errors(outcome.findings, _root(arguments.docs))
        counts = f"{outcome.operations} operations, {outcome.schemas} schemas, {len(outcome.findings)} findings"
        print(f"{counts}{files}", file=sys.stderr)


def _check(arguments: argparse.Namespace) -> int:
    from speclift.report.findings import FORMATS, is_short
    from speclift.run import Options
    from speclift.write.files import write_files

    outcome = _specification(arguments, Options()).outcome
    text = FORMATS[arguments.output_format](outcome.findings, _root(arguments.docs))
    if arguments.output == "-":
        sys.stdout.write(text)
    else:
        write_files({arguments.output: text.encode()})
    return int(arguments.strict and is_short(outcome.findings))


def _explain(arguments: argparse.Namespace) -> int:
    from speclift.report.explain import explain
    from speclift.report.progress import ProgressLine
    from speclift.run import recover

    settings = _settings(arguments)
    with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        api = recover(
            arguments.docs, settings, jobs=_jobs(arguments), cache=_cache(arguments, None), progress=line.pages
        )
    sys.stdout.write(explain(api, arguments.name))
    return 0


def _specification(arguments: argparse.Namespace, options: Options) -> Specification:
    from speclift.run import specify

    return _long(arguments, options, lambda settings, **more: specify(arguments.docs, settings, options, **more))


def _long(arguments: argparse.Namespace, options: Options, work: Callable[..., T]) -> T:
    """Work on a reference with what the arguments say of settings, processes, cache and progress."""
    import gc

    from speclift.report.progress import ProgressLine

    # The records of a run live until its end; looking for cycles among them costs a third of the time.
    gc.disable()
    settings = _settings(arguments)
    with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
        found = work(settings, jobs=_jobs(arguments), cache=_cache(arguments, options), progress=line.pages)
    # The arguments live until the process ends, and what hangs on them with them.
    arguments.found = found
    return found


def _settings(arguments: argparse.Namespace) -> Settings:
    from speclift.settings import load_settings

    return load_settings(arguments.settings, arguments.docs[0])


def _cache(arguments: argparse.Namespace, options: Options | None) -> Cache | None:
    if arguments.no_cache:
        return None
    from speclift.write.cache import Cache, default_folder

    return Cache(default_folder(), arguments.docs, repr(options))


def _jobs(arguments: argparse.Namespace) -> int:
    return arguments.jobs or min(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4
    )


def _format_of(output: str) -> Literal["yaml", "json"]:
    return "json" if output.lower().endswith(".json") else "yaml"


def _root(docs: Sequence[str]) -> str:
    """What the paths of findings start at; those of several references name their folder themselves."""
    if len(docs) > 1:
        return ""
    return docs[0] if os.path.isdir(docs[0]) else os.path.dirname(docs[0])


def _print_errors(findings: Sequence[Finding], root: str) -> None:
    from speclift.model.finding import RULES_BY_CODE
    from speclift.report.findings import as_line

    for finding in findings:
        if RULES_BY_CODE[finding.code].severity == "error":
            print(as_line(finding, root), file=sys.stderr)
