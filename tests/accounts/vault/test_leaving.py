"""A departure says exactly what to change: what the person knows, and nothing they never opened."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access.choices import LeaverKind, LeaverState
from accounts.access.leaving import forecast
from accounts.access.lifecycle import something_happened
from accounts.access.models import AccessGrant, AccessReview, LeaverRun
from accounts.access.operations.leaving import release_run
from accounts.access.rules import LeaverRunIsDone
from accounts.people.choices import LifecycleEvent, Role, Status
from accounts.people.operations import leave, move
from accounts.register.choices import StandsOn
from accounts.register.models import ToolConnection
from accounts.register.operations import connect_tool
from accounts.vault.choices import CredentialKind, RotationCause
from accounts.vault.exposure import exposed_by
from accounts.vault.models import Rotation
from portal.audit.rules import NotPermitted
from portal.mail.models import Message
from portal.mail.rendering import build
from tests.factories.access import asked, granted
from tests.factories.people import EmployeeFactory, department
from tests.factories.register import sound_account
from tests.factories.vault import SEED, access_to, credential, renewed, seen, shared_account

pytestmark = pytest.mark.django_db


def kinds(person):
    return [line.kind for line in forecast(person)]


def go(person, cast):
    leave(person=person, on=timezone.localdate(), by=cast.hanna)


def test_the_dry_run_tells_everything_and_does_nothing(cast):
    opened, closed = shared_account(cast), shared_account(cast, handle="@never-opened")
    login = credential(opened, by=cast.anton)
    credential(closed, by=cast.anton)
    for account in (opened, closed):
        access_to(account, to=cast.ben, by=cast.ada)
    seen(login, by=cast.ben)
    granted(sound_account(cast, handle="@role").routes.get(), to=cast.ben, by=cast.ada)
    asked(sound_account(cast, handle="@asked").routes.get(), by=cast.ben)
    tool = ToolConnection(account=opened, tool="Planner", stands_on=StandsOn.PERSON, person=cast.ben)
    connect_tool(connection=tool, by=cast.anton)
    told = kinds(cast.ben)
    assert {kind: told.count(kind) for kind in set(told)} == {
        LeaverKind.ROTATION: 1,
        LeaverKind.NOT_EXPOSED: 1,
        LeaverKind.GRANT: 3,
        LeaverKind.REMOVAL: 1,
        LeaverKind.REQUEST: 1,
        LeaverKind.CONNECTION: 1,
    }
    assert AccessGrant.objects.running().count() == 3
    assert not Rotation.objects.exists()
    go(cast.ben, cast)
    run = LeaverRun.objects.get()
    assert run.state == LeaverState.DONE
    assert [line["kind"] for line in run.lines] == told, "the run does what the dry run promised"
    assert not AccessGrant.objects.running().exists()
    rotation = Rotation.objects.get()
    assert (rotation.account, rotation.cause) == (opened, RotationCause.LEAVER)
    assert Message.objects.filter(kind="access.leaver_done", recipient_ref=cast.anton.ref).count() == 1


def test_whoever_put_a_secret_in_knows_it(cast):
    account = shared_account(cast)
    credential(account, by=cast.ada)
    assert [one.account for one in exposed_by(cast.ada)] == [account]


def test_codes_and_recovery_codes_count_as_known(cast):
    account = shared_account(cast)
    access_to(account, to=cast.ben, by=cast.ada)
    factor = credential(account, by=cast.anton, kind=CredentialKind.TOTP, text=SEED)
    codes = credential(account, by=cast.anton, kind=CredentialKind.RECOVERY_CODES, codes=("a", "b"))
    for one in (factor, codes):
        seen(one, by=cast.ben)
    (exposed,) = exposed_by(cast.ben)
    assert {version.credential for version in exposed.versions} == {factor, codes}


def test_what_was_changed_since_is_not_exposed(cast):
    account = shared_account(cast)
    access_to(account, to=cast.ben, by=cast.ada)
    login = credential(account, by=cast.anton)
    seen(login, by=cast.ben)
    renewed(login, by=cast.anton)
    assert exposed_by(cast.ben) == []
    assert kinds(cast.ben).count(LeaverKind.NOT_EXPOSED) == 1


def test_an_account_is_handed_over_first(cast):
    """R3: whoever owns or stands in for it leaves a finding with an owner and a day, in the same moment."""
    account = sound_account(cast)
    assert LeaverKind.HAND_OVER in kinds(cast.ada)
    go(cast.ada, cast)
    assert account.findings.standing().filter(kind="owner_left").exists()


def test_each_admin_gets_one_mail_however_many_accounts_change(cast):
    """V9: it names the accounts; whoever answers for one of them gets the mail about that one."""
    first, second = (
        shared_account(cast),
        shared_account(cast, handle="@zweites", owner=cast.mara, deputy=cast.falk),
    )
    for account in (first, second):
        access_to(account, to=cast.ben, by=account.owner)
        seen(credential(account, by=cast.anton), by=cast.ben)
    go(cast.ben, cast)
    mail = Message.objects.get(kind="vault.rotations_due", recipient_ref=cast.anton.ref)
    text = build(mail).body
    assert first.handle in text
    assert second.handle in text
    assert not Message.objects.filter(kind="vault.rotation_due", recipient_ref=cast.anton.ref).exists()
    assert Message.objects.get(kind="vault.rotation_due", recipient_ref=cast.falk.ref)


def test_a_departure_that_touches_nothing_leaves_no_run(cast):
    go(cast.edda, cast)
    assert not LeaverRun.objects.exists()


def test_very_many_departures_wait_for_a_person_but_sign_in_does_not(cast, settings):
    settings.ACCESS_LEAVERS_PER_HOUR = 2
    account = shared_account(cast)
    people = [EmployeeFactory() for _ in range(3)]
    for person in people:
        access_to(account, to=person, by=cast.ada)
    for person in people:
        go(person, cast)
        person.refresh_from_db()
        assert (person.status, person.is_active) == (Status.LEFT, False)
    held = LeaverRun.objects.held().get()
    grant = AccessGrant.objects.running().get()
    assert grant.person == held.person
    for nobody in (cast.ada, cast.cleo, cast.ben):
        with pytest.raises(NotPermitted):
            release_run(run=held, by=nobody)
    release_run(run=held, by=cast.anton)
    grant.refresh_from_db()
    assert not grant.is_running
    with pytest.raises(LeaverRunIsDone):
        release_run(run=held, by=cast.anton)


def test_a_mistaken_mass_departure_is_undone_without_loss(cast, settings):
    settings.ACCESS_LEAVERS_PER_HOUR = 0
    access_to(shared_account(cast), to=cast.ben, by=cast.ada)
    go(cast.ben, cast)
    something_happened(cast.ben, LifecycleEvent.LEAVING_UNDONE)
    assert LeaverRun.objects.get().state == LeaverState.CANCELLED
    assert AccessGrant.objects.running().count() == 1


def test_a_mover_keeps_what_a_review_decides(cast):
    access_to(shared_account(cast), to=cast.ben, by=cast.ada)
    move(person=cast.ben, department=department("Logistics"), by=cast.hanna)
    review = AccessReview.objects.get()
    assert (review.subject, review.items.count()) == (cast.ben, 1)
    move(person=cast.ben, department=department("Sales"), by=cast.hanna)
    assert AccessReview.objects.count() == 1


@pytest.fixture
def staff(cast):
    """Hired before the first example, which is rolled back like the others."""
    return cast.ada, cast.mara, cast.anton, cast.hanna


ACTS = st.lists(
    st.tuples(st.sampled_from(["see", "renew", "leave"]), st.integers(0, 2), st.integers(0, 1)), max_size=14
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_the_list_of_the_exposed_is_exactly_right(cast, staff, acts):
    """Whatever is seen, changed and left in whatever order: exposed is what is in force and was seen or made
    by the person. Checked against a model that is nothing but a set."""
    from django.db import transaction

    with transaction.atomic():
        account = shared_account(cast, handle=f"@{timezone.now().timestamp()}")
        people = [EmployeeFactory() for _ in range(3)]
        for person in people:
            access_to(account, to=person, by=cast.ada)
        secrets = [credential(account, by=cast.anton, label=f"s{n}") for n in range(2)]
        known = {(cast.anton.pk, n) for n in range(2)}
        gone = set()
        for act, who, which in acts:
            person = people[who]
            if act == "renew":
                renewed(secrets[which], by=cast.anton)
                known = {(pk, n) for pk, n in known if n != which} | {(cast.anton.pk, which)}
            elif person.pk in gone:
                continue
            elif act == "see":
                seen(secrets[which], by=person)
                known.add((person.pk, which))
            else:
                leave(person=person, on=timezone.localdate(), by=cast.hanna)
                gone.add(person.pk)
        for person in [*people, cast.anton]:
            found = {version.credential_id for one in exposed_by(person) for version in one.versions}
            assert found == {secrets[n].pk for pk, n in known if pk == person.pk}
        transaction.set_rollback(True)


def test_planned_departures_are_for_hr_and_the_named_admins(client, cast):
    from django.urls import reverse

    from tests.factories.people import signed_in

    page = reverse("access:leaver-forecast", args=[cast.ben.ref])
    for somebody, status in ((cast.hanna, 200), (cast.ines, 200), (cast.anton, 403), (cast.mara, 403)):
        assert signed_in(client, somebody).get(page).status_code == status, somebody


def test_dismissed_at_1850_safe_by_1900(client, cast):
    """HR opens the dry run and carries it out with one act; the account admin finds the list."""
    from django.urls import reverse

    from tests.factories.people import signed_in

    account = shared_account(cast)
    login = credential(account, by=cast.anton)
    access_to(account, to=cast.ben, by=cast.ada)
    seen(login, by=cast.ben)
    theirs = signed_in(client.__class__(), cast.ben)
    browser = signed_in(client, cast.hanna)
    page = reverse("access:leaver-forecast", args=[cast.ben.ref])
    assert login.label in browser.get(page).content.decode()
    browser.post(page)
    assert theirs.get("/access/").status_code == 302
    body = signed_in(client, cast.anton).get(reverse("vault:rotation-list")).content.decode()
    assert account.handle in body
    assert LeaverRun.objects.get().done_at - LeaverRun.objects.get().started_at < timedelta(minutes=10)


def test_account_admins_see_what_a_departure_meant(client, cast):
    from django.urls import reverse

    from tests.factories.people import signed_in

    access_to(shared_account(cast), to=cast.ben, by=cast.ada)
    go(cast.ben, cast)
    run = LeaverRun.objects.get()
    _ = EmployeeFactory(roles=[Role.SECURITY_OFFICER])
    answer = signed_in(client, cast.anton).get(reverse("access:leaver-protocol", args=[run.ref]))
    assert answer.content.startswith(b"%PDF")
