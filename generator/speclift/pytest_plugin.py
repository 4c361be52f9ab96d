"""The pytest plugin: a mock and a client of a document as fixtures, and a test for each of its operations.

`pytest --speclift-spec openapi.yaml` adds a test for each operation. It sends the documented sample to a mock of the
document in this process, or with `--speclift-url` to a server, and checks the response.  The fixtures exist wherever a
document is named, by the option or by `speclift_spec` in the configuration of pytest.

Nothing is imported before it is used: pytest loads this module in every project of an environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from speclift.contract.records import Contract, Operation
    from speclift.contract.sample_request import Request
    from speclift.fuzz.secrets.credentials import Redactor
    from speclift.fuzz.transport.gate import Gate
    from speclift.mock.app import Mock


#: The most bytes of a response that are read, and the seconds that it may take.
_LARGEST_RESPONSE, _LONGEST_WAIT = 8 * 2**20, 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that name a document and a server."""
    group = parser.getgroup("speclift", "operations of an OpenAPI document")
    group.addoption("--speclift-spec", metavar="SPEC", help="OpenAPI document: adds a test for each of its operations")
    group.addoption("--speclift-url", metavar="URL", help="server to test (default: a mock of the document)")
    group.addoption("--speclift-auth-env", metavar="NAME", help="environment variable with its credential")
    parser.addini("speclift_spec", "OpenAPI document for the fixtures of speclift")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an address that `speclift fuzz` refuses.  Raises UsageError, which does not repeat it."""
    if url := config.getoption("--speclift-url"):
        _gate(url, ())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each operation, before any is deselected."""
    spec = config.getoption("--speclift-spec")
    if spec:
        items.extend(Document.from_parent(session, path=_path(config)).collect())


class BrokenPromiseError(Exception):
    """A response breaks the contract; the message is the text of a failed test."""


class Document(pytest.File):
    """The operations of a document as tests."""

    def collect(self) -> Iterable[OperationTest]:
        """A test for each operation, in the order of the document."""
        from speclift.contract.connection_headers import without_connection_fields

        contract = without_connection_fields(_contract(self.path))
        self.contract = contract
        self.gate = _gate(url, contract.operations) if (url := self.config.getoption("--speclift-url")) else None
        for operation in contract.operations:
            yield OperationTest.from_parent(self, name=operation.label, operation=operation)


class OperationTest(pytest.Item):
    """The test of one operation: it sends the documented sample and checks the response."""

    def __init__(self, *, operation: Operation, **more: Any) -> None:
        super().__init__(**more)
        self.operation = operation

    def runtest(self) -> None:
        """Send the sample and check the response.  Raises BrokenPromiseError, and skips a test that may not send it."""
        from speclift.contract.response_check import broken, depends_on_state
        from speclift.contract.sample_request import sample_request

        document = self.parent
        assert isinstance(document, Document)
        request = sample_request(document.contract, self.operation, _secret(self.config))
        url = self.config.getoption("--speclift-url")
        status, headers, content = _response_to(request, url, document.gate, document.contract, self._redactor())
        if depends_on_state(self.operation, status):
            pytest.skip(f"the server does not hold the resources that the sample needs: {status}")
        found = list(broken(document.contract, self.operation, status, headers, content))
        if found:
            raise BrokenPromiseError(self._redactor().text("\n".join([f"{request.method} {request.target}", *found])))

    def _redactor(self) -> Redactor:
        """The redactor that removes the credential from all messages; a made-up one needs no removal."""
        from speclift.fuzz.secrets.credentials import Redactor

        has_one = self.config.getoption("--speclift-auth-env")
        return Redactor({"Authorization": _secret(self.config)} if has_one else {})

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure, without the frames of the check."""
        if isinstance(excinfo.value, BrokenPromiseError):
            source = f"\nDocumented in {self.operation.source}" if self.operation.source else ""
            return f"{excinfo.value}{source}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The place that reports give for the test."""
        return self.path, None, self.name


@pytest.fixture(scope="session")
def speclift_contract(pytestconfig: pytest.Config) -> Contract:
    """The operations of the document (`speclift.contract.records.Contract`)."""
    return _contract(_path(pytestconfig))


@pytest.fixture
def speclift_mock(speclift_contract: Contract) -> Mock:
    """A mock of the document in this process: an ASGI application without any saved state."""
    from speclift.mock.app import Mock

    return Mock(speclift_contract)


@pytest.fixture(scope="session")
def speclift_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of the server: that of `--speclift-url`, else of a mock on a socket, one for each worker of xdist."""
    url = pytestconfig.getoption("--speclift-url")
    if url:
        yield url
        return
    from speclift.mock.process import running

    with running(str(_path(pytestconfig))) as mock:
        yield mock.url


@pytest.fixture(scope="session")
def speclift_package(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated client of the document, imported."""
    import importlib
    import sys

    from speclift.client.templates import Templates
    from speclift.openapi.load import load
    from speclift.pipeline.client import client_files

    # A client of the same document may be installed.
    name = "speclift_client_under_test"
    folder = tmp_path_factory.mktemp("speclift")
    for path, data in client_files(load(str(_path(pytestconfig))).document, name, Templates()).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for module in [key for key in sys.modules if key.partition(".")[0] == name]:
            del sys.modules[module]


@pytest.fixture
def speclift_client(pytestconfig: pytest.Config, speclift_package: ModuleType, speclift_url: str) -> Iterator[Any]:
    """A `Client` of the document at `speclift_url`."""
    with speclift_package.Client(speclift_url, auth=_auth(pytestconfig, speclift_package)) as client:
        yield client


@pytest.fixture
def speclift_async_client(pytestconfig: pytest.Config, speclift_package: ModuleType, speclift_mock: Mock) -> Any:
    """An `AsyncClient` of the document that talks to `speclift_mock` without a socket."""
    import httpx

    http = httpx.AsyncClient(transport=httpx.ASGITransport(speclift_mock))
    auth = _auth(pytestconfig, speclift_package)
    return speclift_package.AsyncClient("http://mock.example", auth=auth, http_client=http)


def _path(config: pytest.Config) -> Path:
    """The path of the document.  Raises UsageError where none is named."""
    given = config.getoption("--speclift-spec")
    if given:
        return Path(config.invocation_params.dir, given)
    found = config.getini("speclift_spec")
    if not found:
        raise pytest.UsageError("no document is named: give --speclift-spec, or set speclift_spec in the configuration")
    return Path(config.rootpath, found)


def _gate(url: str, operations: Sequence[Operation]) -> Gate:
    """The gate of `speclift fuzz --writes` for all operations.  Raises UsageError where `fuzz` refuses the URL."""
    from speclift.errors import UsageError

    try:
        from speclift.fuzz.transport.gate import Gate
        from speclift.fuzz.transport.selection import Selection, checked_url

        return Gate(checked_url(url), Selection(tuple(operations), (), with_writes=True), documented=True)
    except ModuleNotFoundError as error:
        raise pytest.UsageError(f"{error.name} is not installed: pip install 'speclift[fuzz]'") from None
    except UsageError as error:
        raise pytest.UsageError(error.message.replace("--url", "--speclift-url")) from None


def _contract(path: Path) -> Contract:
    """The contract of a document; its faults are warnings.  Raises UsageError where it cannot be loaded."""
    import warnings

    from speclift.contract.view import contract_of
    from speclift.errors import SpecliftError
    from speclift.openapi.load import load

    try:
        found = load(str(path))
        contract = contract_of(found.document)
    except SpecliftError as error:
        raise pytest.UsageError(str(error)) from error
    for fault in found.faults:
        warnings.warn(pytest.PytestWarning(f"{path.name}: {fault}"), stacklevel=1)
    return contract


def _secret(config: pytest.Config) -> str:
    """The credential.  Raises UsageError where the environment variable that should hold it is not set."""
    import os

    name = config.getoption("--speclift-auth-env")
    if name and not os.environ.get(name):
        raise pytest.UsageError(f"the environment variable {name} is not set")
    return os.environ[name] if name else "sample"


def _auth(config: pytest.Config, package: ModuleType) -> list[Any]:
    """A credential of each kind that the document names, all with the same secret."""
    secret = _secret(config)
    kinds = [getattr(package, name) for name in package.__all__ if name.endswith("Auth")]
    return [
        kind("sample", secret) if kind is package.BasicAuth else kind(secret)
        for kind in kinds
        if kind.schemes and kind not in (package.ClientCredentialsAuth, package.RefreshTokenAuth)
    ]


def _response_to(
    request: Request, url: str | None, gate: Gate | None, contract: Contract, redactor: Redactor
) -> tuple[int, dict[str, str], bytes]:
    """As `_sent`.  Raises BrokenPromiseError where a server sends nothing; skips the test where the gate refuses."""
    import asyncio

    from speclift.errors import SpecliftError, UsageError
    from speclift.fuzz.secrets.logging import redacting

    if not url:
        return asyncio.run(_sent(request, "", None, contract))
    try:
        # Libraries log and quote what they send.
        with redacting(redactor):
            return asyncio.run(asyncio.wait_for(_sent(request, url, gate, contract), _LONGEST_WAIT))
    except UsageError as error:
        pytest.skip(f"the request is not sent: {error.message}")
    except SpecliftError as error:
        text = redactor.text(f"{request.method} {request.target}")
        raise BrokenPromiseError(f"{text}\nThe server sends no response: {error.message}") from None


async def _sent(request: Request, url: str, gate: Gate | None, contract: Contract) -> tuple[int, dict[str, str], bytes]:
    """The status, headers (names in lower case) and body of the response.  Raises UsageError where the gate refuses."""
    import httpx

    from speclift.errors import UsageError
    from speclift.fuzz.transport.selection import path_refusal
    from speclift.mock.app import Mock

    # The client resolves `..`, so the gate sees only where a path leads.
    if gate and (reason := path_refusal(request.target.partition("?")[0])):
        raise UsageError(reason)
    # Each test has its own mock: none depends on what another one made or removed.
    transport = None if url else httpx.ASGITransport(Mock(contract))
    # Only the request of the test is sent: neither a proxy nor a login of this machine takes part.
    context = httpx.create_ssl_context()
    async with httpx.AsyncClient(transport=transport, timeout=30, trust_env=False, verify=context) as client:
        address = f"{(url or 'http://mock.example').rstrip('/')}{request.target}"
        built = client.build_request(request.method, address, headers=request.headers, content=request.body)
        if gate and (reason := gate.refusal(built.method, str(built.url), built.headers, built.content)):
            raise UsageError(reason)
        async with aclosing(await client.send(built, stream=True)) as response:
            content = bytearray()
            async for part in response.aiter_bytes():
                content += part
                if len(content) > _LARGEST_RESPONSE:
                    raise httpx.ReadError(f"it has more than {_LARGEST_RESPONSE:,} bytes")
    return response.status_code, {name.lower(): value for name, value in response.headers.items()}, bytes(content)
