"""The same conformance against `manage.py serve`: a process of its own, over HTTP."""

import http.client
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import check_server

from tests.accounts.scim.directory import new_token
from tests.accounts.scim.test_conformance import complaints
from tests.factories.people import Cast, department
from tests.faults.machines import free_port
from tests.portal.jobs.processes import Process, wait_for


class Server:
    """`manage.py serve` on a port of its own, as a WSGI application that passes everything on to it."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.port = free_port()
        self.process = Process(["manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"], env, log)

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/health/live", b"", {})[0] == 200
        except OSError:
            return False

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Any, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        return response.status, response.getheaders(), response.read()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        headers = {
            key.removeprefix("HTTP_").replace("_", "-").title(): value
            for key, value in environ.items()
            if key.startswith("HTTP_") or key in ("CONTENT_TYPE", "CONTENT_LENGTH")
        }
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        body = environ.get("wsgi.input", BytesIO()).read()
        status, said, content = self.ask(
            environ["REQUEST_METHOD"], f"{environ['PATH_INFO']}{query}", body, headers
        )
        start_response(f"{status} -", [(name, value) for name, value in said if name.lower() != "connection"])
        return [content]


@pytest.fixture
def server(transactional_db: None, child_env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    server = Server(child_env, tmp_path / "serve.log")
    try:
        wait_for(server.answers, 120, server.process)
        yield server
    finally:
        server.process.kill()


def test_a_running_server_conforms(server: Server) -> None:
    department()
    secret = new_token(Cast())[1]
    client = WSGISCIMClient(
        server,
        base_url=f"http://127.0.0.1:{server.port}/scim/v2",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert complaints(check_server(client)) == []
