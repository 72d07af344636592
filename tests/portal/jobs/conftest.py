"""Job kinds that only these tests know."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest

from portal.jobs import publishing
from portal.jobs.choices import Queue
from portal.jobs.registry import forget, handler
from portal.jobs.running import CannotSucceed, Run, shutting_down


@pytest.fixture
def effects() -> list:
    """What the jobs of a test have done."""
    return []


@pytest.fixture
def ada() -> SimpleNamespace:
    return SimpleNamespace(ref=uuid4(), is_authenticated=True)


@pytest.fixture
def dirk() -> SimpleNamespace:
    """Somebody else."""
    return SimpleNamespace(ref=uuid4(), is_authenticated=True)


@pytest.fixture(autouse=True)
def kinds(effects: list) -> Iterator[None]:
    """`test.note` works, `test.break` raises, `test.impossible` cannot succeed."""

    @handler("test.note", queue=Queue.MAIL)
    def note(run: Run) -> dict:
        with run.step(1, 1):
            effects.append(run.payload.get("note"))
        return {"noted": run.payload.get("note")}

    @handler("test.break", max_attempts=3, on_failed=lambda job: effects.append(("gave up", job.state)))
    def break_(run: Run) -> None:
        raise ValueError("content that must not be stored: ada@example.org")

    @handler("test.impossible", reasons={"too_big": "It is too big."})
    def impossible(run: Run) -> None:
        raise CannotSucceed("too_big")

    yield
    shutting_down.clear()
    publishing.publisher._paused_until = 0.0
    for kind in ("test.note", "test.break", "test.impossible", "test.custom", "test.duty"):
        forget(kind)
