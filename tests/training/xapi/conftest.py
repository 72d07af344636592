from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.people import Cast
from tests.factories.training import course, require
from tests.training.xapi.record_store import PASSWORD, USERNAME, RecordStoreServer, certificate, started
from training.courses.models import Course
from training.xapi.models import RecordStore
from training.xapi.operations import set_store, switch_on


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(tls: tuple[Path, Path], settings) -> Iterator[RecordStoreServer]:
    """It runs on this machine and its certificate is the company's own."""
    settings.PORTAL_CA_FILE = str(tls[1])
    settings.XAPI_PRIVATE_ADDRESSES = True
    store = RecordStoreServer()
    running = started(store, *tls)
    yield store
    running.shutdown()
    running.server_close()


@pytest.fixture
def store(server: RecordStoreServer, cast: Cast) -> RecordStore:
    """Entered and switched on by Inès."""
    made = set_store(endpoint=server.endpoint, username=USERNAME, password=PASSWORD, by=cast.ines)
    switch_on(by=cast.ines)
    made.refresh_from_db()
    return made


@pytest.fixture
def basics(cast: Cast) -> Course:
    """A course that everybody in the company, Ada and Ben among them, has to do."""
    _ = cast.ada, cast.ben
    made = course(by=cast.edda)
    require(made, by=cast.hanna)
    return made
