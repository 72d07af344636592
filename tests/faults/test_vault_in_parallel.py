"""Fifty at the same moment on one secret: exactly one effect each, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.access.choices import LeaverKind
from accounts.access.models import LeaverRun
from accounts.people.operations import leave
from accounts.vault.choices import CredentialKind, RotationCause, VersionState
from accounts.vault.models import CredentialVersion, RecoveryCode, Reveal, Rotation
from accounts.vault.operations import (
    Secret,
    ask_to_see,
    draw_ticket,
    plan_rotation,
    put_in_force,
    show,
    stage_version,
    take_over,
)
from accounts.vault.operations.reveals import Shown
from accounts.vault.rules import NoAccess, NoCodesLeft, NotInForce, NotTheRotator, TicketIsOver
from portal.audit.models import AuditEvent
from portal.audit.rules import NotPermitted
from portal.audit.verification import verify_trail
from portal.keys import ring as rings
from tests.factories.people import Cast, EmployeeFactory
from tests.factories.vault import PASSWORD, SESSION, access_to, credential, seen, shared_account
from tests.faults.crowds import at_once, done, refusals

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


@pytest.fixture
def company(transactional_db, settings) -> Cast:
    """Who has to do with the account is hired before anybody hurries."""
    settings.VAULT_REVEALS_PER_HOUR = 10 * CROWD
    cast = Cast()
    _ = (cast.ada, cast.mara, cast.ben, cast.anton, cast.hanna)
    return cast


@pytest.fixture
def account(company):
    made = shared_account(company)
    access_to(made, to=company.ben, by=company.ada)
    return made


@pytest.fixture
def login(company, account):
    return credential(account, by=company.anton)


def with_ticket(what, by):
    """The act of using a ticket that was drawn beforehand."""
    reveal = ask_to_see(credential=what, reason="Posting", by=by)
    token = draw_ticket(reveal=reveal, session_key=SESSION, by=by).token
    return lambda: show(reveal=reveal, token=token, session_key=SESSION, by=by)


def events(verb: str) -> int:
    return AuditEvent.objects.filter(verb=verb).count()


def test_one_ticket_used_by_fifty(company, login):
    """A7, V2: it shows once; who comes second hears that it is over, and each try is a row."""
    results = at_once([with_ticket(login, company.ben)] * CROWD)
    (shown,) = done(results)
    assert shown.text == PASSWORD
    assert refusals(results) == [TicketIsOver] * (CROWD - 1)
    assert (events("secret.shown"), events("secret.refused")) == (1, CROWD - 1)
    assert verify_trail() is None


def test_one_value_put_in_force_by_fifty(company, login):
    """A7: one version in force, one row of it, and the one before is retired once."""
    version = stage_version(credential=login, secret=Secret("new-one"), by=company.anton)
    results = at_once([lambda: put_in_force(version=version, by=company.anton)] * CROWD)
    assert [one.number for one in done(results)] == [2]
    assert refusals(results) == [NotPermitted] * (CROWD - 1)
    assert list(login.versions.order_by("number").values_list("state", flat=True)) == [
        VersionState.RETIRED,
        VersionState.LIVE,
    ]
    assert events("credential.live") == 2


def test_fifty_values_prepared_and_put_in_force_at_once(company, login):
    """A7: each is numbered, one is in force, and what the trail calls newest is the one that opens (V5)."""

    def renew() -> CredentialVersion:
        version = stage_version(credential=login, secret=Secret("new-one"), by=company.anton)
        return put_in_force(version=version, by=company.anton)

    results = at_once([renew] * CROWD)
    assert set(refusals(results)) <= {NotPermitted}
    numbers = login.versions.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, CROWD + 2))
    assert login.in_force.number == max(one.number for one in done(results))
    assert seen(login, by=company.ben).text == "new-one"


def test_looking_while_it_is_replaced(company, login):
    """A7, V4: who is too late hears that it was replaced; nobody is alarmed about the trail."""
    version = stage_version(credential=login, secret=Secret("new-one"), by=company.anton)
    looks = [with_ticket(login, company.ben) for _ in range(CROWD)]
    half = CROWD // 2
    replacing = [lambda: put_in_force(version=version, by=company.anton)]
    results = at_once([*looks[:half], *replacing, *looks[half:]])
    assert set(refusals(results)) <= {NotInForce}
    assert len(done(results)) == 1 + events("secret.shown")
    assert events("secret.tampered") == 0


def test_fifty_who_need_a_recovery_code(company, account):
    """A7, V2: forty codes for fifty: each goes to one person; who comes last is told that none is left."""
    people = [company.ben, *(EmployeeFactory() for _ in range(4))]
    for person in people[1:]:
        access_to(account, to=person, by=company.ada)
    texts = tuple(f"code-{number:02}" for number in range(40))
    codes = credential(account, by=company.anton, kind=CredentialKind.RECOVERY_CODES, codes=texts)
    results = at_once([with_ticket(codes, person) for person in people for _ in range(CROWD // len(people))])
    shown = [one for one in done(results) if isinstance(one, Shown)]
    assert sorted(one.text for one in shown) == sorted(texts)
    assert refusals(results) == [NoCodesLeft] * (CROWD - len(texts))
    assert not RecoveryCode.objects.filter(burnt_at=None).exists()
    burnt = RecoveryCode.objects.values_list("burnt_by", flat=True)
    assert sorted(burnt) == sorted(one.reveal.person_id for one in shown)


@pytest.mark.parametrize("by", ["access", "the change itself"])
def test_leaving_while_looking(company, account, login, by):
    """A7, V2: whoever saw it has it on the list of their departure; whoever did not see it, has not."""
    if by == "the change itself":
        take_over(
            rotation=plan_rotation(account=account, cause=RotationCause.PLANNED, by=company.mara),
            by=company.mara,
        )
        person = company.mara
    else:
        person = company.ben
    looks = [with_ticket(login, person) for _ in range(10)]
    leaving = [lambda: leave(person=person, on=timezone.localdate(), by=company.hanna)]
    results = at_once([*looks[:5], *leaving, *looks[5:]])
    assert set(refusals(results)) <= {NoAccess, TicketIsOver}
    shown = [one for one in done(results) if isinstance(one, Shown)]
    assert len(shown) == Reveal.objects.shown().count()
    kinds = [line["kind"] for line in LeaverRun.objects.get().lines]
    assert (LeaverKind.ROTATION in kinds) == bool(shown)
    assert Rotation.objects.filter(items__credential=login, opened_at__isnull=False).exists() or not shown
    order = AuditEvent.objects.filter(verb__in=("secret.shown", "leaver.begun")).order_by("seq")
    verbs = list(order.values_list("verb", flat=True))
    assert verbs[-1] == "leaver.begun", "nothing is shown once the departure is known"
    with pytest.raises((NoAccess, TicketIsOver)):
        looks[0]()


def test_fifty_who_take_over_a_change(company, account, login):
    """A7: one of them does it."""
    able = [company.ada, company.mara, company.anton]
    rotation = plan_rotation(account=account, cause=RotationCause.PLANNED, by=company.anton)
    acts = [lambda by=able[turn % 3]: take_over(rotation=rotation, by=by) for turn in range(CROWD)]
    results = at_once(acts)
    rotation.refresh_from_db()
    assert {one.taken_by for one in done(results)} == {rotation.taken_by}
    assert set(refusals(results)) == {NotTheRotator}


@pytest.fixture
def no_ring(settings, tmp_path) -> Iterator[Path]:
    """A vault that never held anything."""
    settings.PORTAL_KEYS_DIR = str(tmp_path / "keys")
    rings.ring()
    yield tmp_path / "keys" / "vault"
    rings._load.cache_clear()


def test_the_first_secrets_of_all_put_in_at_once(company, no_ring):
    """A7: the ring is made once, and opens what everybody put in."""
    accounts = [shared_account(company, handle=f"@first-{number}") for number in range(4)]
    assert not no_ring.exists()
    acts = [
        lambda of=accounts[turn % 4], turn=turn: credential(of, by=company.anton, label=f"s{turn}")
        for turn in range(CROWD)
    ]
    results = at_once(acts)
    assert refusals(results) == []
    assert [path.name for path in no_ring.glob("kek-*")] == ["kek-0001.key"]
    assert CredentialVersion.objects.values_list("key_id", flat=True).distinct().count() == 1
    rings._load.cache_clear()
    for of in accounts:
        access_to(of, to=company.ben, by=company.ada)
    assert {seen(one, by=company.ben).text for one in results} == {PASSWORD}
