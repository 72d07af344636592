"""A Wednesday in Hamburg: one released guideline, asked of the whole cast, and HR at the desk."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from guidelines.policies.models import AcknowledgementRequest, Policy
from tests.factories.people import Cast, signed_in
from tests.factories.policies import release, request_of

NOON = datetime(2026, 11, 4, 11, 0, tzinfo=UTC)


@pytest.fixture
def wednesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=True) as traveller:
        yield traveller


@pytest.fixture
def policy(wednesday: time_machine.Traveller, cast: Cast) -> Policy:
    """Social media, asked of Ben, Mara and everybody else named so far."""
    _ = cast.ben, cast.hanna
    return release(editor=cast.edda, approver=cast.falk).policy


@pytest.fixture
def asked(policy: Policy, cast: Cast) -> AcknowledgementRequest:
    return request_of(cast.ben)


@pytest.fixture
def hr(cast: Cast) -> Client:
    return signed_in(Client(), cast.hanna)
