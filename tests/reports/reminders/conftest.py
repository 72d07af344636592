"""Ben is asked on Monday, 2 November 2026, to confirm by Monday, 16 November."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.people.models import Employee
from guidelines.policies.models import AcknowledgementRequest, PolicyVersion
from guidelines.policies.operations import acknowledge
from tests.factories.policies import read, release
from tests.reports.reminders.mornings import clock, post

ASKED, DUE = "2026-11-02", "2026-11-16"


@pytest.fixture
def released(cast) -> Callable[..., PolicyVersion]:
    """Release a guideline to everybody at nine on that day; mails about proposals are out of the way."""

    def at(day: str = ASKED, **facts: Any) -> PolicyVersion:
        _ = cast.ben
        with clock(day, "09:00"):
            version = release(editor=cast.edda, approver=cast.falk, **facts)
            post()
        return version

    return at


@pytest.fixture
def asked(cast, released) -> AcknowledgementRequest:
    released()
    return AcknowledgementRequest.objects.get(employee=cast.ben)


@pytest.fixture
def confirm() -> Callable[[Employee], None]:
    """Have somebody confirm everything that is open."""

    def everything(person: Employee) -> None:
        for request in AcknowledgementRequest.objects.open().of(person):
            acknowledge(request=request, read=read(request), authenticated="password", by=person)

    return everything
