"""The conformance checks of scim2-tester, through Django's WSGI application."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from accounts.people.models import Employee
from tests.accounts.scim.directory import Directory

GOOD = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}


def complaints(results: list) -> list[str]:
    return [
        f"{r.status.name} {r.resource_type} {r.title}: {r.reason}" for r in results if r.status not in GOOD
    ]


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Keep the test's transaction open over requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_every_check_passes(directory: Directory, one_connection: None) -> None:
    client = WSGISCIMClient(
        get_wsgi_application(),
        base_url="http://testserver/scim/v2",
        headers={"Authorization": f"Bearer {directory.secret}"},
    )
    results = check_server(client)
    assert complaints(results) == []
    assert len(results) > 60
    assert Employee.objects.who_left().exists(), "the checks delete people: they left, their records stay"
