"""What waits for somebody is what they may decide: the list and the single request agree."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.access.approving import approvers_of, decidable_by
from accounts.access.choices import ApproverGroup, RequestState
from accounts.access.duties import requests_for, waiting_for
from accounts.access.models import AccessRequest
from accounts.access.operations import decide_request
from accounts.access.rules import DecidedBefore, NobodyMayApprove
from accounts.people.choices import Role
from accounts.people.models import Absence, Employee
from accounts.people.operations import give_role, send_on_leave
from tests.factories.access import asked, rules
from tests.factories.people import EmployeeFactory
from tests.factories.register import sound_account

pytestmark = pytest.mark.django_db
NAMES = ["ada", "mara", "anton", "ben", "edda"]


@pytest.fixture
def channel(cast):
    """Ada owns it, Mara stands in."""
    return sound_account(cast)


@pytest.fixture
def way(channel):
    return channel.routes.get()


def away(person: Employee) -> None:
    today = timezone.localdate()
    Absence.objects.create(employee=person, first_day=today, last_day=today + timedelta(days=3))


def yes(request, by):
    return decide_request(request=request, approves=True, note="", by=by)


def again(request):
    return AccessRequest.objects.with_parts().get(pk=request.pk)


def variation(dice):
    """Who decides, who is away, who stands in for whom, who asks, whether somebody has decided."""
    return {
        "approvers": dice.choice(list(ApproverGroup)),
        "approvals": dice.choice([1, 2]),
        "away": dice.sample(NAMES, dice.randint(0, 2)),
        "deputies": {name: dice.choice([*NAMES, None]) for name in NAMES},
        "asks": dice.choice(["ben", "ada", "edda"]),
        "admins": dice.sample(["edda", "falk"], dice.randint(0, 2)),
        "on_leave": dice.choice([None, "ada", "mara"]),
        "decides": dice.random() < 0.5,
    }


def rearrange(cast, facts):
    """Absences and deputies as they are when the request has been waiting for a while."""
    for name, deputy in facts["deputies"].items():
        stands_in = getattr(cast, deputy) if deputy not in (None, name) else None
        Employee.objects.filter(pk=getattr(cast, name).pk).update(deputy=stands_in)
    for name in facts["away"]:
        away(getattr(cast, name))
    if facts["on_leave"]:
        send_on_leave(person=getattr(cast, facts["on_leave"]), by=None)


@pytest.mark.parametrize("seed", range(40))
def test_the_list_and_the_single_request_agree_about_everybody(cast, channel, way, seed):
    """A2: whoever is away and whoever stands in for whom."""
    facts = variation(random.Random(seed))
    for name in facts["admins"]:
        give_role(person=getattr(cast, name), role=Role.ACCOUNT_ADMIN, by=None)
    rules(channel, by=cast.anton, approvers=facts["approvers"], approvals=facts["approvals"])
    try:
        request = asked(way, by=getattr(cast, facts["asks"]))
    except NobodyMayApprove:
        return
    rearrange(cast, facts)
    today = timezone.localdate()
    deciders = approvers_of(again(request), today)
    if facts["decides"] and deciders:
        yes(request, deciders[0].person)
    request = again(request)
    may = {one.person.pk for one in approvers_of(request, today)} if request.is_undecided else set()
    assert {one.pk for one in Employee.objects.all() if decidable_by(one, today).exists()} == may


def test_whose_voice_has_been_heard_does_not_decide_again(cast, channel, way):
    """A2: somebody back from holiday has spoken already, by the one who stood in for them."""
    rules(channel, by=cast.anton, approvals=2)
    Employee.objects.filter(pk=cast.ada.pk).update(deputy=cast.edda)
    away(cast.ada)
    request = asked(way, by=cast.ben)
    yes(request, cast.edda)
    Absence.objects.all().delete()
    assert not decidable_by(cast.ada, timezone.localdate()).exists()
    with pytest.raises(DecidedBefore):
        yes(request, cast.ada)
    assert yes(request, cast.mara).state == RequestState.APPROVED


def test_who_is_on_leave_has_a_stand_in(cast, way):
    Employee.objects.filter(pk=cast.ada.pk).update(deputy=cast.edda)
    send_on_leave(person=cast.ada, by=cast.hanna)
    asked(way, by=cast.ben)
    assert waiting_for(cast.edda) == 1


def test_what_waits_costs_one_query_however_much_it_is(cast, way, django_assert_num_queries):
    """It stands in the menu of every page."""
    for _ in range(5):
        asked(way, by=EmployeeFactory())
    anton = Employee.objects.get(pk=cast.anton.pk)
    _ = anton.role_slugs
    with django_assert_num_queries(1):
        assert waiting_for(anton) == 5
    with django_assert_num_queries(1):
        assert len(requests_for(anton)) == 5
