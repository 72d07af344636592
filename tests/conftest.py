"""What every test stands on: a database copied from a migrated template, a closed network, a clean slate."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase
from django.utils import translation

from portal.upkeep.catalogues import compile_all
from tests import network
from tests.databases import template_for
from tests.factories.people import Cast

CHROMIUM = os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SERVICES = os.environ.get("PORTAL_SERVICES") == "1"
CI = os.environ.get("CI") == "true"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what cannot run here and say why; `.ci/run` checks that nothing is left out there.

    What drives a browser comes last: Playwright leaves an event loop running, in which no PDF can be sealed.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    for item in items:
        reason = why_left_out(item, in_ci=CI)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def why_left_out(item: pytest.Item, *, in_ci: bool) -> str:
    """Why `item` cannot run here, or "". In CI a missing program is a failure of the test that needs it.

    Services are a run of their own, there too.
    """
    if not SERVICES and item.get_closest_marker("services"):
        return "needs PORTAL_SERVICES=1 with PostgreSQL and Redis"
    if in_ci:
        return ""
    if not CHROMIUM and item.get_closest_marker("browser"):
        return "no chromium found (set PORTAL_CHROMIUM to its path)"
    missing = [name for mark in item.iter_markers("needs") for name in mark.args if not shutil.which(name)]
    return f"not installed: {', '.join(missing)}" if missing else ""


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.install(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def german() -> None:
    """Pages and mails are asked for in both languages; compiled messages are not in the repository."""
    compile_all()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[None]:
    """Copy the migrated template for this worker, and put it back after every transactional test."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        template = template_for(worker)
        template.build(fresh=request.config.getvalue("create_db"))
        template.restore()

        def restore(self: TransactionTestCase) -> None:
            connections.close_all()
            template.restore()

        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        yield
        connections.close_all()
        template.drop()


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """Rate limits, an activated language and stored heads of the trail would leak into the next test."""
    yield
    cache.clear()
    translation.deactivate()
    shutil.rmtree(f"{settings.PORTAL_FILES_DIR}/evidence/chain-heads", ignore_errors=True)


@pytest.fixture
def child_env() -> dict[str, str]:
    """The environment of a process started by a test: the same settings, database, files and keys.

    The module of the settings is in `os.environ`; `settings` does not know it while a test overrides one.
    """
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor == "postgresql":
        password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
        url = f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {
        **os.environ,
        "TEST_DATABASE_URL": url,
        "PORTAL_TEST_DATA_DIR": settings.DATA_DIR,
    }


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium; Playwright's event loop makes Django believe that every test is asynchronous."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS, "headless": True}


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast of people; each is hired when first named."""
    return Cast()
