"""A guideline that has to be acknowledged to work on a corporate account."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from accounts.access.choices import Blocker, GrantState, Suspension
from accounts.access.deciding import standing_of
from accounts.access.jobs import look_for_lapses
from accounts.access.models import AccessGrant
from accounts.access.operations import use_grant
from accounts.access.registry import requirement_choices, requirements_of
from accounts.people.calendar import end_of_day, local_day
from accounts.people.operations import define_audience, move, send_on_leave
from guidelines.policies.choices import ChangeClass, Method, ReservationOutcome, StatementKind, Visibility
from guidelines.policies.models import ReservationCase
from guidelines.policies.operations import (
    acknowledge,
    acknowledge_under_reservation,
    exempt,
    reconfirm_due,
    retire_policy,
    settle_reservation,
)
from tests.factories.access import granted, rules
from tests.factories.people import department
from tests.factories.policies import propose, read, release, request_of
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db
KEY = "policies:social-media"


@pytest.fixture
def policy(cast):
    _ = cast.ben
    return release(editor=cast.edda, approver=cast.falk).policy


@pytest.fixture
def channel(cast, policy):
    """An account on which only they work who have acknowledged the guideline."""
    made = sound_account(cast)
    rules(made, by=cast.anton, required=[KEY])
    return made


def says_yes(person, *, method=Method.SELF):
    request = request_of(person)
    acknowledge(request=request, read=read(request), authenticated="passkey", by=person, method=method)


def has_doubts(person):
    request = request_of(person)
    facts = {"request": request, "read": read(request), "authenticated": "passkey", "by": person}
    return acknowledge_under_reservation(**facts, reason="Not clear")


def released_anew(cast, policy, **facts):
    return release(editor=cast.edda, approver=cast.falk, policy=policy, **facts)


def stands(person, key=KEY):
    return requirements_of(person, [key])[0]


def overdue(person):
    """A moment on the day after the last day of the request, where the person works."""
    return end_of_day(request_of(person).due_on, person.location) + timedelta(minutes=1)


def standing(grant):
    return standing_of(AccessGrant.objects.with_parts().get(pk=grant.pk), timezone.now())


def test_what_can_be_required_is_what_is_owed_and_in_force(cast, policy):
    release(editor=cast.edda, approver=cast.falk, slug="photos", statement_kind=StatementKind.CONSENT)
    gone = release(editor=cast.edda, approver=cast.falk, slug="old").policy
    retire_policy(policy=gone, by=cast.falk)
    propose(by=cast.edda, slug="not-yet")
    release(editor=cast.edda, approver=cast.falk, slug="few", visibility=Visibility.AUDIENCE)
    with translation.override("de"):
        offered = dict(requirement_choices())
    assert {key for key in offered if key.startswith("policies:")} == {KEY}
    assert offered[KEY] == "Soziale Medien · Everyone"
    with translation.override("en"):
        assert dict(requirement_choices())[KEY].startswith("Social media")


def test_whoever_never_acknowledged_lacks_it(cast, policy):
    one = stands(cast.ben)
    assert (one.is_met, one.title, one.lapsed_at) == (False, "Social media", None)
    assert one.url == reverse("policies:acknowledge", args=[request_of(cast.ben).ref])
    with time_machine.travel(overdue(cast.ben), tick=False):
        assert stands(cast.ben).lapsed_at is None


def test_acknowledged_is_met(cast, policy):
    says_yes(cast.ben)
    one = stands(cast.ben)
    assert (one.is_met, one.url, one.lapsed_at) == (True, "", None)


def test_confirmed_at_the_desk_counts_as_much(cast, policy):
    says_yes(cast.ben, method=Method.KIOSK)
    assert stands(cast.ben).is_met


def test_an_editorial_change_asks_nobody_and_stays_met(cast, policy):
    says_yes(cast.ben)
    released_anew(cast, policy, change_class=ChangeClass.EDITORIAL)
    assert stands(cast.ben).is_met


def test_an_earlier_version_counts_until_the_new_request_is_overdue(cast, policy):
    says_yes(cast.ben)
    released_anew(cast, policy)
    request = request_of(cast.ben)
    one = stands(cast.ben)
    assert one.is_met
    assert one.url == reverse("policies:acknowledge", args=[request.ref])
    with time_machine.travel(overdue(cast.ben), tick=False):
        one = stands(cast.ben)
        assert not one.is_met
        assert one.lapsed_at == end_of_day(request.due_on, cast.ben.location)
        assert one.url == reverse("policies:acknowledge", args=[request.ref])
        says_yes(cast.ben)
        assert stands(cast.ben).is_met


def test_whoever_is_away_is_not_overdue(cast, policy):
    says_yes(cast.ben)
    released_anew(cast, policy)
    send_on_leave(person=cast.ben, by=cast.hanna)
    with time_machine.travel(overdue(cast.ben), tick=False):
        assert stands(cast.ben).is_met


def test_the_day_ends_where_the_person_works(cast, policy):
    says_yes(cast.ben)
    cast.ben.location.time_zone = "America/New_York"
    cast.ben.location.save()
    released_anew(cast, policy)
    last = request_of(cast.ben).due_on
    with time_machine.travel(end_of_day(last, cast.ben.location) - timedelta(minutes=1), tick=False):
        assert local_day(timezone.now(), cast.ben.location) == last
        assert stands(cast.ben).is_met


def test_under_reservation_is_not_met_until_it_is_confirmed(cast, policy):
    """K6: neither confirmed nor refused; a reservation takes an older yes away, too."""
    says_yes(cast.ben)
    released_anew(cast, policy)
    has_doubts(cast.ben)
    assert not stands(cast.ben).is_met
    case = ReservationCase.objects.get()
    settle_reservation(case=case, outcome=ReservationOutcome.ASK_AGAIN, note="Talked", by=cast.hanna)
    assert not stands(cast.ben).is_met, "asked again, not answered"
    says_yes(cast.ben)
    assert stands(cast.ben).is_met


def test_who_is_exempt_owes_nothing_but_has_not_read_it(cast, policy):
    exempt(request=request_of(cast.ben), reason="On a trip", by=cast.hanna)
    one = stands(cast.ben)
    assert not one.is_met
    assert one.url == reverse("policies:guideline-read", args=["social-media"])


def test_a_confirmation_that_is_due_again_counts_until_it_is_overdue(cast):
    _ = cast.ben
    policy = release(editor=cast.edda, approver=cast.falk, reconfirm_months=12).policy
    says_yes(cast.ben)
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        reconfirm_due(policy=policy, today=timezone.localdate())
        assert request_of(cast.ben).cycle == 2
        assert stands(cast.ben).is_met
        later = overdue(cast.ben)
    with time_machine.travel(later, tick=False):
        assert not stands(cast.ben).is_met


def test_whom_it_does_not_concern_lacks_it_and_learns_nothing_of_it(cast):
    marketing = define_audience(
        slug="marketing", name="Marketing", clauses=[{"department": department("Marketing")}], by=None
    )
    _ = cast.ada, cast.ben
    facts = {"audience": marketing, "visibility": Visibility.AUDIENCE}
    release(editor=cast.edda, approver=cast.falk, **facts)
    one = stands(cast.ben)
    assert (one.is_met, one.url, one.title) == (False, "", "A guideline that is not meant for you")
    says_yes(cast.ada)
    move(person=cast.ada, department=department("Sales"), by=cast.hanna)
    assert stands(cast.ada).is_met, "what was confirmed stays confirmed"


def test_a_retired_guideline_and_a_consent_hold_nobody(cast, policy):
    """Rules are pinned on what was granted under them: retiring a text must not end all access for good."""
    released_anew(cast, policy, statement_kind=StatementKind.CONSENT)
    assert stands(cast.ben).is_met
    retire_policy(policy=policy, by=cast.falk)
    assert stands(cast.ben).is_met
    assert not stands(cast.ben, "policies:never-heard-of").is_met


def test_access_lapses_with_the_acknowledgement_and_comes_back(cast, channel, policy):
    """A1: decided at the moment of use, before any job; the state follows, and what is read again counts
    at once."""
    says_yes(cast.ben)
    grant = granted(channel.routes.get(), to=cast.ben, by=cast.ada, days=200)
    assert standing(grant).can_be_used
    released_anew(cast, policy)
    assert standing(grant).can_be_used, "asked anew, not overdue"
    with time_machine.travel(overdue(cast.ben), tick=False):
        assert standing(grant).blockers == (Blocker.REQUIREMENT,)
        assert not use_grant(grant=grant, by=cast.ben).can_be_used
        look_for_lapses(None)
        grant.refresh_from_db()
        assert (grant.state, grant.suspension) == (GrantState.SUSPENDED, Suspension.LAPSE)
        says_yes(cast.ben)
        assert standing(grant).can_be_used
        assert use_grant(grant=grant, by=cast.ben).can_be_used
        grant.refresh_from_db()
        assert grant.state == GrantState.ACTIVE
    assert not AccessGrant.objects.filter(state=GrantState.ENDED).exists()


def test_on_leave_nothing_lapses_and_nothing_is_used(cast, channel, policy):
    """A1"""
    says_yes(cast.ben)
    grant = granted(channel.routes.get(), to=cast.ben, by=cast.ada, days=200)
    released_anew(cast, policy)
    send_on_leave(person=cast.ben, by=cast.hanna)
    with time_machine.travel(overdue(cast.ben), tick=False):
        assert not standing(grant).missing


def test_it_costs_three_queries_whatever_was_asked_before(cast, policy, django_assert_num_queries):
    """The guideline, its titles, the person's requests; where it is met, nothing to link to."""
    says_yes(cast.ben)
    person = cast.ben
    _ = person.location
    with django_assert_num_queries(3):
        assert stands(person).is_met
