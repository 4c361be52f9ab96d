"""`speclift serve`: show a reference or an OpenAPI document in Swagger UI."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import BAD_INPUT, DONE, INTERRUPTED, USAGE, command
from speclift.cli.documents import add_loading, loading_of
from speclift.cli.extras import needs
from speclift.cli.listening import add_address, serve_there
from speclift.cli.references import ENVIRONMENT, FILES, add_options, jobs_of
from speclift.cli.sources import document_among
from speclift.model.text import counted
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.http.asgi import Application
    from speclift.serve.app import MakeMock
    from speclift.serve.source import Source


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    serve = command(
        commands,
        "serve",
        run,
        summary="show a reference or an OpenAPI 3 document in Swagger UI",
        description="Show the operations of a reference, or of an OpenAPI 3 document, in Swagger UI: a small document "
        "for each tag, the whole document as the last choice, and a search over all operations. The page loads "
        "nothing from elsewhere.\n\n"
        "Operations can be tried out against the mock on the same address (--mock), or a server that you name "
        "(--server). A browser lets a page read the responses of another server only where that server allows it "
        "(CORS), so that server has to allow the address of this page.",
        examples={
            "speclift serve docs --mock --watch": "write docs, see them, try them out, on http://127.0.0.1:8000",
            "speclift serve openapi.yaml --port 9000 --open": "a document, in the browser at once",
            "speclift serve docs --server https://staging.example.com/Cust1": "try operations out on a live server",
        },
        exit_codes={
            DONE: "ended by an interrupt or a signal",
            USAGE: "usage",
            BAD_INPUT: "bad input, or nothing can listen there",
            INTERRUPTED: "interrupted before the server was up",
        },
        environment=ENVIRONMENT,
        files=FILES,
    )
    serve.add_argument("source", nargs="+", metavar="DOCS|SPEC", help="folders of pages, or an OpenAPI document")
    add_address(serve, 8000)
    serve.add_argument("--mock", action="store_true", help="try operations out on the mock, at /mock")
    serve.add_argument(
        "--server",
        action="append",
        default=[],
        metavar="URL",
        help="try operations out on this server, which has to allow it (CORS)",
    )
    serve.add_argument("--watch", action="store_true", help="show every change of the docs at once")
    serve.add_argument("--open", action="store_true", help="open the page in the browser")
    add_loading(serve)
    add_options(serve, with_strict=False)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    with needs("serve"):
        from speclift.http.server import address_of, listen
        from speclift.serve.assets import load_assets

        assets = load_assets()
        if arguments.watch:
            import watchfiles  # noqa: F401
    from speclift.report.progress import ProgressLine
    from speclift.serve.app import Browse
    from speclift.serve.page import policy
    from speclift.serve.reader_process import Worker

    source = _source(arguments)
    policy(arguments.server)
    listening = listen(arguments.host, arguments.port)
    address = address_of(listening)
    worker = Worker(source)
    try:
        with ProgressLine(sys.stderr, is_wanted=not arguments.quiet) as line:
            catalogue = worker.load(line.pages)
        if not arguments.watch:
            worker.close()
        application = Browse(
            catalogue,
            source,
            assets,
            worker=worker if arguments.watch else None,
            make_mock=_mock_maker() if arguments.mock else None,
        )

        def started() -> None:
            if not arguments.quiet:
                for error in (*catalogue.warnings, *catalogue.errors):
                    say(error)
                counts = f"{counted(catalogue.whole.operations, 'operation')}, Swagger UI {assets.swagger_version}"
                say(f"{catalogue.title or 'The document'}: {counts}, on {address}")
            if arguments.open:
                _open(address)

        serve_there(arguments, application, listening, started)
    finally:
        worker.close()
    return DONE


def _source(arguments: argparse.Namespace) -> Source:
    from speclift.serve.app import MOCK
    from speclift.serve.source import Source

    servers = [(MOCK, "the mock")] if arguments.mock else []
    servers += [(url, "") for url in arguments.server]
    paths: list[str] = arguments.source
    spec = document_among(paths)
    return Source(
        docs=() if spec else tuple(paths),
        spec=spec,
        loading=loading_of(arguments),
        servers=tuple(servers),
        settings=arguments.settings,
        include_root=arguments.include_root,
        jobs=jobs_of(arguments),
        is_cached=not arguments.no_cache,
    )


def _mock_maker() -> MakeMock:
    """The function that makes a mock of a document; what was saved in one mock is also in the next."""
    import orjson

    from speclift.contract.view import contract_of
    from speclift.mock.app import Mock, Options
    from speclift.mock.resources.store import MemoryStore

    store = MemoryStore()

    def make(document: bytes) -> Application:
        return Mock(contract_of(orjson.loads(document)), Options(), store)

    return make


def _open(address: str) -> None:
    import threading
    import webbrowser

    # Some browsers block the caller until they are closed.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
