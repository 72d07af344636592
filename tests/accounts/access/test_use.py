"""A1: whether access can be used is decided at the moment of use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access import registry
from accounts.access.choices import Blocker, GrantState, Suspension
from accounts.access.deciding import standing_of
from accounts.access.jobs import look_for_lapses
from accounts.access.models import AccessGrant
from accounts.access.operations import (
    use_grant,
)
from accounts.access.registry import Requirement
from accounts.people.operations.suspension import suspend_sign_in
from accounts.register.choices import Terms
from accounts.register.operations import rest_account
from portal.audit.models import AuditEvent
from portal.mail.models import Message
from tests.factories.access import granted, in_days, rules
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(cast):
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


@pytest.fixture
def required(monkeypatch):
    """A requirement that the test switches: what a higher room would say."""
    state = {"is_met": True, "lapsed_at": None}

    def check(person, key):
        return Requirement(key, "Richtlinie lesen", state["is_met"], "/read/", state["lapsed_at"])

    monkeypatch.setitem(registry._sources, "test", (lambda: [("test:one", "One")], check))
    return state


def standing(grant, at=None):
    return standing_of(AccessGrant.objects.with_parts().get(pk=grant.pk), at or timezone.now())


def test_access_is_decided_at_the_moment_of_use(cast, way):
    """A1: the window, whatever the state says and no job has run."""
    grant = granted(way, to=cast.ben, by=cast.ada, days=2)
    assert standing(grant).can_be_used
    assert standing(grant, grant.ends_at - timedelta(seconds=1)).can_be_used
    assert standing(grant, grant.ends_at).blockers == (Blocker.OVER,)
    assert standing(grant, grant.starts_at - timedelta(seconds=1)).blockers == (Blocker.NOT_YET,)


def test_the_last_day_lasts_until_midnight_where_the_person_works(cast, way):
    cast.ben.location.time_zone = "America/New_York"
    cast.ben.location.save()
    grant = granted(way, to=cast.ben, by=cast.ada, days=1)
    assert (grant.ends_at - timedelta(seconds=1)).astimezone(
        timezone.get_default_timezone()
    ).date() >= in_days(1)
    assert grant.ends_at.astimezone(timezone.get_fixed_timezone(-300)).hour in (0, 23)


def test_a_person_who_cannot_sign_in_uses_nothing(cast, way):
    """A1"""
    grant = granted(way, to=cast.ben, by=cast.ada)
    suspend_sign_in(person=cast.ben, by=cast.hanna)
    assert Blocker.PERSON in standing(grant).blockers


def test_account_and_route_count_at_the_moment_of_use(cast, channel, way):
    """A1"""
    grant = granted(way, to=cast.ben, by=cast.ada)
    rest_account(account=channel, by=cast.anton)
    assert standing(grant).can_be_used, "a dormant account still exists and is looked after"
    way.terms = Terms.FORBIDDEN
    way.save()
    assert standing(grant).blockers == (Blocker.ROUTE,)


def test_what_is_required_is_checked_at_the_moment_of_use(cast, channel, way, required):
    """A1: a lapse stops the use at once, before any job; fulfilled again, use goes on at once."""
    rules(channel, by=cast.anton, required=["test:one"])
    grant = granted(way, to=cast.ben, by=cast.ada)
    assert standing(grant).can_be_used
    required["is_met"] = False
    assert standing(grant).blockers == (Blocker.REQUIREMENT,)
    assert standing(grant).missing[0].url == "/read/"
    look_for_lapses(None)
    grant.refresh_from_db()
    assert (grant.state, grant.suspension) == (GrantState.SUSPENDED, Suspension.LAPSE)
    assert Message.objects.filter(kind="access.grant_suspended", recipient_ref=cast.ben.ref).count() == 1
    required["is_met"] = True
    assert standing(grant).can_be_used, "no job has run yet"
    look_for_lapses(None)
    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE


def test_requirements_of_a_room_that_is_gone_are_not_met(cast, channel, way):
    rules(channel, by=cast.anton, required=["nowhere:at-all"])
    grant = granted(way, to=cast.ben, by=cast.ada)
    assert standing(grant).blockers == (Blocker.REQUIREMENT,)


def test_the_grace_of_whoever_is_on_call_is_short_loud_and_audited(cast, channel, way, required, monkeypatch):
    """A1"""
    monkeypatch.setattr(registry, "_on_call", [lambda person: person == cast.ben])
    rules(channel, by=cast.anton, required=["test:one"])
    grant = granted(way, to=cast.ben, by=cast.ada)
    now = timezone.now()
    required.update(is_met=False, lapsed_at=now)
    assert standing(grant, now + timedelta(hours=23)).is_grace
    assert standing(grant, now + timedelta(hours=24)).blockers == (Blocker.REQUIREMENT,)
    used = use_grant(grant=grant, by=cast.ben)
    assert used.can_be_used
    assert used.is_grace
    assert AuditEvent.objects.filter(verb="grant.grace_used").count() == 1
    assert Message.objects.filter(kind="access.grace_used").count() >= 2
    monkeypatch.setattr(registry, "_on_call", [])
    assert not standing(grant, now).can_be_used


def test_there_is_no_grace_for_what_was_never_fulfilled(cast, channel, way, required, monkeypatch):
    """A1"""
    monkeypatch.setattr(registry, "_on_call", [lambda person: True])
    rules(channel, by=cast.anton, required=["test:one"])
    required["is_met"] = False
    grant = granted(way, to=cast.ben, by=cast.ada)
    assert not standing(grant).can_be_used
