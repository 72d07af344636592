"""A small record store: an HTTPS server on this machine that keeps statements by their id, as xAPI says."""

import base64
import datetime
import ipaddress
import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USERNAME, PASSWORD = "portal", "Pfauenauge ü 1"


@dataclass
class RecordStoreServer:
    """What it was told, and how it answers: `answers` are used up one by one, then it behaves."""

    statements: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, str, int]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    location: str = ""
    port: int = 0

    @property
    def endpoint(self) -> str:
        return f"https://127.0.0.1:{self.port}/xapi"

    def answer_to(self, statement_id: str, sent: dict[str, Any]) -> int:
        """204 when stored, 409 when another statement has the id; the same one again is fine."""
        if self.answers:
            return self.answers.pop(0)
        if self.statements.setdefault(statement_id, sent) != sent:
            return 409
        return 204


def _handler(store: RecordStoreServer) -> type[BaseHTTPRequestHandler]:
    wanted = "Basic " + base64.b64encode(f"{USERNAME}:{PASSWORD}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            address = urlsplit(self.path)
            (statement_id,) = parse_qs(address.query)["statementId"]
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = 401
            if (
                self.headers["Authorization"] == wanted
                and self.headers["X-Experience-API-Version"] == "1.0.3"
            ):
                status = store.answer_to(statement_id, sent)
            store.calls.append((address.path, statement_id, status))
            self.send_response(status)
            if store.location:
                self.send_header("Location", store.location)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


def certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


def started(store: RecordStoreServer, key: Path, certificate_file: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(store))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    store.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
