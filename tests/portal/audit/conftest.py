from collections.abc import Callable, Iterator

import pytest
from django.core.files.storage import storages

from portal.audit import registry
from portal.audit.rules import RuleBroken
from portal.audit.trail import operation, record
from portal.audit.verification import exported_files

VERBS = {
    "test.done": registry.Verb("Something done", "n", "text"),
    "test.refused": registry.Verb("Something refused", "rule"),
}


class TooMany(RuleBroken):
    """A rule of these tests."""


@pytest.fixture(autouse=True)
def verbs() -> Iterator[None]:
    known = registry.known_verbs()
    registry.verbs("test", VERBS)
    yield
    registry._VERBS.clear()
    registry._VERBS.update(known)


@pytest.fixture(autouse=True)
def no_exports() -> None:
    """Files are not rolled back: heads exported by an earlier test belong to another chain."""
    for name in exported_files():
        storages["evidence"].delete(name)


@pytest.fixture
def act() -> Callable[..., None]:
    """One operation that leaves `count` rows behind."""

    @operation
    def run(count: int = 1) -> None:
        for n in range(count):
            record("test.done", details={"n": n})

    return run
