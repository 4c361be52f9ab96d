"""Servers with TLS whose certificate comes from a certificate authority of the user."""

from __future__ import annotations

import http.server
import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from speclift.cli.main import main
from speclift.contract.sample_request import sample_request
from speclift.contract.view import read_contract
from speclift.fuzz.secrets.credentials import Redactor
from speclift.pytest_plugin import BrokenPromiseError, _gate, _response_to
from tests.contract.small import STRING, document, operation, properties

pytestmark = [
    pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed"),
]


class Server:
    """A server with TLS: its URL, the certificate of its authority, that of another authority, and requested paths."""

    def __init__(self, url: str, authority: Path, stranger: Path) -> None:
        self.url = url
        self.authority = authority
        self.stranger = stranger
        self.paths: list[str] = []


def _openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def _make_certificates(folder: Path) -> None:
    """Make the certificates `authority.pem` and `stranger.pem`, and `server.pem`, which the first of them signs."""
    new = ("-newkey", "rsa:2048", "-nodes", "-days", "2")
    for name in ("authority", "stranger"):
        _openssl(
            folder,
            *("req", "-x509", *new, "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={name}"),
            *("-addext", "keyUsage=critical,keyCertSign"),
        )
    _openssl(folder, "req", *new[:3], "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    signer = ("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial")
    _openssl(
        folder, "x509", "-req", "-in", "server.csr", *signer, "-days", "2", "-extfile", "names", "-out", "server.pem"
    )


@pytest.fixture(scope="module")
def tls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("certificates")
    _make_certificates(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            running.paths.append(self.path)
            data = json.dumps({"id": 1}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = do_TRACE = _respond  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    class QuietServer(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Log nothing when a client does not trust the certificate and closes the connection."""

    server = QuietServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    running = Server(f"https://127.0.0.1:{server.server_port}", folder / "authority.pem", folder / "stranger.pem")
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A document that the server breaks: its ids are numbers and not strings."""
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document({"/kites": {"get": operation("list", answer=properties(id=STRING))}})))
    return path


def test_all_requests_trust_the_authority_of_the_file(tls_server: Server, spec: Path, tmp_path: Path) -> None:
    tls_server.paths.clear()
    report = tmp_path / "report.json"
    command = ["fuzz", str(spec), "--url", tls_server.url, "--ca-file", str(tls_server.authority)]
    assert main([*command, "--max-examples", "5", "--quiet", "--report-json", str(report)]) == 1
    found = json.loads(report.read_text())
    assert found["findings"]
    # The requests of schemathesis are counted, too, and each of them arrived.
    assert len(tls_server.paths) >= found["requests"] > 3
    tls_server.paths.clear()
    assert main([*command, "--replay", str(report)]) == 1
    assert tls_server.paths


def test_another_authority_is_not_trusted(
    tls_server: Server, spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tls_server.paths.clear()
    # The environment variables that name an authority to requests, to curl and to OpenSSL have no effect.
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tls_server.authority))
    for option in ([], ["--ca-file", str(tls_server.stranger)]):
        assert main(["fuzz", str(spec), "--url", tls_server.url, "--quiet", *option]) == 4
        assert "--ca-file" in capsys.readouterr().err
    assert tls_server.paths == []


def test_the_pytest_plugin_trusts_the_authority_of_the_variable(
    tls_server: Server, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no option for a file of authorities, so there is a variable; without it, no such server is trusted."""
    contract = read_contract(json.loads(spec.read_text()))
    request = sample_request(contract, contract.operations[0])
    gate = _gate(tls_server.url, contract.operations)
    tls_server.paths.clear()
    for authority in (None, tls_server.stranger):
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        if authority:
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        with pytest.raises(BrokenPromiseError, match="sends no response"):
            _response_to(request, tls_server.url, gate, contract, Redactor({}))
    assert tls_server.paths == []
    monkeypatch.setenv("SSL_CERT_FILE", str(tls_server.authority))
    assert _response_to(request, tls_server.url, gate, contract, Redactor({}))[0] == 200


def test_a_file_without_a_certificate_is_an_error_that_names_the_option(
    tls_server: Server, spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tls_server.paths.clear()
    (tmp_path / "empty.pem").touch()
    for path in (tmp_path / "none.pem", tmp_path / "empty.pem", tmp_path, spec):
        assert main(["fuzz", str(spec), "--url", tls_server.url, "--ca-file", str(path)]) == 2
        assert "E001 The file of --ca-file cannot be used" in capsys.readouterr().err
    assert tls_server.paths == []
