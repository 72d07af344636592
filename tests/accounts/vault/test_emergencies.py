"""Emergency access: at once, loud, reviewed by another, and never without a change."""

import pytest
from django.utils import timezone

from accounts.people.calendar import is_working_day
from accounts.people.choices import Role
from accounts.vault.choices import GlassState, RotationCause, VersionState
from accounts.vault.models import BreakGlass, Rotation
from accounts.vault.operations import ask_to_see, break_glass, review_emergency
from accounts.vault.operations.emergencies import in_working_days
from accounts.vault.rules import NoAccess, ReasonRequired, ReviewedAlready, ReviewedByAnother
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from tests.factories.people import EmployeeFactory, LocationFactory
from tests.factories.vault import PASSWORD, credential, looked, shared_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(cast):
    return credential(shared_account(cast), by=cast.ada)


@pytest.fixture
def security(cast):
    return EmployeeFactory(name="Sören Sicher", roles=[Role.SECURITY_OFFICER])


def test_it_opens_at_once_and_is_loud(cast, login, security):
    reveal = break_glass(credential=login, reason="Shitstorm, team away", by=cast.anton)
    assert looked(reveal, by=cast.anton).text == PASSWORD
    told = set(Message.objects.filter(kind="vault.emergency").values_list("recipient_ref", flat=True))
    assert told == {cast.ada.ref, cast.mara.ref, security.ref}
    assert Rotation.objects.get().cause == RotationCause.BREAK_GLASS
    assert AuditEvent.objects.filter(verb="emergency.used").count() == 1


@pytest.mark.parametrize("who", ["ben", "hanna", "ines", "cleo", "dana"])
def test_others_cannot(cast, login, who):
    with pytest.raises(NotPermitted):
        break_glass(credential=login, reason="x", by=getattr(cast, who))
    assert not BreakGlass.objects.exists()


def test_a_reason_is_needed(cast, login):
    with pytest.raises(ReasonRequired):
        break_glass(credential=login, reason=" ", by=cast.anton)


def test_emergency_access_is_nobody_elses_and_for_nothing_else(cast, login, security):
    reveal = break_glass(credential=login, reason="x", by=cast.anton)
    other = credential(login.account, by=cast.ada, kind="api_token", text="t")
    for somebody, what in ((cast.ada, login), (cast.anton, other)):
        with pytest.raises(NoAccess):
            ask_to_see(credential=what, reason="x", by=somebody, glass=reveal.glass)


def test_the_review_is_anothers(cast, login, security):
    glass = break_glass(credential=login, reason="x", by=cast.ada).glass
    for nobody in (cast.ada, cast.anton, cast.ben, cast.hanna):
        with pytest.raises(ReviewedByAnother):
            review_emergency(glass=glass, verdict=GlassState.JUSTIFIED, note="ok", by=nobody)
    with pytest.raises(ReasonRequired):
        review_emergency(glass=glass, verdict=GlassState.JUSTIFIED, note=" ", by=security)
    done = review_emergency(glass=glass, verdict=GlassState.JUSTIFIED, note="Right so", by=security)
    assert done.state == GlassState.JUSTIFIED
    with pytest.raises(ReviewedAlready):
        review_emergency(glass=glass, verdict=GlassState.ABUSE, note="no", by=cast.mara)


def test_abuse_closes_the_account_until_it_is_changed(cast, login, security):
    token = credential(login.account, by=cast.ada, kind="api_token", text="t")
    glass = break_glass(credential=login, reason="x", by=cast.anton).glass
    review_emergency(glass=glass, verdict=GlassState.ABUSE, note="No emergency", by=cast.mara)
    assert {login.in_force.state, token.in_force.state} == {VersionState.SUSPECT}
    assert Rotation.objects.get().items.count() == 2


def test_two_working_days_jump_over_weekend_and_holiday(db):
    from datetime import date

    place = LocationFactory()
    assert in_working_days(date(2026, 12, 23), 2, place) == date(2026, 12, 28)
    assert is_working_day(in_working_days(timezone.localdate(), 2, place), place)
