"""`speclift mock`: serve an OpenAPI document."""

from __future__ import annotations

import argparse
import functools
import os
from typing import TYPE_CHECKING, Any

from speclift.cli.arguments import BAD_INPUT, DONE, FAILED, UNREACHABLE, USAGE, command, names, whole
from speclift.cli.documents import add_loading, tell_limits
from speclift.cli.extras import needs
from speclift.cli.listening import add_address, serve_there
from speclift.cli.sources import add_settings, document_of
from speclift.errors import UsageError, meant
from speclift.model.text import counted
from speclift.report.terminal import say

if TYPE_CHECKING:
    from speclift.http.asgi import Application
    from speclift.mock.app import Mock

#: At most this many faulty samples are named.
_MOST_SAMPLES = 20


def add(commands: Any) -> None:
    """Add the command and its arguments."""
    mock = command(
        commands,
        "mock",
        run,
        summary="serve an OpenAPI 3 document, or a reference: requests are checked, responses are its samples",
        description="Serve an OpenAPI 3 document, or the one that folders of pages describe. Requests that break it "
        "are refused with a problem document "
        "(RFC 9457); responses are the documented samples, or what was saved before. "
        "'Prefer: code=404, example=NAME, dynamic=true' asks for another response, 'Prefer: delay=2' for a late one.",
        examples={
            "speclift mock openapi.yaml": "on http://127.0.0.1:8080",
            "speclift mock docs": "the document of a reference",
            "speclift mock openapi.yaml --state shop.db": "keep what is saved for the next run",
            "speclift mock openapi.yaml --faults json-truncated": "make one fault, on one operation",
            "speclift mock openapi.yaml --send orderPaid http://localhost:9000/hook": "send one webhook",
        },
        exit_codes={
            DONE: "ended by an interrupt or a signal; what was sent was accepted",
            FAILED: "what was sent was refused",
            USAGE: "usage",
            BAD_INPUT: "bad input, or nothing can listen there",
            UNREACHABLE: "no server answers at the address of --send",
        },
    )
    mock.add_argument("source", nargs="*", metavar="SPEC|DOCS", help="OpenAPI document, or folders of pages")
    add_loading(mock)
    add_settings(mock)
    add_address(mock, 8080)
    mock.add_argument("--seed", type=whole, default=0, metavar="N", help="seed of values without a sample (default: 0)")
    mock.add_argument("--state", metavar="FILE", help="keep what is saved in this SQLite file (default: in memory)")
    mock.add_argument(
        "--secret-env", metavar="VARIABLE", help="environment variable that holds the only credential to accept"
    )
    mock.add_argument(
        "--faults",
        type=names,
        default=(),
        metavar="LIST",
        help="faults to make: names, families or all, separated by commas",
    )
    mock.add_argument("--list-faults", action="store_true", help="print the faults and the checks that find them")
    mock.add_argument("--log", action="store_true", help="print a line for each request on standard error")
    mock.add_argument(
        "--send",
        nargs=2,
        metavar=("NAME", "URL"),
        help="send the webhook of this name, or the callback OPERATION.NAME, and serve nothing",
    )
    mock.add_argument("--anywhere", action="store_true", help="also send to other machines")
    mock.add_argument("--quiet", action="store_true", help="print nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted."""
    with needs("mock"):
        if arguments.list_faults:
            _print_faults()
            return 0
        from speclift.http.server import address_of, listen
    if not arguments.source:
        raise UsageError(
            "No document is named.",
            expected="speclift mock SPEC, or speclift mock DOCS",
            advice="name an OpenAPI file, or a folder of pages",
        )
    if arguments.send:
        return _send(arguments, *arguments.send)
    mock = _mock(arguments)
    listening = listen(arguments.host, arguments.port)
    address = address_of(listening)
    started = functools.partial(_announce, mock, address) if not arguments.quiet else lambda: None
    serve_there(arguments, _logged(mock) if arguments.log else mock, listening, started)
    return 0


def _logged(mock: Mock) -> Application:
    from speclift.mock.log import RequestLog

    secrets = (scheme.parameter for scheme in mock.contract.schemes.values() if scheme.location == "query")
    return RequestLog(mock, secrets, say)


def _send(arguments: argparse.Namespace, name: str, url: str) -> int:
    """Send a webhook or callback once."""
    from speclift.contract.view import contract_of, events_of
    from speclift.mock.webhooks import event_of, send

    document = document_of(arguments, arguments.source).document
    events = events_of(document)
    if name not in events:
        known = ", ".join(sorted(events)) or "none"
        raise UsageError(
            f"The document has no webhook or callback {name}.",
            expected=f"one of these: {known}",
            advice=meant(name, events) or "correct the name after --send",
        )
    sent = send(event_of(contract_of(document), events[name], arguments.seed), url, anywhere=arguments.anywhere)
    note = "" if sent.is_documented else ", which the document does not have"
    if not arguments.quiet:
        say(f"{sent.method} {sent.url}: {sent.status}{note}")
    return DONE if 200 <= sent.status < 300 else FAILED


def _mock(arguments: argparse.Namespace) -> Mock:
    import gc

    from speclift.contract.view import contract_of
    from speclift.mock.app import Mock, Options
    from speclift.mock.resources.store import FileStore
    from speclift.mock.unsupported import limits

    secret = None
    if arguments.secret_env:
        secret = os.environ.get(arguments.secret_env)
        if not secret:
            raise UsageError(
                f"The environment variable {arguments.secret_env} is not set.",
                expected="a variable that holds a credential",
                advice="set it, or leave --secret-env out",
            )
    # What is made here lives until the end; looking for cycles in it costs a fifth of the time to start.
    gc.disable()
    found = document_of(arguments, arguments.source)
    tell_limits(arguments, found.sources.in_files(limits(found.document)), found.file)
    document = found.document
    # A large document and its contract together take too much memory.
    del found
    contract = contract_of(document)
    store = FileStore(arguments.state) if arguments.state else None
    mock = Mock(contract, Options(seed=arguments.seed, faults=arguments.faults, secret=secret), store)
    gc.enable()
    return mock


def _announce(mock: Mock, address: str) -> None:
    for operation_id, fault in mock.faults.items():
        say(f"fault {fault.name} on {operation_id}")
    for name in mock.unplaced:
        say(f"fault {name} fits no operation that is left")
    faulty = list(mock.faulty_samples())
    for sample in faulty[:_MOST_SAMPLES]:
        say(f"{sample}")
    if len(faulty) > _MOST_SAMPLES:
        say(f"{counted(len(faulty) - _MOST_SAMPLES, 'more sample')} of this kind")
    operations = counted(len(mock.contract.operations), "operation")
    say(f"{mock.contract.title or 'The document'}: {operations} on {address}")


def _print_faults() -> None:
    from speclift.mock.faults.catalogue import FAULTS

    width = max(map(len, FAULTS))
    for fault in FAULTS.values():
        print(f"{fault.name:{width}}  {fault.family:12}  {', '.join(fault.found_by)}")
