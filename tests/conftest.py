"""What every test stands on: a database copied from a migrated template, a closed network, a clean slate."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TestCase, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from dev import CHROMIUM
from portal.upkeep.catalogues import compile_all
from tests import apps_once, network
from tests.databases import template_for
from tests.factories.people import Cast
from tests.leaks import RowsLeft, Untouched

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
# How long an example takes says how busy the machine is, and nothing about the rule.
examples.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("portal")
LEFT_OUT = pytest.StashKey[dict[str, int]]()
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
# Files that take longest, longest first: no worker is left alone with one of them at the end.
SLOW = (
    "tests/whole_house/test_url_matrix.py",
    "tests/bench/test_every_bench_starts.py",
    "tests/faults/test_services.py",
    "tests/portal/jobs/test_workers.py",
    "tests/guidelines/policies/test_pages_in_browser.py",
    "tests/reports/dashboards/test_pages_in_browser.py",
    "tests/reports/exports/test_killed.py",
    "tests/whole_house/test_leak_walk.py",
    "tests/accounts/vault/test_restored.py",
    "tests/faults/",
    "tests/portal/jobs/test_serve.py",
    "tests/portal/documents/test_child.py",
    "tests/reports/demo/test_story.py",
    "tests/reports/reminders/test_faults.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what cannot run here and say why; `.ci/run` checks that nothing is left out there.

    What drives a browser comes last: Playwright leaves an event loop running, in which no PDF can be sealed.
    """
    items.sort(key=turn)
    leave_what_stays_uncounted()
    for item in items:
        reason = why_left_out(item, in_ci=CI)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
        if not uses_database(item):
            item.add_marker(pytest.mark.pure)


def leave_what_stays_uncounted() -> None:
    """Hundreds of megabytes of modules live as long as the process; no garbage needs looking for there."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


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


def turn(item: pytest.Item) -> tuple[bool, int]:
    """Where in the run it comes; `pytest -n 2` hands out whole files in this order."""
    place = next((at for at, start in enumerate(SLOW) if item.nodeid.startswith(start)), len(SLOW))
    return item.get_closest_marker("browser") is not None, place


def uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("services")
    return bool(marked) or not DATABASE_FIXTURES.isdisjoint(fixtures)


def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> None:
    """Who asks for the database while running would be missing from the run on PostgreSQL."""
    if fixturedef.argname in DATABASE_FIXTURES and request.node.get_closest_marker("pure"):
        pytest.fail("it asks for the database while it runs: mark it with django_db", pytrace=False)


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items:
        told = getattr(item.config, "workeroutput", item.config.stash.setdefault(LEFT_OUT, {}))
        told["pure"] = told.get("pure", 0) + bool(item.get_closest_marker("pure"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """What a worker left out; all of them leave out the same."""
    node.config.stash[LEFT_OUT] = {"pure": getattr(node, "workeroutput", {}).get("pure", 0)}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    left_out = config.stash.get(LEFT_OUT, {}).get("pure")
    if left_out and "not pure" in config.getoption("markexpr"):
        terminalreporter.write_line(f"{left_out} tests that touch no database were left to another run")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        network.install(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        apps_once.install(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def german() -> None:
    """Pages and mails are asked for in both languages; compiled messages are not in the repository."""
    compile_all()


@pytest.fixture(scope="session")
def untouched(request: pytest.FixtureRequest, django_db_blocker) -> Iterator[Untouched]:
    """Copy the migrated template for this worker, and put it back after every transactional test."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        template = template_for(worker)
        template.build(fresh=request.config.getvalue("create_db"))
        template.restore()
        untouched = Untouched()
        roll_back = TestCase._fixture_teardown

        def restore(self: TransactionTestCase) -> None:
            assert not untouched.are_shared, "who commits cannot share rows"
            connections.close_all()
            template.restore()

        def roll_back_and_look(self: TestCase) -> None:
            roll_back(self)
            try:
                untouched.require()
            except RowsLeft:
                restore(self)  # so that the next test is not blamed
                raise

        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
        patch.setattr(TestCase, "_fixture_teardown", roll_back_and_look)
        yield untouched
        connections.close_all()
        template.drop()


@pytest.fixture(scope="session")
def django_db_setup(untouched: Untouched) -> None:
    """In place of pytest-django's own, which would migrate a database for every worker."""


@pytest.fixture(scope="class")
def share_rows(untouched: Untouched, django_db_blocker) -> Iterator[Callable]:
    """`with share_rows(make) as made`, in a fixture of a class whose tests all begin with the same rows."""
    with django_db_blocker.unblock():
        yield untouched.with_shared_rows


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
def base_url() -> None:
    """Each test names its own server; Playwright's own fixture of this name is one that pytest gives up."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium; Playwright's event loop makes Django believe that every test is asynchronous."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS, "headless": True}


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast of people; each is hired when first named."""
    return Cast()
