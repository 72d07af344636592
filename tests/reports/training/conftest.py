"""A Wednesday in Hamburg: one course is required of everybody, and HR is at the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.factories.people import Cast, signed_in
from tests.factories.training_rows import assignment_row, requirement_row
from training.assignments.models import Assignment, Requirement

NOON = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)


@pytest.fixture
def wednesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def required(wednesday: time_machine.Traveller, cast: Cast) -> Requirement:
    _ = cast.hanna
    return requirement_row()


@pytest.fixture
def assigned(required: Requirement, cast: Cast) -> Assignment:
    """Ben has thirty days from today."""
    return assignment_row(cast.ben, required)


@pytest.fixture
def hr(cast: Cast) -> Client:
    return signed_in(Client(), cast.hanna)
