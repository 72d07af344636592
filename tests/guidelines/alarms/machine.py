"""A machine on this computer that takes what it is sent: a chat, an on-call system, an SMS gateway."""

import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Taken:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass
class Machine:
    """`answers` are used up one by one, then it takes everything."""

    taken: list[Taken] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}/hook?token=abc"


def _handler(machine: Machine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            machine.taken.append(Taken(self.path, dict(self.headers), body))
            self.send_response(machine.answers.pop(0) if machine.answers else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler


def running(machine: Machine, key: Path, certificate: Path) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(machine))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    machine.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
