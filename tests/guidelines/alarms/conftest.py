from collections.abc import Iterator
from pathlib import Path

import pytest

from guidelines.editions.models import Work
from tests.factories.alarms import names, playbook
from tests.factories.people import Cast
from tests.guidelines.alarms.machine import Machine, running
from tests.training.xapi.record_store import certificate


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def machine(tls: tuple[Path, Path], settings) -> Iterator[Machine]:
    """It runs on this computer and its certificate is the company's own."""
    settings.PORTAL_CA_FILE = str(tls[1])
    settings.ALARM_PRIVATE_ADDRESSES = True
    found = Machine()
    server = running(found, *tls)
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def plan(cast: Cast) -> Work:
    """Ada leads, Ben is her deputy; nobody else."""
    work = playbook(cast)
    names(work, cast.ada, cast.ben)
    return work
